"""The published table of a metric: one row a period and member, every figure with its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from performance.compute.members import Dimension, parts
from performance.compute.observations import Observations, joined
from performance.compute.series import Series, columns, series
from performance.compute.timeline import Objects, Whole
from performance.model import Frame, Metric


def tidy(
    whole: Series, rows: Observations, found: Sequence[Dimension], *, members_aimed: bool
) -> Frame:
    """Return the published table.

    Its columns are `metric`, `period`, `period_start`, `period_end`, one for each dimension,
    `value`, `numerator`, `denominator`, `volume` where the metric has one, `target`, `target_low`
    and `target_high` where any target is a range, `attainment`, `obs_status` and `note`. Rows are
    in order of periods, in each the whole first, then the members as the dimensions order them.
    """
    metric, line = whole.metric, whole.timeline
    chosen = np.flatnonzero(parts(rows, found))
    members = series(rows.take(chosen), line, metric, aimed=members_aimed)
    every = joined([whole.rows, members.rows])
    count = len(whole.rows.place)
    places = [np.concatenate([np.full(count, -1), d.member[chosen]]) for d in found]
    is_member = np.arange(len(every.place)) >= count
    order = np.lexsort((*reversed(places), is_member, every.place))
    made = columns(
        every.take(order),
        line,
        np.concatenate([whole.attainment, members.attainment])[order],
        aimed=~is_member[order] | members_aimed,
    )
    cells = {
        dimension.name: _cells(dimension, place[order], metric.whole)
        for dimension, place in zip(found, places, strict=True)
    }
    return published(metric, made, cells)


def published(metric: Metric, made: Mapping[str, Any], cells: Mapping[str, Any]) -> Frame:
    """Return the published table of `series.columns`, with the cells of each dimension."""
    count = len(made["value"])
    first = {"metric": np.full(count, metric.name, dtype=object)}
    first |= {name: made[name] for name in ("period", "period_start", "period_end")}
    wanted = ["value", "numerator", "denominator"]
    wanted += ["volume"] if metric.measure.volume is not None else []
    wanted += ["target"]
    if any(target.low is not None or target.high is not None for target in metric.targets):
        wanted += ["target_low", "target_high"]
    wanted += ["attainment", "obs_status", "note"]
    return Frame({**first, **cells, **{name: made[name] for name in wanted}})


def _cells(dimension: Dimension, member: Whole, whole: str) -> Objects:
    return np.array([*dimension.names, whole], dtype=object)[member]
