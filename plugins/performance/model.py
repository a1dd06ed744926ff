"""The nouns of the portal. All are frozen; observations stay in tables.

Tables are pandas data frames whose columns are named here. A table inside a frozen value is never
changed in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from performance.period import Frequency, Period


class Direction(StrEnum):
    """What is wanted of a metric."""

    INCREASE = "increase"
    DECREASE = "decrease"
    RANGE = "range"
    NONE = "none"


class Attainment(StrEnum):
    """How a value stands to its target. Never a colour, never called status."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    PENDING = "pending"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    LATE = "late"


class ObsStatus(StrEnum):
    """What kind of value an observation is, after the SDMX observation-status code list."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    REVISED = "revised"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        """Whether an observation of this status carries a value."""
        return self not in (ObsStatus.MISSING, ObsStatus.SUPPRESSED, ObsStatus.NOT_APPLICABLE)


class Kind(StrEnum):
    """What a metric measures: the GASB categories."""

    INPUT = "input"
    OUTPUT = "output"
    EFFICIENCY = "efficiency"
    QUALITY = "quality"
    OUTCOME = "outcome"
    CONTEXT = "context"


class Stage(StrEnum):
    """Where a metric is in its life."""

    PROPOSED = "proposed"
    PILOT = "pilot"
    LIVE = "live"
    PAUSED = "paused"
    RETIRED = "retired"


class Aggregation(StrEnum):
    """How the values of a metric combine over periods and members."""

    RATIO = "ratio"
    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """A title with an address: a licence, a source."""

    title: str
    path: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who made a package."""

    title: str
    roles: tuple[str, ...] = ()
    email: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a metric's values; `symbol` is what follows a number ("%"), `name` the words."""

    name: str
    symbol: str = ""
    decimals: int = 0

    @property
    def is_percent(self) -> bool:
        """Whether values are percentages, whose differences are percentage points."""
        return self.symbol == "%" or self.name in ("percent", "per cent", "percentage")


@dataclass(frozen=True, slots=True)
class Measure:
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
        """The columns of the resource that the measure reads."""
        named = (self.numerator, self.denominator, self.value, self.weight, self.volume)
        return tuple(column for column in named if column is not None)


@dataclass(frozen=True, slots=True)
class Target:
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


@dataclass(frozen=True, slots=True)
class Break:
    """A change of system or definition: values before and from `period` are not comparable."""

    period: Period
    note: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Somebody else's result, with its source and how comparable it is."""

    title: str
    value: float
    source: Link
    comparability: str


@dataclass(frozen=True, slots=True)
class Action:
    """A dated note with an owner: what the city is doing about a metric."""

    date: date
    owner: str
    text: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A defined performance measure, as its package describes it. Texts are Markdown."""

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

    def target_for(self, period: Period) -> Target | None:
        """Return the target in force in a period: the last whose start is not after its start."""
        in_force = [t for t in self.targets if t.start.start <= period.start]
        return max(in_force, key=lambda t: t.start.start, default=None)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a resource, as its Table Schema describes it."""

    name: str
    type: str = "string"
    format: str = "default"
    title: str = ""
    description: str = ""
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    missing_values: tuple[str, ...] = ("",)
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A delimited file as it stands, before anything of it is known to be right.

    `rows` are the cells of each row below the header, possibly fewer or more than the header's;
    `numbers` are the rows' numbers as a spreadsheet shows them; `header_row` is the header's.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of a package.

    `data` is the file's bytes. `text` is the table as the file writes it: every cell a string, the
    columns named as in the header, the index the row as a spreadsheet numbers it (2 is the first
    below a one-line header). `table` is the same table typed by the Table Schema. Both are none
    where the resource is not a table (a map, a document), which is published as it is.
    """

    name: str
    path: str
    data: bytes
    sha256: str
    title: str = ""
    description: str = ""
    mediatype: str = ""
    fields: tuple[Field, ...] = ()
    primary_key: tuple[str, ...] = ()
    text: pd.DataFrame | None = None
    table: pd.DataFrame | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """A data package: one folder of files with their description.

    `name` is its address below /data/. `folder` and `file` are where it is read from, `file` as a
    reader would name it in a problem. `descriptor` is the parsed description, whole.
    """

    name: str
    folder: Path
    file: str
    descriptor: Mapping[str, Any]
    title: str = ""
    description: str = ""
    version: str = ""
    created: str = ""
    department: str | None = None
    licenses: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    resources: tuple[Resource, ...] = ()
    metrics: tuple[Metric, ...] = ()

    def resource(self, name: str) -> Resource:
        """Return the resource of that name; KeyError where there is none."""
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the city, from `content/departments/`. `body` is its mission, in Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    head: str = ""
    head_title: str = ""
    contact: str = ""
    phone: str = ""
    website: str = ""
    programs: tuple[str, ...] = ()
    spending: float | None = None
    staff: float | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the city, from `content/priorities/`. `body` is the goal, in Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    summary: str = ""
    spending: float | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A page of words from `content/pages/` (glossary, methodology …). `body` is Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The words that staff write, each sort in its order."""

    departments: tuple[Department, ...] = ()
    priorities: tuple[Priority, ...] = ()
    articles: tuple[Article, ...] = ()


# The columns of a record's `series` and of each member's: one row a period, in order of time.
# `period` is the period's key; `period_start` and `period_end` are datetime64, both inside it;
# `value`, `numerator`, `denominator`, `volume`, `target`, `target_low`, `target_high` are float64,
# NaN where there is none; `attainment` and `obs_status` hold the values of the enums; `note` is
# text, empty where there is none.
SERIES = (
    "period",
    "period_start",
    "period_end",
    "value",
    "numerator",
    "denominator",
    "volume",
    "target",
    "target_low",
    "target_high",
    "attainment",
    "obs_status",
    "note",
)


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of a metric: what a sentence speaks of. `value` is none where there is none."""

    period: Period
    value: float | None
    numerator: float | None
    denominator: float | None
    volume: float | None
    target: Target | None
    attainment: Attainment
    obs_status: ObsStatus
    note: str


@dataclass(frozen=True, slots=True)
class Member:
    """One value of a dimension, with its own series (columns `SERIES`) and latest observation."""

    name: str
    series: pd.DataFrame
    latest: Observation | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A metric by the members of one dimension. `title` is the dimension's, for readers."""

    dimension: str
    title: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The attainment of a metric and the facts that the sentence about it needs.

    `observation` is the one judged, or the last there is; none without data. `basis` is "period",
    "fiscal-year" or "year-to-date". `value` and `target` are what was compared, `target` a pair
    for a range. `reason` is "" or a word for why there is no verdict: "pilot", "proposed",
    "paused", "late", "missing", "suppressed", "not_applicable", "no_target", "no_data",
    "target_later", "period_open", "year_open".
    """

    attainment: Attainment
    observation: Observation | None = None
    basis: str = "period"
    value: float | None = None
    target: Target | None = None
    target_value: float | None = None
    fiscal_year: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Whether the next value is overdue.

    `expected` is the earliest period not yet reported, `due` the day its value was due, `days` how
    many days the as-of date is after that (0 when not late) and `missed` how many periods are
    overdue.
    """

    expected: Period | None = None
    due: date | None = None
    days: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two periods: `difference` in the unit (percentage points for percents).

    `percent` is the relative change in percent, none for percentages, for a missing or zero base.
    `better` is whether it is in the wanted direction, none when that cannot be said. `base` is
    compared with `current`. Where a break in the series lies between the two, `broken_by` names it
    and there is no difference.
    """

    current: Observation
    base: Observation
    difference: float | None
    percent: float | None = None
    better: bool | None = None
    broken_by: Break | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """The direction of a series over time.

    `verdict` is "improving", "worsening", "steady", "rising", "falling" or "too few periods".
    `slope` is the Theil–Sen slope in the unit a year, `p` the two-sided Mann–Kendall significance,
    `first` and `last` the periods used, `count` how many values, `seasonal` whether the seasonal
    test was used.
    """

    verdict: str
    slope: float | None = None
    p: float | None = None
    first: Period | None = None
    last: Period | None = None
    count: int = 0
    seasonal: bool = False


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A metric in one fiscal year.

    `value` is the aggregate, none where the metric does not aggregate or where a sum lacks a
    period. `low` and `high` are the lowest and highest period of a metric that does not aggregate.
    `periods` of `expected` have a value. `ended` is whether the year is over on the as-of date.
    `attainment` is judged on the aggregate, or on `periods_met` of `periods_judged` periods
    (`basis` "aggregate" or "share of periods"). `target` is that of the year: for a sum the
    periods' targets added up, their margins too.
    """

    year: int
    value: float | None
    target: Target | None
    target_value: float | None
    attainment: Attainment
    basis: str
    periods: int
    expected: int
    ended: bool
    low: float | None = None
    high: float | None = None
    periods_met: int = 0
    periods_judged: int = 0
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class YearToDate:
    """The current fiscal year so far beside the same periods of the year before.

    `through` is the last period in it. `previous` is none where a period is missing. `difference`
    and `percent` as in `Change`. `target_value` is the target for the part of the year, only where
    it adds up from the periods' targets or the target allows proration; `attainment` goes with it.
    """

    year: int
    through: Period
    periods: int
    value: float
    previous: float | None
    difference: float | None
    percent: float | None
    target_value: float | None
    attainment: Attainment


@dataclass(frozen=True, slots=True)
class Record:
    """Everything computed of one metric.

    `series` is the headline series (columns `SERIES`); `tidy` the published table: `metric`,
    `period`, `period_start`, `period_end`, a column for each dimension, then the measures (see
    `compute`). `latest` is the last observation that has a value.
    """

    metric: Metric
    package: Package
    department: Department
    priority: Priority | None
    series: pd.DataFrame
    tidy: pd.DataFrame
    breakdowns: tuple[Breakdown, ...]
    latest: Observation | None
    judgement: Judgement
    lateness: Lateness
    change: Change | None
    previous_change: Change | None
    baseline_change: Change | None
    trend: Trend
    fiscal_years: tuple[FiscalYear, ...]
    year_to_date: YearToDate | None

    @property
    def attainment(self) -> Attainment:
        """The metric's attainment."""
        return self.judgement.attainment

    @property
    def counted(self) -> bool:
        """Whether roll-ups count the metric: all but proposed and retired ones."""
        return self.metric.stage not in (Stage.PROPOSED, Stage.RETIRED)


@dataclass(frozen=True, slots=True)
class Portal:
    """The whole site as computed: what every page and download is made from."""

    as_of: date
    content: Content
    packages: tuple[Package, ...]
    records: tuple[Record, ...]

    def of_department(self, slug: str) -> tuple[Record, ...]:
        """Return the records of a department, in the packages' order."""
        return tuple(r for r in self.records if r.department.slug == slug)

    def of_priority(self, slug: str) -> tuple[Record, ...]:
        """Return the records of a priority, in the packages' order."""
        return tuple(r for r in self.records if r.priority and r.priority.slug == slug)


def counts(records: tuple[Record, ...]) -> dict[Attainment, int]:
    """Return how many counted records have each attainment, every attainment named (rule 10)."""
    found = dict.fromkeys(Attainment, 0)
    for record in records:
        if record.counted:
            found[record.attainment] += 1
    return found


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pictures of one metric: SVG elements to inline and the Vega-Lite specification.

    `wide` (680 px) and `narrow` (300 px) are accessible SVG elements; `spark` a small decorative
    one; `spec` the Vega-Lite specification with its data; `description` one sentence in words.
    `multiples` holds one such picture a dimension that has up to 12 members.
    """

    form: str
    wide: str
    narrow: str
    spark: str
    spec: Mapping[str, Any]
    description: str
    multiples: Mapping[str, "Drawing"] = field(default_factory=dict)
