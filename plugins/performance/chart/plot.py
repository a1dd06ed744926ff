"""The plot of a chart: from moments and values to pixels, and what is drawn there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from performance.chart.fill import Row
from performance.chart.points import Points, has_any, moment
from performance.chart.ticks import Scale

# A row for each stroke: from left and top to left and top, in pixels.
Strokes = NDArray[np.float64]
Number = TypeVar("Number", float, NDArray[np.float64])
SAMPLE = 5  # pixels between the points that stand for a line when words look for room
WIDEST_BAR = 48


class Size(Struct, frozen=True):
    """One rendering: its name, and its width and the height of its plot in pixels."""

    name: str
    width: float
    plot_height: float


WIDE = Size("wide", 680, 244)
NARROW = Size("narrow", 300, 186)


def across(at: Number, begin: int, stop: int, width: float) -> Number:
    """Return the pixel of a moment, or of many, of a plot that begins and ends at moments."""
    return (at - begin) / (stop - begin) * width


class Plot(Struct, frozen=True):
    """A plot of `width` × `height` pixels over a stretch of time and a scale of values."""

    width: float
    height: float
    begin: int
    stop: int
    scale: Scale

    def x(self, at: Number) -> Number:
        """Return the pixel of a moment (milliseconds since 1970), or of many."""
        return across(at, self.begin, self.stop, self.width)

    def y(self, value: Number) -> Number:
        """Return the pixel of a value, from the top, or of many."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.height * (1 - share)

    def line(self, points: Points) -> Strokes:
        """Return the strokes of the line of a series, and each of its values as a stroke."""
        here = self._places(points)
        run = np.array(points.run)
        # No value has no place, and a line that begins or ends there has none either.
        lines = np.hstack((here[:-1], here[1:]))[run[1:] == run[:-1]]
        strokes: Strokes = np.vstack((lines, np.hstack((here, here))))
        return strokes[~np.isnan(strokes).any(axis=1)]

    def bars(self, points: Points) -> Strokes:
        """Return a stroke inside each bar of a series."""
        here = self._places(points)
        here = here[~np.isnan(here[:, 1])]
        floor = np.full(len(here), self.y(0.0))
        strokes: Strokes = np.column_stack((here, here[:, 0], floor))
        return strokes

    def steps(self, rows: Sequence[Row]) -> Strokes:
        """Return the edges of the target."""
        return _strokes(
            [
                (self.x(left["ms"]), self.y(left[name]), self.x(right["ms"]), self.y(right[name]))
                for left, right in pairwise(rows)
                for name in ("target", "low", "high")
                if left[name] is not None and right[name] is not None
            ]
        )

    def level(self, value: float) -> Strokes:
        """Return points on a rule across the plot, as strokes."""
        down = self.y(value)
        return _strokes([(x, down, x, down) for x in range(0, round(self.width), SAMPLE)])

    def _places(self, points: Points) -> NDArray[np.float64]:
        """Return where the values of a series are, from left and top; NaN for none."""
        at = np.array(points.middles, dtype=np.float64)
        return np.column_stack((self.x(at), self.y(np.array(points.value, dtype=np.float64))))


def _strokes(strokes: Sequence[tuple[float, float, float, float]]) -> Strokes:
    return np.array(strokes, dtype=np.float64).reshape(-1, 4)


def sampled(strokes: Strokes) -> NDArray[np.float64]:
    """Return points on strokes, a few pixels apart; of a stroke without any length, one.

    A row is a point: its pixels from the left and from the top.
    """
    begins, ways = strokes[:, :2], strokes[:, 2:] - strokes[:, :2]
    parts = np.maximum(np.rint(np.abs(ways).max(axis=1, initial=0) / SAMPLE), 1).astype(int)
    stroke = np.repeat(np.arange(len(parts)), parts)
    place = np.arange(len(stroke)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = (place / parts[stroke])[:, np.newaxis]
    points: NDArray[np.float64] = begins[stroke] + ways[stroke] * share
    return points


def bars(starts: Iterable[int], ends: Iterable[int], a_pixel: float) -> Iterator[tuple[str, str]]:
    """Yield the moments between which the bar of each place is drawn.

    The places begin and end at moments in milliseconds, of which a pixel has `a_pixel`.
    """
    for begins, stops in zip(starts, ends, strict=True):
        length, middle = stops - begins, (begins + stops) // 2
        pixels = length / a_pixel
        # Under four pixels a gap would eat the bar.
        drawn = min(length * (0.78 if pixels >= 4 else 0.9), WIDEST_BAR * a_pixel)
        yield moment(round(middle - drawn / 2)), moment(round(middle + drawn / 2))


def target_steps(points: Points) -> Sequence[Row]:
    """Return the target as corners of a stepped rule: two for each stretch of one target.

    `ms` is the moment in milliseconds. A row without values parts stretches that do not touch.
    """
    if not any(map(has_any, (points.target, points.low, points.high))):
        return ()
    wants = tuple(zip(points.target, points.low, points.high, strict=True))
    return _steps(wants, tuple(points.start), tuple(points.end))


@lru_cache(maxsize=64)  # a picture asks several times, and two pictures and a card do
def _steps(
    wants: Sequence[tuple[float | None, ...]], starts: Sequence[int], ends: Sequence[int]
) -> Sequence[Row]:
    rows: list[Row] = []
    names = ("target", "low", "high")
    nothing = None, None, None
    last: tuple[float | None, ...] = nothing
    for wanted, begins, stops in zip(wants, starts, ends, strict=True):
        if wanted == nothing:
            continue
        touches = bool(rows) and rows[-1]["ms"] == begins
        if touches and wanted == last:
            rows[-1]["ms"] = stops
            continue
        if rows and not touches:
            rows.append({"ms": rows[-1]["ms"], **dict.fromkeys(names)})
        rows += [{"ms": at, **dict(zip(names, wanted, strict=True))} for at in (begins, stops)]
        last = wanted
    return tuple(rows)


def steps_table(rows: Sequence[Row]) -> list[Row]:
    """Return the corners as rows of the table of steps, in the order in which they are joined."""
    return [
        {
            "at": moment(r["ms"]),
            "target": r["target"],
            "low": r["low"],
            "high": r["high"],
            "step": i,
        }
        for i, r in enumerate(rows)
    ]
