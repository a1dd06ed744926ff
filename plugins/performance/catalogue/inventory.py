"""What the build has published so far, by address: sizes, checksums, and what lies in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Self

from msgspec import Struct

from performance import urls


class Inventory(Struct, frozen=True):
    """Published files by address. `folders` are their addresses by the folder of a metric
    ("metrics/x/") or of a package's edition ("data/x/latest/"), in order of publication.

    `sizes` are in bytes; `sums` are SHA-256 in hexadecimal, of those files that have one.
    """

    sizes: Mapping[str, int]
    sums: Mapping[str, str]
    folders: Mapping[str, tuple[str, ...]]

    def below(self, folder: str) -> tuple[str, ...]:
        """Return the addresses of the files in a folder, at any depth."""
        return self.folders.get(folder, ())

    def within(self, folders: Iterable[str]) -> Self:
        """Return the inventory of the files in some folders alone."""
        found = {folder: self.below(folder) for folder in folders}
        names = list(chain.from_iterable(found.values()))
        sums = {name: self.sums[name] for name in names if name in self.sums}
        return type(self)({name: self.sizes[name] for name in names}, sums, found)


def inventory(sizes: Mapping[str, int], sums: Mapping[str, str] | None = None) -> Inventory:
    """Return the inventory of published files; each look into a folder then costs nothing."""
    folders: dict[str, list[str]] = {}
    for address in sizes:
        if folder := urls.folder(address, 3 if address.startswith(urls.DATA) else 2):
            folders.setdefault(folder, []).append(address)
    return Inventory(sizes, sums or {}, {name: tuple(found) for name, found in folders.items()})
