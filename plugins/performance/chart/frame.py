"""The axes and the words of a picture, set where the drawing library would set them.

Its own drawing of a whole picture, rewritten by `svg`, is the same to the letter: a test compares
them. So this repeats what it does, to the order of its additions: half a pixel aside, rules at
whole pixels, words at the baselines that it reckons for a font of 13 pixels.
"""

import math
from collections.abc import Iterator

from performance.chart.collected import Collected
from performance.chart.fill import Filling

SHARP = 0.5  # a rule one pixel thick stands on whole pixels
TICK = 4
BESIDE = 7  # pixels between the plot and the labels of values
RISE = 4  # from the middle of a word to its baseline
BENEATH = 18  # from the plot's floor to the baseline of the labels of time


def axes(filling: Filling, out: Collected) -> None:
    """Add the axes: their grid and ticks, then the labels of time, of volume and of values.

    A picture that has nothing but words has none.
    """
    params = filling.params
    if params["x_ticks"] is None:
        return
    left, top = filling.padding[0] + SHARP, filling.padding[1]
    floor = top + (filling.height + SHARP)
    low, high = params["y_low"], params["y_high"]
    heights = [_height(tick, low, high, filling) for tick in params["y_ticks"]]
    for tick, down in zip(params["y_ticks"], heights, strict=True):
        name = "c-zero" if tick == 0 else "c-grid"
        out.rule(name, (left, top + SHARP + _whole(down)), (filling.width, 0))
    moments = list(_moments(filling))
    for across in moments:
        out.rule("c-grid", (left + _whole(across), floor), (0, TICK))
    for across, label in zip(moments, params["x_labels"], strict=True):
        out.word(("c-text", "middle"), (left + across, floor + BENEATH), label)
    if "v_ticks" in params:
        right = filling.padding[0] + (filling.width + SHARP)
        for tick, label in zip(params["v_ticks"], params["v_labels"], strict=True):
            down = _height(tick, 0, params["v_high"], filling)
            out.word(("c-text", "start"), (right + BESIDE, top + SHARP + (down + RISE)), label)
    for down, label in zip(heights, params["y_labels"], strict=True):
        out.word(("c-text", "end"), (left - BESIDE, top + SHARP + (down + RISE)), label)


def notes(filling: Filling, out: Collected) -> None:
    """Add the notes."""
    left, top = filling.padding[:2]
    anchors = {"left": "start", "center": "middle", "right": "end"}
    for row in filling.tables.get("notes", ()):
        name = "c-strong" if row["strong"] else "c-text"
        at = left + row["left"], top + row["top"]
        out.word((name, anchors[row["align"]]), at, row["text"])


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
