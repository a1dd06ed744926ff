"""Import a budget that a city publishes as four tables: by fund, by category, revenue, totals."""

from __future__ import annotations

from pathlib import Path

from performance.appropriations import package
from performance.appropriations.faults import faults
from performance.appropriations.read import Source, read
from performance.appropriations.report import Report
from performance.destination import must_be_free, write_all
from performance.problem import BuildError, Exit

__all__ = ["Report", "run"]


def run(source: Path, destination: Path, city: str) -> Report:
    """Turn the four tables below `source` into a portal's folders below `destination`.

    Writes `datasets/`, `content/` and the fault report, all or nothing, and returns the report.
    Raises BuildError: for wrong use where a file or folder is not as it must be, else with every
    problem found in the source. Whether the money adds up is asked by the gates of the build; the
    report says how each table stands to the totals.
    """
    must_be_free(destination)
    if not source.is_dir():
        raise BuildError(f"{source} is not a folder.", exitcode=Exit.WRONG_USE)
    found = read(source)
    report = Report(
        rows_in={name: len(rows) for name, rows in found.lines.items()},
        rows_out={name: len(rows) for name, rows in found.lines.items()},
        standing=tuple(_standing(found)),
        faults=tuple(faults(found)),
    )
    files = package.files(found, city)
    files |= {"fault-report.md": report.as_markdown(), "fault-report.csv": report.as_csv()}
    write_all(destination, files)
    return report


def _standing(found: Source) -> list[tuple[str, int, int, int]]:
    """Return each table and year with its sum and the city's total for it."""
    standing = []
    for name, rows in found.lines.items():
        sums: dict[int, int] = {}
        for row in rows:
            sums[row.fiscal_year] = sums.get(row.fiscal_year, 0) + row.amount
        for year, amount in sorted(sums.items()):
            total = found.total(name, year)
            if total is not None:
                standing.append((name, year, amount, total))
    return standing
