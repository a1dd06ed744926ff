"""The files of the data: of each metric, of each package, and of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, partial
from importlib import resources
from itertools import chain

from performance import catalogue, chart, downloads, feeds, urls
from performance.by_package import ByPackage
from performance.catalogue.inventory import inventory
from performance.memory import File, Made, Site, digest, files_of
from performance.memory.memory import Memory
from performance.model import Drawing, Package, Portal, Record
from performance.model.described import described
from performance.text import Wording

# What the JSON interface says of a metric beside the metric itself: which of its files there are.
ENTRY = ("data.csv", "data.parquet", "data.xlsx", "data.json", "metadata.json")


class Published:
    """The data of a portal on the way to its files, package by package.

    `told` are the digests of the files of each package and of its metrics, by its name, as soon as
    `of_packages` has written all of them.
    """

    def __init__(
        self, portal: Portal, drawings: Mapping[str, Drawing], memory: Memory, *, filed: ByPackage
    ) -> None:
        self.portal = portal
        self._drawings = drawings
        self._memory = memory
        self._settings = memory.settings
        self._wording = Wording(memory.settings.locale, memory.settings.fiscal_year_start)
        self._filed, self._records = filed.filed, filed.records
        self._keys, self._each = filed.keys, filed.each
        self._of, self._runs = filed.of, filed.runs
        # What goes into a file of everything.
        words = (portal.content.departments, portal.content.priorities)
        packages = [memory.of_package(package) for package in portal.packages]
        self._everything = digest(packages, list(self._keys.values()), words)
        self._made: dict[str, Made] = {}
        self.told: dict[str, str] = {}

    def of_packages(
        self, site: Site, made: Mapping[str, int], advance: Callable[[], object]
    ) -> Iterator[Made]:
        """Write the files of each package with its metrics and yield each.

        `made` fills with the sizes of those yielded. `advance` is called after each package.
        """
        for package, records in self._filed:
            keys = self._keys[package.name]
            parts = partial(self._of_package, package, records, site)
            of_package = self._memory.of_package(package)
            found = Made.of(site.units("package", of_package, keys, parts=parts))
            self._made[package.name] = found
            yield found
            package.let_go()
            advance()
        for package, records in self._filed:
            of = (self._keys[package.name], _there(records, made))
            make = partial(self._of_programs, records, made)
            found = Made.of(site.unit("programs", *of, make=make))
            self.told[package.name] = digest(self._made[package.name].digest, found.digest)
            yield found

    def of_all(self, site: Site, made: Mapping[str, int]) -> Iterator[Made]:
        """Write the files of everything and yield each; `made` has those of packages already."""
        yield from site.unit("bulk", self._everything, make=self._bulk)
        there = {package.name: _there(records, made) for package, records in self._filed}
        listed = partial(self._listed, there, made)
        yield from site.unit("api", self._everything, there, make=listed)
        yield from site.unit("profiles", make=_profiles)

    def about(self, site: Site) -> Iterator[Made]:
        """Write what tells of the files of packages and yield each."""
        told = [self.told[package.name] for package in self.portal.packages]
        make = partial(self._catalogs, told)
        yield from site.unit("catalogs", self._everything, told, make=make)
        for subject in self._subjects:
            entries = list(map(self._memory.of_record, subject.records))
            of = (subject.address, subject.page, subject.title, entries)
            yield from site.unit("feeds", of, make=partial(self._group_feed, subject))
        for package, records in self._filed:
            make = partial(self._feeds, package.name, records)
            yield from site.unit("feed", self._keys[package.name], make=make)

    def _of_package(
        self, package: Package, records: tuple[Record, ...], site: Site
    ) -> Iterator[Made]:
        """Write the files of each metric, where one of it changed, and those of all of them."""
        for record in records:
            make = partial(self._of_metric, record)
            yield from site.unit("metric", self._memory.of_metric(record), make=make)
        yield from map(site.write, self._of_all_metrics(package, records))

    def _of_metric(self, record: Record) -> Iterator[File]:
        alone = described(record)
        words, chosen = self._wording, self._settings
        yield from files_of(downloads.metric_files(alone, words, chosen, blanks=self._blanks))
        yield from files_of(self._pictures(alone))

    @cached_property
    def _blanks(self) -> downloads.Blanks:
        """Finds blank workbooks of now or of an earlier build: few forms serve all metrics."""

        def kept(formats: tuple[str, ...], created: date) -> downloads.Blank:
            make = partial(downloads.blank, formats, created)
            return self._memory.remember("blank", formats, created, make=make)

        return cache(kept)

    def _of_all_metrics(self, package: Package, records: tuple[Record, ...]) -> Iterator[File]:
        revisions = self.portal.revisions.get(package.name, ())
        yield from files_of(downloads.package_files(package, self._settings, revisions))
        yield from files_of(downloads.release_files(package, records))

    def _pictures(self, record: Record) -> Iterator[tuple[str, bytes]]:
        name = record.metric.name
        drawing = self._drawings[name]
        yield downloads.explore_file(record, self._wording)
        yield urls.metric(name, "chart.svg"), chart.standalone(drawing.wide)
        yield urls.metric(name, "chart.vl.json"), drawing.spec.encode()
        yield urls.metric(name, urls.CARD), drawing.card

    def _bulk(self) -> Iterator[File]:
        def run(records: Sequence[Record]) -> downloads.Run:
            make = partial(downloads.run_of, records, self._wording, self._settings)
            return self._memory.remember(
                "run", list(map(self._memory.of_record, records)), make=make
            )

        return files_of(downloads.bulk_files(self.portal, self._wording, self._settings, run))

    def _listed(
        self, there: Mapping[str, Sequence[Sequence[str]]], made: Mapping[str, int]
    ) -> Iterator[File]:
        chosen = self._settings
        found = self._each("entry", lambda r: downloads.api_entry(r, made, chosen), there)
        entries = [found[record.metric.name] for record in self.portal.records]
        return files_of([downloads.api_list(entries, chosen)])

    def _of_programs(self, records: tuple[Record, ...], made: Mapping[str, int]) -> Iterator[File]:
        return files_of(downloads.api_file(record, made, self._settings) for record in records)

    def _catalogs(self, told: Sequence[str]) -> Iterator[File]:
        each = zip(self.portal.packages, told, strict=True)
        return files_of(catalogue.catalogs([self._entries(*one) for one in each], self._settings))

    def _entries(self, package: Package, told: str) -> catalogue.Entries:
        """Return what a package adds to the catalogs; `told` is the digest of its files."""
        department = self.portal.content.department(package.department)

        def make() -> catalogue.Entries:
            found, records = self._made[package.name], self._records[package.name]
            sizes = dict(zip(found.addresses, found.sizes, strict=True))
            sums = dict(zip(found.addresses, found.sums, strict=True))
            own = inventory(sizes, sums)
            return catalogue.entries_of(
                package, records, own, department=department, settings=self._settings
            )

        of = (self._memory.of_package(package), self._keys[package.name], department, told)
        return self._memory.remember("datasets", *of, make=make)

    @cached_property
    def _subjects(self) -> Sequence[feeds.Subject]:
        return list(feeds.groups(self.portal, self._settings))

    def _newest(self, subject: feeds.Subject) -> Sequence[feeds.Entry]:
        """Return the newest entries of the feed of several metrics.

        They are the newest of those that each run of packages has: a city's metrics have many.
        """
        own = {record.metric.name for record in subject.records}

        def of_run(packages: Sequence[str]) -> list[feeds.Entry]:
            told = (zip(self._records[name], self._news(name), strict=True) for name in packages)
            of_own = (new for r, new in chain.from_iterable(told) if r.metric.name in own)
            return feeds.newest(subject, chain.from_iterable(of_own))

        each = self._runs(f"newest of {subject.address}", of_run)
        return list(chain.from_iterable(each))

    def _news(self, package: str) -> Sequence[tuple[feeds.Entry, ...]]:
        """Return the entries of the feed of each metric of a package."""
        words, chosen = self._wording, self._settings
        return self._of("news", package, lambda record: feeds.entries(record, words, chosen))

    def _group_feed(self, subject: feeds.Subject) -> Iterator[File]:
        words, chosen = self._wording, self._settings
        found = self._newest(subject)
        return files_of([feeds.group_feed(subject, found, words, settings=chosen)])

    def _feeds(self, package: str, records: tuple[Record, ...]) -> Iterator[File]:
        words, chosen = self._wording, self._settings
        each = zip(records, self._news(package), strict=True)
        return files_of(feeds.metric_feed(*one, words, settings=chosen) for one in each)


def _there(records: tuple[Record, ...], made: Mapping[str, int]) -> list[list[str]]:
    """Return which files the JSON interface can name of each metric."""
    return [
        [name for name in ENTRY if urls.metric(record.metric.name, name) in made]
        for record in records
    ]


def _profiles() -> Iterator[File]:
    for schema in sorted(resources.files("performance.schemas").iterdir(), key=lambda f: f.name):
        if schema.name.endswith(".json"):
            yield from files_of([(f"{urls.PROFILES}{schema.name}", schema.read_bytes())])
