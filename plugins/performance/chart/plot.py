"""The plot of a chart: from moments and values to pixels, and what is drawn there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from performance.chart.fill import Row
from performance.chart.points import Points, moment
from performance.chart.ticks import Scale

SAMPLE = 5  # pixels between the points that stand for a line when words look for room
WIDEST_BAR = 48


@dataclass(frozen=True, slots=True)
class Size:
    """One rendering: its name, and its width and the height of its plot in pixels."""

    name: str
    width: float
    plot_height: float


WIDE = Size("wide", 680, 244)
NARROW = Size("narrow", 300, 186)


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of `width` × `height` pixels over a stretch of time and a scale of values."""

    width: float
    height: float
    begin: int
    stop: int
    scale: Scale

    def x(self, at: float) -> float:
        """Return the pixel of a moment (milliseconds since 1970)."""
        return (at - self.begin) / (self.stop - self.begin) * self.width

    def y(self, value: float) -> float:
        """Return the pixel of a value, from the top."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.height * (1 - share)

    def line(self, points: Points) -> Iterator[tuple[float, float]]:
        """Yield points on the line of a series, a few pixels apart."""
        before: tuple[float, float, int] | None = None
        for index, value in enumerate(points.value):
            if value is None:
                before = None
                continue
            here = self.x(points.middle(index)), self.y(value), points.run[index]
            if before and before[2] == here[2]:
                yield from _between(before[:2], here[:2])
            yield here[:2]
            before = here

    def bars(self, points: Points) -> Iterator[tuple[float, float]]:
        """Yield points inside the bars of a series."""
        for index in points.present:
            top = self.y(points.value[index] or 0)
            across = self.x(points.middle(index))
            yield from _between((across, top), (across, self.y(0)))

    def steps(self, rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
        """Yield points on the edges of the target."""
        for left, right in pairwise(rows):
            for name in ("target", "low", "high"):
                if left[name] is not None and right[name] is not None:
                    yield from _between(
                        (self.x(left["ms"]), self.y(left[name])),
                        (self.x(right["ms"]), self.y(right[name])),
                    )


def bar(points: Points, index: int, plot: Plot) -> tuple[str, str]:
    """Return the moments between which the bar of a place is drawn."""
    middle, length = points.middle(index), points.end[index] - points.start[index]
    a_pixel = (plot.stop - plot.begin) / plot.width
    pixels = length / a_pixel
    # Under four pixels a gap would eat the bar.
    drawn = min(length * (0.78 if pixels >= 4 else 0.9), WIDEST_BAR * a_pixel)
    return moment(round(middle - drawn / 2)), moment(round(middle + drawn / 2))


def target_steps(points: Points) -> list[Row]:
    """Return the target as corners of a stepped rule: two for each stretch of one target.

    `ms` is the moment in milliseconds. A row without values parts stretches that do not touch.
    """
    rows: list[Row] = []
    for index in range(len(points.value)):
        wanted = points.target[index], points.low[index], points.high[index]
        if wanted == (None, None, None):
            continue
        begins, ends = points.start[index], points.end[index]
        touches = bool(rows) and rows[-1]["ms"] == begins
        if touches and tuple(rows[-1][name] for name in ("target", "low", "high")) == wanted:
            rows[-1]["ms"] = ends
            continue
        if rows and not touches:
            rows.append({"ms": rows[-1]["ms"], "target": None, "low": None, "high": None})
        for at in (begins, ends):
            rows.append({"ms": at, **dict(zip(("target", "low", "high"), wanted, strict=True))})
    return rows


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


def _between(one: tuple[float, float], two: tuple[float, float]) -> Iterator[tuple[float, float]]:
    far = max(abs(two[0] - one[0]), abs(two[1] - one[1]))
    parts = max(1, round(far / SAMPLE))
    for part in range(parts):
        share = part / parts
        yield one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
