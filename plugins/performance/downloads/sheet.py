"""The rows of a sheet of a workbook and its texts, as the XML that the writer would make of them.

The writer holds every cell as an object and writes it attribute by attribute, which took most of
the time of a metric's downloads. Here whole columns become text at once: a test compares it with
what the writer makes of the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from performance.downloads.tables import digits

LONGEST_TEXT = 32_767
# The first year that Excel knows; it counts days as if 1900 had had a 29 February.
FIRST_YEAR = 1900
DAY_ZERO = date(1899, 12, 31).toordinal()
LAST_OF_FEBRUARY = 59
# For so many rows at once the writer says which columns they have.
BLOCK = 16

# Stands for the number of a cell's row until rows are written.
ROW = "#"
# A cell from after its place and style: its type as an attribute, its value and its end. It is
# empty where there is no cell.
Content = str


class Texts:
    """The texts of a workbook, each kept once: cells have their numbers."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._count = 0

    def cell(self, text: str) -> Content:
        """Return a text as a cell's content; an empty one is no cell."""
        if not text:
            return ""
        self._count += 1
        return f' t="s"><v>{self._places.setdefault(text, len(self._places))}</v></c>'

    def cells(self, kind: str, cells: Sequence[Any]) -> list[Content]:
        """Return the contents of a column's cells.

        `kind` is "string", "date" or "number". A cell that is none is no cell; a date before 1900,
        the first year that Excel knows, becomes a text.
        """
        if kind == "number":
            # All its digits: the writer has 16, one too few to read back the same float.
            return ["" if cell is None else f"><v>{digits(cell)}</v></c>" for cell in cells]
        if kind == "date":
            return ["" if cell is None else _dated(cell) or self.cell(str(cell)) for cell in cells]
        # Of many texts that say the same, each is looked up once.
        known = {text: self.cell(text or "") for text in dict.fromkeys(cells)}
        found = [known[text] for text in cells]
        self._count += len(found) - found.count("") - (len(known) - ("" in known.values()))
        return found

    def listed(self) -> str:
        """Return all texts in the order of their numbers, from after the list's own name space."""
        items = "".join(map(_item, self._places))
        return f' count="{self._count}" uniqueCount="{len(self._places)}">{items}</sst>'


def rows(columns: Sequence[Sequence[Content]], starts: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return the rows of a sheet, of the contents of its cells by column.

    `starts` are those of the cells of the columns, up to the number of the row, with their styles
    as attributes: in the first row, and in every other.
    """
    made = []
    for first, other, (head, *column) in zip(*starts, columns, strict=True):
        start = f'{other[0]}{ROW}"{other[1]}'
        cells = [start + content if content else "" for content in column]
        made.append([f'{first[0]}{ROW}"{first[1]}{head}' if head else "", *cells])
    found = []
    for first_row in range(0, len(made[0]), BLOCK):
        block = [cells[first_row : first_row + BLOCK] for cells in made]
        held = [number for number, cells in enumerate(block, 1) if any(cells)]
        spans = f'" spans="{held[0]}:{held[-1]}">' if held else ""
        for row, single in enumerate(zip(*block, strict=True), first_row + 1):
            if text := "".join(single):
                found.append(f'<row r="{row}{spans}{text.replace(ROW, str(row))}</row>')
    return "".join(found)


def rows_with_cells(columns: Sequence[Sequence[Content]]) -> int:
    """Return how many rows a sheet has up to its last cell; in its first each column has one."""
    return max(map(_length, columns))


def _length(column: Sequence[Content]) -> int:
    """Return how many rows a column has up to its last cell."""
    return next(row for row in range(len(column), 0, -1) if column[row - 1])


# The metrics of a site share most of their periods and words.
@lru_cache(maxsize=1_024)
def _item(text: str) -> str:
    """Return a text as the list of texts has it; one that is too long is cut."""
    shown = _short(text)
    if is_plain(shown):
        return f"<si><t>{escape(shown, quote=False)}</t></si>"
    from performance.downloads import writer  # Imported late: it takes long, and few are not.

    return writer.item(shown)


def is_plain(text: str) -> bool:
    """Whether a text stands in a workbook as in any XML: without characters that Excel escapes in
    its own way, what looks like one so escaped, and blanks at its ends."""
    return text.isprintable() and "_x" not in text and text == text.strip()


def _short(text: str) -> str:
    """Return a text that Excel can hold; it counts in UTF-16."""
    if 2 * len(text) <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


@lru_cache(maxsize=65_536)  # the metrics of a site share most of their days
def _dated(day: date) -> Content:
    """Return a day as a cell's content, in which it is counted as Excel counts days.

    It is empty for a day that Excel does not know.
    """
    if day.year < FIRST_YEAR:
        return ""
    days = day.toordinal() - DAY_ZERO
    return f"><v>{days + (days > LAST_OF_FEBRUARY)}</v></c>"
