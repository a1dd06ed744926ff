"""A package's table as Parquet, typed by its Table Schema."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from performance.downloads import arrays
from performance.downloads.tables import as_json, parquet
from performance.load.dtypes import column
from performance.model import Field, Resource, Values

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
NUMPY = {
    "integer": "int64",
    "year": "int64",
    "number": "float64",
    "boolean": "bool",
    "date": "datetime64[D]",
    "datetime": "datetime64[us]",
}


def resource_parquet(resource: Resource) -> bytes:
    """Return a table of a package as Parquet; its descriptor and the fields' words go with it.

    ValueError where the resource is not a table.
    """
    if not resource.is_table:
        raise ValueError(f"{resource.name} is not a table")
    described = {field.name: field for field in resource.fields}
    made: list[pa.Array[Any]] = []
    fields = []
    for name in resource.columns:
        field, values = described.get(name) or Field(name), column(resource, name)
        assert values is not None, f"{name} is a column of {resource.name}"
        made.append(_array(values, field.type))
        words = field.description or field.title
        metadata = {"description": words} if words else None
        fields.append(pa.field(field.name, made[-1].type, metadata=metadata))
    schema = pa.schema(fields, metadata={"datapackage": as_json(resource.raw)})
    return parquet(pa.Table.from_arrays(made, schema=schema))


def _array(values: Values, kind: str) -> pa.Array[Any]:
    """Return a column; one whose type has no place in Parquet is text as the file has it."""
    type_ = TYPES.get(kind)
    if type_ is None:
        distinct = np.array(values.distinct, dtype=object)
        return arrays.texts(distinct[values.codes].tolist())
    # A number that is none (NaN) is no value either.
    there = np.array([each is not None and each == each for each in values.distinct], dtype=bool)
    plain = np.array([0 if each is None else each for each in values.distinct], dtype=NUMPY[kind])
    return arrays.array(plain[values.codes], there[values.codes], type_)
