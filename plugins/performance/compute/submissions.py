"""What each department has submitted, month by month: in, late, revised, not due yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from performance.compute.lateness import due_on
from performance.model import ObsStatus, Recall, Record, Stage, Submission, anew
from performance.period import Frequency, Period, between, containing, parse

MONTHS = 13
COUNTS = ("submitted", "tardy", "revised", "late", "open")
COLLECTED = (Stage.LIVE, Stage.PILOT)


def submissions(
    records: Iterable[Record], as_of: date, recall: Recall = anew
) -> dict[str, tuple[Submission, ...]]:
    """Return what each department submitted for the last 13 months that have ended, newest first.

    A value belongs to the month that its period ends in. It is expected of a metric that is
    collected, from the first period ever reported on. Departments without one are not there.
    `recall` may know from before what was submitted of a package.
    """
    found: dict[str, tuple[Submission, ...]] = {}
    for (_, slug), group in groupby(records, lambda r: (r.package.name, r.department.slug)):
        own = tuple(group)
        made = recall(own[0].package, ("submissions", slug), partial(_of_package, own, as_of))
        if made:
            before = found.get(slug)
            found[slug] = tuple(map(_added, before, made)) if before else made
    return found


def _of_package(records: Sequence[Record], as_of: date) -> tuple[Submission, ...]:
    months = _months(as_of)
    told: dict[Period, list[str]] = {month: [] for month in months}
    collected = [r for r in records if r.metric.stage in COLLECTED and len(r.series)]
    for record in collected:
        for month, words in _states(record, months, as_of):
            told[month] += words
    return tuple(_counted(*each) for each in told.items()) if collected else ()


def _months(as_of: date) -> tuple[Period, ...]:
    current = containing(as_of, Frequency.MONTH)
    last = current if current.end <= as_of else current.shift(-1)
    return tuple(last.shift(-back) for back in range(MONTHS))


def _states(
    record: Record, months: Sequence[Period], as_of: date
) -> Iterator[tuple[Period, list[str]]]:
    """Yield what there is to count of each period that ends in one of the months."""
    metric, series = record.metric, record.series
    keys = series["period"].tolist()
    statuses = dict(zip(keys, series["obs_status"].tolist(), strict=True))
    changed = {revision.period.key for revision in record.revisions}
    released = {p.key: arrival.date for arrival in record.arrivals for p in arrival.periods}
    first = parse(keys[0], metric.frequency, metric.year_start)
    begin = containing(months[-1].start, metric.frequency, metric.year_start)
    start = max(first, begin, key=lambda period: period.start)
    last = containing(months[0].end, metric.frequency, metric.year_start)
    by_end = {(month.end.year, month.end.month): month for month in months}
    for period in between(start, last):
        month = by_end.get((period.end.year, period.end.month))
        if month is not None:
            due = due_on(metric, period)
            yield month, _state(period.key, statuses, changed, due=due, on=as_of, came=released)


def _state(
    key: str,
    statuses: Mapping[str, str],
    changed: set[str],
    *,
    due: date,
    on: date,
    came: Mapping[str, date],
) -> list[str]:
    if key not in statuses:
        return ["late" if due < on else "open"]
    found = ["submitted"]
    if key in came and came[key] > due:
        found.append("tardy")
    if key in changed or statuses[key] == ObsStatus.REVISED.value:
        found.append("revised")
    return found


def _counted(month: Period, states: Sequence[str]) -> Submission:
    return Submission(month, **{name: states.count(name) for name in COUNTS})


def _added(one: Submission, other: Submission) -> Submission:
    sums = {name: getattr(one, name) + getattr(other, name) for name in COUNTS}
    return Submission(one.month, **sums)
