"""The tables of what was computed, each kept by itself: most are never looked at."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from performance.memory.digest import digest
from performance.memory.store import Store, needed

if TYPE_CHECKING:
    import pandas as pd

PROTOCOL = 5
# How many of them are at hand: a large city's do not fit into memory, and those of a package are
# read again and again while its files and pages are made.
AT_HAND = 5_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A table that is kept, and read when somebody asks."""

    tables: Tables
    key: str

    def __call__(self) -> pd.DataFrame:
        """Return the table."""
        return self.tables.load(self.key)


class Tables:
    """Tables in a store, by the digest of their bytes: a table of many records is there once.

    Raises LostError where one that was kept is lost.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._at_hand: OrderedDict[str, pd.DataFrame] = OrderedDict()

    def key(self, table: pd.DataFrame | Kept) -> str:
        """Return the key of a table, which is kept if it is not yet."""
        if isinstance(table, Kept):
            return table.key
        data = pickle.dumps(table, PROTOCOL)
        key = digest("table", data)
        if not self._store.has(key):
            self._store.put(key, data)
        self._hold(key, table)
        return key

    def kept(self, key: str) -> Kept:
        """Return the table of a key as what loads it."""
        self._store.use(key)
        return Kept(self, key)

    def load(self, key: str) -> pd.DataFrame:
        """Return the table of a key. It is everybody's: nobody may change it."""
        found = self._at_hand.get(key)
        if found is None:
            found = pickle.loads(needed(self._store, key))  # noqa: S301  # Of our own folder.
        self._hold(key, found)
        return found

    def _hold(self, key: str, table: pd.DataFrame) -> None:
        self._at_hand[key] = table
        self._at_hand.move_to_end(key)
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
