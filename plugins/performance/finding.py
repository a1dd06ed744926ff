"""The index of the site's search, made again only where the words that it finds have changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from performance import search, urls
from performance.memory import File, Made, Site
from performance.memory.memory import Memory


class Finder:
    """Takes in the pages that can be found, in the order of the site, then writes their index.

    Pagefind reads beside other work: it begins with the first page whose words are not those of the
    last build, and reads those before it first. `usable` is whether this system can run it.
    """

    def __init__(self, memory: Memory, site: Site) -> None:
        self._memory = memory
        self._site = site
        self._index: search.Index | None = None
        # The address of each page that can be found, and the key of what is read of it.
        self._listed: list[list[str]] = []
        self._last = memory.of_all("last search")
        kept = memory.store.get(self._last)
        self._before: list[list[str]] = json.loads(kept) if kept is not None else []
        if not self._before:
            self._begin()
        if self._index is None:
            # An index that is remembered says nothing of whether another could be made here.
            self.usable = _runs(memory)
        else:
            self.usable = self._index.usable
            if self.usable:
                _note(memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._index is not None:
            self._index.__exit__(*raised)

    def sought(self, written: Iterable[Made]) -> Iterator[Made]:
        """Yield pages as they are written, and take in those that can be found."""
        for made in written:
            for address, key in zip(made.addresses, made.sought, strict=True):
                if key:
                    self._add([address, key])
            yield made

    def _add(self, page: list[str]) -> None:
        place = len(self._listed)
        self._listed.append(page)
        if self._index is not None:
            self._read(page)
        elif self._before[place : place + 1] != [page]:
            self._begin()

    def write(self) -> Iterator[Made]:
        """Write the files of the index and yield each."""
        if not self.usable:
            return
        yield from self._site.unit("search", self._listed, make=self._files)
        self._memory.store.put(self._last, json.dumps(self._listed).encode())

    def _files(self) -> Iterator[File]:
        if self._index is None:
            self._begin()
        assert self._index is not None
        for path, data in self._index.files():
            yield File(f"{urls.PAGEFIND}{path}", f"{urls.PAGEFIND}{path}", data)

    def _begin(self) -> None:
        self._index = search.Index()
        for page in self._listed:
            self._read(page)

    def _read(self, page: list[str]) -> None:
        assert self._index is not None
        address, key = page
        self._index.add(address, self._site.sought(key).decode())


def _runs(memory: Memory) -> bool:
    """Whether Pagefind runs here: that the same program did before is as good as running it."""
    kept = memory.store.get(_ran(memory))
    before = json.loads(kept) if kept is not None else None
    if before is not None and _facts(before[0]) == before:
        return True
    usable = search.is_usable()
    if usable:
        _note(memory)
    return usable


def _note(memory: Memory) -> None:
    """Note down that Pagefind ran."""
    program = search.program()
    if program is not None:
        memory.store.put(_ran(memory), json.dumps(_facts(program)).encode())


def _ran(memory: Memory) -> str:
    # By these its package finds it, which takes longer to ask than to look whether it is there.
    told = [os.environ.get(name, "") for name in ("PAGEFIND_BINARY_PATH", "PATH")]
    return memory.of_all("Pagefind ran", told)


def _facts(program: str) -> list[object]:
    """Return what tells a program from every other, its place first; no more where it is gone."""
    try:
        found = Path(program).stat()
    except OSError:
        return [program]
    return [program, found.st_size, found.st_mtime_ns, found.st_mode]
