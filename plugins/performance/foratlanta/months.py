"""Give every month of a series one row: rows in the wrong month, rows twice, months without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from performance.foratlanta.decisions import Decision
from performance.foratlanta.read import Row
from performance.foratlanta.report import Fault
from performance.period import Frequency, between, parse


class Placed(Struct, frozen=True):
    """A source row in the month it is published for, with what its note must say."""

    month: str
    row: Row
    notes: tuple[str, ...] = ()


def fault(
    code: str, row: Row, decision: Decision, *, found: str, done: str, period: str = ""
) -> Fault:
    """Return the fault of one source row; `period` is the row's own month unless given."""
    place = (row.department, row.chart, decision.label, row.number, period or row.month)
    return Fault(code, *place, found, done)


def place(
    rows: Iterable[Row], decision: Decision
) -> tuple[dict[str, Placed], list[Row], list[Fault]]:
    """Return one row for each month that has any, the rows left out, and the faults met."""
    faults: list[Fault] = []
    by_month: dict[str, list[Placed]] = {}
    seen: set[str] = set()
    for row in rows:
        placed, found = _moved(row, decision, twice=row.month in seen)
        seen.add(row.month)
        faults += found
        by_month.setdefault(placed.month, []).append(placed)
    kept: dict[str, Placed] = {}
    left_out: list[Row] = []
    for month, several in sorted(by_month.items()):
        kept[month], others, found = _one(several, decision)
        left_out += [other.row for other in others]
        faults += found
    return kept, left_out, faults


def gaps(months: Iterable[str]) -> list[str]:
    """Return the months between the first and the last that are not among `months`."""
    present = sorted(months)
    first, last = (parse(month, Frequency.MONTH) for month in (present[0], present[-1]))
    return [period.key for period in between(first, last) if period.key not in set(present)]


def _moved(row: Row, decision: Decision, *, twice: bool) -> tuple[Placed, list[Fault]]:
    """Return a row in the month that the table of decisions gives it, else in its own."""
    move = next((m for m in decision.moves if (m.month, m.result) == (row.month, row.result)), None)
    if move is None:
        return Placed(row.month, row), []
    found = f"dated {row.date}, but {move.because}"
    done = f"published for {move.to}"
    faults = [fault("wrong-month", row, decision, found=found, done=done, period=move.to)]
    if twice:
        found = f"another row of {row.month}"
        faults.append(fault("duplicate-month", row, decision, found=found, done=done))
    return Placed(
        move.to, row, (f"the source dates this row {row.date}, but {move.because}",)
    ), faults


def _one(several: Sequence[Placed], decision: Decision) -> tuple[Placed, list[Placed], list[Fault]]:
    """Return the row that a month keeps, those left out, and a fault for each of these.

    Rows that agree are one; of rows that differ the table of decisions names the one to keep, else
    it is the last, as a later line is more likely the correction. The note then gives every value.
    """
    first = several[0]
    agree = all(_figures(placed.row) == _figures(first.row) for placed in several)
    reason = "both rows say the same."
    kept = first
    if not agree:
        choice = _choice(decision, first.month)
        kept = next((p for p in several if p.row.result == choice.get("keep")), several[-1])
        reason = choice.get("because", "the later row is taken as the correction.")
    others = [placed for placed in several if placed is not kept]
    faults = [
        fault(
            "duplicate-month",
            other.row,
            decision,
            period=kept.month,
            found=f"{kept.month} twice: {_said(other.row)} here, {_said(kept.row)} in row "
            f"{kept.row.number}",
            done=f"left out; row {kept.row.number} is published: {reason}",
        )
        for other in others
    ]
    notes = [
        f"the source has this month twice, also as row {other.row.number} with "
        f"{_said(other.row)}; {reason}"
        for other in others
    ]
    return Placed(kept.month, kept.row, (*kept.notes, *notes)), others, faults


def _choice(decision: Decision, month: str) -> Mapping[str, str]:
    choice = next((choice for choice in decision.duplicates if choice.month == month), None)
    return {} if choice is None else {"keep": choice.result, "because": choice.because}


def _figures(row: Row) -> tuple[Decimal | None, Decimal | None]:
    volume, result = (Decimal(cell) if cell else None for cell in (row.volume, row.result))
    return volume, result


def _said(row: Row) -> str:
    """Return a row's figures in words, as the source writes them."""
    volume = f" and Volume {row.volume}" if row.volume else ""
    return f"Result {row.result or 'blank'}{volume}"
