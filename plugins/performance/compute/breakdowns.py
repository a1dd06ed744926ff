"""A metric by the members of each of its dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from performance.compute.members import Dimension, by_member
from performance.compute.observations import Observations, joined
from performance.compute.series import Series, frame, series
from performance.compute.timeline import Timeline
from performance.compute.years import fiscal_years, years
from performance.model import Breakdown, FiscalYear, Member, Metric


def breakdowns(
    rows: Observations,
    found: Sequence[Dimension],
    line: Timeline,
    *,
    metric: Metric,
    aimed: bool,
    first_month: int,
    as_of: date,
) -> tuple[Breakdown, ...]:
    """Return a breakdown for each dimension that has members with rows.

    Of several dimensions each is shown with the whole of the others. `aimed` is whether the
    metric's targets are those of its members too; the members' fiscal years begin in
    `first_month`.
    """
    made = []
    for index, dimension in enumerate(found):
        parts = [
            (n, r) for n, r in by_member(rows, found, index=index, metric=metric) if len(r.place)
        ]
        if parts:
            # One series is built of all members and cut: many small ones take ten times as long.
            joint = series(joined([r for _, r in parts]), line, metric, aimed=aimed)
            members = _members(parts, joint, first_month=first_month, as_of=as_of)
            made.append(Breakdown(dimension.name, dimension.title, members))
    return tuple(made)


def _members(
    parts: Sequence[tuple[str, Observations]], every: Series, *, first_month: int, as_of: date
) -> tuple[Member, ...]:
    """Return each member with its rows of `every`, the series of all of them one after another."""
    table = frame(every)
    known = every.rows.present & ~every.timeline.future[every.rows.place]
    members, begin = [], 0
    for name, rows in parts:
        end = begin + len(rows.place)
        own = table.at(slice(begin, end))
        last = np.flatnonzero(known[begin:end])
        latest = every.observation(begin + int(last[-1])) if len(last) else None
        codes = every.attainment[begin:end]
        one = Series(every.metric, every.timeline, rows, codes, every.aimed)
        by_year = _years(one, first_month=first_month, as_of=as_of)
        members.append(Member(name, own, latest, by_year))
        begin = end
    return tuple(members)


def _years(member: Series, *, first_month: int, as_of: date) -> tuple[FiscalYear, ...]:
    """Return a member's fiscal years, worked out as those of the whole are."""
    past = member.until_now()
    return fiscal_years(past, years(past, first_month), first_month=first_month, as_of=as_of)
