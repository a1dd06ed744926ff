"""The metrics of a portal by their packages, and what is made of each, remembered by package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from performance.catalogue.dataset import records_by_package
from performance.memory import digest
from performance.memory.memory import Memory
from performance.model import Package, Portal, Record
from performance.runs import runs

T = TypeVar("T")

# What is made of a package: what tells it from all else, the key of its records, and what more.
Of = tuple[str, str, object]
Filed = tuple[Package, Sequence[Record]]

# How many packages, by and large, are remembered together: a city's hundreds take long to ask for.
TOGETHER = 16


class ByPackage:
    """The records of a portal by package.

    `filed` has each package with the records that are made from it; `records` and `keys` are those
    and the key of all of them by the package's name.
    """

    def __init__(self, portal: Portal, memory: Memory) -> None:
        found = records_by_package(portal)
        self.filed = [(package, found.get(package.name, ())) for package in portal.packages]
        self.records = {package.name: records for package, records in self.filed}
        self.keys = {
            package.name: digest(list(map(memory.of_record, records)))
            for package, records in self.filed
        }
        self._memory = memory
        self._asked: dict[tuple[str, str], list[Any]] = {}
        self._together = list(runs(self.filed, lambda each: each[0].name, about=TOGETHER))

    def each(
        self, what: str, make: Callable[[Record], T], beside: Mapping[str, object] | None = None
    ) -> dict[str, T]:
        """Return what is made of each record, by its metric.

        `what` tells it from all else that is made of records, and `beside` is what else goes into
        it, by the package.
        """
        found: dict[str, T] = {}
        for together in self._together:
            names = [package.name for package, _ in together]
            of = [(what, self.keys[n], beside[n] if beside is not None else None) for n in names]
            for one in of:
                # It is asked for where another of these packages changes.
                self._memory.use(*one)
            anew = partial(self._anew, of, together, make)
            for (_, records), made in zip(
                together, self._memory.remember("together", of, make=anew), strict=True
            ):
                found.update(zip((r.metric.name for r in records), made, strict=True))
        return found

    def of(self, what: str, package: str, make: Callable[[Record], T]) -> list[T]:
        """Return what is made of each record of one package, in their order.

        It may be asked for again: what asks then needs it too, and it is kept as long as that.
        """
        of = (what, self.keys[package], None)
        if (what, package) in self._asked:
            self._memory.use(*of)
        else:
            make_all = partial(_made, make, self.records[package])
            self._asked[what, package] = self._memory.remember(*of, make=make_all)
        return self._asked[what, package]

    def runs(self, what: str, make: Callable[[Sequence[str]], T]) -> Iterator[T]:
        """Yield what is made of the records of some packages together, of which `make` is given the
        names."""
        for together in self._together:
            names = [package.name for package, _ in together]
            keys = [self.keys[name] for name in names]
            yield self._memory.remember("of a run", what, keys, make=partial(make, names))

    def _anew(
        self, of: Sequence[Of], together: Sequence[Filed], make: Callable[[Record], T]
    ) -> list[list[T]]:
        """Return what is made of the records of each of some packages, remembered by package."""
        return [
            self._memory.remember(*one, make=partial(_made, make, records))
            for one, (_, records) in zip(of, together, strict=True)
        ]


def _made(make: Callable[[Record], T], records: Sequence[Record]) -> list[T]:
    return [make(record) for record in records]
