"""The page of a data package: what it holds and how to get it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.catalogue import dataset, schema_org
from performance.catalogue.address import base
from performance.catalogue.citation import bibtex, citation
from performance.catalogue.files import LATEST
from performance.catalogue.inventory import Inventory
from performance.model import Department, Package, Record, Resource
from performance.pages import dictionary, provenance
from performance.pages import files as published
from performance.pages.catalogue import summary, title_of
from performance.pages.context import Context
from performance.pages.page import Anchor, Page
from performance.pages.parts import Cell, Column, Fact, Table
from performance.pages.revisions import Revisions, revisions
from performance.pages.site import HOME, wording
from performance.pages.snippets import Snippet, snippets
from performance.pages.versions import versions
from performance.text import Wording

CATALOGUE = Anchor("Data", urls.DATA)


class Contents(Struct, frozen=True):
    """What one resource holds. `columns` and `first_rows` are empty where it is not a table.

    `rows` is how many there are, in words; `described` names the columns of the dictionary that
    say anything: "title", "unit", "description", "rules", "missing".
    """

    id: str
    title: str
    name: str
    description: Markup
    rows: str
    columns: tuple[dictionary.Column, ...]
    described: tuple[str, ...]
    first_rows: Table | None


class PackagePage(Page, frozen=True, kw_only=True):
    """A package. `online` is whether the `code` reads from the site's own address.

    `files` are those of the newest edition, `edition` those that stay at the version's address.
    `versions` are all that were published, none where there has been one; `listed` is their list
    for programs. `version` and `created` are empty where the package does not say. `timing` is what
    the data cover and when the next come; `citation` and `bibtex` are how to cite them.
    """

    template: ClassVar[str] = "package.html"
    sort: ClassVar[str] = "Data package"

    name: str
    body: Markup
    facts: tuple[Fact, ...]
    timing: tuple[Fact, ...]
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
    citation: str
    bibtex: str

    @property
    def scripts(self) -> tuple[str, ...]:
        """The script of the copy button."""
        return (urls.COPY,)


def page(
    package: Package,
    records: tuple[Record, ...],
    department: Department | None,
    context: Context,
    *,
    held: Inventory,
) -> PackagePage:
    """Return the page of a package; `records` are those of its metrics, `held` its files.

    `department` is the package's, where the city says something of it.
    """
    site, settings = context.site, context.settings
    words = wording(settings)
    address = urls.package(package.name)
    cited = (package, title_of(package), address)
    told = dataset.of_package(package, records, held, department=department, settings=settings)
    return PackagePage(
        site=site,
        address=address,
        title=title_of(package),
        description=summary(package) or f"The data package {title_of(package)}.",
        crumbs=(HOME, CATALOGUE),
        described=schema_org.dataset(told, base(settings, address), site_title=site.title),
        name=package.name,
        body=markup.html(package.description, 2),
        facts=tuple(provenance.facts(package, department, words)),
        timing=tuple(provenance.timing(package, records, settings.today, words)),
        metrics=tuple(Anchor(r.metric.title, urls.metric(r.metric.name)) for r in records),
        contents=tuple(_contents(resource, title, words) for resource, title in _titled(package)),
        version=package.version,
        created=provenance.created(package, words),
        code=snippets(published.sources(package, held, settings.site_url)),
        online=bool(settings.site_url),
        revisions=revisions(records, words),
        **_files(package, held, words),
        citation=citation(*cited, wording=words, settings=settings),
        bibtex=bibtex(*cited, wording=words, settings=settings),
    )


def _files(package: Package, held: Inventory, words: Wording) -> dict[str, Any]:
    """Return the fields on a package's files: those of now, of its version and of earlier ones."""
    edition = published.files(package, f"v{package.version}", held) if package.version else ()
    return {
        "files": published.files(package, LATEST, held),
        "edition": edition,
        "versions": versions(package, held.sizes, words),
        "listed": _listed(package, held.sizes),
    }


def _titled(package: Package) -> Iterator[tuple[Resource, str]]:
    return zip(package.resources, _titles(package.resources), strict=True)


def _listed(package: Package, downloads: Mapping[str, int]) -> Anchor | None:
    address = urls.package(package.name, "versions.json")
    return Anchor("The list of versions, for programs", address) if address in downloads else None


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
    optional = ("title", "unit", "description", "rules", "missing")
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
