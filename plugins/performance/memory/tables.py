"""The tables of what was computed, each kept by itself: most are never looked at."""

from __future__ import annotations

import marshal
from collections import OrderedDict
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from performance.memory.digest import digest
from performance.memory.store import Store, needed
from performance.model import Frame
from performance.model.cells import cells_of

# The last one that writes equal values in equal bytes, whichever objects they are.
MARSHAL = 2
# How many of them are at hand: a large city's do not fit into memory, and those of a package are
# read again and again while its files and pages are made.
AT_HAND = 5_000


class Kept(Struct, frozen=True):
    """A table that is kept, and read when somebody asks."""

    tables: Tables
    key: str

    def __call__(self) -> Frame:
        """Return the table."""
        return self.tables.load(self.key)


class Tables:
    """Tables in a store, by the digest of their bytes: a table of many records is there once.

    Raises LostError where one that was kept is lost.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._at_hand: OrderedDict[str, Frame] = OrderedDict()

    def key(self, table: Frame | Kept) -> str:
        """Return the key of a table, which is kept if it is not yet."""
        if isinstance(table, Kept):
            return table.key
        data = packed(table)
        key = digest("table", data)
        if not self._store.has(key):
            self._store.put(key, data)
        self._hold(key, table)
        return key

    def kept(self, key: str) -> Kept:
        """Return the table of a key as what loads it."""
        self._store.use(key)
        return Kept(self, key)

    def load(self, key: str) -> Frame:
        """Return the table of a key. It is everybody's: nobody may change it."""
        found = self._at_hand.get(key)
        if found is None:
            found = unpacked(needed(self._store, key))
        self._hold(key, found)
        return found

    def _hold(self, key: str, table: Frame) -> None:
        self._at_hand[key] = table
        self._at_hand.move_to_end(key)
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)


def packed(table: Frame) -> bytes:
    """Return a table as bytes, which are the same for the same cells."""
    return marshal.dumps([(n, *_packed(column)) for n, column in table.columns.items()], MARSHAL)


def unpacked(data: bytes) -> Frame:
    """Return the table of some bytes. Anything may be raised where they are no table's."""
    told = marshal.loads(data)  # noqa: S302  # Of our own folder.
    return Frame({name: _unpacked(*column) for name, *column in told})


def _packed(column: NDArray[Any]) -> tuple[str, bytes, list[str]]:
    if column.dtype != object:
        return column.dtype.str, column.tobytes(), []
    # Texts repeat: each distinct one is written once.
    cells = cells_of(column.tolist())
    return "", cells.codes.tobytes(), list(cells.distinct)


def _unpacked(kind: str, data: bytes, texts: list[str]) -> NDArray[Any]:
    if kind:
        return np.frombuffer(data, dtype=kind)
    return np.array(texts, dtype=object)[np.frombuffer(data, dtype=np.int32)]
