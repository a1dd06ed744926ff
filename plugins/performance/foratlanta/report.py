"""The fault report of an import: what was found in the source, and what became of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

# Every fault and its explanation, in the order of the report.
FAULTS = {
    "made-up-day": "The date carries a day where a month is meant; the month is published.",
    "odd-day": "The date carries another day than the 10th.",
    "wrong-month": "The source's own figures show that the row belongs to another month.",
    "label-byte-96": (
        "The label has the byte 0x96 where rows before October 2015 have a hyphen: one series, "
        "known by its department, chart and code, looks like two."
    ),
    "label-spaces": "The label has spaces at its end or in a run.",
    "missing-month": "A month between the first and the last has no row; it is declared missing.",
    "duplicate-month": "A month has more than one row.",
    "impossible-zero": "The Result is a literal 0 that cannot be true; it is published as missing.",
    "zero-kept": "The Result is 0 and may be true; it is published as 0 with a note.",
    "blank-result": "The Result is blank; it is published as missing, never as 0.",
    "blank-volume": "The Volume is blank beside a Result; it is published blank, never as 0.",
    "zero-volume": "The Volume is 0 beside a series that has no volume: a filler, not a count.",
    "column-meaning": "A column means something else here than in the rest of the series.",
    "fraction": "The Result is a share of 1; it is published in percent, times 100 exactly.",
    "year-to-date": "The Result covers the year so far; it is never added up.",
    "percentile": "The Result is a 90th percentile; it is never averaged or added up.",
    "volume-not-additive": (
        "The Volume counts the same things again in the next month; it is shown and never added up."
    ),
    "out-of-line": (
        "The value is far from those before it, or at odds with another; it is published as the "
        "source has it, with a note."
    ),
    "explanation": "The source explains the value; its words are published in the note.",
    "constant-target": "The target is one constant, without a date or a tolerance.",
    "no-target": "The chart has no target.",
    "series-without-chart": "The series is drawn on no chart; it is kept beside a related one.",
    "chart-without-rows": "The chart has no rows; there is nothing to publish.",
    "chart-without-department": "The chart names no department.",
    "repeated-key": "A property stands twice in a chart's description.",
    "markup": "A text carries HTML; it is published as Markdown, and kept as it was beside it.",
    "no-department-words": "The source has no description and no contact of the department.",
}

COLUMNS = ("fault", "department", "chart", "series", "row", "period", "found", "done")


class Fault(Struct, frozen=True):
    """One fault of the source in one place.

    `row` is the source row as a spreadsheet numbers it, `period` the month published; `found` and
    `done` are words. Raises KeyError for a fault that `FAULTS` does not explain.
    """

    code: str
    department: str
    chart: str = ""
    series: str = ""
    row: int | None = None
    period: str = ""
    found: str = ""
    done: str = ""

    def __post_init__(self) -> None:
        FAULTS[self.code]


class Report(Struct, frozen=True):
    """What an import read, wrote and found.

    `rows_in` are the source's rows; `rows_out` those published, each with its source row number;
    `rows_reported` the numbers of those that are not published but stand in the report;
    `rows_added` the published rows that declare a missing month.
    """

    rows_in: int
    rows_out: int
    rows_reported: tuple[int, ...]
    rows_added: int
    departments: int
    charts: int
    series: int
    faults: tuple[Fault, ...]

    @property
    def balanced(self) -> bool:
        """Whether no row was lost: rows in = rows out + rows reported."""
        return self.rows_in == self.rows_out + len(self.rows_reported)

    def counts(self) -> dict[str, int]:
        """Return how often each fault was met, in the report's order, without those not met."""
        met = Counter(fault.code for fault in self.faults)
        return {code: met[code] for code in FAULTS if met[code]}

    def summary(self) -> str:
        """Return the result in a few lines for the command line."""
        return (
            f"{self.size}\n"
            f"{self.equation}\n"
            f"{_many(len(self.faults), 'fault')} of {_many(len(self.counts()), 'kind')}: see "
            "fault-report.md and fault-report.csv."
        )

    @property
    def size(self) -> str:
        """What was imported, as one sentence."""
        return (
            f"{_many(self.departments, 'department')}, {_many(self.charts, 'chart')}, "
            f"{self.series} series."
        )

    @property
    def equation(self) -> str:
        """The balance of rows as one sentence."""
        return (
            f"{_many(self.rows_in, 'row')} in = {_many(self.rows_out, 'row')} published + "
            f"{_many(len(self.rows_reported), 'row')} reported and not published; declared missing "
            f"without a row: {_many(self.rows_added, 'month')}."
        )

    def as_csv(self) -> bytes:
        """Return every fault as one CSV row, by the report's order of faults, then source row."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for f in self._in_order():
            row = "" if f.row is None else f.row
            place = (f.code, f.department, f.chart, f.series, row, f.period)
            writer.writerow((*place, f.found, f.done))
        return out.getvalue().encode()

    def as_markdown(self) -> bytes:
        """Return the report for a reader: the balance, counts by fault, and where each was met."""
        lines = [
            "# Fault report",
            "",
            self.size,
            self.equation,
            "",
            "`fault-report.csv` lists every row touched, with what was found and done.",
            "",
            *_table(("Fault", "Times", "What it is"), self._counted()),
        ]
        for code in self.counts():
            faults = [fault for fault in self._in_order() if fault.code == code]
            head = ("Department", "Chart", "Series", "Source rows", "Times", "Done")
            lines += ["", f"## {code}", "", FAULTS[code], "", *_table(head, _places(faults))]
        return ("\n".join(lines) + "\n").encode()

    def _counted(self) -> list[tuple[str, ...]]:
        return [(code, f"{times}", FAULTS[code]) for code, times in self.counts().items()]

    def _in_order(self) -> list[Fault]:
        order = {code: place for place, code in enumerate(FAULTS)}
        return sorted(
            self.faults,
            key=lambda f: (order[f.code], f.row or 0, f.department, f.chart, f.series, f.period),
        )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _places(faults: Iterable[Fault]) -> list[tuple[str, ...]]:
    """Return a line for each series and outcome, its source rows as ranges."""
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        place = (fault.department, fault.chart, fault.series, fault.done)
        groups.setdefault(place, []).append(fault)
    return [
        (place[0], place[1], place[2], _ranges(met), f"{len(met)}", place[3])
        for place, met in groups.items()
    ]


def _ranges(faults: list[Fault]) -> str:
    """Return row numbers as "2–14, 20", or the periods where there are no rows."""
    rows = sorted({fault.row for fault in faults if fault.row is not None})
    if not rows:
        return ", ".join(sorted({fault.period for fault in faults if fault.period}))
    starts = [row for row in rows if row - 1 not in rows]
    ends = [row for row in rows if row + 1 not in rows]
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, ("---",) * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
