"""Sense checks: what is possible but usually a slip. The row's note answers a question.

Thresholds are chosen so that a city's ordinary data raises no question; each says why.
"""

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from performance.model import Aggregation, Metric, ObsStatus
from performance.period import Period
from performance.problem import Problem
from performance.validate.listing import limited, listed
from performance.validate.observed import Mask, Observed

WINDOW = 12  # Earlier values that a value is compared with: a year of months.
FEWEST = 4  # Fewer earlier values have no usual size.
TIMES = 10  # A slip of the decimal point.
# Below 20 of the smallest steps shown (20 requests, 2.0 minutes) tenfold changes are chance.
STEPS = 20
# Where more than this share of values is 0 (or negative) it is an ordinary value of the metric.
ORDINARY = 0.1
LARGEST_PART = 1e6  # A smaller part is not worth its number in words.
MOST_MISSING = 1000  # A year mistyped by centuries is one slip, not a million.
NOTE = "If it is right, say so in the row's note."


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
    sure = ordered.at(~np.isin(ordered.rows, list(doubtful)))
    yield from _gaps(metric, sure, file, as_of=as_of or date.max, doubtful=_periods(seen, doubtful))
    yield from _share(metric, ordered, file)
    yield from _jumps(metric, ordered, file, decimals=metric.unit.decimals)
    whole = metric.measure.denominator
    if whole is not None:
        # A slip in both parts of a ratio leaves the ratio as it was, and spoils the year's.
        of_whole = replace(ordered, value=ordered.columns[whole])
        yield from _jumps(metric, of_whole, file, decimals=0, column=whole)
    yield from _zeros(metric, ordered, file)
    if as_of is not None:
        yield from _future(metric, ordered, file, as_of=as_of)


def _ordered(seen: Observed) -> Observed:
    """Return the observations by member and time, each period once."""
    ordered = seen.at(np.lexsort((seen.rows, seen.starts, seen.member.astype(str))))
    again = ~_begins(ordered) & (np.diff(ordered.starts, prepend=np.datetime64("NaT")) == 0)
    return ordered.at(~again)


def _begins(ordered: Observed) -> Mask:
    """Return where each member's rows begin."""
    begins = np.ones(len(ordered.member), dtype=bool)
    begins[1:] = ordered.member[1:] != ordered.member[:-1]
    return begins


def _periods(seen: Observed, rows: Collection[int]) -> dict[int, Period | None]:
    """Return the period that each of some rows names; none where it names none that is one."""
    named = dict(zip(seen.rows.tolist(), seen.periods, strict=True))
    return {row: named.get(row) for row in sorted(rows)}


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
    begun = ordered.at(ordered.starts <= np.datetime64(as_of))
    if not len(begun.rows):
        return
    last = max(begun.periods)
    edges = [*np.flatnonzero(_begins(begun)), len(begun.rows)]
    found: list[Problem] = []
    for first, end in pairwise(edges):
        rows, periods = begun.rows[first:end].tolist(), begun.periods[first:end]
        member = begun.member[first]
        spans = [
            (row, until, before, after.shift(-1))
            for (row, until), (before, after) in zip(pairwise(rows), pairwise(periods), strict=True)
        ]
        if begun.obs_status[end - 1] != ObsStatus.NOT_APPLICABLE:
            spans.append((rows[-1], sys.maxsize, periods[-1], last))
        for row, until, before, after in spans:
            if any(row < each < until for each in doubtful):
                continue
            for missing in _after(before, after):
                if missing not in doubtful.values():
                    found.append(_gap(metric, missing, member, file=file, row=row))
    yield from limited(found)


def _after(before: Period, until: Period) -> Iterator[Period]:
    """Yield the periods after one up to another; rarely any, and at most 1,000."""
    for _ in range(MOST_MISSING):
        if before.start >= until.start:
            return
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


def _jumps(
    metric: Metric, ordered: Observed, file: str, *, decimals: int, column: str = ""
) -> Iterator[Problem]:
    """Ask about a value ten times, or a tenth of, the median of up to 12 values before it.

    `column` is the one that the values stand in, where they are not the metric's own.
    Zeros are asked about elsewhere. Values before a declared break do not count. A value near one
    that jumped follows it: that jump has been asked about, or answered. Values often on both sides
    of 0 are changes, which have no usual size.
    """
    valued = ordered.at(np.isfinite(ordered.value))
    if _crosses_zero(valued.value):
        return
    size = np.abs(valued.value)
    breaks = np.array(sorted(b.period.start for b in metric.breaks), dtype="datetime64[D]")
    era = np.searchsorted(breaks, valued.starts, side="right")
    begins = _begins(valued) | (np.diff(era, prepend=0) != 0)
    usual, before = _usual(size, begins)
    large = np.fmax(size, usual) >= STEPS * 10.0**-decimals
    far = _apart(size, usual) & large
    follows = np.roll(far, 1) & ~begins & ~_apart(size, before)
    measure = metric.measure
    named = (measure.value, measure.numerator, measure.denominator)
    places = np.flatnonzero(far & ~follows & (valued.note == ""))
    yield from limited(
        [
            Problem(
                "value-jump",
                file,
                f"the value is {_times(size[place], usual[place])} the usual {usual[place]:.6g} "
                f"(the median of the values before it) of the metric {metric.name}",
                f"Look for a slip of the decimal point or the unit. {NOTE}",
                int(valued.rows[place]),
                column or " / ".join(filter(None, named)),
                f"{valued.value[place]:.12g}",
            )
            for place in sorted(places, key=lambda place: valued.rows[place])
        ]
    )


def _times(size: float, usual: float) -> str:
    """Return how many times a value is its usual size, in words."""
    with np.errstate(over="ignore"):
        if size >= usual:
            return f"{size / usual:.0f} times"
        parts = usual / size
    return f"one {parts:.0f}th of" if parts < LARGEST_PART else "a tiny part of"


def _crosses_zero(value: NDArray[np.float64]) -> bool:
    below, above = int((value < 0).sum()), int((value > 0).sum())
    return min(below, above) > ORDINARY * len(value)


def _usual(
    size: NDArray[np.float64], begins: Mask
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the median of up to 12 sizes before each, and the one just before.

    Both look no further back than where a stretch begins, and are NaN where there is too little.
    """
    count = len(size)
    if count == 0:
        return size, size
    padded = np.concatenate([np.full(WINDOW, np.nan), size])
    earlier = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[:count].copy()
    place = np.arange(count)
    known = np.minimum(place - np.maximum.accumulate(np.where(begins, place, 0)), WINDOW)
    before = np.where(known > 0, earlier[:, -1], np.nan)
    earlier[np.arange(WINDOW) < WINDOW - known[:, None]] = np.nan
    earlier.sort(axis=1)  # NaN sorts last.
    lower = np.take_along_axis(earlier, np.maximum(known - 1, 0)[:, None] // 2, axis=1)
    upper = np.take_along_axis(earlier, (known // 2).clip(0, WINDOW - 1)[:, None], axis=1)
    median = (lower / 2 + upper / 2)[:, 0]  # Halved first: a sum could be too large.
    return np.where(known >= FEWEST, median, np.nan), before


def _apart(size: NDArray[np.float64], other: NDArray[np.float64]) -> Mask:
    with np.errstate(over="ignore"):
        apart = (size >= TIMES * other) | (size * TIMES <= other)
    found: Mask = (size > 0) & (other > 0) & apart
    return found


def _zeros(metric: Metric, ordered: Observed, file: str) -> Iterator[Problem]:
    """Ask about zeros after a value that is not, where zeros are rare: not more than 10%.

    The newest row counts too: that is where a 0 is typed for a value that is not there yet.
    """
    valued = ordered.at(np.isfinite(ordered.value))
    zero = valued.value == 0
    if not zero.any() or zero.sum() > ORDINARY * len(zero):
        return
    place = np.arange(len(zero))
    begin = np.maximum.accumulate(np.where(_begins(valued), place, 0))
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
    later = seen.at((seen.starts > np.datetime64(as_of)) & (seen.note == ""))
    found = sorted(zip(later.rows.tolist(), later.periods, strict=True))
    yield from listed(
        [(row, period.key) for row, period in found],
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
    rows = seen.at(asked & (seen.note == ""))
    found = sorted(zip(rows.rows.tolist(), rows.cells[column], strict=True))
    yield from listed(found, code, file, column=column, message=message, remedy=NOTE)
