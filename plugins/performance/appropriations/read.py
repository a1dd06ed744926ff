"""Read the four tables of a published budget, strictly."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from performance.problem import BuildError, Exit, Problem, shown

# The files of the source: what each is called, its columns, and which of them name a line's unit.
FILES = {
    "by-fund": "appropriations-by-fund.csv",
    "by-account": "appropriations-by-category.csv",
    "revenue": "revenue-by-source.csv",
}
COLUMNS = {
    "by-fund": ("fiscal_year", "department_code", "department", "fund", "amount"),
    "by-account": ("fiscal_year", "department_code", "department", "category", "amount"),
    "revenue": ("fiscal_year", "source", "source_detail", "amount"),
}
TOTALS = "totals.csv"
TOTAL_COLUMNS = (
    *("fiscal_year", "start", "end"),
    *("gross_appropriations", "operating_appropriations", "total_revenue"),
)
REMEDY = "Give the files as the city published them."
FORMS = {
    "fiscal_year": (re.compile(r"[12]\d{3}"), "a year like 2026"),
    "amount": (re.compile(r"-?\d{1,15}"), "a whole number"),
    "start": (re.compile(r"\d{4}-\d{2}-\d{2}"), "a date like 2026-01-01"),
    "end": (re.compile(r"\d{4}-\d{2}-\d{2}"), "a date like 2026-12-31"),
    "gross_appropriations": (re.compile(r"\d{1,15}"), "a whole number"),
    "operating_appropriations": (re.compile(r"\d{1,15}"), "a whole number"),
    "total_revenue": (re.compile(r"\d{0,15}"), "a whole number or empty"),
}


class Line(Struct, frozen=True):
    """A row of the source: its number, its year, its cells by column and its amount."""

    number: int
    fiscal_year: int
    cells: Mapping[str, str]
    amount: int


class Total(Struct, frozen=True):
    """A year's totals. `gross` holds transfers that `operating` leaves out; `revenue` may lack."""

    fiscal_year: int
    start: str
    end: str
    gross: int
    operating: int
    revenue: int | None


class Source(Struct, frozen=True):
    """Everything that the four files say; `lines` by table: by-fund, by-account, revenue."""

    lines: Mapping[str, tuple[Line, ...]]
    totals: tuple[Total, ...]

    def total(self, table: str, year: int) -> int | None:
        """Return the total that a table must reach in a year, none where the city gives none."""
        for total in self.totals:
            if total.fiscal_year == year:
                return total.revenue if table == "revenue" else total.gross
        return None


def read(source: Path) -> Source:
    """Return the tables of a folder; BuildError with every cell that cannot be understood."""
    problems: list[Problem] = []
    lines = {}
    for name, file in FILES.items():
        rows = _table(source / file, COLUMNS[name], problems)
        lines[name] = tuple(
            Line(number, int(cells["fiscal_year"]), cells, int(cells["amount"]))
            for number, cells in rows
        )
    totals = tuple(
        Total(
            int(cells["fiscal_year"]),
            cells["start"],
            cells["end"],
            int(cells["gross_appropriations"]),
            int(cells["operating_appropriations"]),
            int(cells["total_revenue"]) if cells["total_revenue"] else None,
        )
        for _, cells in _table(source / TOTALS, TOTAL_COLUMNS, problems)
    )
    if not problems and not totals:
        problems.append(_bad(source / TOTALS, "holds no year"))
    if problems:
        raise BuildError(f"{source} cannot be imported.", problems)
    return Source(lines, totals)


def _table(
    file: Path, columns: tuple[str, ...], problems: list[Problem]
) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file that are as they must be, with their numbers."""
    records = list(_records(file))
    if not records or tuple(records[0]) != columns:
        problems.append(_bad(file, f"must have the columns {', '.join(columns)}", row=1))
        return []
    rows = []
    for number, record in enumerate(records[1:], 2):
        if len(record) != len(columns):
            problems.append(_bad(file, f"must have {len(columns)} cells", row=number))
            continue
        cells = dict(zip(columns, record, strict=True))
        wrong = list(_wrong(file, number, cells))
        problems.extend(wrong)
        if not wrong:
            rows.append((number, cells))
    return rows


def _wrong(file: Path, number: int, cells: Mapping[str, str]) -> Iterator[Problem]:
    for column, cell in cells.items():
        pattern, example = FORMS.get(column, (re.compile(r"(?s).*\S.*"), "filled"))
        if not pattern.fullmatch(cell):
            yield _bad(file, f"must be {example}", row=number, column=column, value=cell)


def _records(file: Path) -> Iterator[list[str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except UnicodeDecodeError:
        raise BuildError(f"{file} cannot be read.", [_bad(file, "is not UTF-8 text")]) from None
    except csv.Error as error:
        raise BuildError(
            f"{file} cannot be read.", [_bad(file, f"is not a table: {error}")]
        ) from None
    except OSError as error:
        raise BuildError(
            f"{file} cannot be read ({error.strerror}). SOURCE must be the folder that holds "
            f"{', '.join(FILES.values())} and {TOTALS}.",
            exitcode=Exit.WRONG_USE,
        ) from None


def _bad(
    file: Path,
    message: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
) -> Problem:
    return Problem("import", shown(file), message, REMEDY, row, column, value)
