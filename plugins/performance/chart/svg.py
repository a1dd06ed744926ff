"""Write pictures as small, accessible SVG without any style of its own.

Marks of one class become one path, words keep their places, colours become classes that the
site's style sheet knows (`style`), numbers have one decimal, and the picture as a whole has a title
and a description in place of the labels on its parts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from performance.chart import frame, grid, marks
from performance.chart.collected import Collected
from performance.chart.fill import Filling, Picture
from performance.chart.trace import tenth

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
RADIUS, PANEL_RADIUS = "3.6", "2.6"
ABOVE, BELOW = 15, 8  # pixels around the baselines of the highest and the lowest words
_MARK = re.compile(r"(?:^| )([a-z]+)(?:_\d+)*_marks(?: |$)")
_SHIFT = re.compile(r"translate\(([^,)]+)(?:,([^)]+))?\)")


def accessible(drawn: str, picture: Picture) -> str:
    """Return the SVG element of a picture that the drawing library drew whole, rewritten.

    Raises ValueError where the drawing holds something that this cannot carry over.
    """
    out = Collected(RADIUS if picture.filling.size[1] else PANEL_RADIUS)
    _walk(etree.fromstring(drawn.encode()), (0.0, 0.0), "", out)
    return _element(picture, out)


def takes_library(picture: Picture) -> bool:
    """Whether a picture has to be drawn whole by the drawing library: some small panels have."""
    return not picture.filling.size[1] and not grid.is_known(picture.filling)


def drawn(picture: Picture) -> str:
    """Return the SVG element of a picture that does not take the drawing library.

    Raises ValueError where its form has a mark that is not known.
    """
    if not picture.filling.size[1]:
        out = Collected(PANEL_RADIUS)
        grid.panels(picture.filling, out)
        return _element(picture, out)
    out = Collected(RADIUS)
    frame.axes(picture.filling, out)
    marks.marks(picture.filling, out)
    frame.notes(picture.filling.tables.get("notes", ()), picture.filling.padding[:2], out)
    return _element(picture, out)


def _element(picture: Picture, out: Collected) -> str:
    width, height = picture.filling.size
    # Small panels are cut to their words: the drawing library leaves more room above them.
    top = 0.0 if height else out.top - ABOVE
    wide, high = tenth(width), tenth(height or out.bottom + BELOW - top)
    names = f"{picture.id}-t", f"{picture.id}-d"
    kind = f"chart chart-{picture.name}" + ("" if height else " chart-panels")
    if height and len(picture.filling.tables.get("values", ())) * DENSE > picture.filling.width:
        kind += " chart-dense"
    return (
        f'<svg xmlns="{NAMESPACE}" class="{kind}" viewBox="0 {tenth(top)} {wide} {high}" '
        f'width="{wide}" height="{high}" role="img" aria-labelledby="{names[0]} {names[1]}">'
        f'<title id="{names[0]}">{escape(picture.title, quote=False)}</title>'
        f'<desc id="{names[1]}">{escape(picture.description, quote=False)}</desc>'
        f"{''.join(out.markup())}{_plot(picture.filling)}</svg>"
    )


def _plot(filling: Filling) -> str:
    """Return the room that a series is drawn in, which is not seen: a page marks a period in it."""
    if not filling.size[1] or "values" not in filling.tables:
        return ""
    left, top = filling.padding[:2]
    sides = {"x": left, "y": top, "width": filling.width, "height": filling.height}
    shown = " ".join(f'{name}="{tenth(length)}"' for name, length in sides.items())
    return f'<rect class="plot" {shown}/>'


def _walk(node: Any, shift: tuple[float, float], role: str, out: Collected) -> None:
    found = node.get("transform")
    at = _moved(found, shift) if found else shift
    tag = node.tag.rpartition("}")[2]
    if tag == "path":
        if node.get("class") not in ("background", "foreground"):
            _shape(node, at, role, out)
    elif tag == "text":
        _text(node, at, out)
    elif tag == "line":
        _rule(node, at, role, out)
    elif tag in ("g", "svg"):
        name = node.get("class") or role
        for child in node:
            _walk(child, at, name, out)
    elif tag != "rect":  # the paper is not drawn
        raise ValueError(f"cannot carry over <{tag}>")


def _moved(transform: str, shift: tuple[float, float]) -> tuple[float, float]:
    moved = _SHIFT.fullmatch(transform)
    if moved is None:
        raise ValueError(f"cannot carry over the transform {transform!r}")
    return shift[0] + float(moved[1]), shift[1] + float(moved[2] or 0)


def _text(node: Any, at: tuple[float, float], out: Collected) -> None:
    words = "".join(node.itertext())
    if not words.strip():
        return
    name = "c-text" if node.get("fill") == MUTED else "c-strong"
    if node.get("font-weight") == "bold":
        name = "c-name"
    out.word((name, node.get("text-anchor", "start")), at, words)


def _rule(node: Any, at: tuple[float, float], role: str, out: Collected) -> None:
    if "role-axis-grid" in role:
        name = "c-zero" if node.get("stroke") == MUTED else "c-grid"
    else:
        name = "c-grid" if "role-axis-tick" in role else _class(role)
    out.rule(name, at, (float(node.get("x2", 0)), float(node.get("y2", 0))))


def _shape(node: Any, at: tuple[float, float], role: str, out: Collected) -> None:
    name = _class(role)
    if name in ("c-dot", "c-bar") and node.get("fill") == PAPER:
        name += " c-open"
    if "mark-symbol" in role:
        out.dot(name, at)
    else:
        out.path(name, node.get("d", ""), at)


@lru_cache(maxsize=256)
def _class(role: str) -> str:
    found = _MARK.search(role)
    if found is None or found[1] not in CLASSES:
        raise ValueError(f"cannot carry over a mark of {role!r}")
    return CLASSES[found[1]]
