"""A form stripped to what the drawing library has to draw of a picture: its series' marks.

Axes and words make up more than half of the library's work, though where they stand is known
before: `frame` sets them. What is left becomes a group, and the groups of many pictures are drawn
at once. Nothing here needs the library itself, nor pandas or Altair.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from performance.chart.fill import Filling, Row

# The tables' moments, which the library would have to read letter by letter.
MOMENTS = ("at", "from", "mid", "to")
# Marks that join their rows: one without a place is a gap, and not left out.
JOINED = ("line", "area")
_READ = re.compile(r'"field": "(\w+)"|datum(?:\.|\[\\")(\w+)')
_DATE = re.compile(r'toDate\(datum\["(\w+)"\]\)')
_VALID = re.compile(r'[ ()&|]|isDate|isValid|isFinite|\+?datum\["\w+"\]')
_SORTED = ({"field": "x"}, {"field": ['datum["step"]'], "order": ["ascending"]})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mark reads: the columns of one of a filling's tables.

    `joined` says that it joins the rows, and `parted` that it does not where their `run` changes.
    """

    table: str
    columns: tuple[str, ...]
    joined: bool
    parted: bool

    def rows(self, tables: Mapping[str, Sequence[Row]]) -> list[Row]:
        """Return the rows that the mark draws, with moments in milliseconds since 1970."""
        given = tables.get(self.table, ())
        rows = [
            {name: _plain(name, row[name]) for name in self.columns}
            for row in given
            if self.joined or all(row[name] is not None for name in self.columns)
        ]
        if not self.parted:
            return rows
        parted: list[Row] = rows[:1]
        gap = dict.fromkeys(self.columns)
        for (before, row), made in zip(pairwise(given), rows[1:], strict=True):
            parted += [made] if before["run"] == row["run"] else [gap, made]
        return parted


@dataclass(frozen=True, slots=True)
class Bare:
    """The marks and scales of a form, the parameters of these, and what each mark reads."""

    marks: tuple[Mapping[str, Any], ...]
    scales: Sequence[Mapping[str, Any]]
    params: tuple[str, ...]
    readings: tuple[Reading, ...]


def bare(compiled: Mapping[str, Any]) -> Bare:
    """Return the marks of a form that was compiled to Vega, but its words.

    Raises ValueError where the form holds something that this cannot carry over.
    """
    tables = {table["name"]: table.get("source") for table in compiled["data"]}
    for table in compiled["data"]:
        _known(table.get("transform", ()))
    marks: list[Mapping[str, Any]] = []
    readings: list[Reading] = []
    for mark in compiled["marks"]:
        if mark["type"] != "text":
            reading, made = _mark(mark, tables)
            readings.append(reading)
            marks.append({**made, "from": {"data": f"read_{len(marks)}"}})
    scales = compiled.get("scales", [])
    shown = str(scales)
    names = (signal["name"] for signal in compiled.get("signals", ()))
    params = tuple(name for name in names if name in shown)
    return Bare(tuple(marks), scales, params, tuple(readings))


def group(form: Bare, filling: Filling) -> dict[str, Any]:
    """Return the group that draws a filling's marks, its plot's upper left corner at (0, 0)."""
    sides = {"width": filling.width, "height": filling.height}
    values = sides | {name: filling.params[name] for name in form.params}
    return {
        "type": "group",
        "encode": {"update": {name: {"value": value} for name, value in sides.items()}},
        "signals": [{"name": name, "value": value} for name, value in values.items()],
        "data": [
            {"name": f"read_{place}", "values": reading.rows(filling.tables)}
            for place, reading in enumerate(form.readings)
        ],
        "scales": form.scales,
        "marks": form.marks,
    }


def sheet(groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the Vega specification that draws groups, all over one another."""
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 1,
        "height": 1,
        "padding": 0,
        "autosize": "none",
        "config": {"aria": False},
        "marks": groups,
    }


def _mark(
    mark: Mapping[str, Any], tables: Mapping[str, str | None]
) -> tuple[Reading, dict[str, Any]]:
    """Return what a mark reads, and the mark without its data; a line is drawn in one go."""
    parted = mark["type"] == "group"
    if parted:
        facet = mark["from"]["facet"]
        if facet["groupby"] != ["run"]:
            raise ValueError(f"cannot carry over lines parted by {facet['groupby']}")
        (inner,) = mark["marks"]
        named = facet["data"]
    else:
        inner, named = mark, mark["from"]["data"]
    while (source := tables[named]) is not None:
        named = source
    # The rows are in order.
    if inner.get("sort", _SORTED[0]) not in _SORTED:
        raise ValueError(f"cannot carry over marks sorted by {inner['sort']}")
    made = {key: value for key, value in inner.items() if key not in ("sort", "from")}
    columns = _columns(made["encode"])
    return Reading(named, columns, joined=inner["type"] in JOINED, parted=parted), made


def _columns(encoding: object) -> tuple[str, ...]:
    """Return the columns that an encoding of Vega reads, in the order of the alphabet."""
    found = _READ.findall(json.dumps(encoding))
    return tuple(sorted({one or two for one, two in found}))


def _known(transforms: Sequence[Mapping[str, Any]]) -> None:
    """Raise ValueError where a table is changed otherwise than `Reading.rows` does it."""
    for transform in transforms:
        expression = transform["expr"]
        match transform["type"]:
            case "formula":
                date = _DATE.fullmatch(expression)
                known = date is not None and date[1] == transform["as"] and date[1] in MOMENTS
            case "filter":
                known = not _VALID.sub("", expression)
            case _:
                known = False
        if not known:
            raise ValueError(f"cannot carry over the transform {expression!r}")


def _plain(name: str, value: Any) -> Any:
    return _milliseconds(value) if name in MOMENTS else value


@lru_cache(maxsize=65_536)  # the metrics of a site share most of their moments
def _milliseconds(moment: str) -> int:
    """Return a moment that `points.moment` wrote, in milliseconds since 1970."""
    zoned = moment if moment.endswith("Z") else f"{moment}T00:00:00Z"
    return round(datetime.fromisoformat(zoned).timestamp() * 1_000)
