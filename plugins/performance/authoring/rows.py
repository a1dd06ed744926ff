"""Read the rows of a sheet as those of its table, and tell what is no row: totals and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from performance.authoring import cells
from performance.authoring.cells import Column, Read, UnusableError
from performance.authoring.matching import Match
from performance.authoring.spreadsheet import Cell
from performance.model import Metric
from performance.period import parse
from performance.validate.strays import TOTAL

MOST_ALIKE = 3  # Cells of a column that were read in one way are named each, up to so many.
LONGEST_WORDS = 60
LONGEST_CELL = 200


class Row(Struct, frozen=True):
    """A row of the spreadsheet that is used: its number there, its key, its cells by column.

    `at` is its row in the table, none for a new one; `old` the cells that it changes there.
    """

    number: int
    key: tuple[str, ...]
    cells: Mapping[str, str]
    at: int | None = None
    old: Mapping[str, str] = field(default_factory=dict)


class Unusable(Struct, frozen=True):
    """A row that is not used: its number in the spreadsheet, the column's title and why."""

    number: int
    column: str
    value: str
    why: str


class Rows(Struct, frozen=True):
    """The rows of a sheet that can be read, what cannot be, and what to know about the reading."""

    rows: tuple[Row, ...]
    unusable: tuple[Unusable, ...]
    notes: tuple[str, ...]


# A cell that was not taken as it stands: its row, its column's title, and how it was read.
Told = tuple[int, str, Read]


def rows(match: Match, metrics: Sequence[Metric], key: Sequence[str]) -> Rows:
    """Return the rows of a sheet; `key` are the columns that tell them apart."""
    columns = {f.name: cells.column_of(f, tuple(metrics)) for f in match.resource.fields}
    found: dict[tuple[str, ...], Row] = {}
    unusable: list[Unusable] = []
    notes: list[str] = []
    told: list[Told] = []
    for number, given in match.rows:
        passed = _passed(number, given, match, columns, key)
        if passed:
            notes.append(passed)
            continue
        read, wrong = _row(number, given, match, columns, told)
        row = Row(number, tuple(read.get(name, "") for name in key), read)
        first = found.get(row.key)
        if wrong:
            unusable.extend(wrong)
        elif not any(read.values()):
            continue
        elif first is None:
            found[row.key] = row
        elif first.cells == row.cells:
            notes.append(f"row {number} is the same as row {first.number}: used once")
        else:
            why = f"row {first.number} has the same {' and '.join(key)} with other values"
            unusable.append(Unusable(number, ", ".join(key), ", ".join(row.key), why))
    return Rows(tuple(found.values()), tuple(unusable), (*said(told), *notes))


def _passed(
    number: int,
    given: Sequence[Cell],
    match: Match,
    columns: Mapping[str, Column],
    key: Sequence[str],
) -> str:
    """Return why a row is none of the table, empty for one that is.

    People write units below the header, and totals and words below the table. A total has that
    word in place of its period, or beside none; words stand alone in their row, in one cell or in
    cells that are merged.
    """
    timed = [name for name in key if columns[name].frequency is not None]
    cells_ = {n: given[place].value for n, place in match.places.items() if place < len(given)}
    words = {name: value.strip() for name, value in cells_.items() if isinstance(value, str)}
    if number == match.header_row + 1 and _is_header(words, cells_, columns):
        return f"row {number} is a second line of the header: passed over"
    periods = [cells_.get(name) for name in timed]
    totals = [word for word in words.values() if TOTAL.fullmatch(word)]
    if totals and timed and all(period in (None, "", *totals) for period in periods):
        return f"row {number} is a total ({totals[0]}): passed over"
    filled = {cell.value for cell in given if cell.value not in (None, "") or cell.fault}
    alone = filled.pop() if len(filled) == 1 else None
    if not isinstance(alone, str) or not timed or any(_is_period(alone, columns[n]) for n in timed):
        return ""
    return f"row {number} holds words and no figures ({short(alone, LONGEST_WORDS)}): passed over"


def _is_header(
    words: Mapping[str, str], given: Mapping[str, object], columns: Mapping[str, Column]
) -> bool:
    """Whether a row has words, in columns of numbers too, and no digit and no other value."""
    texts = [value for value in given.values() if value is not None]
    numbers = [words.get(name, "") for name in given if columns[name].field.type in cells.NUMBERS]
    return (
        sum(any(letter.isalpha() for letter in word) for word in numbers) >= min(2, len(numbers))
        and any(numbers)
        and len(texts) == len(words)
        and not any(letter.isdigit() for word in words.values() for letter in word)
        and not any(word in columns[name].allowed for name, word in words.items())
    )


def short(text: str, longest: int = LONGEST_CELL) -> str:
    """Return a text on one line, cut where it has more than `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


def _is_period(text: str, column: Column) -> bool:
    assert column.frequency is not None
    try:
        found = cells.read(Cell(text), column, has_decimal_comma=False)
        parse(found.text, column.frequency)
    except ValueError:
        return False
    return True


def _row(
    number: int,
    given: Sequence[Cell],
    match: Match,
    columns: Mapping[str, Column],
    told: list[Told],
) -> tuple[dict[str, str], list[Unusable]]:
    """Return a row's cells by column, and what of it cannot be used; adds to what is told."""
    read: dict[str, str] = {}
    wrong = []
    for name, place in match.places.items():
        if place >= len(given):
            continue
        column = columns[name]
        title = column.field.title or name
        try:
            found = cells.read(given[place], column, has_decimal_comma=match.grid.has_decimal_comma)
        except UnusableError as error:
            value = given[place].value
            wrong.append(Unusable(number, title, "" if value is None else str(value), str(error)))
            continue
        read[name] = found.text
        if found.note:
            told.append((number, title, found))
    return read, wrong


def said(told: Sequence[Told]) -> Iterator[str]:
    """Yield how cells were read; many of a column that were read alike in one line."""
    alike: dict[tuple[str, str], list[Told]] = {}
    for each in told:
        _, title, found = each
        alike.setdefault((title, found.kind), []).append(each)
    for (title, _), group in alike.items():
        if len(group) <= MOST_ALIKE:
            yield from (f"row {number}, {title}: {found.note}" for number, _, found in group)
            continue
        first, last, found = group[0][0], group[-1][0], group[0][2]
        yield (
            f"rows {first} to {last}, {title}: {len(group)} cells like row {first}, where "
            f"{found.note}"
        )
