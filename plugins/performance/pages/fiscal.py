"""A metric by year: the last five fiscal years and the current one, with targets and attainment.

A yearly metric of calendar years is shown by those.
"""

from __future__ import annotations

from performance.model import FiscalYear, Metric, Record
from performance.pages.parts import Cell, Column, Table, badge
from performance.period import Frequency
from performance.sentences.figures import PERIODS, beside, capital, edges, exact
from performance.text import Wording

SHOWN = 6


def table(record: Record, wording: Wording) -> Table | None:
    """Return the fiscal years, the newest first; none where no year has a value."""
    years = sorted(record.fiscal_years, key=lambda y: y.year, reverse=True)[:SHOWN]
    if not any(year.periods for year in years):
        return None
    metric = record.metric
    noun = PERIODS[metric.frequency]
    kind = _kind(metric, wording)
    columns = [
        Column(capital(kind)),
        Column(f"Value ({metric.unit.name})" if not metric.unit.symbol else "Value", numeric=True),
        Column("Target", numeric=True),
        Column("Attainment"),
        Column(f"{capital(noun)} with a value", numeric=True),
    ]
    rows = [
        (
            Cell(f"{year.year}" if year.ended else f"{year.year} so far"),
            Cell(_value(year, metric, wording), numeric=True),
            Cell(_target(year, metric, wording), numeric=True),
            Cell(_basis(year, noun, wording), badge=badge(year.attainment)),
            Cell(
                f"{wording.number(year.periods)} of {wording.number(year.expected)}", numeric=True
            ),
        )
        for year in years
    ]
    return Table("fiscal-years", f"{metric.title} by {kind}", tuple(columns), tuple(rows))


def _kind(metric: Metric, wording: Wording) -> str:
    """Return which years the table is of: a yearly metric of calendar years keeps its own."""
    own = metric.frequency is Frequency.YEAR and metric.year_start == 1
    return "year" if own or wording.fiscal_year_start == 1 else "fiscal year"


def _value(year: FiscalYear, metric: Metric, wording: Wording) -> str:
    if year.value is not None:
        against: tuple[float, ...] = ()
        if year.target is not None:
            against = edges(year.target, metric, year.target_value)
        return wording.value(year.value, beside(year.value, against, metric.unit))
    if year.low is not None and year.high is not None:
        low = wording.value(year.low, metric.unit)
        high = wording.value(year.high, metric.unit)
        return f"{low} to {high} (not additive)" if low != high else f"{low} (not additive)"
    return "Incomplete" if year.periods else "–"


def _target(year: FiscalYear, metric: Metric, wording: Wording) -> str:
    target = year.target
    if target is None:
        return "–"
    if target.low is not None and target.high is not None:
        low, high = (exact(edge, metric.unit, wording) for edge in (target.low, target.high))
        return f"{low} to {high}"
    goal = year.target_value if year.target_value is not None else target.value
    return "–" if goal is None else exact(goal, metric.unit, wording)


def _basis(year: FiscalYear, noun: str, wording: Wording) -> str:
    """Return on what share of periods a year was judged that has no aggregate to judge."""
    if year.basis != "share of periods" or not year.periods_judged:
        return ""
    met, judged = wording.number(year.periods_met), wording.number(year.periods_judged)
    return f"(met in {met} of {judged} {noun})"
