"""The outline of a series: its marks as shares of a box, for a small picture without axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from performance.chart.fill import Row
from performance.chart.plot import Plot, across, target_steps
from performance.chart.points import Points
from performance.chart.subject import Subject
from performance.chart.ticks import value_scale

Place = tuple[float, float]
# A point in ten thousandths of the box: finer than any picture of it, and short to hand on.
PRECISION = 4
BAR = 0.8  # of its period
WIDEST_BAR = 0.1  # of the box


class Outline(Struct, frozen=True):
    """The marks of a series, from (0, 0) in the upper left corner of a box to (1, 1).

    `lines` are stretches of the line: an absent value and a break part them, and a value alone is
    a stretch of one place. `bars` are pairs of opposite corners. `target` are the stretches of the
    target's stepped rule, two of them beside each other for a range. `base` is where zero is, none
    outside of the box. `last` is the place of the newest value; `first_label` and `last_label` are
    the periods at both ends.
    """

    lines: tuple[tuple[Place, ...], ...] = ()
    bars: tuple[tuple[Place, Place], ...] = ()
    target: tuple[tuple[Place, ...], ...] = ()
    base: float | None = None
    last: Place | None = None
    first_label: str = ""
    last_label: str = ""


def outline(subject: Subject) -> Outline:
    """Return the outline of a series; without a value an empty one."""
    points, wording = subject.points, subject.wording
    if not points.present:
        return Outline()
    wanted = [*points.value, *points.target, *points.low, *points.high]
    held = [value for value in wanted if value is not None]
    scale = value_scale(min(held), max(held), subject.metric.unit, zero=subject.bars)
    plot = Plot(1.0, 1.0, points.begin, points.stop, scale)
    places = list(_places(points, plot))
    labels = [wording.period_short(points.periods[place]) for place in (0, -1)]
    return Outline(
        lines=() if subject.bars else tuple(_lines(places, points.run)),
        bars=tuple(_bars(places, points, plot)) if subject.bars else (),
        target=tuple(_target(points, plot)),
        base=round(plot.y(0.0), PRECISION) if scale.low <= 0 <= scale.high else None,
        last=places[points.present[-1]],
        first_label=labels[0],
        last_label=labels[1] if labels[1] != labels[0] else "",
    )


def _places(points: Points, plot: Plot) -> Iterator[Place | None]:
    """Yield the place of each value; none for none."""
    middles = _middles(tuple(points.start), tuple(points.end))
    for middle, value in zip(middles, points.value, strict=True):
        yield None if value is None else (middle, round(plot.y(value), PRECISION))


@lru_cache(maxsize=256)  # the metrics of a site share a few spans of time
def _middles(starts: Sequence[int], ends: Sequence[int]) -> Sequence[float]:
    """Return where the middles of periods are, of which the first and the last reach the sides."""
    middles = ((first + after) // 2 for first, after in zip(starts, ends, strict=True))
    return [round(across(at, starts[0], ends[-1], 1.0), PRECISION) for at in middles]


def _lines(places: Sequence[Place | None], runs: Sequence[int]) -> Iterator[tuple[Place, ...]]:
    for _, stretch in groupby(zip(places, runs, strict=True), key=_stretch):
        joined = tuple(place for place, _ in stretch if place is not None)
        if joined:
            yield joined


def _stretch(place: tuple[Place | None, int]) -> int | None:
    """Return what places of one line share; none where there is no value."""
    return None if place[0] is None else place[1]


def _bars(
    places: Sequence[Place | None], points: Points, plot: Plot
) -> Iterator[tuple[Place, Place]]:
    base = round(plot.y(0.0), PRECISION)
    for place, start, end in zip(places, points.start, points.end, strict=True):
        if place is None:
            continue
        across, top = place
        half = min((plot.x(end) - plot.x(start)) * BAR, WIDEST_BAR) / 2
        yield (round(across - half, PRECISION), top), (round(across + half, PRECISION), base)


def _target(points: Points, plot: Plot) -> Iterator[tuple[Place, ...]]:
    rows = target_steps(points)
    for name in ("target", "low", "high"):
        for absent, stretch in groupby(rows, key=lambda row: row[name] is None):
            if not absent:
                yield tuple(_corner(row, name, plot) for row in stretch)


def _corner(row: Row, name: str, plot: Plot) -> Place:
    return round(plot.x(row["ms"]), PRECISION), round(plot.y(row[name]), PRECISION)
