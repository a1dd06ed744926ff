"""What a picture consists of while its SVG is written: paths, dots and words by their classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from performance.chart.trace import box, line, path, tenth

HALOED = ("c-target", "c-benchmark")  # rules that run over bars
Place = tuple[float, float]


class Collected:
    """What has been met so far: paths, dots and words by class, in the order drawn.

    `radius` is that of dots. `top` and `bottom` are the baselines of the highest and lowest words.
    """

    def __init__(self, radius: str) -> None:
        self.radius = radius
        self.paths: dict[str, list[str]] = {}
        self.dots: dict[str, list[str]] = {}
        self.words: dict[tuple[str, str], list[str]] = {}
        self.top, self.bottom = float("inf"), 0.0

    def path(self, name: str, data: str, at: Place) -> None:
        """Add a path's data, moved by a distance, to its class."""
        self._add(name, path(data, at))

    def line(self, name: str, places: Sequence[Place], at: Place, *, closed: bool = False) -> None:
        """Add a line from place to place, moved by a distance, to its class."""
        self._add(name, line(places, at, closed=closed))

    def box(self, name: str, across: Place, down: Place, at: Place) -> None:
        """Add a box by two edges across and two down, in any order, moved by a distance."""
        (left, right), (top, bottom) = sorted(across), sorted(down)
        sides = right - left, bottom - top
        self._add(name, box((left, top), sides, -sides[0], at))

    def rule(self, name: str, at: Place, to: Place) -> None:
        """Add a straight rule to its class: where it begins, and how far it goes from there."""
        self._add(name, line([(0.0, 0.0), to], at))

    def dot(self, name: str, at: Place) -> None:
        """Add a dot to its class."""
        dot = f'<circle cx="{tenth(at[0])}" cy="{tenth(at[1])}" r="{self.radius}"/>'
        self.dots.setdefault(name, []).append(dot)

    def word(self, kind: tuple[str, str], at: Place, text: str) -> None:
        """Add words to their class and anchor (start, middle, end): which part stands `at`."""
        self.top, self.bottom = min(self.top, at[1]), max(self.bottom, at[1])
        shown = f'<text x="{tenth(at[0])}" y="{tenth(at[1])}">{escape(text, quote=False)}</text>'
        self.words.setdefault(kind, []).append(shown)

    def _add(self, name: str, traced: str) -> None:
        if traced:
            self.paths.setdefault(name, []).append(traced)

    def markup(self) -> Iterator[str]:
        """Yield the SVG of everything, marks before dots before words."""
        for name, data in self.paths.items():
            if name in HALOED:
                yield f'<path class="c-halo" d="{"".join(data)}"/>'
            yield f'<path class="{name}" d="{"".join(data)}"/>'
        for name, dots in self.dots.items():
            yield f'<g class="{name}">{"".join(dots)}</g>'
        for (name, anchor), words in self.words.items():
            at = "" if anchor == "start" else f' text-anchor="{anchor}"'
            yield f'<g class="{name}"{at}>{"".join(words)}</g>'
