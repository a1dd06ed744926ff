"""The past that a package writes down itself: `revisions.csv`, for data without git history.

Each line is one changed cell: on `date` the cell `field` of the row `key` of `resource` changed
from `old` to `new`, for `reason`, as a `class`: routine, correction or methodology. A line of the
class `new` says that the row was first published on that day; it has no field, old and new. `key`
is the row's primary key as the file writes it, its parts joined by " / ". `resource` may be left
empty where the package has one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from msgspec.structs import replace

from performance.load.history import as_class
from performance.load.package import with_rows
from performance.load.table import TableError, sheet
from performance.model import Dialect, Entry, Grid, Package, Resource, Rows
from performance.model.cells import cells_of

NAME = "revisions.csv"
HEADER = ("date", "resource", "key", "field", "old", "new", "class", "reason")
NEW = "new"
JOINED = " / "


class NotALogError(ValueError):
    """A file that is no log of revisions; `row` is where, as a spreadsheet counts."""

    def __init__(self, message: str, row: int, column: str | None = None, value: str = "") -> None:
        super().__init__(message)
        self.message, self.row, self.column, self.value = message, row, column, value


def entries(text: str, tables: Sequence[str]) -> list[Entry]:
    """Return the lines of a log; `tables` are the names of the package's tables.

    Raises NotALogError where a line cannot be understood by itself.
    """
    try:
        found = sheet(text, Dialect())
    except TableError as error:
        message = "a quotation mark is not closed, or stands inside a cell"
        raise NotALogError(message, error.row) from error
    if found.header != HEADER:
        message = f"the columns must be {', '.join(HEADER)}"
        raise NotALogError(message, 1, value=", ".join(found.header))
    return [_entry(c, n, tables) for c, n in zip(found.rows, found.numbers, strict=True)]


def _entry(cells: Sequence[str], row: int, tables: Sequence[str]) -> Entry:
    if len(cells) != len(HEADER):
        raise NotALogError(f"the row has {len(cells)} cells, not {len(HEADER)}", row)
    on, resource, key, field, old, new, class_, reason = cells
    if not resource and len(tables) == 1:
        resource = tables[0]
    if as_class(class_) is None and class_ != NEW:
        message = "the class must be routine, correction, methodology or, for a new row, new"
        raise NotALogError(message, row, "class", class_)
    if (class_ == NEW) == bool(field):
        words = "leave field, old and new empty" if field else "name the column that changed"
        raise NotALogError(f"for the class {class_}, {words}", row, "field", field)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        day = None
    if day is None or len(on) != 10:
        raise NotALogError("a date must be written like 2026-09-14", row, "date", on)
    return Entry(day, resource, key, field, old, new, as_class(class_), reason.strip(), row)


def keys(package: Package, resource: Resource) -> list[str]:
    """Return the key of each row of a table, as the log writes it; empty without a key."""
    columns = package.key(resource)
    if resource.rows is None or not columns:
        return []
    return list(map(JOINED.join, resource.rows().texts(columns)))


def before(package: Package, later: Iterable[Entry]) -> Package | None:
    """Return the package as it stood before some entries, which are all those after a day.

    None where an entry does not fit: then nothing exact can be said of that day.
    """
    by_resource: dict[str, list[Entry]] = {}
    for entry in sorted(later, key=lambda e: (e.date, e.row), reverse=True):
        by_resource.setdefault(entry.resource, []).append(entry)
    resources = []
    for resource in package.resources:
        own = by_resource.pop(resource.name, None)
        undone = _undone(package, resource, own) if own else resource
        if undone is None:
            return None
        resources.append(undone)
    return None if by_resource else replace(package, resources=tuple(resources))


def _undone(package: Package, resource: Resource, later: Sequence[Entry]) -> Resource | None:
    if resource.rows is None:
        return None
    grid = resource.rows()
    rows = {key: place for place, key in enumerate(keys(package, resource))}
    if len(rows) != len(grid.rows):
        return None
    cells = {name: column.text().tolist() for name, column in grid.columns.items()}
    gone = np.zeros(len(grid.rows), dtype=bool)
    for entry in later:
        place = rows.get(entry.key)
        if place is None or (entry.field and entry.field not in cells):
            return None
        if not entry.field:
            gone[place] = True
        elif cells[entry.field][place] != entry.new:
            return None
        else:
            cells[entry.field][place] = entry.old
    before = Grid({name: cells_of(texts) for name, texts in cells.items()}, grid.rows).at(~gone)
    return with_rows(resource, Rows(lambda: before, before))
