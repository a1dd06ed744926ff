"""The fault report of an imported budget: how it adds up, what was found, what became of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

# Every fault and its explanation, in the order of the report.
FAULTS = {
    "department-names": (
        "A department's code stands beside several names over the years. The code tells it apart."
    ),
    "spelling": "A name is written with other capitals or spaces in other years.",
    "spaces": "A name has spaces at an end, or several in a row.",
    "capital-s": "A name has a capital s after an apostrophe.",
    "small-words": "A name has capitals in small words, such as Of and And.",
    "broken-dash": "A name has the control character U+0096 in place of a dash.",
    "negative": "An amount is below zero: a reduction of the department's other amounts.",
    "zero": "An amount is zero.",
    "gross-and-operating": (
        "The city gives a gross and an operating total that differ. The tables hold the gross "
        "total; where one or two funds are exactly the difference they are named."
    ),
    "no-revenue": "The year has no revenue.",
    "revenue-apart": (
        "Revenue and operating appropriations of a year differ. The source does not say why."
    ),
}
COLUMNS = ("fault", "table", "about", "row", "found", "done")


class Fault(Struct, frozen=True):
    """One fault in one place. `about` is the year, column or code; `found` and `done` are words.

    Raises KeyError for a fault that `FAULTS` does not explain.
    """

    code: str
    table: str
    about: str
    row: int | None
    found: str
    done: str

    def __post_init__(self) -> None:
        FAULTS[self.code]


class Report(Struct, frozen=True):
    """What an import read, wrote and found; `rows_in` and `rows_out` by table.

    `standing` holds a table, a year, the sum of its lines and the city's total.
    """

    rows_in: Mapping[str, int]
    rows_out: Mapping[str, int]
    standing: tuple[tuple[str, int, int, int], ...]
    faults: tuple[Fault, ...]

    @property
    def balanced(self) -> bool:
        """Whether every row was published and every sum reaches its total."""
        return self.rows_in == self.rows_out and all(a == b for *_, a, b in self.standing)

    def counts(self) -> dict[str, int]:
        """Return how often each fault was met, in the report's order, without those not met."""
        met = Counter(fault.code for fault in self.faults)
        return {code: met[code] for code in FAULTS if met[code]}

    def summary(self) -> str:
        """Return the result in a few lines for the command line."""
        rows = ", ".join(f"{name} {count:,}" for name, count in self.rows_out.items())
        kinds = len(self.counts())
        return (
            f"Rows published: {rows}; none left out.\n"
            f"{self._reached()}\n"
            f"{len(self.faults):,} faults of {kinds} kinds: see fault-report.md and "
            "fault-report.csv."
        )

    def as_csv(self) -> bytes:
        """Return every fault as one CSV row, by the report's order of faults."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for f in self._in_order():
            row = "" if f.row is None else f.row
            writer.writerow((f.code, f.table, f.about, row, f.found, f.done))
        return out.getvalue().encode()

    def as_markdown(self) -> bytes:
        """Return the report for a reader: how the tables add up, then the faults by kind."""
        lines = ["# Fault report", "", self._reached(), ""]
        head = ("Table", "Year", "Lines add up to", "Total", "Difference")
        lines += _table(
            head,
            ((n, f"{y}", f"{a:,}", f"{b:,}", f"{a - b:,}") for n, y, a, b in self.standing),
        )
        counted = ((code, f"{times:,}", FAULTS[code]) for code, times in self.counts().items())
        lines += ["", *_table(("Fault", "Times", "What it is"), counted)]
        lines += ["", "`fault-report.csv` lists every one, with what was found and done.", ""]
        return "\n".join(lines).encode()

    def _reached(self) -> str:
        reached = sum(1 for *_, a, b in self.standing if a == b)
        return (
            f"{reached} of {len(self.standing)} sums (a table and a year) reach the city's total "
            "exactly."
        )

    def _in_order(self) -> list[Fault]:
        order = {code: place for place, code in enumerate(FAULTS)}
        return sorted(self.faults, key=lambda f: (order[f.code], f.table, f.row or 0, f.about))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return a Markdown table; a bar in a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in lines]
