"""A city's budget as its package tells it: lines of money, moves of units, what they are held to.

Money is whole cents everywhere, so that sums are exact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from performance.model.metric import Link
from performance.model.table import late

if TYPE_CHECKING:
    import pandas as pd


class Phase(StrEnum):
    """How far a year's money has come: set by the council, changed by it, or taken and spent."""

    ADOPTED = "adopted"
    AMENDED = "amended"
    ACTUAL = "actual"


class Flow(StrEnum):
    """Which way money goes: the column `direction` of a budget's tables."""

    EXPENDITURE = "expenditure"
    REVENUE = "revenue"


# What a line of a budget may be told apart by. A program is one of its department; a detail stands
# below its account.
PARTS = ("fund", "department", "program", "account", "detail")


class Move(Struct, frozen=True):
    """A reorganization: from a fiscal year on, the money of a unit stands under another.

    `program` and `new_program` are empty where a whole department moves. All four are identities
    as in the lines of a cut, and `row` is where the package tells it.
    """

    fiscal_year: int
    department: str
    program: str
    new_department: str
    new_program: str
    note: str = ""
    row: int = 0


@dataclass(frozen=True)
class Cut:
    """One table of a budget: all of its money, told apart by `parts`.

    `lines` has `fiscal_year` (int64), `phase`, `direction` (the enums' values), `cents` (int64),
    `note`, and for each part its identity (`fund`) and its name as that year spells it
    (`fund_name`); both are empty where a line has no such part. The index is the row as a
    spreadsheet numbers it. Two cuts hold the same money: they are never added up. `years` are the
    fiscal years of the lines, and `programs` the identities of departments, each with the name of a
    program of it, as the lines have them.
    """

    resource: str
    parts: tuple[str, ...]
    lines: pd.DataFrame
    years: tuple[int, ...]
    programs: tuple[tuple[str, str], ...] = ()


class Yearly(Struct, frozen=True):
    """A figure a fiscal year (residents, an index of prices), and where it comes from."""

    values: Mapping[int, float]
    source: str


@dataclass(frozen=True)
class Budget:
    """A budget: its cuts, the totals they must reach, and what makes its years comparable.

    `totals` has `fiscal_year`, `phase`, `direction` and `cents`, none where the package gives none.
    `population` and `prices` are none where the package does not give them. `statement` says what
    the binding document is, and `document` where it stands.
    """

    package: str
    currency: str
    cuts: tuple[Cut, ...]
    totals: pd.DataFrame | None = None
    moves: tuple[Move, ...] = ()
    population: Yearly | None = None
    prices: Yearly | None = None
    statement: str = ""
    document: Link | None = None


# What is known of a budget from before is shown without its lines.
late(Cut, "lines")
late(Budget, "totals")

# A fiscal year and a phase.
YearPhase = tuple[int, Phase]


class Amounts(Struct, frozen=True):
    """The money of one unit in cents, by fiscal year and phase.

    `recorded` is what each year's own lines say. `restated` counts earlier years as if the unit had
    always been made as it is in the newest year. `before` is, for each year, the same phase of the
    year just before, made as in that year. A year and phase without money for the unit is absent.
    """

    recorded: Mapping[YearPhase, int] = field(default_factory=dict)
    restated: Mapping[YearPhase, int] = field(default_factory=dict)
    before: Mapping[YearPhase, int] = field(default_factory=dict)


class Spelling(Struct, frozen=True):
    """A name that a unit had, and the first and last fiscal year that spell it so."""

    name: str
    first: int
    last: int


class BudgetUnit(Struct, frozen=True):
    """What money is budgeted for or comes from: a fund, department, program or account.

    `key` is its identity among the units of its `part` (a program's begins with its department's),
    `title` its newest name, `slugs` its place in an address: a program's begin with its
    department's. `shown` is whether it has a page of its own. `first` and `last` are the fiscal
    years in which it has money.
    """

    part: str
    flow: Flow
    key: tuple[str, ...]
    title: str
    slugs: tuple[str, ...]
    names: tuple[Spelling, ...]
    first: int
    last: int
    shown: bool


class Ledger(Struct, frozen=True):
    """Everything computed of a budget.

    `columns` are the years and phases that each direction has money for, in order. `sums` holds the
    amounts of every unit, by direction and the parts that were told apart, then by the parts'
    identities; parts that no cut holds together are absent.
    """

    budget: Budget
    columns: Mapping[Flow, tuple[YearPhase, ...]]
    units: Mapping[tuple[Flow, str], tuple[BudgetUnit, ...]]
    sums: Mapping[tuple[Flow, tuple[str, ...]], Mapping[tuple[str, ...], Amounts]]

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years with money, in order."""
        return tuple(sorted({year for columns in self.columns.values() for year, _ in columns}))

    def phases(self, flow: Flow, year: int) -> tuple[Phase, ...]:
        """Return the phases that a fiscal year has, in the order in which they come about."""
        found = {phase for y, phase in self.columns.get(flow, ()) if y == year}
        return tuple(phase for phase in Phase if phase in found)

    def total(self, flow: Flow) -> Amounts:
        """Return the amounts of everything."""
        return self.sums.get((flow, ()), {}).get((), Amounts())

    def amounts(self, unit: BudgetUnit) -> Amounts:
        """Return the amounts of a unit."""
        return self.sums[unit.flow, parts_of(unit.part)].get(unit.key, Amounts())

    def unit(self, flow: Flow, part: str, key: tuple[str, ...]) -> BudgetUnit | None:
        """Return the unit of an identity; none where there is none."""
        return next((u for u in self.units.get((flow, part), ()) if u.key == key), None)

    def program(self, department: str, name: str) -> BudgetUnit | None:
        """Return a program by the slug of its department and any of its names."""
        departments = self.units.get((Flow.EXPENDITURE, "department"), ())
        own = {unit.key[0] for unit in departments if unit.slugs == (department,)}
        for unit in self.units.get((Flow.EXPENDITURE, "program"), ()):
            if unit.key[0] in own and identity(name) in {identity(s.name) for s in unit.names}:
                return unit
        return None


def parts_of(part: str) -> tuple[str, ...]:
    """Return the parts that tell a unit apart: a program is one of its department."""
    return {"program": ("department", "program"), "detail": ("account", "detail")}.get(
        part, (part,)
    )


def identity(name: str) -> str:
    """Return a name without what does not tell two names apart: capitals and spaces."""
    return spaced(name).casefold()


def spaced(name: str) -> str:
    """Return a name with single spaces."""
    return re.sub(r"\s+", " ", name).strip()
