"""Rewrite what the drawing library draws as a small, accessible SVG without any style of its own.

Marks of one class become one path, words keep their places, colours become classes that the
site's style sheet knows (`style`), numbers have one decimal, and the picture as a whole has a title
and a description in place of the labels on its parts.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from performance.chart.fill import Filling, Picture

NAMESPACE = "http://www.w3.org/2000/svg"
# The light theme's colours in the forms: what tells apart marks that share a class of the library.
PAPER, MUTED = "#ffffff", "#595959"
CLASSES = {
    "volume": "c-volume",
    "band": "c-band",
    "bars": "c-bar",
    "benchmark": "c-benchmark",
    "break": "c-break",
    "target": "c-target",
    "line": "c-line",
    "points": "c-dot",
}
DENSE = 3  # pixels a period under which a line of full strength becomes a blot
HALOED = ("c-target", "c-benchmark")  # rules that run over bars
RADIUS, PANEL_RADIUS = "3.6", "2.6"
ABOVE, BELOW = 15, 8  # pixels around the baselines of the highest and the lowest words
_MARK = re.compile(r"(?:^| )([a-z]+)(?:_\d+)*_marks(?: |$)")
_SHIFT = re.compile(r"translate\(([^,)]+)(?:,([^)]+))?\)")
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


def accessible(drawn: str, picture: Picture, words: Sequence[str] = ()) -> str:
    """Return the SVG element of a picture as the drawing library drew it, rewritten.

    Where `words` are given, every text drawn is the number of one of them. Raises ValueError where
    the drawing holds something that this cannot carry over.
    """
    collected = _Marks(RADIUS if picture.filling.size[1] else PANEL_RADIUS, words)
    _walk(etree.fromstring(drawn.encode()), (0.0, 0.0), "", collected)
    width, height = picture.filling.size
    # Small panels are cut to their words: they are laid out by the drawing library.
    top = 0.0 if height else collected.top - ABOVE
    size = f"{_tenth(width)} {_tenth(height or collected.bottom + BELOW - top)}"
    names = f"{picture.id}-t", f"{picture.id}-d"
    wide, high = size.split()
    kind = f"chart chart-{picture.name}" + ("" if height else " chart-panels")
    if height and len(picture.filling.tables.get("values", ())) * DENSE > picture.filling.width:
        kind += " chart-dense"
    return (
        f'<svg xmlns="{NAMESPACE}" class="{kind}" viewBox="0 {_tenth(top)} {size}" '
        f'width="{wide}" height="{high}" role="img" aria-labelledby="{names[0]} {names[1]}">'
        f'<title id="{names[0]}">{escape(picture.title, quote=False)}</title>'
        f'<desc id="{names[1]}">{escape(picture.description, quote=False)}</desc>'
        f"{''.join(collected.markup())}{_plot(picture.filling)}</svg>"
    )


def _plot(filling: Filling) -> str:
    """Return the room that a series is drawn in, which is not seen: a page marks a period in it."""
    if not filling.size[1] or "values" not in filling.tables:
        return ""
    left, top = filling.padding[:2]
    sides = {"x": left, "y": top, "width": filling.width, "height": filling.height}
    shown = " ".join(f'{name}="{_tenth(length)}"' for name, length in sides.items())
    return f'<rect class="plot" {shown}/>'


class _Marks:
    """What has been met so far: paths, dots and words by class, in the order drawn."""

    def __init__(self, radius: str, numbered: Sequence[str]) -> None:
        self.radius = radius
        self.numbered = numbered
        self.paths: dict[str, list[str]] = {}
        self.dots: dict[str, list[str]] = {}
        self.words: dict[tuple[str, str], list[str]] = {}
        self.top, self.bottom = float("inf"), 0.0

    def path(self, name: str, data: str) -> None:
        """Add a path's data to its class."""
        if data:
            self.paths.setdefault(name, []).append(data)

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


def _walk(node: Any, shift: tuple[float, float], role: str, out: _Marks) -> None:
    left, top = _moved(node, shift)
    tag = node.tag.rpartition("}")[2]
    name = node.get("class", "")
    if tag == "text":
        _text(node, (left, top), out)
    elif tag == "line":
        _rule(node, (left, top), role, out)
    elif tag == "path" and name not in ("background", "foreground"):
        _shape(node, (left, top), role, out)
    elif tag in ("g", "svg"):
        for child in node:
            _walk(child, (left, top), name or role, out)
    elif tag not in ("rect", "path"):  # the paper and the frames of groups are not drawn
        raise ValueError(f"cannot carry over <{tag}>")


def _moved(node: Any, shift: tuple[float, float]) -> tuple[float, float]:
    found = node.get("transform")
    if not found:
        return shift
    moved = _SHIFT.fullmatch(found)
    if moved is None:
        raise ValueError(f"cannot carry over the transform {found!r}")
    return shift[0] + float(moved[1]), shift[1] + float(moved[2] or 0)


def _text(node: Any, at: tuple[float, float], out: _Marks) -> None:
    words = "".join(node.itertext())
    if not words.strip():
        return
    words = out.numbered[int(words)] if out.numbered else words
    name = "c-text" if node.get("fill") == MUTED else "c-strong"
    if node.get("font-weight") == "bold":
        name = "c-name"
    out.top, out.bottom = min(out.top, at[1]), max(out.bottom, at[1])
    shown = f'<text x="{_tenth(at[0])}" y="{_tenth(at[1])}">{escape(words, quote=False)}</text>'
    out.words.setdefault((name, node.get("text-anchor", "start")), []).append(shown)


def _rule(node: Any, at: tuple[float, float], role: str, out: _Marks) -> None:
    across, down = float(node.get("x2", 0)), float(node.get("y2", 0))
    if "role-axis-grid" in role:
        name = "c-zero" if node.get("stroke") == MUTED else "c-grid"
    else:
        name = "c-grid" if "role-axis-tick" in role else _class(role)
    out.path(name, _path(f"M0,0L{across},{down}", at))


def _shape(node: Any, at: tuple[float, float], role: str, out: _Marks) -> None:
    name = _class(role)
    if name in ("c-dot", "c-bar") and node.get("fill") == PAPER:
        name += " c-open"
    if "mark-symbol" in role:
        dot = f'<circle cx="{_tenth(at[0])}" cy="{_tenth(at[1])}" r="{out.radius}"/>'
        out.dots.setdefault(name, []).append(dot)
    else:
        out.path(name, _path(node.get("d", ""), at))


def _class(role: str) -> str:
    found = _MARK.search(role)
    if found is None or found[1] not in CLASSES:
        raise ValueError(f"cannot carry over a mark of {role!r}")
    return CLASSES[found[1]]


def _path(data: str, shift: tuple[float, float]) -> str:
    """Return path data moved, in tenths of a pixel, each step counted from the rounded one before.

    A stretch of one point is left out: it has no length, and a dot stands for it.
    """
    stretches: list[str] = []
    spot = [0, 0]
    steps: list[str] = []
    for command, place in _places(data, shift):
        if command == "M":
            stretches.append("".join(steps) if len(steps) > 1 else "")
            spot = [_tenths(place[0]), _tenths(place[1])]
            steps = [f"M{_shown(spot[0])},{_shown(spot[1])}"]
        elif command == "Z":
            steps += ["Z"] if len(steps) > 1 else []
        else:
            here = [_tenths(place[0]), _tenths(place[1])]
            across, down = here[0] - spot[0], here[1] - spot[1]
            spot = here
            steps.append(_step(across, down))
    stretches.append("".join(steps) if len(steps) > 1 else "")
    return "".join(stretches)


def _step(across: int, down: int) -> str:
    if down == 0:
        return f"h{_shown(across)}"
    if across == 0:
        return f"v{_shown(down)}"
    return f"l{_shown(across)},{_shown(down)}"


def _places(data: str, shift: tuple[float, float]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the commands of path data with the absolute place that each leads to."""
    left, top = shift
    for command, rest in _COMMAND.findall(data):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        match command:
            case "M" | "L":
                left, top = shift[0] + numbers[0], shift[1] + numbers[1]
            case "h":
                left += numbers[0]
            case "v":
                top += numbers[0]
            case "Z":
                pass
            case _:
                raise ValueError(f"cannot carry over the path command {command!r}")
        yield ("L" if command in "hv" else command), (left, top)


def _tenths(number: float) -> int:
    return round(number * 10)


# A picture is a few hundred pixels wide: the same numbers come again and again.
@lru_cache(maxsize=20_000)
def _shown(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{part}' if part else ''}"


def _tenth(number: float) -> str:
    return _shown(_tenths(number))
