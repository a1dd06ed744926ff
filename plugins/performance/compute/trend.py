"""Rule 8: the direction of a series over time.

The slope is that of Theil and Sen, its significance that of the Mann–Kendall test. Monthly values
are compared within the same calendar month, so that the seasons are no trend. `compute.ranks` has
the methods and their sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import numpy as np
from msgspec import Struct

from performance.compute.ranks import slope_and_p
from performance.compute.series import Series
from performance.compute.timeline import Floats, Whole
from performance.model import Direction, Metric, Trend
from performance.period import Frequency, Period

SIGNIFICANT = 0.05
YEARS = 5
WINDOW = 24
LEAST = 8
DIGITS = 12
TOO_FEW = "too few periods"


class _Window(Struct, frozen=True):
    """The values of the last periods: `at` are their distances in periods from the first."""

    first: Period
    last: Period
    at: Whole
    values: Floats
    length: int

    @property
    def full(self) -> bool:
        """Whether every period of the window has a value."""
        return len(self.values) == self.length


def trend(series: Series) -> Trend:
    """Return the trend of a series.

    It is that of complete periods with a value, since the last break: of the last 5 years for a
    yearly metric (all 5 are needed), else of the last 24 periods (8 are needed). The slope is in
    the unit a year, a year being 12 months, 4 quarters, 52 weeks or 365 days. Values that are
    themselves counted from the start of the year rise within every year, so that only the same
    periods of different years say anything: they need the whole window.
    """
    window = _window(series)
    return Trend(TOO_FEW) if window is None else _found(window, series.metric)


def of_values(periods: Sequence[Period], values: Sequence[float], metric: Metric) -> Trend:
    """Return the trend of values of some periods, by the rules of `trend`.

    The periods are in order and of the metric's frequency; nothing before its last break counts.
    """
    if not periods:
        return Trend(TOO_FEW)
    last = periods[-1]
    length = YEARS if metric.frequency is Frequency.YEAR else WINDOW
    begin = max(
        [last.shift(1 - length).start]
        + [b.period.start for b in metric.breaks if b.period.start <= last.start]
    )
    kept = [(p, v) for p, v in zip(periods, values, strict=True) if p.start >= begin]
    if not kept:
        return Trend(TOO_FEW)
    first = kept[0][0]
    at = np.array([_distance(first, period) for period, _ in kept], dtype="int64")
    window = _Window(first, last, at, _quiet(np.array([v for _, v in kept])), length)
    return _found(window, metric)


def _found(window: _Window, metric: Metric) -> Trend:
    yearly = metric.frequency is Frequency.YEAR
    least = YEARS if yearly else LEAST
    seasonal = window.full and not yearly and _is_seasonal(metric)
    if len(window.values) < least or (_restarts(metric) and not seasonal):
        return Trend(TOO_FEW, first=window.first, last=window.last, count=len(window.values))
    slope, p = _seasonal(window, metric) if seasonal else _plain(window, metric)
    slope = round(slope, _places(window.values))
    return Trend(
        _verdict(slope, p, metric.direction),
        slope=slope,
        p=p,
        first=window.first,
        last=window.last,
        count=len(window.values),
        seasonal=seasonal,
    )


def _window(series: Series) -> _Window | None:
    """Return the last periods of a series; none where no complete period has a value."""
    chosen = np.flatnonzero(series.rows.present & series.complete)
    if not len(chosen):
        return None
    metric = series.metric
    last = series.period(int(chosen[-1]))
    length = YEARS if metric.frequency is Frequency.YEAR else WINDOW
    begin = last.shift(1 - length).start
    broken = [b.period.start for b in metric.breaks if b.period.start <= last.start]
    begin = max([begin, *broken])
    places = series.rows.place[chosen]
    chosen = chosen[series.timeline.starts[places] >= np.datetime64(begin, "s")]
    periods = [series.period(int(row)) for row in chosen]
    at = np.array([_distance(periods[0], period) for period in periods], dtype="int64")
    values = _quiet(series.rows.value[chosen])
    return _Window(periods[0], last, at, values, length)


def _plain(window: _Window, metric: Metric) -> tuple[float, float]:
    """Return the slope a year and the p of all values."""
    slope, p = slope_and_p(window.values[:, np.newaxis], window.at)
    return slope * metric.frequency.per_year, p


def _seasonal(window: _Window, metric: Metric) -> tuple[float, float]:
    """Return the slope a year and the p of the values compared within the year's periods."""
    by_year = window.values.reshape(-1, metric.frequency.per_year)
    return slope_and_p(by_year, np.arange(len(by_year)))


def _is_seasonal(metric: Metric) -> bool:
    by_quarter = metric.frequency is Frequency.QUARTER and _restarts(metric)
    return metric.frequency is Frequency.MONTH or by_quarter


def _restarts(metric: Metric) -> bool:
    """Whether values accumulate within a year and begin anew with the next."""
    return metric.measure.cumulative is not None and metric.frequency is not Frequency.YEAR


def _verdict(slope: float, p: float, direction: Direction) -> str:
    if p >= SIGNIFICANT or slope == 0:
        return "steady"
    if direction not in (Direction.INCREASE, Direction.DECREASE):
        return "rising" if slope > 0 else "falling"
    return "improving" if (slope > 0) is (direction is Direction.INCREASE) else "worsening"


def _distance(first: Period, period: Period) -> int:
    """Return how many periods lie from one to a later one."""
    months = 12 * (period.start.year - first.start.year) + period.start.month - first.start.month
    match period.frequency:
        case Frequency.DAY:
            return (period.start - first.start).days
        case Frequency.WEEK:
            return (period.start - first.start).days // 7
        case Frequency.MONTH:
            return months
        case Frequency.QUARTER:
            return months // 3
        case Frequency.YEAR:
            return months // 12


def _quiet(values: Floats) -> Floats:
    """Return values without the noise of floating point, which a test on ranks takes for change."""
    return np.round(values, _places(values))


def _places(values: Floats) -> int:
    """Return how many decimals of values, and of their differences, are more than noise."""
    largest = float(np.max(np.abs(values)))
    return DIGITS - 1 - floor(log10(largest)) if largest else DIGITS
