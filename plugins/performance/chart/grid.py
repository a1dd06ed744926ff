"""Small panels, set where the drawing library would set them.

As with single pictures (`frame`, `marks`), its own drawing of them is the same to the letter, and
tests compare them. It makes room for the labels of values by measuring them: where a label has a
letter that is not surely measured alike, panels stay its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import ceil

from performance.chart import frame, marks
from performance.chart.collected import Collected
from performance.chart.fill import Filling, Row
from performance.chart.form import COLUMN, ROW
from performance.chart.measure import FONT_SIZE

TOP = 40  # pixels from the padding to the first panel: the room of its name, and the caption's
CAPTION = 29  # from the panel up to the caption's baseline
# How wide the library's font (Liberation Sans 2) draws what labels of values are made of, in parts
# of its size. Of these a one alone draws nearer to another, by so much.
PARTS = 2048
WIDTHS = dict.fromkeys("0123456789$€£", 1139) | dict.fromkeys(".,", 569)
WIDTHS |= {"%": 1821, "K": 1366, "M": 1706, "B": 1366, "\N{MINUS SIGN}": 1196}
ONES, NEARER = ("1", "1"), 152


def is_known(filling: Filling) -> bool:
    """Whether it is known where the library would set panels."""
    return all(WIDTHS.keys() >= set(label) for label in filling.params["y_labels"])


def panels(filling: Filling, out: Collected) -> None:
    """Add panels, from left to right and from top to bottom, and their caption."""
    columns = int(filling.form.partition("/")[2])
    room = max(map(_width, filling.params["y_labels"])) + frame.BESIDE
    left, top = filling.padding[0] + ceil(room), filling.padding[1] + TOP
    across, down = ceil(filling.width) + COLUMN, ceil(filling.height) + ROW
    members = [list(rows) for _, rows in groupby(filling.tables["values"], key=_place)]
    for row in range(-(-len(members) // columns)):
        frame.values(filling, (left, top + row * down), out)
    for place, rows in enumerate(members):
        row, column = divmod(place, columns)
        _panel(filling, rows, (left + column * across, top + row * down), out)
    if filling.params["caption"]:
        out.word(("c-text", "start"), (left - room, top - CAPTION), filling.params["caption"])


def _width(label: str) -> float:
    apart = sum(WIDTHS[letter] for letter in label)
    return (apart - NEARER * [*pairwise(label)].count(ONES)) * FONT_SIZE / PARTS


def _place(row: Row) -> int:
    place: int = row["place"]
    return place


def _panel(filling: Filling, rows: Sequence[Row], at: tuple[float, float], out: Collected) -> None:
    params = filling.params
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(row["kind"], []).append(row)
    frame.rules(filling, at, out)
    # The labels of the ends stay inside the panel.
    frame.times(filling, {params["x_from"]: "start", params["x_to"]: "end"}, at, out)
    marks.draw(filling, tables, at, out)
    frame.notes(tables["notes"], at, out, strong="c-name")
