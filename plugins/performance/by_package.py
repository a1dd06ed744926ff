"""The metrics of a portal by their packages, and what is made of each, remembered by package."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from performance.catalogue.dataset import records_by_package
from performance.memory.memory import Memory
from performance.model import Portal, Record

T = TypeVar("T")


class ByPackage:
    """The records of a portal by package.

    `filed` has each package with the records that are made from it; `records` and `keys` are those
    and their keys by the package's name.
    """

    def __init__(self, portal: Portal, memory: Memory) -> None:
        found = records_by_package(portal)
        self.filed = [(package, found.get(package.name, ())) for package in portal.packages]
        self.records = {package.name: records for package, records in self.filed}
        self.keys = {
            package.name: [memory.of_record(record) for record in records]
            for package, records in self.filed
        }
        self._memory = memory

    def each(
        self, what: str, make: Callable[[Record], T], beside: Mapping[str, object] | None = None
    ) -> dict[str, T]:
        """Return what is made of each record, by its metric.

        `what` tells it from all else that is made of records, and `beside` is what else goes into
        it, by the package.
        """
        found: dict[str, T] = {}
        for package, records in self.filed:
            more = beside[package.name] if beside is not None else None
            keys = self.keys[package.name]
            made = self._memory.remember(what, keys, more, make=partial(_made, make, records))
            found.update(zip((r.metric.name for r in records), made, strict=True))
        return found


def _made(make: Callable[[Record], T], records: tuple[Record, ...]) -> list[T]:
    return [make(record) for record in records]
