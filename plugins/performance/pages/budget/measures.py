"""The same money per resident, and in the prices of one year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from performance import urls
from performance.model import Amounts, Flow, Phase, YearPhase
from performance.pages.budget import tables, terms
from performance.pages.budget.ledger import COLUMNS, Money, address
from performance.pages.budget.page import BudgetPage, frame
from performance.pages.context import Context
from performance.pages.parts import Cell, Column, Table

Measure = Callable[[Money, int | None, int], float | None]


class MeasurePage(BudgetPage, frozen=True, kw_only=True):
    """Amounts by year, worked out as `method` says: in all, then by department."""

    template: ClassVar[str] = "budget_measure.html"

    finding: str
    method: str
    tables: tuple[Table, ...]


def pages(context: Context, money: Money) -> Iterator[MeasurePage]:
    """Yield the page per resident and the page adjusted for inflation, where there are figures."""
    budget = money.ledger.budget
    if budget.population is not None:
        yield _page(
            context,
            money,
            tables.per_resident,
            address=urls.PER_RESIDENT,
            title="Budget per resident",
            method=(
                "Each amount is divided by the number of residents of its fiscal year. Source of "
                f"the number: {budget.population.source}."
            ),
        )
    base = tables.base_year(money)
    if budget.prices is not None and base is not None:
        yield _page(
            context,
            money,
            tables.adjusted,
            address=urls.IN_CONSTANT_PRICES,
            title="Budget adjusted for inflation",
            method=(
                f"Each amount is given in prices of {money.year(base)}: it is multiplied by the "
                "price index of that year, divided by the index of its own and rounded to whole "
                f"units. Source of the index: {budget.prices.source}."
            ),
        )


def _page(
    context: Context, money: Money, measure: Measure, *, address: str, title: str, method: str
) -> MeasurePage:
    shared: dict[str, Any] = frame(context, money)
    finding = _finding(context, money, measure)
    return MeasurePage(
        **shared,
        address=address,
        title=title,
        description=finding or title,
        terms=terms.facts(terms.SPENDING),
        finding=finding,
        method=method,
        tables=tuple(_tables(context, money, measure)),
    )


def _finding(context: Context, money: Money, measure: Measure) -> str:
    """Return the first and the last year of the main phase beside each other."""
    total = money.ledger.total(Flow.EXPENDITURE).recorded
    found = [
        (year, value)
        for year in money.ledger.years
        if (phase := money.main(Flow.EXPENDITURE, year)) is not None
        and phase is money.main(Flow.EXPENDITURE, money.newest)
        and (value := measure(money, total.get((year, phase)), year)) is not None
    ]
    if not found:
        return ""
    (first, was), (last, now) = found[0], found[-1]
    name = f"The budget of {context.site.city} is {money.words(now)} in {money.year(last)}"
    change = 100 * (now - was) / was if was > 0 else None
    if first == last or change is None:
        return f"{name}."
    size = money.wording.number(abs(change), 1)
    more = "more" if change > 0 else "less"
    return f"{name}, {size}% {more} than the {money.words(was)} of {money.year(first)}."


def _tables(context: Context, money: Money, measure: Measure) -> Iterator[Table]:
    ledger = money.ledger
    for flow, noun in ((Flow.EXPENDITURE, "Spending"), (Flow.REVENUE, "Revenue")):
        total = ledger.total(flow)
        if total.restated:
            phases = [p for p in Phase if any(p is of for _, of in ledger.columns[flow])]
            head = (Column("Fiscal year"), *(Column(COLUMNS[p], numeric=True) for p in phases))
            rows = tuple(
                (
                    Cell(money.short(year)),
                    *(_cell(money, measure, total, column=(year, p)) for p in phases),
                )
                for year in reversed(ledger.years)
            )
            yield Table(f"all-{flow.value}", f"{noun} of {context.site.city}", head, rows)
    departments = ledger.units.get((Flow.EXPENDITURE, "department"), ())
    phase = money.main(Flow.EXPENDITURE, money.newest)
    if departments and phase is not None:
        head = (
            Column("Department"),
            *(Column(money.short(year), numeric=True) for year in reversed(ledger.years)),
        )
        rows = tuple(
            (
                Cell(unit.title, address=address(unit)),
                *(
                    _cell(money, measure, ledger.amounts(unit), column=(year, phase))
                    for year in reversed(ledger.years)
                ),
            )
            for unit in departments
            if ledger.amounts(unit).restated
        )
        caption = f"{COLUMNS[phase]} spending by department, as departments are made now"
        yield Table("by-department", caption, head, rows)


def _cell(money: Money, measure: Measure, amounts: Amounts, *, column: YearPhase) -> Cell:
    return Cell(money.exact(measure(money, amounts.restated.get(column), column[0])), numeric=True)
