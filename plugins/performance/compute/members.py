"""What a metric is broken down by: the members of its dimensions, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from performance.compute.observations import Observations
from performance.compute.timeline import Flags, Objects, Whole
from performance.compute.whole import combine
from performance.model import Field, Metric


class Dimension(Struct, frozen=True):
    """A dimension of a metric's rows.

    `names` are its members in order, without the one that stands for the whole; `member` is each
    row's place in them, −1 for the whole.
    """

    name: str
    title: str
    names: tuple[str, ...]
    member: Whole


def dimensions(
    cells: Mapping[str, Objects], metric: Metric, fields: Sequence[Field]
) -> tuple[Dimension, ...]:
    """Return a metric's dimensions; `cells` are the rows' cells in each."""
    by_name = {field.name: field for field in fields}
    return tuple(
        _dimension(by_name.get(name) or Field(name), cells[name], metric)
        for name in metric.dimensions
    )


def headline(rows: Observations, found: Sequence[Dimension], metric: Metric) -> Observations:
    """Return the rows of the whole: those the file gives, else worked out from its members'."""
    if not found:
        return rows
    given = _whole(found)
    return rows.take(given) if given.any() else _combined(rows, found, metric)


def parts(rows: Observations, found: Sequence[Dimension]) -> Flags:
    """Return which rows are not those of the whole."""
    return ~_whole(found) if found else np.zeros(len(rows.place), dtype=bool)


def by_member(
    rows: Observations, found: Sequence[Dimension], *, index: int, metric: Metric
) -> Iterator[tuple[str, Observations]]:
    """Yield each member of the dimension at `index` with its rows, the whole of all the others."""
    dimension, others = found[index], [*found[:index], *found[index + 1 :]]
    given = dimension.member >= 0
    if others:
        # Where the file does not give the whole of the others, it is worked out.
        whole = given & _whole(others)
        given = whole if whole.any() else given
        summed = not whole.any()
    order = np.flatnonzero(given)
    order = order[np.argsort(dimension.member[order], kind="stable")]
    edges = np.searchsorted(dimension.member[order], np.arange(len(dimension.names) + 1))
    for place, name in enumerate(dimension.names):
        chosen = order[edges[place] : edges[place + 1]]
        if others and summed:
            yield name, _combined(rows.take(chosen), [_taken(d, chosen) for d in others], metric)
        else:
            yield name, rows.take(chosen)


def _dimension(field: Field, cells: Objects, metric: Metric) -> Dimension:
    order = _declared(field)
    names = sorted({*cells.tolist()} - {metric.total}, key=lambda name: _rank(name, order))
    places = {name: place for place, name in enumerate(names)}
    member = np.array([places.get(cell, -1) for cell in cells.tolist()], dtype="int64")
    return Dimension(field.name, field.title or field.name, tuple(names), member)


def _declared(field: Field) -> Mapping[str, int]:
    """Return the place of each member in the order in which the field lists them."""
    listed: Any = field.constraints.get("enum")
    if not listed:
        listed = field.raw.get("categories") or field.constraints.get("categories") or ()
    values = [each.get("value") if isinstance(each, Mapping) else each for each in listed]
    return {str(value): place for place, value in enumerate(values)}


def _rank(name: str, order: Mapping[str, int]) -> tuple[int, list[tuple[int, str]], str]:
    """Sort by the declared order, then by words with numbers as numbers: Zone 2 before Zone 10."""
    split = re.findall(r"\d+|\D+", name.casefold())
    words = [(int(part), "") if part.isdecimal() else (-1, part) for part in split]
    return order.get(name, len(order)), words, name


def _whole(found: Sequence[Dimension]) -> Flags:
    flags: Flags = np.logical_and.reduce([dimension.member < 0 for dimension in found])
    return flags


def _combined(rows: Observations, found: Sequence[Dimension], metric: Metric) -> Observations:
    """Return the whole of rows, worked out from those that are a member in every dimension."""
    each = np.logical_and.reduce([dimension.member >= 0 for dimension in found])
    cell = np.zeros(len(rows.place), dtype="int64")
    for dimension in found:
        cell = cell * len(dimension.names) + dimension.member
    used, member = np.unique(cell[each], return_inverse=True)
    names = _names(used.tolist(), found)
    return combine(rows.take(each), member, names=names, metric=metric)


def _names(cells: Sequence[int], found: Sequence[Dimension]) -> list[str]:
    names = []
    for cell in cells:
        words: list[str] = []
        for dimension in reversed(found):
            cell, place = divmod(cell, len(dimension.names))
            words.insert(0, dimension.names[place])
        names.append(" / ".join(words))
    return names


def _taken(dimension: Dimension, rows: Whole) -> Dimension:
    return Dimension(dimension.name, dimension.title, dimension.names, dimension.member[rows])
