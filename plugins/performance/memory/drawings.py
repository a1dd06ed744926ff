"""The drawings of a portal: read from the store when they are asked for, and no sooner."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from performance.memory.store import Store, needed

if TYPE_CHECKING:
    from performance.model import Drawing

PROTOCOL = 5


class Drawings(Mapping[str, "Drawing"]):
    """Drawings by name. A large city's do not fit into memory: each is read when it is needed.

    Raises LostError where one that was kept is lost.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, str] = {}
        # The pages of a metric are made one after the other, and show the same drawing.
        self._last: tuple[str, Drawing] | None = None

    def __getitem__(self, name: str) -> Drawing:
        if self._last is None or self._last[0] != name:
            found: Drawing = pickle.loads(needed(self._store, self._keys[name]))  # noqa: S301  # Our own.
            self._last = name, found
        return self._last[1]

    def __contains__(self, name: object) -> bool:
        return name in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def key(self, name: str) -> str:
        """Return the key of a drawing."""
        return self._keys[name]

    def spark(self, name: str) -> str:
        """Return the small drawing of a name alone; "" where there is no drawing."""
        key = self._keys.get(name)
        return "" if key is None else needed(self._store, _of_spark(key)).decode()

    def find(self, keys: Mapping[str, str]) -> set[str]:
        """Take in the drawings that are kept under some keys, by their names.

        Return the names of those that are not there.
        """
        there = self._store.having(list(keys.values()))
        self._store.use(*map(_of_spark, there))
        found = {name: key for name, key in keys.items() if key in there}
        self._keys.update(found)
        self._last = None
        return keys.keys() - found.keys()

    def keep(self, name: str, key: str, drawing: Drawing) -> None:
        """Take in what has been drawn, and keep it under its key."""
        self._keys[name], self._last = key, None
        self._store.put(key, pickle.dumps(drawing, PROTOCOL))
        # Lists show a thousand of them, and nothing else of a drawing.
        self._store.put(_of_spark(key), drawing.spark.encode())


def _of_spark(key: str) -> str:
    return f"{key}/spark"
