"""The files of a site: their paths, and whether they changed."""

import os
import shutil
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from performance.problem import BuildError


def written_twice(path: str, taken: str | None = None) -> BuildError:
    """Return the error for a path that has a file already, under the name `taken`."""
    also = f" (also as {taken})" if taken not in (None, path) else ""
    return BuildError(f"{path} is written twice{also}: each address has one author.")


def parts_of(path: str) -> list[str]:
    """Return the names of a path; BuildError where it is no plain path below the root."""
    parts = path.split("/")
    for part in parts:
        plain = part and not part.startswith(".") and "\\" not in part
        if not plain or any(unicodedata.category(c) in ("Cc", "Cs") for c in part):
            raise BuildError(
                f"{path!r} cannot be an address: a path is relative, has no backslash, no control "
                "character and no name that is empty or begins with a dot."
            )
    return parts


def key(path: str) -> str:
    """Return what paths have in common that one file system or another takes for the same."""
    return unicodedata.normalize("NFC", path).casefold()


def holds(file: Path, data: bytes) -> bool:
    """Whether a file of the published site has these bytes; its manifest is not trusted for it."""
    try:
        facts = file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    same_size = stat.S_ISREG(facts.st_mode) and facts.st_size == len(data)
    return same_size and file.read_bytes() == data


def link(old: Path, new: Path) -> None:
    """Make `new` the same file as `old`, or where that is impossible a copy with its date.

    Raises FileExistsError where there is a file `new`.
    """
    try:
        new.hardlink_to(old)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links, too many links, or a file of another user.
        shutil.copy2(old, new)


def walk(folder: Path, below: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path and facts of every file; BuildError for what is neither file nor folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from walk(folder / entry.name, f"{path}/")
            elif entry.is_file(follow_symlinks=False):
                yield path, entry.stat(follow_symlinks=False)
            else:
                raise BuildError(f"{path} cannot be published: it is a link or no file.")
