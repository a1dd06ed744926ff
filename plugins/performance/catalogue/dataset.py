"""What every catalogue says of a dataset: a package, or the series of one metric.

The standards name these facts differently; what is said of a dataset is settled here, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from performance import markup, urls
from performance.catalogue import files
from performance.catalogue.citation import publisher
from performance.catalogue.files import File
from performance.catalogue.inventory import Inventory
from performance.model import Department, Link, Metric, Package, Portal, Record, Stage
from performance.period import Frequency, year_
from performance.settings import Settings

NUMBERS = ("integer", "number")
# From the most to the least often.
OFTEN = tuple(Frequency)


class Contact(Struct, frozen=True):
    """Whom to ask; `email` is empty where there is none."""

    name: str
    email: str


class Variable(Struct, frozen=True):
    """Something that a dataset measures; `unit` is empty where it is not said."""

    name: str
    unit: str
    description: str = ""


class Dataset(Struct, frozen=True):
    """A package, or the series of a metric, as catalogues describe it.

    `address` is its page's, `part_of` that of the package that a metric is made from, "" for a
    package; `dictionary` the file that describes its columns. Texts are plain, and empty where
    nothing is known. `modified` is an ISO date. `covers` is the first and the last day of the
    periods that have a value; `frequency` how often values come, none where there are no metrics.
    `method` is how the values are measured.
    """

    address: str
    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    publisher: str
    contact: Contact
    licences: tuple[Link, ...]
    sources: tuple[Link, ...]
    version: str
    modified: str
    frequency: Frequency | None
    covers: tuple[date, date] | None
    place: str
    variables: tuple[Variable, ...]
    method: str
    dictionary: str
    files: tuple[File, ...]
    part_of: str = ""
    parts: tuple[str, ...] = ()


def datasets(
    package: Package,
    records: Sequence[Record],
    published: Inventory,
    *,
    department: Department | None,
    settings: Settings,
) -> Iterator[Dataset]:
    """Yield a package as a dataset, and after it the metrics made from it, which are `records`."""
    yield of_package(package, records, published, department=department, settings=settings)
    for record in records:
        yield of_metric(record, published, settings=settings)


def records_by_package(portal: Portal) -> dict[str, tuple[Record, ...]]:
    """Return the records of each package that has any, by its name."""
    found: dict[str, list[Record]] = {}
    for record in portal.records:
        found.setdefault(record.package.name, []).append(record)
    return {name: tuple(records) for name, records in found.items()}


def of_package(
    package: Package,
    records: Sequence[Record],
    published: Inventory,
    *,
    department: Department | None,
    settings: Settings,
) -> Dataset:
    """Return what there is to say of a package; `records` are those of its metrics."""
    title = package.title or package.name
    place = files.LATEST
    return Dataset(
        address=urls.package(package.name),
        name=package.name,
        title=title,
        description=_described(package.description, title, publisher(package, settings)),
        keywords=_keywords(package, records, department),
        publisher=publisher(package, settings),
        contact=contact(package, settings),
        licences=package.licenses,
        sources=package.sources,
        version=package.version,
        modified=created(package),
        frequency=min((r.metric.frequency for r in records), key=OFTEN.index, default=None),
        covers=covered(package, records, settings.fiscal_year_start),
        place=_place(package, department, settings),
        variables=tuple(dict.fromkeys(_columns(package))),
        method="",
        dictionary=urls.package_file(package.name, place, "datapackage.json"),
        files=tuple(
            f for f in files.of_package(package, place, published) if _holds_data(package, f)
        ),
        parts=tuple(urls.metric(r.metric.name) for r in records),
    )


def of_metric(record: Record, published: Inventory, *, settings: Settings) -> Dataset:
    """Return what there is to say of the series of a metric."""
    metric, package = record.metric, record.package
    return Dataset(
        address=urls.metric(metric.name),
        name=metric.name,
        title=metric.title,
        description=_described(metric.description, metric.title, publisher(package, settings)),
        keywords=_keywords(package, (record,), record.department),
        publisher=publisher(package, settings),
        contact=contact(package, settings),
        licences=package.licenses,
        sources=package.sources,
        version=package.version,
        modified=created(package),
        frequency=metric.frequency,
        covers=record.covers,
        place=_place(package, record.department, settings),
        variables=tuple(_measured(record)),
        method=markup.plain(metric.method),
        dictionary=urls.metric(metric.name, "metadata.json"),
        files=files.of_metric(metric.name, published),
        part_of=urls.package(package.name),
    )


def covered(
    package: Package, records: Sequence[Record], first_month: int
) -> tuple[date, date] | None:
    """Return the first and the last day that a package speaks of; none where that is not known.

    They are those of its metrics' periods, or of the fiscal years of its budget, which begin in
    month `first_month`.
    """
    found = covers(records)
    if found is not None or package.budget is None:
        return found
    years = {year for cut in package.budget.cuts for year in cut.years}
    if not years:
        return None
    return year_(min(years), first_month).start, year_(max(years), first_month).end


def covers(records: Sequence[Record]) -> tuple[date, date] | None:
    """Return the first and the last day of the periods that have a value; none without one."""
    spans = [record.covers for record in records if record.covers is not None]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def expected(records: Sequence[Record]) -> date | None:
    """Return the day by which the next value is due, of the metrics that still get values."""
    live = (r for r in records if r.metric.stage in (Stage.LIVE, Stage.PILOT))
    return min((r.lateness.due for r in live if r.lateness.due), default=None)


def frequencies(metrics: Sequence[Metric]) -> tuple[Frequency, ...]:
    """Return how often the values of metrics come, the most often first."""
    return tuple(sorted({m.frequency for m in metrics}, key=OFTEN.index))


def created(package: Package) -> str:
    """Return the day that a package was made, as an ISO date; "" where it says none."""
    on = package.created_on
    return "" if on is None else on.isoformat()


def contact(package: Package, settings: Settings) -> Contact:
    """Return whom to ask about a package: who it says, else the site's contact."""
    asked = [c for c in package.contributors if "contact" in c.roles]
    for contributor in (c for c in asked if c.email):
        return Contact(contributor.title or publisher(package, settings), contributor.email or "")
    email = settings.contact.removeprefix("mailto:")
    name = next((c.title for c in asked if c.title), publisher(package, settings))
    return Contact(name, email if "@" in email and " " not in email else "")


def _described(text: str, title: str, by: str) -> str:
    """Return a description in plain words; never empty, which no catalogue takes."""
    words = markup.plain(text)
    return words or f"{title}, published by {by}."


def _keywords(
    package: Package, records: Sequence[Record], department: Department | None
) -> tuple[str, ...]:
    """Return the words of the package, its department and priorities, each once; never none."""
    said = package.descriptor.get("keywords")
    words = [str(word).strip() for word in said] if isinstance(said, list) else []
    words += [department.title] if department else []
    words += [record.priority.title for record in records if record.priority]
    found = {word.casefold(): word for word in reversed(words) if word}
    return tuple(reversed(found.values())) or (package.name,)


def _place(package: Package, department: Department | None, settings: Settings) -> str:
    """Return the place that the data are about: the package's word, else the department's city."""
    said = package.descriptor.get("spatial")
    if isinstance(said, str) and said.strip():
        return said.strip()
    return settings.city if department else ""


def _columns(package: Package) -> Iterator[Variable]:
    """Yield the columns of numbers in a package's tables."""
    for resource in package.resources:
        for field in resource.fields if resource.is_table else ():
            if field.type in NUMBERS:
                yield Variable(field.title or field.name, field.unit, field.description)


def _measured(record: Record) -> Iterator[Variable]:
    """Yield what a metric measures: its value, and what that counts where it is a ratio."""
    metric = record.metric
    yield Variable(metric.title, metric.unit.name, markup.plain(metric.description))
    fields = {
        f.name: f for r in record.package.resources if r.name == metric.resource for f in r.fields
    }
    for name in (metric.measure.numerator, metric.measure.denominator):
        if name in fields:
            field = fields[name]
            yield Variable(field.title or field.name, field.unit, field.description)


def _holds_data(package: Package, file: File) -> bool:
    return file.resource is not None or file.name == f"{package.name}.zip"
