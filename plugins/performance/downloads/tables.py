"""A metric's published table as Parquet and CSV, from one and the same cells.

The CSV is UTF-8 without a byte-order mark, lines end in a line feed, cells are quoted as RFC 4180
has it. Dates are ISO, a number is the shortest text that reads back as exactly the Parquet's
64-bit float, and an empty cell is no value. Text is published as it is: a note may begin with a
sign that a spreadsheet takes for a formula (the workbook holds it as text, never as a formula).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from numpy.typing import NDArray

from performance.downloads import arrays
from performance.downloads.columns import Column
from performance.model import Record

TYPES: dict[str, pa.DataType] = {"string": pa.string(), "date": pa.date32(), "number": pa.float64()}

NEEDS_QUOTES = re.compile(r'[",\r\n]')


class Table(Struct, frozen=True):
    """The published table: its columns, and its cells as Arrow and as Python values by column.

    A cell is a text, a date, a float or none; texts are never empty, and no float is NaN or −0.
    """

    columns: tuple[Column, ...]
    arrow: pa.Table
    cells: tuple[list[Any], ...]


def table(record: Record, columns: tuple[Column, ...], description: Mapping[str, Any]) -> Table:
    """Return a record's table; `description` is a resource's descriptor, put into the metadata."""
    made = [array(record.tidy[column.name], column.type) for column in columns]
    fields = [
        pa.field(c.name, TYPES[c.type], metadata={"description": c.description}) for c in columns
    ]
    schema = pa.schema(fields, metadata={"datapackage": as_json(description)})
    return Table(columns, pa.Table.from_arrays(made, schema=schema), cells_of(record, columns))


def cells_of(record: Record, columns: Sequence[Column]) -> tuple[list[Any], ...]:
    """Return the cells of a record's table as Python values by column, as `Table` has them."""
    return tuple([cells(record.tidy[column.name], column.type) for column in columns])


def array(values: NDArray[Any], kind: str) -> pa.Array[Any]:
    """Return a column of a published table as Arrow holds it; `kind` is one of `TYPES`."""
    if kind == "string":
        return arrays.texts(cells(values, kind))
    # Adding zero drops the sign of a negative zero; NaN is not equal to itself.
    plain = values + 0.0 if kind == "number" else values
    return arrays.array(plain, plain == plain, TYPES[kind])


def cells(values: NDArray[Any], kind: str) -> list[Any]:
    """Return the cells of a column as Python values."""
    if kind == "number":
        # Adding zero drops the sign of a negative zero. NaN, which is not equal to itself, stands
        # for no figure.
        return [None if cell != cell else cell for cell in (values + 0.0).tolist()]
    if kind == "date":
        days: list[Any] = values.tolist()
        return days
    # An empty cell of a CSV file cannot be both no text and an empty text.
    return [text or None for text in values.tolist()]


def parquet(arrow: pa.Table) -> bytes:
    """Return a table as a Parquet file: snappy, one row group."""
    # A stream of Arrow's own: it would come back to Python for every few bytes.
    out = pa.BufferOutputStream()
    pq.write_table(arrow, out, compression="snappy", row_group_size=max(arrow.num_rows, 1))
    return out.getvalue().to_pybytes()


def csv(columns: Sequence[Column], cells: Sequence[Sequence[Any]]) -> bytes:
    """Return a table as a CSV file, of its cells by column."""
    texts = [_texts(c.type, own) for c, own in zip(columns, cells, strict=True)]
    lines = [",".join(quoted(c.name) for c in columns)]
    lines += [",".join(row) for row in zip(*texts, strict=True)]
    return ("\n".join(lines) + "\n").encode()


# Each figure is written into several files, and the metrics of a site share many.
@lru_cache(maxsize=16_384, typed=True)
def digits(value: float) -> str:
    """Return the shortest text that reads back as exactly this float, which is no negative zero."""
    return repr(value)


def number(value: float) -> str:
    """Return a float's digits as CSV has them; 12 for 12.0."""
    return digits(value).removesuffix(".0")


def quoted(text: str) -> str:
    """Return a cell of a CSV file, quoted where RFC 4180 requires it."""
    # Python's csv module leaves a lone carriage return unquoted, which readers take for a new row.
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES.search(text) else text


def as_json(value: object) -> str:
    """Return JSON on one line, in the order given; dates are ISO. NaN is refused."""
    return _JSON.encode(value)


def as_lines(value: object) -> bytes:
    """Return JSON over several lines, for people too; dates are ISO. NaN is refused."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=iso)
    return text.encode() + b"\n"


def _texts(kind: str, cells: Sequence[Any]) -> list[str]:
    if kind == "number":
        return ["" if cell is None else number(cell) for cell in cells]
    if kind == "date":
        return ["" if cell is None else cell.isoformat() for cell in cells]
    known = {cell: "" if cell is None else quoted(cell) for cell in {*cells}}
    return [known[cell] for cell in cells]


def iso(value: object) -> str:
    """Return a date as ISO text, for JSON; TypeError for every other value."""
    # YAML has dates; datetimes are dates too.
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=iso)
