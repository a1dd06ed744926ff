"""Workbooks that the writer made with hardly a cell, each to be filled for many metrics.

Most of a workbook is the same for every metric: what parts it has, its styles, its theme. The
writer makes all of it for each anew, which took half the time of a metric's downloads. So it is
asked for one workbook for all tables of the same number formats: the parts that stay are packed
once, and in the others a metric's own cells, widths and title take the place of the few that are
there. A test compares filled workbooks, byte by byte of each part, with those that the writer makes
of the same cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from zipfile import ZipFile

import xlsxwriter
from msgspec import Struct
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.xmlwriter import XMLwriter

from performance.downloads.archive import entry
from performance.downloads.sheet import Content, Texts, extent, rows

# The sheets after `data`, with the widths of their columns in characters.
OTHERS = {"dictionary": (18, 10, 18, 90), "readme": (18, 110)}
WIDEST = 60
# A sixth faster than the writer's own level, and a three-hundredth larger.
LEVEL = 5

CORE, BOOK, TEXTS = "docProps/core.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
FILLED = (CORE, BOOK, TEXTS)
SHEET = "xl/worksheets/sheet{}.xml"
SOME = "x"  # the text of the blank's cells and its title
_STYLE = re.compile(r'<c r="[A-Z]+(\d)"( s="\d+")?')
_WIDTH = re.compile(r'( width="[^"]+")(?: style="\d+")?((?: customWidth="1")?)/>')


class Sheet(Struct, frozen=True):
    """A sheet to be filled: what comes before its rows and after them.

    In these, `place` is where the blank's cells lie, and `columns` what is said of its columns.
    `styles` are those of each column's first cell, and of all others, as attributes.
    """

    before: str
    after: str
    place: str
    columns: str
    styles: tuple[tuple[str, ...], tuple[str, ...]]

    def filled(self, cells: Sequence[Sequence[Content]], widths: Sequence[int] = ()) -> str:
        """Return the sheet with cells, by column; `widths` of the columns where they differ."""
        columns = _columns(widths, self.styles[1]) if widths else self.columns
        before = self.before.replace(self.columns, columns)
        place = extent(cells)
        ends = (text.replace(self.place, place) for text in (before, self.after))
        return rows(cells, self.styles).join(ends)


class Blank(Struct, frozen=True):
    """A workbook to be filled: `packed` has the parts that stay as a ZIP file, `texts` others by
    their paths, and `place` is where the filter of its data is."""

    packed: bytes
    texts: Mapping[str, str]
    place: str
    sheets: tuple[Sheet, ...]

    def filled(
        self,
        title: str,
        sheets: Sequence[Sequence[Sequence[Content]]],
        texts: Texts,
        *,
        widths: Sequence[int],
    ) -> bytes:
        """Return the workbook with the cells of its sheets by column, the header first.

        `texts` are those that the cells name, `widths` those of the columns of the data in
        characters, at most `WIDEST`.
        """
        first, *others = sheets
        place = xl_range_abs(0, 0, len(first[0]) - 1, len(first) - 1)
        shown = XMLwriter._escape_control_characters(escape(title, quote=False))
        made = [self.sheets[0].filled(first, widths)]
        made += [sheet.filled(own) for sheet, own in zip(self.sheets[1:], others, strict=True)]
        parts = {SHEET.format(number): text for number, text in enumerate(made, 1)}
        parts[BOOK] = self.texts[BOOK].replace(self.place, place)
        parts[TEXTS] = self.texts[TEXTS].partition(" count=")[0] + texts.listed()
        parts[CORE] = self.texts[CORE].replace(f">{SOME}<", f">{shown}<")
        out = io.BytesIO(self.packed)
        with ZipFile(out, "a") as archive:
            for path, text in parts.items():
                archive.writestr(entry(path), text, compresslevel=LEVEL)
        return out.getvalue()


@lru_cache(maxsize=256)
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
    return Blank(packed.getvalue(), {path: made[path] for path in FILLED}, place, sheets)


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
    found = _STYLE.findall(cells)
    first, other = (tuple(style for row, style in found if row == n) for n in "12")
    place = xl_range(0, 0, 1, columns - 1)
    return Sheet(before + start, end + after, place, told, (first, other))


def _columns(widths: Sequence[int], styles: Sequence[str]) -> str:
    """Return what a sheet says of its columns; the writer joins like neighbours without a style."""
    spans: list[tuple[int, int, str]] = []
    known = _widths()
    for number, (width, style) in enumerate(zip(widths, styles, strict=True), 1):
        shown, is_own = known[width]
        look = f"{shown}{style.replace(' s=', ' style=')}{is_own}/>"
        joins = spans and not style and spans[-1][2] == look
        first = spans.pop()[0] if joins else number
        spans.append((first, number, look))
    return "".join(f'<col min="{first}" max="{last}"{look}' for first, last, look in spans)


@lru_cache(maxsize=1)
def _widths() -> tuple[tuple[str, str], ...]:
    """Return how the writer says that a column has each width, from nothing to the widest."""
    xml = _written([""] * (WIDEST + 1), date(2000, 1, 1))[SHEET.format(1)]
    return tuple(_WIDTH.findall(xml))
