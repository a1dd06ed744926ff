"""What each department has submitted, month by month: in, late, revised, not due yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from performance.compute.lateness import due_on
from performance.model import ObsStatus, Record, Stage, Submission
from performance.period import Frequency, Period, between, containing, parse

MONTHS = 13
COLLECTED = (Stage.LIVE, Stage.PILOT)


def submissions(records: Iterable[Record], as_of: date) -> dict[str, tuple[Submission, ...]]:
    """Return what each department submitted for the last 13 months that have ended, newest first.

    A value belongs to the month that its period ends in. It is expected of a metric that is
    collected, from the first period ever reported on. Departments without one are not there.
    """
    months = _months(as_of)
    found: dict[str, dict[Period, list[str]]] = {}
    for record in records:
        if record.metric.stage in COLLECTED and not record.series.empty:
            own = found.setdefault(record.department.slug, {month: [] for month in months})
            for month, words in _states(record, months, as_of):
                own[month] += words
    return {
        slug: tuple(_counted(month, states) for month, states in own.items())
        for slug, own in found.items()
    }


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
    names = ("submitted", "tardy", "revised", "late", "open")
    return Submission(month, **{name: states.count(name) for name in names})
