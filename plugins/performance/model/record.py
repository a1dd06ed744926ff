"""What is computed of a metric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from performance.model.content import Department, Priority
from performance.model.frame import Frame
from performance.model.metric import Break, Metric, Target
from performance.model.package import Field, Package
from performance.model.release import Arrival, NewValue, ValueRevision, Vintage
from performance.model.table import late
from performance.model.vocabulary import Attainment, ObsStatus, Stage
from performance.period import Frequency, Period

# The stages in which values are expected.
COLLECTED = (Stage.LIVE, Stage.PILOT)

# The columns of a record's `series` and of each member's: one row a period, in order of time.
# `period` is the period's key; `period_start` and `period_end` are datetime64[D], both inside it;
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


class Observation(Struct, frozen=True):
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


class FiscalYear(Struct, frozen=True):
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


@dataclass(frozen=True)
class Member:
    """One value of a dimension: its own series (columns `SERIES`), latest observation and years."""

    name: str
    series: Frame
    latest: Observation | None
    fiscal_years: tuple[FiscalYear, ...] = ()


class Breakdown(Struct, frozen=True):
    """A metric by the members of one dimension. `title` is the dimension's, for readers."""

    dimension: str
    title: str
    members: tuple[Member, ...]


class Judgement(Struct, frozen=True):
    """The attainment of a metric and the facts that the sentence about it needs.

    `observation` is the one judged, or the last there is; none without data. `basis` is "period",
    "fiscal-year" or "year-to-date". `value` and `target` are what was compared, `target` a pair
    for a range. `reason` is "" or a word for why there is no verdict: "pilot", "proposed",
    "paused", "late", "missing", "suppressed", "not_applicable", "no_target", "no_data",
    "target_later", "period_open", "year_open". `before` is the attainment of the period just before
    where a period is judged by its target; none where that has no row.
    """

    attainment: Attainment
    observation: Observation | None = None
    basis: str = "period"
    value: float | None = None
    target: Target | None = None
    target_value: float | None = None
    fiscal_year: int | None = None
    reason: str = ""
    before: Attainment | None = None


class Lateness(Struct, frozen=True):
    """Whether the next value is overdue.

    `expected` is the earliest period not yet reported, `due` the day its value was due, `days` how
    many days the as-of date is after that (0 when not late) and `missed` how many periods are
    overdue.
    """

    expected: Period | None = None
    due: date | None = None
    days: int = 0
    missed: int = 0


class Change(Struct, frozen=True):
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


class Trend(Struct, frozen=True):
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


class YearToDate(Struct, frozen=True):
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


@dataclass(frozen=True)
class Record:
    """Everything computed of one metric.

    `series` is the headline series (columns `SERIES`); `tidy` the published table: `metric`,
    `period`, `period_start`, `period_end`, a column for each dimension, then the measures (see
    `compute`). `covers` is the first and the last day of the periods that have a value, none
    without one. `latest` is the last observation that has a value. `revisions` are the published
    values that were changed, `arrivals` the periods that releases added, both the newest first;
    `vintages` are the table as of past releases, the oldest first. `new_values` are the newest
    periods as they were first reported, the newest first.
    """

    metric: Metric
    package: Package
    department: Department
    priority: Priority | None
    series: Frame
    tidy: Frame
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
    revisions: tuple[ValueRevision, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    vintages: tuple[Vintage, ...] = ()
    new_values: tuple[NewValue, ...] = ()
    covers: tuple[date, date] | None = None

    @property
    def has_years(self) -> bool:
        """Whether there are fiscal years with a value, of the whole or a member, beside periods."""
        found = [*self.fiscal_years]
        found += [y for b in self.breakdowns for m in b.members for y in m.fiscal_years]
        yearly = self.metric.frequency is Frequency.YEAR
        return not yearly and any(year.value is not None for year in found)

    @property
    def attainment(self) -> Attainment:
        """The metric's attainment."""
        return self.judgement.attainment

    @property
    def is_late(self) -> bool:
        """Whether a value of a metric that is collected is overdue on the as-of date."""
        return self.metric.stage in COLLECTED and self.lateness.days > 0

    @property
    def counted(self) -> bool:
        """Whether roll-ups count the metric: all but proposed and retired ones."""
        return self.metric.stage not in (Stage.PROPOSED, Stage.RETIRED)

    @property
    def output_field(self) -> Field | None:
        """The column that counts what the metric's program puts out; none where none does."""
        fields = self.package.resource(self.metric.resource).fields
        return next((field for field in fields if field.name == self.metric.output), None)


# Most are never looked at: lists of metrics show neither tables nor years nor values of before.
late(Record, "series", "tidy", stays=False)
late(Record, "fiscal_years", "new_values")
late(Member, "series", stays=False)
late(Vintage, "tidy", stays=False)
