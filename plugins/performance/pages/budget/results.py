"""Programs join metrics: what a program spent in a year beside what its metrics came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from performance import urls
from performance.model import BudgetUnit, FiscalYear, Phase, Record, UnitCost
from performance.pages.budget.ledger import Money, address
from performance.pages.budget.page import facts
from performance.pages.context import Context
from performance.pages.page import Anchor
from performance.pages.parts import Badge, Cell, Column, Fact, Table, badge
from performance.period import Frequency
from performance.sentences import cost_of_one, counted_one

SHOWN = 6


class Result(Struct, frozen=True):
    """A metric of a program: its name and attainment, and its years beside the program's money."""

    title: str
    address: str
    badge: Badge
    note: str
    table: Table | None


class Cost(Struct, frozen=True):
    """The program whose work a metric measures, and its money."""

    program: Anchor
    facts: tuple[Fact, ...]


def by_program(context: Context, money: Money) -> dict[tuple[str, ...], list[Record]]:
    """Return the metrics that name each program, by the program's key, in the portal's order."""
    found: dict[tuple[str, ...], list[Record]] = {}
    for record in context.portal.records:
        unit = program_of(money, record) if record.metric.program else None
        if unit is not None:
            found.setdefault(unit.key, []).append(record)
    return found


def results(
    context: Context, money: Money, unit: BudgetUnit, records: Iterable[Record]
) -> tuple[Result, ...]:
    """Return the metrics of a program beside its money."""
    costs = context.portal.unit_costs
    return tuple(
        _result(money, unit, record, costs.get(record.metric.name, ())) for record in records
    )


def program_of(money: Money, record: Record) -> BudgetUnit | None:
    """Return the program that a metric names in the budget of its department."""
    return money.ledger.program(record.department.slug, record.metric.program)


def of_metric(context: Context, money: Money, record: Record) -> Cost | None:
    """Return a metric's program and what it costs; none where the metric names none."""
    unit = program_of(money, record) if record.metric.program else None
    if unit is None:
        return None
    found = list(facts(money, unit))
    costs = context.portal.unit_costs.get(record.metric.name, ())
    newest = next((cost for cost in reversed(costs) if cost.each is not None), None)
    if newest is not None:
        words = f"{_each(newest, money)} in {money.year(newest.fiscal_year)}"
        found.append(Fact(f"The program's cost for each {counted_one(record)}", words))
    return Cost(Anchor(unit.title, address(unit)), tuple(found))


def _years(record: Record, first_month: int) -> dict[int, FiscalYear]:
    """Return the years of a metric that are the city's fiscal years; none of calendar years."""
    metric = record.metric
    if metric.frequency is Frequency.YEAR and metric.year_start != first_month:
        return {}
    return {year.year: year for year in record.fiscal_years}


def _result(money: Money, unit: BudgetUnit, record: Record, costs: Iterable[UnitCost]) -> Result:
    metric = record.metric
    table = _table(money, unit, record, costs={cost.fiscal_year: cost for cost in costs})
    note = "" if table else "It is not reported by the fiscal years of the budget."
    at = urls.metric(metric.name)
    return Result(metric.title, at, badge(record.attainment), note, table)


def _table(
    money: Money, unit: BudgetUnit, record: Record, *, costs: Mapping[int, UnitCost]
) -> Table | None:
    """Return the years of a metric beside its program's money; none where they share no year."""
    by_year = _years(record, money.wording.fiscal_year_start)
    amounts = money.ledger.amounts(unit)
    shown = amounts.restated or amounts.recorded
    years = sorted({year for year, _ in shown} & by_year.keys(), reverse=True)[:SHOWN]
    has_cost = any(cost.each is not None for cost in costs.values())
    columns = [
        Column("Fiscal year"),
        Column("Adopted", numeric=True),
        Column("Actual spending", numeric=True),
        Column("Result", numeric=True),
        Column("Attainment"),
    ]
    columns += [Column(f"Cost for each {counted_one(record)}", numeric=True)] if has_cost else []
    rows = []
    for number in years:
        year = by_year[number]
        label = money.short(number) if year.ended else f"{money.short(number)} so far"
        cells = [
            Cell(label),
            Cell(money.exact(shown.get((number, Phase.ADOPTED))), numeric=True),
            Cell(money.exact(shown.get((number, Phase.ACTUAL))), numeric=True),
            Cell(_value(year, record, money), numeric=True),
            Cell("", badge=badge(year.attainment)),
        ]
        cells += [Cell(_each(costs.get(number), money), numeric=True)] if has_cost else []
        rows.append(tuple(cells))
    name = f"result-{record.metric.name}"
    caption = f"{unit.title} and {record.metric.title}, by fiscal year"
    return Table(name, caption, tuple(columns), tuple(rows)) if rows else None


def _each(cost: UnitCost | None, money: Money) -> str:
    each = cost.each if cost is not None else None
    return "–" if each is None else cost_of_one(each, money.sign, money.wording)


def _value(year: FiscalYear, record: Record, money: Money) -> str:
    if year.value is not None:
        return money.wording.value(year.value, record.metric.unit)
    if year.low is not None and year.high is not None:
        low = money.wording.value(year.low, record.metric.unit)
        return f"{low} to {money.wording.value(year.high, record.metric.unit)} (not additive)"
    return "Incomplete" if year.periods else "–"
