"""What a file system refuses, in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from performance.problem import BuildError, Exit


@contextmanager
def in_words(failed: str) -> Iterator[None]:
    """Turn what the file system refuses into a BuildError: what failed, why and the cure."""
    try:
        yield
    except OSError as error:
        why = f"{error.strerror or error} ({error.filename})" if error.filename else str(error)
        cure = "Check that the folder may be written to, then build again."
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            why, cure = "the disk is full", "Make room, then build again."
        raise BuildError(f"{failed}: {why}. {cure}", exitcode=Exit.WRONG_USE) from error
