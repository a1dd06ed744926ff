"""Where the axes of a chart are marked: at round values, and at periods whose labels have room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from performance.chart.measure import width
from performance.chart.points import Points, milliseconds
from performance.model import Unit
from performance.period import Frequency, Period, between, containing
from performance.text import Wording

SYMBOLS_ON_AXES = ("%", "$", "€", "£")
COMPACT_FROM = 1_000_000  # longer labels would take the room of the picture
STEPS = {
    Frequency.MONTH: (1, 2, 3, 6, 12, 24, 36, 60, 120, 240),
    Frequency.QUARTER: (1, 2, 4, 8, 20, 40, 80),
    Frequency.YEAR: (1, 2, 5, 10, 20, 50),
}
LABEL_GAP = 16
MOST_LABELS = 8


class Scale(Struct, frozen=True):
    """The values of an axis: its ends, its ticks and the decimals that tell them apart."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int


class Tick(Struct, frozen=True):
    """A label of the axis of time: where (milliseconds since 1970, UTC) and its words."""

    at: int
    label: str


def value_scale(low: float, high: float, unit: Unit, *, zero: bool, count: int = 5) -> Scale:
    """Return a round scale that holds `low` to `high` with about `count` steps.

    `zero` forces zero into it (bars). Without it zero is still taken in where the values come
    near it, because an axis that begins just above zero says nothing. Steps are never finer than
    the unit's decimals.
    """
    if zero or 0 <= low <= 0.4 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    elif high < 0 and high >= 0.4 * low:
        high = 0.0
    if low == high:
        margin = max(abs(low) * 0.05, 10.0**-unit.decimals)
        low, high = (max(low - margin, 0.0) if low >= 0 else low - margin), high + margin
    step, decimals = _round_step((high - low) / count, 10.0**-unit.decimals)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(index * step, decimals) + 0.0 for index in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks, decimals)


def value_labels(scale: Scale, unit: Unit, wording: Wording) -> list[str]:
    """Return the words of a scale's ticks: with the sign of percents and money, else bare."""
    shown = replace(
        unit,
        symbol=unit.symbol if unit.symbol in SYMBOLS_ON_AXES else "",
        decimals=scale.decimals,
    )
    if max(abs(scale.low), abs(scale.high)) >= COMPACT_FROM:
        return [wording.compact(tick, shown) for tick in scale.ticks]
    return [wording.value(tick, shown) for tick in scale.ticks]


def caption(unit: Unit) -> str:
    """Return the unit's name where the labels of its axis do not carry it, else nothing."""
    return "" if unit.symbol in SYMBOLS_ON_AXES else unit.name


def period_ticks(
    points: Points, wording: Wording, plot: float, *, before: float, after: float
) -> list[Tick]:
    """Return the labels of the axis of time: as many as stand apart on `plot` pixels.

    `before` and `after` are the pixels left and right of the plot that a label may reach into.
    """
    ends = points.periods[0], points.periods[-1]
    return list(_fitting(ends, (points.begin, points.stop), plot, (before, after), wording))


def end_ticks(points: Points, wording: Wording) -> list[Tick]:
    """Return the first and the last period alone, at the ends of a small panel."""
    first, last = (wording.period_short(points.periods[place]) for place in (0, -1))
    return [Tick(points.begin, first), Tick(points.stop, last)][first == last :]


# The metrics of a site share a few spans of time.
@lru_cache(maxsize=1_000)
def _fitting(
    ends: tuple[Period, Period],
    moments: tuple[int, int],
    plot: float,
    around: tuple[float, float],
    wording: Wording,
) -> tuple[Tick, ...]:
    """Return the labels that fit between two moments on `plot` pixels, with what is around them."""
    (begin, stop), (before, after) = moments, around
    chosen: tuple[Tick, ...] = ()
    for candidate in _candidates(*ends, wording):
        spots = ((t.at - begin) / (stop - begin) * plot for t in candidate)
        placed = [(at, width(t.label) / 2, t) for at, t in zip(spots, candidate, strict=True)]
        inside = [p for p in placed if p[0] - p[1] >= -before and p[0] + p[1] <= plot + after]
        gaps = [right[0] - right[1] - left[0] - left[1] for left, right in pairwise(inside)]
        chosen = tuple(p[2] for p in inside)
        if chosen and len(chosen) <= MOST_LABELS and all(gap >= LABEL_GAP for gap in gaps):
            return chosen
    return chosen[:1]


@lru_cache(maxsize=1_000)
def _candidates(first: Period, last: Period, wording: Wording) -> list[list[Tick]]:
    """Return the ways to label the axis, from the most labels to the fewest."""
    every = list(between(first, last))
    if first.frequency in STEPS:
        ways = [[p for p in every if _index(p) % step == 0] for step in STEPS[first.frequency]]
        return [_ticks(way, wording) for way in ways if way] + [_ticks(every[:1], wording)]
    months = list(
        between(containing(first.start, Frequency.MONTH), containing(last.end, Frequency.MONTH))
    )
    if len(months) <= 3:
        return [_ticks(every[::step], wording) for step in (1, 2, 4, 7, 14, 28, 100)]
    starts = [m for m in months if m.start >= first.start]
    return [
        [Tick(milliseconds(m.start), wording.period_short(m)) for m in starts if _index(m) % s == 0]
        for s in STEPS[Frequency.MONTH]
    ]


def _ticks(periods: Sequence[Period], wording: Wording) -> list[Tick]:
    return [Tick(*_labelled(period, wording)) for period in periods]


def _labelled(period: Period, wording: Wording) -> tuple[int, str]:
    return milliseconds(period.start, period.end), wording.period_short(period)


def _index(period: Period) -> int:
    """Count periods from the year 0, so that steps fall on Januaries, round years and the like."""
    match period.frequency:
        case Frequency.MONTH:
            return period.start.year * 12 + period.start.month - 1
        case Frequency.QUARTER:
            return period.start.year * 4 + (period.start.month - 1) // 3
        case _:
            return period.end.year


def _round_step(least: float, finest: float) -> tuple[float, int]:
    """Return the smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below `least`, and its decimals."""
    least = max(least, finest)
    power = math.floor(math.log10(least) + 1e-9)
    for factor in (1, 2, 2.5, 5, 10):
        step = factor * 10.0**power
        # A step of 2.5 hundredths of a whole unit would print decimals that nobody asked for.
        if step >= least * (1 - 1e-9) and (factor != 2.5 or step >= 10 * finest):
            decimals = max(0, -power + (factor == 2.5) - (factor == 10))
            return step, decimals
    raise AssertionError("ten times a power of ten is never too small")
