"""What merging changes, as values: of the whole, of a package, of a table and of a metric."""

from __future__ import annotations

import pandas as pd
from msgspec import Struct, field

from performance.model import Attainment, Metric, Package, Record
from performance.period import Period
from performance.problem import Problem

# The columns of `TableDifference.cells`: the row's key (its cells joined by " / "), the number of
# the row as a spreadsheet shows it in the new file, the column, whether its cells are numbers, the
# cells as text, and the change in percent of the old number, NaN where there is none.
CELLS = ("key", "row", "column", "is_number", "old", "new", "percent")


class TableDifference(Struct, frozen=True):
    """What changes in a table.

    `added` and `removed` are the keys of rows, in the order of the file that has them. `cells` are
    the changed cells of rows in both (columns `CELLS`, an old text that is withheld now left out).
    `periods` are those that added, removed or changed rows are about, none for a table without.
    `is_keyed` is whether rows are told apart by a key: without, a changed row is one removed and
    one added. `new_columns` are added ones; `broken` says how columns no longer hold, empty where
    they do.
    """

    name: str
    file: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    cells: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CELLS)))
    periods: tuple[Period, ...] = ()
    is_keyed: bool = True
    new_columns: tuple[str, ...] = ()
    broken: str = ""

    @property
    def figures(self) -> int:
        """How many cells of number columns change."""
        return int(self.cells["is_number"].sum())

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to say."""
        found = (self.added, self.removed, self.new_columns, self.broken)
        return any(found) or len(self.cells) > 0


class AttainmentChange(Struct, frozen=True):
    """A period whose attainment becomes another."""

    period: Period
    was: Attainment
    will_be: Attainment


class MetricDifference(Struct, frozen=True):
    """What changes of a metric that both states have, one of them, or that is described anew.

    `before` and `after` are its records, none where it is not there or cannot be worked out, which
    `untold` then says in words. `values` are its changed values: a row for each, with `period` (a
    key), `members` (joined by ", "), `old` and `new` (NaN where there is none), `old_status` and
    `new_status` ("" where the row is gone); an old value that is withheld now is left out.
    `arrived` are periods with a first value. `redefined` are the properties that are described
    otherwise. `questions` are those that the new rows raise and no note answers.
    """

    name: str
    title: str
    was: Metric | None
    will_be: Metric | None
    before: Record | None = None
    after: Record | None = None
    values: pd.DataFrame = field(default_factory=pd.DataFrame)
    arrived: tuple[Period, ...] = ()
    attainments: tuple[AttainmentChange, ...] = ()
    redefined: tuple[str, ...] = ()
    questions: tuple[Problem, ...] = ()
    untold: str = ""


class PackageState(Struct, frozen=True):
    """A package in one of the two states; `package` is none where it cannot be read.

    `unread` says in words what cannot be read of it.
    """

    name: str
    file: str
    package: Package | None
    unread: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The version, empty where none is known."""
        return self.package.version if self.package is not None else ""


class PackageDifference(Struct, frozen=True):
    """What changes of a package: `before` or `after` is none where it is new or removed.

    `breaking` says what readers rely on and lose; `needs` is the lowest version that may do so,
    empty where nothing breaks; `is_allowed` is whether the package has such a version.
    `wants` is a version to give where files changed and the version did not.
    """

    before: PackageState | None
    after: PackageState | None
    tables: tuple[TableDifference, ...] = ()
    files: tuple[str, ...] = ()
    metrics: tuple[MetricDifference, ...] = ()
    properties: tuple[str, ...] = ()
    breaking: tuple[str, ...] = ()
    needs: str = ""
    is_allowed: bool = True
    wants: str = ""

    @property
    def name(self) -> str:
        """The package's name."""
        state = self.after or self.before
        assert state is not None
        return state.name

    @property
    def title(self) -> str:
        """The package's title, its name where the description cannot be read."""
        states = [s.package for s in (self.after, self.before) if s is not None]
        found = next((p for p in states if p is not None), None)
        return found.title if found is not None else self.name


class Difference(Struct, frozen=True):
    """What changes between two states: the packages, in order of their names.

    `before` and `after` say in words which states were compared. `words` are the files of the
    content folder that are not the same, by path.
    """

    before: str
    after: str
    packages: tuple[PackageDifference, ...]
    words: tuple[str, ...] = ()
