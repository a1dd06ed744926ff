"""Which folders may be replaced or removed: those this program made, and empty ones."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import json

from performance.problem import BuildError, Exit

# Lies in every site this program made: the only folders that it will ever replace or remove.
MANIFEST = ".portal-manifest.json"


def staging_folder(output: Path) -> Path:
    """Return where the next site of an output is written, whether or not a build is running."""
    place = output.resolve()
    return place.parent / f".{place.name}.staging"


def check_place(output: Path, protected: Sequence[Path]) -> None:
    """Refuse an output that is, holds or lies in what must survive."""
    holds = [path.resolve() for path in protected]
    for path in holds:
        if output.is_relative_to(path):
            raise _refusal(output, f"it is in {path}, which is never replaced")
    with suppress(RuntimeError):  # Somebody without a home has none to lose.
        holds.append(Path.home().resolve())
    for path in (Path(output.anchor), *holds):
        if path.is_relative_to(output):
            raise _refusal(output, f"it holds {path}, which would be lost")


def check_output(output: Path) -> None:
    """Refuse an output that this program did not make."""
    if output.is_dir() and output.is_mount():
        raise _refusal(output, "it is a mount point, which cannot be swapped; name a folder in it")
    if not (is_vacant(output) or is_ours(output)):
        raise _refusal(output, f"it was not made by this program (no {MANIFEST} in it)")
    if (output / ".git").exists():
        raise _refusal(output, "it holds a git repository, which would be lost")


def _refusal(output: Path, why: str) -> BuildError:
    cure = "Choose another output folder, or move this one away yourself."
    return BuildError(f"{output} is not replaced: {why}. {cure}", exitcode=Exit.WRONG_USE)


def is_vacant(folder: Path) -> bool:
    """Whether there is nothing: no such folder, or an empty one."""
    if not os.path.lexists(folder):
        return True
    return stat.S_ISDIR(folder.lstat().st_mode) and not any(folder.iterdir())


def is_ours(folder: Path) -> bool:
    """Whether this program made the folder."""
    manifest = folder / MANIFEST
    return not folder.is_symlink() and manifest.is_file() and not manifest.is_symlink()


def remove(folder: Path) -> None:
    """Remove a folder that this program made, or an empty one; nothing where there is none."""
    if not os.path.lexists(folder):
        return
    if not (is_ours(folder) or is_vacant(folder)):
        raise _refusal(folder, f"it was not made by this program (no {MANIFEST} in it)")
    for entry in folder.iterdir():
        if entry.name == MANIFEST:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    # Last, so that an interrupted removal can be taken up again.
    (folder / MANIFEST).unlink(missing_ok=True)
    folder.rmdir()


def begin(folder: Path) -> None:
    """Make a folder, which says from its first moment whose it is: a killed build's can go."""
    folder.mkdir()
    (folder / MANIFEST).touch()


def write_manifest(folder: Path, sums: Mapping[str, str]) -> None:
    """Write the manifest of a site: the SHA-256 of each file by its path, a line for each.

    It takes the place of the one that is there, whose file the published site may have too.
    """
    beside = folder / f"{MANIFEST}.new"
    with beside.open("xb") as out:
        out.write(json.format(json.encode({"files": sums}), indent=1) + b"\n")
    beside.replace(folder / MANIFEST)
