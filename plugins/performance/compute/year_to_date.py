"""Rule 9: the fiscal year so far beside the same periods of the year before."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from performance.compute.aggregate import aggregate
from performance.compute.attainment import is_judged, judge
from performance.compute.change import broken_by, difference, percent
from performance.compute.goal import aimed_at, in_proportion, summed
from performance.compute.observations import NOT_APPLICABLE
from performance.compute.series import Series
from performance.compute.timeline import Whole
from performance.compute.years import Year
from performance.model import Aggregation, Attainment, Metric, Target, YearToDate
from performance.period import Frequency, Period


class _Part(Struct, frozen=True):
    """A fiscal year up to and with `through`: its periods, and the rows they have."""

    year: Year
    through: Period
    periods: tuple[Period, ...]
    rows: Whole


def year_to_date(series: Series, years: tuple[Year, ...]) -> YearToDate | None:
    """Return the fiscal year so far, up to the last complete period with a value.

    None for a yearly metric, one that does not add up over periods, and a sum that lacks a period.
    The year before is compared over exactly the same periods: those of the whole part of the year
    for a sum, those with a value now for everything else. Where one of them has no value, or the
    series has a break between, there is nothing to compare with.
    """
    metric = series.metric
    last = series.last(series.rows.present & series.complete)
    none = (Aggregation.NONE, Aggregation.LAST)
    if last is None or metric.frequency is Frequency.YEAR:
        return None
    if metric.measure.aggregation in none:
        return None
    part = _part(series, years, last)
    so_far = aggregate(series.rows, part.rows, metric.measure)
    if so_far is None or (_adds(metric) and not _all_there(series, part.periods)):
        return None
    previous = _previous(series, part)
    size = None if previous is None else difference(so_far.value, previous)
    target, attainment = _judged(metric, part, so_far.value)
    return YearToDate(
        year=part.year.number,
        through=part.through,
        periods=int(np.count_nonzero(series.rows.present[part.rows])),
        value=so_far.value,
        previous=previous,
        difference=size,
        percent=None if previous is None or size is None else percent(size, previous, metric),
        target_value=None if target is None else target.value,
        attainment=attainment,
    )


def share_of_year(year: Year, through: Period) -> float:
    """Return what part of a year's periods has passed with `through`: 0.25 for 3 months of 12."""
    return len([p for p in year.periods if p.start <= through.start]) / len(year.periods)


def _part(series: Series, years: tuple[Year, ...], last: int) -> _Part:
    year = next(year for year in years if last in year.rows)
    through = series.period(last)
    periods = tuple(p for p in year.periods if p.start <= through.start)
    return _Part(year, through, periods, year.rows[year.rows <= last])


def _adds(metric: Metric) -> bool:
    return metric.measure.aggregation is Aggregation.SUM


def _all_there(series: Series, periods: tuple[Period, ...]) -> bool:
    """Whether every period has a value or does not apply."""
    rows = [series.row_of(period) for period in periods]
    return all(
        row is not None
        and (bool(series.rows.present[row]) or series.rows.status[row] == NOT_APPLICABLE)
        for row in rows
    )


def _previous(series: Series, part: _Part) -> float | None:
    """Return the value of the same periods a year earlier; none where one has none."""
    metric = series.metric
    if _adds(metric):
        compared = part.periods
    else:
        present = part.rows[series.rows.present[part.rows]]
        compared = tuple(series.period(int(row)) for row in present)
    earlier = [period.year_earlier() for period in compared]
    periods = tuple(period for period in earlier if period is not None)
    if len(periods) < len(compared) or broken_by(metric, periods[0], part.through):
        return None
    rows = [series.row_of(period) for period in periods]
    there = np.array([row for row in rows if row is not None], dtype="int64")
    if _adds(metric):
        whole = _all_there(series, periods)
    else:
        whole = len(there) == len(periods) and bool(series.rows.present[there].all())
    found = aggregate(series.rows, there, metric.measure) if whole else None
    return None if found is None else found.value


def _judged(metric: Metric, part: _Part, value: float) -> tuple[Target | None, Attainment]:
    """Return the target of a part of a year, where there can be one, and the attainment by it."""
    target = _target(metric, part)
    if target is not None and target.value is not None and is_judged(metric):
        return target, judge(value, target, metric.direction)
    aimed = aimed_at(metric, part.year.periods[-1]) or aimed_at(metric, part.through)
    return target, Attainment.PENDING if aimed else Attainment.NO_TARGET


def _target(metric: Metric, part: _Part) -> Target | None:
    if not _adds(metric):
        target = aimed_at(metric, part.through)
        return target if target is not None and target.basis == "period" else None
    whole = aimed_at(metric, part.year.periods[-1])
    if whole is not None and whole.basis != "period":
        return (
            in_proportion(whole, share_of_year(part.year, part.through)) if whole.prorate else None
        )
    applies = tuple(p for p in part.year.expected if p.start <= part.through.start)
    return summed(metric, applies) if applies else None
