"""The charts of a budget: a unit's years as a line, beside what was adopted for them as steps."""

from __future__ import annotations

from collections.abc import Iterator

from performance import urls
from performance.chart.fill import Picture
from performance.chart.layout import picture
from performance.chart.plan import SIZES, Plan
from performance.chart.points import DAY, Points, milliseconds
from performance.chart.subject import Subject
from performance.model import (
    Aggregation,
    Amounts,
    BudgetUnit,
    Direction,
    Drawing,
    Flow,
    Kind,
    Ledger,
    Measure,
    Metric,
    Phase,
    Unit,
)
from performance.period import Frequency, year_
from performance.text import Wording, rounded

# From how much money on a chart counts in larger units: the unit, its words and its decimals.
SIZES_OF_MONEY = (
    (1e10, 1e9, "billion ", 2),
    (1e6, 1e6, "million ", 1),
    (1e4, 1e3, "thousand ", 1),
    (0.0, 1.0, "", 0),
)
CURRENCIES = {"EUR": "euros", "GBP": "pounds"}


def plans(ledger: Ledger, wording: Wording) -> Iterator[Plan]:
    """Yield the plan of each budget chart, called by the address of the page that it is for."""
    for flow in Flow:
        total = ledger.total(flow)
        if total.restated:
            address = urls.budget_list("", revenue=True) if flow is Flow.REVENUE else urls.BUDGET
            title = "Revenue of the city" if flow is Flow.REVENUE else "Budget of the city"
            yield from _plan(ledger, flow, total, address=address, title=title, wording=wording)
        for (of, _), units in ledger.units.items():
            for unit in (unit for unit in units if of is flow and unit.shown):
                amounts = ledger.amounts(unit)
                yield from _plan(
                    ledger,
                    flow,
                    amounts,
                    address=address_of(unit),
                    title=unit.title,
                    wording=wording,
                )


def address_of(unit: BudgetUnit) -> str:
    """Return the address of a unit's page."""
    return urls.budget_unit(unit.part, unit.slugs, revenue=unit.flow is Flow.REVENUE)


def _plan(
    ledger: Ledger, flow: Flow, amounts: Amounts, *, address: str, title: str, wording: Wording
) -> Iterator[Plan]:
    """Yield the plan of a unit's chart; nothing where it has fewer than two years."""
    shown = amounts.restated or amounts.recorded
    years = sorted({year for year, _ in shown})
    if len(years) < 2:
        return
    span = tuple(range(years[0], years[-1] + 1))
    has_actual = any(phase is Phase.ACTUAL for _, phase in shown)
    line = Phase.ACTUAL if has_actual else _first(ledger, flow)
    most = max(abs(cents) for cents in shown.values()) / 100
    _, size, word, decimals = next(each for each in SIZES_OF_MONEY if most >= each[0])
    scale = 100 * size

    def of(phase: Phase) -> list[float | None]:
        # As precise as its words: a step is labelled with all of its decimals.
        drawn = {y: rounded(shown[y, phase] / scale, decimals) for y in span if (y, phase) in shown}
        return [drawn.get(year) for year in span]

    values = of(line)
    nothing: list[float | None] = [None] * len(span)
    steps = of(Phase.ADOPTED) if has_actual else nothing
    unit = Unit(f"{word}{CURRENCIES.get(ledger.budget.currency, 'dollars')}", "", decimals)
    subject = Subject(
        _metric(title, unit),
        _points(span, values, steps, first_month=wording.fiscal_year_start),
        wording,
        target_title="Adopted",
    )
    said = _description(line, subject, steps)
    name = address.strip("/").replace("/", "-")
    pictures = tuple(
        Picture(f"chart-{name}-{s.name}", s.name, title, said, picture(subject, s)) for s in SIZES
    )
    drawing = Drawing("line", "", "", "", "", said)
    yield Plan(address, drawing, pictures)


def _first(ledger: Ledger, flow: Flow) -> Phase:
    phases = {phase for _, phase in ledger.columns[flow]}
    return next(phase for phase in Phase if phase in phases)


def _metric(title: str, unit: Unit) -> Metric:
    """Return what the forms need to know of the series: yearly, not a count that adds up."""
    return Metric(
        name="budget",
        title=title,
        resource="",
        period_field="fiscal_year",
        frequency=Frequency.YEAR,
        lag=0,
        measure=Measure(Aggregation.LAST, value="amount"),
        unit=unit,
        direction=Direction.NONE,
        kind=Kind.INPUT,
    )


def _points(
    span: tuple[int, ...],
    values: list[float | None],
    steps: list[float | None],
    *,
    first_month: int,
) -> Points:
    periods = tuple(year_(year, first_month) for year in span)
    absent: list[float | None] = [None] * len(span)
    return Points(
        periods=periods,
        keys=[p.key for p in periods],
        start=[milliseconds(p.start) for p in periods],
        end=[milliseconds(p.end) + DAY for p in periods],
        value=values,
        volume=absent,
        target=steps,
        low=absent,
        high=absent,
        hollow=[False] * len(span),
        statuses=(),
        # A line does not pass over a year without money.
        run=[sum(value is None for value in values[:place]) for place in range(len(span))],
    )


def _description(line: Phase, subject: Subject, steps: list[float | None]) -> str:
    """Return the chart in a sentence: the ends of the line, and what the steps are."""
    points, wording, unit = subject.points, subject.wording, subject.metric.unit

    def at(value: float | None, place: int) -> str:
        # "1.0 million dollars": a unit of many is never singular.
        shown = wording.number(value or 0.0, unit.decimals)
        return f"{shown} {unit.name} in {wording.period(points.periods[place])}"

    present = points.present
    ends = [at(points.value[p], p) for p in dict.fromkeys((present[0], present[-1]))]
    words = {"adopted": "Adopted", "amended": "Amended", "actual": "Actual"}[line.value]
    told = f"{words} amounts by year: {', then '.join(ends)}"
    planned = [place for place, step in enumerate(steps) if step is not None]
    if planned:
        told += f"; the steps are what was adopted, {at(steps[planned[-1]], planned[-1])}"
    return f"{told}."
