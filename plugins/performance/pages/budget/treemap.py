"""A treemap of a year's money: areas in proportion, as a decoration beside the table of it.

The squarified layout of Bruls, Huizing and van Wijk, “Squarified Treemaps” (2000).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

WIDE, HIGH = 1100.0, 300.0
# A name is left out where it would not fit: pixels for each letter, around a name, and down.
LETTER, AROUND, LINE = 8.2, 16.0, 30.0


class Tile(Struct, frozen=True):
    """One area: its place in percent of the picture, and its name where there is room for it."""

    x: str
    y: str
    width: str
    height: str
    title: str


def tiles(parts: Sequence[tuple[str, int]]) -> tuple[Tile, ...]:
    """Return a tile for each part (its name and its cents above zero), the largest first."""
    left = sorted((part for part in parts if part[1] > 0), key=lambda part: -part[1])
    whole = sum(cents for _, cents in left)
    found: list[Tile] = []
    x, y, wide, high = 0.0, 0.0, WIDE, HIGH
    areas = [(title, cents / whole * WIDE * HIGH) for title, cents in left]
    while areas:
        side = min(wide, high)
        count = 1
        while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(
            areas[:count], side
        ):
            count += 1
        row, areas = areas[:count], areas[count:]
        depth = sum(area for _, area in row) / side
        at = 0.0
        for title, area in row:
            length = area / depth
            place = (x, y + at, depth, length) if wide >= high else (x + at, y, length, depth)
            found.append(_tile(title, place))
            at += length
        if wide >= high:
            x, wide = x + depth, wide - depth
        else:
            y, high = y + depth, high - depth
    return tuple(found)


def _worst(row: Sequence[tuple[str, float]], side: float) -> float:
    """Return the longest ratio of sides in a row of areas laid along a side."""
    depth = sum(area for _, area in row) / side
    return max(max(area / depth**2, depth**2 / area) for _, area in row)


def _tile(title: str, place: tuple[float, float, float, float]) -> Tile:
    x, y, width, height = place
    fits = width >= len(title) * LETTER + AROUND and height >= LINE
    return Tile(
        f"{x / WIDE * 100:.3f}%",
        f"{y / HIGH * 100:.3f}%",
        f"{width / WIDE * 100:.3f}%",
        f"{height / HIGH * 100:.3f}%",
        title if fits else "",
    )
