"""The periods that a metric's rows name, and what is aimed at in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from performance.compute.attainment import bounds
from performance.model import Metric, Target
from performance.period import Frequency, Period, containing, parse, year_

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Objects = NDArray[Any]


class Calendar(Struct, frozen=True):
    """Distinct periods in order of time: every array has a place for each.

    `starts` and `ends` are their first and last days, `places` says where each stands by its first
    day.
    """

    periods: tuple[Period, ...]
    keys: Objects
    starts: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    places: Mapping[date, int]


class Timeline(Struct, frozen=True):
    """The periods of a metric in order of time: every array has a place for each.

    `complete` is whether a period has ended on the as-of date, `future` whether it has not begun.
    `targets` are the targets in force. `goal`, `low` and `high` are their figures for the period
    itself, NaN where there is none or where it is one of a whole year (`yearly`). A value from
    `floor` to `ceiling` meets the target, `near` is the margin around; NaN where nothing is aimed
    at.
    """

    periods: tuple[Period, ...]
    keys: Objects
    starts: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    complete: Flags
    future: Flags
    targets: tuple[Target | None, ...]
    yearly: Flags
    goal: Floats
    low: Floats
    high: Floats
    floor: Floats
    ceiling: Floats
    near: Floats
    places: Mapping[date, int]


def timeline(calendar: Calendar, metric: Metric, as_of: date) -> Timeline:
    """Return the timeline of the periods of a metric as seen from a date."""
    now = np.datetime64(as_of, "D")
    told, force = _told(calendar.periods, metric)
    figures = np.array([_figures(target, metric) for target in told], dtype="float64")
    yearly, goal, low, high, floor, ceiling, near = figures[force].T
    return Timeline(
        periods=calendar.periods,
        keys=calendar.keys,
        starts=calendar.starts,
        ends=calendar.ends,
        complete=calendar.ends <= now,
        future=calendar.starts > now,
        targets=tuple([told[place] for place in force]),
        yearly=yearly == 1,
        goal=goal,
        low=low,
        high=high,
        floor=floor,
        ceiling=ceiling,
        near=near,
        places=calendar.places,
    )


def in_force(periods: Sequence[Period], metric: Metric) -> tuple[Target | None, ...]:
    """Return the target in force in each period, as `Metric.target_for` has it."""
    told, force = _told(periods, metric)
    return tuple([told[place] for place in force])


def _told(periods: Sequence[Period], metric: Metric) -> tuple[tuple[Target | None, ...], list[int]]:
    """Return none and the targets by their start, and of each period which is in force."""
    by_start = {target.start.start: target for target in reversed(metric.targets)}
    starts = sorted(by_start)
    force = [bisect_right(starts, period.start) for period in periods]
    return (None, *(by_start[start] for start in starts)), force


@lru_cache(maxsize=64)  # the metrics of a site share most of their months
def calendar(
    texts: tuple[str, ...], frequency: Frequency, year_start: int
) -> tuple[Calendar, Whole]:
    """Return the periods that cells name, and the place of that of each cell; −1 where it names
    none."""
    named = [period_of(text, frequency, year_start) for text in texts]
    known = {period for period in named if period is not None}
    periods = tuple(sorted(known, key=lambda period: period.start))
    places = {period.start: place for place, period in enumerate(periods)}
    of_cells = [-1 if period is None else places[period.start] for period in named]
    found = Calendar(
        periods,
        np.array([period.key for period in periods], dtype=object),
        np.array([period.start for period in periods], dtype="datetime64[D]"),
        np.array([period.end for period in periods], dtype="datetime64[D]"),
        places,
    )
    at = np.array(of_cells, dtype="int64")
    for shared in (found.keys, found.starts, found.ends, at):
        shared.setflags(write=False)
    return found, at


@lru_cache(maxsize=100_000)
def period_of(text: str, frequency: Frequency, year_start: int) -> Period | None:
    """Return the period that a cell names; none where it names none."""
    try:
        return parse(text, frequency, year_start)
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def periods_of_year(
    year: int, first_month: int, *, frequency: Frequency, year_start: int
) -> tuple[Period, ...]:
    """Return the periods of a fiscal year: those whose last day lies in it.

    `first_month` begins the fiscal year, `year_start` a yearly period.
    """
    whole = year_(year, first_month)
    current = containing(whole.start, frequency, year_start)
    found = []
    while current.end <= whole.end:
        found.append(current)
        current = current.shift(1)
    return tuple(found)


def years_of(ends: NDArray[np.datetime64], first_month: int) -> Whole:
    """Return the fiscal years of periods by their last days, as `period.fiscal_year` has them."""
    months = ends.astype("datetime64[M]").astype("int64")
    # Months are counted from January 1970.
    later = (first_month > 1) & (months % 12 + 1 >= first_month)
    numbers: Whole = 1970 + months // 12 + later
    return numbers


def _figures(target: Target | None, metric: Metric) -> tuple[float, ...]:
    nothing = float("nan")
    found = bounds(target, metric.direction)
    if target is None or found is None:
        return (0, *(nothing,) * 6)
    if target.basis != "period":
        return (1, *(nothing,) * 3, *found, target.near)
    named = (target.value, target.low, target.high)
    return (0, *(nothing if figure is None else figure for figure in named), *found, target.near)
