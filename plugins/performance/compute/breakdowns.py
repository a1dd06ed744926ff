"""A metric by the members of each of its dimensions."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from performance.compute.members import Dimension, by_member
from performance.compute.observations import Observations, joined
from performance.compute.series import frame, series
from performance.compute.timeline import Timeline
from performance.model import Breakdown, Member, Metric


def breakdowns(
    rows: Observations,
    found: Sequence[Dimension],
    line: Timeline,
    *,
    metric: Metric,
    aimed: bool,
) -> tuple[Breakdown, ...]:
    """Return a breakdown for each dimension that has members with rows.

    Of several dimensions each is shown with the whole of the others. `aimed` is whether the
    metric's targets are those of its members too.
    """
    made = []
    for index, dimension in enumerate(found):
        parts = [
            (n, r) for n, r in by_member(rows, found, index=index, metric=metric) if len(r.place)
        ]
        members = _members(parts, line, metric, aimed=aimed)
        if members:
            made.append(Breakdown(dimension.name, dimension.title, members))
    return tuple(made)


def _members(
    parts: Sequence[tuple[str, Observations]], line: Timeline, metric: Metric, *, aimed: bool
) -> tuple[Member, ...]:
    # One table is built for all members and cut: building many small ones takes ten times as long.
    every = series(joined([rows for _, rows in parts]), line, metric, aimed=aimed)
    table = frame(every)
    known = every.rows.present & ~line.future[every.rows.place]
    members, begin = [], 0
    for name, rows in parts:
        end = begin + len(rows.place)
        own = table.iloc[begin:end]
        own.index = pd.RangeIndex(end - begin)
        last = np.flatnonzero(known[begin:end])
        latest = every.observation(begin + int(last[-1])) if len(last) else None
        members.append(Member(name, own, latest))
        begin = end
    return tuple(members)
