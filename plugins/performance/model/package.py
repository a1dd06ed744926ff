"""A data package as it is read: its files, their columns and what it says of itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from performance.model.budget import Budget
from performance.model.cells import Values
from performance.model.metric import Contributor, Link, Metric
from performance.model.release import History
from performance.model.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from performance.model.cells import Grid


class Field(Struct, frozen=True):
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


class Sheet(Struct, frozen=True):
    """A delimited file as it stands, before anything of it is known to be right.

    `rows` are the cells of each row below the header, possibly fewer or more than the header's;
    `numbers` are the rows' numbers as a spreadsheet shows them; `header_row` is the header's.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    header_row: int = 1


class Rows:
    """The rows of a table: read where they are not at hand."""

    def __init__(self, read: Callable[[], Grid], grid: Grid | None = None) -> None:
        """Take what reads the rows, and the rows where they have been read already."""
        self._read = read
        self._grid = grid
        self._values: dict[str, Values] = {}

    def __call__(self) -> Grid:
        """Return the rows."""
        if self._grid is None:
            self._grid = self._read()
        return self._grid

    def values(self, name: str, read: Callable[[Sequence[str]], Sequence[Any]]) -> Values | None:
        """Return what the cells of a column say; `read` reads what the distinct ones do.

        None where there is no such column. What was read is kept as long as the rows.
        """
        found, cells = self._values.get(name), self().columns.get(name)
        if found is None and cells is not None:
            found = self._values[name] = Values(read(cells.distinct), cells.codes)
        return found

    def let_go(self) -> None:
        """Forget the rows: they are read again when somebody asks."""
        self._grid = None
        self._values = {}


@dataclasses.dataclass(frozen=True)
class Resource:
    """A file of a package.

    `data` is the file's bytes. `rows` are those of its table, none where the resource is not a
    table (a map, a document), which is published as it is. `text` is the table as pandas has it and
    the file writes it: every cell a string, the columns named as in the header, the index the row
    as a spreadsheet numbers it (2 is the first below a one-line header). `table` is the same table
    typed by the Table Schema. Both are made of the rows when somebody first asks for them.
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
    text: Table = Table()  # noqa: RUF009  # A descriptor, whose default is none.
    table: Table = Table()  # noqa: RUF009
    raw: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    rows: Rows | None = dataclasses.field(default=None, repr=False, compare=False)

    def let_go(self) -> None:
        """Forget the tables: a large city's do not fit into memory. They are made when asked."""
        for name in ("text", "table"):
            type(self).__dict__[name].let_go(self)
        if self.rows is not None:
            self.rows.let_go()

    @property
    def is_table(self) -> bool:
        """Whether the resource is a table; asking does not read it."""
        return self.rows is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the table's columns, in its order."""
        return tuple(self.rows().columns) if self.rows is not None else ()

    @property
    def height(self) -> int:
        """How many rows the table has."""
        return len(self.rows().rows) if self.rows is not None else 0

    def top(self, count: int) -> tuple[tuple[str, ...], ...]:
        """Return at most so many of the table's first rows as the file writes them."""
        columns = self.rows().columns.values() if self.rows is not None else ()
        return tuple(zip(*[cells.at(slice(count)).text() for cells in columns], strict=True))


class Package(Struct, frozen=True):
    """A data package: one folder of files with their description.

    `name` is its address below /data/. `folder` and `file` are where it is read from, `file` as a
    reader would name it in a problem. `descriptor` is the parsed description, whole, and `written`
    the bytes of its file. `history` is none where nobody has looked for it.
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
    written: bytes = b""
    history: History | None = None
    budget: Budget | None = None

    @property
    def created_on(self) -> date | None:
        """The day that the package says it was made; none where it says none."""
        try:
            return date.fromisoformat(self.created[:10])
        except ValueError:
            return None

    def let_go(self) -> None:
        """Forget the tables of its resources, and of its past: see `Resource.let_go`."""
        for resource in self.resources:
            resource.let_go()
        for release in self.history.past if self.history is not None else ():
            if release.package is not None:
                release.package.let_go()

    def resource(self, name: str) -> Resource:
        """Return the resource of that name; KeyError where there is none."""
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise KeyError(name)

    def key(self, resource: Resource) -> tuple[str, ...]:
        """Return the columns that tell a table's rows apart: its primary key, else a metric's.

        Empty where there is neither, or where the table lacks one of them.
        """
        columns = resource.primary_key
        if not columns:
            metric = next((m for m in self.metrics if m.resource == resource.name), None)
            columns = (metric.period_field, *metric.dimensions) if metric else ()
        return columns if set(columns) <= set(resource.columns) else ()
