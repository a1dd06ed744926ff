"""Lay out small panels, one a member of a dimension, on one scale of values."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from performance.chart import plot as plots
from performance.chart.fill import Filling, Row
from performance.chart.form import COLUMN, form_of
from performance.chart.labels import Note
from performance.chart.layout import axes
from performance.chart.measure import fit, width
from performance.chart.plot import NARROW, WIDE, Plot, Size
from performance.chart.points import Points, points
from performance.chart.subject import counted
from performance.chart.tables import dots, values
from performance.chart.ticks import Scale, caption, end_ticks, value_labels, value_scale
from performance.model import Breakdown, Metric
from performance.text import Wording

MOST_MEMBERS = 12
PANEL_HEIGHT = 84
AROUND = 8
COLUMNS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 3, 6: 3, 9: 3}
MOST_COLUMNS = 4

Members = Sequence[tuple[str, Points]]


def members(breakdown: Breakdown, metric: Metric, wording: Wording) -> list[tuple[str, Points]]:
    """Return the members that have a series, with it; empty where there is nothing to draw.

    More than 12 members are not drawn: their panels would be too small to compare.
    """
    if len(breakdown.members) > MOST_MEMBERS:
        return []
    found = [
        (member.name, points(member.series, metric, wording.fiscal_year_start).without_volume())
        for member in breakdown.members
        if len(member.series)
    ]
    return found if any(series.present for _, series in found) else []


def panels(drawn: Members, metric: Metric, wording: Wording, size: Size) -> Filling:
    """Return what fills the form of small panels in one rendering."""
    bars = counted(metric) and metric.measure.volume is None
    scale = _scale(drawn, metric, bars=bars)
    labels = value_labels(scale, metric.unit, wording)
    room = size.width - 2 * AROUND - max(map(width, labels)) - 7
    columns, wide = _columns([name for name, _ in drawn], size, room)
    whole = _whole([series for _, series in drawn])
    panel = Plot(wide, PANEL_HEIGHT, whole.begin, whole.stop, scale)
    rows: list[Row] = []
    for place, (name, series) in enumerate(drawn):
        label = Note(fit(name, wide), 0, -10, strong=True)
        rows += [
            {"member": name, "place": place} | row for row in _rows(series, panel, label, bars=bars)
        ]
    ticks = end_ticks(whole, wording)
    if sum(width(tick.label) for tick in ticks) + 8 > wide:
        ticks = ticks[-1:]
    return Filling(
        form=form_of(_marks(rows, bars=bars), columns).key,
        width=round(wide, 1),
        height=PANEL_HEIGHT,
        padding=(AROUND, AROUND, AROUND, AROUND),
        size=(size.width, 0),
        params=axes(whole, scale, labels, ticks) | {"caption": caption(metric.unit)},
        tables={"values": rows},
    )


def _scale(drawn: Members, metric: Metric, *, bars: bool) -> Scale:
    held = [
        value
        for _, series in drawn
        for column in (series.value, series.target, series.low, series.high)
        for value in column
        if value is not None
    ]
    return value_scale(min(held), max(held), metric.unit, zero=bars, count=3)


def _marks(rows: Sequence[Row], *, bars: bool) -> list[str]:
    wanted = {
        "bars": bars,
        "line": not bars,
        "points": any(row["kind"] == "points" for row in rows),
        "target": any(row.get("target") is not None for row in rows),
        "band": any(row.get("low") is not None for row in rows),
        "notes": True,
    }
    return [name for name, present in wanted.items() if present]


def _rows(series: Points, panel: Plot, label: Note, *, bars: bool) -> list[Row]:
    """Return a member's tables as one, each row with the `kind` of table it belongs to."""
    tables = {
        "steps": plots.steps_table(plots.target_steps(series)),
        "values": values(series, panel),
        "points": [] if bars else dots(series, panel),
        "notes": [label.row],
    }
    return [{"kind": kind, **row} for kind, table in tables.items() for row in table]


def _whole(series: Sequence[Points]) -> Points:
    """Return a series that spans all members' periods, for the axis of time that they share."""
    first = min(series, key=lambda one: one.begin)
    last = max(series, key=lambda one: one.stop)
    ends = (first.periods[0], last.periods[-1])
    return replace(first, periods=ends, start=[first.begin], end=[last.stop])


def _columns(names: Sequence[str], size: Size, room: float) -> tuple[int, float]:
    """Return how many panels stand side by side, and their width: fewer where names are long."""
    most = COLUMNS.get(len(names), MOST_COLUMNS) if size is WIDE else min(2, len(names))
    longest = max(map(width, names))
    least = min(2, most) if size is not NARROW else 1
    for columns in range(most, least - 1, -1):
        wide = (room - COLUMN * (columns - 1)) / columns
        if longest <= wide:
            break
    return columns, wide
