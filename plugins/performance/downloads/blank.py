"""Workbooks with hardly a cell, each to be filled for many metrics.

Most of a workbook is the same for every metric: what parts it has, its styles, its theme. The
writer makes all of it for each anew, which took half the time of a metric's downloads. So it is
asked for one workbook for all tables of the same number formats: the parts that stay are packed
once, and in the others a metric's own cells, widths and title take the place of the few that are
there. A test compares filled workbooks, byte by byte of each part, with those that the writer makes
of the same cells.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from html import escape
from zipfile import ZipFile

from msgspec import Struct

from performance.downloads.archive import entry
from performance.downloads.sheet import Content, Texts, is_plain, rows, rows_with_cells

# The sheets after `data`, with the widths of their columns in characters.
OTHERS = {"dictionary": (18, 10, 18, 90), "readme": (18, 110)}
WIDEST = 60
# A sixth faster than the writer's own level, and a three-hundredth larger.
LEVEL = 5

CORE, BOOK, TEXTS = "docProps/core.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet{}.xml"
SOME = "x"  # the text of the blank's cells and its title
ROWS = "2"  # how many rows of cells each sheet of it has


class Sheet(Struct, frozen=True):
    """A sheet to be filled: what comes before its rows and after them.

    In these, `place` is where the blank's cells lie, and `columns` what is said of its columns.
    `starts` are those of the cells of each column, in the first row and in all others, up to the
    number of the row and with the style.
    """

    before: str
    after: str
    place: str
    columns: str
    starts: tuple[tuple[tuple[str, str], ...], ...]

    def filled(self, cells: Sequence[Sequence[Content]], columns: str = "") -> str:
        """Return the sheet with cells, by column; `columns` is what is said of these if it is
        something else."""
        before = self.before.replace(self.columns, columns or self.columns)
        place = f"{self.place.removesuffix(ROWS)}{rows_with_cells(cells)}"
        ends = (text.replace(self.place, place) for text in (before, self.after))
        return rows(cells, self.starts).join(ends)


class Blank(Struct, frozen=True):
    """A workbook to be filled: `packed` has the parts that stay as a ZIP file, `texts` others by
    their paths.

    `place` is where the filter of its data is. `widths` are what the writer says of a column of
    each width, from nothing to the widest: the width, and that it is the column's own.
    """

    packed: bytes
    texts: Mapping[str, str]
    place: str
    sheets: tuple[Sheet, ...]
    widths: tuple[tuple[str, str], ...]

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
        made = [self.sheets[0].filled(first, self._columns(widths))]
        made += [sheet.filled(own) for sheet, own in zip(self.sheets[1:], others, strict=True)]
        parts = {SHEET.format(number): text for number, text in enumerate(made, 1)}
        place = f"{self.place.removesuffix(ROWS)}{len(first[0])}"
        parts[BOOK] = self.texts[BOOK].replace(self.place, place)
        parts[TEXTS] = self.texts[TEXTS].partition(" count=")[0] + texts.listed()
        parts[CORE] = self.texts[CORE].replace(f">{SOME}<", f">{_shown(title)}<")
        out = io.BytesIO(self.packed)
        with ZipFile(out, "a") as archive:
            for path, text in parts.items():
                archive.writestr(entry(path), text, compresslevel=LEVEL)
        return out.getvalue()

    def _columns(self, widths: Sequence[int]) -> str:
        """Return what the data's sheet says of its columns; the writer joins like neighbours
        without a style."""
        spans: list[tuple[int, int, str]] = []
        others = self.sheets[0].starts[1]
        for number, (width, (_, style)) in enumerate(zip(widths, others, strict=True), 1):
            shown, is_own = self.widths[width]
            look = f"{shown}{style.replace(' s=', ' style=')}{is_own}/>"
            joins = spans and not style and spans[-1][2] == look
            first = spans.pop()[0] if joins else number
            spans.append((first, number, look))
        return "".join(f'<col min="{first}" max="{last}"{look}' for first, last, look in spans)


def _shown(title: str) -> str:
    """Return a title as the workbook's properties have it."""
    shown = escape(title, quote=False)
    if is_plain(title):
        return shown
    from performance.downloads import writer  # Imported late: it takes long, and few are.

    return writer.without_controls(shown)
