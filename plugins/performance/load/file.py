"""Read the bytes of one file: the only place that opens files of a package."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path


def read(path: Path, limit: int) -> bytes:
    """Return a regular file's bytes, at most `limit` + 1 of them.

    Raises OSError where it cannot be opened or is not a regular file. A link in the last place is
    not followed and a pipe not waited for, even one put there after the safety gate looked.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(None, "It is not a regular file", str(path))
        return file.read(limit + 1)


def sha256(data: bytes) -> str:
    """Return the SHA-256 checksum as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
