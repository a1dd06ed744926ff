"""What is aimed at over several periods of a year."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from performance.compute.attainment import bounds
from performance.compute.timeline import in_force
from performance.compute.total import total
from performance.model import Aggregation, Metric, Target
from performance.period import Period


def year_goal(metric: Metric, periods: Sequence[Period], end: Period) -> Target | None:
    """Return the target of a year; none where nothing is aimed at.

    `periods` are those of the year in which the metric applies, `end` the year's last. A target of
    the whole year is itself. Targets of the periods of a sum add up, margins too, where every
    period has one. Of everything else it is the target in force at the year's end.
    """
    target = aimed_at(metric, end)
    if target is None or target.basis != "period":
        return target
    if metric.measure.aggregation is Aggregation.SUM:
        return summed(metric, periods)
    return target


def aimed_at(metric: Metric, period: Period) -> Target | None:
    """Return the target in force in a period, none where it aims at nothing."""
    target = metric.target_for(period)
    return target if bounds(target, metric.direction) is not None else None


def summed(metric: Metric, periods: Sequence[Period]) -> Target | None:
    """Return the targets of several periods added up; none where one has none of its own."""
    found = [target for target in in_force(periods, metric) if target is not None]
    if not found or len(found) < len(periods):
        return None
    if any(t.basis != "period" or bounds(t, metric.direction) is None for t in found):
        return None
    return Target(
        start=periods[0],
        near=total(target.near for target in found),
        value=_sum([target.value for target in found]),
        low=_sum([target.low for target in found]),
        high=_sum([target.high for target in found]),
        basis="fiscal-year",
    )


def in_proportion(target: Target, part: float) -> Target:
    """Return a year's target for a part of the year (0 to 1), its margin in the same proportion."""
    return replace(
        target,
        near=target.near * part,
        value=None if target.value is None else target.value * part,
        low=None if target.low is None else target.low * part,
        high=None if target.high is None else target.high * part,
    )


def _sum(figures: Sequence[float | None]) -> float | None:
    given = [figure for figure in figures if figure is not None]
    return total(given) if len(given) == len(figures) else None
