"""Values as bytes: records without the packages that they are made from, which are read anyway."""

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
    unpickler = pickle.Unpickler(BytesIO(data))  # noqa: S301  # Of this program's own folder.
    unpickler.persistent_load = objects.__getitem__  # type: ignore[method-assign]
    return unpickler.load()


class _Pickler(pickle.Pickler):
    def __init__(self, out: BytesIO, objects: Mapping[str, object]) -> None:
        super().__init__(out, PROTOCOL)
        self._names = {id(each): name for name, each in objects.items()}

    def persistent_id(self, value: object) -> str | None:
        """Return the name of an object that is not held."""
        return self._names.get(id(value))

    def reducer_override(self, value: object) -> Any:
        """Hold the tables of a record as bytes, by themselves."""
        if type(value) is not Record:
            return NotImplemented
        state = dict(vars(value))
        tables = [pickle.dumps(getattr(value, name), PROTOCOL) for name in TABLES]
        rest = {name: each for name, each in state.items() if name.lstrip("_") not in TABLES}
        return _record, (rest, tables)


def _record(rest: Mapping[str, Any], tables: list[bytes]) -> Record:
    made = object.__new__(Record)
    vars(made).update(rest)
    for name, data in zip(TABLES, tables, strict=True):
        load: Callable[[], Any] = partial(pickle.loads, data)  # Of this program's own folder.
        vars(made)[f"_{name}"] = load
    return made
