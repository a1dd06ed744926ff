"""What the build has published so far, by address: sizes, checksums, and what lies in a folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

from msgspec import Struct

from performance import urls


class Folders:
    """Published files by the folder of their metric ("metrics/x/") or package ("data/x/"), or of
    whatever else has two names; files with fewer lie in none.

    `sizes` are those of the files by address, in bytes: it may grow, and is read once for all.
    """

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._sizes = sizes
        self._found: dict[str, dict[str, int]] = {}
        self._counted = 0

    def now(self) -> Mapping[str, Mapping[str, int]]:
        """Return the sizes of the files in each folder by address, in order of publication."""
        # Of those that were there when it was last asked for each has its place. Where all have,
        # which is so for nearly each of thousands of metrics, they are not even passed over.
        if self._counted < len(self._sizes):
            for address in islice(self._sizes, self._counted, None):
                if folder := urls.folder(address, 2):
                    self._found.setdefault(folder, {})[address] = self._sizes[address]
            self._counted = len(self._sizes)
        return self._found


class Inventory(Struct, frozen=True):
    """Published files by address; `folders` are their addresses as `Folders` have them.

    `sizes` are in bytes; `sums` are SHA-256 in hexadecimal, of those files that have one.
    """

    sizes: Mapping[str, int]
    sums: Mapping[str, str]
    folders: Mapping[str, Collection[str]]

    def below(self, folder: str) -> Collection[str]:
        """Return the addresses of the files in a folder of a metric or package, or further down."""
        if folder in self.folders:
            return self.folders[folder]
        above = self.folders.get(urls.folder(folder, 2), ())
        return tuple(address for address in above if address.startswith(folder))


def inventory(
    sizes: Mapping[str, int],
    sums: Mapping[str, str] | None = None,
    folders: Folders | None = None,
) -> Inventory:
    """Return the inventory of published files; `folders` are theirs where somebody has them."""
    return Inventory(sizes, sums or {}, (folders or Folders(sizes)).now())
