"""A series as lists ready to be drawn: times in milliseconds, absent values as None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, compress, pairwise
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from performance.model import Aggregation, Frame, Metric, ObsStatus
from performance.period import Frequency, Period, parse

HOLLOW = (ObsStatus.PROVISIONAL, ObsStatus.ESTIMATED)
A_DAY = timedelta(days=1)
DAY = 86_400_000


class Points(Struct, frozen=True):
    """One series: a place in every list for each period that the table names, in order of time.

    `keys` are the periods as a data file writes them.
    `start` and `end` are the first and the next moment after a period, in milliseconds since 1970
    (UTC). `hollow` marks values that are not final yet, `statuses` says which sorts those are.
    `run` numbers stretches that one line may join: a new one begins after an absent period, at a
    break in the series and where a value counted from the year's start begins anew.
    """

    periods: tuple[Period, ...]
    keys: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    value: list[float | None]
    volume: list[float | None]
    target: list[float | None]
    low: list[float | None]
    high: list[float | None]
    hollow: list[bool]
    statuses: tuple[ObsStatus, ...]
    run: list[int]

    @property
    def begin(self) -> int:
        """The first moment drawn."""
        return self.start[0]

    @property
    def stop(self) -> int:
        """The moment after the last one drawn."""
        return self.end[-1]

    @property
    def present(self) -> list[int]:
        """The places that have a value."""
        return [index for index, value in enumerate(self.value) if value is not None]

    @property
    def isolated(self) -> list[int]:
        """The places whose value has no neighbour that a line could join it to."""
        # Each value with its run; two that a line joins are of one.
        runs = [None if v is None else r for v, r in zip(self.value, self.run, strict=True)]
        beside = zip([None, *runs[:-1]], runs, [*runs[1:], None], strict=True)
        return [
            index
            for index, (before, run, after) in enumerate(beside)
            if run is not None and before != run != after
        ]

    def middle(self, index: int) -> int:
        """Return the moment in the middle of the period at a place."""
        return (self.start[index] + self.end[index]) // 2

    @property
    def middles(self) -> list[int]:
        """The moments in the middle of the periods."""
        return [(first + after) // 2 for first, after in zip(self.start, self.end, strict=True)]

    def without_volume(self) -> Points:
        """Return the same series without its volume."""
        return replace(self, volume=[None] * len(self.volume))


def has_any(values: Sequence[float | None]) -> bool:
    """Whether there is a value among values."""
    return values.count(None) < len(values)


def milliseconds(first: date, last: date | None = None) -> int:
    """Return when a day begins (UTC), or the middle of the days `first` to `last`."""
    begins = (first - date(1970, 1, 1)).days * DAY
    return begins if last is None else begins + ((last - first).days + 1) * DAY // 2


@lru_cache(maxsize=65_536)  # the metrics of a site share most of their periods
def moment(at: int) -> str:
    """Return milliseconds since 1970 as ISO 8601 in UTC, as short as can be."""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)
    return f"{when:%Y-%m-%d}" if at % DAY == 0 else f"{when:%Y-%m-%dT%H:%M:%SZ}"


def points(series: Frame, metric: Metric, fiscal_year_start: int) -> Points:
    """Return a series (columns `SERIES`) of a metric as lists.

    `fiscal_year_start` (1–12) is the month in which values counted from the fiscal year's start
    begin anew.
    """
    span = _span(tuple(series["period"].tolist()), metric.frequency, metric.year_start)
    value = _numbers(series["value"])
    status = series["obs_status"].tolist()
    hollow = [s in HOLLOW and v is not None for s, v in zip(status, value, strict=True)]
    unsettled = set(compress(status, hollow))
    return Points(
        periods=span.periods,
        keys=span.keys,
        start=span.start,
        end=span.end,
        value=value,
        volume=_volume(series, metric),
        target=_numbers(series["target"]),
        low=_numbers(series["target_low"]),
        high=_numbers(series["target_high"]),
        hollow=hollow,
        statuses=tuple(status for status in HOLLOW if status in unsettled),
        run=_runs(span, metric, fiscal_year_start),
    )


class _Span(NamedTuple):
    """The periods of a series, with the first moment of each and the moment after its last.

    `run` is as in `Points` where neither breaks nor years part the series.
    """

    periods: tuple[Period, ...]
    keys: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    run: list[int]


@lru_cache(maxsize=256)  # the metrics of a site share a few spans of time
def _span(keys: Sequence[str], frequency: Frequency, year_start: int) -> _Span:
    periods = tuple(parse(key, frequency, year_start) for key in keys)
    gaps = [two.start != one.end + A_DAY for one, two in pairwise(periods)]
    return _Span(
        periods,
        tuple(period.key for period in periods),
        tuple(milliseconds(period.start) for period in periods),
        tuple(milliseconds(period.end) + DAY for period in periods),
        [*accumulate(gaps, initial=0)][: len(periods)],
    )


def _numbers(column: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in column.tolist()]


def _volume(series: Frame, metric: Metric) -> list[float | None]:
    """Return what is drawn as bars behind the line: a volume, or what a ratio is a share of."""
    measure = metric.measure
    if measure.volume is not None:
        found = _numbers(series["volume"])
    elif measure.aggregation is Aggregation.RATIO:
        found = _numbers(series["denominator"])
    else:
        return [None] * len(series)
    # Bars behind a line share its baseline, which a negative volume would leave.
    return [None] * len(found) if any(v is not None and v < 0 for v in found) else found


def _runs(span: _Span, metric: Metric, first_month: int) -> list[int]:
    breaks = [b.period.start for b in metric.breaks]
    if not breaks and metric.measure.cumulative is None:
        return span.run
    counted = [_counted_year(period, metric, first_month) for period in span.periods]
    cuts = [
        run != before or year != last or any(one.start < b <= two.start for b in breaks)
        for (before, run), (last, year), (one, two) in zip(
            pairwise(span.run), pairwise(counted), pairwise(span.periods), strict=True
        )
    ]
    return [*accumulate(cuts, initial=0)][: len(span.run)]


def _counted_year(period: Period, metric: Metric, first_month: int) -> int:
    """Return the year within which values accumulate; 0 where they do not."""
    match metric.measure.cumulative:
        case "fiscal-year":
            return period.fiscal_year(first_month)
        case "calendar-year":
            return period.end.year
        case _:
            return 0
