"""Packages of the stress city: tables of rows and metrics over them, as files."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {
    "day": "date",
    "week": "string",
    "month": "yearmonth",
    "quarter": "string",
    "year": "year",
    "value": "number",
    "part": "integer",
    "whole": "integer",
    "volume": "integer",
}
FREQUENCIES = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "A"}
TEXTS = ("obs_status", "note")
PERCENT = {"name": "percent", "symbol": "%", "decimals": 1}
RATIO = {"numerator": "part", "denominator": "whole", "scale": 100}
SUM = {"value": "value", "aggregation": "sum"}
BARE = {"value": "value", "aggregation": "none"}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Odd:
    """A metric over a table of its own; `properties` are laid over those of every metric."""

    name: str
    title: str
    rows: Sequence[Row]
    properties: Mapping[str, Any] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        """Return the metric as its package describes it."""
        columns = list(self.rows[0])
        period = next(column for column in columns if column in FREQUENCIES)
        known = {*FREQUENCIES, *TYPES, *TEXTS}
        facts: dict[str, Any] = {
            "name": self.name,
            "title": self.title,
            "description": f"A case of the stress city: {self.name}.",
            "kind": "output",
            "resource": self.name,
            "period": {"field": period, "frequency": FREQUENCIES[period], "lag": 20},
            "measure": RATIO if "part" in columns else SUM,
            "unit": PERCENT if "part" in columns else {"name": "requests"},
            "direction": "increase",
            "dimensions": [column for column in columns if column not in known],
        }
        facts.update(self.properties)
        return {key: value for key, value in facts.items() if value not in (None, [])}


@dataclass(frozen=True, slots=True)
class Package:
    """A package of odd metrics; `properties` are laid over those of every package."""

    name: str
    department: str
    metrics: Sequence[Odd]
    properties: Mapping[str, Any] = field(default_factory=dict)


def as_files(made: Package) -> dict[str, str]:
    """Return the text of a package's files, by path."""
    folder = f"datasets/{made.department}/{made.name}"
    described = json.dumps(_descriptor(made), ensure_ascii=False, indent=1)
    tables = {f"{folder}/{odd.name}.csv": _csv(odd.rows) for odd in made.metrics}
    return {f"{folder}/datapackage.json": described, **tables}


def _descriptor(made: Package) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "$schema": SCHEMA,
        "name": made.name,
        "title": made.name.replace("-", " ").capitalize(),
        "description": "Odd cases.",
        "version": "2026.11.0",
        "created": "2026-11-20T00:00:00Z",
        "licenses": [{"name": "CC0-1.0", "title": "Creative Commons Zero"}],
        "sources": [{"title": "Nobody"}],
        "department": made.department,
        "resources": [_resource(odd) for odd in made.metrics],
        "metrics": [odd.described() for odd in made.metrics],
    }
    return whole | dict(made.properties)


def _resource(odd: Odd) -> dict[str, Any]:
    columns = list(odd.rows[0])
    values = {*TEXTS, "value", "part", "whole", "volume"}
    return {
        "name": odd.name,
        "title": odd.title,
        "path": f"{odd.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in columns],
            "primaryKey": [column for column in columns if column not in values],
        },
    }


def _field(column: str) -> dict[str, str]:
    return {
        "name": column,
        "type": TYPES.get(column, "string"),
        "title": column.replace("_", " ").capitalize(),
    }


def _csv(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
