"""Read `data.csv` of the original data: Windows-1252, one row a series and month."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from performance.foratlanta.decisions import Key, plain
from performance.problem import BuildError, Exit, Problem

COLUMNS = ["Department", "Chart", "Metric", "Date", "Volume", "Result", "Explanation"]
DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
FORMS = {
    "Result": (re.compile(r"-?\d+(\.\d+)?", re.ASCII), "a number like 0.57"),
    "Volume": (re.compile(r"\d+", re.ASCII), "a whole number like 2312"),
}
AS_PUBLISHED = "Take the file as the City of Atlanta published it."


class Row(Struct, frozen=True):
    """One row of the source, its cells as written.

    `number` is the row as a spreadsheet numbers it; `month` (2015-10) and `day` come from the date.
    """

    number: int
    department: str
    chart: str
    label: str
    date: str
    volume: str
    result: str
    explanation: str
    month: str
    day: int

    @property
    def key(self) -> Key:
        """The identity of the row's series: department, chart, plain label."""
        return self.department, self.chart, plain(self.label)


def read_rows(file: Path) -> tuple[Row, ...]:
    """Return the rows of `data.csv`, in its order.

    Raises BuildError: for wrong use where the file is not there, else with every problem found.
    """
    records = list(_records(file))
    problems: list[Problem] = []
    if records[0] != COLUMNS:
        problems.append(
            bad(file, f"the columns must be {','.join(COLUMNS)}", row=1, value=",".join(records[0]))
        )
        raise BuildError(f"{file} is not the original data.", problems)
    rows: list[Row] = []
    for number, record in enumerate(records[1:], 2):
        found = _faults_of(file, number, record)
        problems += found
        if record and not found:
            rows.append(_row(number, record))
    if not rows and not problems:
        problems.append(bad(file, "the file holds no rows below its header", row=1))
    if problems:
        raise BuildError(f"{file} cannot be imported.", problems)
    return tuple(rows)


def bad(
    file: Path, message: str, *, row: int | None = None, column: str = "", value: str | None = None
) -> Problem:
    """Return the problem of a source that is not the data as the city published it."""
    return Problem("import", str(file), message, AS_PUBLISHED, row, column or None, value)


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes; BuildError for wrong use where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BuildError(
            f"{file} cannot be read ({error.strerror}). SOURCE must be the folder that holds "
            "data.csv and charts/*.yml.",
            exitcode=Exit.WRONG_USE,
        ) from None


def _records(file: Path) -> Iterator[list[str]]:
    data = read_bytes(file)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        problem = bad(file, "is not Windows-1252 text", row=row, value=f"0x{data[error.start]:02x}")
        raise BuildError(f"{file} cannot be read.", [problem]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield next(reader, [])
        yield from reader
    except csv.Error as error:
        problem = bad(file, f"is not a table: {error}", row=reader.line_num)
        raise BuildError(f"{file} cannot be read.", [problem]) from None


def _faults_of(file: Path, number: int, record: list[str]) -> list[Problem]:
    """Return what is wrong with a row; nothing for an empty line."""
    if not record:
        return []
    if len(record) != len(COLUMNS):
        return [bad(file, f"must have {len(COLUMNS)} cells", row=number, value=f"{len(record)}")]
    cells = dict(zip(COLUMNS, record, strict=True))
    found = [
        bad(file, f"must be {example}", row=number, column=column, value=cells[column])
        for column, (pattern, example) in FORMS.items()
        if cells[column].strip() and not pattern.fullmatch(cells[column].strip())
    ]
    parts = DATE.fullmatch(cells["Date"].strip())
    if parts is None or not 1 <= int(parts[1]) <= 12 or not 1 <= int(parts[2]) <= 31:
        message = "must be month/day/year like 6/10/2014"
        found.append(bad(file, message, row=number, column="Date", value=cells["Date"]))
    return found


def _row(number: int, record: list[str]) -> Row:
    department, chart, label, date, volume, result, explanation = record
    month, day, year = (int(part) for part in date.strip().split("/"))
    return Row(
        number,
        department.strip(),
        chart.strip(),
        label,
        date.strip(),
        volume.strip(),
        result.strip(),
        explanation.strip(),
        f"{year:04d}-{month:02d}",
        day,
    )
