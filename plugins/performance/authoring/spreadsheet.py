"""Read what Excel writes, workbook or CSV in any of its forms, into grids of cells.

Nothing is guessed in silence: what was done to read a file is said in the grid's notes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from performance import load
from performance.authoring import foreign
from performance.problem import BuildError, Exit
from performance.validate import safety

# Larger workbooks unfold to more than anybody fills in by hand: a bomb, or a mistake.
MOST_UNFOLDED = 200 * safety.MEGABYTE
MOST_PARTS = 2000
MOST_AREAS = 5
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
WORKBOOKS = (".xlsx", ".xlsm")


class Cell(Struct, frozen=True):
    """A cell: its value as Excel keeps it, or its text, and what is special about it.

    `value` is text, a number, a truth value, a date or none. `is_percent` is whether Excel shows
    the number as a percentage; `fault` says why the cell cannot be used.
    """

    value: str | int | float | bool | date | None
    is_percent: bool = False
    fault: str = ""


class Grid(Struct, frozen=True):
    """A sheet: its rows, each with its number as Excel shows it, and what was done to read it."""

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    notes: tuple[str, ...] = ()
    has_decimal_comma: bool = False


def read(file: Path, limit: int) -> list[Grid]:
    """Return the sheets of a file that hold something; `limit` is in bytes.

    Raises BuildError, in words, for a file that is no workbook and no text.
    """
    if file.is_dir():
        raise _refused(file, "it is a folder. Name the file in it.")
    unsafe = safety.file(file.parent, file.name, limit)
    if unsafe:
        raise _refused(file, f"{unsafe.message}. {unsafe.remedy}")
    data = load.read(file, limit)
    strange = foreign.refusal(file, data)
    if strange:
        raise _refused(file, strange)
    if file.suffix.lower() in WORKBOOKS or data.startswith(b"PK\x03\x04"):
        return _workbook(file, data)
    return [_delimited(file, data)]


def _refused(file: Path, why: str) -> BuildError:
    return BuildError(f"{file} cannot be used: {why}", exitcode=Exit.WRONG_USE)


def _workbook(file: Path, data: bytes) -> list[Grid]:
    import openpyxl  # Imported late: only this command reads workbooks.

    _limit(file, data)
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:
        # The library raises whatever its parts raise for a damaged file.
        raise _refused(file, "it is no Excel workbook, or a damaged one.") from error
    grids = [_sheet(sheet, written[sheet.title]) for sheet in shown.worksheets]
    return [grid for grid in grids if grid.rows]


def _limit(file: Path, data: bytes) -> None:
    """Refuse a workbook that unfolds to too much, or that defines words of its own (entities)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNFOLDED:
                raise _refused(file, "it unfolds to far more than a table that people fill in.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!" in _head(archive, part):
                    raise _refused(file, "it holds definitions that no program of Excel writes.")
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as error:
        # RuntimeError is that of a part which is encrypted, or compressed in a way that zipfile
        # does not know.
        raise _refused(file, "it is no Excel workbook, or a damaged one.") from error


def _head(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as opened:
        # A definition stands before the first element.
        return opened.read(4096).replace(b"<!--", b"")


def _sheet(shown: Any, written: Any) -> Grid:
    """Return a sheet's cells: the results of its formulas, and merged cells in every row."""
    notes = []
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in shown.merged_cells.ranges:
        first = (area.min_row, area.min_col)
        merged |= {(row, column): first for row, column in area.cells if (row, column) != first}
    formulas = 0
    rows = []
    for number, cells in enumerate(shown.iter_rows(), 1):
        made = []
        for cell in cells:
            row, column = merged.get((cell.row, cell.column), (cell.row, cell.column))
            is_formula = written.cell(row, column).data_type == "f"
            formulas += is_formula and shown.cell(row, column).value is not None
            made.append(_cell(shown.cell(row, column), is_formula=is_formula))
        if any(cell.value not in (None, "") or cell.fault for cell in made):
            rows.append((number, tuple(made)))
    if formulas:
        notes.append(
            f"{formulas} cell{'s hold formulas' if formulas > 1 else ' holds a formula'}: "
            "the result that Excel kept was taken"
        )
    if merged:
        notes.append(
            f"merged cells ({_areas(shown)}): their value was taken for each of their cells"
        )
    return Grid(shown.title, tuple(rows), tuple(notes))


def _areas(sheet: Any) -> str:
    """Return the merged areas of a sheet from the top, of many the first."""
    areas = sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col))
    named = ", ".join(str(area) for area in areas[:MOST_AREAS])
    more = len(areas) - MOST_AREAS
    return f"{named} and {more} more" if more > 0 else named


def _cell(cell: Any, *, is_formula: bool) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        return Cell(str(value), fault="it shows a spreadsheet's error; mend the formula")
    if value is None and is_formula:
        return Cell(None, fault="its formula has no result yet; open the file in Excel and save it")
    if isinstance(value, datetime) and not any((value.hour, value.minute, value.second)):
        return Cell(value.date())
    if value is None or isinstance(value, (str, bool, int, float, datetime, date)):
        return Cell(value, is_percent="%" in str(cell.number_format) and _is_number(value))
    return Cell(str(value), fault="it holds a time of day, which no column of the table is")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _delimited(file: Path, data: bytes) -> Grid:
    text, notes = _text(file, data)
    lines = text.splitlines()
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda sign: (head.count(sign), sign == ","))
    if delimiter != ",":
        notes.append(f"its columns are separated by {DELIMITERS[delimiter]}: read as columns")
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _refused(file, "a quotation mark in it is not closed.") from error
    rows = tuple(_filled(records))
    return Grid(file.stem, rows, tuple(notes), delimiter == ";")


def _filled(records: Sequence[Sequence[str]]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for number, cells in enumerate(records, 1):
        if any(cell.strip() for cell in cells):
            yield number, tuple(Cell(cell) for cell in cells)


def _text(file: Path, data: bytes) -> tuple[str, list[str]]:
    """Return a file's text, whatever encoding Excel chose, and which it was."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(file, data, "utf-16"), ["it is in UTF-16: converted to UTF-8"]
    if data.startswith(safety.BOM):
        return _decoded(file, data, "utf-8-sig"), ["it begins with a byte-order mark: removed"]
    if b"\0" in data:
        raise _refused(file, "it is neither text nor an Excel workbook (.xlsx).")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        said = "it is in Windows-1252, as Excel saves CSV: converted to UTF-8"
        return _decoded(file, data, "cp1252"), [said]


def _decoded(file: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(file, "its letters are in an encoding that is not known.") from error
