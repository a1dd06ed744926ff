"""The one map from Table Schema types to the types of a table's columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from performance.model import Cells, Field, Grid, Resource, Values

if TYPE_CHECKING:
    import pandas as pd

# A type outside this map is refused by the descriptor gate. What has no column type of its own
# stays as the file writes it.
DTYPES: Mapping[str, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[us]",
    "year": "Int64",
    "yearmonth": "string",
    "any": "string",
    "array": "string",
    "duration": "string",
    "geojson": "string",
    "geopoint": "string",
    "list": "string",
    "object": "string",
    "time": "string",
}
LARGEST = 2**63 - 1
LONGEST = 1000  # Characters of a date; the rows gate refuses longer cells.
TRUE = ("true", "True", "TRUE", "1")
FALSE = ("false", "False", "FALSE", "0")
# Properties that allow signs around and inside a number.
DRESS = frozenset(("bareNumber", "groupChar", "decimalChar"))
AROUND_NUMBER = re.compile(r"^[^-\d]*|\D*$")


def column(resource: Resource, name: str) -> Values | None:
    """Return what the cells of a column say as its field types them; a column without one is text.

    None where the resource is no table, or has no such column.
    """
    if resource.rows is None:
        return None
    field = next((each for each in resource.fields if each.name == name), None) or Field(name)
    return resource.rows.values(name, lambda cells: values(cells, field))


def typed_grid(grid: Grid, fields: Mapping[str, Field]) -> pd.DataFrame:
    """Return a grid as its Table Schema types it.

    A missing value, and a cell that is not of its column's type, is the column's NA: the rows gate
    reports the latter. A column without a field is text.
    """
    import pandas as pd  # Imported late: most tables are judged and never looked at.

    columns = {}
    for name, cells in grid.columns.items():
        field = fields.get(name, Field(name))
        # Each distinct cell is read once.
        kind: Any = DTYPES.get(field.type, "string")
        columns[name] = pd.array(values(cells.distinct, field), dtype=kind).take(cells.codes)
    made = pd.DataFrame(columns, index=pd.Index(grid.rows, dtype="int64"))
    # Of its own accord pandas would hold names as Arrow has texts, and look for one twice as long.
    made.columns = pd.Index(list(columns), dtype=object)
    return made


def values(cells: Sequence[str], field: Field) -> list[Any]:
    """Return what cells of a column say, none for a missing value and what is not of its type."""
    plain = _plain_numbers(cells, field)
    if plain is not None:
        return plain
    is_moment = field.type in ("date", "datetime")
    read = _moments(field) if is_moment else _READERS.get(field.type, _text)
    return [None if cell in field.missing_values else read(cell, field) for cell in cells]


def floats(cells: Cells, field: Field) -> NDArray[np.float64]:
    """Return the numbers of a column's rows, NaN where there is none."""
    read = [np.nan if each is None else each for each in values(cells.distinct, field)]
    return np.array(read, dtype=np.float64)[cells.codes]


def _plain_numbers(cells: Sequence[str], field: Field) -> list[Any] | None:
    """Return what cells say that are all plain numbers, none where they are not."""
    plain = {"number": float, "integer": int}.get(field.type)
    if plain is None or not DRESS.isdisjoint(field.raw):
        return None
    if not set(field.missing_values).isdisjoint(cells):
        return None
    try:
        found = list(map(plain, cells))
    except ValueError:
        return None
    if plain is int and not all(-LARGEST <= each <= LARGEST for each in found):
        return None
    return found


def _text(cell: str, field: Field) -> str:
    del field
    return cell


def _integer(cell: str, field: Field) -> int | None:
    try:
        value = int(AROUND_NUMBER.sub("", cell) if _is_dressed(field, cell) else cell)
    except ValueError:
        return None
    return value if -LARGEST <= value <= LARGEST else None


def _number(cell: str, field: Field) -> float | None:
    try:
        return float(plain_number(cell, field))
    except ValueError:
        return None


def plain_number(cell: str, field: Field) -> str:
    """Return a number's text without the signs that its field allows around and inside it."""
    bare = AROUND_NUMBER.sub("", cell) if _is_dressed(field, cell) else cell
    bare = bare.replace(str(field.raw.get("groupChar", "")) or "\0", "")
    decimal = str(field.raw.get("decimalChar", ".")) or "."
    if decimal != "." and "." in bare:
        return ""
    return bare.replace(decimal, ".")


def _is_dressed(field: Field, cell: str) -> bool:
    # The expression's time grows with the square of a text's length.
    return field.raw.get("bareNumber") is False and len(cell) <= 100


def _boolean(cell: str, field: Field) -> bool | None:
    if cell in _listed(field, "trueValues", TRUE):
        # What is in both lists is false, as frictionless has it.
        return cell not in _listed(field, "falseValues", FALSE)
    return False if cell in _listed(field, "falseValues", FALSE) else None


def _listed(field: Field, name: str, usual: tuple[str, ...]) -> Sequence[Any]:
    # A description of the past may hold anything.
    given = field.raw.get(name)
    return given if isinstance(given, list) else usual


def _moments(field: Field) -> Callable[[str, Field], datetime | None]:
    """Return a reader of a date or time column.

    Dates have many spellings: frictionless reads them here as it does in the rows gate.
    """
    # Imported late: few packages have such columns.
    from frictionless import Field as TableField
    from frictionless import FrictionlessException

    facts = {"name": field.name, "type": field.type, "format": field.format}
    try:
        read = TableField.from_descriptor(facts).create_cell_reader()
    except FrictionlessException:
        return lambda cell, field: None

    def moment(cell: str, field: Field) -> datetime | None:
        del field
        value, notes = read(cell) if len(cell) <= LONGEST else (None, None)
        if value is None or notes:
            return None
        if not isinstance(value, datetime):
            return datetime.combine(value, time.min)
        try:
            # A moment with an offset is kept in UTC, one without as it is written.
            return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        except OverflowError:
            return None

    return moment


def _year(cell: str, field: Field) -> int | None:
    del field
    return int(cell) if re.fullmatch(r"[0-9]{4}", cell) else None


_READERS: Mapping[str, Callable[[str, Field], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "year": _year,
}
