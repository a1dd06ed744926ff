"""A datasets folder as it is, or as a commit has it: which files there are, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from performance.load import git
from performance.load.file import read
from performance.load.history import blob_of

TOO_LARGE = "too large"


class Snapshot(Struct, frozen=True):
    """The files below a folder at one moment.

    `files` are ids by path from the folder: two files with the same id have the same bytes.
    `read` returns the bytes of a path, none where there are none or more than the limit given.
    Hidden files and links are not in it.
    """

    folder: Path
    files: Mapping[str, str]
    read: Callable[[str, int], bytes | None]


def of_folder(folder: Path, limit: int) -> Snapshot:
    """Return a folder as it is; files larger than `limit` bytes are known by their names alone."""

    def contents(path: str, most: int) -> bytes | None:
        try:
            data = read(folder / path, most)
        except OSError:
            return None
        return data if len(data) <= most else None

    files = {}
    for path in _paths(folder):
        data = contents(path, limit)
        files[path] = TOO_LARGE if data is None else blob_of(data)
    # A descriptor may name any path: only those that were found are read.
    return Snapshot(folder, files, lambda p, most: contents(p, most) if p in files else None)


@contextmanager
def of_commit(folder: Path, commit: str) -> Iterator[Snapshot]:
    """Return a folder as a commit of its repository has it, for as long as the block runs."""
    files = visible(git.files(folder, commit))
    with git.blobs(folder) as blobs:
        yield Snapshot(
            folder,
            files,
            lambda path, most: blobs.read(files[path], most) if path in files else None,
        )


def _paths(folder: Path) -> Iterator[str]:
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in sorted(names):
            path = Path(above) / name
            if name[0] != "." and path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def visible(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files that are not hidden, nor in a hidden folder."""
    return {p: id_ for p, id_ in files.items() if not any(n[0] == "." for n in p.split("/"))}
