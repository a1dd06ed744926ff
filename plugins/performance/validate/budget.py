"""The second gate: whether the description of a budget agrees with its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from performance.model import PARTS
from performance.validate.descriptor import nearest
from performance.validate.fault import Fault, Path, mapping, members, names

WHOLE = ("integer",)
NUMBER = ("integer", "number")
TEXT = ("string", "any")
YEAR = ("year", "integer")
MONEY = {"fiscal_year": YEAR, "phase": TEXT, "direction": TEXT, "amount": NUMBER}
# The columns that each sort of table must have, and their types.
COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tables": MONEY,
    "totals": MONEY,
    "crosswalk": {"fiscal_year": YEAR},
    "population": {"fiscal_year": YEAR, "population": NUMBER},
    "prices": {"fiscal_year": YEAR, "index": NUMBER},
}


class Asked(Struct, frozen=True):
    """A resource that the budget names: as what, where it is named, and its columns' types."""

    sort: str
    path: Path
    name: str
    types: Mapping[str, str]


def faults(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield resources that are not there, and columns that are missing or of another type."""
    facts = mapping(descriptor.get("budget"))
    tables = {
        r["name"]: mapping(r.get("schema"))
        for _, r in members(descriptor, "resources")
        if isinstance(r.get("name"), str)
    }
    for sort, path, name in _named(facts):
        if name not in tables:
            message = "the package has no resource of this name"
            yield Fault("resource-unknown", path, message, nearest(name, tables), name)
            continue
        fields = (field for _, field in members(tables[name], "fields"))
        types = {str(f.get("name")): str(f.get("type", "string")) for f in fields}
        asked = Asked(sort, path, name, types)
        yield from _columns(asked)
        if sort == "tables":
            yield from _parts(asked)
        if sort == "crosswalk":
            yield from _crosswalk(asked)


def _named(facts: Mapping[str, Any]) -> Iterator[tuple[str, Path, str]]:
    for place, name in enumerate(names(facts.get("tables"))):
        yield "tables", ("budget", "tables", place), name
    for sort in list(COLUMNS)[1:]:
        if isinstance(facts.get(sort), str):
            yield sort, ("budget", sort), facts[sort]


def _columns(asked: Asked) -> Iterator[Fault]:
    for column, allowed in COLUMNS[asked.sort].items():
        if column not in asked.types:
            yield _missing(asked, column)
        elif asked.types[column] not in allowed:
            yield Fault(
                "budget-column",
                asked.path,
                f"the column {column} of {asked.name} is of type {asked.types[column]}",
                f"Give it the type {' or '.join(allowed)} in the schema.",
                asked.types[column],
            )


def _parts(asked: Asked) -> Iterator[Fault]:
    """Yield what is wrong with the columns that tell the lines of money apart."""
    present = [part for part in PARTS if part in asked.types]
    if not present:
        yield Fault(
            "budget-column",
            asked.path,
            f"nothing tells the lines of {asked.name} apart",
            f"Give it one of the columns {', '.join(PARTS)}, or more.",
        )
    for below, above in (("program", "department"), ("detail", "account")):
        if below in present and above not in present:
            yield _missing(asked, above)
    for part in PARTS:
        if f"{part}_code" in asked.types and part not in present:
            yield _missing(asked, part)
        for column in (part, f"{part}_code"):
            if asked.types.get(column, "string") not in TEXT:
                message = f"the column {column} of {asked.name} must be text"
                remedy = "Give it the type string in the schema: codes keep their zeros so."
                yield Fault("budget-column", asked.path, message, remedy, asked.types[column])


def _crosswalk(asked: Asked) -> Iterator[Fault]:
    for column in ("department", "new_department"):
        if not {column, f"{column}_code"} & asked.types.keys():
            yield _missing(asked, column)


def _missing(asked: Asked, column: str) -> Fault:
    return Fault(
        "budget-column",
        asked.path,
        f"the table {asked.name} has no column {column}",
        f"Add the column {column} to the file and to the schema of the resource.",
        asked.name,
    )
