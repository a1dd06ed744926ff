"""A metric as its package defines it: measure, unit, targets, breaks, benchmarks and actions."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from performance.model.vocabulary import Aggregation, Direction, Kind, Stage
from performance.period import Frequency, Period


class Link(Struct, frozen=True):
    """A title with an address: a licence, a source."""

    title: str
    path: str | None = None
    name: str | None = None


class Contributor(Struct, frozen=True):
    """Somebody who made a package."""

    title: str
    roles: tuple[str, ...] = ()
    email: str | None = None
    path: str | None = None


class Unit(Struct, frozen=True):
    """The unit of a metric's values; `symbol` is what follows a number ("%"), `name` the words."""

    name: str
    symbol: str = ""
    decimals: int = 0

    @property
    def is_percent(self) -> bool:
        """Whether values are percentages, whose differences are percentage points."""
        return self.symbol == "%" or self.name in ("percent", "per cent", "percentage")


class Measure(Struct, frozen=True):
    """How a value comes from columns of the resource.

    A ratio is `scale × numerator ÷ denominator`; every other aggregation reads the column `value`,
    a mean weighted by the column `weight` where there is one. `volume` is a column shown beside
    the value and never rolled up. `cumulative` is "fiscal-year" or "calendar-year" where the
    published values are already year to date.
    """

    aggregation: Aggregation
    numerator: str | None = None
    denominator: str | None = None
    scale: float = 1
    value: str | None = None
    weight: str | None = None
    volume: str | None = None
    cumulative: str | None = None

    @property
    def additive(self) -> bool:
        """Whether values may be combined over the periods of a year."""
        return self.aggregation is not Aggregation.NONE

    @property
    def sums_members(self) -> bool:
        """Whether the value of the whole can be worked out from the values of its members."""
        weighted = self.aggregation is Aggregation.MEAN and self.weight is not None
        return weighted or self.aggregation in (
            Aggregation.RATIO,
            Aggregation.SUM,
            Aggregation.LAST,
            Aggregation.MAX,
            Aggregation.MIN,
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the resource that the measure reads, each once."""
        named = (self.numerator, self.denominator, self.value, self.weight, self.volume)
        return tuple(dict.fromkeys(column for column in named if column is not None))


class Target(Struct, frozen=True):
    """The value set from a period on, until the next target.

    `value` is the target of `increase` and `decrease`; `low` and `high` that of `range`. `near` is
    absolute, in the metric's unit. `basis` is "period", or "fiscal-year" for a target of the whole
    year; `prorate` allows such a target to be compared with a year to date in proportion.
    """

    start: Period
    near: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    basis: str = "period"
    prorate: bool = False


class Break(Struct, frozen=True):
    """A change of system or definition: values before and from `period` are not comparable."""

    period: Period
    note: str


class Benchmark(Struct, frozen=True):
    """Somebody else's result, with its source and how comparable it is."""

    title: str
    value: float
    source: Link
    comparability: str


class Action(Struct, frozen=True):
    """A dated note with an owner: what the city is doing about a metric."""

    date: date
    owner: str
    text: str


class StageBegun(Struct, frozen=True):
    """A step in the life of a definition: the day on which a stage began.

    `reviewer` is the office that agreed to it, never a person.
    """

    date: date
    stage: Stage
    reviewer: str = ""
    note: str = ""


class Metric(Struct, frozen=True):
    """A defined performance measure, as its package describes it. Texts are Markdown.

    `program` is the budget's name of the program whose work the metric measures. `unit_cost` is
    which part of a ratio counts what the program puts out: "numerator", "denominator" or "none".
    """

    name: str
    title: str
    resource: str
    period_field: str
    frequency: Frequency
    lag: int
    measure: Measure
    unit: Unit
    direction: Direction
    kind: Kind
    stage: Stage = Stage.LIVE
    description: str = ""
    why: str = ""
    method: str = ""
    limitations: str = ""
    priority: str | None = None
    program: str = ""
    group: str = ""
    year_start: int = 1
    targets: tuple[Target, ...] = ()
    baseline: Period | None = None
    dimensions: tuple[str, ...] = ()
    total: str | None = None
    obs_status_field: str = "obs_status"
    note_field: str = "note"
    breaks: tuple[Break, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    actions: tuple[Action, ...] = ()
    related: tuple[str, ...] = ()
    featured: bool = False
    borrowed_from: Link | None = None
    history: tuple[StageBegun, ...] = ()
    unit_cost: str = "numerator"

    @property
    def output(self) -> str | None:
        """The column that counts what the metric's program puts out; none where none does."""
        if not self.program or self.unit_cost == "none":
            return None
        match self.measure.aggregation:
            case Aggregation.SUM:
                return self.measure.value
            case Aggregation.RATIO if self.unit_cost == "denominator":
                return self.measure.denominator
            case Aggregation.RATIO:
                return self.measure.numerator
            case _:
                return None

    @property
    def whole(self) -> str:
        """What the published table has in the columns of dimensions where a row is of the whole."""
        return self.total or "All"

    def target_for(self, period: Period) -> Target | None:
        """Return the target in force in a period: the last whose start is not after its start."""
        in_force = [t for t in self.targets if t.start.start <= period.start]
        return max(in_force, key=lambda t: t.start.start, default=None)
