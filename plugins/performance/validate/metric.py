"""The second gate: whether the description of a metric agrees with its table and itself.

Everything is asked only as far as the properties have their right form: what has not is told by
the schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from performance.model import Content, Unit
from performance.period import FORMS, Frequency, Period, parse
from performance.settings import Settings
from performance.validate import schema, stages
from performance.validate.cells import LARGEST_OWN
from performance.validate.descriptor import nearest
from performance.validate.fault import Fault, Path, mapping, members, names

RESERVED = ("attainment", "library")
PERIOD_TYPES = {
    "D": ("date", "string"),
    "W": ("string",),
    "M": ("yearmonth", "string"),
    "Q": ("string",),
    "A": ("year", "integer", "string"),
}
# Columns of these types hold no numbers; a type that is not known is told by the schemas.
OTHER_TYPES = set(schema.known("field")["type"]["enum"]) - {"integer", "number"}
COLUMNS = ("numerator", "denominator", "value", "weight", "volume")
# These cannot be worked out from the values of members.
NEED_TOTAL = ("mean", "none")


class _Asked(Struct, frozen=True):
    """A metric under examination: its properties, place and the types of its table's columns."""

    facts: Mapping[str, Any]
    path: Path
    types: Mapping[str, str]
    fields: Mapping[str, Mapping[str, Any]]
    settings: Settings


def faults(descriptor: Mapping[str, Any], content: Content, settings: Settings) -> Iterator[Fault]:
    """Yield what is wrong with the metrics of a descriptor, each by itself."""
    resources = (resource for _, resource in members(descriptor, "resources"))
    tables = {r["name"]: r for r in resources if isinstance(r.get("name"), str)}
    for place, facts in members(descriptor, "metrics"):
        path: Path = ("metrics", place)
        resource = facts.get("resource")
        table = mapping(tables.get(resource) if isinstance(resource, str) else None)
        fields = {
            f["name"]: f
            for _, f in members(mapping(table.get("schema")), "fields")
            if isinstance(f.get("name"), str)
        }
        types = {name: str(field.get("type", "string")) for name, field in fields.items()}
        asked = _Asked(facts, path, types, fields, settings)
        yield from _names(asked, content, tables)
        if table and not fields and not isinstance(table.get("schema"), str):
            message = "a metric needs a CSV table whose columns are described"
            remedy = "Describe the table's columns under schema in the resource."
            yield Fault("not-a-table", (*path, "resource"), message, remedy, str(resource))
        if fields:
            yield from _columns(asked)
        yield from _periods(asked)
        yield from _targets(asked)
        yield from stages.faults(facts, path)
        yield from _rest(asked)


def _names(asked: _Asked, content: Content, tables: Mapping[str, Any]) -> Iterator[Fault]:
    name, resource = asked.facts.get("name"), asked.facts.get("resource")
    if name in RESERVED:
        message = "the site itself uses this name"
        where = (*asked.path, "name")
        yield Fault("name-reserved", where, message, "Choose another name.", str(name))
    # A package without any resource is told as such.
    if isinstance(resource, str) and tables and resource not in tables:
        message = "the package has no resource of this name"
        remedy = nearest(resource, tables)
        yield Fault("resource-unknown", (*asked.path, "resource"), message, remedy, resource)
    priority = asked.facts.get("priority")
    slugs = [each.slug for each in content.priorities]
    if isinstance(priority, str) and priority not in slugs:
        message = "there is no priority of this name in content/priorities/"
        remedy = nearest(priority, slugs)
        yield Fault("priority", (*asked.path, "priority"), message, remedy, priority)


def _columns(asked: _Asked) -> Iterator[Fault]:
    """Ask whether each column that the metric names exists, has one role and the right type."""
    roles: dict[str, str] = {}
    for where, column, role in _named(asked):
        if column not in asked.types:
            message = "the table has no column of this name"
            yield Fault("field-unknown", where, message, nearest(column, asked.types), column)
        elif roles.setdefault(column, role) != role:
            message = f"this column is already the metric's {roles[column]}"
            yield Fault("field-role", where, message, "Name another column.", column)
        elif role == "measure" and asked.types[column] in OTHER_TYPES:
            message = f"this column is of type {asked.types[column]}, not a number"
            remedy = "Give the column the type integer or number in the schema."
            yield Fault("measure-type", where, message, remedy, column)
    measure = mapping(asked.facts.get("measure"))
    pair = measure.get("numerator")
    if isinstance(pair, str) and pair == measure.get("denominator"):
        message = "numerator and denominator are the same column"
        where = (*asked.path, "measure", "denominator")
        yield Fault("field-role", where, message, "Name another column.", pair)


def _named(asked: _Asked) -> Iterator[tuple[Path, str, str]]:
    """Yield every column that the metric names: where, its name and its role."""
    facts, path = asked.facts, asked.path
    period, measure = mapping(facts.get("period")), mapping(facts.get("measure"))
    if isinstance(period.get("field"), str):
        yield (*path, "period", "field"), period["field"], "period"
    for key in COLUMNS:
        if isinstance(measure.get(key), str):
            yield (*path, "measure", key), measure[key], "measure"
    for place, column in enumerate(names(facts.get("dimensions"))):
        yield (*path, "dimensions", place), column, "dimension"
    for key in ("obs_status", "note"):
        column = facts.get(key, key)
        # A column of the usual name need not be there; one that is named must.
        if isinstance(column, str) and (key in facts or column in asked.types):
            yield (*path, key), column, key


def _periods(asked: _Asked) -> Iterator[Fault]:
    period = mapping(asked.facts.get("period"))
    frequency, column = period.get("frequency"), period.get("field")
    if frequency not in list(Frequency):
        return
    if isinstance(column, str) and column in asked.types:
        yield from _period_column(asked, str(frequency), column)
    example = FORMS[Frequency(frequency)][1]
    for where, text in _dated(asked):
        if _parsed(asked, text) is None:
            message = f"a period of this metric must be written like {example}"
            remedy = "Write it as the data does, between quotation marks."
            yield Fault("period-value", where, message, remedy, text)


def _period_column(asked: _Asked, frequency: str, column: str) -> Iterator[Fault]:
    allowed, kind = PERIOD_TYPES[frequency], asked.types[column]
    if kind not in allowed:
        message = f"the column {column} is of type {kind}; {frequency} needs {' or '.join(allowed)}"
        remedy = "Correct the column's type in the schema, or the frequency."
        yield Fault("period-type", (*asked.path, "period", "field"), message, remedy)
    elif asked.fields[column].get("format", "default") != "default":
        message = f"the column {column} has a format of its own"
        example = FORMS[Frequency(frequency)][1]
        remedy = f"Write the column's cells like {example}, and remove its format."
        yield Fault("period-type", (*asked.path, "period", "field"), message, remedy)


def _dated(asked: _Asked) -> Iterator[tuple[Path, str]]:
    """Yield every period in the description, with its place."""
    for key, inner in (("targets", "from"), ("breaks", "period")):
        for place, each in members(asked.facts, key):
            if isinstance(each.get(inner), str):
                yield (*asked.path, key, place, inner), each[inner]
    baseline = mapping(asked.facts.get("baseline")).get("period")
    if isinstance(baseline, str):
        yield (*asked.path, "baseline", "period"), baseline


def _parsed(asked: _Asked, text: object) -> Period | None:
    period = mapping(asked.facts.get("period"))
    start = asked.settings.fiscal_year_start if period.get("year") == "fiscal" else 1
    try:
        return parse(str(text), Frequency(str(period.get("frequency"))), start)
    except (ValueError, OverflowError):
        return None


def _targets(asked: _Asked) -> Iterator[Fault]:
    direction = asked.facts.get("direction")
    before: Period | None = None
    for place, target in members(asked.facts, "targets"):
        where: Path = (*asked.path, "targets", place)
        if direction in ("increase", "decrease", "range"):
            yield from _target_form(target, direction, where)
        elif direction == "none":
            message = "a metric whose direction is none has no targets"
            remedy = "Remove the target, or say in direction what is wanted."
            yield Fault("target-form", where, message, remedy)
        yield from _target_size(target, where)
        start = _parsed(asked, target.get("from"))
        if start and before and start.start <= before.start:
            message = "this target does not begin after the one before it"
            remedy = "Order the targets by from, each with its own beginning."
            yield Fault("target-order", (*where, "from"), message, remedy, str(target.get("from")))
        before = start or before


def _target_size(target: Mapping[str, Any], where: Path) -> Iterator[Fault]:
    for limit in ("value", "low", "high", "near"):
        given = target.get(limit)
        # Cells are held to the same: charts and sentences show both side by side.
        if isinstance(given, (int, float)) and abs(given) > float(LARGEST_OWN):
            message = "this target is too large to be kept exactly"
            remedy = "Correct it, or give the metric in a larger unit, such as millions."
            yield Fault("target-form", (*where, limit), message, remedy, str(given))


def _target_form(target: Mapping[str, Any], direction: str, where: Path) -> Iterator[Fault]:
    low, high = target.get("low"), target.get("high")
    if direction != "range":
        if "value" not in target or "low" in target or "high" in target:
            message = f"a target of a metric with direction {direction} has one value"
            yield Fault("target-form", where, message, 'Give "value", and not "low" or "high".')
    elif "value" in target or "low" not in target or "high" not in target:
        message = "a target of a metric with direction range has a low and a high limit"
        yield Fault("target-form", where, message, 'Give "low" and "high", and not "value".')
    elif isinstance(low, (int, float)) and isinstance(high, (int, float)) and not low < high:
        message = "the low limit must be smaller than the high one"
        yield Fault("target-form", where, message, "Exchange the two, or correct them.")


def _rest(asked: _Asked) -> Iterator[Fault]:
    facts, path = asked.facts, asked.path
    measure, unit = mapping(facts.get("measure")), mapping(facts.get("unit"))
    is_ratio = "numerator" in measure and "denominator" in measure and "value" not in measure
    if (
        is_ratio
        and "aggregation" not in measure
        and _is_percent(unit)
        and measure.get("scale", 1) != 100
    ):
        message = "a ratio shown in percent must be multiplied by 100"
        yield Fault("percent-scale", (*path, "measure", "scale"), message, 'Add "scale": 100.')
    needs = measure.get("aggregation") in NEED_TOTAL and "weight" not in measure
    if needs and names(facts.get("dimensions")) and not facts.get("total"):
        message = "the value of the whole cannot be worked out from its parts"
        remedy = 'Add rows for the whole to the data, and name them here: "total": "Citywide".'
        yield Fault("total-missing", (*path, "total"), message, remedy)
    yield from _without_effect(asked)
    title = facts.get("title")
    if isinstance(title, str) and title and not title.strip():
        message = "this must not be blank"
        yield Fault("property-value", (*path, "title"), message, "Write the title readers see.")
    for place, action in members(facts, "actions"):
        when = action.get("date")
        if isinstance(when, str) and not _is_day(when):
            message = "this must be a day of the calendar"
            where = (*path, "actions", place, "date")
            yield Fault("property-value", where, message, "Write it like 2026-10-15.", when)


def _without_effect(asked: _Asked) -> Iterator[Fault]:
    """Yield properties that would change nothing, or make of a value what it is not."""
    facts, path = asked.facts, asked.path
    measure = mapping(facts.get("measure"))
    aggregation = measure.get("aggregation")
    if "value" in measure and isinstance(aggregation, str):
        for key, only in (("weight", "mean"), ("cumulative", "none")):
            if key in measure and aggregation != only:
                message = f"{key} has a meaning only where the aggregation is {only}"
                remedy = f'Remove it, or write "aggregation": "{only}".'
                yield Fault("property-value", (*path, "measure", key), message, remedy)
    if isinstance(facts.get("total"), str) and not names(facts.get("dimensions")):
        message = "a metric without dimensions has no member that stands for the whole"
        yield Fault("property-value", (*path, "total"), message, "Remove it, or add dimensions.")
    for place, target in members(facts, "targets"):
        if target.get("basis") == "fiscal-year" and _has_no_year(asked):
            message = "the values of this metric make no value of a fiscal year to compare it with"
            remedy = "Remove the basis, so that every period is judged by itself."
            yield Fault("property-value", (*path, "targets", place, "basis"), message, remedy)
        if target.get("prorate") is True and target.get("basis") in (None, "period"):
            message = "only a target of the whole fiscal year is compared in proportion"
            remedy = 'Remove it, or write "basis": "fiscal-year".'
            yield Fault("property-value", (*path, "targets", place, "prorate"), message, remedy)


def _has_no_year(asked: _Asked) -> bool:
    """Whether values are never combined, and none of them counts from a fiscal year's start."""
    measure, period = mapping(asked.facts.get("measure")), mapping(asked.facts.get("period"))
    counts_from = measure.get("cumulative")
    is_calendar = counts_from == "calendar-year" and asked.settings.fiscal_year_start == 1
    alone = measure.get("aggregation") == "none" and period.get("frequency") != "A"
    return alone and counts_from != "fiscal-year" and not is_calendar


def _is_percent(unit: Mapping[str, Any]) -> bool:
    return Unit(str(unit.get("name", "")), str(unit.get("symbol", ""))).is_percent


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
