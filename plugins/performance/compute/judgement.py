"""Rules 4 to 6: the attainment of a metric, with the facts that led to it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from performance.compute.aggregate import aggregate
from performance.compute.attainment import ATTAINMENTS, bounds, judge
from performance.compute.goal import aimed_at, in_proportion
from performance.compute.lateness import CYCLES
from performance.compute.observations import NOT_APPLICABLE
from performance.compute.series import Series
from performance.compute.year_to_date import share_of_year
from performance.compute.years import Year, counts_up
from performance.model import (
    Aggregation,
    Attainment,
    FiscalYear,
    Judgement,
    Lateness,
    Observation,
    Stage,
    Target,
)

UNJUDGED = {Stage.PROPOSED: "proposed", Stage.PILOT: "pilot", Stage.PAUSED: "paused"}
VERDICTS = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)
JUDGED = (*VERDICTS, Attainment.NO_DATA)


class _Years(Struct, frozen=True):
    """The fiscal years of a metric with what was computed of them; `first_month` begins them."""

    years: tuple[Year, ...]
    computed: tuple[FiscalYear, ...]
    first_month: int


def judgement(
    series: Series,
    late: Lateness,
    years: tuple[Year, ...],
    *,
    computed: tuple[FiscalYear, ...],
    first_month: int,
) -> Judgement:
    """Return how a metric stands; `computed` are its fiscal years, in the order of `years`.

    Judged is the last complete period that has a row and applies, against the target of that
    period. A metric that is proposed, a pilot or paused is not judged, nor is one that has missed
    a whole cycle. Where the target is one of a whole year, the year is judged: in proportion where
    the target allows that, else the last year that has ended.
    """
    metric, count = series.metric, len(series.rows.place)
    reason = UNJUDGED.get(metric.stage, "")
    if not count:
        attainment = Attainment.PENDING if reason else Attainment.NO_DATA
        return Judgement(attainment, reason=reason or "no_data")
    row = series.last(series.complete & (series.rows.status != NOT_APPLICABLE))
    observation = series.observation(count - 1 if row is None else row)
    if reason:
        return _reported(Attainment.PENDING, observation, reason)
    if late.missed >= CYCLES:
        return _reported(Attainment.LATE, observation, "late")
    if row is None:
        return _not_yet(series, observation)
    target = aimed_at(metric, observation.period)
    if target is not None and target.basis != "period":
        return _by_year(series, row, target, years=_Years(years, computed, first_month))
    return _by_period(series, observation, target)


def _by_period(series: Series, observation: Observation, target: Target | None) -> Judgement:
    metric = series.metric
    if observation.value is None:
        return _absent(observation)
    if target is not None:
        found = judge(observation.value, target, metric.direction)
        return replace(_reported(found, observation, ""), before=_before(series, observation))
    if _aims(series):
        return _reported(Attainment.PENDING, observation, "target_later")
    return _reported(Attainment.NO_TARGET, observation, "no_target")


def _before(series: Series, observation: Observation) -> Attainment | None:
    """Return the attainment of the period just before; none where it has no row."""
    row = series.row_of(observation.period.shift(-1))
    return None if row is None else ATTAINMENTS[int(series.attainment[row])]


def _not_yet(series: Series, observation: Observation) -> Judgement:
    """Return the judgement of a metric without a complete period that applies."""
    if observation.value is None:
        return _absent(observation)
    if _aims(series):
        return _reported(Attainment.PENDING, observation, "period_open")
    return _reported(Attainment.NO_TARGET, observation, "no_target")


def _by_year(series: Series, row: int, target: Target, *, years: _Years) -> Judgement:
    metric, observation = series.metric, series.observation(row)
    year = next(y for y in years.years if row in y.rows)
    goal = aimed_at(metric, year.periods[-1]) or target
    runs = metric.measure.aggregation is Aggregation.SUM or counts_up(metric, years.first_month)
    if goal.prorate and runs and observation.period != year.periods[-1]:
        return _in_proportion(series, row, goal, year=year)
    over = [
        (one, found)
        for one, found in zip(years.years, years.computed, strict=True)
        if found.ended and one.reported
    ]
    if over and over[-1][1].target is not None and over[-1][1].attainment in JUDGED:
        return _last_year(series, *over[-1])
    return replace(
        _reported(Attainment.PENDING, observation, "year_open"),
        basis="fiscal-year",
        target=goal,
        target_value=goal.value,
        fiscal_year=year.number,
    )


def _last_year(series: Series, year: Year, found: FiscalYear) -> Judgement:
    """Return the judgement of a year that has ended."""
    present = year.rows[series.rows.present[year.rows]]
    row = int(present[-1]) if len(present) else int(year.rows[-1])
    return Judgement(
        found.attainment,
        series.observation(row),
        basis="fiscal-year",
        value=found.value,
        target=found.target,
        target_value=found.target_value,
        fiscal_year=found.year,
        reason="" if found.attainment in VERDICTS else "missing",
    )


def _in_proportion(series: Series, row: int, goal: Target, *, year: Year) -> Judgement:
    """Return the judgement of the year up to a row, against that part of the year's target."""
    metric, observation = series.metric, series.observation(row)
    value = observation.value
    if metric.measure.aggregation is Aggregation.SUM and value is not None:
        rows = year.rows[year.rows <= row]
        expected = [p for p in year.expected if p.start <= observation.period.start]
        there = int(np.count_nonzero(series.rows.present[rows]))
        whole = aggregate(series.rows, rows, metric.measure) if there == len(expected) else None
        value = None if whole is None else whole.value
    part = in_proportion(goal, share_of_year(year, observation.period))
    return Judgement(
        Attainment.NO_DATA if value is None else judge(value, part, metric.direction),
        observation,
        basis="year-to-date",
        value=value,
        # The sentence about the target itself names the whole year's.
        target=replace(part, value=goal.value),
        target_value=part.value,
        fiscal_year=year.number,
        reason="missing" if value is None else "",
    )


def _reported(attainment: Attainment, observation: Observation, reason: str) -> Judgement:
    target = observation.target
    return Judgement(
        attainment,
        observation,
        value=observation.value,
        target=target,
        target_value=None if target is None else target.value,
        reason=reason,
    )


def _absent(observation: Observation) -> Judgement:
    return Judgement(Attainment.NO_DATA, observation, reason=observation.obs_status.value)


def _aims(series: Series) -> bool:
    metric = series.metric
    return any(bounds(target, metric.direction) is not None for target in metric.targets)
