"""Everything computed of one metric."""

from __future__ import annotations

from datetime import date

from performance.compute.breakdowns import breakdowns
from performance.compute.change import change
from performance.compute.judgement import judgement
from performance.compute.lateness import lateness
from performance.compute.reading import Reading, reading
from performance.compute.series import Series
from performance.compute.timeline import Timeline
from performance.compute.trend import trend
from performance.compute.whole import is_sum
from performance.compute.year_to_date import year_to_date
from performance.compute.years import first_month_of, fiscal_years, years
from performance.model import (
    Breakdown,
    Change,
    Department,
    Metric,
    Observation,
    Package,
    Priority,
    Record,
)
from performance.period import Period
from performance.settings import Settings


def record(
    metric: Metric,
    package: Package,
    *,
    department: Department,
    priority: Priority | None,
    settings: Settings,
    broken_down: bool = True,
) -> Record:
    """Return the record of a metric; periods that have not begun count in its tables alone.

    Without `broken_down` it has no breakdowns, which of many members are most of the work.
    """
    as_of = settings.today
    told = reading(metric, package, as_of)
    known = told.whole.until_now()
    first = first_month_of(metric, settings.fiscal_year_start)
    by_year = years(known, first)
    computed = fiscal_years(known, by_year, first_month=first, as_of=as_of)
    late = lateness(metric, _last_reported(known, told.line), as_of)
    last_year, previous, baseline = _changes(known)
    return Record(
        metric=metric,
        package=package,
        department=department,
        priority=priority,
        series=told.series(),
        tidy=told.tidy(),
        breakdowns=_breakdowns(told, first, as_of) if broken_down else (),
        latest=_latest(known),
        judgement=judgement(known, late, by_year, computed=computed, first_month=first),
        lateness=late,
        change=last_year,
        previous_change=previous,
        baseline_change=baseline,
        trend=trend(known),
        fiscal_years=computed,
        year_to_date=year_to_date(known, by_year),
        covers=_covers(told.whole),
    )


def _breakdowns(told: Reading, first_month: int, as_of: date) -> tuple[Breakdown, ...]:
    metric = told.whole.metric
    return breakdowns(
        told.rows,
        told.dimensions,
        told.line,
        metric=metric,
        # The target of a sum is not one of its parts'.
        aimed=not is_sum(metric),
        first_month=first_month,
        as_of=as_of,
    )


def _last_reported(known: Series, line: Timeline) -> Period | None:
    """Return the last period that was reported, with or without a value."""
    if len(known.rows.place):
        return known.period(-1)
    # Members may be reported whose whole cannot be worked out.
    begun = [p for p, future in zip(line.periods, line.future, strict=True) if not future]
    return begun[-1] if begun else None


def _latest(known: Series) -> Observation | None:
    row = known.last(known.rows.present)
    return None if row is None else known.observation(row)


def _covers(whole: Series) -> tuple[date, date] | None:
    """Return the first and the last day of the periods that have a value; none without one."""
    last = whole.last(whole.rows.present)
    if last is None:
        return None
    return whole.period(int(whole.rows.present.argmax())).start, whole.period(last).end


def _changes(known: Series) -> tuple[Change | None, Change | None, Change | None]:
    """Return the changes on a year ago, on the period before and on the baseline.

    They start from the last complete period with a value: part of a month beside a whole one would
    be no change.
    """
    row = known.last(known.rows.present & known.complete)
    if row is None:
        return None, None, None
    period = known.period(row)
    bases = (period.year_earlier(), period.shift(-1), known.metric.baseline)
    last_year, previous, baseline = (change(known, row, base) for base in bases)
    return last_year, previous, baseline
