"""The files of the data: of each metric, of each package, and of everything."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import resources

from performance import catalogue, chart, downloads, feeds, urls
from performance.catalogue.dataset import records_by_package
from performance.catalogue.inventory import inventory
from performance.memory import File, Made, Site, digest
from performance.memory.memory import Memory
from performance.model import Drawing, Package, Portal, Record
from performance.settings import Settings
from performance.text import Wording

# What the JSON interface says of a metric beside the metric itself: which of its files there are.
ENTRY = ("data.csv", "data.parquet", "data.xlsx", "data.json", "metadata.json")


def files(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    made: Mapping[str, int],
    *,
    memory: Memory,
    site: Site,
    advance: Callable[[], object],
) -> Iterator[Made]:
    """Write the files of the data and yield each. `made` fills with the sizes of those yielded.

    `advance` is called after each metric and package.
    """
    chosen = memory.settings
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    for record in portal.records:
        make = partial(_of_metric, record, drawings, wording, settings=chosen)
        yield from site.unit("metric", memory.of_record(record), make=make)
        advance()
    of_packages = records_by_package(portal)
    for package in portal.packages:
        records = of_packages.get(package.name, ())
        keys = [memory.of_record(record) for record in records]
        make = partial(_of_package, package, portal, records, settings=chosen)
        yield from site.unit("package", memory.of_package(package), keys, make=make)
        advance()
    keys = [memory.of_record(record) for record in portal.records]
    packages = [memory.of_package(package) for package in portal.packages]
    bulk = partial(downloads.bulk_files, portal, wording, chosen)
    yield from site.unit("bulk", keys, packages, make=lambda: _files(bulk()))
    listed = partial(downloads.api_list, portal, made, chosen)
    there = [[urls.metric(r.metric.name, file) in made for file in ENTRY] for r in portal.records]
    yield from site.unit("api", keys, there, make=lambda: _files([listed()]))
    for record, own in zip(portal.records, there, strict=True):
        make = partial(_of_program, record, made, settings=chosen)
        yield from site.unit("api", memory.of_record(record), own, make=make)
    yield from site.unit("profiles", make=_profiles)


def about(
    portal: Portal,
    sizes: Mapping[str, int],
    sums: Mapping[str, str],
    *,
    memory: Memory,
    site: Site,
) -> Iterator[Made]:
    """Write what tells programs of the files, which have these sizes and sums, and yield each."""
    chosen = memory.settings
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    keys = [memory.of_record(record) for record in portal.records]
    packages = [memory.of_package(package) for package in portal.packages]
    words = (portal.content.departments, portal.content.priorities)
    catalogs = partial(catalogue.catalogs, portal, inventory(sizes, sums), chosen)
    listed = digest("\n".join(f"{name} {sizes[name]} {sums[name]}" for name in sizes))
    every = ("catalogs", keys, packages, words, listed)
    yield from site.unit(*every, make=lambda: _files(catalogs()))
    told: feeds.Told = {}
    groups = partial(feeds.group_feeds, portal, wording, chosen, told=told)
    yield from site.unit("feeds", keys, packages, words, make=lambda: _files(groups()))
    for record in portal.records:
        make = partial(_feed, record, wording, chosen, told=told)
        yield from site.unit("feed", memory.of_record(record), make=make)


def _of_metric(
    record: Record, drawings: Mapping[str, Drawing], wording: Wording, *, settings: Settings
) -> Iterator[File]:
    name = record.metric.name
    yield from _files(downloads.metric_files(record, wording, settings))
    drawing = drawings[name]
    spec = json.dumps(drawing.spec, ensure_ascii=False, separators=(",", ":"))
    pictures = {"chart.svg": chart.standalone(drawing.wide), "chart.vl.json": spec.encode()}
    found = [downloads.explore_file(record, wording)]
    found += [(urls.metric(name, file), data) for file, data in pictures.items()]
    yield from _files([*found, (urls.metric(name, urls.CARD), drawing.card)])


def _of_package(
    package: Package, portal: Portal, records: tuple[Record, ...], *, settings: Settings
) -> Iterator[File]:
    revisions = portal.revisions.get(package.name, ())
    yield from _files(downloads.package_files(package, settings, revisions))
    yield from _files(downloads.release_files(package, records))


def _of_program(record: Record, made: Mapping[str, int], *, settings: Settings) -> Iterator[File]:
    yield from _files([downloads.api_file(record, made, settings)])


def _feed(
    record: Record, wording: Wording, settings: Settings, *, told: feeds.Told
) -> Iterator[File]:
    yield from _files([feeds.metric_feed(record, wording, settings, told=told)])


def _profiles() -> Iterator[File]:
    for schema in sorted(resources.files("performance.schemas").iterdir(), key=lambda f: f.name):
        if schema.name.endswith(".json"):
            yield from _files([(f"{urls.PROFILES}{schema.name}", schema.read_bytes())])


def _files(found: Iterable[tuple[str, bytes]]) -> Iterator[File]:
    for address, data in found:
        yield File(address, urls.path(address), data)
