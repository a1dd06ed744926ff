"""What is remembered of packages: what was computed of them."""

import copyreg
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from performance.memory.digest import digest, program
from performance.memory.store import Store
from performance.model import Figures, Package, Record, Resource
from performance.settings import Settings

PROTOCOL = 5


class Memory:
    """What earlier builds computed of packages, by content.

    `store` keeps it; `settings` are those that everything is computed by.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._base = digest(program(), settings)
        self._keys: dict[int, tuple[Record, str, str]] = {}
        self._packages: dict[str, tuple[Package, str]] = {}

    def recall(self, package: Package, belongs: object, make: Callable[[], Figures]) -> Figures:
        """Return what is computed of a package; `belongs` is what else goes into it, and tells it
        from everything else that is computed of the package.

        It is what `make` returns, of now or of an earlier build.
        """
        key = digest("figures", self._base, self.of_package(package), belongs)
        objects = _objects(package)
        kept = self.store.get(key)
        if kept is None:
            made = make()
            dumped = [_dumped(record, objects) for record in made.records]
            self.store.put(key, _dumped((made.revisions, dumped), objects))
            records, revisions = made.records, made.revisions
        else:
            revisions, dumped = _loaded(kept, objects)
            records = tuple(_loaded(each, objects) for each in dumped)
        for number, (record, data) in enumerate(zip(records, dumped, strict=True)):
            # With the record, so that nothing else may ever have its place in memory.
            self._keys[id(record)] = record, digest("record", key, number), digest(data)
        return Figures(records, revisions)

    def of_package(self, package: Package) -> str:
        """Return the key of a package: the digest of what it holds."""
        known = self._packages.get(package.name)
        if known is None or known[0] is not package:
            known = self._packages[package.name] = package, content_of(package)
        return known[1]

    def of_record(self, record: Record) -> str:
        """Return the key of a record that `recall` returned."""
        return self._keys[id(record)][1]

    def of_drawing(self, record: Record) -> str:
        """Return the key of the drawings of a record: the digest of what `drawable` leaves of it.

        So they stay where another column of the package changes, or its version.
        """
        known = self._keys.get(id(record))
        data = known[2] if known is not None else _content(record)
        fields = [resource.fields for resource in drawable(record).package.resources]
        return digest("drawing", self._base, data, fields)

    def of_all(self, *of: object) -> str:
        """Return the key of what is made of all this, with the program and the settings."""
        return digest("all", self._base, of)


def drawable(record: Record) -> Record:
    """Return a record with nothing of its package but the columns of its own table."""
    package, name = record.package, record.metric.resource
    own = tuple(
        Resource(r.name, r.path, b"", "", fields=r.fields)
        for r in package.resources
        if r.name == name
    )
    return replace(record, package=Package("", Path(), "", {}, resources=own))


def content_of(package: Package) -> str:
    """Return the digest of a package: its files, its description, where it is and its history."""
    history = package.history
    past: Sequence[object] = ()
    if history is not None:
        past = [
            (
                *(r.version, r.date, r.reason, r.class_, r.exact, r.is_dated),
                sorted(r.files.items()),
                r.package is not None and content_of(r.package),
            )
            for r in history.releases
        ]
    return digest(
        *(package.name, package.folder, package.file, package.department, package.written),
        [(r.name, r.path, r.sha256) for r in package.resources],
        *(past, history.entries if history is not None else None),
    )


def _content(record: Record) -> str:
    return digest(_dumped(record, _objects(record.package)))


def _objects(package: Package) -> dict[str, Package]:
    """Return what is not kept with what is computed of a package, because it is read anyway."""
    history = package.history
    past = history.releases if history is not None else ()
    before = {str(n): r.package for n, r in enumerate(past) if r.package is not None}
    return {"": package, **before}


class _Pickler(pickle.Pickler):
    """Pickles values without some objects of theirs, of which only the names are kept."""

    def __init__(self, file: BytesIO, objects: Mapping[str, Package]) -> None:
        super().__init__(file, PROTOCOL)
        names = {id(each): name for name, each in objects.items()}

        def named(package: Package) -> Any:
            name = names.get(id(package))
            return package.__reduce_ex__(PROTOCOL) if name is None else (_named, (name,))

        # Asked of packages alone, and not of every object.
        self.dispatch_table = copyreg.dispatch_table | {Package: named}


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` wrote, with the objects that it left out in their places."""

    def __init__(self, file: BytesIO, objects: Mapping[str, Package]) -> None:
        super().__init__(file)
        self._objects = objects

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (_named.__module__, _named.__qualname__):
            return self._objects.__getitem__
        return super().find_class(module, name)


def _named(name: str) -> Package:
    """Stand for a package that is known by a name; `_Unpickler` has its own way to find it."""
    raise LookupError(name)


def _dumped(value: object, objects: Mapping[str, Package]) -> bytes:
    out = BytesIO()
    _Pickler(out, objects).dump(value)
    return out.getvalue()


def _loaded(data: bytes, objects: Mapping[str, Package]) -> Any:
    return _Unpickler(BytesIO(data), objects).load()
