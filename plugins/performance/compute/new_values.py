"""The newest periods of a metric as they were first reported, with the day of that release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from performance.compute.attainment import judge
from performance.compute.change import between
from performance.compute.timeline import period_of
from performance.model import (
    Arrival,
    Attainment,
    Change,
    Frame,
    Metric,
    NewValue,
    Observation,
    ObsStatus,
    Record,
    ValueRevision,
    Vintage,
)
from performance.period import Period
from performance.settings import Settings

# How many periods of each metric are told.
MOST = 12
JUDGED = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)

# A period's key and the members; of the whole the period's key alone.
Key = tuple[str, ...]


class _State(Struct, frozen=True):
    """A metric's published table on the day of a release: `rows` are the places of its rows.

    They are those of the whole, and those of the members only where there is no whole.
    """

    date: date
    metric: Metric
    columns: Mapping[str, Sequence[Any]]
    rows: Mapping[Key, int]

    def period(self, key: Key) -> Period | None:
        """Return the period of a key; none where it cannot be read."""
        return period_of(key[0], self.metric.frequency, self.metric.year_start)

    def observation(self, key: Key) -> Observation | None:
        """Return what the release said of a key; none where it said nothing."""
        period, row = self.period(key), self.rows.get(key)
        if period is None or row is None:
            return None
        at = {name: column[row] for name, column in self.columns.items()}
        aims = (at[name] for name in ("target", "target_low", "target_high") if name in at)
        is_aimed = any(aim == aim for aim in aims)
        return Observation(
            period=period,
            value=_figure(at["value"]),
            numerator=_figure(at["numerator"]),
            denominator=_figure(at["denominator"]),
            volume=None,
            target=self.metric.target_for(period) if is_aimed else None,
            attainment=Attainment(at["attainment"]),
            obs_status=ObsStatus(at["obs_status"]),
            note=str(at["note"]),
        )


class _Past:
    """The states of a metric: now, and in the releases that are kept; each is read once."""

    def __init__(self, record: Record, settings: Settings) -> None:
        self.record = record
        self.today = settings.today
        self.now = _state(record.metric, record.tidy, settings.today)
        self._read: dict[int, _State] = {}
        # Where rows were withdrawn and came again, the last time counts.
        self._arrived = {p.key: a for a in record.arrivals[::-1] for p in a.periods}

    def first(self, key: Key) -> tuple[date | None, _State | None]:
        """Return when a key was first reported and the table then; none where that is unknown."""
        arrival = self._arrived.get(key[0])
        if arrival is not None:
            return self._of(arrival)
        vintages = self.record.vintages
        for place, vintage in enumerate(vintages):
            state = self._state(vintage)
            if key in state.rows and _comparable(state.metric, self.now.metric):
                known = _known_since(self.record)
                # A table may have been published before the first one that is known exactly.
                if place == 0 and known is not None and known < state.date:
                    return known, None
                return state.date, state
        if vintages:
            return _day_of_newest(self.record), self.now
        return _known_since(self.record), None

    def _of(self, arrival: Arrival) -> tuple[date | None, _State | None]:
        told = (arrival.date, arrival.version)
        for vintage in self.record.vintages:
            if (vintage.date, vintage.version) == told:
                return arrival.date, self._state(vintage)
        history = self.record.package.history
        if history is None or (history.newest.date, history.newest.version) != told:
            return arrival.date, None
        return _day_of_newest(self.record), self.now

    def _state(self, vintage: Vintage) -> _State:
        place = id(vintage)
        if place not in self._read:
            self._read[place] = _state(vintage.metric, vintage.tidy, vintage.date)
        return self._read[place]


def new_values(record: Record, settings: Settings) -> tuple[NewValue, ...]:
    """Return the newest periods of a metric as they were first reported, the newest first.

    A value that was changed since is the one before the change, unless it was withheld or
    withdrawn: then it is not repeated. Periods that have not begun are no news.
    """
    past = _Past(record, settings)
    return tuple(_new_value(key, past) for key in _newest(past.now, settings.today))


def _newest(now: _State, today: date) -> Iterator[Key]:
    """Yield the keys of as many newest periods as are told, all members of each."""
    counted: dict[str, None] = {}
    told = 0
    for key in tuple(now.rows)[::-1]:
        period = now.period(key)
        if period is None or period.start > today:
            continue
        if key[0] not in counted and (len(counted) == MOST or told >= MOST):
            return
        counted[key[0]] = None
        told += 1
        yield key


def _new_value(key: Key, past: _Past) -> NewValue:
    present = past.now.observation(key)
    assert present is not None
    on, state = past.first(key)
    if present.value is None or state is None:
        state = past.now
    found = present if state is past.now else state.observation(key) or present
    if on is not None and state is past.now and present.value is not None:
        found = _undone(found, _revisions(past.record, key, on), past.record.metric)
    return NewValue(
        date=_settled(on, found.period, past),
        metric=state.metric,
        observation=found,
        change=_change(key, found, state, min(state.date, past.today)),
        members=key[1:],
    )


def _change(key: Key, current: Observation, state: _State, seen_from: date) -> Change | None:
    """Return the change on a year before, only of a whole period, as everywhere on the site."""
    base = current.period.year_earlier()
    if base is None or current.period.end > seen_from:
        return None
    before = state.observation((base.key, *key[1:]))
    return None if before is None else between(current, before, state.metric)


def _settled(on: date | None, period: Period, past: _Past) -> date:
    """Return the day, or the earliest that it can have been where nothing tells it."""
    if on is not None:
        return on
    history = past.record.package.history
    before = history.past[-1].date if history is not None and history.past else date.min
    return max(before, min(period.end, past.today))


def _known_since(record: Record) -> date | None:
    """Return the day of the first release that is known to have told of the metric."""
    history, defined = record.package.history, record.metric
    for release in history.past if history is not None else ():
        metrics = release.package.metrics if release.package is not None else ()
        if any(m.name == defined.name and _comparable(m, defined) for m in metrics):
            return release.date
    return _day_of_newest(record)


def _day_of_newest(record: Record) -> date | None:
    history = record.package.history
    if history is not None and history.newest.is_dated:
        return history.newest.date
    return record.package.created_on if history is None else None


def _revisions(record: Record, key: Key, on: date) -> list[ValueRevision]:
    """Return what was changed of a key since a day, the oldest first."""
    metric = record.metric
    members = key[1:] or (metric.whole,) * len(metric.dimensions)
    return [
        revision
        for revision in reversed(record.revisions)
        if revision.date > on and revision.period.key == key[0] and revision.members == members
    ]


def _undone(
    observation: Observation, revisions: Sequence[ValueRevision], metric: Metric
) -> Observation:
    """Return an observation as it was before revisions."""
    if not revisions:
        return observation
    old, status = revisions[0].old, revisions[0].old_status
    if old is None:
        return replace(observation, value=None, obs_status=status, attainment=Attainment.NO_DATA)
    attainment = observation.attainment
    if attainment in JUDGED:
        attainment = judge(old, observation.target, metric.direction)
    return replace(observation, value=old, obs_status=status, attainment=attainment, note="")


def _state(metric: Metric, tidy: Frame, on: date) -> _State:
    dimensions = metric.dimensions
    table, is_whole = tidy, False
    if dimensions:
        whole = np.logical_and.reduce([tidy[name] == metric.whole for name in dimensions])
        is_whole = bool(whole.any())
        table = tidy.at(whole) if is_whole else tidy
    told = () if is_whole else dimensions
    keys = table.rows(("period", *told))
    wanted = ["value", "numerator", "denominator", "attainment", "obs_status", "note"]
    wanted += [n for n in ("target", "target_low", "target_high") if n in table]
    columns = {name: table[name].tolist() for name in wanted}
    return _State(on, metric, columns, {key: place for place, key in enumerate(keys)})


def _comparable(before: Metric, after: Metric) -> bool:
    return (before.frequency, before.year_start) == (after.frequency, after.year_start)


def _figure(value: float) -> float | None:
    # NaN stands for no figure, and is not equal to itself.
    return value if value == value else None
