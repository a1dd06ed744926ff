"""Find the data packages below the paths that a person gives."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from performance.problem import Problem, shown

NAMES = ("datapackage.json", "datapackage.yaml")
# Notepad adds .txt, and Windows does not show it.
NEARLY = (*NAMES, "datapackage.yml", "datapackage.json.txt", "datapackage.yaml.txt")


class Place(Struct, frozen=True):
    """Where a package is: its descriptor's path, and `file`, that path as a person opens it."""

    path: Path
    file: str

    @property
    def folder(self) -> Path:
        """The package's folder."""
        return self.path.parent


class Found(Struct):
    """The places found, in order of their paths, and what was wrong on the way.

    `folders` are the folders that were searched, without packages' own.
    """

    places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)


def find(paths: Sequence[Path]) -> Found:
    """Return every package at or below the paths, each once.

    A path is a datasets folder, one package's folder or a descriptor. Links are reported and not
    followed, hidden folders passed over; the folder that is given may itself be a link.
    """
    found = Found()
    for path in paths:
        before = len(found.places) + len(found.problems)
        _search(path, found)
        if len(found.places) + len(found.problems) == before:
            found.problems.append(_none_there(path))
    unique = {os.path.normpath(place.path.absolute()): place for place in found.places}
    found.places = [unique[path] for path in sorted(unique, key=lambda p: Path(p).parts[:-1])]
    return found


def _search(path: Path, found: Found) -> None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        found.problems.append(
            Problem(
                "path-missing",
                str(path).replace("\0", "?"),
                "there is no file or folder at this path",
                "Correct the path; it names a datasets folder, a package's folder or a descriptor.",
            )
        )
        return
    if stat.S_ISDIR(mode):
        _search_folder(path, found)
    elif path.name in NAMES:
        found.places.append(Place(path, shown(path)))


def _search_folder(top: Path, found: Found) -> None:
    # A list of folders yet to be seen: nesting may be deeper than Python's own stack.
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                visible = sorted((e for e in entries if e.name[0] != "."), key=lambda e: e.name)
        except OSError as error:
            found.problems.append(unreadable(folder, error))
            continue
        names = {entry.name for entry in visible}
        _take(folder, names, found)
        if names.isdisjoint(NAMES):
            found.folders.append(folder)
        for entry in visible:
            if entry.is_symlink():
                found.problems.append(_link(folder / entry.name))
            elif entry.is_dir(follow_symlinks=False) and entry.name not in NAMES:
                waiting.append(folder / entry.name)


def _take(folder: Path, names: set[str], found: Found) -> None:
    """Note the folder's descriptor, and names that were meant to be one."""
    here = [name for name in NAMES if name in names]
    if here:
        found.places.append(Place(folder / here[0], shown(folder / here[0])))
    if len(here) == 2:
        found.problems.append(
            Problem(
                "two-descriptors",
                shown(folder / here[1]),
                "datapackage.json stands beside it, and only one of the two can be meant",
                "Keep one of the two files and delete the other.",
            )
        )
    found.problems.extend(_misnamed(folder, names))


def _misnamed(folder: Path, names: set[str]) -> Iterator[Problem]:
    for name in sorted(names.difference(NAMES)):
        if name.lower() in NEARLY:
            yield Problem(
                "descriptor-name",
                shown(folder / name),
                "a descriptor must be called datapackage.json or datapackage.yaml",
                "Rename the file; small and capital letters count.",
                value=name,
            )


def _link(path: Path) -> Problem:
    return Problem(
        "symlink",
        shown(path),
        "this is a link to another place, and links are not followed",
        "Replace the link by the file or folder itself, or delete it.",
    )


def unreadable(path: Path, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system refuses to open."""
    return Problem(
        "unreadable",
        shown(path),
        f"it cannot be opened: {(error.strerror or 'unknown reason').lower()}",
        "Give the person or machine that runs this check the right to read it.",
    )


def _none_there(path: Path) -> Problem:
    return Problem(
        "no-package",
        shown(path),
        "there is no data package here: no datapackage.json or datapackage.yaml at or below it",
        "Give the folder that holds the package, or add its descriptor.",
    )
