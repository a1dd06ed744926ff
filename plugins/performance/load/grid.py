"""Read the cells of a delimited file column by column, and make tables of text of them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from performance.model import Cells, Dialect, Grid, Sheet
from performance.model.cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

PLAIN = ",;\t|"  # The delimiters of a plain file.
# A cell that is quoted from its first sign to its last, by the delimiter of its file.
QUOTED = {
    sign: re.compile(rf'(?<=[{sign}\n])"(?:[^"]++|"")*+"(?=[{sign}\r\n]|\Z)') for sign in PLAIN
}
# Characters from which on Arrow, which takes a tenth of a second to begin, reads a file sooner.
LARGE = 500_000


def grid_of(sheet: Sheet) -> Grid:
    """Return the sheet's whole rows, column by column.

    Blank rows, rows of another length than the header and columns without a name of their own are
    left out: they are problems of the sheet.
    """
    width = len(sheet.header)
    whole = [len(row) == width and any(row) for row in sheet.rows]
    rows = [row for row, good in zip(sheet.rows, whole, strict=True) if good]
    numbers = [number for number, good in zip(sheet.numbers, whole, strict=True) if good]
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    named = {
        name: cells_of(column)
        for place, (name, column) in enumerate(zip(sheet.header, columns, strict=True))
        if name and sheet.header.index(name) == place
    }
    return Grid(named, np.array(numbers, dtype=np.int64))


def plain_grid(
    text: str, dialect: Dialect, names: Sequence[str], *, large: int = LARGE
) -> Grid | None:
    """Return the rows of a file that is written in the plain way, none where it is not.

    Plain is a file whose header is exactly the columns `names`, two or more, each with a name of
    its own, and all of whose rows have as many cells, not all of them blank: nothing is wrong with
    its sheet, whose grid would be the same. Texts from `large` characters on are read by Arrow.
    """
    usual = Dialect(delimiter=dialect.delimiter, header_row=dialect.header_row)
    if dialect != usual or dialect.delimiter not in PLAIN or dialect.header_row not in (None, 1):
        return None
    if len(names) < 2 or len(set(names)) < len(names) or not all(n.strip() for n in names):
        return None
    read = _by_arrow if len(text) >= large and _is_regular(text, dialect.delimiter) else _by_csv
    columns = read(text, dialect.delimiter, tuple(names))
    if columns is None or not len(columns[0]) or _has_blank_row(columns):
        return None
    return Grid(
        dict(zip(names, columns, strict=True)), np.arange(2, len(columns[0]) + 2, dtype=np.int64)
    )


def frame(grid: Grid) -> pd.DataFrame:
    """Return a grid as a table of text, its index the rows' numbers."""
    import pandas as pd  # Imported late: most tables are judged and never looked at.

    columns: Mapping[str, object] = {name: c.text() for name, c in grid.columns.items()}
    return pd.DataFrame(columns, index=pd.Index(grid.rows, dtype="int64"), dtype="str")


def _by_csv(text: str, delimiter: str, names: tuple[str, ...]) -> list[Cells] | None:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if len(rows) < 2 or tuple(rows[0]) != names or set(map(len, rows)) != {len(names)}:
        return None
    return [cells_of(column) for column in zip(*rows[1:], strict=True)]


def _is_regular(text: str, delimiter: str) -> bool:
    """Whether Arrow and the csv module surely see the same lines and cells in a text.

    Arrow takes what stands beside the quotation marks of a cell, and the csv module does not.
    """
    if text.count("\r") != text.count("\r\n"):
        return False
    return '"' not in text or '"' not in QUOTED[delimiter].sub("", text)


def _by_arrow(text: str, delimiter: str, names: tuple[str, ...]) -> list[Cells] | None:
    import pyarrow as pa  # Imported late: only large files are worth it.
    from pyarrow import csv as arrow

    if not text.startswith((f"{delimiter.join(names)}\n", f"{delimiter.join(names)}\r\n")):
        return None
    try:
        table = arrow.read_csv(
            io.BytesIO(text.encode()),
            read_options=arrow.ReadOptions(
                use_threads=False, column_names=list(names), skip_rows=1
            ),
            parse_options=arrow.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if '"' in text else False,
                newlines_in_values='"' in text,
                ignore_empty_lines=False,
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [_encoded(column) for column in table.columns] if table.num_rows else None


def _encoded(column: Any) -> Cells:
    coded = column.combine_chunks().dictionary_encode()
    # Arrow would import pandas to make an array of numpy's of them.
    codes = np.frombuffer(coded.indices.buffers()[1], dtype=np.int32, count=len(coded))
    return Cells(coded.dictionary.to_pylist(), codes)


def _has_blank_row(columns: Sequence[Cells]) -> bool:
    """Whether a row has nothing but spaces in its cells."""
    blank = None
    for column in columns:
        if all(map(str.strip, column.distinct)):
            return False
        here = column.where(lambda cell: not cell.strip())
        blank = here if blank is None else blank & here
        if not blank.any():
            return False
    return True
