"""The New York form: five years' actuals, this target and the next, trend and wanted direction."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from performance import urls
from performance.model import Attainment, FiscalYear, Metric, Record, Target, Unit, YearFigures
from performance.pages.parts import Cell, Column, badge
from performance.pages.report.desk import Desk
from performance.pages.report.parts import Grid, Row
from performance.reports.figure import metric_anchor
from performance.sentences import annual_trend
from performance.sentences.definition import goals
from performance.sentences.figures import beside, edges, span
from performance.text import Wording

SHOWN = 5
WANTED = {"increase": "Up", "decrease": "Down", "range": "In range", "none": "–"}
# Misses first, then what is near: the order in which a reader should see them.
ORDER = {
    Attainment.MISSED: 0,
    Attainment.NEAR: 1,
    Attainment.MET: 2,
    Attainment.NO_DATA: 3,
    Attainment.PENDING: 4,
}


def misses_first(records: Iterable[Record], desk: Desk) -> tuple[Record, ...]:
    """Return the records with figures in the report, those that missed their target first."""
    found = [r for r in records if r.metric.name in desk.annual.figures]
    return tuple(sorted(found, key=lambda r: ORDER.get(desk.of(r).attainment, 5)))


def form(
    records: Iterable[Record], desk: Desk, *, name: str, caption: str, anchored: bool = False
) -> Grid:
    """Return metrics in the New York form; with `anchored` each row has the metric's anchor.

    The anchored row leads to the metric's page, every other to the anchored one.
    """
    years = range(desk.year - SHOWN + 1, desk.year + 1)
    columns = (
        Column("Metric"),
        *(Column(desk.short(year), numeric=True) for year in years),
        Column(f"Target {desk.short(desk.year)}", numeric=True),
        Column(f"Target {desk.short(desk.year + 1)}", numeric=True),
        Column("Five-year trend"),
        Column("Wanted"),
    )
    rows = tuple(_row(record, desk, anchored=anchored) for record in records)
    return Grid(name, caption, columns, rows)


def _row(record: Record, desk: Desk, *, anchored: bool) -> Row:
    metric, figures, wording = record.metric, desk.of(record), desk.wording
    years = (figures.of(figures.number - ago) for ago in range(SHOWN - 1, -1, -1))
    named = figures.number - desk.year
    # A metric with years of its own says which: its columns are a year off.
    title = metric.title if not named else f"{metric.title} (years to December {figures.number})"
    said = metric.unit.symbol or metric.unit.name.casefold() in metric.title.casefold()
    unit = "" if said else f" ({metric.unit.name})"
    anchor = metric_anchor(metric.name)
    return Row(
        anchor if anchored else "",
        (
            Cell(
                f"{title}{unit}",
                address=urls.metric(metric.name) if anchored else f"#{anchor}",
            ),
            *(Cell(year_cell(year, metric, wording), numeric=True) for year in years),
            Cell(goal_cell(figures.year.target if figures.year else None, metric, wording), True),
            Cell(goal_cell(figures.next_target, metric, wording), numeric=True),
            Cell(annual_trend(figures)),
            Cell(WANTED[metric.direction.value]),
        ),
        badge(figures.attainment),
    )


def year_cell(year: FiscalYear | None, metric: Metric, wording: Wording) -> str:
    """Return the value of a year for a cell: a figure, the range of its periods, or a dash."""
    if year is None:
        return "–"
    if year.value is not None:
        against = edges(year.target, metric, year.target_value) if year.target else ()
        return wording.value(year.value, beside(year.value, against, metric.unit))
    if year.low is not None and year.high is not None:
        return stretch(year.low, year.high, metric.unit, wording)
    return "Incomplete" if year.periods else "–"


def stretch(low: float, high: float, unit: Unit, wording: Wording) -> str:
    """Return the lowest and the highest value for a cell, the unit once: "10.3 to 11.1 min"."""
    # A cell has the unit's sign, which goes with the figure where the unit has no name.
    return span(low, high, replace(unit, name=""), wording)


def goal_cell(target: Target | None, metric: Metric, wording: Wording) -> str:
    """Return the figures of a target for a cell: with the unit's sign, without its name."""
    if target is None:
        return "–"
    bare = replace(metric, unit=replace(metric.unit, name=""))
    return goals(target, bare, wording) or "–"


def covered(figures: YearFigures) -> tuple[int, int]:
    """Return how many periods of the year have a value, and how many there are."""
    year = figures.year
    return (year.periods, year.expected) if year is not None else (0, 0)
