"""Write an import into its folder, all or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from performance.problem import BuildError, Exit


def must_be_free(destination: Path) -> None:
    """Raise BuildError, for wrong use, unless a folder is new or empty."""
    if destination.is_symlink() or (destination.exists() and not destination.is_dir()):
        raise _refused(destination, "is not a folder")
    if destination.is_dir() and any(destination.iterdir()):
        raise _refused(destination, "is not empty")


def write_all(destination: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their path below a new or empty folder; BuildError where that cannot be.

    They are written beside it and moved in whole: a failure leaves nothing behind.
    """
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=destination.parent) as beside:
            whole = Path(beside) / "whole"
            for path, data in sorted(files.items()):
                file = whole / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            whole.replace(destination)
    except OSError as error:
        raise _refused(destination, f"cannot be written ({error.strerror})") from None


def _refused(destination: Path, why: str) -> BuildError:
    return BuildError(
        f"{destination} {why}. DESTINATION must be a new or empty folder.", exitcode=Exit.WRONG_USE
    )
