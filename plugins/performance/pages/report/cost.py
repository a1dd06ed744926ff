"""What each thing that the metrics of a department count cost its programs."""

from __future__ import annotations

from collections.abc import Iterable

from performance import urls
from performance.model import Department, Record, UnitCost
from performance.pages.budget.ledger import address
from performance.pages.budget.tables import MOVED
from performance.pages.parts import Cell, Column
from performance.pages.report.desk import Desk
from performance.pages.report.money import percent_cell
from performance.pages.report.parts import Grid, Row
from performance.reports.figure import cost_anchor
from performance.sentences import capital, cost_of_one, counted_one


def costs(department: Department, records: Iterable[Record], desk: Desk) -> Grid | None:
    """Return spending, count and cost for each of a year, of the records of a department; none
    where no metric has a cost.

    What is not known is a dash: the spending where the budget does not have it yet, the count where
    the year is not whole.
    """
    found = [record for record in records if _of(record, desk.year, desk) is not None]
    if not found:
        return None
    before, now = (desk.short(year) for year in (desk.year - 1, desk.year))
    columns = (
        Column("Program"),
        Column("What is counted"),
        Column(f"Actual spending {now}", numeric=True),
        Column(f"Count {now}", numeric=True),
        Column(f"Cost for each {before}", numeric=True),
        Column(f"Cost for each {now}", numeric=True),
        Column("Change", numeric=True),
    )
    rows = tuple(_row(record, desk) for record in found)
    moved = any(_is_moved(record, desk) for record in found)
    # With its department: the tables of a page are regions, told apart by their names alone.
    caption = (
        f"Cost per unit of output, {department.title}: all actual spending of the program, not "
        "adjusted for inflation, divided by the count"
    )
    return Grid(f"costs-{department.slug}", caption, columns, rows, MOVED if moved else "")


def _of(record: Record, year: int, desk: Desk) -> UnitCost | None:
    return desk.annual.unit_cost(record.metric.name, year)


def _is_moved(record: Record, desk: Desk) -> bool:
    pair = (_of(record, year, desk) for year in (desk.year - 1, desk.year))
    return any(cost is not None and cost.moved for cost in pair)


def _row(record: Record, desk: Desk) -> Row:
    before, now = (_of(record, year, desk) for year in (desk.year - 1, desk.year))
    assert now is not None
    wording, sign = desk.wording, desk.wording.sign(desk.annual.currency)
    spent = "–" if now.spent is None else wording.money(now.spent, sign)
    count = "–" if now.count is None else wording.number(now.count, _decimals(now.count, record))
    each = [cost.each if cost is not None else None for cost in (before, now)]
    shown = ("–" if one is None else cost_of_one(one, sign, wording) for one in each)
    change = percent_cell(each[1], each[0], wording)
    change += " after moves" if change != "–" and _is_moved(record, desk) else ""
    return Row(
        cost_anchor(record.metric.name),
        (
            Cell(now.program, address=_program(record, desk)),
            Cell(capital(counted_one(record))),
            Cell(spent, numeric=True),
            Cell(count, numeric=True),
            *(Cell(one, numeric=True) for one in shown),
            Cell(change, numeric=True),
        ),
    )


def _decimals(count: float, record: Record) -> int:
    return 0 if count.is_integer() else max(record.metric.unit.decimals, 1)


def _program(record: Record, desk: Desk) -> str:
    """Return the address of the program in the budget; the metric's where it is there no more."""
    ledger = desk.context.portal.ledger
    program = ledger and ledger.program(record.department.slug, record.metric.program)
    return address(program) if program else urls.metric(record.metric.name)
