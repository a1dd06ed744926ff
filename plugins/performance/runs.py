"""Sequences in runs of a few items each, so that what is made of a run need not be made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def runs(items: Iterable[T], name: Callable[[T], str], *, about: int) -> Iterator[list[T]]:
    """Yield items in their order, some at a time: `about` so many, by and large.

    Where a run ends is said by the name of its last item alone: one that comes or goes changes its
    own run, or the two that it parts, and no other.
    """
    run: list[T] = []
    for item in items:
        run.append(item)
        if int.from_bytes(hashlib.blake2b(name(item).encode(), digest_size=8).digest()) % about:
            continue
        yield run
        run = []
    if run:
        yield run
