"""The dictionary of a metric's published table: every column's type, unit and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from performance.model import Attainment, Field, ObsStatus, Record

# The columns whose values are in the metric's own unit.
IN_UNIT = ("value", "target", "target_low", "target_high")

DATES = {
    "period_start": "First day of the period.",
    "period_end": "Last day of the period.",
}

TEXTS = {
    "metric": "Permanent name of the metric.",
    "period": "The period: 2026-09-14 (day), 2026-W05 (ISO week), 2026-09 (month), 2026-Q3 "
    "(calendar quarter) or 2026 (year; a fiscal year is named by the year it ends in).",
    "attainment": "How the value stands to its target.",
    "obs_status": "What kind of value it is; missing, suppressed and not_applicable have none.",
    "note": "What the publisher says about this value.",
}

NUMBERS = {
    "value": "The observed result; empty where there is none.",
    "numerator": "What the value counts.",
    "denominator": "What the value counts of.",
    "volume": "How many cases the value is about.",
    "target": "The target in force in the period.",
    "target_low": "The lowest value that meets the target in force in the period.",
    "target_high": "The highest value that meets the target in force in the period.",
}

ALLOWED = {
    "attainment": tuple(Attainment),
    "obs_status": tuple(ObsStatus),
}


class Column(Struct, frozen=True):
    """A column of a metric's table.

    `type` is a Table Schema type: "string", "date" or "number". `unit` is empty where there is
    none, `allowed` where any value is.
    """

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    allowed: tuple[str, ...] = ()

    def as_field(self) -> dict[str, Any]:
        """Return the column as a field of a Table Schema."""
        field: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            "description": self.description,
        }
        if self.unit:
            field["unit"] = self.unit
        if self.allowed:
            field["constraints"] = {"enum": list(self.allowed)}
        return field


def columns_of(record: Record) -> tuple[Column, ...]:
    """Return the columns of a record's published table, in its order."""
    return tuple(_columns(record))


def _columns(record: Record) -> Iterator[Column]:
    fields = {f.name: f for f in record.package.resource(record.metric.resource).fields}
    for name in record.tidy.columns:
        title = name.replace("_", " ").capitalize()
        if name in record.metric.dimensions:
            yield _dimension(fields.get(name) or Field(name))
        elif name in DATES:
            yield Column(name, "date", title, DATES[name])
        elif name in TEXTS:
            allowed = tuple(map(str, ALLOWED.get(name, ())))
            yield Column(name, "string", title, TEXTS[name], allowed=allowed)
        elif name in NUMBERS:
            yield _number(record, name, fields, title=title)
        else:
            raise ValueError(f"the published table has a column that nobody describes: {name}")


def _dimension(field: Field) -> Column:
    title = field.title or field.name
    return Column(
        field.name, "string", title, field.description or f"{title}, as the source has it."
    )


def _number(record: Record, name: str, fields: Mapping[str, Field], *, title: str) -> Column:
    """Describe a number; what the metric reads from a column carries that column's own words."""
    measure, unit = record.metric.measure, record.metric.unit
    sources = {
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "volume": measure.volume,
    }
    source = fields.get(sources.get(name) or "")
    description = NUMBERS[name]
    if source is not None:
        words = source.description or f"{source.title or source.name}."
        description = f"{description} {words}"
    in_unit = unit.name if name in IN_UNIT else ""
    return Column(name, "number", title, description, (source.unit if source else "") or in_unit)
