"""The page of a department, fund, program, account or source of revenue in the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Any, ClassVar

from performance import urls
from performance.model import BudgetUnit, Flow, Record
from performance.pages.budget import results, tables, terms
from performance.pages.budget.ledger import Money, address
from performance.pages.budget.page import BUDGET, BudgetPage, actual, frame, lead, moves
from performance.pages.budget.results import Result
from performance.pages.budget.tables import MOST, MoneyTable
from performance.pages.context import Context
from performance.pages.page import Anchor
from performance.pages.parts import Figure, Table
from performance.pages.pictures import figure
from performance.sentences.unit_cost import METHOD

# By what each kind of unit is broken down, in the order of its page.
BELOW = {
    (Flow.EXPENDITURE, "department"): ("program", "fund", "account"),
    (Flow.EXPENDITURE, "program"): ("account", "fund"),
    (Flow.EXPENDITURE, "fund"): ("department", "account"),
    (Flow.EXPENDITURE, "account"): ("department", "fund"),
    (Flow.REVENUE, "account"): ("detail", "fund"),
}
LISTS = {
    "department": "By department",
    "program": "By program",
    "fund": "By fund",
    "account": "By account",
}


class UnitPage(BudgetPage, frozen=True, kw_only=True):
    """A unit of the budget: its money by year, what it is made of, and what it achieved.

    `above` leads to the same department elsewhere on the site, or to a program's department.
    `moves` and `names` tell how it was made and called before. `results` are the metrics of a
    program beside its money.
    """

    template: ClassVar[str] = "budget_unit.html"

    above: tuple[Anchor, ...]
    finding: tuple[str, ...]
    moves: tuple[str, ...]
    figure: Figure | None
    years: Table
    parts: tuple[MoneyTable, ...]
    revenue: MoneyTable | None
    results: tuple[Result, ...]
    cost_method: str
    names: tuple[str, ...]


def pages(context: Context, money: Money, *, but: Set[tuple[str, ...]]) -> Iterator[UnitPage]:
    """Yield the page of every unit that has one, without the programs whose keys are in `but`."""
    for (flow, part), units in money.ledger.units.items():
        if (flow, part) in BELOW:
            for unit in units:
                if unit.shown and not (unit.part == "program" and unit.key in but):
                    yield _page(context, money, unit, records=())


def of_program(money: Money, records: Sequence[Record], context: Context) -> Iterator[UnitPage]:
    """Yield the page of the program that metrics name, where it has one."""
    found = results.program_of(money, records[0])
    if found is not None and found.shown:
        yield _page(context, money, found, records=records)


def _page(
    context: Context, money: Money, unit: BudgetUnit, *, records: Sequence[Record]
) -> UnitPage:
    amounts = money.ledger.amounts(unit)
    at = address(unit)
    drawing = context.drawings.get(at)
    finding = tuple(_finding(money, unit))
    found = results.results(context, money, unit, records) if unit.part == "program" else ()
    above = tuple(_above(context, money, unit))
    crumbs = [BUDGET, _list(unit)]
    if unit.part == "program":
        crumbs = [BUDGET, Anchor(LISTS["department"], urls.budget_list("department")), *above[:1]]
    shared: dict[str, Any] = frame(context, money, crumbs=tuple(crumbs))
    return UnitPage(
        **shared,
        address=at,
        title=unit.title,
        description=finding[0] if finding else f"{unit.title} in the budget of the city.",
        terms=terms.facts(),
        above=above,
        finding=finding,
        moves=tuple(moves(money, unit)),
        figure=figure(drawing) if drawing else None,
        years=tables.years(
            money, unit.flow, amounts, name="years", caption=f"{unit.title} by fiscal year"
        ),
        parts=tuple(_parts(money, unit)),
        revenue=_revenue(money, unit),
        results=found,
        cost_method=METHOD if _has_cost(context, records) else "",
        names=tuple(_names(money, unit)),
    )


def _has_cost(context: Context, records: Sequence[Record]) -> bool:
    costs = (context.portal.unit_costs.get(record.metric.name, ()) for record in records)
    return any(cost.each is not None for of_metric in costs for cost in of_metric)


def _list(unit: BudgetUnit) -> Anchor:
    if unit.flow is Flow.REVENUE:
        return Anchor("Where the money comes from", urls.budget_list("", revenue=True))
    return Anchor(LISTS[unit.part], urls.budget_list(unit.part))


def _above(context: Context, money: Money, unit: BudgetUnit) -> Iterator[Anchor]:
    if unit.part == "program":
        department = money.ledger.unit(Flow.EXPENDITURE, "department", unit.key[:1])
        if department is not None:
            yield Anchor(department.title, address(department))
    if unit.part == "department":
        for known in context.departments:
            if unit.slugs == (known.slug,):
                yield Anchor(f"{known.title}: metrics and mission", urls.department(known.slug))


def _finding(money: Money, unit: BudgetUnit) -> Iterator[str]:
    amounts = money.ledger.amounts(unit)
    said = list(lead(money, unit.flow, amounts, year=unit.last, who=unit.title))
    yield from said or actual(money, unit.flow, amounts, year=unit.last)
    of_flow = max(year for year, _ in money.ledger.columns[unit.flow])
    if unit.last < of_flow:
        yield f"The budget has no money under this name after {money.year(unit.last)}."


def _parts(money: Money, unit: BudgetUnit) -> Iterator[MoneyTable]:
    for part in BELOW[unit.flow, unit.part]:
        most = 0 if part in ("program", "department") else MOST
        found = tables.within(money, unit.flow, part, year=unit.last, of=unit, most=most)
        if found is not None:
            yield found


def _revenue(money: Money, unit: BudgetUnit) -> MoneyTable | None:
    """Return where the money of a fund comes from, where the budget tells."""
    if unit.part != "fund":
        return None
    return tables.within(money, Flow.REVENUE, "account", year=unit.last, of=unit)


def _names(money: Money, unit: BudgetUnit) -> Iterator[str]:
    if len(unit.names) < 2:
        return
    for spelling in reversed(unit.names):
        first, last = money.short(spelling.first), money.short(spelling.last)
        yield f"{spelling.name}: {first}" + (f" to {last}" if first != last else "")
