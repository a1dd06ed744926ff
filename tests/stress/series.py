"""Rows of the stress city: periods of each frequency with values that go up and down."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Rows = list[dict[str, Any]]

LAST_MONTH = 2026 * 12 + 9  # October 2026, counted from the year 0


def months(count: int) -> list[str]:
    """Return `count` months as data writes them, the last October 2026."""
    every = range(LAST_MONTH - count + 1, LAST_MONTH + 1)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in every]


def days(count: int) -> list[str]:
    """Return `count` days, the last October 31, 2026."""
    last = date(2026, 10, 31)
    return [(last - timedelta(days=back)).isoformat() for back in range(count - 1, -1, -1)]


def weeks(count: int) -> list[str]:
    """Return `count` weeks, the last the 43rd of 2026."""
    last = date.fromisocalendar(2026, 43, 1)
    mondays = (last - timedelta(weeks=back) for back in range(count - 1, -1, -1))
    return [f"{d.isocalendar().year}-W{d.isocalendar().week:02d}" for d in mondays]


def quarters(count: int) -> list[str]:
    """Return `count` quarters, the last the third of 2026."""
    last = 2026 * 4 + 2
    every = range(last - count + 1, last + 1)
    return [f"{number // 4:04d}-Q{number % 4 + 1}" for number in every]


def wave(count: int, middle: float = 100.0, swing: float = 20.0, seed: int = 0) -> list[float]:
    """Return whole numbers that swing about a middle, another course for every seed."""
    course = (
        math.sin((place + seed) * 0.7) + math.sin(place * 0.23 + seed) for place in range(count)
    )
    return [float(round(middle + swing * at / 2)) for at in course]


def rows(
    periods: Sequence[str], values: Sequence[float | None], column: str = "month", **more: Any
) -> Rows:
    """Return a row a period with its `value`; none is a missing value. `more` are other columns."""
    return [
        {
            column: period,
            **more,
            "value": "" if value is None else _plain(value),
            "obs_status": "missing" if value is None else "final",
            "note": "",
        }
        for period, value in zip(periods, values, strict=True)
    ]


def monthly(values: Sequence[float | None], **more: Any) -> Rows:
    """Return rows of months, the last October 2026."""
    return rows(months(len(values)), values, **more)


def shares(values: Sequence[float], whole: int = 1000, **more: Any) -> Rows:
    """Return rows of months with a part and its whole, from values in percent."""
    return [
        {
            "month": month,
            **more,
            "part": round(value * whole / 100),
            "whole": whole,
            "obs_status": "final",
            "note": "",
        }
        for month, value in zip(months(len(values)), values, strict=True)
    ]


def _plain(value: float) -> str:
    return f"{value:.12f}".rstrip("0").rstrip(".")
