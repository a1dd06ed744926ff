"""What a card and a row of a table say of a metric: the value its attainment stands on.

That is the value of a period, of a fiscal year, or of a fiscal year so far: badge, value, period
and target always speak of the same one.
"""

from __future__ import annotations

from msgspec import Struct

from performance import sentences
from performance.model import Metric, Observation, Record, Target
from performance.sentences.figures import beside, edges, exact
from performance.text import Wording


class Latest(Struct, frozen=True):
    """The figures of a metric in words.

    `unit` is what a reader adds to `value` where the unit has no symbol. `label` is the `period`
    for a table. `target` is without "Target:". `earlier` is the value a year before, "–" where
    there is none. `newest` is a newer value with its period, "" where there is none.
    """

    value: str
    unit: str
    period: str
    label: str
    target: str
    earlier: str
    newest: str


def latest(record: Record, wording: Wording) -> Latest:
    """Return what there is to say of a metric's latest value."""
    if record.judgement.basis == "period" or record.judgement.value is None:
        return _of_period(record, wording)
    return _of_year(record, wording)


def spoken(record: Record) -> Observation | None:
    """Return the observation that pages speak of: the one judged, else the last with a value."""
    judged = record.judgement.observation
    return judged if judged is not None and judged.value is not None else record.latest


def target_of(record: Record) -> Target | None:
    """Return the target that goes with what is spoken of, else the last set, else none.

    Of a year so far it is the whole year's, not the part of it that was judged.
    """
    judged = record.judgement.target
    if judged is not None:
        if record.judgement.basis == "year-to-date":
            return record.metric.target_for(judged.start) or judged
        return judged
    observation = spoken(record)
    if observation is not None and observation.target is not None:
        return observation.target
    return max(record.metric.targets, key=lambda t: t.start.start, default=None)


def value(observation: Observation | None, metric: Metric, wording: Wording) -> str:
    """Return an observation's value for a card or a cell, told apart from its target."""
    if observation is None or observation.value is None:
        return "No value"
    target = observation.target
    against = edges(target, metric) if target is not None and target.basis == "period" else ()
    return wording.value(observation.value, beside(observation.value, against, metric.unit))


def _of_period(record: Record, wording: Wording) -> Latest:
    observation, metric = spoken(record), record.metric
    change = record.change
    earlier = "–"
    if change and observation and change.current.period == observation.period:
        earlier = value(change.base, metric, wording)
    return Latest(
        value=value(observation, metric, wording),
        unit="" if metric.unit.symbol or observation is None else metric.unit.name,
        period=wording.period(observation.period) if observation else "",
        label=wording.period_short(observation.period) if observation else "",
        target=sentences.target(target_of(record), metric, wording),
        earlier=earlier,
        newest=_newest(record, observation, wording),
    )


def _of_year(record: Record, wording: Wording) -> Latest:
    judgement, metric = record.judgement, record.metric
    unit = metric.unit
    figure = judgement.value or 0.0
    against: tuple[float, ...] = ()
    if judgement.target is not None:
        against = edges(judgement.target, metric, judgement.target_value)
    so_far = " so far" if judgement.basis == "year-to-date" else ""
    year = judgement.fiscal_year or 0
    target = sentences.target(target_of(record), metric, wording)
    if so_far and judgement.target_value is not None:
        target = f"{target}; {exact(judgement.target_value, unit, wording)} of it so far"
    # The newest month of the year so far is part of the figure; of a year gone by it is news.
    newest = "" if so_far else _newest(record, judgement.observation, wording)
    before = _year_before(record, year)
    named = wording.fiscal_year(year)
    return Latest(
        value=wording.value(figure, beside(figure, against, unit)),
        unit="" if unit.symbol else unit.name,
        period=f"{named}{so_far}",
        label=f"{named.replace('fiscal year ', 'FY')}{so_far}",
        target=target,
        earlier=wording.value(before, unit),
        newest=newest,
    )


def _year_before(record: Record, year: int) -> float | None:
    """Return the value of the year before, or of the same part of it."""
    if record.judgement.basis == "year-to-date":
        found = record.year_to_date
        return found.previous if found is not None and found.year == year else None
    return next((y.value for y in record.fiscal_years if y.year == year - 1), None)


def _newest(record: Record, observation: Observation | None, wording: Wording) -> str:
    last = record.latest
    if last is None or observation is None or last.period.start <= observation.period.start:
        return ""
    return f"{wording.period(last.period)}: {value(last, record.metric, wording)}"
