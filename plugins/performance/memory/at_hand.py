"""What a process that builds again and again keeps in its own memory from build to build."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class AtHand:
    """Values by the digests of what they are made of, each with the keys that it was made by.

    What one build does not ask for is forgotten when it ends. Whatever is held is everybody's:
    nobody may change it.
    """

    def __init__(self) -> None:
        self._values: dict[str, tuple[Any, frozenset[str]]] = {}
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def get(self, key: str) -> tuple[Any, frozenset[str]]:
        """Return a value with the keys that it was made by; KeyError where it is not at hand."""
        self._asked.add(key)
        return self._values[key]

    def stay(self, keys: Iterable[str]) -> None:
        """Hold values on, if they are at hand: a later build may ask for them."""
        self._asked.update(keys)

    def put(self, key: str, value: object, used: Iterable[str]) -> None:
        """Hold a value that was made by what is kept under some keys."""
        self._values[key] = value, frozenset(used)

    def turn(self) -> None:
        """Forget what has not been asked for since the last time."""
        self._values = {key: self._values[key] for key in self._asked & self._values.keys()}
        self._asked.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
