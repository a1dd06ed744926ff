"""One build of an output at a time: a lock on a file beside it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from performance.problem import BuildError, Exit

# The locks of this process. A forked worker that outlives a killed build must not keep them.
_held: set[int] = set()


def _release_in_child() -> None:
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_release_in_child)


def lock(output: Path) -> int:
    """Take the lock of an output and return it; BuildError where another build has it."""
    # The file is never removed: two builds could then hold two locks of one name.
    name = output.with_name(f".{output.name}.lock")
    taken = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(taken, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(taken)
        if not isinstance(error, BlockingIOError):
            raise
        raise BuildError(
            f"Another build of {output} is running. Wait until it has ended, then build again.",
            exitcode=Exit.WRONG_USE,
        ) from None
    _held.add(taken)
    return taken


def unlock(taken: int) -> None:
    """Give a lock back."""
    _held.discard(taken)
    os.close(taken)
