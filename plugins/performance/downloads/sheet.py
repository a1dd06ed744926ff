"""A sheet of a workbook whose cells are given as columns and written as rows of text.

The writer holds every cell as an object and writes it attribute by attribute, which took most of
the time of a metric's downloads. This sheet makes of whole columns the text that the writer would
make of their cells: a test compares them.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767
# The first year that Excel knows; it counts days as if 1900 had had a 29 February.
FIRST_YEAR = 1900
DAY_ZERO = date(1899, 12, 31).toordinal()
LAST_OF_FEBRUARY = 59
# For so many rows at once the writer says which columns they have.
BLOCK = 16

# Stands for the number of a cell's row until rows are written.
ROW = "#"
# A cell from after its place and format: its type as an attribute, its value and its end. It is
# empty where there is no cell.
Content = str


class ColumnSheet(Worksheet):  # type: ignore[misc]  # The writer publishes no types.
    """A sheet with a header and columns of one length."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[list[Content]] = []
        self.header_format: Any = None

    def write_header_and_cells(
        self, name: str, cells: Sequence[Any], *, kind: str, header: Any
    ) -> None:
        """Add the next column: its name in the format `header`, then its cells below.

        `kind` is "string", "date" or "number". A cell that is none stays empty; a date before 1900,
        the first year that Excel knows, becomes a text.
        """
        number = len(self.columns)
        column = [self._text(name)]
        if kind == "number":
            # All its digits: the writer has 16, one too few to read back the same float.
            column += ["" if cell is None else f"><v>{cell!r}</v></c>" for cell in cells]
        elif kind == "date":
            column += ["" if cell is None else self._date(cell) for cell in cells]
        else:
            column += self._texts(cells)
        self.columns.append(column)
        self.header_format = header
        last = next(row for row in reversed(range(len(column))) if column[row])
        self._check_dimensions(0, number)
        self._check_dimensions(last, number)

    def _date(self, day: date) -> Content:
        return _dated(day) if day.year >= FIRST_YEAR else self._text(str(day))

    def _texts(self, texts: Sequence[str | None]) -> list[Content]:
        """Return the contents of cells of text, of which many say the same."""
        known: dict[str | None, Content] = {None: ""}
        for text in texts:
            if text is not None and text not in known:
                known[text] = self._text(text)
        found = [known[text] for text in texts]
        # The workbook counts its texts, and knows of each of these once.
        self.str_table.count += len(found) - found.count("") - (len(known) - 1)
        return found

    def _text(self, text: str) -> Content:
        """Return a text as a cell's content: its number among the texts of the workbook."""
        if 2 * len(text) <= LONGEST_TEXT and not text.startswith("<r>"):
            place = self.str_table._get_shared_string_index(text)
        else:
            write_text(self, (0, 0), text)
            place = self.table.pop(0)[0].string
        return f' t="s"><v>{place}</v></c>'

    def _write_rows(self) -> None:
        """Write the rows where the writer would write those of its cells."""
        bold = self.header_format._get_xf_index()
        made = []
        for number, (head, *column) in enumerate(self.columns):
            start = f'<c r="{xl_col_to_name(number)}{ROW}"'
            given = self.col_info[number].column_format
            styled = f'{start} s="{given._get_xf_index()}"' if given is not None else start
            cells = [styled + content if content else "" for content in column]
            made.append([f'{start} s="{bold}"{head}', *cells])
        for first in range(0, len(made[0]), BLOCK):
            block = [cells[first : first + BLOCK] for cells in made]
            held = [number for number, cells in enumerate(block, 1) if any(cells)]
            for row, single in enumerate(zip(*block, strict=True), first + 1):
                if text := "".join(single).replace(ROW, str(row)):
                    spans = f"{held[0]}:{held[-1]}"
                    self.fh.write(f'<row r="{row}" spans="{spans}">{text}</row>')


def write_text(sheet: Any, place: tuple[int, int], text: str, *, bold: Any = None) -> None:
    """Write a text at a place of a sheet, as nothing but text; one that is too long is cut."""
    shown = _short(text)
    if shown.startswith("<r>") and shown.endswith("</r>"):
        # The writer would take such a text for markup of its own and not escape it.
        sheet.write_rich_string(*place, shown[:1], shown[1:2], shown[2:])
    else:
        sheet.write_string(*place, shown, bold)


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
    """Return a day as a cell's content, in which it is counted as Excel counts days."""
    days = day.toordinal() - DAY_ZERO
    return f"><v>{days + (days > LAST_OF_FEBRUARY)}</v></c>"
