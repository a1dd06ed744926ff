"""Sentences that compare a value with another: a year ago, the period before, the baseline."""

from __future__ import annotations

from performance.model import Attainment, Change, Direction, Metric, Record, Stage, YearToDate
from performance.sentences.figures import PERIODS, beside, capital, exact, stop, within
from performance.text import Wording, rounded

ATTAINED = {Attainment.MET: "met", Attainment.NEAR: "near", Attainment.MISSED: "missed"}


def change(record: Record, wording: Wording) -> str:
    """Return "That is 3.1 percentage points higher than September 2025."; "" without a base."""
    found = record.change
    if found is None:
        return ""
    judgement = record.judgement
    spoken = judgement.observation
    # After another sentence than that of the value, "that" would speak of something else.
    of_it = (
        judgement.basis == "period"
        and judgement.attainment in ATTAINED
        and record.lateness.days == 0
        and spoken is not None
        and spoken.period == found.current.period
    )
    return _sentence(found, record.metric, wording, of_it=of_it)


def previous_change(record: Record, wording: Wording) -> str:
    """Return how the latest value differs from the period before; "" without one."""
    if record.previous_change is None:
        return ""
    return _sentence(record.previous_change, record.metric, wording, of_it=False)


def baseline(record: Record, wording: Wording) -> str:
    """Return how the latest value differs from the city's own starting point; "" without one."""
    if record.baseline_change is None:
        return ""
    return _sentence(record.baseline_change, record.metric, wording, of_it=False)


def difference(found: Change, metric: Metric, wording: Wording) -> str:
    """Return "3.1 percentage points higher than September 2025", without a subject or a stop."""
    if found.difference is None:
        return ""
    base = wording.period(found.base.period)
    size = wording.difference(found.difference, metric.unit)
    if found.difference == 0:
        return f"the same as {base}"
    if not any(digit in size for digit in "123456789"):
        return f"almost the same as {base}"
    percent = f" ({share_of_base(found.percent, wording)})" if found.percent is not None else ""
    return f"{size}{percent} {'higher' if found.difference > 0 else 'lower'} than {base}"


def year_to_date(record: Record, wording: Wording) -> str:
    """Return the fiscal year so far beside the same part of the year before; "" without one."""
    found = record.year_to_date
    if found is None:
        return ""
    metric = record.metric
    until = wording.date(found.through.end)
    year = wording.fiscal_year(found.year)
    against = () if found.target_value is None else (found.target_value,)
    value = wording.quantity(found.value, beside(found.value, against, metric.unit))
    return f"In {year} up to {until}: {value}{_beside_last_year(found, metric, wording)}." + (
        _target_so_far(found, record, wording)
    )


def _sentence(found: Change, metric: Metric, wording: Wording, *, of_it: bool) -> str:
    subject = "That" if of_it else capital(wording.period(found.current.period))
    if found.broken_by is not None:
        return (
            f"{subject} cannot be compared with {wording.period(found.base.period)}: "
            f"the series has a break {within(found.broken_by.period, wording)}. "
            f"{capital(stop(found.broken_by.note))}"
        ).rstrip()
    words = difference(found, metric, wording)
    if not words:
        return ""
    wanted = ""
    if metric.direction is Direction.DECREASE and found.better is not None:
        wanted = "; lower is better"
    return f"{subject} {'is' if of_it else 'was'} {words}{wanted}."


def share_of_base(value: float, wording: Wording) -> str:
    """Return the size of a change in percent of its base: "2.6%", "less than 0.1%"."""
    size = abs(value)
    shown = wording.number(size, 0 if rounded(size, 1) >= 100 else 1)
    return f"{shown if any(d in shown for d in '123456789') else 'less than 0.1'}%"


def _beside_last_year(found: YearToDate, metric: Metric, wording: Wording) -> str:
    if found.previous is None or found.difference is None:
        return ""
    same = f"the same {PERIODS[metric.frequency]} of {wording.fiscal_year(found.year - 1)}"
    before = wording.quantity(found.previous, metric.unit)
    size = wording.difference(found.difference, metric.unit)
    if not any(digit in size for digit in "123456789"):
        how = "the same as in" if found.difference == 0 else "almost the same as in"
        return f", {how} {same} ({before})"
    percent = f" ({share_of_base(found.percent, wording)})" if found.percent is not None else ""
    way = "higher" if found.difference > 0 else "lower"
    return f", {size}{percent} {way} than {before} in {same}"


def _target_so_far(found: YearToDate, record: Record, wording: Wording) -> str:
    if found.target_value is None:
        return ""
    words = exact(found.target_value, record.metric.unit, wording)
    # What is too old to be judged, or paused, is not judged here either.
    unjudged = record.attainment is Attainment.LATE or record.metric.stage is Stage.PAUSED
    verdict = None if unjudged else ATTAINED.get(found.attainment)
    return f" The target for this part of the year is {words}" + (
        f": {verdict}." if verdict else "."
    )
