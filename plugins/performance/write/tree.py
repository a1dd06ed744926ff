"""What lies in a folder, told by one look at it."""

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

from msgspec import Struct

from performance.write.folders import MANIFEST


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

    def is_as(self, before: "Facts | Known") -> bool:
        """Whether the file has not been touched since this was told of it."""
        return self.size == before.size and self.modified == before.modified


class Known(Struct, frozen=True, gc=False, array_like=True):
    """A file of a site as a build left it, with the SHA-256 of its bytes."""

    sha256: str
    size: int
    modified: int


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


def settle(folder: Path, there: Tree, wanted: Mapping[str, Facts]) -> list[str]:
    """Take out of a folder all but the wanted files, and make the folders that these need.

    `there` is what lies in it. Return the paths of the files that are wanted and not there, in
    order: nothing is in their way.
    """
    stay = {path for path, facts in there.files.items() if wanted.get(path) == facts}
    # All that goes does so first: a new name may be an old one in another case, or an old folder.
    for path in (there.files.keys() - stay) | there.others:
        os.unlink(f"{folder}/{path}")
    needed = _folders_of(wanted)
    for path in sorted(there.folders - needed, reverse=True):
        os.rmdir(f"{folder}/{path}")
    for path in sorted(needed - there.folders):
        os.mkdir(f"{folder}/{path}")
    return sorted(wanted.keys() - stay)


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders in which files of these paths lie, with the folders that hold them."""
    found = {path.rpartition("/")[0] for path in paths}
    for folder in tuple(found):
        above = folder
        while above := above.rpartition("/")[0]:
            found.add(above)
    return found - {""}
