"""The third gate: rows that are none of the table, such as totals and headers that come again.

Each is told once, as what it is; judged as a row, every cell of it would be a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec.structs import replace

from performance.model import Field, Sheet
from performance.problem import Problem
from performance.validate.listing import limited

TOTAL = re.compile(r"\s*((grand |sub-?)?totals?|sum|average|mean)\s*:?\s*", re.IGNORECASE)
# What git writes into a file that two people changed in the same place.
CONFLICT = re.compile(r"<{7} |>{7} |={7}$")
MARKS = "Keep the rows that are right, and delete the lines that begin with <<<<<<<, ======= and "
MARKS += ">>>>>>>."
DIGIT = re.compile(r"\d")
TYPED = ("integer", "number", "year", "yearmonth", "date", "datetime")
SECOND = 2  # Rows below the header that may be a second one.

# A row by its place in the sheet, what it is, and what to do.
Stray = tuple[int, str, str]


def conflict(sheet: Sheet, file: str) -> Problem | None:
    """Return the problem of a file in which git's marks of two states stand; none of another."""
    marks = {cell for cell in _cells(sheet, 0) if CONFLICT.match(cell)}
    place = next(_with(sheet, 0, marks), None)
    if place is None:
        return None
    message = "two people changed rows at once, and git's marks of it are in the file"
    found = sheet.rows[place][0]
    return Problem("row-stray", file, message, MARKS, sheet.numbers[place], value=found)


def without(
    sheet: Sheet, file: str, *, described: Sequence[Field], periods: Set[str]
) -> tuple[Sheet, list[Problem]]:
    """Return a sheet without the rows that are none of its table, and the problems of these.

    `described` are the columns of the schema, `periods` those that hold periods of metrics.
    """
    telling = {field.name for field in described if field.type in TYPED} | periods
    columns = {n: _cells(sheet, place) for place, n in enumerate(sheet.header) if n in telling}
    if not suspected(columns, described, periods):
        return sheet, []
    found = {
        place: (message, remedy)
        for strays in (
            _second(sheet, described),
            _headers(sheet, described),
            _totals(sheet, periods),
        )
        for place, message, remedy in strays
    }
    if not found:
        return sheet, []
    problems = []
    for place, (message, remedy) in sorted(found.items()):
        first = next((cell for cell in sheet.rows[place] if cell.strip()), None)
        problems.append(
            Problem("row-stray", file, message, remedy, sheet.numbers[place], value=first)
        )
    kept = [place for place in range(len(sheet.rows)) if place not in found]
    rows = tuple(sheet.rows[place] for place in kept)
    numbers = tuple(sheet.numbers[place] for place in kept)
    return replace(sheet, rows=rows, numbers=numbers), limited(problems)


def suspected(
    columns: Mapping[str, Iterable[str]], described: Sequence[Field], periods: Set[str]
) -> bool:
    """Whether a table may have such rows: a cell without a digit where periods or numbers stand.

    `columns` are the distinct cells of each column by its name.
    """
    for field in described:
        if field.name not in columns or not (field.type in TYPED or field.name in periods):
            continue
        # No period is never left out; no number may be.
        absent = () if field.name in periods else field.missing_values
        if any(not DIGIT.search(cell) and cell not in absent for cell in columns[field.name]):
            return True
    return False


def _headers(sheet: Sheet, described: Sequence[Field]) -> Iterator[Stray]:
    """Yield rows that name the columns again, by their names or titles."""
    words = {field.name: {_plain(field.name), _plain(field.title)} for field in described}
    known = [words.get(name, {_plain(name)}) - {""} for name in sheet.header]
    if not known:
        return
    for place in _with(sheet, 0, {cell for cell in _cells(sheet, 0) if _plain(cell) in known[0]}):
        told = sum(_plain(cell) in own for cell, own in zip(sheet.rows[place], known, strict=False))
        if told >= max(2, len(known) / 2):
            yield place, "the columns are named here again", "Delete the row."


def _second(sheet: Sheet, described: Sequence[Field]) -> Iterator[Stray]:
    """Yield a second row of the header: words, in columns of numbers too, and not one digit."""
    typed = {field.name: field.missing_values for field in described if field.type in TYPED}
    listed = {field.name: field.constraints.get("enum") or () for field in described}
    for place, row in enumerate(sheet.rows[:SECOND]):
        named = dict(zip(sheet.header, row, strict=False))
        worded = [named[name] for name in typed if named.get(name, "") not in typed[name]]
        has_words = sum(any(letter.isalpha() for letter in cell) for cell in worded)
        if has_words < 2 or any(letter.isdigit() for cell in row for letter in cell):
            return
        if any(cell in listed.get(name, ()) for name, cell in named.items()):
            return
        yield place, "this is a second row of the header, not a row of figures", "Delete the row."


def _totals(sheet: Sheet, periods: Set[str]) -> Iterator[Stray]:
    """Yield rows that have such a word as "Total" in place of a period, or no period beside it."""
    for column in (place for place, name in enumerate(sheet.header) if name in periods):
        words = {
            cell for cell in _cells(sheet, column) if not cell.strip() or TOTAL.fullmatch(cell)
        }
        for place in _with(sheet, column, words):
            row = sheet.rows[place]
            if any(TOTAL.fullmatch(cell) for cell in row):
                message = "this is a total, not a row of a period"
                yield place, message, "Delete the row: the site works totals out itself."


def _cells(sheet: Sheet, column: int) -> set[str]:
    return {row[column] for row in sheet.rows if len(row) > column}


def _with(sheet: Sheet, column: int, cells: Set[str]) -> Iterator[int]:
    """Yield the places of rows that have one of some cells in a column."""
    if cells:
        for place, row in enumerate(sheet.rows):
            if len(row) > column and row[column] in cells:
                yield place


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")
