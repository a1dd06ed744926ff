"""A package's table as Parquet, typed by its Table Schema."""

from typing import Any

import pandas as pd
import pyarrow as pa

from performance.downloads.tables import as_json, parquet
from performance.model import Field, Resource

# Every other Table Schema type (a month, a time, a list …) is published as the text the file has.
# A moment has no zone here: one written with an offset was read as UTC, one without as it stands.
TYPES: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


def resource_parquet(resource: Resource) -> bytes:
    """Return a table of a package as Parquet; its descriptor and the fields' words go with it.

    ValueError where the resource is not a table.
    """
    if resource.table is None:
        raise ValueError(f"{resource.name} is not a table")
    described = {field.name: field for field in resource.fields}
    arrays, fields = [], []
    for name, typed in resource.table.items():
        field = described.get(str(name)) or Field(str(name))
        arrays.append(_array(typed, field.type))
        words = field.description or field.title
        metadata = {"description": words} if words else None
        fields.append(pa.field(field.name, arrays[-1].type, metadata=metadata))
    schema = pa.schema(fields, metadata={"datapackage": as_json(resource.raw)})
    return parquet(pa.Table.from_arrays(arrays, schema=schema))


def _array(typed: "pd.Series[Any]", kind: str) -> "pa.Array[Any]":
    """Return a column; one whose type has no place in Parquet is text as the file has it."""
    if kind not in TYPES:
        return pa.array(typed.to_numpy(), type=pa.string(), from_pandas=True)
    return pa.array(typed, type=TYPES[kind], from_pandas=True)
