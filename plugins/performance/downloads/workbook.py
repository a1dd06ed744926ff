"""A metric's table as an Excel workbook: its data, its dictionary and what to know about it."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from performance import markup
from performance.catalogue.citation import publisher
from performance.downloads import words
from performance.downloads.columns import IN_UNIT, Column
from performance.downloads.sheet import ColumnSheet, write_text
from performance.downloads.tables import Table
from performance.model import Link, Record
from performance.settings import Settings
from performance.text import Wording

# What a sheet of Excel can hold, without the header.
MOST_ROWS = 1_048_575

WIDEST = 60
DICTIONARY = ("column", "type", "unit", "description")
WIDTHS = {"dictionary": (18, 10, 18, 90), "readme": (18, 110)}


def fits(made: Table) -> bool:
    """Whether a sheet of Excel can hold the table's rows."""
    return made.arrow.num_rows <= MOST_ROWS


def workbook(made: Table, record: Record, *, wording: Wording, settings: Settings) -> bytes:
    """Return the workbook: sheets `data`, `dictionary` and `readme`.

    Numbers are numbers, and dates from 1900 on, the first that Excel knows, are dates. Text is
    never taken for a formula or a link. One longer than Excel's 32,767 characters is cut short.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    # The writer would ask the clock.
    on = settings.today
    book.set_properties(
        {"title": record.metric.title, "created": datetime(on.year, on.month, on.day)}  # noqa: DTZ001
    )
    bold = book.add_format({"bold": True})
    data = book.add_worksheet("data", worksheet_class=ColumnSheet)
    for number, (column, cells) in enumerate(zip(made.columns, made.cells, strict=True)):
        shown = _format(book, column, record.metric.unit.decimals)
        data.set_column(number, number, _width(column, cells), shown)
        data.write_header_and_cells(column.name, cells, kind=column.type, header=bold)
    data.freeze_panes(1, 0)
    data.autofilter(0, 0, made.arrow.num_rows, len(made.columns) - 1)
    rows = [(c.name, c.type, c.unit, c.description) for c in made.columns]
    _write_rows(book, "dictionary", [DICTIONARY, *rows], bold=bold)
    _write_rows(book, "readme", _readme(record, wording, settings), bold=bold)
    book.close()
    return out.getvalue()


def _format(book: Any, column: Column, decimals: int) -> Any:
    if column.type == "date":
        return book.add_format({"num_format": "yyyy-mm-dd"})
    if column.name in IN_UNIT:
        return book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")})
    return None


def _width(column: Column, cells: Sequence[Any]) -> int:
    """Return a column's width in characters: that of its longest text, within reason."""
    if column.type == "string":
        longest = max((len(cell) for cell in cells if cell is not None), default=0)
    else:
        longest = 12
    # The filter's button takes the room of three characters of the header.
    return min(max(longest, len(column.name) + 3) + 1, WIDEST)


def _write_rows(book: Any, name: str, rows: Iterable[Sequence[str]], *, bold: Any) -> None:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, width in enumerate(WIDTHS[name]):
        sheet.set_column(number, number, width, wrapped)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            head = row == 0 if name == "dictionary" else column == 0
            if text:
                write_text(sheet, (row, column), text, bold=bold if head else None)
    if name == "dictionary":
        sheet.freeze_panes(1, 0)


def _readme(record: Record, wording: Wording, settings: Settings) -> list[tuple[str, str]]:
    metric, package = record.metric, record.package
    rows = [
        ("Title", metric.title),
        ("Description", markup.plain(metric.description)),
        ("Unit", metric.unit.name),
        ("Measured as", words.measure_in_words(record, wording)),
        ("Limitations", markup.plain(metric.limitations)),
        ("Department", record.department.title),
        ("Publisher", publisher(package, settings)),
        ("Source", _links(package.sources)),
        ("License", _links(package.licenses) or "None stated"),
        ("Data package", f"{package.name} {package.version}".strip()),
        ("As of", wording.date(settings.today)),
        ("How to cite", words.citation(record, wording, settings)),
        ("Address", words.address(record, settings)),
    ]
    return [(label, text) for label, text in rows if text]


def _links(links: Sequence[Link]) -> str:
    named = ((link.title or link.name or "", link.path or "") for link in links)
    return "; ".join(" ".join(part for part in parts if part) for parts in named)
