"""Lay out the picture of one series: its axes, its tables and its words, for one rendering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from performance.chart import legend
from performance.chart.fill import Filling
from performance.chart.form import AXIS, LISTS, form_of
from performance.chart.labels import ROW_HEIGHT, Flag, Note, flags, heading, rows_of
from performance.chart.measure import fit, width
from performance.chart.plot import WIDE, Plot, Size
from performance.chart.points import Points, milliseconds
from performance.chart.subject import Subject
from performance.chart.tables import marks, tables
from performance.chart.ticks import Scale, Tick, period_ticks, value_labels, value_scale
from performance.chart.words import COUNT

BELOW = 28
AROUND = 12
EDGE = 0.05
LABEL_PADDING = 11
VOLUME_SHARE = 0.4  # bars behind a line stay in the lower part, where they do not hide it


def picture(subject: Subject, size: Size) -> Filling:
    """Return what fills the form of a series in one rendering."""
    points = subject.points
    scale = _scale(subject, size)
    labels = value_labels(scale, subject.metric.unit, subject.wording)
    second = _second_axis(subject, size)
    left = round(max(map(width, labels)) + LABEL_PADDING, 1)
    right = max([width(label) + LABEL_PADDING for label in second.get("v_labels", ())] + [AROUND])
    wide = round(size.width - left - right, 1)
    drawn = Plot(wide, size.plot_height, points.begin, points.stop, scale)
    waving = _flags(subject, drawn, size.width - left)
    inside, keys = legend.words(subject, drawn)
    above = _above(subject, second, [*keys], size=size, left=left, below=rows_of(waving))
    made = tables(subject, drawn, waving)
    notes = [*above, *(flag.note for flag in waving if flag.note), *inside]
    made["notes"] = [note.row for note in notes]
    ticks = period_ticks(points, subject.wording, wide, before=left, after=size.width - left - wide)
    top = AROUND + ROW_HEIGHT * (len({note.top for note in above}) + rows_of(waving))
    return Filling(
        form=form_of(marks(subject, made)).key,
        width=wide,
        height=drawn.height,
        padding=(left, top, round(size.width - left - wide, 1), BELOW),
        size=(size.width, top + drawn.height + BELOW),
        params=axes(points, scale, labels, ticks) | second,
        tables={name: table for name, table in made.items() if table},
    )


def empty(words: str, size: Size) -> Filling:
    """Return what fills a picture that has nothing but words, in one rendering."""
    note = Note(fit(words, size.width - 2 * AROUND), 0, 0)
    return Filling(
        form=form_of(["notes"]).key,
        width=size.width - 2 * AROUND,
        height=AROUND,
        padding=(AROUND, 2 * AROUND, AROUND, 0),
        size=(size.width, 3 * AROUND),
        params=dict.fromkeys((*AXIS, *LISTS)),
        tables={"notes": [note.row]},
    )


def axes(
    points: Points, scale: Scale, labels: Sequence[str], ticks: Sequence[Tick]
) -> dict[str, Any]:
    """Return the parameters of a form's two main axes."""
    return {
        "x_from": points.begin,
        "x_to": points.stop,
        "x_ticks": [tick.at for tick in ticks],
        "x_labels": [tick.label for tick in ticks],
        "y_low": scale.low,
        "y_high": scale.high,
        "y_ticks": list(scale.ticks),
        "y_labels": list(labels),
    }


def _above(
    subject: Subject,
    second: dict[str, Any],
    keys: list[str],
    *,
    size: Size,
    left: float,
    below: int,
) -> list[Note]:
    """Return the keys above the plot, that of the bars behind the line above their axis."""
    bars = _volume_key(subject, second, size)
    beside = bars if second.get("v_labels") else ""
    keys += [bars] if bars and not beside else []
    return heading(keys, beside, first=4 - left, end=size.width - left - 4, below=below)


def _scale(subject: Subject, size: Size) -> Scale:
    points, metric = subject.points, subject.metric
    held = [*points.value, *points.target, *points.low, *points.high]
    for low, high in set(zip(points.low, points.high, strict=True)):
        if low is not None and high is not None:
            # Both edges of a range must be seen to be edges.
            held += [low - (high - low) * EDGE, high + (high - low) * EDGE]
    values = [value for value in held if value is not None]
    values += [other.value for other in metric.benchmarks]
    count = 5 if size is WIDE else 4
    return value_scale(min(values), max(values), metric.unit, zero=subject.bars, count=count)


def _second_axis(subject: Subject, size: Size) -> dict[str, Any]:
    """Return the axis of the bars behind the line; without labels where there is no room."""
    if not subject.volume:
        return {}
    most = max(value for value in subject.points.volume if value is not None)
    scale = value_scale(0, most, COUNT, zero=True, count=2)
    roomy = size is WIDE
    return {
        "v_high": scale.high / VOLUME_SHARE,
        "v_ticks": list(scale.ticks) if roomy else [],
        "v_labels": value_labels(scale, COUNT, subject.wording) if roomy else [],
    }


def _volume_key(subject: Subject, second: dict[str, Any], size: Size) -> str:
    """Return what the bars behind the line are, and their greatest where their axis is left out."""
    if not second:
        return ""
    most = max(value for value in subject.points.volume if value is not None)
    end = "" if second["v_labels"] else f", up to {subject.wording.value(most, COUNT)}"
    return fit(f"Bars: {subject.volume_title}", size.width - 2 * AROUND - width(end)) + end


def _flags(subject: Subject, drawn: Plot, end: float) -> list[Flag]:
    breaks = [
        (drawn.x(milliseconds(b.period.start)), " ".join(b.note.split()))
        for b in sorted(subject.metric.breaks, key=lambda b: b.period.start)
        if drawn.begin < milliseconds(b.period.start) < drawn.stop
    ]
    return flags(breaks, first=0, last=end - 4)
