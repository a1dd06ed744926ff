"""The past of a package: its releases, and what each changed of what was published before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from performance.model.vocabulary import RevisionClass

if TYPE_CHECKING:
    from performance.model.frame import Frame
    from performance.model.metric import Metric
    from performance.model.package import Package
    from performance.model.record import Change, Observation
    from performance.model.vocabulary import ObsStatus
    from performance.period import Period


# What a version may be made of to be part of an address.
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")


class Release(Struct, frozen=True):
    """A dated publication of a package.

    `version` is empty where the package names none; `date` is in UTC. `reason` is why it was made
    and `class_` of which kind, none where nobody said. `files` are the bytes as they were
    committed, by their path, the descriptor among them; empty for a release that is known only by
    what changed since (`revisions.csv`). `package` is what they say: none for the newest release,
    which is the package itself, and for a past one that cannot be read. `exact` are the tables
    whose rows are exactly those of that day, none for all: only they have a vintage. `is_dated` is
    false where nothing says when the release was made, and `date` is the day the site speaks from.
    """

    version: str
    date: date
    reason: str = ""
    class_: RevisionClass | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    package: Package | None = None
    exact: frozenset[str] | None = None
    is_dated: bool = True

    @property
    def is_addressable(self) -> bool:
        """Whether the version can be part of an address."""
        return VERSION.fullmatch(self.version) is not None

    @property
    def name(self) -> str:
        """What the release is called in addresses: its version, else its date."""
        return self.version if self.is_addressable else self.date.isoformat()


class Entry(Struct, frozen=True):
    """A line of `revisions.csv`: what somebody wrote down of a change.

    `key` is the row's primary key, its parts joined by " / ". `class_` is none for a row that was
    new on that day, which has no `field`. `row` is the line as a spreadsheet numbers it.
    """

    date: date
    resource: str
    key: str
    field: str
    old: str
    new: str
    class_: RevisionClass | None
    reason: str
    row: int


class History(Struct, frozen=True):
    """The releases of a package: the newest, and those before it, the oldest first.

    `entries` are the lines of its `revisions.csv`, in order of their dates.
    """

    newest: Release
    past: tuple[Release, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release, the oldest first."""
        return (*self.past, self.newest)


class Revision(Struct, frozen=True):
    """What a release changed in one cell of a table, as the files write it.

    `change` is "changed", "added" (a new row: no revision, and without field, old and new) or
    "removed" (a cell of a row that is gone). `key` are the cells that tell the row from others, by
    column. `class_` is none for an added row. `withheld` says that the old text is kept back,
    because the row is now suppressed to protect privacy.
    """

    date: date
    version: str
    resource: str
    key: tuple[tuple[str, str], ...]
    change: str
    field: str = ""
    old: str = ""
    new: str = ""
    class_: RevisionClass | None = None
    reason: str = ""
    withheld: bool = False


class ValueRevision(Struct, frozen=True):
    """A published value of a metric that a release changed: "was 91.2%, now 90.8%".

    `members` are the cells of the metric's dimensions, in their order. `old` and `new` are none
    where there is no value, for the reason that the status says; `new_status` is none where the row
    is gone.
    """

    date: date
    version: str
    period: Period
    members: tuple[str, ...]
    old: float | None
    new: float | None
    old_status: ObsStatus
    new_status: ObsStatus | None
    class_: RevisionClass
    reason: str


class Arrival(Struct, frozen=True):
    """The periods of a metric that a release reported first, in order of time."""

    date: date
    version: str
    periods: tuple[Period, ...]


class NewValue(Struct, frozen=True):
    """A period of a metric as the release that first reported it had it.

    `date` is the day of that release, the end of the period where nothing tells the day. `metric`
    is the definition then, `change` that on the year before in the same release. `members` are the
    cells of the metric's dimensions, empty for the whole. Where the value has been withheld since,
    the observation is the present one.
    """

    date: date
    metric: Metric
    observation: Observation
    change: Change | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vintage:
    """A metric's published table as it stood in a past release.

    `tidy` has the columns of `Record.tidy`, by the definition that `metric` had then in `package`,
    seen from the release's date. `names` are the releases in which it stood so, the oldest first;
    `date` and `version` are those of the first.
    """

    names: tuple[str, ...]
    date: date
    version: str
    metric: Metric
    package: Package
    tidy: Frame
