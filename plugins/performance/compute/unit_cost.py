"""Programs join metrics: what each thing that a metric counts cost its program, year by year.

The cost of a unit of output is a measure of efficiency after GASB Concepts Statement No. 2. It is
the whole program's spending, so it is not the price of one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from performance.model import (
    Aggregation,
    Direction,
    FiscalYear,
    Ledger,
    Metric,
    Phase,
    Record,
    UnitCost,
)
from performance.period import Frequency
from performance.text import MONEY

MONEY_NAMES = ("dollars", "euros", "pounds")


def unit_costs(
    records: Iterable[Record], ledger: Ledger | None, *, first_month: int
) -> Mapping[str, tuple[UnitCost, ...]]:
    """Return the costs by metric, the oldest year first, of every metric that counts output.

    Such a metric names a program of its department in the budget and counts what that puts out,
    which is not money: the numerator of a ratio or a sum, where more is wanted or no number in
    particular, or the denominator, where the metric says so. `first_month` (1–12) begins the city's
    fiscal year; a metric with years of its own has none. Years are there without a cost too, where
    the money or the count is missing.
    """
    if ledger is None:
        return {}
    return {
        record.metric.name: costs
        for record in records
        if _counts(record)
        for costs in [_of(record, ledger, first_month)]
        if costs
    }


def _of(record: Record, ledger: Ledger, first_month: int) -> tuple[UnitCost, ...]:
    metric = record.metric
    program = ledger.program(record.department.slug, metric.program)
    if program is None or (metric.frequency is Frequency.YEAR and metric.year_start != first_month):
        return ()
    amounts = ledger.amounts(program)
    return tuple(
        UnitCost(
            metric.name,
            program.title,
            year.year,
            amounts.restated.get(column),
            _count(year, metric),
            amounts.restated.get(column) != amounts.recorded.get(column),
        )
        for year in sorted(record.fiscal_years, key=lambda year: year.year)
        for column in [(year.year, Phase.ACTUAL)]
    )


def _counts(record: Record) -> bool:
    """Whether a metric counts things that its program puts out, and more of them is no harm."""
    metric, field = record.metric, record.output_field
    if field is None or metric.unit.symbol in MONEY or field.unit in MONEY_NAMES:
        return False
    of_whole = field.name == metric.measure.denominator
    return of_whole or metric.direction in (Direction.INCREASE, Direction.NONE)


def _count(year: FiscalYear, metric: Metric) -> float | None:
    if not year.ended or year.periods < year.expected:
        return None
    if metric.measure.aggregation is Aggregation.SUM:
        return year.value
    return year.denominator if metric.unit_cost == "denominator" else year.numerator
