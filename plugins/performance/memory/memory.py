"""What is remembered of packages: what was computed of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from performance.memory.digest import digest, program
from performance.memory.dumps import dumps, loads, objects_of
from performance.memory.store import Store
from performance.memory.tables import Tables
from performance.model import (
    Department,
    Figures,
    Package,
    Portal,
    Record,
    Release,
    Resource,
    Revision,
)
from performance.model.table import altered
from performance.settings import Settings

T = TypeVar("T")


class _Kept(Struct, frozen=True):
    """Figures as they are kept: the records as bytes, without what says whose each is, which stands
    beside them, and with the digest of each and the key of its drawings."""

    revisions: tuple[Revision, ...] | None
    records: bytes
    owners: list[dict[str, object]]
    keys: list[tuple[str, str]]

    @property
    def owned(self) -> dict[str, object]:
        """What says whose the records are, by the names that stand for it in their bytes."""
        each = enumerate(self.owners)
        return {f"{n}/{name}": one for n, owners in each for name, one in owners.items()}


class RecordKeys(NamedTuple):
    """The keys of a record that is kept: its own, that of what it holds, and of its drawings."""

    own: str
    content: str
    drawing: str


class Memory:
    """What earlier builds computed of packages, by content.

    `store` keeps it; `settings` are those that everything is computed by.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._base = digest(program(), settings)
        self._tables = store.hold("tables", partial(Tables, store))
        self._keys: dict[int, tuple[Record, RecordKeys]] = {}
        # Of each package its key, and that of its description.
        self._packages: dict[str, tuple[Package, str, str]] = {}
        self._fields: dict[tuple[str, str], str] = {}
        self._portal: tuple[Portal, str] | None = None

    def recall(self, package: Package, belongs: object, make: Callable[[], T]) -> T:
        """Return what is computed of a package; `belongs` is what else goes into it, and tells it
        from everything else that is computed of the package.

        It is what `make` returns, of now or of an earlier build.
        """
        key = digest("figures", self._base, self.of_package(package), belongs)
        found, keys = self.store.hold(key, partial(self._recalled, key, package, make))
        if isinstance(found, Figures):
            for record, known in zip(found.records, keys, strict=True):
                # With the record, so that nothing else may ever have its place in memory.
                self._keys[id(record)] = record, known
        return found

    def _recalled(
        self, key: str, package: Package, make: Callable[[], T]
    ) -> tuple[T, Sequence[RecordKeys]]:
        """Return what is computed of a package, with the keys of its records and their drawings."""
        objects = objects_of(package)
        kept = self.store.get(key)
        found: T = make() if kept is None else loads(kept, objects, self._tables)
        if isinstance(found, Figures | _Kept):
            # The type is that of what `make` returns, whose bytes are told apart by record.
            return self._figures(key, found, package)  # type: ignore[return-value]
        if kept is None:
            self.store.put(key, dumps(found, objects, self._tables))
        return found, ()

    def _figures(
        self, key: str, found: Figures | _Kept, package: Package
    ) -> tuple[Figures, Sequence[RecordKeys]]:
        objects = objects_of(package)
        if isinstance(found, Figures):
            found = self._kept(found, objects)
            self.store.put(key, dumps(found, objects, self._tables))
            package.let_go()
        # Those made now are loaded too: their tables need not stay in memory.
        records = loads(found.records, objects | found.owned, self._tables)
        keys = [RecordKeys(f"{key}/{n}", *told) for n, told in enumerate(found.keys)]
        return Figures(records, found.revisions), keys

    def _kept(self, found: Figures, objects: dict[str, object]) -> _Kept:
        owners = [_owners(record) for record in found.records]
        keys = []
        for record, owner in zip(found.records, owners, strict=True):
            dumped = dumps(record, objects | owner, self._tables)
            keys.append((digest(dumped, owner), self._of_drawing(record, dumped)))
        kept = _Kept(found.revisions, b"", owners, keys)
        # All in one: each would name the same few dozen classes anew.
        together = dumps(found.records, objects | kept.owned, self._tables)
        return replace(kept, records=together)

    def remember(self, *of: object, make: Callable[[], T]) -> T:
        """Return what `make` returns, of now or of an earlier build; `of` is what goes into it.

        Where nothing is kept for later builds it is always made: nobody asks twice in one.
        """
        if not self.store.lasts:
            return make()
        key = self._of(of)
        return self.store.hold(key, partial(self._remembered, key, make))

    def _remembered(self, key: str, make: Callable[[], T]) -> T:
        kept = self.store.get(key)
        if kept is not None:
            found: T = loads(kept, {}, self._tables)
            return found
        made = make()
        self.store.put(key, dumps(made, {}, self._tables))
        return made

    def use(self, *of: object) -> None:
        """Count what `remember` keeps of all this as being of use, though nobody asks for it."""
        self.store.use(self._of(of))

    def hold(self, package: Package, belongs: object, make: Callable[[], T]) -> T:
        """Return what `make` returns, as `recall` does, but of earlier builds of this process
        alone: nothing of it is written down."""
        if not self.store.holds:
            return make()
        return self.store.hold(digest("held", self._base, self.of_package(package), belongs), make)

    def has(self, *of: object) -> bool:
        """Whether a check of all this, by the same settings, found nothing wrong."""
        return self.store.has(digest("sound", self._base, of))

    def note(self, *of: object) -> None:
        """Note down that a check of all this found nothing wrong."""
        self.store.put(digest("sound", self._base, of), b"")

    def of_package(self, package: Package) -> str:
        """Return the key of a package: the digest of what it holds."""
        return self._known(package)[0]

    def of_description(self, package: Package) -> str:
        """Return the digest of a package but for the data in it now."""
        return self._known(package)[1]

    def _known(self, package: Package) -> tuple[str, str]:
        known = self._packages.get(package.name)
        if known is None or known[0] is not package:
            told = description_of(package)
            known = self._packages[package.name] = package, content_of(package, told), told
        return known[1:]

    def of_record(self, record: Record) -> str:
        """Return the key of a record that `recall` returned."""
        return self._keys[id(record)][1].own

    def of_metric(self, record: Record) -> str:
        """Return the key of a record that `recall` returned: the digest of what `described` leaves.

        So it stays where another column of the package changes.
        """
        content = self._keys[id(record)][1].content
        return digest("metric", content, self.of_description(record.package))

    def of_drawing(self, record: Record) -> str:
        """Return the key of the drawings of a record: the digest of what `drawable` leaves of it.

        So they stay where another column of the package changes, or its version, or what is said
        of its department.
        """
        known = self._keys.get(id(record))
        if known is not None:
            return known[1].drawing
        objects = objects_of(record.package) | _owners(record)
        return self._of_drawing(record, dumps(record, objects, self._tables))

    def of_portal(self, portal: Portal) -> str:
        """Return the digest of a whole portal: all in it follows from its data, words and settings.

        The words of articles are left out, which stand on their own pages alone.
        """
        if self._portal is None or self._portal[0] is not portal:
            words = portal.content
            articles = [replace(article, body="") for article in words.articles]
            # A frozen report holds all its figures: its files tell it in less time.
            reports = [report.written or report for report in words.reports]
            key = digest(
                *(self._base, list(map(self.of_record, portal.records))),
                list(map(self.of_package, portal.packages)),
                *(words.departments, words.priorities, articles, reports, words.briefings),
            )
            self._portal = portal, key
        return self._portal[1]

    def of_all(self, *of: object) -> str:
        """Return the key of what is made of all this, with the program and the settings."""
        return digest("all", self._base, of)

    def _of(self, of: tuple[object, ...]) -> str:
        return digest("remembered", self._base, of)

    def _of_drawing(self, record: Record, dumped: bytes) -> str:
        # The columns are those of all metrics of a table, and a table may have many.
        place = self.of_package(record.package), record.metric.resource
        if place not in self._fields:
            resources = drawable(record).package.resources
            self._fields[place] = digest([resource.fields for resource in resources])
        return digest("drawing", self._base, dumped, self._fields[place])


def drawable(record: Record) -> Record:
    """Return a record that is nobody's, with nothing of its package but its own table's columns."""
    package, name = record.package, record.metric.resource
    own = tuple(
        Resource(r.name, r.path, b"", "", fields=r.fields)
        for r in package.resources
        if r.name == name
    )
    of = Package("", Path(), "", {}, resources=own)
    return altered(record, package=of, department=Department("", ""), priority=None)


def _owners(record: Record) -> dict[str, object]:
    """Return what says whose a record is, by names: nothing of it is drawn."""
    owners = {"department": record.department, "priority": record.priority}
    return {name: owner for name, owner in owners.items() if owner is not None}


def content_of(package: Package, described: str) -> str:
    """Return the digest of a package: its files, its history and, `described`, all else."""
    history = package.history
    return digest(
        described,
        [(r.name, r.path, r.sha256) for r in package.resources],
        sorted(history.newest.files.items()) if history is not None else (),
    )


def description_of(package: Package) -> str:
    """Return the digest of a package but for the data in it now; those of before are part of it."""
    history = package.history
    past: Sequence[object] = ()
    if history is not None:
        past = [_of_release(release) for release in history.past]
        past += [_of_release(replace(history.newest, files={}))]
    return digest(
        *(package.name, package.folder, package.file, package.department, package.written),
        *(past, history.entries if history is not None else None),
    )


def _of_release(release: Release) -> tuple[object, ...]:
    package = release.package
    return (
        *(release.version, release.date, release.reason, release.class_),
        *(release.exact, release.is_dated, sorted(release.files.items())),
        package is not None and content_of(package, description_of(package)),
    )
