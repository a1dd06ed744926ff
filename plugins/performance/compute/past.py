"""What releases changed in the published values of a metric, and the series as of each.

Values are worked out anew from the rows of each release, by the definition of that day: what is
compared is what readers saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import isclose
from typing import Any

import numpy as np
from msgspec import Struct

from performance.compute.reading import reading
from performance.compute.revisions import Step, redefined, revisions, steps
from performance.model import (
    SERIES,
    Arrival,
    Frame,
    Metric,
    ObsStatus,
    Package,
    Record,
    Release,
    Revision,
    RevisionClass,
    ValueRevision,
    Vintage,
)
from performance.period import Period, parse
from performance.settings import Settings

# The strongest first: of several reasons the gravest names the class.
GRAVEST = (RevisionClass.METHODOLOGY, RevisionClass.CORRECTION, RevisionClass.ROUTINE)
MOST_REASONS = 3
# Columns of the published table, which no dimension may be called.
RESERVED = frozenset(("metric", *SERIES))

Key = tuple[str, ...]
# A value with its status, by period and members.
Values = Mapping[Key, tuple[float, str]]


class Past(Struct, frozen=True):
    """The steps of a package from release to release, each with what it changed in its tables."""

    package: Package
    steps: tuple[tuple[Step, tuple[Revision, ...]], ...]

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """What the releases changed in the tables, the newest first."""
        return tuple(found for _, changed in reversed(self.steps) for found in changed)


def past(package: Package) -> Past | None:
    """Return the past of a package; none where it has had one release."""
    entries = package.history.entries if package.history is not None else ()
    found = tuple((step, tuple(revisions(step, entries))) for step in steps(package))
    return Past(package, found) if found else None


def with_past(record: Record, past: Past, settings: Settings) -> Record:
    """Return a metric's record with what releases changed in it, and its vintages."""
    history = record.package.history
    seen = _Seen(record, history.past if history is not None else (), settings)
    changed: list[ValueRevision] = []
    arrived: list[Arrival] = []
    for step, rows in past.steps:
        before, after = seen.of(step.before), seen.of(step.after)
        if before is None or after is None or not _comparable(before.metric, after.metric):
            continue
        changed[:0] = _changed(before, after, step, rows)
        periods = _arrived(before, after)
        if periods:
            arrived.insert(0, Arrival(step.release.date, step.release.version, periods))
    return replace(
        record,
        revisions=tuple(changed),
        arrivals=tuple(arrived),
        vintages=tuple(_vintages(seen)),
    )


class _Told(Struct, frozen=True):
    """A metric as a package told it: its definition then, its table and the values in it."""

    metric: Metric
    tidy: Frame
    values: Values


class _Seen:
    """What the releases of a package told of one metric, seen from their own days; read once."""

    def __init__(self, record: Record, releases: Sequence[Release], settings: Settings) -> None:
        self.releases = releases
        self._name = record.metric.name
        # A release speaks from its own day; the site itself may speak from an earlier one.
        self._days = {id(r.package): min(r.date, settings.today) for r in releases}
        self._told: dict[int, _Told | None] = {
            id(record.package): _told(record.metric, record.tidy)
        }

    def of(self, package: Package) -> _Told | None:
        """Return what a release told; none where it did not know the metric."""
        place = id(package)
        if place not in self._told:
            self._told[place] = self._read(package, self._days[place])
        return self._told[place]

    def _read(self, package: Package, day: date) -> _Told | None:
        metric = next((m for m in package.metrics if m.name == self._name), None)
        tables = [r.name for r in package.resources if r.is_table]
        if metric is None or metric.resource not in tables or RESERVED & set(metric.dimensions):
            return None
        try:
            return _told(metric, reading(metric, package, day).tidy())
        except Exception:
            # Rows of the past were not held to today's checks, and nobody can mend them.
            return None


def _told(metric: Metric, tidy: Frame) -> _Told:
    keys = tidy.rows(("period", *metric.dimensions))
    cells = tidy.rows(("value", "obs_status"))
    return _Told(metric, tidy, dict(zip(keys, cells, strict=True)))


def _comparable(before: Metric, after: Metric) -> bool:
    return (before.frequency, before.dimensions, before.year_start) == (
        after.frequency,
        after.dimensions,
        after.year_start,
    )


def _changed(
    before: _Told, after: _Told, step: Step, rows: Sequence[Revision]
) -> list[ValueRevision]:
    """Return the values that a release changed, in the order of the published table."""
    why = _Why(before.metric, after.metric, step, rows)
    found = []
    for key, (old, old_status) in before.values.items():
        new, new_status = after.values.get(key, (np.nan, ""))
        if _same(old, new):
            continue
        class_, reason = why.of(key)
        is_withheld = new_status == ObsStatus.SUPPRESSED
        found.append(
            ValueRevision(
                date=step.release.date,
                version=step.release.version,
                period=_period(key[0], after.metric),
                members=key[1:],
                old=None if is_withheld else _figure(old),
                new=_figure(new),
                old_status=ObsStatus(old_status),
                new_status=ObsStatus(new_status) if new_status else None,
                class_=class_,
                reason=reason,
            )
        )
    return found


class _Why(Struct, frozen=True):
    """Why the values of a metric changed in a release: what is said of the rows they come from."""

    before: Metric
    after: Metric
    step: Step
    rows: Sequence[Revision]

    def of(self, key: Key) -> tuple[RevisionClass, str]:
        """Return the class and the reason of a value's change."""
        found = list(self._rows(key))
        is_redefined = redefined(self.before, self.after)
        if not found or is_redefined:
            class_ = self.step.release.class_
            default = RevisionClass.METHODOLOGY if is_redefined else RevisionClass.ROUTINE
            reasons = [r.reason for r in found] or [self.step.release.reason]
            return class_ or default, _joined(reasons)
        classes = {revision.class_ for revision in found}
        gravest = next(class_ for class_ in GRAVEST if class_ in classes)
        return gravest, _joined([revision.reason for revision in found])

    def _rows(self, key: Key) -> Iterator[Revision]:
        """Yield the changes of the rows that a value comes from; of a whole, of all its parts."""
        metric = self.after
        of_period = [
            revision
            for revision in self.rows
            if revision.resource == metric.resource
            and revision.class_ is not None
            and revision.field in (*metric.measure.columns, metric.obs_status_field)
            and dict(revision.key).get(metric.period_field) == key[0]
        ]
        own = [r for r in of_period if self._members(r) == key[1:]]
        yield from own or of_period

    def _members(self, revision: Revision) -> Key:
        cells = dict(revision.key)
        return tuple(cells.get(name, "") for name in self.after.dimensions)


def _arrived(before: _Told, after: _Told) -> tuple[Period, ...]:
    known = {key[0] for key in before.values}
    with_value = (key[0] for key, (value, _) in after.values.items() if not np.isnan(value))
    new = dict.fromkeys(period for period in with_value if period not in known)
    return tuple(_period(period, after.metric) for period in new)


def _vintages(seen: _Seen) -> Iterator[Vintage]:
    """Yield the table as of each past release; one that stayed the same bears several names."""
    pending: Vintage | None = None
    for release in seen.releases:
        package = release.package
        told = seen.of(package) if package is not None else None
        if package is None or told is None or not _is_exact(release, told.metric):
            continue
        if pending is not None and told.tidy.equals(pending.tidy):
            pending = replace(pending, names=(*pending.names, release.name))
            continue
        if pending is not None:
            yield pending
        pending = Vintage(
            (release.name,),
            release.date,
            release.version,
            metric=told.metric,
            package=package,
            tidy=told.tidy,
        )
    if pending is not None:
        yield pending


def _is_exact(release: Release, metric: Metric) -> bool:
    """Whether a release is known to have had exactly these rows of the metric's table."""
    return release.exact is None or metric.resource in release.exact


def _period(key: str, metric: Metric) -> Period:
    return parse(key, metric.frequency, metric.year_start)


def _same(old: Any, new: Any) -> bool:
    if np.isnan(old) or np.isnan(new):
        return bool(np.isnan(old) and np.isnan(new))
    return isclose(old, new, rel_tol=1e-12, abs_tol=0.0)


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _joined(reasons: Sequence[str]) -> str:
    """Return several reasons as one text, each once."""
    each = [reason for reason in dict.fromkeys(reasons) if reason]
    return " ".join(r if r[-1] in ".!?…" else f"{r}." for r in each[:MOST_REASONS])
