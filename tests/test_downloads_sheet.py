"""Workbooks filled column by column: byte by byte what the writer makes of single cells."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from performance.downloads.blank import OTHERS, WIDEST
from performance.downloads.sheet import FIRST_YEAR, LONGEST_TEXT, Texts
from performance.downloads.writer import blank

DAY = date(2026, 11, 20)
FORMATS = {"string": "", "date": "yyyy-mm-dd", "number": "#,##0.00"}
LONG = "a" * 40_000
Columns = dict[str, tuple[str, list[Any]]]
COLUMNS: Columns = {
    "text": ("string", ["x", None, "x", "<r>", "<r>&</r", " two ", "=1+1", "a\nb\x07", LONG]),
    "day": ("date", [None, *map(date.fromisoformat, ["1899-12-31", "1900-01-01", "1900-02-28"])]),
    "later": ("date", [date(1900, 3, 1), None, date(2026, 11, 26), date(1600, 1, 1)]),
    "number": ("number", [0.1 + 0.2, -1.5, 12.0, 1e300, 5e-324, None, 0.0]),
    "nothing": ("number", []),
}
README = [("Title", "a < b & \"c\" > 'd'"), ("Address", "https://example.org/")]


class Exact(float):
    """A float that the writer writes with all its digits."""

    def __format__(self, _: str) -> str:
        return float.__repr__(self)


def dictionary(columns: Columns) -> list[tuple[str, ...]]:
    """Return the rows of the second sheet, some cells of which are empty."""
    return [tuple("abcd"), *[(name, kind, "", f"{name} ") for name, (kind, _) in columns.items()]]


def filled(columns: Columns, title: str, widths: Sequence[int]) -> bytes:
    """Return the workbook filled by columns."""
    texts = Texts()
    data = [[texts.cell(n), *texts.cells(k, cells)] for n, (k, cells) in columns.items()]
    others = [
        list(zip(*([texts.cell(text) for text in row] for row in rows), strict=True))
        for rows in (dictionary(columns), README)
    ]
    form = blank(tuple(FORMATS[kind] for kind, _ in columns.values()), DAY)
    return form.filled(title, [data, *others], texts, widths=widths)


def written(columns: Columns, title: str, widths: Sequence[int]) -> bytes:
    """Return the workbook as the writer makes it, cell by cell."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": datetime(2026, 11, 20)})  # noqa: DTZ001
        bold, data = book.add_format({"bold": True}), book.add_worksheet("data")
        for number, (name, (kind, cells)) in enumerate(columns.items()):
            own = book.add_format({"num_format": FORMATS[kind]}) if FORMATS[kind] else None
            data.set_column(number, number, widths[number], own)
            data.write_string(0, number, name, bold)
            for row, cell in enumerate(cells, 1):
                write(data, row, number, cell)
        data.freeze_panes(1, 0)
        data.autofilter(0, 0, len(cells), len(columns) - 1)
        for name, rows in (("dictionary", dictionary(columns)), ("readme", README)):
            sheet = book.add_worksheet(name)
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            for number, width in enumerate(OTHERS[name]):
                sheet.set_column(number, number, width, wrapped)
            for row, texts in enumerate(rows):
                for number, text in enumerate(texts):
                    head = row == 0 if name == "dictionary" else number == 0
                    if text:
                        sheet.write_string(row, number, text, bold if head else None)
            if name == "dictionary":
                sheet.freeze_panes(1, 0)
    return out.getvalue()


def write(sheet: Any, row: int, column: int, cell: Any) -> None:
    """Write one cell of the data."""
    if isinstance(cell, float):
        sheet.write_number(row, column, Exact(cell))
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        text = str(cell)
        sheet.write_string(
            row, column, text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
        )


def parts(book: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by their paths."""
    with ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {path: archive.read(path) for path in archive.namelist()}


def even(columns: Columns) -> Columns:
    """Return columns of one length, each with its cells at both ends: between them are rows without
    any, and blocks of rows with fewer columns."""
    rows = 2 * max(len(cells) for _, cells in columns.values()) + 20
    return {
        name: (kind, [*cells, *[None] * (rows - 2 * len(cells)), *cells])
        for name, (kind, cells) in columns.items()
    }


@pytest.mark.parametrize(
    "names",
    [list(COLUMNS), ["number", "text"], ["nothing", "day"], ["later", "text"], ["text", "text 2"]],
    ids="+".join,
)
def test_a_filled_workbook_is_what_the_writer_writes(names: list[str]) -> None:
    """Texts, dates and numbers, some absent, odd, too long or before 1900: the same bytes."""
    columns = even({name: COLUMNS[name.removesuffix(" 2")] for name in names})
    widths = [12] * len(names)
    assert parts(filled(columns, "A title", widths)) == parts(written(columns, "A title", widths))


def test_every_width_is_told_as_the_writer_tells_it() -> None:
    """From one character to the widest, with a number format and without."""
    for kind in ("string", "number"):
        columns: Columns = {f"c{number}": (kind, [None]) for number in range(WIDEST)}
        widths = list(range(1, WIDEST + 1))
        columns["c0"] = ("string", ["x"])
        assert parts(filled(columns, "", widths)) == parts(written(columns, "", widths))


TEXTS = st.text(
    st.one_of(
        st.sampled_from("<>&\"'=+-@_x0041\t\n\r \x00\x07\x1f\x7f\ufffe\ud7ff"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
).filter(lambda text: not text.startswith("<r>") or not text.endswith("</r>"))
CELLS = {
    "string": TEXTS,
    "date": st.dates(),
    # Published tables have no negative zero.
    "number": st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
}


@st.composite
def tables(draw: st.DrawFn) -> Columns:
    """Return a table of some columns, with a text in every row as the published ones have it."""
    rows = draw(st.integers(0, 40))
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=4))
    found: Columns = {"metric": ("string", draw(st.lists(TEXTS, min_size=rows, max_size=rows)))}
    for number, kind in enumerate(kinds):
        cells = st.lists(st.none() | CELLS[kind], min_size=rows, max_size=rows)
        found[f"{kind} {number}"] = (kind, draw(cells))
    return {**found, "note": ("string", [None] * rows)}


@settings(max_examples=60)
@example({"metric": ("string", []), "note": ("string", [])}, "", 1)
@given(tables(), st.text(), st.integers(1, WIDEST))
def test_any_cells_are_what_the_writer_writes(columns: Columns, title: str, width: int) -> None:
    """Whatever texts, days and numbers: every part of the workbook has the writer's bytes."""
    widths = [width] * len(columns)
    assert parts(filled(columns, title, widths)) == parts(written(columns, title, widths))


@settings(max_examples=20)
@given(tables())
def test_any_number_and_day_can_be_read_back(columns: Columns) -> None:
    """Another program reads the same numbers to the last digit, and the same days."""
    book = openpyxl.load_workbook(io.BytesIO(filled(columns, "T", [12] * len(columns))))
    assert book.sheetnames == ["data", "dictionary", "readme"]
    for number, (name, (kind, cells)) in enumerate(columns.items(), 1):
        if kind == "string":
            continue
        for row, cell in enumerate(cells, 2):
            found = book["data"].cell(row, number).value
            if isinstance(cell, date) and cell.year >= FIRST_YEAR:
                found = found.date()
            elif isinstance(cell, date):
                found = date.fromisoformat(found)
            assert found == cell, name
