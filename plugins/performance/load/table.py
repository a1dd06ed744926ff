"""Read a delimited file into a sheet, and a sheet into a table of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from performance.model import Dialect, Sheet

ENDINGS = (".csv", ".tsv", ".tab", ".txt")

# The safety gate limits the file; the csv module's own limit on a cell depends on who set it last.
csv.field_size_limit(2**31 - 1)


class TableError(ValueError):
    """A file whose cells cannot be told apart; `row` is where, as a spreadsheet counts."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


def is_table(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is a delimited file with rows and columns."""
    path = resource.get("path")
    ending = PurePosixPath(path).suffix.lower() if isinstance(path, str) else ""
    if ending in (".csv", ".tsv", ".tab"):
        return True
    described = resource.get("type") == "table" or resource.get("format") in ("csv", "tsv")
    return ending in ENDINGS and (described or isinstance(resource.get("schema"), Mapping))


def sheet(text: str, dialect: Dialect, names: Sequence[str] = ()) -> Sheet:
    """Return the cells of a delimited text.

    A row is a record: a new line inside a quoted cell does not begin one. `names` are the columns
    of a file without a header. Raises TableError where a quotation mark is not closed.
    """
    header: tuple[str, ...] = ()
    header_row = dialect.header_row if dialect.has_header else 0
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, cells in _records(text, dialect):
        if header_row is None:
            header_row = number
        if number == header_row:
            header = cells
        elif number > header_row:
            rows.append(cells)
            numbers.append(number)
    if not dialect.has_header:
        width = max((len(row) for row in rows), default=0)
        header = tuple(names) or tuple(f"column{n}" for n in range(1, width + 1))
    return Sheet(header, tuple(rows), tuple(numbers), 1 if header_row is None else header_row)


def records(text: str, dialect: Dialect) -> list[str]:
    """Return the text of each record with its line ending, as it is written.

    A record is more than one line where a cell holds a new line.
    """
    lines = list(io.StringIO(text, newline=""))
    reader = _reader(iter(lines), dialect, strict=False)
    found, begin = [], 0
    for _ in reader:
        found.append("".join(lines[begin : reader.line_num]))
        begin = reader.line_num
    return found


def first_lines(text: str, dialect: Dialect) -> list[int]:
    """Return the line on which each record begins, and the one after the last."""
    found = [1]
    for record in records(text, dialect):
        found.append(found[-1] + len(list(io.StringIO(record, newline=""))))
    return found


def _records(text: str, dialect: Dialect) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = _reader(io.StringIO(text, newline=""), dialect, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number in dialect.comment_rows:
                continue
            if dialect.comment and cells and cells[0].startswith(dialect.comment):
                continue
            if dialect.skip_blank and not any(cells):
                continue
            yield number, tuple(cells)
    except csv.Error as error:
        raise TableError(number + 1) from error


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool) -> Any:
    # The type of what csv.reader returns has no public name.
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        doublequote=dialect.double_quote,
        skipinitialspace=dialect.skip_initial_space,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        strict=strict,
    )
