"""The lists: every department, fund, program, account and source of revenue with money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from performance import urls
from performance.model import Flow
from performance.pages.budget import tables, terms
from performance.pages.budget.ledger import PARTS, Money, address
from performance.pages.budget.page import BudgetPage, frame, lead
from performance.pages.budget.tables import MoneyTable
from performance.pages.context import Context
from performance.pages.page import Anchor
from performance.pages.parts import Figure, Table
from performance.pages.pictures import figure

KINDS = (
    (Flow.EXPENDITURE, "department"),
    (Flow.EXPENDITURE, "fund"),
    (Flow.EXPENDITURE, "program"),
    (Flow.EXPENDITURE, "account"),
    (Flow.REVENUE, "account"),
)


class ListPage(BudgetPage, frozen=True, kw_only=True):
    """All units of a kind in the newest year; `earlier` are those with money before it alone."""

    template: ClassVar[str] = "budget_list.html"

    finding: tuple[str, ...]
    figure: Figure | None
    all_years: Table | None
    table: MoneyTable
    by_fund: MoneyTable | None
    earlier: tuple[Anchor, ...]


def pages(context: Context, money: Money) -> Iterator[ListPage]:
    """Yield the list of each kind that the budget tells apart."""
    for flow, part in KINDS:
        of_flow = [year for year, _ in money.ledger.columns.get(flow, ())]
        table = tables.within(money, flow, part, year=max(of_flow), of=None) if of_flow else None
        if table is not None:
            yield _page(context, money, flow, part=part, table=table, year=max(of_flow))


def _page(
    context: Context, money: Money, flow: Flow, *, part: str, table: MoneyTable, year: int
) -> ListPage:
    is_revenue = flow is Flow.REVENUE
    at = urls.budget_list(part, revenue=is_revenue)
    head, plural = PARTS["source" if is_revenue else part]
    title = "Where the money comes from" if is_revenue else f"Budget by {head.lower()}"
    total = money.ledger.total(flow)
    drawing = context.drawings.get(at)
    city = context.site.city
    shared: dict[str, Any] = frame(context, money)
    return ListPage(
        **shared,
        address=at,
        title=title,
        description=f"The {plural} of {city} in {money.year(year)}, with their amounts and shares.",
        terms=terms.facts(),
        finding=tuple(lead(money, flow, total, year=year, who=city)) if is_revenue else (),
        figure=figure(drawing) if drawing else None,
        all_years=tables.years(
            money, flow, total, name="all-years", caption=f"Revenue of {city} by fiscal year"
        )
        if is_revenue
        else None,
        table=table,
        by_fund=tables.within(money, flow, "fund", year=year, of=None) if is_revenue else None,
        earlier=tuple(
            Anchor(unit.title, address(unit))
            for unit in money.ledger.units.get((flow, part), ())
            if unit.shown and unit.last < year
        ),
    )
