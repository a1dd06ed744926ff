"""The tables that a chart is drawn from: a row a period, a row a dot, a row a corner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from performance.chart import plot as plots
from performance.chart.fill import Row
from performance.chart.labels import Flag
from performance.chart.plot import Plot
from performance.chart.points import Points, has_any, moment
from performance.chart.subject import Subject

DOT_ROOM = 18  # pixels a period: nearer than this, dots on a line run into each other


def tables(subject: Subject, drawn: Plot, flags: Sequence[Flag]) -> dict[str, list[Row]]:
    """Return the tables of a chart by name, without its notes; a table may be empty."""
    points = subject.points
    span = drawn.stop - drawn.begin
    return {
        "values": values(points, drawn),
        "points": [] if subject.bars else dots(points, drawn),
        "steps": plots.steps_table(plots.target_steps(points)),
        "benchmarks": [
            {"title": other.title, "benchmark": other.value} for other in subject.metric.benchmarks
        ],
        "breaks": [
            {"at": moment(round(drawn.begin + f.left / drawn.width * span)), "top": f.top}
            for f in flags
        ],
    }


def marks(subject: Subject, made: dict[str, list[Row]]) -> list[str]:
    """Return the marks that a chart with these tables has."""
    points = subject.points
    wanted = {
        "volume": subject.volume,
        "bars": subject.bars,
        "line": not subject.bars,
        "band": has_any(points.low) or has_any(points.high),
        "target": has_any(points.target),
        "benchmark": made["benchmarks"],
        "break": made["breaks"],
        "points": made["points"],
        "notes": made["notes"],
    }
    return [name for name, present in wanted.items() if present]


def values(points: Points, drawn: Plot) -> list[Row]:
    """Return a row a period: its key, the moments it is drawn at, its value and its volume."""
    begins, middles, ends = _moments(
        tuple(points.start), tuple(points.end), drawn.stop - drawn.begin, drawn.width
    )
    columns = begins, middles, ends, points.value, points.run, points.hollow
    made: list[Row] = [
        {"period": k, "from": b, "mid": m, "to": e, "value": v, "run": r, "hollow": h}
        for k, b, m, e, v, r, h in zip(points.keys, *columns, strict=True)
    ]
    if has_any(points.volume):
        for row, volume in zip(made, points.volume, strict=True):
            row["volume"] = volume
    return made


@lru_cache(maxsize=256)  # the metrics of a site share a few spans of time
def _moments(
    starts: Sequence[int], ends: Sequence[int], span: int, wide: float
) -> tuple[list[str], list[str], list[str]]:
    """Return the moments at which places begin, have their middle and end as bars."""
    spans = list(plots.bars(starts, ends, span / wide))
    middles = [moment((first + after) // 2) for first, after in zip(starts, ends, strict=True)]
    return [begins for begins, _ in spans], middles, [stops for _, stops in spans]


def dots(points: Points, drawn: Plot) -> list[Row]:
    """Return the values that are drawn as dots on a line.

    All where they stand apart; else the last, those not final yet and those no line reaches.
    """
    present = points.present
    always = set(points.isolated) | set(present[-1:])
    roomy = drawn.width / len(points.periods) >= DOT_ROOM
    return [
        {
            "mid": moment(points.middle(index)),
            "value": points.value[index],
            "hollow": points.hollow[index],
        }
        for index in present
        if roomy or index in always or points.hollow[index]
    ]
