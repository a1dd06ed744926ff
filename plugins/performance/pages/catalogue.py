"""The catalogue of data packages: every one of them, all of them at once, and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.catalogue import schema_org
from performance.catalogue.address import base
from performance.catalogue.inventory import Inventory
from performance.model import Department, Package, Portal, Record
from performance.pages import files as published
from performance.pages import provenance
from performance.pages.page import Anchor, Page, Site
from performance.pages.site import HOME, wording
from performance.pages.snippets import Snippet, everything
from performance.settings import Settings
from performance.text import Wording

# The files that hold everything, with what each is.
EVERYTHING = {
    urls.ALL_ZIP: "Everything (ZIP)",
    urls.ALL_PARQUET: "Everything (Parquet)",
}
# What other programs read, and for what.
FOR_PROGRAMS = {
    urls.API_METRICS: "Every metric with its latest value and the addresses of its files (JSON). "
    "Each metric has a document of its own, with its series",
    urls.DCAT: "The catalog for open-data portals such as data.gov (DCAT-US 1.1)",
    urls.DCAT_3: "The same in the newer standard (DCAT-US 3)",
}


class Entry(Struct, frozen=True):
    """A package in the catalogue; `facts` are what it covers, how often, when it was made, its
    rows, formats and licence, each in a line of words.

    `department` is none and `description` empty where the package has none.
    """

    title: str
    address: str
    description: str
    department: Anchor | None
    facts: tuple[str, ...]


class CataloguePage(Page, frozen=True, kw_only=True):
    """The catalogue of every package, in the order of their titles.

    `everything` are files with all the data, `code` loads them (`online`: from the site's own
    address), `programs` are documents for other programs. `citation` is how to cite the whole.
    """

    template: ClassVar[str] = "catalogue.html"

    packages: tuple[Entry, ...]
    everything: tuple[published.File, ...]
    programs: tuple[Anchor, ...]
    schemas: Anchor
    code: tuple[Snippet, ...]
    online: bool
    citation: str


def catalogue(
    portal: Portal,
    site: Site,
    held: Inventory,
    *,
    settings: Settings,
    records: Mapping[str, tuple[Record, ...]],
) -> CataloguePage:
    """Return the catalogue; `records` are those of each package that has any, by its name."""
    words = wording(settings)
    by_title = sorted(portal.packages, key=lambda p: (title_of(p).casefold(), p.name))
    departments = {d.slug: d for d in portal.content.departments}
    by = settings.publisher or settings.city
    root = settings.site_url.rstrip("/")
    return CataloguePage(
        site=site,
        address=urls.DATA,
        title="Data",
        description=f"Every data package of {site.city}, with its description, license and files.",
        crumbs=(HOME,),
        described=_described(site, by_title, settings),
        packages=tuple(
            _entry(
                package,
                departments.get(package.department or ""),
                records.get(package.name, ()),
                rows=portal.rows.get(package.name, 0),
                held=held,
                wording=words,
            )
            for package in by_title
        ),
        everything=tuple(published.single(t, a, held) for t, a in _made(EVERYTHING, held)),
        programs=tuple(Anchor(title, address) for title, address in _made(FOR_PROGRAMS, held)),
        schemas=Anchor("Profiles", urls.PROFILES),
        code=_code(held, root),
        online=bool(root),
        citation=f"{by}. “{site.title}: open data.” Data as of {site.as_of}."
        + (f" {root}/{urls.DATA}" if root else ""),
    )


def _described(site: Site, packages: Sequence[Package], settings: Settings) -> Markup:
    by = settings.publisher or settings.city
    listed = [(title_of(package), urls.package(package.name)) for package in packages]
    return schema_org.catalogue(site.title, by, listed, base(settings, urls.DATA))


def _made(titles: Mapping[str, str], held: Inventory) -> Iterator[tuple[str, str]]:
    """Yield title and address of those files that were made."""
    return ((title, address) for address, title in titles.items() if address in held.sizes)


def _code(held: Inventory, site: str) -> tuple[Snippet, ...]:
    """Return code that loads the table of every metric; none where it was not published."""
    files = (urls.ALL_PARQUET, urls.ALL_ZIP)
    if not all(file in held.sizes for file in files):
        return ()
    parquet, archive = (f"{site}/{f}" if site else f.rpartition("/")[2] for f in files)
    return everything(parquet, archive)


def _entry(
    package: Package,
    department: Department | None,
    records: tuple[Record, ...],
    *,
    rows: int,
    held: Inventory,
    wording: Wording,
) -> Entry:
    return Entry(
        title_of(package),
        urls.package(package.name),
        summary(package),
        Anchor(department.title, urls.department(department.slug)) if department else None,
        tuple(
            _facts(package, records, published.formats(package, held), rows=rows, wording=wording)
        ),
    )


def _facts(
    package: Package,
    records: tuple[Record, ...],
    formats: tuple[str, ...],
    *,
    rows: int,
    wording: Wording,
) -> Iterator[str]:
    """Yield the lines that the catalogue says of a package."""
    covered = provenance.coverage(package, records, wording)
    reported = provenance.reporting(records)
    if covered or reported:
        yield ", ".join(filter(None, (covered, reported.lower())))
    if package.created:
        yield f"Updated {provenance.created(package, wording)}"
    counted = f"{wording.number(rows)} row{'' if rows == 1 else 's'}" if rows else ""
    held = ", ".join(filter(None, (counted, *formats)))
    if held:
        yield held
    named = "; ".join(provenance.licence(licence) for licence in package.licenses)
    yield named or "No license stated"


def title_of(package: Package) -> str:
    """Return what to call a package: its title, else its name."""
    return package.title or package.name


def summary(package: Package) -> str:
    """Return the first paragraph of a package's description, in plain words."""
    return markup.plain(package.description.strip().split("\n\n")[0])
