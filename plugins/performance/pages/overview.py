"""Metrics in numbers and in rows: counts by attainment, and the tables of metrics."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from performance import urls
from performance.model import Attainment, Record, counts
from performance.pages.context import Context
from performance.pages.latest import Latest
from performance.pages.parts import Cell, Column, Count, Table, badge, unbroken
from performance.text import Wording

# How a count of metrics names an attainment: "22 met".
COUNTED = {
    Attainment.MET: "met",
    Attainment.NEAR: "near",
    Attainment.MISSED: "missed",
    Attainment.LATE: "late",
    Attainment.PENDING: "not judged yet",
    Attainment.NO_TARGET: "with no target",
    Attainment.NO_DATA: "with no data",
}
ALWAYS = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)


def count_of(number: int, wording: Wording) -> str:
    """Return "41 metrics" or "1 metric"."""
    return f"{wording.number(number)} metric{'' if number == 1 else 's'}"


def counted(
    records: tuple[Record, ...], wording: Wording, *, linked: bool = False
) -> tuple[Count, ...]:
    """Return the counts by attainment: met, near and missed always, the others where not zero.

    `linked` leads each to the table of the whole site's metrics of that attainment.
    """
    found = counts(records)
    shown = {a: words for a, words in COUNTED.items() if found[a] or a in ALWAYS}
    bars = places([found[attainment] for attainment in shown])
    return tuple(
        Count(
            badge(attainment),
            wording.number(found[attainment]),
            words,
            urls.metrics_by(attainment) if linked else None,
            *place,
        )
        for (attainment, words), place in zip(shown.items(), bars, strict=True)
    )


def places(numbers: list[int]) -> list[tuple[str, str]]:
    """Return where each number begins in a bar of them all and how wide it is, in percent."""
    whole, ends = sum(numbers), [0, *accumulate(numbers)]
    return [
        (f"{100 * begin / whole:.2f}%", f"{100 * number / whole:.2f}%") if number else ("", "")
        for begin, number in zip(ends, numbers, strict=False)
    ]


def total(records: Iterable[Record]) -> int:
    """Return how many of the records are counted: all but proposed and retired ones."""
    return sum(1 for record in records if record.counted)


def summary(records: tuple[Record, ...], wording: Wording) -> str:
    """Return "41 metrics: 22 met, 7 near, 9 missed"; the counts as one line of words."""
    words = ", ".join(f"{c.number} {c.words}" for c in counted(records, wording))
    return f"{count_of(total(records), wording)}: {words}"


def with_departments(rows: Iterable[tuple[Cell, ...]], *, name: str, caption: str) -> Table:
    """Return metrics of several departments as a table of rows from `with_department`.

    The department is last: a phone shows the first columns, and they say how the metric stands.
    """
    columns = (
        Column("Metric"),
        Column("Attainment"),
        Column("Latest value"),
        Column("Period"),
        Column("Target"),
        Column("Department"),
    )
    return Table(name, caption, columns, tuple(rows))


def with_department(record: Record, context: Context) -> tuple[Cell, ...]:
    """Return the row of a metric in a table of metrics of several departments."""
    return (
        _name(record),
        *_standing(record, context.glance(record).latest),
        Cell(record.department.title, address=urls.department(record.department.slug)),
    )


def with_year_ago(records: Iterable[Record], context: Context, *, name: str, caption: str) -> Table:
    """Return the metrics of one department as a table, with the values of a year ago."""
    columns = (
        Column("Metric"),
        Column("Attainment"),
        Column("Latest value"),
        Column("Period"),
        Column("Target"),
        Column("A year earlier"),
    )
    rows = tuple(
        (_name(record), *_standing(record, said), Cell(said.earlier))
        for record in records
        for said in [context.glance(record).latest]
    )
    return Table(name, caption, columns, rows)


def _name(record: Record) -> Cell:
    return Cell(record.metric.title, address=urls.metric(record.metric.name))


def _standing(record: Record, said: Latest) -> tuple[Cell, ...]:
    value = f"{said.value} {said.unit}" if said.unit else said.value
    return (
        Cell("", badge=badge(record.attainment)),
        Cell(value),
        Cell(unbroken(said.label)),
        Cell(said.target),
    )
