"""The budget of a year: the total, where the money goes and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from performance import urls
from performance.model import Flow
from performance.pages.budget import tables, terms
from performance.pages.budget.ledger import COLUMNS, Money
from performance.pages.budget.page import BUDGET, BudgetPage, frame, lead, onward, year_links
from performance.pages.budget.tables import MOST, MoneyTable
from performance.pages.budget.treemap import Tile, tiles
from performance.pages.context import Context
from performance.pages.page import Anchor
from performance.pages.parts import Fact, Figure, Table
from performance.pages.pictures import figure

PARTS = ("department", "fund", "account")


class YearPage(BudgetPage, frozen=True, kw_only=True):
    """The budget of one fiscal year; that of the newest is also the overview.

    `finding` is what it says in sentences, `facts` its totals side by side. `spending` and
    `revenue` are the tables by unit; `all_years` is the table of years, `figure` its chart, on the
    overview alone. `links` lead to the years, `onward` to the same money told in other ways.
    """

    template: ClassVar[str] = "budget.html"

    finding: tuple[str, ...]
    facts: tuple[Fact, ...]
    links: tuple[Anchor, ...]
    onward: tuple[Anchor, ...]
    tiles: tuple[Tile, ...]
    negative: bool
    spending: tuple[MoneyTable, ...]
    revenue: tuple[MoneyTable, ...]
    figure: Figure | None
    all_years: Table | None


def pages(context: Context, money: Money) -> Iterator[YearPage]:
    """Yield the overview and the page of each fiscal year."""
    yield _page(context, money, money.newest, overview=True)
    for year in money.ledger.years:
        yield _page(context, money, year, overview=False)


def _page(context: Context, money: Money, year: int, *, overview: bool) -> YearPage:
    ledger = money.ledger
    title = "Budget" if overview else f"Budget of {money.year(year)}"
    finding = tuple(_finding(context, money, year))
    at = urls.BUDGET if overview else urls.budget_year(year)
    found = tables.parts(money, Flow.EXPENDITURE, "department", year=year, of=None)
    drawing = context.drawings.get(urls.BUDGET) if overview else None
    total = ledger.total(Flow.EXPENDITURE)
    shared: dict[str, Any] = frame(context, money, crumbs=() if overview else (BUDGET,))
    return YearPage(
        **shared,
        address=at,
        title=title,
        description=finding[0] if finding else title,
        terms=terms.facts(),
        finding=finding,
        facts=tuple(_facts(money, year)),
        links=year_links(money),
        onward=onward(money),
        tiles=tiles([(each.title, each.cents) for each in found]),
        negative=any(each.cents < 0 for each in found),
        spending=tuple(_tables(money, Flow.EXPENDITURE, PARTS, year=year)),
        revenue=tuple(_tables(money, Flow.REVENUE, ("account", "fund"), year=year)),
        figure=figure(drawing) if drawing else None,
        all_years=tables.years(
            money,
            Flow.EXPENDITURE,
            total,
            name="all-years",
            caption=f"Spending of {context.site.city} by fiscal year",
        )
        if overview and total.recorded
        else None,
    )


def _finding(context: Context, money: Money, year: int) -> Iterator[str]:
    for flow in Flow:
        amounts = money.ledger.total(flow)
        first, *rest = [*lead(money, flow, amounts, year=year, who=context.site.city), ""]
        phase = money.main(flow, year)
        each = None
        if flow is Flow.EXPENDITURE and phase is not None:
            each = tables.per_resident(money, amounts.recorded.get((year, phase)), year)
        if each is not None:
            rest = [f"That is {money.words(each)} for each resident.", *rest]
        yield from filter(None, (first, *rest))


def _facts(money: Money, year: int) -> Iterator[Fact]:
    for flow, noun in ((Flow.EXPENDITURE, "spending"), (Flow.REVENUE, "revenue")):
        amounts = money.ledger.total(flow)
        for phase in money.ledger.phases(flow, year):
            cents = amounts.recorded.get((year, phase))
            yield Fact(f"{COLUMNS[phase]} {noun}", money.exact(cents))


def _tables(money: Money, flow: Flow, kinds: tuple[str, ...], *, year: int) -> Iterator[MoneyTable]:
    for part in kinds:
        most = 0 if part == "department" else MOST
        found = tables.within(money, flow, part, year=year, of=None, most=most)
        if found is not None:
            yield found
