"""The one map from Table Schema types to the types of a table's columns."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any

import numpy as np
import pandas as pd
from frictionless import Field as TableField
from frictionless import FrictionlessException

from performance.model import Field

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
AROUND_NUMBER = re.compile(r"^[^-\d]*|\D*$")


def typed(text: pd.DataFrame, fields: Mapping[str, Field]) -> pd.DataFrame:
    """Return a table of text as its Table Schema types it.

    A missing value, and a cell that is not of its column's type, is the column's NA: the rows gate
    reports the latter. A column without a field is text.
    """
    columns = {
        str(name): _column(text[name], fields.get(str(name), Field(str(name))))
        for name in text.columns
    }
    return pd.DataFrame(columns, index=text.index)


def _column(text: "pd.Series[str]", field: Field) -> "pd.Series[Any]":
    dtype = DTYPES.get(field.type, "string")
    is_moment = field.type in ("date", "datetime")
    read = _moments(field) if is_moment else _READERS.get(field.type, _text)
    # Columns repeat their values: each distinct one is read once.
    values = {
        cell: None if cell in field.missing_values else read(cell, field) for cell in set(text)
    }
    if dtype == "float64":
        # Mapping by pandas would turn whole numbers of a column into integers on the way.
        floats = [np.nan if values[cell] is None else values[cell] for cell in text]
        return pd.Series(floats, index=text.index, dtype="float64")
    return pd.Series([values[cell] for cell in text], index=text.index, dtype=dtype)


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
    if cell in field.raw.get("trueValues", TRUE):
        # What is in both lists is false, as frictionless has it.
        return cell not in field.raw.get("falseValues", FALSE)
    return False if cell in field.raw.get("falseValues", FALSE) else None


def _moments(field: Field) -> Callable[[str, Field], datetime | None]:
    """Return a reader of a date or time column.

    Dates have many spellings: frictionless reads them here as it does in the rows gate.
    """
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
