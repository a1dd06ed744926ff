"""Sentences about what a metric is: its target, wanted direction, frequency and method."""

from __future__ import annotations

from collections.abc import Mapping

from performance.model import (
    Aggregation,
    Direction,
    Measure,
    Metric,
    Stage,
    StageBegun,
    Target,
)
from performance.period import Frequency
from performance.sentences.figures import exact
from performance.text import Wording

DIRECTIONS = {
    Direction.INCREASE: "Higher is better",
    Direction.DECREASE: "Lower is better",
    Direction.RANGE: "Within the range is better",
    Direction.NONE: "Neither higher nor lower is wanted",
}
STAGES = {
    Stage.PROPOSED: "Proposed",
    Stage.PILOT: "Pilot",
    Stage.LIVE: "Live",
    Stage.PAUSED: "Paused",
    Stage.RETIRED: "Retired",
}
FREQUENCIES = {
    Frequency.DAY: "Daily",
    Frequency.WEEK: "Weekly",
    Frequency.MONTH: "Monthly",
    Frequency.QUARTER: "Quarterly",
    Frequency.YEAR: "Yearly",
}
PERIOD = {
    Frequency.DAY: "day",
    Frequency.WEEK: "week",
    Frequency.MONTH: "month",
    Frequency.QUARTER: "quarter",
    Frequency.YEAR: "year",
}


def direction(metric: Metric) -> str:
    """Return what is wanted of a metric: "Higher is better"."""
    return DIRECTIONS[metric.direction]


def stage(begun: StageBegun) -> str:
    """Return a step in the life of a definition: "Live, agreed by Data desk. …"."""
    agreed = f", agreed by {begun.reviewer}" if begun.reviewer else ""
    return f"{STAGES[begun.stage]}{agreed}. {begun.note}".strip()


def frequency(metric: Metric) -> str:
    """Return how often it is reported: "Monthly"."""
    return FREQUENCIES[metric.frequency]


def lag(metric: Metric, wording: Wording) -> str:
    """Return "Monthly; due within 20 days of the end of the month"."""
    if metric.lag == 0:
        due = f"due at the end of the {PERIOD[metric.frequency]}"
    else:
        days = f"{wording.number(metric.lag)} day{'' if metric.lag == 1 else 's'}"
        due = f"due within {days} of the end of the {PERIOD[metric.frequency]}"
    return f"{FREQUENCIES[metric.frequency]}; {due}"


def target(found: Target | None, metric: Metric, wording: Wording) -> str:
    """Return a target in words: "at least 90%", "at most 5 days", "7 to 8.5", "no target"."""
    if found is None:
        return "no target"
    words = _goal(found, metric, wording)
    if not words:
        return "no target"
    if found.basis == "fiscal-year":
        return f"{words} in the {'year' if wording.fiscal_year_start == 1 else 'fiscal year'}"
    return words


def method(measure: Measure, titles: Mapping[str, str], wording: Wording) -> str:
    """Return how values are worked out of the columns, whose titles are given by column name."""
    value = titles.get(measure.value or "", measure.value or "")
    match measure.aggregation:
        case Aggregation.RATIO:
            return _ratio(measure, titles, wording)
        case Aggregation.SUM:
            return f"{value}, added up; over several periods the sum of their values."
        case Aggregation.LAST:
            return f"{value} at the end of the period; over several periods the last value."
        case Aggregation.MEAN if measure.weight is not None:
            weight = titles.get(measure.weight, measure.weight)
            return f"{value}, as a mean weighted by {weight}; over several periods likewise."
        case Aggregation.MEAN:
            return f"{value}, as a mean; over several periods the mean of their values."
        case Aggregation.MAX:
            return f"{value}, at its highest; over several periods the highest of their values."
        case Aggregation.MIN:
            return f"{value}, at its lowest; over several periods the lowest of their values."
        case Aggregation.NONE:
            return f"{value}, as reported; shown period by period and never combined."


def cumulative(measure: Measure) -> str:
    """Return that published values are already year to date; "" where they are not."""
    if measure.cumulative is None:
        return ""
    year = "fiscal year" if measure.cumulative == "fiscal-year" else "calendar year"
    return f"Each value counts from the start of the {year}, so values must not be added up."


def goals(found: Target, metric: Metric, wording: Wording) -> str:
    """Return a target's figures alone: "90%", "7 to 8.5"; "" where it has none."""
    unit = metric.unit
    if found.low is not None and found.high is not None:
        return f"{exact(found.low, unit, wording)} to {exact(found.high, unit, wording)}"
    return "" if found.value is None else exact(found.value, unit, wording)


def _goal(found: Target, metric: Metric, wording: Wording) -> str:
    words = goals(found, metric, wording)
    match metric.direction:
        case Direction.INCREASE if words:
            return f"at least {words}"
        case Direction.DECREASE if words:
            return f"at most {words}"
        case _:
            return words


def _ratio(measure: Measure, titles: Mapping[str, str], wording: Wording) -> str:
    over = titles.get(measure.numerator or "", measure.numerator or "")
    under = titles.get(measure.denominator or "", measure.denominator or "")
    scale = ""
    if measure.scale != 1:
        whole = float(measure.scale).is_integer()
        number = wording.number(measure.scale) if whole else f"{measure.scale:g}"
        scale = f"{number} × "
    mean = "the mean of percentages" if measure.scale == 100 else "the mean of ratios"
    return f"{scale}{over} ÷ {under}; over several periods the ratio of sums, never {mean}."
