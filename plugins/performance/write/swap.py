"""Give a new site the place of the old one, so that nobody sees half of it."""

from __future__ import annotations

import os
from pathlib import Path

from performance.write.exchange import exchange
from performance.write.folders import is_ours, is_vacant, remove


def swap(new: Path, output: Path) -> None:
    """Give each folder the other's name; where there is no old site, only its name to the new."""
    if is_vacant(output):
        new.rename(output)
    elif not exchange(new, output):
        previous = _previous(output)
        output.rename(previous)
        try:
            new.rename(output)
        except OSError:
            previous.rename(output)
            raise
        previous.rename(new)


def recover(output: Path) -> None:
    """Settle a swap by renames that was interrupted: without a new site the old one returns."""
    previous = _previous(output)
    if not os.path.lexists(previous):
        return
    if is_ours(previous) and is_vacant(output):
        previous.rename(output)
    else:
        remove(previous)


def _previous(output: Path) -> Path:
    return output.with_name(f".{output.name}.previous")
