"""The sheet written as columns: the same bytes as the writer makes of single cells."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from performance.downloads.sheet import FIRST_YEAR, ColumnSheet, write_text

LONG = "a" * 40_000
COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "text": ("string", ["x", None, "x", "<r>", "<r>&</r>", " two ", "=1+1", "a\nb\x07", LONG]),
    "day": ("date", [None, *map(date.fromisoformat, ["1899-12-31", "1900-01-01", "1900-02-28"])]),
    "later": ("date", [date(1900, 3, 1), None, date(2026, 11, 26), date(1600, 1, 1)]),
    "number": ("number", [0.1 + 0.2, -1.5, 12.0, 1e300, 5e-324, None, 0.0]),
    "nothing": ("number", []),
}
ROWS = 40


class Exact(float):
    """A float that the writer writes with all its digits."""

    def __format__(self, _: str) -> str:
        return float.__repr__(self)


def by_cells(sheet: Any, column: int, name: str, cells: Sequence[Any], bold: Any) -> None:
    """Write a column a cell at a time."""
    sheet.write_string(0, column, name, bold)
    for row, cell in enumerate(cells, 1):
        if isinstance(cell, float):
            sheet.write_number(row, column, Exact(cell))
        elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
            sheet.write_datetime(row, column, cell)
        elif cell is not None:
            write_text(sheet, (row, column), str(cell))


def book(names: Sequence[str], *, whole: bool) -> bytes:
    """Return a workbook of columns, written as a whole or by cells, and of another sheet."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(out, options)
    made.set_properties({"created": date(2026, 1, 1)})
    bold, dated = made.add_format({"bold": True}), made.add_format({"num_format": "yyyy-mm-dd"})
    sheet = made.add_worksheet("data", worksheet_class=ColumnSheet if whole else None)
    for number, name in enumerate(names):
        kind, some = COLUMNS[name]
        # Empty cells between: rows without any, and blocks of rows with fewer columns.
        cells = [*some, *[None] * (ROWS - 2 * len(some)), *some]
        sheet.set_column(number, number, 12, dated if kind == "date" else None)
        if whole:
            sheet.write_header_and_cells(name, cells, kind=kind, header=bold)
        else:
            by_cells(sheet, number, name, cells, bold)
    sheet.autofilter(0, 0, ROWS, len(names) - 1)
    made.add_worksheet("other").write_string(0, 0, "x")
    made.close()
    return out.getvalue()


@pytest.mark.parametrize(
    "names",
    [list(COLUMNS), ["number"], ["nothing", "day"], ["later", "text"], ["nothing"]],
    ids="+".join,
)
def test_columns_are_the_cells_that_the_writer_writes(names: list[str]) -> None:
    """Texts, dates and numbers, some absent, odd, too long or before 1900: the same bytes."""
    assert book(names, whole=True) == book(names, whole=False)
