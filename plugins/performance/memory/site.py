"""The files of the published site: which of them are known to be what would be written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

from msgspec import Struct, json
from msgspec.structs import astuple

from performance import urls
from performance.memory.digest import digest, program
from performance.memory.store import Store, needed
from performance.write import Left, Staging


class Made(Struct, frozen=True, array_like=True):
    """Files of the site, in order: of each its address, which is what the site calls it, the path
    where it lies, its size in bytes, its SHA-256, and the key under which is kept what the site's
    search reads of it; "" for whatever it does not find."""

    addresses: list[str]
    paths: list[str]
    sizes: list[int]
    sums: list[str]
    sought: list[str]

    @classmethod
    def of(cls, parts: Iterable[Made]) -> Self:
        """Return the files of all parts, one after the other."""
        whole = cls([], [], [], [], [])
        for part in parts:
            for column, more in zip(astuple(whole), astuple(part), strict=True):
                column += more
        return whole

    @property
    def digest(self) -> str:
        """What tells these files from all others: their addresses, sizes and sums."""
        return digest(self.addresses, list(map(str, self.sizes)), self.sums)

    def rows(self) -> Iterator[tuple[str, str, int, str, str]]:
        """Yield what is told of each file."""
        return zip(self.addresses, self.paths, self.sizes, self.sums, self.sought, strict=True)


# How the files of an output are kept, and those of a unit with the keys of what they are made of.
_LEFT = json.Decoder(Left)
_UNIT = json.Decoder(tuple[Made, list[str]])


class File(Struct, frozen=True):
    """A file of the site that is to be written; `sought` is what its search reads of a page."""

    address: str
    path: str
    data: bytes
    sought: bytes = b""


def files_of(made: Iterable[tuple[str, bytes]]) -> Iterator[File]:
    """Yield files given by their addresses and bytes."""
    for address, data in made:
        yield File(address, urls.path(address), data)


class Files:
    """The files of a site that have been written so far, by address: sizes in bytes and SHA-256.

    `digest` is that of all of them, in the order and the groups in which they were taken in.
    """

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.sums: dict[str, str] = {}
        self.digest = ""

    def take(self, written: Iterable[Made]) -> None:
        """Write files, and take in each."""
        addresses, sizes, sums = list[str](), list[str](), list[str]()
        for made in written:
            self.sizes.update(zip(made.addresses, made.sizes, strict=True))
            self.sums.update(zip(made.addresses, made.sums, strict=True))
            addresses += made.addresses
            sizes += map(str, made.sizes)
            sums += made.sums
        # That of the files before stands for them: a site has many thousands.
        self.digest = digest(self.digest, addresses, sizes, sums)

    def expect(self, address: str) -> None:
        """Take in a file that will be there, of which nobody can say yet how large: as empty."""
        self.sizes[address] = 0
        self.digest = digest(self.digest, address)


def known_files(store: Store, output: Path) -> Left:
    """Return how the build that wrote the files of an output left them."""
    kept = store.get(_files_of(output))
    return _LEFT.decode(kept) if kept else Left.unknown()


def remember_files(store: Store, output: Path, left: Left) -> None:
    """Keep how a build left the files of an output."""
    store.put(_files_of(output), json.encode(left))


def _files_of(output: Path) -> str:
    return digest("files", program(), output.resolve())


class Site:
    """The site being written, in which what has not changed is not made again.

    `base` is the digest of what goes into every file.
    """

    def __init__(self, store: Store, staging: Staging, base: str) -> None:
        self.store = store
        self._staging = staging
        self._base = base

    def write(self, file: File) -> Made:
        """Write a file that was made anew."""
        sha256 = self._staging.write(file.path, file.data)
        sought = ""
        if file.sought:
            sought = digest("sought", file.sought)
            self.store.put(sought, file.sought)
        return Made([file.address], [file.path], [len(file.data)], [sha256], [sought])

    def sought(self, key: str) -> bytes:
        """Return what the search reads of a page; LostError where it was kept and is lost."""
        return needed(self.store, key)

    def has(self, *of: object) -> bool:
        """Whether the published site has the files of a unit as they would be made."""
        return self._found(self._key(of)) is not None

    def unit(self, *of: object, make: Callable[[], Iterable[File]]) -> Iterator[Made]:
        """Write files that are made together and yield them; those that are there already stay.

        `of` is everything that goes into them beside the base. `make` yields them: it is called
        where one is lacking in the published site, or was touched there. While they stay, what
        they were made of is not forgotten: most of it is asked for when they are made again.
        """
        return self.units(*of, parts=lambda: map(self.write, make()))

    def units(self, *of: object, parts: Callable[[], Iterable[Made]]) -> Iterator[Made]:
        """Write units that belong together, as `unit` does: `parts` writes and yields each."""
        key = self._key(of)
        found = self._found(key)
        if found is not None:
            made, files = found
            self._staging.keep(files)
            yield made
            return
        anew = []
        with self.store.noting() as used:
            for made in parts():
                anew.append(made)
                yield made
        self.store.put(key, json.encode((Made.of(anew), sorted(used))))

    def _key(self, of: tuple[object, ...]) -> str:
        return digest("unit", self._base, of)

    def _found(self, key: str) -> tuple[Made, dict[str, str]] | None:
        """Return a unit that the published site has, with the SHA-256 of its files by path."""
        kept = self.store.get(key)
        if kept is None:
            return None
        made, used = _UNIT.decode(kept)
        self.store.use(*used)
        files = dict(zip(made.paths, made.sums, strict=True))
        return (made, files) if self._staging.has(files) else None
