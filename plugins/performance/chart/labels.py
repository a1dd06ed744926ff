"""Where words stand in a chart: beside what they name, off the data and off each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from performance.chart.fill import Row
from performance.chart.measure import fit, width

ROW_HEIGHT = 18
ASCENT, DESCENT = 11, 4
MOST_ROWS = 4
KEY_GAP = 22
BEARABLE = 2  # points on marks that words may cover: a thin line passing behind them

Place = tuple[float, float]
Box = tuple[float, float, float, float]


class Note(Struct, frozen=True):
    """Words at a place of the plot (pixels from its upper left corner; `top` is their baseline).

    `align` is left, center or right: which part of the words stands at `left`. Strong ones are
    drawn in the text's colour, others are muted.
    """

    text: str
    left: float
    top: float
    align: str = "left"
    strong: bool = False

    @property
    def box(self) -> Box:
        """Return what the words cover: left, top, right, bottom."""
        wide = width(self.text)
        left = self.left - {"left": 0.0, "center": wide / 2, "right": wide}[self.align]
        return left, self.top - ASCENT, left + wide, self.top + DESCENT

    @property
    def row(self) -> Row:
        """Return the note as a row of the table of notes."""
        return {
            "text": self.text,
            "left": round(self.left, 1),
            "top": round(self.top, 1),
            "align": self.align,
            "strong": self.strong,
        }


class Flag(Struct, frozen=True):
    """A break in the series: where its rule stands, how far up it goes, and its words."""

    left: float
    top: float
    note: Note | None


def place(
    ways: Sequence[Note],
    drawn: NDArray[np.float64],
    taken: Sequence[Note],
    *,
    bounds: Box,
) -> Note | None:
    """Return the first way to set a note that covers nothing, else the one that covers least.

    `drawn` are points on the marks, a row each, `taken` the notes set before. None where
    every way leaves `bounds`, touches other words or covers more than a thin line.
    """
    boxes = [note.box for note in taken]
    best, least = None, math.inf
    for way in ways:
        cost = _cost(way.box, drawn, boxes, bounds)
        if cost < least:
            best, least = way, cost
        if not cost:
            break
    return best if least <= BEARABLE else None


def heading(keys: Sequence[str], last: str, *, first: float, end: float, below: int) -> list[Note]:
    """Return the keys to the marks in rows above the plot, from left to right and top to bottom.

    `first` and `end` are the pixels between which they stand, `last` a key that ends at `end`, and
    `below` how many rows already stand between them and the plot.
    """
    rows: list[list[tuple[float, str]]] = [[]]
    left = first
    for words in [fit(key, end - first) for key in keys]:
        if left > first and left + width(words) > end:
            rows.append([])
            left = first
        rows[-1].append((left, words))
        left += width(words) + KEY_GAP
    if last and (end - width(last) < left) and rows[-1]:
        rows.append([])
    notes = []
    for up, row in enumerate(reversed(rows)):
        top = -(11 + ROW_HEIGHT * (below + up))
        notes += [Note(words, at, top) for at, words in row]
        if last and up == 0:
            notes.append(Note(last, end, top, "right"))
    return notes


def flags(breaks: Sequence[tuple[float, str]], *, first: float, last: float) -> list[Flag]:
    """Return the rules of breaks (pixel, words), with their words in rows above the plot.

    Words stand right of their rule, or left of it where there is more room, between `first` and
    `last`; those that would touch others go a row up, and beyond the fourth row they are left to
    the page's text.
    """
    rows: list[list[Note]] = [[] for _ in range(MOST_ROWS)]
    placed = []
    for left, words in breaks:
        rightwards = last - left >= left - first or width(words) + 5 <= last - left
        align, at = ("left", left + 5) if rightwards else ("right", left - 5)
        shown = fit(words, (last - left if rightwards else left - first) - 5)
        note: Note | None = None
        row = 0
        for row in range(MOST_ROWS):
            here = Note(shown, at, -(11 + ROW_HEIGHT * row), align)
            if shown and not any(_overlap(here.box, other.box, 8) for other in rows[row]):
                note = here
                rows[row].append(here)
                break
        placed.append(Flag(left, -(22 + ROW_HEIGHT * row) if note else 0, note))
    return placed


def rows_of(placed: Sequence[Flag]) -> int:
    """Return how many rows above the plot the words of breaks take."""
    tops = [flag.note.top for flag in placed if flag.note]
    return round((-min(tops) - 11) / ROW_HEIGHT) + 1 if tops else 0


def _cost(
    box: Box,
    marks: NDArray[np.float64],
    boxes: Sequence[Box],
    bounds: Box,
) -> float:
    left, top, right, bottom = box
    outside = left < bounds[0] or top < bounds[1] or right > bounds[2] or bottom > bounds[3]
    over_words = any(_overlap(box, other, 3) for other in boxes)
    if outside or over_words:
        return math.inf
    across, down = marks[:, 0], marks[:, 1]
    beside = (left - 2 <= across) & (across < right + 2)
    return int(np.count_nonzero(beside & (top - 2 <= down) & (down <= bottom + 2)))


def _overlap(one: Box, two: Box, gap: float) -> bool:
    apart = one[2] + gap <= two[0] or two[2] + gap <= one[0] or one[3] <= two[1] or two[3] <= one[1]
    return not apart
