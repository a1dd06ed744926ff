"""The third gate: keys, unique columns and references to other tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

import numpy as np

from performance.model import Cells, Grid, Resource
from performance.problem import Problem
from performance.validate import quick
from performance.validate.fault import mapping, members, names
from performance.validate.listing import MOST, limited, listed

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 2**62  # Of a whole number that tells rows apart.


def problems(
    resource: Resource,
    grid: Grid,
    *,
    others: Mapping[str, Resource],
    file: str,
    thorough: bool = False,
) -> Iterator[Problem]:
    """Yield rows that break the primary key, a unique column or a foreign key.

    `grid` are the cells of the resource, `others` the package's tables by name, for the foreign
    keys. `thorough` compares the values also of keys whose cells alone show that none is repeated.
    """
    schema = mapping(resource.raw.get("schema"))
    key = resource.primary_key
    if key and set(key) <= set(grid.columns):
        yield from _empty(resource, grid, file)
        if thorough or not _is_unique(resource, grid, key):
            yield from _repeated(resource, key, "key-repeated", file=file)
    unique: list[tuple[str, ...]] = [
        (field.name,) for field in resource.fields if field.constraints.get("unique") is True
    ]
    keys = schema.get("uniqueKeys")
    unique += [names(key) for key in (keys if isinstance(keys, list) else ())]
    for key in unique:
        there = key and set(key) <= set(grid.columns)
        if there and (thorough or not _is_unique(resource, grid, key)):
            yield from _repeated(resource, key, "value-repeated", file=file)
    for _, foreign in members(schema, "foreignKeys"):
        yield from _foreign(resource, foreign, {**others, "": resource}, file=file)


def _empty(resource: Resource, grid: Grid, file: str) -> Iterator[Problem]:
    for column in resource.primary_key:
        missing = next((f.missing_values for f in resource.fields if f.name == column), ("",))
        # A cell that is there and cannot be used has been told.
        empty = grid.rows[grid.columns[column].where(missing.__contains__)]
        yield from listed(
            [(row, None) for row in empty.tolist()],
            "key-empty",
            file,
            column=column,
            message="the cell is empty, and tells this row apart from others",
            remedy="Fill it in every row; merged cells leave all but the first empty, so unmerge "
            "them first.",
        )


def _is_unique(resource: Resource, grid: Grid, key: Sequence[str]) -> bool:
    """Whether a key's cells surely stand for a value of their own in every row."""
    fields = {field.name: field for field in resource.fields}
    columns = [grid.columns[name] for name in key]
    plain = (
        quick.is_distinct(fields[name], cells.distinct)
        for name, cells in zip(key, columns, strict=True)
        if name in fields
    )
    return len(set(key) - set(fields)) == 0 and all(plain) and are_distinct(columns)


def are_distinct(columns: Sequence[Cells]) -> bool:
    """Whether no two rows have the same cells in all of some columns."""
    place = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for cells in columns:
        size *= max(len(cells.distinct), 1)
        if size >= LARGEST:
            return False  # They cannot be told apart by one number.
        place = place * len(cells.distinct) + cells.codes
    if size <= 8 * len(place):
        return bool(np.bincount(place, minlength=1).max() <= 1)
    place.sort()
    return not (place[1:] == place[:-1]).any()


def _repeated(resource: Resource, key: Sequence[str], code: str, *, file: str) -> Iterator[Problem]:
    """Yield the later of rows that are the same in all columns of a key, none of them empty."""
    table = resource.table
    assert table is not None
    columns = list(key)
    whole = table[columns].dropna()
    again = whole.duplicated()
    if not again.any():
        return
    first = {cells: row for row, cells in reversed(_cells(whole[whole.duplicated(keep=False)]))}
    found = []
    for row, cells in _cells(whole[again].head(MOST)):
        message, remedy = _compared(table, first[cells], row, columns=columns)
        value = ", ".join(map(_shown, cells))
        found.append(Problem(code, file, message, remedy, row, ", ".join(columns), value))
    yield from limited(found, int(again.sum()))


def _compared(
    table: pd.DataFrame, first: int, again: int, *, columns: Sequence[str]
) -> tuple[str, str]:
    """Return in words how two rows with one key compare, and what to do."""

    def cell(row: int, name: str) -> str:
        return _shown(table.at[row, name])

    message = f"row {first} has the same {' and '.join(columns)}"
    other = [str(name) for name in table.columns if name not in columns]
    differs = [name for name in other if cell(first, name) != cell(again, name)]
    if not differs:
        return f"{message}, and is the same in every column", "Delete this row."
    name = differs[0]
    message += f", with another {name}: {cell(first, name)} there, {cell(again, name)} here"
    return message, "Correct what tells the two apart, or delete the one that is wrong."


def _foreign(
    resource: Resource, foreign: Mapping[str, Any], others: Mapping[str, Resource], *, file: str
) -> Iterator[Problem]:
    table = resource.table
    assert table is not None
    reference = mapping(foreign.get("reference"))
    here, there = names(foreign.get("fields")), names(reference.get("fields"))
    target = others.get(str(reference.get("resource") or ""))
    if target is None or target.table is None or len(here) != len(there) or not here:
        return  # The descriptor gate has told why.
    if not (set(here) <= set(table.columns) and set(there) <= set(target.table.columns)):
        return
    known = {cells for _, cells in _cells(target.table[list(there)])}
    own = table[list(here)].dropna(how="all")
    missing = [(row, cells) for row, cells in _cells(own) if cells not in known]
    yield from listed(
        [(row, ", ".join(map(_shown, cells))) for row, cells in missing],
        "reference-missing",
        file,
        column=", ".join(here),
        message=f"this is not found in the table {target.name}",
        remedy="Correct the value, or add it to that table.",
    )


def _cells(table: pd.DataFrame) -> list[tuple[int, tuple[Any, ...]]]:
    """Return each row's number with its cells, comparable with each other."""
    columns = [table[name].astype(object).where(table[name].notna(), None) for name in table]
    rows = zip(*columns, strict=True)
    return [(int(row), cells) for row, cells in zip(table.index, rows, strict=True)]


def _shown(value: Any) -> str:
    import pandas as pd  # Imported late: see `load.grid`.

    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "nothing" if value is None or pd.isna(value) else str(value)


def doubtful(problems: Sequence[Problem], file: str, columns: Set[str]) -> frozenset[int]:
    """Return the rows that have a fault in a column that places them, or as a whole."""
    return frozenset(
        problem.row
        for problem in problems
        if problem.file == file
        and problem.row is not None
        and (problem.column is None or columns & set(problem.column.split(", ")))
    )
