"""What the demo city is made of, as read from `definitions/`: plans of departments and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from performance.period import Frequency, Period, between, parse

DEFINITIONS = Path(__file__).parent / "definitions"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures and the course that its figures take.

    `form` is "count" (whole numbers, shared out over the members), "part" (whole numbers out of the
    column `of`), "value" (figures of each member), "running" (a count added up since the beginning
    of the year named by `resets`), "sum" (of the columns in `of`) or "days" (the column `of`, an
    average of days, times the days of the period). `knots` are levels at periods, joined by
    straight lines; `season` names twelve factors; `noise` is a relative standard deviation;
    `events` are factors of single periods; `ceiling` is the highest figure.
    """

    name: str
    title: str
    description: str
    form: str
    unit: str = ""
    knots: Mapping[str, float] = field(default_factory=dict)
    season: str = "flat"
    noise: float = 0.03
    events: Mapping[str, float] = field(default_factory=dict)
    ceiling: float | None = None
    of: str | list[str] = ""
    decimals: int = 0
    resets: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a table is broken down by. `members` maps a name to its share of counts and its level.

    `total` is the member that stands for the whole, published beside the others where it is named.
    """

    field: str
    title: str
    description: str
    members: Mapping[str, tuple[float, float]]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that happened in one period, to every member or to `members` alone.

    A `status` without a value empties the figures. `less` is how much lower the figure `column` was
    when it was first published: the note's `{was}` and `{now}` say so. `dated` is the day of the
    release that changed it: the package's `revisions.csv` then tells of it, with its `kind`
    (routine, correction, methodology) and `reason`.
    """

    period: str
    note: str = ""
    status: str = ""
    members: tuple[str, ...] = ()
    column: str = ""
    less: int = 0
    dated: date | None = None
    kind: str = "routine"
    reason: str = ""


@dataclass(frozen=True)
class Table:
    """A resource of a package: its calendar, columns, members, edits and metrics.

    `closed` are the months (1–12) in which there is nothing to count, `closed_note` why.
    `provisional` is how many of the last periods are not final yet, `estimated` are the periods
    whose figures are estimates. `suppress` names the count whose figures below five are withheld.
    `rows` are the rows themselves, where they are not made but quoted, and `gap_note` says why
    there are none for the other periods. `released` are the days on which the rows of the latest
    periods were first published, for the package's `revisions.csv`.
    """

    name: str
    title: str
    description: str
    frequency: Frequency
    first: str
    last: str
    columns: tuple[Column, ...]
    metrics: tuple[Mapping[str, Any], ...]
    dimension: Dimension | None = None
    edits: tuple[Edit, ...] = ()
    closed: tuple[int, ...] = ()
    closed_note: str = ""
    provisional: int = 0
    provisional_note: str = ""
    estimated: tuple[str, ...] = ()
    suppress: str = ""
    fiscal: bool = False
    lag: int | None = None
    rows: tuple[Mapping[str, Any], ...] = ()
    gap_note: str = ""
    released: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> tuple[Period, ...]:
        """Every period of the table, in order."""
        return tuple(between(self.period(self.first), self.period(self.last)))

    def period(self, text: object) -> Period:
        """Return the period that a definition names (a year may be a number)."""
        return parse(str(text), self.frequency, 7 if self.fiscal else 1)


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """A data package to be written: its descriptor's own words and its tables."""

    name: str
    title: str
    description: str
    sources: tuple[Mapping[str, str], ...]
    tables: tuple[Table, ...]
    version: str = "2026.10.2"
    created: str = "2026-11-18T00:00:00Z"
    licenses: tuple[Mapping[str, str], ...] = ()
    publisher: str = ""
    spatial: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """A department: its slug, the front matter and mission of its page, and its packages."""

    slug: str
    front: Mapping[str, Any]
    mission: str
    packages: tuple[PackagePlan, ...]


def departments() -> tuple[DepartmentPlan, ...]:
    """Return the plans of all departments, in order of their slugs."""
    files = sorted((DEFINITIONS / "departments").glob("*.yaml"))
    return tuple(_department(file.stem, _yaml(file)) for file in files)


def priorities() -> Mapping[str, Mapping[str, Any]]:
    """Return the front matter (with the key `goal` for the body) of each priority, by its slug."""
    found: Mapping[str, Mapping[str, Any]] = _yaml(DEFINITIONS / "priorities.yaml")
    return found


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _department(slug: str, raw: Mapping[str, Any]) -> DepartmentPlan:
    packages = tuple(_package(item) for item in raw["packages"])
    return DepartmentPlan(slug, raw["front"], raw["mission"], packages)


def _package(raw: Mapping[str, Any]) -> PackagePlan:
    known = {**raw, "tables": tuple(_table(item) for item in raw["tables"])}
    known["sources"] = tuple(raw["sources"])
    known["licenses"] = tuple(raw.get("licenses", ()))
    return PackagePlan(**known)


def _table(raw: Mapping[str, Any]) -> Table:
    known = dict(raw)
    known["frequency"] = Frequency(raw["frequency"])
    known["columns"] = tuple(Column(**item) for item in raw["columns"])
    known["edits"] = tuple(_edit(item) for item in raw.get("edits", ()))
    if "dimension" in raw:
        known["dimension"] = _dimension(raw["dimension"])
    for name in ("metrics", "closed", "rows", "estimated"):
        known[name] = tuple(raw.get(name, ()))
    return Table(**known)


def _dimension(raw: Mapping[str, Any]) -> Dimension:
    members = {str(name): (float(s), float(v)) for name, (s, v) in raw["members"].items()}
    return Dimension(**{**raw, "members": members})


def _edit(raw: Mapping[str, Any]) -> Edit:
    return Edit(**{**raw, "members": tuple(raw.get("members", ())), "period": str(raw["period"])})
