"""Values as bytes: records without the packages that they are made from, which are read anyway."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Mapping
from functools import cache, partial
from io import BytesIO
from operator import methodcaller
from pkgutil import resolve_name
from typing import Any

from msgspec import Struct

from performance.memory.tables import Tables
from performance.model import Budget, Cut, Member, Package, Record, Vintage

PROTOCOL = 5
# The tables of what is computed: they take longest to load, and most are never looked at.
TABLES: Mapping[type, tuple[str, ...]] = {
    Record: ("series", "tidy"),
    Member: ("series",),
    Vintage: ("tidy",),
    Cut: (),
    Budget: (),
}
# What else of it is loaded when somebody first asks.
LATER: Mapping[type, tuple[str, ...]] = {
    Record: ("fiscal_years", "new_values"),
    Cut: ("lines",),
    Budget: ("totals",),
}


def objects_of(package: Package) -> dict[str, object]:
    """Return what is not kept with what is computed of a package, by names: its own editions, and
    the budget in it."""
    history = package.history
    past = history.releases if history is not None else ()
    before = {str(n): r.package for n, r in enumerate(past) if r.package is not None}
    budget = {"budget": package.budget} if package.budget is not None else {}
    return {"": package, **budget, **before}


def dumps(value: object, objects: Mapping[str, object], tables: Tables) -> bytes:
    """Return a value as bytes, in which `objects` are named and not held.

    The tables of records are kept by themselves, in `tables`.
    """
    out = BytesIO()
    _Pickler(out, objects, tables).dump(value)
    return out.getvalue()


def loads(data: bytes, objects: Mapping[str, object], tables: Tables) -> Any:
    """Return the value that `dumps` made into bytes, with the objects of these names in it.

    The tables of records are loaded each time that somebody reads them.
    """
    return _Unpickler(BytesIO(data), objects, tables).load()


class _Ways(dict[type, Callable[[Any], Any]]):
    """How the values of each type are taken apart."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            # A class, which goes by its name.
            raise KeyError(kind)
        # What it would ask itself, without a look for each value that finds nothing.
        self[kind] = methodcaller("__reduce_ex__", PROTOCOL)
        return self[kind]


class _Pickler(pickle.Pickler):
    """Pickles values without some objects of theirs, of which only the names are kept."""

    def __init__(self, file: BytesIO, objects: Mapping[str, object], tables: Tables) -> None:
        super().__init__(file, PROTOCOL)
        names = {id(each): name for name, each in objects.items()}
        ways = _Ways(copyreg.dispatch_table)
        ways |= {kind: partial(_parts, tables) for kind in TABLES}

        def named(value: Any) -> Any:
            name = names.get(id(value))
            return ways[type(value)](value) if name is None else (_named, (name,))

        # Asked of a few types alone, and not of every object.
        kinds = {type(each): named for each in objects.values()}
        self.dispatch_table = _Ways(ways | kinds)


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` wrote, with the objects that it left out in their places."""

    def __init__(self, file: BytesIO, objects: Mapping[str, object], tables: Tables) -> None:
        super().__init__(file)
        self._own = {
            _named.__qualname__: objects.__getitem__,
            _whole.__qualname__: partial(_whole, tables),
        }

    def find_class(self, module: str, name: str) -> Any:
        """Return what finds an object or a table in the place of what stands for it."""
        if module == __name__ and name in self._own:
            return self._own[name]
        return _class(module, name)


@cache
def _class(module: str, name: str) -> Any:
    """Return a class or function: each package's records name the same few dozen."""
    return resolve_name(f"{module}:{name}")


def _named(name: str) -> object:
    """Stand for an object that is known by a name; `_Unpickler` has its own way to find it."""
    raise LookupError(name)


def _parts(tables: Tables, value: Any) -> Any:
    """Take something with tables apart: each of these is kept by itself, and has a key."""
    kind = type(value)
    names, later = TABLES[kind], LATER.get(kind, ())
    keys = [(name, tables.key(vars(value)[f"_{name}"])) for name in names]
    told = [(name, _told(value, name)) for name in later]
    apart = {f"_{name}{end}" for name in (*names, *later) for end in ("", "_by")}
    rest = {name: each for name, each in vars(value).items() if name not in apart}
    return _whole, (kind, rest, keys, told)


def _told(value: Any, name: str) -> bytes:
    """Return what a field holds as bytes, which nobody needs to read if nobody has."""
    held = vars(value)[f"_{name}"]
    if isinstance(held, _Told):
        return held.data
    out = BytesIO()
    pickler = pickle.Pickler(out, PROTOCOL)
    pickler.dispatch_table = _Ways(copyreg.dispatch_table)
    pickler.dump(held)
    return out.getvalue()


class _Told(Struct, frozen=True):
    """What a field holds, as bytes."""

    data: bytes

    def __call__(self) -> Any:
        """Return what the field holds."""
        return pickle.loads(self.data)  # noqa: S301  # Of our own folder.


def _whole(
    tables: Tables,
    kind: type,
    rest: Mapping[str, Any],
    keys: list[tuple[str, str]],
    told: list[tuple[str, bytes]],
) -> object:
    """Put something with tables together again; `_Unpickler` knows the tables."""
    made: object = object.__new__(kind)
    own = vars(made)
    own.update(rest)
    for name, key in keys:
        own[f"_{name}"] = tables.kept(key)
    for name, data in told:
        own[f"_{name}"] = _Told(data)
    return made
