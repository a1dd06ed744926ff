"""Rule 7: the difference between two periods."""

from __future__ import annotations

from math import floor, log10

from performance.compute.attainment import same
from performance.compute.series import Series
from performance.compute.total import DIGITS
from performance.model import Break, Change, Direction, Metric, Observation
from performance.period import Period


def change(series: Series, row: int | None, base: Period | None) -> Change | None:
    """Return how a row's value differs from that of the period `base`.

    None where either has no value or the base is not the earlier of them. Where the series has a
    break between the two there is no difference, only the break.
    """
    if row is None or base is None:
        return None
    from_row = series.row_of(base)
    if from_row is None or from_row >= row:
        return None
    return between(series.observation(row), series.observation(from_row), series.metric)


def between(current: Observation, before: Observation, metric: Metric) -> Change | None:
    """Return how an observation differs from an earlier one; none where either has no value."""
    if current.value is None or before.value is None:
        return None
    broken = broken_by(metric, before.period, current.period)
    if broken is not None:
        return Change(current, before, None, broken_by=broken)
    size = difference(current.value, before.value)
    return Change(
        current,
        before,
        size,
        percent=percent(size, before.value, metric),
        better=_better(current, before, metric),
    )


def difference(value: float, base: float) -> float:
    """Return value − base, in the unit, as with a pencil: 4.35 − 4.3 is 0.05, not 0.0499….

    It is exactly 0 where they differ by floating point alone.
    """
    if same(value, base):
        return 0.0
    return round(value - base, DIGITS - 1 - floor(log10(max(abs(value), abs(base)))))


def percent(size: float, base: float, metric: Metric) -> float | None:
    """Return a difference in percent of its base.

    None for percentages, whose difference is in percentage points, and where the base is zero or
    negative: a share of it would say nothing.
    """
    if metric.unit.is_percent or base <= 0 or same(base, 0):
        return None
    return 100 * size / base


def broken_by(metric: Metric, base: Period, current: Period) -> Break | None:
    """Return the last break after `base` and up to `current`; none where they can be compared."""
    between = [b for b in metric.breaks if base.start < b.period.start <= current.start]
    return max(between, key=lambda b: b.period.start, default=None)


def _better(current: Observation, before: Observation, metric: Metric) -> bool | None:
    """Return whether the change is in the wanted direction; towards the range where that is it."""
    assert current.value is not None
    assert before.value is not None
    now, then = current.value, before.value
    if metric.direction is Direction.RANGE:
        target = current.target
        if target is None or target.low is None or target.high is None:
            return None
        now, then = (max(target.low - v, v - target.high, 0) for v in (now, then))
    if metric.direction is Direction.NONE or same(now, then):
        return None
    return (now > then) is (metric.direction is Direction.INCREASE)
