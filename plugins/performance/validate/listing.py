"""List rows that share a fault, without burying everything else under them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from performance.problem import Problem

MOST = 25


def listed(
    rows: Sequence[tuple[int, str | None]],
    code: str,
    file: str,
    *,
    message: str,
    remedy: str,
    column: str | None = None,
) -> list[Problem]:
    """Return a problem for each row and the value found in it, as many as `limited` allows."""
    if not rows:
        return []
    first = [Problem(code, file, message, remedy, row, column, value) for row, value in rows[:MOST]]
    return limited(first, len(rows))


def limited(problems: Sequence[Problem], count: int | None = None) -> list[Problem]:
    """Return at most 25 problems of one kind; the last says how many more there are.

    `count` is how many there are in all, where `problems` are only the first of them.
    """
    shown = list(problems[:MOST])
    more = (len(problems) if count is None else count) - MOST
    if more > 0:
        rows = "1 more row has" if more == 1 else f"{more} more rows have"
        shown[-1] = replace(shown[-1], message=f"{shown[-1].message}; {rows} the same fault")
    return shown
