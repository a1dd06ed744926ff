"""What a picture consists of while its SVG is written: paths, dots and words by their classes."""

from collections.abc import Iterator
from html import escape

from performance.chart.trace import path, tenth

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
        if traced := path(data, at):
            self.paths.setdefault(name, []).append(traced)

    def rule(self, name: str, at: Place, to: Place) -> None:
        """Add a straight rule to its class: where it begins, and how far it goes from there."""
        self.path(name, f"M0,0L{to[0]},{to[1]}", at)

    def dot(self, name: str, at: Place) -> None:
        """Add a dot to its class."""
        dot = f'<circle cx="{tenth(at[0])}" cy="{tenth(at[1])}" r="{self.radius}"/>'
        self.dots.setdefault(name, []).append(dot)

    def word(self, kind: tuple[str, str], at: Place, text: str) -> None:
        """Add words to their class and anchor (start, middle, end): which part stands `at`."""
        self.top, self.bottom = min(self.top, at[1]), max(self.bottom, at[1])
        shown = f'<text x="{tenth(at[0])}" y="{tenth(at[1])}">{escape(text, quote=False)}</text>'
        self.words.setdefault(kind, []).append(shown)

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
