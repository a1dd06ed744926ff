"""The members of a metric's dimensions in one year."""

from __future__ import annotations

from math import isfinite

import numpy as np

from performance.compute.total import total
from performance.model import Aggregation, Frame, Member, MemberFigure, Metric, ObsStatus, Record
from performance.period import Period


def members(record: Record, year: Period) -> tuple[MemberFigure, ...]:
    """Return every member of every dimension in a year; nothing of one without a row in it."""
    return tuple(
        _figure(breakdown.dimension, member, rows, record.metric)
        for breakdown in record.breakdowns
        for member in breakdown.members
        for rows in [_rows(member, year)]
        if len(rows)
    )


def _rows(member: Member, year: Period) -> Frame:
    """Return the rows of a year that apply."""
    ends = member.series["period_end"]
    within = (ends >= np.datetime64(year.start)) & (ends <= np.datetime64(year.end))
    applies = member.series["obs_status"] != ObsStatus.NOT_APPLICABLE.value
    return member.series.at(within & applies)


def _figure(dimension: str, member: Member, rows: Frame, metric: Metric) -> MemberFigure:
    present = rows.at(~np.isnan(rows["value"]))
    value = _value(rows, present, metric)
    withheld = bool((rows["obs_status"] == ObsStatus.SUPPRESSED.value).any())
    if value is not None or not len(present):
        return MemberFigure(dimension, member.name, value, suppressed=withheld)
    if metric.measure.aggregation is Aggregation.SUM:
        # A sum that lacks a period is not told, nor are its parts told as if they were it.
        return MemberFigure(dimension, member.name, None, suppressed=withheld)
    low, high = float(present["value"].min()), float(present["value"].max())
    return MemberFigure(dimension, member.name, None, low, high, suppressed=withheld)


def _value(rows: Frame, present: Frame, metric: Metric) -> float | None:
    """Return the year's value of a member, as the rules for the whole give it; none without one."""
    if not len(present):
        return None
    values = present["value"]
    if len(rows) == 1:
        return float(values[0])
    match metric.measure.aggregation:
        case Aggregation.RATIO:
            under = total(present["denominator"])
            over = total(present["numerator"])
            whole = metric.measure.scale * over / under if under else float("nan")
            return whole if isfinite(whole) else None
        case Aggregation.SUM:
            return total(values) if len(present) == len(rows) else None
        case Aggregation.LAST:
            last = rows["value"][-1]
            return float(last) if last == last else None
        case Aggregation.MEAN if metric.measure.weight is None:
            return total(values) / len(values)
        case Aggregation.MAX:
            return float(values.max())
        case Aggregation.MIN:
            return float(values.min())
        case _:
            return None
