"""The sentence that produced an attainment, and the sentence about a late value."""

from __future__ import annotations

from msgspec.structs import replace

from performance.model import (
    Attainment,
    Direction,
    Judgement,
    Metric,
    Observation,
    ObsStatus,
    Record,
    Stage,
    Target,
    Unit,
)
from performance.sentences.comparison import change
from performance.sentences.definition import PERIOD, goals
from performance.sentences.figures import (
    beside,
    capital,
    edges,
    exact,
    quality,
    same,
    shown,
    stop,
    when,
    within,
)
from performance.text import Wording

JUDGED = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)


def finding(record: Record, wording: Wording) -> str:
    """Return all that the top of a metric's page says: standing, lateness, change, newer value.

    Of a late metric the lateness comes first: it is the finding.
    """
    parts = [standing(record, wording), lateness(record, wording)]
    if record.attainment is Attainment.LATE:
        parts.reverse()
    parts += [change(record, wording), newer(record, wording)]
    if record.judgement.basis != "period":
        # The change is one of the newest value, which has to be said first.
        parts[2:] = [parts[3], parts[2]]
    return " ".join(part for part in parts if part)


def standing(record: Record, wording: Wording) -> str:
    """Return how the metric stands to its target: "The result was 91.2% in …, better than …"."""
    judgement, metric = record.judgement, record.metric
    said = _judged(judgement, metric, wording) if judgement.attainment in JUDGED else ""
    said = said or _unjudged(record, wording)
    if metric.stage is Stage.RETIRED:
        return f"This metric is retired. {said}"
    return said


def lateness(record: Record, wording: Wording) -> str:
    """Return "Data for October 2026 was due on November 20, 2026 and is 12 days late." or ""."""
    late = record.lateness
    if late.days <= 0 or late.expected is None or late.due is None:
        return ""
    days = f"{wording.number(late.days)} day{'' if late.days == 1 else 's'}"
    more = ""
    if late.missed > 1:
        more = f" In all, {wording.number(late.missed)} values are overdue."
    period = wording.period(late.expected)
    return f"Data for {period} was due on {wording.date(late.due)} and is {days} late.{more}"


def newer(record: Record, wording: Wording) -> str:
    """Return the newest value where the one judged is older; "" where it is not."""
    judged, latest, metric = record.judgement.observation, record.latest, record.metric
    if judged is None or latest is None or judged.value is None:
        return ""
    if latest.period.start <= judged.period.start:
        return ""
    value = f"{shown(latest, metric, wording)} {when(latest.period, wording)}"
    if record.judgement.basis != "period":
        return f"The newest value was {value}."
    return f"A newer value, {value}, is of a {PERIOD[metric.frequency]} that has not ended."


def _judged(judgement: Judgement, metric: Metric, wording: Wording) -> str:
    observation, target = judgement.observation, judgement.target
    value = judgement.value
    if observation is None or target is None or value is None:
        return ""
    unit = beside(value, edges(target, metric, judgement.target_value), metric.unit)
    result = f"{quality(observation)}result was {wording.quantity(value, unit)}"
    said = verdict(judgement, metric, unit=unit, wording=wording)
    match judgement.basis:
        case "fiscal-year":
            year = wording.fiscal_year(judgement.fiscal_year or 0)
            return f"The {result} in {year}, {said}."
        case "year-to-date":
            year = wording.fiscal_year(judgement.fiscal_year or 0)
            until = wording.date(observation.period.end)
            return (
                f"The {result} in {year} up to {until}, {said}: "
                "the year's target in proportion to the part of the year."
            )
        case _:
            return f"The {result} {when(observation.period, wording)}, {said}."


def verdict(judgement: Judgement, metric: Metric, *, unit: Unit, wording: Wording) -> str:
    """Return "better than the target of 90%" and its like; `unit` has the decimals needed."""
    target, value = judgement.target, judgement.value
    if target is None or value is None:
        return ""
    near = ""
    if judgement.attainment is Attainment.NEAR:
        near = f" but within {margin(target, metric, wording)} of it"
    if metric.direction is Direction.RANGE:
        return _against_range(value, target, unit=unit, wording=wording) + near
    goal = judgement.target_value if judgement.target_value is not None else target.value
    if goal is None:
        return ""
    words = f"the target of {exact(goal, unit, wording)}"
    if same(value, goal):
        return f"exactly {words}"
    better = judgement.attainment is Attainment.MET
    return f"{'better' if better else 'worse'} than {words}{near}"


def margin(target: Target, metric: Metric, wording: Wording) -> str:
    """Return the margin of "near" in words: "5 percentage points", "2 days"."""
    if not metric.unit.is_percent:
        return exact(target.near, metric.unit, wording)
    number = exact(target.near, replace(metric.unit, name="", symbol=""), wording).strip()
    return f"{number} percentage point{'' if target.near == 1 else 's'}"


def _against_range(value: float, target: Target, *, unit: Unit, wording: Wording) -> str:
    low, high = target.low, target.high
    if low is None or high is None:
        return ""
    words = f"the target range of {exact(low, unit, wording)} to {exact(high, unit, wording)}"
    if value < low:
        return f"below {words}"
    return f"above {words}" if value > high else f"within {words}"


def _unjudged(record: Record, wording: Wording) -> str:
    judgement, metric = record.judgement, record.metric
    latest = judgement.observation
    if latest is None or latest.value is None:
        latest = record.latest
    last = _result(latest, metric, wording)
    match judgement.reason:
        case "proposed":
            return _joined("This metric is proposed: it is not judged yet.", last)
        case "pilot":
            return _joined(last, "This metric is a pilot: it is not judged against a target yet.")
        case "paused":
            return _joined("Reporting of this metric is paused.", _last(latest, metric, wording))
        case "target_later":
            return _joined(last, _first_target(metric, wording))
        case "year_open":
            return _joined(last, _year_open(judgement, metric, wording))
        case "late":
            too_old = "It is too old to be judged." if last else ""
            return _joined(_last(latest, metric, wording), too_old)
        case "period_open":
            noun = PERIOD[metric.frequency]
            return _joined(last, f"It is judged when the {noun} has ended.")
        case "missing" if judgement.basis != "period":
            # A newer value is said after this; then the year's last is not the last.
            said = "" if newer(record, wording) else _last(latest, metric, wording)
            return _joined(_incomplete(judgement, wording), said)
        case "missing" | "suppressed" | "not_applicable":
            return _absent(record, wording)
        case "no_target":
            return _joined(last, "There is no target for this metric.")
        case _:
            return last if latest is not None else "No value has been published yet."


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _result(observation: Observation | None, metric: Metric, wording: Wording) -> str:
    if observation is None or observation.value is None:
        return ""
    value = shown(observation, metric, wording)
    return f"The {quality(observation)}result was {value} {when(observation.period, wording)}."


def _last(observation: Observation | None, metric: Metric, wording: Wording) -> str:
    said = _result(observation, metric, wording)
    return said.replace("The ", "The last ", 1) if said else "No value has been published yet."


def _first_target(metric: Metric, wording: Wording) -> str:
    first = min(metric.targets, key=lambda t: t.start.start, default=None)
    if first is None:
        return ""
    return f"The first target begins {within(first.start, wording)}."


def _year_open(judgement: Judgement, metric: Metric, wording: Wording) -> str:
    year = wording.fiscal_year(judgement.fiscal_year or 0)
    goal = ""
    if judgement.target is not None:
        goal = f" of {goals(judgement.target, metric, wording)}"
    return f"The target{goal} is for all of {year}, which is judged when it has ended."


def _incomplete(judgement: Judgement, wording: Wording) -> str:
    """Say that a year, or the part of it so far, cannot be judged because values are missing."""
    year = wording.fiscal_year(judgement.fiscal_year or 0)
    until = ""
    if judgement.basis == "year-to-date" and judgement.observation is not None:
        until = f" up to {wording.date(judgement.observation.period.end)}"
    return f"The values of {year}{until} are not complete, so they are not judged."


def _absent(record: Record, wording: Wording) -> str:
    """Say why the last period has no value, in its own note's words, and the last there is."""
    absent, metric = record.judgement.observation, record.metric
    if absent is None:
        return "No value has been published yet."
    period = wording.period(absent.period)
    said = {
        ObsStatus.SUPPRESSED: f"The value for {period} is withheld to protect privacy.",
        ObsStatus.NOT_APPLICABLE: f"There is no value for {period}: it does not apply.",
    }.get(absent.obs_status, f"The value for {period} is missing.")
    note = capital(stop(absent.note))
    last = _last(record.latest, metric, wording) if record.latest is not None else ""
    return _joined(said, note, last)
