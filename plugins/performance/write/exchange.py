"""Exchange two folders in one step, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# From the systems' headers: linux/fs.h, fcntl.h and sys/stdio.h.
AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2

# What a system or file system answers that has no such call; EXDEV is overlayfs's answer.
UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV)


def exchange(one: Path, other: Path) -> bool:
    """Give each folder the other's name, as one step that nobody can see half done.

    Both exist, on one file system. Returns whether it was done: False where the system or its file
    system cannot, and nothing has changed. Raises OSError for every other reason.
    """
    system = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(system, "renameat2"):
        failed = system.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(system, "renamex_np"):
        failed = system.renamex_np(first, second, RENAME_SWAP)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one))
