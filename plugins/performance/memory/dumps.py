"""Values as bytes: records without the packages that they are made from, which are read anyway."""

import copyreg
import pickle
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Any

from performance.model import Package, Record

PROTOCOL = 5
# The tables of a record: they take longest to load, and most are never looked at.
TABLES = ("series", "tidy")


def objects_of(package: Package) -> dict[str, object]:
    """Return what is not kept with what is computed of a package, by names: its own editions, and
    the budget in it."""
    history = package.history
    past = history.releases if history is not None else ()
    before = {str(n): r.package for n, r in enumerate(past) if r.package is not None}
    budget = {"budget": package.budget} if package.budget is not None else {}
    return {"": package, **budget, **before}


def dumps(value: object, objects: Mapping[str, object]) -> bytes:
    """Return a value as bytes, in which `objects` are named and not held."""
    out = BytesIO()
    _Pickler(out, objects).dump(value)
    return out.getvalue()


def loads(data: bytes, objects: Mapping[str, object]) -> Any:
    """Return the value that `dumps` made into bytes, with the objects of these names in it.

    The tables of a record are loaded when somebody first reads them.
    """
    return _Unpickler(BytesIO(data), objects).load()


class _Pickler(pickle.Pickler):
    """Pickles values without some objects of theirs, of which only the names are kept."""

    def __init__(self, file: BytesIO, objects: Mapping[str, object]) -> None:
        super().__init__(file, PROTOCOL)
        names = {id(each): name for name, each in objects.items()}

        def named(value: Any) -> Any:
            name = names.get(id(value))
            return value.__reduce_ex__(PROTOCOL) if name is None else (_named, (name,))

        # Asked of a few types alone, and not of every object.
        kinds = {type(each): named for each in objects.values()}
        self.dispatch_table = copyreg.dispatch_table | kinds | {Record: _parts}


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` wrote, with the objects that it left out in their places."""

    def __init__(self, file: BytesIO, objects: Mapping[str, object]) -> None:
        super().__init__(file)
        self._objects = objects

    def find_class(self, module: str, name: str) -> Any:
        """Return what finds a named object in the place of what stands for it."""
        if (module, name) == (_named.__module__, _named.__qualname__):
            return self._objects.__getitem__
        return super().find_class(module, name)


def _named(name: str) -> object:
    """Stand for an object that is known by a name; `_Unpickler` has its own way to find it."""
    raise LookupError(name)


def _parts(record: Record) -> Any:
    """Hold the tables of a record as bytes, by themselves."""
    tables = [pickle.dumps(getattr(record, name), PROTOCOL) for name in TABLES]
    state = vars(record).items()
    rest = {name: each for name, each in state if name.removeprefix("_") not in TABLES}
    return _record, (rest, tables)


def _record(rest: Mapping[str, Any], tables: list[bytes]) -> Record:
    made = object.__new__(Record)
    vars(made).update(rest)
    for name, data in zip(TABLES, tables, strict=True):
        load: Callable[[], Any] = partial(pickle.loads, data)  # Of this program's own folder.
        vars(made)[f"_{name}"] = load
    return made
