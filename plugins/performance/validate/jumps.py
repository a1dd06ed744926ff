"""Sense checks: a value ten times, or a tenth of, what is usual for its metric and member."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from performance.model import Mask, Metric
from performance.problem import Problem
from performance.validate.listing import MOST, limited
from performance.validate.observed import Observed, begins, finite

WINDOW = 12  # Earlier values that a value is compared with: a year of months.
FEWEST = 4  # Fewer earlier values have no usual size.
TIMES = 10  # A slip of the decimal point.
# Below 20 of the smallest steps shown (20 requests, 2.0 minutes) tenfold changes are chance.
STEPS = 20
# Where more than this share of values is 0 (or negative) it is an ordinary value of the metric.
ORDINARY = 0.1
LARGEST_PART = 1e6  # A smaller part is not worth its number in words.
NOTE = "If it is right, say so in the row's note."


def problems(
    metric: Metric, ordered: Observed, file: str, *, decimals: int, column: str = ""
) -> Iterator[Problem]:
    """Ask about a value ten times, or a tenth of, the median of up to 12 values before it.

    `column` is the one that the values stand in, where they are not the metric's own.
    Zeros are asked about elsewhere. Values before a declared break do not count. A value near one
    that jumped follows it: that jump has been asked about, or answered. Values often on both sides
    of 0 are changes, which have no usual size.
    """
    valued = finite(ordered)
    if _crosses_zero(valued.value):
        return
    valued, first = _uneven(valued, _stretches(metric, valued))
    if not len(valued.rows):
        return
    size = np.abs(valued.value)
    usual, before = _usual(size, first)
    large = np.fmax(size, usual) >= STEPS * 10.0**-decimals
    far = _apart(size, usual) & large
    follows = np.roll(far, 1) & ~first & ~_apart(size, before)
    measure = metric.measure
    named = (measure.value, measure.numerator, measure.denominator)
    places = np.flatnonzero(far & ~follows & ~valued.noted)
    yield from limited(
        [
            Problem(
                "value-jump",
                file,
                f"the value is {_times(size[place], usual[place])} the usual {usual[place]:.6g} "
                f"(the median of the values before it) of the metric {metric.name}",
                f"Look for a slip of the decimal point or the unit. {NOTE}",
                int(valued.rows[place]),
                column or " / ".join(filter(None, named)),
                f"{valued.value[place]:.12g}",
            )
            for place in places[np.argsort(valued.rows[places])][:MOST]
        ],
        len(places),
    )


def _stretches(metric: Metric, valued: Observed) -> Mask:
    """Return where each stretch of comparable values begins: at a member, and at a break."""
    if not metric.breaks:
        return begins(valued)
    breaks = np.array(sorted(b.period.start for b in metric.breaks), dtype="datetime64[D]")
    era = np.searchsorted(breaks, valued.starts, side="right")
    stretches: Mask = begins(valued) | (np.diff(era, prepend=0) != 0)
    return stretches


def _uneven(valued: Observed, first: Mask) -> tuple[Observed, Mask]:
    """Return the stretches in which a value can be ten times another, and where they begin.

    A median lies between the least and the greatest of its values: in every other stretch no value
    is ten times, or a tenth of, any median of others.
    """
    firsts = np.flatnonzero(first)
    if not len(firsts):
        return valued, first
    size = np.abs(valued.value)
    least, most = np.minimum.reduceat(size, firsts), np.maximum.reduceat(size, firsts)
    with np.errstate(over="ignore"):
        uneven = most >= TIMES * least
    if uneven.all():
        return valued, first
    keep = np.repeat(uneven, np.diff(firsts, append=len(size)))
    return valued.at(keep), first[keep]


def _times(size: float, usual: float) -> str:
    """Return how many times a value is its usual size, in words."""
    with np.errstate(over="ignore"):
        if size >= usual:
            return f"{size / usual:.0f} times"
        parts = usual / size
    return f"one {parts:.0f}th of" if parts < LARGEST_PART else "a tiny part of"


def _crosses_zero(value: NDArray[np.float64]) -> bool:
    below, above = int((value < 0).sum()), int((value > 0).sum())
    return min(below, above) > ORDINARY * len(value)


def _usual(
    size: NDArray[np.float64], begins: Mask
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the median of up to 12 sizes before each, and the one just before.

    Both look no further back than where a stretch begins, and are NaN where there is too little.
    """
    count = len(size)
    if count == 0:
        return size, size
    padded = np.concatenate([np.full(WINDOW, np.nan), size])
    earlier = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[:count].copy()
    place = np.arange(count)
    known = np.minimum(place - np.maximum.accumulate(np.where(begins, place, 0)), WINDOW)
    before = np.where(known > 0, earlier[:, -1], np.nan)
    earlier[np.arange(WINDOW) < WINDOW - known[:, None]] = np.nan
    earlier.sort(axis=1)  # NaN sorts last.
    lower = np.take_along_axis(earlier, np.maximum(known - 1, 0)[:, None] // 2, axis=1)
    upper = np.take_along_axis(earlier, (known // 2).clip(0, WINDOW - 1)[:, None], axis=1)
    median = (lower / 2 + upper / 2)[:, 0]  # Halved first: a sum could be too large.
    return np.where(known >= FEWEST, median, np.nan), before


def _apart(size: NDArray[np.float64], other: NDArray[np.float64]) -> Mask:
    with np.errstate(over="ignore"):
        apart = (size >= TIMES * other) | (size * TIMES <= other)
    found: Mask = (size > 0) & (other > 0) & apart
    return found
