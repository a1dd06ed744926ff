"""The figures of an annual report: of every metric in one fiscal year and the years before.

They are all that a report shows in numbers: its page, its PDF, its data package and the frozen
file of a published report are made from one and the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from performance.model.budget import Phase
from performance.model.metric import Break, Target
from performance.model.record import FiscalYear, Trend
from performance.model.unit_cost import UnitCost
from performance.model.vocabulary import Attainment, ObsStatus, Stage


class PeriodFigure(Struct, frozen=True):
    """A metric in one period, by the period's key; `value` is none where there is none."""

    period: str
    value: float | None
    target: Target | None
    attainment: Attainment
    obs_status: ObsStatus


class MemberFigure(Struct, frozen=True):
    """One member of a dimension in the year of the report.

    `value` is the year's, worked out as that of the whole; where values do not combine, `low` and
    `high` are the lowest and the highest period. `suppressed` is whether a period was withheld.
    """

    dimension: str
    member: str
    value: float | None
    low: float | None = None
    high: float | None = None
    suppressed: bool = False


class Restated(Struct, frozen=True):
    """A value of the year that was changed after it had been published, with the row's note."""

    period: str
    member: str
    value: float | None
    note: str


class Beside(Struct, frozen=True):
    """Somebody else's result, as a benchmark of the metric gives it."""

    title: str
    value: float


class YearFigures(Struct, frozen=True):
    """A metric in the year of a report and the four before.

    `years` are those there are, the oldest first; `number` is the year that the report is about: a
    metric reported by calendar years has the one that ended in the fiscal year. `next_target` is
    the target set for the year after, none without one. `difference` and `percent` compare with
    the year before, none where there is nothing to compare. `periods` are there only where the
    years have no value of their own or the text speaks of periods; `latest` is the key of the last
    period with a value. `breaks` are those in the year. `stage` is the metric's when the figures
    were made.
    """

    metric: str
    number: int
    years: tuple[FiscalYear, ...] = ()
    next_target: Target | None = None
    trend: Trend = field(default_factory=lambda: Trend("too few periods"))
    difference: float | None = None
    percent: float | None = None
    periods: tuple[PeriodFigure, ...] = ()
    latest: str = ""
    members: tuple[MemberFigure, ...] = ()
    benchmarks: tuple[Beside, ...] = ()
    restated: tuple[Restated, ...] = ()
    breaks: tuple[Break, ...] = ()
    stage: Stage = Stage.LIVE
    counted: bool = True

    def of(self, year: int) -> FiscalYear | None:
        """Return the figures of a year; none where the metric has none."""
        return next((found for found in self.years if found.year == year), None)

    @property
    def year(self) -> FiscalYear | None:
        """The year of the report; none where the metric has no row in it."""
        return self.of(self.number)

    @property
    def attainment(self) -> Attainment:
        """How the year of the report stands to its target."""
        return self.year.attainment if self.year is not None else Attainment.NO_DATA

    def period(self, key: str) -> PeriodFigure | None:
        """Return the figure of a period; none where there is none."""
        return next((found for found in self.periods if found.period == key), None)


class Amount(Struct, frozen=True):
    """Money or staff of one fiscal year.

    `kind` is "revenue", "spending" or "staff" (full-time positions); `item` names the source of
    revenue or the department, by its slug. Money of the city's budget has a `phase`, and `title` is
    what the budget calls the item; what the report's own words give has neither. `moved` is whether
    an amount of the year before is counted as if a reorganization had been made by then.
    """

    kind: str
    item: str
    fiscal_year: int
    value: float
    title: str = ""
    phase: Phase | None = None
    moved: bool = False


class Annual(Struct, frozen=True):
    """Every figure of an annual report; `as_of` is the day the data spoke from.

    `counts` are the counted metrics by attainment in the year and the year before. `currency` is
    the code of that of the budget ("USD"), "" for that of the site's locale. `unit_costs` are what
    each thing that a metric counts cost its program in the year and the year before.
    """

    fiscal_year: int
    as_of: date
    figures: Mapping[str, YearFigures]
    counts: Mapping[int, Mapping[Attainment, int]]
    money: tuple[Amount, ...] = ()
    currency: str = ""
    unit_costs: tuple[UnitCost, ...] = ()

    def unit_cost(self, metric: str, year: int) -> UnitCost | None:
        """Return what each thing that a metric counts cost in a year; none where it has no cost."""
        found = (c for c in self.unit_costs if (c.metric, c.fiscal_year) == (metric, year))
        return next(found, None)

    def amount(self, kind: str, item: str, year: int) -> float | None:
        """Return an amount; none where it is not given."""
        found = (a for a in self.money if (a.kind, a.item, a.fiscal_year) == (kind, item, year))
        return next((a.value for a in found), None)

    def phase(self, kind: str) -> Phase | None:
        """Return how far a kind of money had come; none where the budget does not give it."""
        return next((a.phase for a in self.money if a.kind == kind), None)

    def total(self, kind: str, year: int) -> float | None:
        """Return the sum of a kind of amounts in a year; none where none is given."""
        given = [a.value for a in self.money if (a.kind, a.fiscal_year) == (kind, year)]
        return sum(given) if given else None
