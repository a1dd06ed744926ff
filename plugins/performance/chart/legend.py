"""The words of a chart: inside the plot beside what they name, else in keys above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from performance.chart import plot as plots
from performance.chart.fill import Row
from performance.chart.labels import Note, place
from performance.chart.measure import fit, width
from performance.chart.plot import Plot
from performance.chart.subject import Subject
from performance.chart.ticks import caption
from performance.chart.words import hollow_key, plain, target_words

VALUE_ROOM = 90  # pixels a value: with less, their words would run into each other


def words(subject: Subject, drawn: Plot) -> tuple[list[Note], list[str]]:
    """Return the notes inside the plot, and the keys that must stand above it for want of room."""
    points = subject.points
    steps = plots.target_steps(points)
    values = _values(subject, drawn)
    targets = _targets(subject, drawn, steps)
    others = _benchmarks(subject, drawn)
    marks = _marks(subject, drawn, steps) if values or targets or others else np.empty((0, 2))
    notes: list[Note] = []
    for ways in values:
        _set(notes, ways, marks, drawn)
    # What cannot stand beside its rule is named in a key; an earlier target is not named again.
    keys = [key for key, ways in (*targets, *others) if not _set(notes, ways, marks, drawn)]
    name, hollow = caption(subject.metric.unit), hollow_key(points, subject.form)
    return notes, [key for key in (name, hollow, *keys) if key]


def _marks(subject: Subject, drawn: Plot, steps: Sequence[Row]) -> NDArray[np.float64]:
    """Return points on all that is drawn, a row each: words had better not cover them."""
    points = subject.points
    strokes = [drawn.bars(points) if subject.bars else drawn.line(points), drawn.steps(steps)]
    strokes += [drawn.level(other.value) for other in subject.metric.benchmarks]
    return plots.sampled(np.vstack(strokes))


def _set(notes: list[Note], ways: Sequence[Note], marks: NDArray[np.float64], drawn: Plot) -> bool:
    """Add a note in the best of its ways to `notes`; False where there is no room for it."""
    found = place(ways, marks, notes, bounds=(0.0, -6.0, drawn.width + 4, drawn.height))
    notes += [found] if found else []
    return found is not None


def _values(subject: Subject, drawn: Plot) -> list[list[Note]]:
    """Return the ways to set each value of a short series; none of a long one."""
    points = subject.points
    present = points.present
    if len(points.periods) > max(2, drawn.width // VALUE_ROOM):
        return []
    found = []
    for index in present:
        value = points.value[index] or 0.0
        shown = subject.wording.value(value, subject.metric.unit)
        across, down = drawn.x(points.middle(index)), drawn.y(value)
        below = subject.bars and value < 0
        tops = [down + 16] if below else [down - 6] if subject.bars else [down - 10, down + 20]
        found.append([Note(shown, across, top, "center", True) for top in tops])
    return found


def _targets(subject: Subject, drawn: Plot, steps: Sequence[Row]) -> list[tuple[str, list[Note]]]:
    """Return the key of the last target with the ways to set its label, then those of earlier ones.

    Earlier ones are set where their stretch has room, and have no key.
    """
    pairs = [
        (one, two)
        for one, two in pairwise(steps)
        if one["ms"] != two["ms"] and (one["target"], one["low"], one["high"]) != (None,) * 3
    ]
    found: list[tuple[str, list[Note]]] = []
    later = ""
    for one, two in reversed(pairs):
        shown = target_words(one, subject.metric.unit, subject.wording)
        left, right = drawn.x(one["ms"]), drawn.x(two["ms"])
        if shown == later:  # the same target on both sides of a pause is named once
            continue
        key, later = "", shown
        if not found:
            sign = "—" if one["target"] is not None else "Shaded:"
            shown = f"{subject.target_title} {shown}"
            key = f"{sign} {shown}"
            left = min(left, right - width(shown))
        elif width(shown) + 8 > right - left:
            continue
        edges = [one[name] for name in ("target", "high", "low") if one[name] is not None]
        ways = [way for edge in edges for way in _beside(shown, (left, right), drawn.y(edge), True)]
        found.append((key, ways))
    return found


def _benchmarks(subject: Subject, drawn: Plot) -> list[tuple[str, list[Note]]]:
    found = []
    for other in subject.metric.benchmarks:
        value = plain(other.value, subject.metric.unit, subject.wording)
        title = fit(other.title, drawn.width - width(f"- - : {value}"))
        shown = f"{title}: {value}"
        ways = _beside(shown, (drawn.width, 0), drawn.y(other.value), False)
        found.append((f"- - {shown}", ways))
    return found


def _beside(shown: str, ends: tuple[float, float], down: float, strong: bool) -> list[Note]:
    """Return the ways to set words above and below a level line, from its second end on."""
    left, right = min(ends), max(ends)
    wide = width(shown)
    shares = (1, 0, 0.75, 0.5, 0.25) if ends[0] < ends[1] else (0, 1, 0.25, 0.5, 0.75)
    starts = [left + (right - left - wide) * share for share in shares]
    return [
        Note(shown, start, down + drop, "left", strong) for start in starts for drop in (-6, 15)
    ]
