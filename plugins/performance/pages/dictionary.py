"""What a data file holds: its columns in words and its first rows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from performance.model import Field, Resource

FIRST_ROWS = 10
LISTED = 20

TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "date": "date",
    "datetime": "date and time",
    "time": "time of day",
    "year": "year",
    "yearmonth": "month",
    "duration": "length of time",
    "geopoint": "point on a map",
    "geojson": "shape on a map",
    "list": "list",
    "array": "list",
    "object": "object",
    "any": "any",
}

LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "must match the pattern {}",
}


class Column(Struct, frozen=True):
    """A column of a data file: `name` as the file writes it, `type` and `rules` in words.

    `missing` are the texts that stand for no value, beside an empty cell. Every other text is empty
    where the package says nothing.
    """

    name: str
    type: str
    title: str
    unit: str
    description: str
    rules: tuple[str, ...]
    missing: tuple[str, ...] = ()


class FirstRows(Struct, frozen=True):
    """The top of a data file: `header` and `rows` as the file writes them, `of` rows in all."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of: int

    @property
    def whole(self) -> bool:
        """Whether these are all the rows."""
        return len(self.rows) == self.of


def columns(resource: Resource) -> tuple[Column, ...]:
    """Return the columns of a table, in the file's order."""
    return tuple(
        Column(
            field.name,
            TYPES.get(field.type, field.type),
            field.title if field.title != field.name else "",
            field.unit,
            field.description,
            tuple(_rules(field, resource.primary_key)),
            tuple(sign for sign in field.missing_values if sign),
        )
        for field in resource.fields
    )


def first_rows(resource: Resource) -> FirstRows | None:
    """Return the first rows of a table, every column; none where the resource is not a table."""
    if not resource.is_table:
        return None
    return FirstRows(resource.columns, resource.top(FIRST_ROWS), resource.height)


def _rules(field: Field, key: tuple[str, ...]) -> Iterator[str]:
    """Yield what a value of the column has to be, in words."""
    constraints = field.constraints
    if key == (field.name,):
        yield "identifies the row: never empty, never twice"
    elif field.name in key:
        yield "part of what identifies the row"
    if constraints.get("required") is True and key != (field.name,):
        yield "never empty"
    if constraints.get("unique") is True:
        yield "never twice"
    allowed = constraints.get("enum") or _categories(field)
    if allowed:
        yield _one_of([str(value) for value in allowed])
    for name, words in LIMITS.items():
        if constraints.get(name) is not None:
            yield words.format(constraints[name])


def _categories(field: Field) -> list[object]:
    """Return the values of a Data Package category list, written plainly or with labels."""
    listed = field.raw.get("categories")
    if not isinstance(listed, (list, tuple)):
        return []
    return [item.get("value") if isinstance(item, dict) else item for item in listed]


def _one_of(allowed: list[str]) -> str:
    shown = "; ".join(allowed[:LISTED])
    more = len(allowed) - LISTED
    return f"one of: {shown}" + (f"; and {more} more" if more > 0 else "")
