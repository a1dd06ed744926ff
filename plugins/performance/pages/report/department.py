"""The part of a report on each department."""

from __future__ import annotations

from collections.abc import Iterator

from performance import urls
from performance.model import Attainment, Department, Record
from performance.pages.parts import Fact
from performance.pages.report.cost import costs
from performance.pages.report.desk import Desk
from performance.pages.report.form import form, misses_first, year_cell
from performance.pages.report.money import compared, named, stated
from performance.pages.report.parts import DepartmentBlock, Explained
from performance.reports.figure import metric_anchor, money_anchor
from performance.text import MONEY


def departments(desk: Desk) -> tuple[DepartmentBlock, ...]:
    """Return the departments that have metrics or money in the report, in the city's order."""
    found = (_block(department, desk) for department in desk.context.departments)
    return tuple(block for block in found if block.form is not None or block.money)


def anchor(slug: str) -> str:
    """Return the anchor of a department's part."""
    return f"department-{slug}"


def _block(department: Department, desk: Desk) -> DepartmentBlock:
    mine = desk.context.of_department(department.slug)
    shown = tuple(r for r in misses_first(mine, desk) if desk.of(r).years)
    caption = f"All metrics of {department.title}"
    return DepartmentBlock(
        id=anchor(department.slug),
        title=department.title,
        mission=desk.plain(department.body),
        money=tuple(_money(department, shown, desk)),
        form=(
            form(shown, desk, name=f"all-{department.slug}", caption=caption, anchored=True)
            if shown
            else None
        ),
        costs=costs(department, shown, desk),
        explained=tuple(_explained(shown, desk)),
    )


def _money(department: Department, records: tuple[Record, ...], desk: Desk) -> Iterator[Fact]:
    slug, year = department.slug, desk.year
    for kind, term in (("spending", "Spending"), ("staff", "Staff")):
        now = desk.annual.amount(kind, slug, year)
        if now is not None:
            words = stated(kind, now, desk)
            change = compared(kind, slug, desk)
            yield Fact(
                named(kind, term, desk),
                f"{words}{f', {change}' if change else ''}",
                f"#{money_anchor(slug)}",
            )
    yield from _stated(records, desk)


def _stated(records: tuple[Record, ...], desk: Desk) -> Iterator[Fact]:
    """Yield the costs that metrics of the department give themselves, or that there are none."""
    term, given = "Cost per unit of output", False
    for record in records:
        if record.metric.unit.symbol in MONEY and record.metric.kind == "efficiency":
            words = year_cell(desk.of(record).year, record.metric, desk.wording)
            yield Fact(
                term, f"{words} ({record.metric.title})", f"#{metric_anchor(record.metric.name)}"
            )
            given = True
    names = {record.metric.name for record in records}
    if records and not given and not any(c.metric in names for c in desk.annual.unit_costs):
        yield Fact(term, "Not known: no metric counts what a program of the budget puts out")


def _explained(records: tuple[Record, ...], desk: Desk) -> Iterator[Explained]:
    """Yield the missed targets that are explained nowhere else."""
    shown = {*desk.report.key_metrics, *desk.report.survey}
    for record in records:
        name = record.metric.name
        words = desk.report.explanations.get(name)
        missed = desk.of(record).attainment is Attainment.MISSED
        if missed and words is not None and name not in shown:
            yield Explained(record.metric.title, urls.metric(name), desk.words(words, 5))
