"""The rows of a table: figures for every period and member, then what happened to some of them."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from demo.course import factors
from demo.plan import Column, Edit, Table
from performance.model import ObsStatus
from performance.period import Frequency, Period, fiscal_year

Row = dict[str, Any]

PERIOD_FIELDS = {
    Frequency.DAY: "day",
    Frequency.WEEK: "week",
    Frequency.MONTH: "month",
    Frequency.QUARTER: "quarter",
    Frequency.YEAR: "year",
}
SMALL = 5
SMALL_NOTE = f"Fewer than {SMALL}: withheld to protect privacy."
SECOND_NOTE = "Withheld so that a smaller figure cannot be worked out from the total."
RESTART_NOTE = "The count starts again with the new year."


def period_field(table: Table) -> str:
    """Return the name of the table's period column."""
    return "fiscal_year" if table.fiscal else PERIOD_FIELDS[table.frequency]


def header(table: Table) -> list[str]:
    """Return the table's columns, in order."""
    dimension = [table.dimension.field] if table.dimension else []
    figures = [column.name for column in table.columns]
    return [period_field(table), *dimension, *figures, "obs_status", "note"]


def as_csv(table: Table) -> str:
    """Return the table as CSV: one row a period and member, lines ended by a line feed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header(table), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(written(row, table) for row in rows(table))
    return out.getvalue()


def rows(table: Table) -> list[Row]:
    """Return the table's rows by period, then member; figures that are absent are none."""
    if table.rows:
        return _quoted(table)
    members = table.dimension.members if table.dimension else {"": (1.0, 1.0)}
    by_member = {name: _figures(table, name, *weights) for name, weights in members.items()}
    if table.dimension and table.dimension.total:
        by_member[table.dimension.total] = _whole(table, by_member)
    found = []
    for index, period in enumerate(table.calendar):
        here = [_row(table, period, name, figures[index]) for name, figures in by_member.items()]
        if table.suppress:
            _suppress(table, here)
        found.extend(here)
    for edit in table.edits:
        _apply(edit, table, found)
    return found


def _quoted(table: Table) -> list[Row]:
    name = period_field(table)
    given = {table.period(row[name]).key: dict(row) for row in table.rows}
    missing = {column.name: None for column in table.columns}
    gap = {**missing, "obs_status": str(ObsStatus.MISSING), "note": table.gap_note}
    return [given.get(period.key, {name: period.key, **gap}) for period in table.calendar]


def _figures(table: Table, member: str, share: float, level: float) -> list[Row]:
    figures: dict[str, Any] = {}
    for column in table.columns:
        if column.form == "sum":
            figures[column.name] = sum(figures[name] for name in column.of)
            continue
        if column.form == "days":
            figures[column.name] = figures[str(column.of)] * _days(table)
            continue
        course = factors(column, table, member) * (share if column.form == "count" else level)
        if column.form == "part":
            whole = figures[str(column.of)]
            figures[column.name] = np.rint(whole * np.clip(course, 0, column.ceiling or 1))
        elif column.form == "running":
            figures[column.name] = _running(column, table, np.rint(course * 10) / 10)
        else:
            figures[column.name] = np.round(course, column.decimals)
    return [
        {name: float(values[index]) for name, values in figures.items()}
        for index in range(len(table.calendar))
    ]


def _days(table: Table) -> Any:
    return np.array([(period.end - period.start).days + 1 for period in table.calendar])


def _running(column: Column, table: Table, steps: Any) -> Any:
    first = 7 if column.resets == "fiscal-year" else 1
    totals: list[float] = []
    for period, step in zip(table.calendar, steps, strict=True):
        begins = not totals or period.start.month == first
        totals.append(float(step) if begins else totals[-1] + float(step))
    return np.round(np.array(totals), column.decimals)


def _whole(table: Table, by_member: dict[str, list[Row]]) -> list[Row]:
    """Return the rows of the total: counts added up, other figures drawn for the whole."""
    assert table.dimension is not None
    drawn = _figures(table, table.dimension.total, 1.0, 1.0)
    for column in table.columns:
        if column.form in ("count", "part", "sum"):
            for index, row in enumerate(drawn):
                row[column.name] = sum(each[index][column.name] for each in by_member.values())
    return drawn


def _row(table: Table, period: Period, member: str, figures: Row) -> Row:
    row: Row = {period_field(table): period.key, **figures, "obs_status": "final", "note": ""}
    if table.dimension:
        row[table.dimension.field] = member
    if period.start.month in table.closed:
        return _emptied(row, table, ObsStatus.NOT_APPLICABLE, table.closed_note)
    if period in table.calendar[len(table.calendar) - table.provisional :]:
        row.update(obs_status="provisional", note=table.provisional_note)
    if period.key in [str(text) for text in table.estimated]:
        row.update(obs_status="estimated")
    if any(column.form == "running" for column in table.columns) and _restarts(table, period):
        row["note"] = RESTART_NOTE
    return row


def _restarts(table: Table, period: Period) -> bool:
    resets = next(column.resets for column in table.columns if column.form == "running")
    first = 7 if resets == "fiscal-year" else 1
    before = period.shift(-1)
    return fiscal_year(before.end, first) != fiscal_year(period.end, first)


def _suppress(table: Table, here: list[Row]) -> None:
    """Withhold small counts, and one more where a lone one could be worked out from the total."""
    assert table.dimension is not None
    parts = [row for row in here if row[table.dimension.field] != table.dimension.total]
    small = [row for row in parts if 0 < row[table.suppress] < SMALL]
    others = sorted((r for r in parts if r not in small), key=lambda r: float(r[table.suppress]))
    if len(small) == 1:
        _emptied(others[0], table, ObsStatus.SUPPRESSED, SECOND_NOTE)
    for row in small:
        _emptied(row, table, ObsStatus.SUPPRESSED, SMALL_NOTE)


def _emptied(row: Row, table: Table, status: ObsStatus, note: str) -> Row:
    row.update(dict.fromkeys(column.name for column in table.columns))
    row.update(obs_status=str(status), note=note)
    return row


def _apply(edit: Edit, table: Table, found: list[Row]) -> None:
    period = table.period(edit.period).key
    named = table.dimension.field if table.dimension else ""
    touched = 0
    for row in found:
        if row[period_field(table)] != period or (edit.members and row[named] not in edit.members):
            continue
        touched += 1
        note = edit.note
        if edit.less:
            now = row[edit.column]
            note = edit.note.format(was=f"{now - edit.less:,.0f}", now=f"{now:,.0f}")
        if edit.status and not ObsStatus(edit.status).has_value:
            _emptied(row, table, ObsStatus(edit.status), note)
            continue
        row["note"] = " ".join(text for text in (row["note"], note) if text)
        row["obs_status"] = edit.status or row["obs_status"]
    assert touched, f"{table.name}: no row is touched by the edit of {edit.period}"


def written(row: Row, table: Table) -> dict[str, str]:
    """Return a row's cells as the file has them."""
    return dict(_cells(row, table))


def _cells(row: Row, table: Table) -> Iterator[tuple[str, str]]:
    decimals = {column.name: column.decimals for column in table.columns}
    for name, value in row.items():
        if name in decimals:
            yield name, "" if value is None else f"{float(value):.{decimals[name]}f}"
        else:
            yield name, str(value)
