"""The top movers of a month: which metrics a memo has to speak of, found by rule.

Three rules, each on its own. A metric may be found by several; none is a score of the city.

The newest value counts as news of a month where its period ends in the month, or where it was due
in the month after, when the memo is written: a yearly figure is not told anew every month.

- Trend: `compute.trend` finds a significant one (Mann–Kendall at 5%). The surest come first: the
  smallest p, then the name.
- Attainment: the newest judged period has another attainment than the one before it, on the same
  side of every break. Two steps (met to missed) come before one; of equal steps the fall first.
- Change: the newest change lies far from what is usual for the metric. The score is the modified
  z-score of Iglewicz and Hoaglin, (change − median) ÷ (1.4826 × MAD), the median and the median
  absolute deviation being those of the changes like it in the 24 periods before; the authors take
  3.5 for the bound beyond which a value stands out. Months and quarters are compared with a year
  earlier, so that the season is no news; other frequencies with the period before. At least 8 such
  changes have to be known. The largest scores come first, whatever the way.

- Iglewicz, B. and Hoaglin, D. C. (1993): How to Detect and Handle Outliers. ASQC Basic References
  in Quality Control 16.
- Rousseeuw, P. J. and Croux, C. (1993): Alternatives to the median absolute deviation. Journal of
  the American Statistical Association 88 (for 1.4826, which makes the MAD of a normal distribution
  its standard deviation).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from statistics import median

import numpy as np

from performance.compute.attainment import same
from performance.compute.change import broken_by, difference
from performance.compute.lateness import due_on
from performance.model import Attainment, Metric, Mover, Record, Rule, Stage
from performance.period import Frequency, Period, parse

Base = Callable[[Period], Period | None]
Moves = tuple[Mover | None, Mover | None]

TOP = 5
WINDOW = 24
LEAST = 8
NORMAL = 1.4826
STANDS_OUT = 3.5
STEPS = {Attainment.MISSED.value: 0, Attainment.NEAR.value: 1, Attainment.MET.value: 2}
TRENDS = ("improving", "worsening", "rising", "falling")
SEASONAL = (Frequency.MONTH, Frequency.QUARTER)
FOLLOWED = (Stage.LIVE, Stage.PILOT)


def moves(record: Record) -> Moves:
    """Return how the attainment and the value of a metric differ from those before, if they do."""
    return attained(record), changed(record)


def movers(
    records: Iterable[Record],
    month: Period,
    top: int = TOP,
    known: Callable[[Record], Moves] = moves,
) -> tuple[Mover, ...]:
    """Return the movers of a month by each rule, at most `top` of one, in the order of the rules.

    The records hold no period after the month that is spoken of. Metrics that are proposed, paused
    or retired do not move; nor does one whose newest value is overdue, whose news is that. `known`
    may know the moves of a record from before.
    """
    followed = [r for r in records if r.metric.stage in FOLLOWED and not r.lateness.days]
    new = [known(r) for r in followed if is_news(r, month)]
    return (
        *_trends(followed)[:top],
        *_attainments(found for found, _ in new if found)[:top],
        *_changes(found for _, found in new if found)[:top],
    )


def is_news(record: Record, month: Period) -> bool:
    """Whether the newest value of a metric is news of a month."""
    latest = record.latest
    if latest is None:
        return False
    after, due = month.shift(1), due_on(record.metric, latest.period)
    ends_in_it = month.start <= latest.period.end <= month.end
    return ends_in_it or after.start <= due <= after.end


def attained(record: Record) -> Mover | None:
    """Return how the newest judged period's attainment differs from the one before it; or none."""
    metric = record.metric
    found = record.series.at(~np.isnan(record.series["value"]))
    if len(found) < 2:
        return None
    before, now = found["period"][-2:].tolist()
    then, newest = found["attainment"][-2:].tolist()
    if then == newest or then not in STEPS or newest not in STEPS:
        return None
    first, last = (_period(key, metric) for key in (before, now))
    if broken_by(metric, first, last) is not None:
        return None
    return Mover(metric.name, Rule.ATTAINMENT, first, last, score=STEPS[newest] - STEPS[then])


def changed(record: Record) -> Mover | None:
    """Return the newest change with its distance from the usual one, in robust standard deviations.

    None where no change is known, where fewer than 8 like it are known before it, and where more
    than half of these are the same, which leaves no measure of what is usual.
    """
    metric = record.metric
    found = record.series.at(~np.isnan(record.series["value"]))
    values = {_period(key, metric): value for key, value in found.rows(("period", "value"))}
    if not values:
        return None
    now = max(values, key=lambda period: period.start)
    base = _base(metric)
    if base is None:
        return None
    known = _differences(values, metric, now, base=base)
    before = [size for period, size in known.items() if period != now]
    if now not in known or len(before) < LEAST:
        return None
    return _scored(metric, now, base(now), known[now], before=before)


def _trends(records: Iterable[Record]) -> list[Mover]:
    significant = [r for r in records if r.trend.verdict in TRENDS]
    significant.sort(key=lambda r: (1 if r.trend.p is None else r.trend.p, r.metric.name))
    return [Mover(r.metric.name, Rule.TREND) for r in significant]


def _attainments(found: Iterable[Mover]) -> list[Mover]:
    return sorted(found, key=lambda m: (-abs(m.score), m.score, m.metric))


def _changes(found: Iterable[Mover]) -> list[Mover]:
    outside = [mover for mover in found if abs(mover.score) >= STANDS_OUT]
    return sorted(outside, key=lambda m: (-abs(m.score), m.metric))


def _year_earlier(period: Period) -> Period | None:
    return period.year_earlier()


def _before(period: Period) -> Period | None:
    return period.shift(-1)


def _base(metric: Metric) -> Base | None:
    """Return what a period is compared with; none where no period is like another."""
    if metric.frequency in SEASONAL:
        return _year_earlier
    # What is counted from the start of a year falls at its end.
    if metric.measure.cumulative is None or metric.frequency is Frequency.YEAR:
        return _before
    return None


def _differences(
    values: Mapping[Period, float], metric: Metric, now: Period, *, base: Base
) -> dict[Period, float]:
    """Return the changes of the newest period and of the 24 before it, where both are known."""
    found: dict[Period, float] = {}
    period = now
    for _ in range(WINDOW + 1):
        earlier = base(period)
        both = earlier is not None and earlier in values and period in values
        if both and earlier is not None and broken_by(metric, earlier, period) is None:
            found[period] = difference(values[period], values[earlier])
        period = period.shift(-1)
    return found


def _scored(
    metric: Metric, now: Period, base: Period | None, size: float, *, before: list[float]
) -> Mover | None:
    usual = median(before)
    spread = NORMAL * median(abs(each - usual) for each in before)
    if same(spread, 0):
        return None
    return Mover(
        metric.name,
        Rule.CHANGE,
        base,
        now,
        difference=size,
        usual=usual,
        spread=spread,
        count=len(before),
        score=(size - usual) / spread,
    )


def _period(key: str, metric: Metric) -> Period:
    return parse(key, metric.frequency, metric.year_start)
