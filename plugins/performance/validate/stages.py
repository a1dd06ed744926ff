"""The second gate: whether the life of a metric's definition is told in order.

A metric is proposed, tried as a pilot, then live; it may be paused and taken up again, and is
retired for good. What readers see as a result has been agreed to by somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from performance.model import Stage
from performance.validate.fault import Fault, Path, members

# From each stage the stages that may follow it.
MOVES: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.PROPOSED: (Stage.PILOT, Stage.LIVE, Stage.RETIRED),
    Stage.PILOT: (Stage.LIVE, Stage.PAUSED, Stage.RETIRED, Stage.PROPOSED),
    Stage.LIVE: (Stage.PAUSED, Stage.RETIRED),
    Stage.PAUSED: (Stage.PILOT, Stage.LIVE, Stage.RETIRED),
    Stage.RETIRED: (),
}


def faults(facts: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Yield where the history of a metric's stages is out of order, or does not end where it is."""
    last: tuple[date, Stage] | None = None
    for place, each in members(facts, "history"):
        where = (*path, "history", place)
        on, stage = _date(each.get("date")), _stage(each.get("stage"))
        if on is None and isinstance(each.get("date"), str):
            message = "a date must be written like 2026-09-14"
            yield Fault("property-value", (*where, "date"), message, "Write it so.", each["date"])
        if stage is None:
            return  # The schema has told.
        if stage is not Stage.PROPOSED and not each.get("reviewer"):
            message = f"the stage {stage} began, and nobody is named who agreed to it"
            remedy = "Name the office under reviewer, such as Data desk; never a person."
            yield Fault("stage-reviewer", (*where, "reviewer"), message, remedy)
        if last is not None:
            yield from _move(last, on, stage, where)
        last = (on or (last[0] if last else date.min), stage)
    now = facts.get("stage", Stage.LIVE.value)
    if last is not None and _stage(now) not in (None, last[1]):
        yield Fault(
            "stage-order",
            (*path, "stage"),
            f"the metric is {now}, and its history ends with {last[1]}",
            "Add the day on which this stage began to history, or correct the stage.",
            str(now),
        )


def _move(last: tuple[date, Stage], on: date | None, stage: Stage, where: Path) -> Iterator[Fault]:
    before, came = last
    if on is not None and on < before:
        message = f"this is earlier than the stage before it ({before.isoformat()})"
        remedy = "Put the stages in order of time."
        yield Fault("stage-order", (*where, "date"), message, remedy, on.isoformat())
    if stage not in MOVES[came]:
        following = ", ".join(MOVES[came]) or "nothing; a new definition is a new metric"
        message = f"after {came} there cannot be {stage}; what may follow: {following}"
        yield Fault("stage-order", (*where, "stage"), message, "Correct the stage.", str(stage))


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _stage(value: object) -> Stage | None:
    return Stage(str(value)) if value in list(Stage) else None
