"""The figures of an annual report, from what was computed of every metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

import numpy as np
from msgspec.structs import replace

from performance.compute.annual_members import members
from performance.compute.annual_money import of_budget
from performance.compute.change import broken_by, difference, percent
from performance.compute.goal import year_goal
from performance.compute.timeline import periods_of_year
from performance.compute.trend import of_values
from performance.compute.years import first_month_of
from performance.model import (
    Amount,
    Annual,
    Attainment,
    Beside,
    Break,
    FiscalYear,
    Ledger,
    Metric,
    ObsStatus,
    PeriodFigure,
    Recall,
    Record,
    Report,
    Restated,
    Target,
    Trend,
    UnitCost,
    YearFigures,
    anew,
)
from performance.period import Frequency, Period, parse, year_

SHOWN = 5
LATEST = "latest"
TOLD = ("period", "value", "attainment", "obs_status")


def annual(
    records: Iterable[Record],
    report: Report,
    *,
    first_month: int,
    as_of: date,
    ledger: Ledger | None = None,
    costs: Mapping[str, Sequence[UnitCost]] = MappingProxyType({}),
    recall: Recall = anew,
) -> Annual:
    """Return the figures of a report; `first_month` (1–12) begins the city's fiscal year.

    `ledger` is the city's budget, none where it publishes none; `costs` are what each thing that a
    metric counts cost its program, by metric. `recall` may know the figures from before.
    """
    found = {}
    for record in records:
        name = record.metric.name
        asked = report.asked.get(name, frozenset())
        of = ("annual", name, record.department, record.priority, report.fiscal_year, asked)
        make = partial(figures, record, report.fiscal_year, first_month=first_month, asked=asked)
        found[name] = recall(record.package, of, make)
    years = (report.fiscal_year, report.fiscal_year - 1)
    counts = {year: _counts(found.values(), report.fiscal_year - year) for year in years}
    money = amounts(report, ledger)
    currency = ledger.budget.currency if ledger is not None else ""
    paid = tuple(
        cost for name in found for cost in costs.get(name, ()) if cost.fiscal_year in years
    )
    return Annual(report.fiscal_year, as_of, found, counts, money, currency, paid)


def amounts(report: Report, ledger: Ledger | None) -> tuple[Amount, ...]:
    """Return the money and staff of a report: the one place that says where they come from.

    Money is the budget's where it has the year, so that no two pages give different amounts; staff,
    and the money of a city without a budget, are those that the report's own `money.md` gives.
    """
    budgeted = of_budget(ledger, report.fiscal_year) if ledger is not None else ()
    kinds = {amount.kind for amount in budgeted}
    return (*budgeted, *(amount for amount in report.money if amount.kind not in kinds))


def figures(
    record: Record, fiscal_year: int, *, first_month: int, asked: frozenset[str]
) -> YearFigures:
    """Return a metric's figures in the year of a report and the four before.

    `asked` are the keys of periods that the text speaks of, or "latest".
    """
    metric = record.metric
    number = year_of(metric, fiscal_year, first_month)
    years = tuple(y for y in record.fiscal_years if number - SHOWN < y.year <= number and y.ended)
    first = first_month_of(metric, first_month)
    now = next((y for y in years if y.year == number), None)
    before = next((y for y in years if y.year == number - 1), None)
    size, share = _change(now, before, metric, first)
    by_period = not any(year.value is not None for year in years)
    chosen = _periods(record, number, first, asked=asked, every=by_period)
    return YearFigures(
        metric=metric.name,
        number=number,
        years=years,
        next_target=_next_target(metric, number + 1, first),
        trend=_trend(metric, years, chosen if by_period else (), first=first),
        difference=size,
        percent=share,
        periods=chosen,
        latest=record.latest.period.key if record.latest is not None else "",
        members=members(record, year_(number, first)) if now is not None else (),
        benchmarks=tuple(Beside(b.title, b.value) for b in metric.benchmarks),
        restated=_restated(record, year_(number, first)),
        breaks=_breaks(metric, year_(number, first)),
        stage=metric.stage,
        counted=record.counted,
    )


def year_of(metric: Metric, fiscal_year: int, first_month: int) -> int:
    """Return which year of a metric a report on a fiscal year is about.

    A metric that is reported by years of its own has the one that ended in the fiscal year.
    """
    if metric.frequency is not Frequency.YEAR:
        return fiscal_year
    whole = year_(fiscal_year, first_month)
    inside = (
        year
        for year in (fiscal_year, fiscal_year - 1)
        if whole.start <= year_(year, metric.year_start).end <= whole.end
    )
    return next(inside, fiscal_year)


def _next_target(metric: Metric, year: int, first: int) -> Target | None:
    periods = periods_of_year(year, first, frequency=metric.frequency, year_start=metric.year_start)
    return year_goal(metric, periods, periods[-1])


def _change(
    now: FiscalYear | None, before: FiscalYear | None, metric: Metric, first: int
) -> tuple[float | None, float | None]:
    """Return the difference of two years in the unit and in percent; none across a break."""
    if now is None or before is None or now.value is None or before.value is None:
        return None, None
    # A break within either year makes that year itself a mixture.
    earlier, whole = year_(before.year, first), year_(now.year, first)
    if broken_by(metric, earlier, Period(whole.end, whole.end, Frequency.DAY)):
        return None, None
    size = difference(now.value, before.value)
    return size, percent(size, before.value, metric)


def _trend(
    metric: Metric, years: Sequence[FiscalYear], chosen: Sequence[PeriodFigure], *, first: int
) -> Trend:
    """Return the trend of the years or, where they have no value, of the last 24 periods."""
    if chosen:
        values = [(_period(metric, f.period), f.value) for f in chosen if f.value is not None]
        return of_values([p for p, _ in values], [v for _, v in values], metric)
    given = [(year_(y.year, first), y.value) for y in years if y.value is not None]
    until = year_(years[-1].year, first).end if years else date.min
    # A break within a year: the first year that is all of one kind is the next.
    starts = [_first_whole(b.period, first) for b in metric.breaks if b.period.start <= until]
    kept = [(p, v) for p, v in given if p.start >= max(starts, default=date.min)]
    yearly = replace(metric, frequency=Frequency.YEAR, year_start=first, breaks=())
    return of_values([p for p, _ in kept], [v for _, v in kept], yearly)


def _first_whole(period: Period, first: int) -> date:
    """Return the start of the first year of which every day is in or after a break's period."""
    whole = year_(period.fiscal_year(first), first)
    return whole.start if whole.start >= period.start else whole.shift(1).start


def _periods(
    record: Record, number: int, first: int, *, asked: frozenset[str], every: bool
) -> tuple[PeriodFigure, ...]:
    """Return the periods asked for and, with `every`, all of the year and of the one before."""
    metric, series = record.metric, record.series
    begin, end = year_(number - 1, first).start, year_(number, first).end
    names = set(asked)
    if LATEST in asked and record.latest is not None:
        names.add(record.latest.period.key)
    wanted = np.array([key in names for key in series["period"].tolist()], dtype=bool)
    if every:
        ends = series["period_end"]
        wanted |= (ends >= np.datetime64(begin)) & (ends <= np.datetime64(end))
    rows = series.at(wanted)
    return tuple(
        _figure(metric, key, value, attainment=attainment, status=status)
        for key, value, attainment, status in rows.rows(TOLD)
    )


def _figure(
    metric: Metric, key: str, value: float, *, attainment: str, status: str
) -> PeriodFigure:
    return PeriodFigure(
        key,
        None if value != value else value,
        metric.target_for(_period(metric, key)),
        Attainment(attainment),
        ObsStatus(status),
    )


def _period(metric: Metric, key: str) -> Period:
    return parse(key, metric.frequency, metric.year_start)


def _restated(record: Record, year: Period) -> tuple[Restated, ...]:
    """Return the values of a year that are marked revised."""
    tidy = record.tidy
    ends = tidy["period_end"]
    rows = tidy.at(
        (tidy["obs_status"] == ObsStatus.REVISED.value)
        & (ends >= np.datetime64(year.start))
        & (ends <= np.datetime64(year.end))
    )
    wanted = ("period", "value", "note", *record.metric.dimensions)
    return tuple(
        Restated(period, ", ".join(members), None if value != value else value, note)
        for period, value, note, *members in rows.rows(wanted)
    )


def _breaks(metric: Metric, year: Period) -> tuple[Break, ...]:
    return tuple(b for b in metric.breaks if year.start <= b.period.start <= year.end)


def _counts(found: Iterable[YearFigures], ago: int) -> Mapping[Attainment, int]:
    """Return how many counted metrics have each attainment in the year `ago` years before.

    A metric that had begun by then and has no row in that year has no data; one that began later
    is not counted.
    """
    counts = dict.fromkeys(Attainment, 0)
    for figure in found:
        year = figure.of(figure.number - ago)
        begun = any(y.year < figure.number - ago for y in figure.years)
        if figure.counted and (year is not None or begun):
            counts[Attainment.NO_DATA if year is None else year.attainment] += 1
    return counts
