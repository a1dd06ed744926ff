"""Check files of a package before they are written: in a folder that is thrown away afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from performance import check
from performance.city import City
from performance.problem import Problem, in_order, shown
from performance.validate.changes import Before


def problems(
    folder: Path, files: Mapping[str, bytes], city: City, *, before: Before | None = None
) -> list[Problem]:
    """Return what would be wrong with a package in a folder, had it these files.

    `files` are by path in the package. `before` is the package as it is now, to be compared with.
    """
    with tempfile.TemporaryDirectory(prefix="portal-") as temporary:
        # The folder above names the department.
        trial = Path(temporary).resolve() / folder.absolute().parent.name / folder.absolute().name
        for path, data in files.items():
            (trial / path).parent.mkdir(parents=True, exist_ok=True)
            (trial / path).write_bytes(data)
        was = {before.package.name: before} if before else None
        found = check.examine([trial], city.content, city.settings, before=was).problems
        return in_order(replace(p, file=_moved(p.file, trial, folder)) for p in found)


def _moved(file: str, trial: Path, folder: Path) -> str:
    try:
        return shown(folder / Path(file).relative_to(trial))
    except ValueError:
        return file
