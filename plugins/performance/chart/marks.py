"""The marks of a single picture, set where the drawing library would set them.

As with its axes and words (`frame`), the library's own drawing of the whole picture is the same to
the letter, and tests compare them: so this repeats what it does, to the order of its additions and
to the digits that it keeps of a line. Small panels have the same marks (`grid`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from performance.chart.collected import Collected
from performance.chart.fill import Filling, Row

Place = tuple[float, float]
# Of the places along a line the library keeps so many parts of a pixel.
KEPT = 1_000


class Scales:
    """The scales of a picture: from moments, values and volumes to pixels of its plot."""

    def __init__(self, filling: Filling) -> None:
        params = filling.params
        self.width, self.height = filling.width, filling.height
        self._first: float = params["x_from"]
        self._span: float = params["x_to"] - self._first
        self._low: float = params["y_low"]
        self._room: float = params["y_high"] - self._low
        self._most: float | None = params.get("v_high")

    def x(self, moment: str) -> float:
        """Return the pixel of a moment, from the left."""
        return _across(moment, self._first, self._span, self.width)

    def y(self, value: float) -> float:
        """Return the pixel of a value, from the top."""
        share = (value - self._low) / self._room
        return self.height * (1 - share) + 0 * share

    def volume(self, value: float) -> float:
        """Return the pixel of a volume, from the top."""
        assert self._most is not None
        share = value / self._most
        return self.height * (1 - share) + 0 * share


def marks(filling: Filling, out: Collected) -> None:
    """Add the marks of a picture's form, from back to front; words are not among them.

    Raises ValueError where the form has a mark that is not known here.
    """
    draw(filling, filling.tables, filling.padding[:2], out)


def draw(filling: Filling, tables: Mapping[str, Sequence[Row]], at: Place, out: Collected) -> None:
    """Add the marks of a plot, whose upper left corner is `at`, by tables of its own."""
    names = [name for name in filling.form.partition("/")[0].split("+") if name != "notes"]
    if not names:
        return
    scales = Scales(filling)
    for name in names:
        if name not in _DRAWN:
            raise ValueError(f"cannot draw the mark {name!r}")
        table, drawn = _DRAWN[name]
        drawn(tables.get(table, ()), scales, at, out)


def _volume(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    floor = scales.volume(0)
    for row in rows:
        if row["volume"] is not None:
            sides = scales.x(row["from"]), scales.x(row["to"])
            out.box("c-volume", sides, (scales.volume(row["volume"]), floor), at)


def _bars(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    floor = scales.y(0)
    for row in rows:
        if row["value"] is not None:
            name = "c-bar c-open" if row["hollow"] else "c-bar"
            sides = scales.x(row["from"]), scales.x(row["to"])
            out.box(name, sides, (scales.y(row["value"]), floor), at)


def _band(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    for stretch in _stretches(rows, "low", parted=False):
        forth = [(scales.x(row["at"]), scales.y(row["low"])) for row in stretch]
        back = []
        for (across, low), row in zip(reversed(forth), reversed(stretch), strict=True):
            # The library keeps how far the other edge is, and adds that up again.
            back.append((across, low + (scales.y(row["high"] or 0) - low)))
        out.line("c-band", [_kept(*place) for place in (*forth, *back)], at, closed=True)


def _target(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    for stretch in _stretches(rows, "target", parted=False):
        places = [_kept(scales.x(row["at"]), scales.y(row["target"])) for row in stretch]
        out.line("c-target", places, at)


def _line(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    for stretch in _stretches(rows, "value", parted=True):
        places = [_kept(scales.x(row["mid"]), scales.y(row["value"])) for row in stretch]
        out.line("c-line", places, at)


def _points(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    for row in rows:
        if row["value"] is not None:
            name = "c-dot c-open" if row["hollow"] else "c-dot"
            out.dot(name, (at[0] + scales.x(row["mid"]), at[1] + scales.y(row["value"])))


def _benchmark(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    for row in rows:
        begins = at[0] + scales.width, at[1] + scales.y(row["benchmark"])
        out.rule("c-benchmark", begins, (-scales.width, 0))


def _break(rows: Sequence[Row], scales: Scales, at: Place, out: Collected) -> None:
    for row in rows:
        begins = at[0] + scales.x(row["at"]), at[1] + row["top"]
        out.rule("c-break", begins, (0, scales.height - row["top"]))


_Drawing = Callable[[Sequence[Row], Scales, Place, Collected], None]
# The table that each mark of a form reads, and what draws it.
_DRAWN: dict[str, tuple[str, _Drawing]] = {
    "volume": ("values", _volume),
    "band": ("steps", _band),
    "bars": ("values", _bars),
    "benchmark": ("benchmarks", _benchmark),
    "break": ("breaks", _break),
    "target": ("steps", _target),
    "line": ("values", _line),
    "points": ("points", _points),
}


def _stretches(rows: Sequence[Row], name: str, *, parted: bool) -> Iterator[list[Row]]:
    """Yield the rows that one line joins: an absent value ends it, and a new run if `parted`."""
    stretch: list[Row] = []
    for row in rows:
        present = row[name] is not None
        if stretch and (not present or (parted and row["run"] != stretch[-1]["run"])):
            yield stretch
            stretch = []
        if present:
            stretch.append(row)
    if stretch:
        yield stretch


def _kept(across: float, down: float) -> Place:
    """Return a place with the digits that the library keeps of it."""
    return math.floor(across * KEPT + 0.5) / KEPT, math.floor(down * KEPT + 0.5) / KEPT


# The metrics of a site share most of their moments, and many the width of their plots.
@lru_cache(maxsize=65_536)
def _across(moment: str, first: float, span: float, width: float) -> float:
    """Return the pixel of a moment on a scale of so many milliseconds and pixels."""
    share = (_milliseconds(moment) - first) / span
    return 0 * (1 - share) + width * share


@lru_cache(maxsize=65_536)
def _milliseconds(moment: str) -> int:
    """Return a moment that `points.moment` wrote, in milliseconds since 1970."""
    zoned = moment if moment.endswith("Z") else f"{moment}T00:00:00Z"
    return round(datetime.fromisoformat(zoned).timestamp() * 1_000)
