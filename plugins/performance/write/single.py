"""Write one file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from performance.write.failure import in_words


def write_file(file: Path, data: bytes) -> None:
    """Write a file in place of the one that is there; nobody ever sees half of it.

    Raises BuildError where the file system refuses.
    """
    with in_words(f"{file} could not be written"):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            # mkstemp lets its owner alone read; a file of the project is everybody's.
            beside.chmod(0o644)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
