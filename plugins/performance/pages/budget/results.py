"""Programs join metrics: what a program spent in a year beside what its metrics came to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from performance import urls
from performance.model import (
    Aggregation,
    BudgetUnit,
    Direction,
    FiscalYear,
    Phase,
    Record,
)
from performance.pages.budget.ledger import Money, address
from performance.pages.budget.page import facts
from performance.pages.context import Context
from performance.pages.page import Anchor
from performance.pages.parts import Badge, Cell, Column, Fact, Table, badge
from performance.period import Frequency
from performance.text import MONEY, rounded, singular

METHOD = (
    "Cost for each is the program's actual spending in a fiscal year, divided by the count of the "
    "same year. It holds all work of the program, so it is not the price of one more. It is given "
    "where the year is over, every period has its value, and more of what is counted is wanted."
)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Result:
    """A metric of a program: its name and attainment, and its years beside the program's money."""

    title: str
    address: str
    badge: Badge
    note: str
    table: Table | None
    has_cost: bool


@dataclass(frozen=True, slots=True)
class Cost:
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


def results(money: Money, unit: BudgetUnit, records: Iterable[Record]) -> tuple[Result, ...]:
    """Return the metrics of a program beside its money."""
    return tuple(_result(money, unit, record) for record in records)


def program_of(money: Money, record: Record) -> BudgetUnit | None:
    """Return the program that a metric names in the budget of its department."""
    return money.ledger.program(record.department.slug, record.metric.program)


def of_metric(money: Money, record: Record) -> Cost | None:
    """Return a metric's program and what it costs; none where the metric names none."""
    unit = program_of(money, record) if record.metric.program else None
    if unit is None:
        return None
    found = list(facts(money, unit))
    costs = [(year, each) for year, each in _costs(money, unit, record) if each is not None]
    if costs:
        year, each = costs[-1]
        words = f"{money.exact(each)} in {money.year(year)}"
        found.append(Fact(f"The program's cost for each {_one(record)}", words))
    return Cost(Anchor(unit.title, address(unit)), tuple(found))


def cost(spent: int | None, year: FiscalYear | None, record: Record) -> float | None:
    """Return the cents spent for each thing counted in a year, rounded to whole ones.

    The count is the numerator of a ratio, or the sum of a count. None where the year is not over
    or not whole, where fewer are wanted, and where what is added up is itself money.
    """
    if spent is None or year is None or not year.ended or year.periods < year.expected:
        return None
    count = _count(year, record)
    return rounded(spent / count, 0) if count is not None and count > 0 and spent > 0 else None


def _count(year: FiscalYear, record: Record) -> float | None:
    metric = record.metric
    if metric.direction not in (Direction.INCREASE, Direction.NONE) or _is_money(record):
        return None
    if metric.measure.aggregation is Aggregation.RATIO:
        return year.numerator
    return year.value if metric.measure.aggregation is Aggregation.SUM else None


def _is_money(record: Record) -> bool:
    unit = _field_unit(record)
    return record.metric.unit.symbol in MONEY or unit in ("dollars", "euros", "pounds")


def _field_unit(record: Record) -> str:
    measure = record.metric.measure
    name = measure.numerator or measure.value
    fields = record.package.resource(record.metric.resource).fields
    return next((field.unit for field in fields if field.name == name), "")


def _field_title(record: Record) -> str:
    measure = record.metric.measure
    name = measure.numerator or measure.value or ""
    fields = record.package.resource(record.metric.resource).fields
    title = next((field.title for field in fields if field.name == name), "")
    return title or name.replace("_", " ")


def _one(record: Record) -> str:
    """Return what the cost is of, in the singular: "visit", "request (Closed in time)"."""
    if record.metric.measure.aggregation is Aggregation.SUM:
        return singular(record.metric.unit.name)
    unit = _field_unit(record)
    return f"{singular(unit)} ({_field_title(record).lower()})" if unit else _field_title(record)


def _years(record: Record, first_month: int) -> dict[int, FiscalYear]:
    """Return the years of a metric that are the city's fiscal years; none of calendar years."""
    metric = record.metric
    if metric.frequency is Frequency.YEAR and metric.year_start != first_month:
        return {}
    return {year.year: year for year in record.fiscal_years}


def _costs(money: Money, unit: BudgetUnit, record: Record) -> Iterator[tuple[int, float | None]]:
    amounts = money.ledger.amounts(unit).restated
    for number, year in sorted(_years(record, money.wording.fiscal_year_start).items()):
        yield number, cost(amounts.get((number, Phase.ACTUAL)), year, record)


def _result(money: Money, unit: BudgetUnit, record: Record) -> Result:
    metric, wording = record.metric, money.wording
    by_year = _years(record, wording.fiscal_year_start)
    costs = dict(_costs(money, unit, record))
    has_cost = any(each is not None for each in costs.values())
    amounts = money.ledger.amounts(unit)
    shown = amounts.restated or amounts.recorded
    years = sorted({year for year, _ in shown} & by_year.keys(), reverse=True)[:SHOWN]
    note = "" if years else "It is not reported by the fiscal years of the budget."
    columns = [
        Column("Fiscal year"),
        Column("Adopted", numeric=True),
        Column("Actual spending", numeric=True),
        Column("Result", numeric=True),
        Column("Attainment"),
    ]
    columns += [Column(f"Cost for each {_one(record)}", numeric=True)] if has_cost else []
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
        cells += [Cell(money.exact(costs.get(number)), numeric=True)] if has_cost else []
        rows.append(tuple(cells))
    name, caption = f"result-{metric.name}", f"{unit.title} and {metric.title}, by fiscal year"
    table = Table(name, caption, tuple(columns), tuple(rows)) if rows else None
    at = urls.metric(metric.name)
    return Result(metric.title, at, badge(record.attainment), note, table, has_cost)


def _value(year: FiscalYear, record: Record, money: Money) -> str:
    if year.value is not None:
        return money.wording.value(year.value, record.metric.unit)
    if year.low is not None and year.high is not None:
        low = money.wording.value(year.low, record.metric.unit)
        return f"{low} to {money.wording.value(year.high, record.metric.unit)} (not additive)"
    return "Incomplete" if year.periods else "–"
