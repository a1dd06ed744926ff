"""Tables in which each text of a column stands once, and in each row a number says which.

Most columns of the table of every metric say the same in all rows of a metric. So coded they take
little room and little time to keep, to gather and to write (Arrow's "dictionary-encoded layout").
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc  # Else `pa.ipc` is not there.
import pyarrow.parquet as pq

from performance.downloads import arrays

TEXT = pa.string()
CODED = pa.dictionary(pa.int32(), TEXT)
# Columns of texts that seldom say the same in two rows, and may be long.
FREE = ("note",)


def schema_of(plain: pa.Schema) -> pa.Schema:
    """Return the schema of coded tables, whose texts are coded but for those of FREE columns."""
    fields = (
        field.with_type(CODED) if field.type == TEXT and field.name not in FREE else field
        for field in plain.remove_metadata()
    )
    return pa.schema(list(fields))


def texts(values: Sequence[str | None]) -> pa.Array[Any]:
    """Return texts coded."""
    # Arrow's own way takes longer to import than the texts of a hundred metrics to code.
    places: dict[str, int] = {}
    codes = [-1 if text is None else places.setdefault(text, len(places)) for text in values]
    told = np.array(codes, dtype="int64")
    return pa.DictionaryArray.from_arrays(
        arrays.array(told, told >= 0, CODED.index_type), arrays.texts(list(places))
    )


def dumps(table: pa.Table) -> bytes:
    """Return a coded table as an Arrow stream."""
    out = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(out, table.schema, options=options) as writer:
        writer.write_table(table)
    return out.getvalue()


def loads(data: bytes) -> pa.Table:
    """Return the coded table of an Arrow stream."""
    # Threads take longer to start than a few thousand rows to read.
    options = pa.ipc.IpcReadOptions(use_threads=False)
    return pa.ipc.open_stream(data, options=options).read_all()


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of coded tables one after the other, with the same codes in all of them."""
    return pa.concat_tables(tables).combine_chunks()


def write_parquet(
    groups: Iterable[pa.Table], out: IO[bytes], plain: pa.Schema, *, bounded: list[str]
) -> None:
    """Write coded tables as one Parquet file, each as a row group, to be read as `plain` says.

    Of the `bounded` columns the least and the greatest value of each group are written. The file
    holds what it would if no table were coded, and takes half the time.
    """
    schema = schema_of(plain)
    writer = pq.ParquetWriter(
        out, schema, compression="zstd", write_statistics=bounded, store_schema=False
    )
    with writer:
        for table in groups:
            writer.write_table(table, row_group_size=table.num_rows)
        # Under this name Arrow looks for what a file's columns are to its readers: texts that are
        # not coded, and with what each holds in words.
        writer.add_key_value_metadata({"ARROW:schema": b64encode(plain.serialize()).decode()})
