"""The sparkline of a card: the last twelve observations, drawn without axes."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 12
WIDTH, HEIGHT, MARGIN = 100, 28, 4


def sparkline(values: Sequence[float | None], runs: Sequence[int]) -> str:
    """Return a decorative SVG of the last twelve values, oldest first.

    An absent value breaks the line, and so does a change of `runs`; a value alone is a dot. The
    last value has a dot. Nothing is drawn of a series without values.
    """
    shown, numbers = list(values)[-SHOWN:], list(runs)[-SHOWN:]
    present = [value for value in shown if value is not None]
    if not present:
        return ""
    pieces = _pieces(_places(shown), numbers)
    lines = ["M" + "L".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1]
    dots = [piece[0] for piece in pieces if len(piece) == 1]
    if pieces[-1][-1] not in dots:
        dots.append(pieces[-1][-1])
    drawn = f'<path class="c-line" d="{"".join(lines)}"/>' if lines else ""
    drawn += "".join(f'<circle class="c-dot" cx="{x}" cy="{y}" r="2.5"/>' for x, y in dots)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" focusable="false">{drawn}</svg>'
    )


def _places(values: Sequence[float | None]) -> list[tuple[str, str] | None]:
    present = [value for value in values if value is not None]
    low, high = min(present), max(present)
    across = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    down = HEIGHT - 2 * MARGIN
    places: list[tuple[str, str] | None] = []
    for index, value in enumerate(values):
        if value is None:
            places.append(None)
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        left = MARGIN + across * index if len(values) > 1 else WIDTH / 2
        places.append((f"{left:.1f}", f"{MARGIN + down * (1 - share):.1f}"))
    return places


def _pieces(
    places: Sequence[tuple[str, str] | None], runs: Sequence[int]
) -> list[list[tuple[str, str]]]:
    pieces: list[list[tuple[str, str]]] = []
    before: int | None = None
    for place, run in zip(places, runs, strict=True):
        if place is None:
            before = None
            continue
        if before != run:
            pieces.append([])
        pieces[-1].append(place)
        before = run
    return pieces
