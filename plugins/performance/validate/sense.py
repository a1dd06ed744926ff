"""Sense checks: what is possible but usually a slip. The row's note answers a question.

Thresholds are chosen so that a city's ordinary data raises no question; each says why.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import numpy as np
from msgspec.structs import replace

from performance.model import Aggregation, Mask, Metric, ObsStatus
from performance.period import Period
from performance.problem import Problem
from performance.validate import jumps
from performance.validate.jumps import NOTE, ORDINARY
from performance.validate.listing import MOST, limited, listed
from performance.validate.observed import Observed, begins, finite

MOST_MISSING = 1000  # A year mistyped by centuries is one slip, not a million.


def problems(
    metric: Metric,
    seen: Observed,
    file: str,
    *,
    as_of: date | None,
    doubtful: Collection[int] = (),
) -> Iterator[Problem]:
    """Yield the questions about a metric's rows that no note answers, and its gaps.

    `seen` are the metric's observations; of repeated ones the first counts. Without an as-of date
    no period is in the future. `doubtful` are rows whose period or member is itself at fault: what
    they would fill when mended is no gap.
    """
    ordered = _ordered(seen)
    sure = ordered.at(~np.isin(ordered.rows, list(doubtful))) if doubtful else ordered
    yield from _gaps(metric, sure, file, as_of=as_of or date.max, doubtful=_periods(seen, doubtful))
    yield from _share(metric, ordered, file)
    yield from jumps.problems(metric, ordered, file, decimals=metric.unit.decimals)
    whole = metric.measure.denominator
    if whole is not None:
        # A slip in both parts of a ratio leaves the ratio as it was, and spoils the year's.
        of_whole = replace(ordered, value=ordered.columns[whole])
        yield from jumps.problems(metric, of_whole, file, decimals=0, column=whole)
    yield from _zeros(metric, ordered, file)
    if as_of is not None:
        yield from _future(metric, ordered, file, as_of=as_of)


def _ordered(seen: Observed) -> Observed:
    """Return the observations by member and time, each period once."""
    if not len(seen.rows):
        return seen
    names = seen.member.distinct
    rank = np.empty(len(names), dtype=np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    first = int(seen.order.min())
    place = rank[seen.member.codes] * (int(seen.order.max()) - first + 1) + (seen.order - first)
    after = place[1:] > place[:-1]
    if after.all():
        return seen
    by_time = np.argsort(place, kind="stable")
    place = place[by_time]
    again = np.zeros(len(place), dtype=bool)
    again[1:] = place[1:] == place[:-1]
    return seen.at(by_time[~again])


def _periods(seen: Observed, rows: Collection[int]) -> dict[int, Period | None]:
    """Return the period that each of some rows names; none where it names none that is one."""
    places = {row: place for place, row in enumerate(seen.rows.tolist())} if rows else {}
    return {row: seen.period(places[row]) if row in places else None for row in sorted(rows)}


def _gaps(
    metric: Metric,
    ordered: Observed,
    file: str,
    *,
    as_of: date,
    doubtful: Mapping[int, Period | None],
) -> Iterator[Problem]:
    """Yield each period without a row, from a member's first to the metric's last.

    A period that has not begun is a question of its own and does not make gaps before it. A
    doubtful row fills the gap between whose rows it stands, and one of its own period.
    """
    has_begun = ordered.starts <= np.datetime64(as_of)
    begun = ordered if has_begun.all() else ordered.at(has_begun)
    if not len(begun.rows):
        return
    # How many periods lie after each row, up to the member's next row or the metric's last period.
    ends = np.append(begins(begun)[1:], True)
    until = np.where(ends, begun.order.max(), np.append(begun.order[1:], 0) - 1)
    until[ends & begun.obs_status.where(lambda status: status == ObsStatus.NOT_APPLICABLE)] = 0
    missing = np.minimum(until - begun.order, MOST_MISSING)
    found: list[Problem] = []
    count = 0
    for place in np.flatnonzero(missing > 0).tolist():
        row, below = int(begun.rows[place]), sys.maxsize
        if not ends[place]:
            below = int(begun.rows[place + 1])
        if any(row < each < below for each in doubtful):
            continue
        if len(found) >= MOST and not doubtful:
            count += int(missing[place])
            continue
        member = begun.member.distinct[begun.member.codes[place]]
        for period in _after(begun.period(place), int(missing[place])):
            if period not in doubtful.values():
                count += 1
                if len(found) < MOST:
                    found.append(_gap(metric, period, member, file=file, row=row))
    yield from limited(found, count)


def _after(before: Period, count: int) -> Iterator[Period]:
    """Yield as many periods after one as are asked for."""
    for _ in range(count):
        before = before.shift(1)
        yield before


def _gap(metric: Metric, period: Period, member: str, *, file: str, row: int) -> Problem:
    of = f" for {member}" if member else ""
    return Problem(
        "period-gap",
        file,
        f"there is no row{of} for this period, needed by the metric {metric.name}",
        "Add a row: with its value, or with the status missing and a note why.",
        row,
        metric.period_field,
        period.key,
    )


def _share(metric: Metric, seen: Observed, file: str) -> Iterator[Problem]:
    """Ask about shares above the whole or below nothing.

    A ratio with scale 100 is a share. A bare value in percent is one too, unless it is year to
    date or often negative: then it is a change.
    """
    measure = metric.measure
    if measure.aggregation is Aggregation.RATIO:
        if measure.scale == 100:
            part, whole = str(measure.numerator), str(measure.denominator)
            above = seen.columns[part] > seen.columns[whole]
            message = f"{part} is larger than {whole}, which makes more than 100%"
            code = "numerator-over-denominator"
            yield from _ask(seen, above, code, file=file, column=part, message=message)
            below = seen.columns[part] < 0
            message = "a share cannot be less than 0"
            yield from _ask(seen, below, "percent-range", file=file, column=part, message=message)
        return
    below = seen.value < 0
    often = below.sum() > ORDINARY * np.isfinite(seen.value).sum()
    if metric.unit.is_percent and not measure.cumulative and not often:
        outside = below | (seen.value > 100)
        message = "a share in percent lies between 0 and 100"
        column = str(measure.value)
        yield from _ask(seen, outside, "percent-range", file=file, column=column, message=message)


def _zeros(metric: Metric, ordered: Observed, file: str) -> Iterator[Problem]:
    """Ask about zeros after a value that is not, where zeros are rare: not more than 10%.

    The newest row counts too: that is where a 0 is typed for a value that is not there yet.
    """
    valued = finite(ordered)
    zero = valued.value == 0
    if not zero.any() or zero.sum() > ORDINARY * len(zero):
        return
    place = np.arange(len(zero))
    begin = np.maximum.accumulate(np.where(begins(valued), place, 0))
    nonzero = np.maximum.accumulate(np.where(zero, -1, place))
    yield from _ask(
        valued,
        zero & (nonzero >= begin),
        "zero",
        file=file,
        column=metric.measure.value or str(metric.measure.numerator),
        message="the value is exactly 0 among values that are not; was nothing measured?",
    )


def _future(metric: Metric, seen: Observed, file: str, *, as_of: date) -> Iterator[Problem]:
    later = np.flatnonzero((seen.starts > np.datetime64(as_of)) & ~seen.noted)
    later = later[np.argsort(seen.rows[later])]
    found: list[tuple[int, str | None]] = [
        (int(seen.rows[place]), seen.period(place).key) for place in later.tolist()
    ]
    yield from listed(
        found,
        "period-future",
        file,
        column=metric.period_field,
        message=f"this period begins after {as_of.isoformat()}, the date the site speaks from",
        remedy=f"Correct the period. {NOTE}",
    )


def _ask(
    seen: Observed, asked: Mask, code: str, *, file: str, column: str, message: str
) -> Iterator[Problem]:
    """Yield a question for each row asked about that has no note."""
    places = np.flatnonzero(asked & ~seen.noted)
    if not len(places):
        return
    places = places[np.argsort(seen.rows[places])]
    texts = seen.cells[column].at(places).text().tolist()
    rows = list(zip(seen.rows[places].tolist(), texts, strict=True))
    yield from listed(rows, code, file, column=column, message=message, remedy=NOTE)
