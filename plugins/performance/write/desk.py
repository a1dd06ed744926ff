"""Write a person's own files at a desk: a new package, or files of one in place of the old ones."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from performance.problem import BuildError, Exit
from performance.write.failure import in_words


def create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their name into a folder that is not there yet, all or none.

    Raises BuildError where there is something at its path.
    """
    if folder.exists() or folder.is_symlink():
        raise BuildError(
            f"{folder} is there already, and nothing is ever overwritten. Choose another title, or "
            "delete the folder first.",
            exitcode=Exit.WRONG_USE,
        )
    with in_words(f"{folder} cannot be written"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as beside:
            whole = Path(beside) / "whole"
            whole.mkdir()
            for name, data in files.items():
                (whole / name).write_bytes(data)
            whole.rename(folder)


def replace(files: Mapping[Path, bytes]) -> None:
    """Put bytes in place of files. None is changed before all have been written beside them."""
    with in_words("The package cannot be written"):
        beside = {path: path.with_name(f".{path.name}.new") for path in files}
        try:
            for path, data in files.items():
                beside[path].write_bytes(data)
                beside[path].chmod(path.stat().st_mode & 0o777)
            for path, new in beside.items():
                new.replace(path)
        finally:
            for new in beside.values():
                new.unlink(missing_ok=True)
