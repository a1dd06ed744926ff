"""The catalogue of data packages, and a page for each: what it holds and how to get it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from performance import markup, urls
from performance.model import Department, Package, Portal, Record, Resource
from performance.pages import dictionary, provenance
from performance.pages import files as published
from performance.pages.page import Anchor, Page, Site
from performance.pages.parts import Cell, Column, Fact, Table
from performance.pages.revisions import Revisions, revisions
from performance.pages.site import HOME, wording
from performance.pages.snippets import Snippet, snippets
from performance.pages.versions import versions
from performance.settings import Settings
from performance.text import Wording

CATALOGUE = Anchor("Data", urls.DATA)


@dataclass(frozen=True, slots=True)
class Entry:
    """A package in the catalogue; `facts` are its version, licence, rows and formats in words.

    `department` is none and `description` empty where the package has none.
    """

    title: str
    address: str
    description: str
    department: Anchor | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What one resource holds. `columns` and `first_rows` are empty where it is not a table.

    `rows` is how many there are, in words; `described` names the columns of the dictionary that
    say anything: "title", "unit", "description", "rules".
    """

    id: str
    title: str
    name: str
    description: Markup
    rows: str
    columns: tuple[dictionary.Column, ...]
    described: tuple[str, ...]
    first_rows: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage(Page):
    """The catalogue of every package, in the order of their titles."""

    template: ClassVar[str] = "catalogue.html"

    packages: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePage(Page):
    """A package. `online` is whether the `code` reads from the site's own address.

    `files` are those of the newest edition, `edition` those that stay at the version's address.
    `versions` are all that were published, none where there has been one; `listed` is their list
    for programs.
    `version` and `created` are empty where the package does not say.
    """

    template: ClassVar[str] = "package.html"
    sort: ClassVar[str] = "Data package"

    name: str
    body: Markup
    facts: tuple[Fact, ...]
    metrics: tuple[Anchor, ...]
    contents: tuple[Contents, ...]
    files: tuple[published.File, ...]
    edition: tuple[published.File, ...]
    version: str
    created: str
    code: tuple[Snippet, ...]
    online: bool
    revisions: Revisions | None
    versions: Table | None
    listed: Anchor | None


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the catalogue and the page of each package.

    `downloads` are the published files by address, with their sizes in bytes.
    """
    words = wording(settings)
    by_title = sorted(portal.packages, key=lambda p: (_title(p).casefold(), p.name))
    departments = {d.slug: d for d in portal.content.departments}
    yield CataloguePage(
        site=site,
        address=urls.DATA,
        title="Data",
        description=f"Every data package of {site.city}, with its description, licence and files.",
        crumbs=(HOME,),
        packages=tuple(
            _entry(package, departments, downloads, wording=words) for package in by_title
        ),
    )
    for package in portal.packages:
        records = tuple(r for r in portal.records if r.package.name == package.name)
        department = departments.get(package.department or "")
        facts = tuple(provenance.facts(package, department, words))
        yield _page(package, records, facts, site=site, downloads=downloads, settings=settings)


def _page(
    package: Package,
    records: tuple[Record, ...],
    facts: tuple[Fact, ...],
    *,
    site: Site,
    downloads: Mapping[str, int],
    settings: Settings,
) -> PackagePage:
    words = wording(settings)
    edition = f"v{package.version}"
    return PackagePage(
        site=site,
        address=urls.package(package.name),
        title=_title(package),
        description=_summary(package) or f"The data package {_title(package)}.",
        crumbs=(HOME, CATALOGUE),
        name=package.name,
        body=markup.html(package.description, 2),
        facts=facts,
        metrics=tuple(Anchor(r.metric.title, urls.metric(r.metric.name)) for r in records),
        contents=tuple(
            _contents(resource, title, words)
            for resource, title in zip(package.resources, _titles(package.resources), strict=True)
        ),
        files=published.files(package, published.LATEST, downloads),
        edition=published.files(package, edition, downloads) if package.version else (),
        version=package.version,
        created=provenance.created(package, words),
        code=snippets(published.sources(package, downloads, settings.site_url)),
        online=bool(settings.site_url),
        revisions=revisions(records, words),
        versions=versions(package, downloads, words),
        listed=_listed(package, downloads),
    )


def _listed(package: Package, downloads: Mapping[str, int]) -> Anchor | None:
    address = urls.package(package.name, "versions.json")
    return Anchor("The list of versions, for programs", address) if address in downloads else None


def _title(package: Package) -> str:
    return package.title or package.name


def _summary(package: Package) -> str:
    """Return the first paragraph of a package's description, in plain words."""
    return markup.plain(package.description.strip().split("\n\n")[0])


def _entry(
    package: Package,
    departments: Mapping[str, Department],
    downloads: Mapping[str, int],
    *,
    wording: Wording,
) -> Entry:
    department = departments.get(package.department or "")
    return Entry(
        _title(package),
        urls.package(package.name),
        _summary(package),
        Anchor(department.title, urls.department(department.slug)) if department else None,
        tuple(_facts(package, published.formats(package, downloads), wording)),
    )


def _facts(package: Package, formats: tuple[str, ...], wording: Wording) -> Iterator[str]:
    """Yield what the catalogue says of a package in a line."""
    if package.version:
        yield f"version {package.version}"
    named = "; ".join(provenance.licence(licence) for licence in package.licenses)
    yield named or "no licence stated"
    rows = sum(len(r.text) for r in package.resources if r.text is not None)
    if rows:
        yield f"{wording.number(rows)} row{'' if rows == 1 else 's'}"
    if formats:
        yield ", ".join(formats)


def _titles(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Yield the title of each resource, with its name where another one has the same title.

    The tables of a page are regions, which a screen reader lists by their names alone.
    """
    titles = [resource.title or resource.name for resource in resources]
    for resource, title in zip(resources, titles, strict=True):
        yield title if titles.count(title) == 1 else f"{title} ({resource.name})"


def _contents(resource: Resource, title: str, wording: Wording) -> Contents:
    columns = dictionary.columns(resource)
    top = dictionary.first_rows(resource)
    optional = ("title", "unit", "description", "rules")
    return Contents(
        f"resource-{resource.name}",
        title,
        resource.name,
        markup.html(resource.description, 4),
        wording.number(top.of) if top else "",
        columns,
        tuple(name for name in optional if any(getattr(c, name) for c in columns)),
        _first_rows(resource, top, title, wording=wording) if top and top.rows else None,
    )


def _first_rows(
    resource: Resource, top: dictionary.FirstRows, title: str, *, wording: Wording
) -> Table:
    numeric = {f.name for f in resource.fields if f.type in ("integer", "number")}
    some = f"The first {len(top.rows)} of {wording.number(top.of)} rows"
    return Table(
        f"rows-{resource.name}",
        f"{'All rows' if top.whole else some} of {title}, as the file has them",
        tuple(Column(name, name in numeric) for name in top.header),
        tuple(
            tuple(
                # The first cell is the row's header, which has to be read out.
                Cell(value or ("" if place else "(empty)"), name in numeric)
                for place, (name, value) in enumerate(zip(top.header, row, strict=True))
            )
            for row in top.rows
        ),
    )
