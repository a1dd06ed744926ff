"""The meetings about a month: what staff wrote for them, and what was computed for it.

Persons are never named: an owner, a sender, an addressee is a role ("Commissioner of Public
Works").
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from performance.period import Period

if TYPE_CHECKING:
    from performance.model.record import Observation, Record


class Publication(StrEnum):
    """Whether a pack is public, or still a draft of the people who meet."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Origin(Struct, frozen=True):
    """Where something was written: the file, and the line of each of its facts by its path."""

    file: str
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)


class Decision(Struct, frozen=True):
    """What a meeting agreed on: an entry of a decision log, or an action of a roundtable.

    On the day `decided` it was said what is to be done (`direction`), the result that is wanted
    (`level`, "at least 92%"), and the role (`owner`) that sees to it by the day `due`. `done` is
    the day on which it was done, none while it is open.
    """

    decided: date
    direction: str
    owner: str
    due: date
    metric: str = ""
    level: str = ""
    done: date | None = None

    def is_done(self, on: date) -> bool:
        """Whether it had been done by a day."""
        return self.done is not None and self.done <= on


class Roundtable(Struct, frozen=True):
    """The meeting of a department about its month; `focus` is the unit or program it looks at."""

    department: str
    status: Publication
    origin: Origin
    date: date | None = None
    focus: str = ""
    decisions: tuple[Decision, ...] = ()
    body: str = ""


class Cabinet(Struct, frozen=True):
    """The meeting of the mayor and the heads of departments about three to six metrics."""

    metrics: tuple[str, ...]
    status: Publication
    origin: Origin
    date: date | None = None
    decisions: tuple[Decision, ...] = ()
    body: str = ""


class Memo(Struct, frozen=True):
    """What the author tells the addressee about the month; `body` is the author's text."""

    status: Publication
    origin: Origin
    date: date | None = None
    to: str = ""
    sender: str = ""
    body: str = ""


class FrontLine(Struct, frozen=True):
    """The sheet of a unit: `member` of a dimension of each metric, or a `program` of a department.

    `slug` is its place in addresses, `title` what readers call it. One of `member` and `program`
    is empty.
    """

    slug: str
    title: str
    metrics: tuple[str, ...]
    status: Publication
    origin: Origin
    member: str = ""
    program: str = ""
    body: str = ""


Written = Roundtable | Cabinet | Memo | FrontLine


class Briefing(Struct, frozen=True):
    """What staff wrote for the meetings about one month, from `content/briefings/<yyyy-mm>/`."""

    month: Period
    roundtables: tuple[Roundtable, ...] = ()
    cabinet: Cabinet | None = None
    memo: Memo | None = None
    front_line: tuple[FrontLine, ...] = ()

    @property
    def written(self) -> tuple[Written, ...]:
        """Every pack of the month."""
        single = tuple(pack for pack in (self.cabinet, self.memo) if pack is not None)
        return (*self.roundtables, *single, *self.front_line)

    @property
    def key(self) -> str:
        """The month as addresses have it: 2026-10."""
        return self.month.key


class Rule(StrEnum):
    """Why a metric is among the top movers of a month; see `compute.movers`."""

    TREND = "trend"
    ATTAINMENT = "attainment"
    CHANGE = "change"


class Mover(Struct, frozen=True):
    """A metric that moved by a rule, with the facts that the sentence about it needs.

    For `ATTAINMENT`, `before` and `now` are the periods whose attainments differ. For `CHANGE`,
    `difference` lies between them, `usual` is the median of the `count` changes like it before,
    `spread` their robust standard deviation, and `score` how many of these the difference is away
    from the usual one; all but `count` and `score` are in the metric's unit. For `TREND` the record
    has the facts.
    """

    metric: str
    rule: Rule
    before: Period | None = None
    now: Period | None = None
    difference: float = 0.0
    usual: float = 0.0
    spread: float = 0.0
    count: int = 0
    score: float = 0.0


class UnitResult(Struct, frozen=True):
    """What a unit sees of a metric: its `own` newest observation and the one `before`, the whole's.

    Of a program all is the metric's own, without a `whole`. `part` of `total` is the unit's share
    of what was counted, in the unit of the column `counted`, or of the metric where that is empty;
    `percent` is that share. None where the metric has no share, or where one of the two is not
    published.
    """

    metric: str
    own: Observation
    before: Observation | None = None
    whole: Observation | None = None
    part: float | None = None
    total: float | None = None
    percent: float | None = None
    counted: str = ""


class Pack(Struct, frozen=True):
    """The packs of a month with what was computed for them.

    `records` are by metric and hold no period that ends after the month. `carried` are the
    decisions that the cabinet's briefing opens with, `open` those that a department's roundtable
    opens with, by department: as they stood on the day of the meeting. `movers` are in order.
    `units` are the results of each front-line sheet, by its slug; what was never reported is not
    there.
    """

    briefing: Briefing
    records: Mapping[str, Record]
    carried: tuple[Decision, ...] = ()
    open: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    movers: tuple[Mover, ...] = ()
    units: Mapping[str, tuple[UnitResult, ...]] = field(default_factory=dict)


class Submission(Struct, frozen=True):
    """What a department submitted for the periods that ended in a month.

    Of `expected` values, `submitted` are in (with a value or with a word why there is none), of
    them `tardy` after the day they were due, where the past is known, and `revised` changed since;
    `late` are overdue and `open` not due yet.
    """

    month: Period
    submitted: int
    tardy: int
    revised: int
    late: int
    open: int

    @property
    def expected(self) -> int:
        """How many values the month has."""
        return self.submitted + self.late + self.open
