"""What lies in a folder, told by one look at it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple, Self

from msgspec import Struct

from performance.write.folders import MANIFEST

SECOND = 1_000_000_000  # nanoseconds


class Facts(Struct, frozen=True, gc=False):
    """Which file it is, and whether it was touched; `modified` is in nanoseconds.

    Where two paths have the same facts they lead to one file. That they have others proves nothing:
    some file systems give a file another number at times.
    """

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, found: os.stat_result) -> Self:
        """Return those that the system tells of a file."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    def is_as(self, before: Facts | Known) -> bool:
        """Whether the file has not been touched since this was told of it."""
        return self.size == before.size and self.modified == before.modified


class Known(Struct, frozen=True, gc=False, array_like=True):
    """A file of a site as a build left it, with the SHA-256 of its bytes."""

    sha256: str
    size: int
    modified: int


class Left(Struct, frozen=True, array_like=True):
    """How a build left a site: its files by their paths, and what it said of its spare."""

    files: dict[str, Known]
    spare: str

    @classmethod
    def unknown(cls) -> Self:
        """Return what is known of a site of which nothing is."""
        return cls({}, "")


class Tree(Struct, frozen=True):
    """What lies in a folder, by paths from it, but for its manifest.

    `others` are neither files nor folders: links, devices and the like.
    """

    files: dict[str, Facts]
    folders: set[str]
    others: set[str]

    @classmethod
    def empty(cls) -> Self:
        """Return what lies in a new folder."""
        return cls({}, set(), set())


def scan(folder: Path) -> Tree:
    """Return what lies in a folder; OSError where a part of it cannot be read."""
    tree = Tree.empty()
    waiting = [(str(folder), "")]
    while waiting:
        place, below = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path = below + entry.name
                if entry.is_dir(follow_symlinks=False):
                    tree.folders.add(path)
                    waiting.append((entry.path, f"{path}/"))
                elif entry.is_file(follow_symlinks=False):
                    tree.files[path] = Facts.of(entry.stat(follow_symlinks=False))
                else:
                    tree.others.add(path)
    tree.files.pop(MANIFEST, None)
    return tree


def facts_of(path: str) -> Facts | None:
    """Return the facts of a file; none where there is nothing, or something else."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Facts.of(found) if stat.S_ISREG(found.st_mode) else None


def link(old: str, new: str) -> None:
    """Make `new` the same file as `old`, or where that is impossible a copy with its date."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links, too many links, or a file of another user.
        shutil.copy2(old, new)


class Lying(NamedTuple):
    """What lies in a folder by its paths, as in a `Tree`; `stay` are those of its files that are
    what a site has there."""

    files: AbstractSet[str]
    folders: AbstractSet[str]
    others: AbstractSet[str]
    stay: AbstractSet[str]

    @classmethod
    def of(cls, tree: Tree, site: Mapping[str, Facts]) -> Self:
        """Return what lies in a tree, held against the files of a site."""
        stay = {path for path, facts in tree.files.items() if site.get(path) == facts}
        return cls(tree.files.keys(), tree.folders, tree.others, stay)


def settle(folder: Path, there: Lying, needed: AbstractSet[str]) -> None:
    """Take out of a folder all but the files that stay, and make the folders that are needed.

    `there` is what lies in it. Then nothing is in the way of a file in one of these folders.
    """
    # All that goes does so first: a new name may be an old one in another case, or an old folder.
    for path in (there.files - there.stay) | there.others:
        os.unlink(f"{folder}/{path}")
    for path in sorted(there.folders - needed, reverse=True):
        os.rmdir(f"{folder}/{path}")
    for path in sorted(needed - there.folders):
        os.mkdir(f"{folder}/{path}")


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders in which files of these paths lie, with the folders that hold them."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in tuple(found):
        above = folder
        while above := above.rpartition("/")[0]:
            found.add(above)
    return found - {""}


def dates_of(folder: Path, below: Iterable[str]) -> str:
    """Return the digest of which folders these are in a folder, with itself, and of their dates.

    A folder has another date once something in it was removed, renamed, replaced or added. "" where
    nobody can tell: where one is no folder, or where dates have full seconds alone.
    """
    told = []
    try:
        for path in ("", *sorted(below)):
            found = os.lstat(f"{folder}/{path}" if path else folder)
            if not stat.S_ISDIR(found.st_mode):
                return ""
            told.append((path, found.st_ino, found.st_mtime_ns))
    except OSError:
        return ""
    if all(date % SECOND == 0 for _, _, date in told):
        return ""
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()
