"""Fields whose values are made, or loaded, when somebody first asks for them."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class Table:
    """A field that holds a table, or what makes it: that is asked when somebody first reads it.

    A table costs more to make than to judge, and most are never looked at: `portal check` judges
    the cells alone. What makes one that does not stay (`stays`) is asked each time: it knows itself
    how long it keeps the table. Other things that take long to load are held so too.
    """

    def __init__(self, *, stays: bool = True) -> None:
        self._stays = stays

    def __set_name__(self, owner: type, name: str) -> None:
        self._key, self._by = f"_{name}", f"_{name}_by"

    def __get__(self, made: Any, owner: type) -> pd.DataFrame | None:
        if made is None:
            return None  # What the field is where it is not given.
        value = made.__dict__[self._key]
        if callable(value):
            make, value = value, value()
            if self._stays:
                made.__dict__[self._key], made.__dict__[self._by] = value, make
        return cast("pd.DataFrame | None", value)

    def __set__(self, made: Any, value: pd.DataFrame | Callable[[], pd.DataFrame] | None) -> None:
        made.__dict__[self._key] = value

    def let_go(self, made: Any) -> None:
        """Forget a table that was made: it is made again when somebody asks."""
        make = made.__dict__.pop(self._by, None)
        if make is not None:
            made.__dict__[self._key] = make


def late(owner: type, *names: str, stays: bool = True) -> None:
    """Let fields of a dataclass without slots be given as what loads them: see `Table`.

    They are made so here because in the class itself they would be fields with a default.
    """
    for name in names:
        field = Table(stays=stays)
        field.__set_name__(owner, name)
        setattr(owner, name, field)


def altered(made: T, **fields: Any) -> T:
    """Return a copy of a dataclass without slots with other values of some fields, none of them
    late: what is late is not loaded for it, as `dataclasses.replace` would."""
    other = copy(made)
    vars(other).update(fields)
    return other
