"""What a person says of a new metric, and the package that follows from it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from performance.period import Frequency, Period, parse
from performance.problem import BuildError, Exit

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
# The kind that fits what is counted, where nobody says another.
KINDS = {"ratio": "quality", "count": "output", "value": "outcome"}
COLUMNS = {
    "M": ("month", "Month", "yearmonth"),
    "Q": ("quarter", "Quarter", "string"),
    "A": ("year", "Year", "year"),
    "W": ("week", "Week", "string"),
    "D": ("date", "Date", "date"),
}
LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": (
        "Open Data Commons Attribution 1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
    ),
}
STATUSES = (
    "final",
    "provisional",
    "estimated",
    "revised",
    "missing",
    "suppressed",
    "not_applicable",
)
WHOLE = "All"
FIRST_NOTE = "The first value is not reported yet."


class Definition(Struct, frozen=True):
    """The answers of which a package is made.

    `counted` is "ratio" (`part` of `whole`), "count" or "value" (both named by `part`). `target` is
    none, or one number, or for the direction "range" two. `dimensions` are the titles of the parts
    that the metric is broken down by, each with its members.
    """

    department: str
    title: str
    metric: str
    description: str
    counted: str
    part: str
    whole: str
    unit: str
    direction: str
    frequency: Frequency
    first: str
    source: str
    contact: str
    licence: str
    near: float = 0
    target: tuple[float, ...] = ()
    start: str = ""
    priority: str | None = None
    dimensions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stage: str = "proposed"

    @property
    def name(self) -> str:
        """The package's name: that of its folder and address."""
        return slug(self.title)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the metric is worked out from."""
        return tuple(column_name(each) for each in (self.part, self.whole) if each)


def slug(text: str) -> str:
    """Return a title as an address has it: small letters, digits and hyphens, at most 100."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-")


def column_name(text: str) -> str:
    """Return a title as a column is called: on_time for "On time"."""
    return slug(text).replace("-", "_")


def first_period(text: str, frequency: Frequency) -> Period:
    """Return the period that a person named; BuildError, with an example, where it is none."""
    from performance.period import FORMS

    try:
        return parse(text.strip(), frequency)
    except (ValueError, OverflowError):
        raise BuildError(
            f"{text} is not a period of this frequency. Write it like {FORMS[frequency][1]}.",
            exitcode=Exit.WRONG_USE,
        ) from None


def must_be_whole(given: Definition) -> None:
    """Raise BuildError, for wrong use, where answers cannot go together."""
    for words, title in ((given.title, "package's title"), (given.metric, "metric's title")):
        if not slug(words):
            raise _wrong(f"The {title} must have letters or digits, of which its address is made.")
    named = [COLUMNS[given.frequency][0], *given.columns, "obs_status", "note"]
    named += [column_name(title) for title, _ in given.dimensions]
    if "" in named:
        raise _wrong("Each column's title must have letters or digits.")
    if len(named) != len(set(named)):
        raise _wrong(f"Two columns would have one name: {', '.join(named)}. Name them apart.")
    if given.counted == "ratio" and not given.whole:
        raise _wrong("A ratio needs both what is counted (--part) and of how many (--whole).")
    if given.target:
        must_aim(given.direction, given.target)
    if given.near < 0:
        raise _wrong("How far counts as near the target cannot be less than 0.")


def must_aim(direction: str, target: Sequence[float]) -> None:
    """Raise BuildError, for wrong use, where a direction cannot have a target of such numbers."""
    wanted = {"range": 2, "none": 0}.get(direction, 1)
    if len(target) != wanted:
        form = {2: "two numbers: 40 to 60", 1: "one number", 0: "no target"}[wanted]
        raise _wrong(f"A metric with the direction {direction} has {form}.")
    if len(target) == 2 and target[0] >= target[1]:
        raise _wrong("The lower limit of a range comes first: 40 to 60.")


def files(given: Definition, today: date) -> dict[str, bytes]:
    """Return the descriptor and the table of a new package, by their names.

    The table has the first period, for each member, with the status missing: a table without rows
    is taken for a failed export.
    """
    must_be_whole(given)
    descriptor = json.dumps(_descriptor(given, today), indent=2, ensure_ascii=False) + "\n"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field["name"] for field in _fields(given)])
    for members in _members(given):
        empty = [""] * len(given.columns)
        writer.writerow([given.first, *members, *empty, "missing", FIRST_NOTE])
    return {"datapackage.json": descriptor.encode(), f"{given.name}.csv": out.getvalue().encode()}


def _wrong(words: str) -> BuildError:
    return BuildError(words, exitcode=Exit.WRONG_USE)


def _members(given: Definition) -> Iterator[tuple[str, ...]]:
    """Yield each combination of members, with the whole first where it must be given."""
    made: list[tuple[str, ...]] = [()]
    for _, members in given.dimensions:
        shown = ((WHOLE,) if _needs_total(given) else ()) + members
        made = [(*row, member) for row in made for member in shown]
    yield from made


def _needs_total(given: Definition) -> bool:
    return given.counted == "value" and bool(given.dimensions)


def _fields(given: Definition) -> list[dict[str, Any]]:
    name, title, kind = COLUMNS[given.frequency]
    fields: list[dict[str, Any]] = [{"name": name, "type": kind, "title": title}]
    for dimension, members in given.dimensions:
        allowed = [*((WHOLE,) if _needs_total(given) else ()), *members]
        fields.append(
            {
                "name": column_name(dimension),
                "type": "string",
                "title": dimension,
                "constraints": {"enum": allowed},
            }
        )
    number = "number" if given.counted == "value" else "integer"
    for words in (given.part, given.whole):
        if words:
            unit = {} if given.counted == "ratio" else {"unit": given.unit}
            fields.append({"name": column_name(words), "type": number, "title": words, **unit})
    fields.append(
        {
            "name": "obs_status",
            "type": "string",
            "title": "Status",
            "constraints": {"enum": list(STATUSES)},
        }
    )
    fields.append({"name": "note", "type": "string", "title": "Note"})
    return fields


def _descriptor(given: Definition, today: date) -> dict[str, Any]:
    title, path = LICENCES[given.licence]
    contact = {"title": given.contact, "roles": ["contact"]}
    if "@" in given.contact:
        contact = {"title": "Contact", "email": given.contact, "roles": ["contact"]}
    key = [COLUMNS[given.frequency][0], *(column_name(d) for d, _ in given.dimensions)]
    return {
        "$schema": SCHEMA,
        "name": given.name,
        "title": given.title,
        "version": f"{today.year}.{today.month}.0",
        "created": f"{today.isoformat()}T00:00:00Z",
        "licenses": [{"name": given.licence, "title": title, "path": path}],
        "sources": [{"title": given.source}],
        "contributors": [contact],
        "department": given.department,
        "resources": [
            {
                "name": given.name,
                "title": given.title,
                "path": f"{given.name}.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": _fields(given), "primaryKey": key},
            }
        ],
        "metrics": [_metric(given, today)],
    }


def _metric(given: Definition, today: date) -> dict[str, Any]:
    metric: dict[str, Any] = {
        "name": slug(given.metric),
        "title": given.metric,
        "description": given.description,
        "priority": given.priority,
        "kind": KINDS[given.counted],
        "stage": given.stage,
        "history": [{"date": today.isoformat(), "stage": given.stage}],
        "resource": given.name,
        "period": {
            "field": COLUMNS[given.frequency][0],
            "frequency": str(given.frequency),
            "lag": 30,
        },
        "measure": _measure(given),
        "unit": _unit(given.unit),
        "direction": given.direction,
        "targets": list(_targets(given)),
        "dimensions": [column_name(title) for title, _ in given.dimensions],
        "total": WHOLE if _needs_total(given) else None,
    }
    return {key: value for key, value in metric.items() if value not in (None, [], "")}


def _measure(given: Definition) -> dict[str, Any]:
    if given.counted == "ratio":
        part, whole = given.columns
        scale = 100 if _is_percent(given.unit) else 1
        return {"numerator": part, "denominator": whole, "scale": scale}
    combined = "sum" if given.counted == "count" else "none"
    return {"value": given.columns[0], "aggregation": combined}


def _unit(words: str) -> dict[str, Any]:
    if _is_percent(words):
        return {"name": "percent", "symbol": "%", "decimals": 1}
    return {"name": words}


def _is_percent(words: str) -> bool:
    return words.strip().lower() in ("%", "percent", "per cent", "percentage")


def _targets(given: Definition) -> Sequence[dict[str, Any]]:
    if not given.target:
        return ()
    limits = ("low", "high") if len(given.target) == 2 else ("value",)
    values = {name: _whole(value) for name, value in zip(limits, given.target, strict=True)}
    return ({"from": given.start or given.first, **values, "near": _whole(given.near)},)


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
