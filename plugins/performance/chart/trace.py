"""Path data as small as can be: numbers with one decimal, each step counted from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

Shift = tuple[float, float]
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_SIDE = r"(-?[\d.]+(?:e-?\d+)?)"
_BOX = re.compile(f"M{_SIDE},{_SIDE}h{_SIDE}v{_SIDE}h{_SIDE}Z")


def path(data: str, shift: Shift) -> str:
    """Return path data moved, in tenths of a pixel, each step counted from the rounded one before.

    A stretch of one point is left out: it has no length, and a dot stands for it. Raises ValueError
    where the data have a command that this cannot carry over.
    """
    # Most of what is drawn are boxes and lines from point to point: both have a way of their own,
    # many times as fast, to the same text.
    if found := _BOX.fullmatch(data):
        x, y, across, down, back = map(float, found.groups())
        return box((x, y), (across, down), back, shift)
    if not _BEYOND_LINES.search(data):
        return "".join(_stretch(stretch, shift) for stretch in data.split("M")[1:])
    return _path(data, shift)


def box(corner: Shift, sides: Shift, back: float, shift: Shift) -> str:
    """Return a box by its upper left corner, its width and height, and the way back, moved."""
    begins, across, returns = _across(shift[0] + corner[0], sides[0], back)
    top = shift[1] + corner[1]
    above, below = round(top * 10), round((top + sides[1]) * 10)
    drop = f"v{_shown(below - above)}" if below != above else "h0"
    return f"{begins}{_shown(above)}{across}{drop}{returns}"


# The bars of many pictures stand at the same places, one for each period.
@lru_cache(maxsize=20_000)
def _across(left: float, wide: float, back: float) -> tuple[str, str, str]:
    """Return how a box begins before its height, goes across, and comes back."""
    right = left + wide
    begins, ends = round(left * 10), round(right * 10)
    returns = round((right + back) * 10)
    return f"M{_shown(begins)},", f"h{_shown(ends - begins)}", f"h{_shown(returns - ends)}Z"


def line(places: Sequence[Shift], shift: Shift, *, closed: bool = False) -> str:
    """Return a line from place to place, moved; of a single place nothing."""
    if len(places) < 2:
        return ""
    left, top = shift
    spots = [(round((left + x) * 10), round((top + y) * 10)) for x, y in places]
    x, y = spots[0]
    steps = [f"M{_shown(x)},{_shown(y)}"]
    for to_x, to_y in spots[1:]:
        steps.append(_step(to_x - x, to_y - y))
        x, y = to_x, to_y
    return "".join(steps) + ("Z" if closed else "")


def tenth(number: float) -> str:
    """Return a number of pixels with at most one decimal."""
    return _shown(round(number * 10))


_BEYOND_LINES = re.compile(r"[^-\d.,eMLZ]|Z[^M]|^[^M]")


def _stretch(data: str, shift: Shift) -> str:
    """Return lines from point to point, given without their first command."""
    closed = data.endswith("Z")
    places = [place.split(",") for place in data.removesuffix("Z").split("L")]
    return line([(float(x), float(y)) for x, y in places], shift, closed=closed)


def _path(data: str, shift: Shift) -> str:
    """Return any path data whose commands are known."""
    stretches: list[str] = []
    spot = [0, 0]
    steps: list[str] = []
    for command, place in _places(data, shift):
        here = [round(place[0] * 10), round(place[1] * 10)]
        if command == "M":
            stretches.append("".join(steps) if len(steps) > 1 else "")
            steps = [f"M{_shown(here[0])},{_shown(here[1])}"]
        elif command == "Z":
            steps += ["Z"] if len(steps) > 1 else []
            continue
        else:
            steps.append(_step(here[0] - spot[0], here[1] - spot[1]))
        spot = here
    stretches.append("".join(steps) if len(steps) > 1 else "")
    return "".join(stretches)


def _step(across: int, down: int) -> str:
    if down == 0:
        return f"h{_shown(across)}"
    if across == 0:
        return f"v{_shown(down)}"
    return f"l{_shown(across)},{_shown(down)}"


def _places(data: str, shift: Shift) -> Iterator[tuple[str, Shift]]:
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


# A picture is a few hundred pixels wide: the same numbers come again and again.
@lru_cache(maxsize=20_000)
def _shown(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{part}' if part else ''}"
