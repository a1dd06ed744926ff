"""The axes and the words of a picture, set where the drawing library would set them.

Its own drawing of a whole picture, rewritten by `svg`, is the same to the letter: a test compares
them. So this repeats what it does, to the order of its additions: half a pixel aside, rules at
whole pixels, words at the baselines that it reckons for a font of 13 pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from performance.chart.collected import Collected
from performance.chart.fill import Filling, Row

Place = tuple[float, float]
SHARP = 0.5  # a rule one pixel thick stands on whole pixels
TICK = 4
BESIDE = 7  # pixels between the plot and the labels of values
RISE = 4  # from the middle of a word to its baseline
BENEATH = 18  # from the plot's floor to the baseline of the labels of time


def axes(filling: Filling, out: Collected) -> None:
    """Add the axes: their grid and ticks, then the labels of time, of volume and of values.

    A picture that has nothing but words has none.
    """
    params, at = filling.params, filling.padding[:2]
    if params["x_ticks"] is None:
        return
    rules(filling, at, out)
    times(filling, dict.fromkeys(params["x_ticks"], "middle"), at, out)
    if "v_ticks" in params:
        right = at[0] + (filling.width + SHARP)
        for tick, label in zip(params["v_ticks"], params["v_labels"], strict=True):
            down = _height(tick, 0, params["v_high"], filling)
            out.word(("c-text", "start"), (right + BESIDE, at[1] + SHARP + (down + RISE)), label)
    values(filling, at, out)


def rules(filling: Filling, at: Place, out: Collected) -> None:
    """Add the grid and the ticks of time of a plot, whose upper left corner is `at`."""
    left, top = at[0] + SHARP, at[1]
    for tick, down in zip(filling.params["y_ticks"], _heights(filling), strict=True):
        name = "c-zero" if tick == 0 else "c-grid"
        out.rule(name, (left, top + SHARP + _whole(down)), (filling.width, 0))
    floor = top + (filling.height + SHARP)
    for across in _moments(filling):
        out.rule("c-grid", (left + _whole(across), floor), (0, TICK))


def times(filling: Filling, anchors: Mapping[int, str], at: Place, out: Collected) -> None:
    """Add the labels of time below a plot; `anchors` are by tick."""
    left, floor = at[0] + SHARP, at[1] + (filling.height + SHARP)
    ticks, labels = filling.params["x_ticks"], filling.params["x_labels"]
    for tick, across, label in zip(ticks, _moments(filling), labels, strict=True):
        out.word(("c-text", anchors[tick]), (left + across, floor + BENEATH), label)


def values(filling: Filling, at: Place, out: Collected) -> None:
    """Add the labels of values left of a plot."""
    left, top = at[0] + SHARP, at[1] + SHARP
    for down, label in zip(_heights(filling), filling.params["y_labels"], strict=True):
        out.word(("c-text", "end"), (left - BESIDE, top + (down + RISE)), label)


def notes(rows: Iterable[Row], at: Place, out: Collected, strong: str = "c-strong") -> None:
    """Add the notes of a plot; `strong` is the class of those that are not muted."""
    anchors = {"left": "start", "center": "middle", "right": "end"}
    for row in rows:
        name = strong if row["strong"] else "c-text"
        place = at[0] + row["left"], at[1] + row["top"]
        out.word((name, anchors[row["align"]]), place, row["text"])


def _heights(filling: Filling) -> list[float]:
    """Return the pixel of each label of values, from the plot's top."""
    params = filling.params
    low, high = params["y_low"], params["y_high"]
    return [_height(tick, low, high, filling) for tick in params["y_ticks"]]


def _height(value: float, low: float, high: float, filling: Filling) -> float:
    """Return the pixel of a value, from the plot's top."""
    share = (value - low) / (high - low)
    return filling.height * (1 - share) + 0 * share


def _moments(filling: Filling) -> Iterator[float]:
    """Yield the pixel of each label of time, from the plot's left."""
    first, last = filling.params["x_from"], filling.params["x_to"]
    for tick in filling.params["x_ticks"]:
        share = (tick - first) / (last - first)
        yield 0 * (1 - share) + filling.width * share


def _whole(pixels: float) -> int:
    """Return the nearest whole pixel, of two the greater."""
    return math.floor(pixels + 0.5)
