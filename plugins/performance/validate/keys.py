"""The third gate: keys, unique columns and references to other tables."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import pandas as pd

from performance.model import Resource
from performance.problem import Problem
from performance.validate.fault import mapping, members, names
from performance.validate.listing import limited, listed


def problems(resource: Resource, others: Mapping[str, Resource], file: str) -> Iterator[Problem]:
    """Yield rows that break the primary key, a unique column or a foreign key.

    `others` are the package's tables by name, for the foreign keys.
    """
    assert resource.table is not None
    table = resource.table
    schema = mapping(resource.raw.get("schema"))
    yield from _primary(resource, table, resource.primary_key, file=file)
    unique: list[tuple[str, ...]] = [
        (field.name,) for field in resource.fields if field.constraints.get("unique") is True
    ]
    keys = schema.get("uniqueKeys")
    unique += [names(key) for key in (keys if isinstance(keys, list) else ())]
    for key in unique:
        if key and set(key) <= set(table.columns):
            yield from _repeated(table, key, "value-repeated", file=file)
    for _, foreign in members(schema, "foreignKeys"):
        yield from _foreign(table, foreign, {**others, "": resource}, file=file)


def _primary(
    resource: Resource, table: pd.DataFrame, key: Sequence[str], *, file: str
) -> Iterator[Problem]:
    if not key or not set(key) <= set(table.columns):
        return
    for column in key:
        assert resource.text is not None
        missing = next((f.missing_values for f in resource.fields if f.name == column), ("",))
        # A cell that is there and cannot be used has been told.
        empty = table.index[resource.text[column].isin(missing)]
        yield from listed(
            [(int(row), None) for row in empty],
            "key-empty",
            file,
            column=column,
            message="the cell is empty, and tells this row apart from others",
            remedy="Fill it in every row; merged cells leave all but the first empty, so unmerge "
            "them first.",
        )
    yield from _repeated(table, key, "key-repeated", file=file)


def _repeated(
    table: pd.DataFrame, key: Sequence[str], code: str, *, file: str
) -> Iterator[Problem]:
    """Yield the later of rows that are the same in all columns of a key, none of them empty."""
    columns = list(key)
    whole = table[columns].dropna()
    again = whole.duplicated()
    if not again.any():
        return
    first = {cells: row for row, cells in reversed(list(_cells(whole)))}
    found = []
    for row, cells in _cells(whole[again]):
        message, remedy = _compared(table, first[cells], row, columns=columns)
        value = ", ".join(map(_shown, cells))
        found.append(Problem(code, file, message, remedy, row, ", ".join(columns), value))
    yield from limited(found)


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
    table: pd.DataFrame, foreign: Mapping[str, Any], others: Mapping[str, Resource], *, file: str
) -> Iterator[Problem]:
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
