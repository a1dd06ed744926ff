"""How a metric is described, property by property, in words that can be compared."""

from __future__ import annotations

from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from performance import sentences
from performance.model import Break, Measure, Metric, Package, Target, Unit
from performance.period import Period
from performance.text import Wording

LABELS = {
    "title": "Title",
    "resource": "Table",
    "period_field": "Column of the period",
    "frequency": "How often it is reported",
    "lag": "Days until a value is due",
    "measure": "Calculation",
    "unit": "Unit",
    "direction": "What is wanted",
    "kind": "Kind",
    "stage": "Stage",
    "description": "Description",
    "why": "Why it matters",
    "method": "Method",
    "limitations": "Limitations",
    "priority": "Priority",
    "group": "Group",
    "year_start": "First month of its years",
    "targets": "Targets",
    "baseline": "Baseline",
    "dimensions": "Dimensions",
    "total": "Member that is the whole",
    "obs_status_field": "Column of the status",
    "note_field": "Column of the note",
    "breaks": "Breaks in the series",
    "benchmarks": "Benchmarks",
    "actions": "What the city is doing",
    "related": "Related metrics",
    "featured": "Featured on the home page",
    "borrowed_from": "Borrowed from",
}
NOTHING = "none"


def described(name: str, metric: Metric, package: Package | None, wording: Wording) -> str:
    """Return what a metric says in one of its properties; "none" where it says nothing."""
    value = getattr(metric, name)
    if isinstance(value, tuple):
        return "; ".join(_said(each, metric, package, wording) for each in value) or NOTHING
    return _said(value, metric, package, wording) or NOTHING


def _said(value: Any, metric: Metric, package: Package | None, wording: Wording) -> str:
    match value:
        case Measure():
            return sentences.method(value, _titles(metric, package), wording)
        case Target():
            words = sentences.target(value, metric, wording)
            near = f", near within {value.near:g}" if value.near else ""
            reason = f" ({value.reason})" if value.reason else ""
            return f"from {wording.period(value.start)} {words}{near}{reason}"
        case Unit():
            symbol = f" ({value.symbol})" if value.symbol else ""
            plural = "" if value.decimals == 1 else "s"
            return f"{value.name}{symbol}, {value.decimals} decimal{plural}"
        case Break():
            return f"{wording.period(value.period)}: {value.note}"
        case Period():
            return wording.period(value)
        case Enum():
            return str(value.value)
        case bool():
            return "yes" if value else "no"
        case None:
            return ""
        case Struct():
            return ", ".join(_plain(each) for each in astuple(value) if each)
        case _:
            return str(value)


def _plain(value: Any) -> str:
    parts = astuple(value) if isinstance(value, Struct) else value
    return ", ".join(map(str, parts)) if isinstance(parts, tuple) else str(parts)


def _titles(metric: Metric, package: Package | None) -> dict[str, str]:
    resources = package.resources if package is not None else ()
    own = next((r for r in resources if r.name == metric.resource), None)
    return {field.name: field.title or field.name for field in own.fields} if own else {}
