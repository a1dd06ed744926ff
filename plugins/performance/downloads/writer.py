"""What the writer of workbooks makes: blanks to be filled, and texts that are out of the ordinary.

It is imported where one of these is needed. Mostly a blank is kept of an earlier build.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.xmlwriter import XMLwriter

from performance.downloads.archive import entry
from performance.downloads.blank import (
    BOOK,
    CORE,
    LEVEL,
    OTHERS,
    SHEET,
    SOME,
    TEXTS,
    WIDEST,
    Blank,
    Sheet,
)

FILLED = (CORE, BOOK, TEXTS)
_CELL = re.compile(r'(<c r="[A-Z]+)([12])"( s="\d+")?')
_WIDTH = re.compile(r'( width="[^"]+")(?: style="\d+")?((?: customWidth="1")?)/>')


def blank(formats: tuple[str, ...], created: date) -> Blank:
    """Return a workbook to be filled: sheets `data`, `dictionary` and `readme`.

    `formats` are the number formats of the columns of `data`, empty where there is none.
    """
    made = _written(formats, created)
    wide = [len(formats), *map(len, OTHERS.values())]
    paths = [SHEET.format(number) for number in range(1, len(wide) + 1)]
    sheets = tuple(_sheet(made[p], columns) for p, columns in zip(paths, wide, strict=True))
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for path, text in made.items():
            if path not in (*FILLED, *paths):
                archive.writestr(entry(path), text, compresslevel=LEVEL)
    place = xl_range_abs(0, 0, 1, len(formats) - 1)
    return Blank(packed.getvalue(), {path: made[path] for path in FILLED}, place, sheets, _widths())


def _written(formats: Sequence[str], created: date) -> dict[str, str]:
    """Return the parts of a workbook by their paths, with two rows of cells in each sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        # The writer would ask the clock.
        day = datetime(created.year, created.month, created.day)  # noqa: DTZ001
        book.set_properties({"title": SOME, "created": day})
        bold = book.add_format({"bold": True})
        data = book.add_worksheet("data")
        for number, shown in enumerate(formats):
            own = book.add_format({"num_format": shown}) if shown else None
            data.set_column(number, number, number, own)
            data.write_string(0, number, SOME, bold)
            data.write_number(1, number, 0)
        data.freeze_panes(1, 0)
        data.autofilter(0, 0, 1, len(formats) - 1)
        for name, widths in OTHERS.items():
            sheet = book.add_worksheet(name)
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            for number, width in enumerate(widths):
                sheet.set_column(number, number, width, wrapped)
                for row in (0, 1):
                    head = row == 0 if name == "dictionary" else number == 0
                    sheet.write_string(row, number, SOME, bold if head else None)
            if name == "dictionary":
                sheet.freeze_panes(1, 0)
    with ZipFile(out) as archive:
        return {path: archive.read(path).decode() for path in archive.namelist()}


def _sheet(xml: str, columns: int) -> Sheet:
    before, start, rest = xml.partition("<sheetData>")
    cells, end, after = rest.partition("</sheetData>")
    told = before.partition("<cols>")[2].removesuffix("</cols>")
    found = _CELL.findall(cells)
    starts = tuple(tuple((start, style) for start, row, style in found if row == n) for n in "12")
    place = xl_range(0, 0, 1, columns - 1)
    return Sheet(before + start, end + after, place, told, starts)


@lru_cache(maxsize=1)
def _widths() -> tuple[tuple[str, str], ...]:
    """Return how the writer says that a column has each width, from nothing to the widest."""
    xml = _written([""] * (WIDEST + 1), date(2000, 1, 1))[SHEET.format(1)]
    return tuple(_WIDTH.findall(xml))


def item(text: str) -> str:
    """Return a text as the list of a workbook's texts has it."""
    writer = SharedStrings()
    writer._set_filehandle(out := io.StringIO())
    if text.startswith("<r>") and text.endswith("</r>"):
        # The writer would take such a text for markup of its own and not escape it.
        writer._xml_si_element(without_controls(text))
    else:
        writer._write_si(text)
    return out.getvalue()


def without_controls(text: str) -> str:
    """Return a text in which control characters are escaped as Excel has it."""
    escaped: str = XMLwriter._escape_control_characters(text)
    return escaped
