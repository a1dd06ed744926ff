"""Rule 5: a metric by fiscal year."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
from msgspec import Struct

from performance.compute.aggregate import Aggregate, aggregate
from performance.compute.attainment import CODES, is_judged, judge
from performance.compute.goal import aimed_at, year_goal
from performance.compute.lateness import due_on
from performance.compute.observations import NOT_APPLICABLE
from performance.compute.series import Series
from performance.compute.timeline import Whole, periods_of_year, years_of
from performance.model import Aggregation, Attainment, FiscalYear, Metric, Target
from performance.period import Frequency, Period

AGGREGATE = "aggregate"
SHARE = "share of periods"
VERDICTS = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)


class Year(Struct, frozen=True):
    """The rows of one fiscal year in a series.

    `periods` are all of the year, `expected` those in which the metric applies; `rows` are the
    rows of complete periods; `reported` is whether the year's last period has a row.
    """

    number: int
    periods: tuple[Period, ...]
    expected: tuple[Period, ...]
    rows: Whole
    reported: bool


def first_month_of(metric: Metric, fiscal_year_start: int) -> int:
    """Return the month in which the years of a metric begin.

    A yearly metric has the years it is reported by, every other the city's fiscal years.
    """
    return metric.year_start if metric.frequency is Frequency.YEAR else fiscal_year_start


def counts_up(metric: Metric, first_month: int) -> bool:
    """Whether values are counted from the start of the very years of the table."""
    return metric.measure.cumulative == "fiscal-year" or (
        metric.measure.cumulative == "calendar-year" and first_month == 1
    )


def years(series: Series, first_month: int) -> tuple[Year, ...]:
    """Return every fiscal year that a row is of, in order."""
    metric, place = series.metric, series.rows.place
    if not len(place):
        return ()
    numbers = years_of(series.timeline.ends[place], first_month)
    complete, apart = series.complete, series.rows.status == NOT_APPLICABLE
    # Rows are in order of time: each year's stand together.
    edges = [*np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1)).tolist(), len(numbers)]
    found = []
    for begin, end in pairwise(edges):
        periods = periods_of_year(
            int(numbers[begin]),
            first_month,
            frequency=metric.frequency,
            year_start=metric.year_start,
        )
        expected = periods
        if apart[begin:end].any():
            rows = begin + np.flatnonzero(apart[begin:end])
            without = {series.period(row).start for row in rows.tolist()}
            expected = tuple(p for p in periods if p.start not in without)
        reported = series.period(end - 1) == periods[-1]
        whole = begin + np.flatnonzero(complete[begin:end])
        found.append(Year(int(numbers[begin]), periods, expected, whole, reported))
    return tuple(found)


def fiscal_years(
    series: Series, found: tuple[Year, ...], *, first_month: int, as_of: date
) -> tuple[FiscalYear, ...]:
    """Return a metric's fiscal years.

    Only complete periods count. A year is judged when it has ended and its last value is there, or
    overdue; until then its attainment is pending, and so it stays before the metric is live. The
    years of a member that the metric's targets do not apply to have none.
    """
    return tuple(_fiscal_year(series, year, first_month=first_month, as_of=as_of) for year in found)


def value_of(series: Series, year: Year, *, first_month: int, ended: bool) -> Aggregate | None:
    """Return the value of a year so far as its rows give one.

    A sum needs every period in which the metric applies. The last value, and one counted from the
    start of the year, is that of the year's last period or, while the year is open, the latest.
    """
    metric = series.metric
    present = year.rows[series.rows.present[year.rows]]
    if metric.measure.aggregation is Aggregation.LAST or counts_up(metric, first_month):
        if not len(present):
            return None
        row = int(present[-1])
        at_end = bool(year.expected) and series.period(row) == year.expected[-1]
        return Aggregate(float(series.rows.value[row])) if at_end or not ended else None
    if metric.measure.aggregation is Aggregation.SUM and len(present) < len(year.expected):
        return None
    return aggregate(series.rows, year.rows, metric.measure)


def _fiscal_year(series: Series, year: Year, *, first_month: int, as_of: date) -> FiscalYear:
    metric, end = series.metric, year.periods[-1]
    present = series.rows.present[year.rows]
    values = series.rows.value[year.rows[present]]
    ended = end.end <= as_of
    closed = is_judged(metric) and ended and (year.reported or due_on(metric, end) < as_of)
    target = year_goal(metric, year.expected, end) if series.aimed else None
    whole = value_of(series, year, first_month=first_month, ended=ended)
    met, judged = _judged(series, year)
    by_share = not metric.measure.additive and not (
        counts_up(metric, first_month) and target is not None and target.basis != "period"
    )
    if not closed:
        attainment = _open(series, target)
    elif by_share:
        attainment = _by_share(met, judged, target=target, periods=len(values))
    elif whole is None:
        attainment = Attainment.NO_DATA
    else:
        attainment = judge(whole.value, target, metric.direction)
    additive = metric.measure.additive or whole is not None
    return FiscalYear(
        year=year.number,
        value=whole.value if whole is not None else None,
        target=target,
        target_value=target.value if target is not None else None,
        attainment=attainment,
        basis=SHARE if by_share else AGGREGATE,
        periods=len(values),
        expected=len(year.expected),
        ended=ended,
        low=float(values.min()) if not additive and len(values) else None,
        high=float(values.max()) if not additive and len(values) else None,
        periods_met=met,
        periods_judged=judged,
        numerator=whole.numerator if whole is not None else None,
        denominator=whole.denominator if whole is not None else None,
    )


def _open(series: Series, target: Target | None) -> Attainment:
    metric = series.metric
    aimed = target is not None or any(aimed_at(metric, t.start) for t in metric.targets)
    return Attainment.PENDING if aimed and series.aimed else Attainment.NO_TARGET


def _by_share(met: int, judged: int, *, target: Target | None, periods: int) -> Attainment:
    """Return the attainment of a year by the share of its judged periods that met their target."""
    if not periods:
        return Attainment.NO_DATA
    if not judged:
        return Attainment.NO_TARGET if target is None else Attainment.PENDING
    if met == judged:
        return Attainment.MET
    return Attainment.MISSED if 2 * met < judged else Attainment.NEAR


def _judged(series: Series, year: Year) -> tuple[int, int]:
    """Return how many periods met their target, and how many were judged."""
    codes = series.attainment[year.rows]
    found = np.bincount(codes, minlength=len(CODES))
    met, near, missed = (int(found[CODES[verdict]]) for verdict in VERDICTS)
    return met, met + near + missed
