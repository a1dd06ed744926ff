"""Read a delimited file into a sheet, and a sheet into a table of text."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from performance.model import Sheet

ENDINGS = (".csv", ".tsv", ".tab", ".txt")

# The safety gate limits the file; the csv module's own limit on a cell depends on who set it last.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is written, as the Table Dialect standard has it.

    `header_row` is none where it is not stated: the header is then the first row left after
    comments and, where they are skipped, blank rows.
    """

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    double_quote: bool = True
    skip_initial_space: bool = False
    has_header: bool = True
    header_row: int | None = None
    comment: str = ""
    comment_rows: frozenset[int] = frozenset()
    skip_blank: bool = False


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


def dialect_of(resource: Mapping[str, Any]) -> Dialect:
    """Return the dialect that a resource describes; what is not usable counts as not given."""
    given = resource.get("dialect")
    stated: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {}
    if isinstance(stated.get("csv"), Mapping):
        stated = {**stated, **stated["csv"]}
    tabbed = str(resource.get("path", "")).lower().endswith((".tsv", ".tab"))
    tabbed = tabbed or resource.get("format") == "tsv"
    rows = stated.get("headerRows")
    header_row = rows[0] if isinstance(rows, list) and rows and _is_row(rows[0]) else None
    usual = "\t" if tabbed else ","
    found = Dialect(
        delimiter=_sign(stated.get("delimiter")) or usual,
        quote=None if stated.get("quoteChar") == "" else _sign(stated.get("quoteChar")) or '"',
        escape=_sign(stated.get("escapeChar")),
        double_quote=stated.get("doubleQuote") is not False,
        skip_initial_space=stated.get("skipInitialSpace") is True,
        has_header=stated.get("header") is not False and rows != [],
        header_row=header_row,
        comment=_sign(stated.get("commentChar")) or "",
        comment_rows=frozenset(r for r in _list(stated.get("commentRows")) if _is_row(r)),
        skip_blank=stated.get("skipBlankRows") is True,
    )
    return found if _is_usable(found) else replace(found, delimiter=usual, quote='"', escape=None)


def _is_usable(dialect: Dialect) -> bool:
    """Whether every sign has one meaning. Others Python refuses from 3.13 on, and reads before."""
    signs = [sign for sign in (dialect.delimiter, dialect.quote, dialect.escape) if sign]
    is_skipped = dialect.skip_initial_space and " " in (dialect.quote, dialect.escape)
    return len(set(signs)) == len(signs) and not is_skipped and not {"\r", "\n"} & {*signs}


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


def _sign(value: object) -> str | None:
    """Return a delimiter or quotation mark the csv module can use, none for anything else."""
    usable = isinstance(value, str) and len(value) == 1 and value not in "\r\n\0"
    return value if usable and isinstance(value, str) else None


def _is_row(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
