"""A series of values as one line of text, for places that show no pictures."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
ABSENT = "·"


def spark(values: Sequence[float | None], low: float, high: float) -> str:
    """Return a block for each value, from the lowest at `low` to the highest at `high`.

    An absent value is a dot. Where all values are the same they stand in the middle.
    """
    steps = len(BLOCKS) - 1
    heights = [
        None if v is None else (v - low) / (high - low) if high > low else 0.5 for v in values
    ]
    return "".join(ABSENT if h is None else BLOCKS[round(h * steps)] for h in heights)
