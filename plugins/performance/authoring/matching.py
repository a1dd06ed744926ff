"""Find which table of a package a sheet holds, and which of its columns is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from performance.authoring.spreadsheet import Cell, Grid
from performance.model import Package, Resource
from performance.problem import BuildError, Exit
from performance.validate.header import letters

# What people call these columns, whatever a package's own title for them is.
COMMON = {"obs_status": "Status", "note": "Notes"}
FARTHEST = 20  # Rows in which the header is looked for: a title may stand above it.


class Match(Struct, frozen=True):
    """A sheet that holds a table: its header's row, and each column's place, by its name.

    `unknown` are headers of the sheet that the table has not.
    """

    grid: Grid
    resource: Resource
    header_row: int
    places: Mapping[str, int]
    unknown: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """The rows below the header."""
        return tuple(
            (number, cells) for number, cells in self.grid.rows if number > self.header_row
        )


def matches(
    grids: Sequence[Grid], package: Package, only: str | None = None
) -> tuple[list[Match], list[str]]:
    """Return the sheets that hold a table of a package, and the names of those that hold none.

    `only` is the name of the one table that is meant. A sheet's table is the one that its name
    says, else the only one whose key it has. Raises BuildError where that is none, or several.
    """
    tables = [r for r in package.resources if r.text is not None and only in (None, r.name)]
    found, passed = [], []
    for grid in grids:
        match = _match(grid, tables, package)
        if match is None:
            passed.append(grid.name)
        else:
            found.append(match)
    if not found:
        raise BuildError(_nothing(grids, tables, package, only), exitcode=Exit.WRONG_USE)
    return found, passed


def _nothing(
    grids: Sequence[Grid], tables: Sequence[Resource], package: Package, only: str | None
) -> str:
    """Return why no sheet holds a table: of one that nearly does, the columns that it lacks."""
    if not tables:
        return f"The package has no table called {only}."
    nearly = [
        (len(found[1]), grid, table, found)
        for grid in grids
        for table in tables
        if (found := _header(grid, table)) is not None and len(found[1]) > 1
    ]
    if nearly:
        _, grid, table, (row, places) = max(nearly, key=lambda each: each[0])
        titles = {field.name: field.title or field.name for field in table.fields}
        lacking = [titles[name] for name in package.key(table) if name not in places]
        plural = "s" if len(lacking) > 1 else ""
        unknown = ", ".join(_unknown(grid, row, places))
        others = f" Not known in that row: {unknown}." if unknown else ""
        return (
            f"The sheet {grid.name} has no column{plural} {' and '.join(lacking)} in row {row}, "
            f"without which it is not known which row is which.{others} Call the column{plural} "
            f"so, or add {'them' if plural else 'it'}."
        )
    known = "; ".join(f"{t.name}: {', '.join(f.name for f in t.fields)}" for t in tables)
    return (
        "No sheet has the columns of the package's table: each name or title must stand in one "
        f"row above the data. The columns are {known}."
    )


def _match(grid: Grid, tables: Sequence[Resource], package: Package) -> Match | None:
    named = [t for t in tables if grid.name.casefold() in _names(t)]
    every = [(table, found) for table in named or tables if (found := _header(grid, table))]
    # A sheet that is one column short of a table is not taken for another with fewer columns.
    most = max((len(places) for _, (_, places) in every), default=0)
    best = [
        (table, row, places)
        for table, (row, places) in every
        if len(places) == most and set(package.key(table)) <= places.keys()
    ]
    if len(best) > 1:
        names = ", ".join(table.name for table, _, _ in best)
        raise BuildError(
            f"The sheet {grid.name} could be each of the tables {names}. Say which: --resource.",
            exitcode=Exit.WRONG_USE,
        )
    if not best:
        return None
    table, row, places = best[0]
    cells = next(cells for number, cells in grid.rows if number == row)
    _must_be_clear(grid, table, cells)
    return Match(grid, table, row, places, _unknown(grid, row, places))


def _unknown(grid: Grid, row: int, places: Mapping[str, int]) -> tuple[str, ...]:
    """Return the headers of a sheet that are no column of its table."""
    cells = next(cells for number, cells in grid.rows if number == row)
    return tuple(
        str(cell.value).strip()
        for place, cell in enumerate(cells)
        if cell.value not in (None, "") and place not in places.values()
    )


def _must_be_clear(grid: Grid, table: Resource, header: Sequence[Cell]) -> None:
    """Raise BuildError where two columns of a sheet could be one of the table's."""
    words = [_plain(str(cell.value or "")) for cell in header]
    for field in table.fields:
        known = (field.name, field.title, COMMON.get(field.name, ""))
        names = {_plain(word) for word in known if word}
        places = [place for place, word in enumerate(words) if word in names]
        if len(places) > 1:
            found = " and ".join(letters(place + 1) for place in places)
            raise BuildError(
                f"The columns {found} of the sheet {grid.name} are both called "
                f"{field.title or field.name}. Delete one, or call it otherwise.",
                exitcode=Exit.WRONG_USE,
            )


def _names(table: Resource) -> set[str]:
    # Excel cuts the names of sheets after 31 characters.
    return {text[:31].casefold() for text in (table.name, table.title) if text}


def _header(grid: Grid, table: Resource) -> tuple[int, dict[str, int]] | None:
    """Return the row that names the most columns of a table, and their places; none for none."""
    best: tuple[int, dict[str, int]] | None = None
    for number, cells in grid.rows[:FARTHEST]:
        words = [_plain(str(cell.value or "")) for cell in cells]
        places: dict[str, int] = {}
        for field in table.fields:
            for word in (field.name, field.title, COMMON.get(field.name, "")):
                if word and _plain(word) in words:
                    places.setdefault(field.name, words.index(_plain(word)))
        if places and (best is None or len(places) > len(best[1])):
            best = (number, places)
    return best


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
