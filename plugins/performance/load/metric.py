"""Make a metric of its description, which the descriptor gate has passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from performance.model import (
    Action,
    Aggregation,
    Benchmark,
    Break,
    Direction,
    Kind,
    Link,
    Measure,
    Metric,
    Stage,
    StageBegun,
    Target,
    Unit,
)
from performance.period import Frequency, Period, parse
from performance.settings import Settings

TEXTS = ("description", "why", "method", "limitations", "group", "program")


def metric(facts: Mapping[str, Any], settings: Settings) -> Metric:
    """Return a metric. KeyError or ValueError for a description that has problems."""
    period = facts["period"]
    frequency = Frequency(period["frequency"])
    year_start = settings.fiscal_year_start if period.get("year") == "fiscal" else 1

    def when(text: str) -> Period:
        return parse(text, frequency, year_start)

    baseline = facts.get("baseline")
    return Metric(
        name=facts["name"],
        title=facts["title"],
        resource=facts["resource"],
        period_field=period["field"],
        frequency=frequency,
        lag=int(period["lag"]),
        measure=measure(facts["measure"]),
        unit=_unit(facts["unit"]),
        direction=Direction(facts["direction"]),
        kind=Kind(facts["kind"]),
        stage=Stage(facts.get("stage", Stage.LIVE)),
        priority=facts.get("priority"),
        **{name: facts.get(name, "") for name in TEXTS},
        year_start=year_start,
        targets=tuple(_target(each, when(each["from"])) for each in facts.get("targets", ())),
        baseline=when(baseline["period"]) if baseline else None,
        dimensions=tuple(facts.get("dimensions", ())),
        total=facts.get("total"),
        obs_status_field=facts.get("obs_status", "obs_status"),
        note_field=facts.get("note", "note"),
        breaks=tuple(Break(when(b["period"]), b["note"]) for b in facts.get("breaks", ())),
        benchmarks=tuple(_benchmark(each) for each in facts.get("benchmarks", ())),
        actions=tuple(_action(each) for each in facts.get("actions", ())),
        related=tuple(facts.get("related", ())),
        featured=facts.get("featured", False),
        unit_cost=facts.get("unit_cost", "numerator"),
        borrowed_from=_link(facts.get("borrowed_from")),
        history=tuple(_stage_begun(each) for each in facts.get("history", ())),
    )


def _stage_begun(facts: Mapping[str, Any]) -> StageBegun:
    return StageBegun(
        date.fromisoformat(facts["date"]),
        Stage(facts["stage"]),
        facts.get("reviewer", ""),
        facts.get("note", ""),
    )


def _action(facts: Mapping[str, Any]) -> Action:
    return Action(date.fromisoformat(facts["date"]), facts["owner"], facts["text"])


def measure(facts: Mapping[str, Any]) -> Measure:
    """Return a measure: a ratio where there is a numerator, else as `aggregation` says."""
    aggregation = "ratio" if "numerator" in facts else facts["aggregation"]
    return Measure(
        aggregation=Aggregation(aggregation),
        numerator=facts.get("numerator"),
        denominator=facts.get("denominator"),
        scale=facts.get("scale", 1),
        value=facts.get("value"),
        weight=facts.get("weight"),
        volume=facts.get("volume"),
        cumulative=facts.get("cumulative"),
    )


def _target(facts: Mapping[str, Any], start: Period) -> Target:
    return Target(
        start=start,
        near=facts["near"],
        value=facts.get("value"),
        low=facts.get("low"),
        high=facts.get("high"),
        reason=facts.get("reason", ""),
        basis=facts.get("basis", "period"),
        prorate=facts.get("prorate", False),
    )


def _benchmark(facts: Mapping[str, Any]) -> Benchmark:
    source = _link(facts["source"])
    assert source is not None
    return Benchmark(facts["title"], facts["value"], source, facts["comparability"])


def _link(facts: Mapping[str, Any] | None) -> Link | None:
    return None if facts is None else Link(facts["title"], facts.get("path"), facts.get("name"))


def _unit(facts: Mapping[str, Any]) -> Unit:
    return Unit(facts["name"], facts.get("symbol", ""), int(facts.get("decimals", 0)))
