"""The packs of meetings: every month as it was, with what had been agreed by then.

A pack about October holds periods that end by October 31 and nothing later, so that it stays what
the meeting saw, but for corrections of the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

import numpy as np
from msgspec.structs import replace

from performance.compute.front_line import results
from performance.compute.lateness import CYCLES, due_on
from performance.compute.movers import Moves, movers, moves
from performance.compute.record import record as compute_record
from performance.compute.timeline import period_of
from performance.load.dtypes import column
from performance.load.package import with_rows
from performance.model import (
    Attainment,
    Briefing,
    Decision,
    Figures,
    Lateness,
    Metric,
    Pack,
    Package,
    Publication,
    Recall,
    Record,
    Resource,
    Rows,
    Written,
    anew,
)
from performance.model.table import altered
from performance.period import Period
from performance.settings import Settings


def packs(
    briefings: Sequence[Briefing],
    records: Sequence[Record],
    settings: Settings,
    recall: Recall = anew,
) -> tuple[Pack, ...]:
    """Return the packs of every month that has one to show, the newest first.

    Drafts are left out, and what was agreed in them too, unless the settings publish drafts. Months
    that have not ended on the as-of date are left out: they have nothing to meet about yet.
    `recall` may know from before how a metric stood.
    """
    shown = [_shown(briefing, settings) for briefing in briefings]
    ended = [b for b in shown if b.written and b.month.end <= settings.today]
    found = [
        _pack(b, ended[:place], records, settings=settings, recall=recall)
        for place, b in enumerate(ended)
    ]
    return tuple(reversed(found))


def until(found: Record, month: Period, on: date, *, settings: Settings) -> Record:
    """Return the record of a metric with the periods that end by the end of a month alone.

    It is computed anew as seen from the month's last day. Overdue are periods of the month and
    before that were due before the day `on`, on which the meeting is.
    """
    metric, package = found.metric, found.package
    made = compute_record(
        metric,
        _until(package, metric, month.end),
        department=found.department,
        priority=found.priority,
        settings=replace(settings, as_of=month.end),
    )
    late = _lateness(made, month.end, on)
    judgement = made.judgement
    if late.missed >= CYCLES and not judgement.reason:
        judgement = replace(judgement, attainment=Attainment.LATE, reason="late")
    return altered(made, package=package, lateness=late, judgement=judgement)


def _pack(
    briefing: Briefing,
    earlier: Sequence[Briefing],
    records: Sequence[Record],
    *,
    settings: Settings,
    recall: Recall,
) -> Pack:
    wanted = _wanted(briefing, records)
    seen, belongs = {}, {}
    for record in (r for r in records if r.metric.name in wanted):
        name, day = record.metric.name, _day(briefing, record, settings)
        belongs[name] = (name, briefing.month, day, record.department, record.priority)
        make = partial(_until_alone, record, briefing.month, day, settings=settings)
        [seen[name]] = recall(record.package, ("until", *belongs[name]), make).records

    def moved(found: Record) -> Moves:
        return recall(found.package, ("moves", *belongs[found.metric.name]), partial(moves, found))

    cabinets = [b.cabinet for b in earlier if b.cabinet is not None]
    on = _held(briefing.cabinet, settings)
    return Pack(
        briefing,
        seen,
        carried=_carried([c.decisions for c in cabinets], on) if briefing.cabinet else (),
        open={
            r.department: _carried(_logs_of(r.department, earlier), _held(r, settings))
            for r in briefing.roundtables
        },
        movers=movers(seen.values(), briefing.month, known=moved) if briefing.memo else (),
        units={sheet.slug: results(sheet, seen) for sheet in briefing.front_line},
    )


def _until_alone(record: Record, month: Period, on: date, *, settings: Settings) -> Figures:
    return Figures((until(record, month, on, settings=settings),))


def _shown(briefing: Briefing, settings: Settings) -> Briefing:
    """Return what is to be shown of a month."""

    def public(pack: Written | None) -> bool:
        return pack is not None and (
            settings.publish_drafts or pack.status is Publication.PUBLISHED
        )

    return replace(
        briefing,
        roundtables=tuple(filter(public, briefing.roundtables)),
        cabinet=briefing.cabinet if public(briefing.cabinet) else None,
        memo=briefing.memo if public(briefing.memo) else None,
        front_line=tuple(filter(public, briefing.front_line)),
    )


def _wanted(briefing: Briefing, records: Sequence[Record]) -> set[str]:
    """Return the metrics that the packs of a month speak of: a memo of all."""
    if briefing.memo is not None:
        return {r.metric.name for r in records}
    named = {name for sheet in briefing.front_line for name in sheet.metrics}
    named |= {*briefing.cabinet.metrics} if briefing.cabinet is not None else set()
    meeting = {roundtable.department for roundtable in briefing.roundtables}
    return named | {r.metric.name for r in records if r.department.slug in meeting}


def _held(pack: Written | None, settings: Settings) -> date:
    """Return the day from which a pack speaks: its meeting's, never later than the site's."""
    on = getattr(pack, "date", None)
    return min(on, settings.today) if on is not None else settings.today


def _day(briefing: Briefing, record: Record, settings: Settings) -> date:
    """Return the day from which a metric's record is late: its department's meeting's first."""
    own = [r for r in briefing.roundtables if r.department == record.department.slug]
    dated = [p for p in (*own, briefing.cabinet, briefing.memo) if getattr(p, "date", None)]
    return _held(dated[0], settings) if dated else min(settings.today, _next_end(briefing.month))


def _next_end(month: Period) -> date:
    # Who names no day meets in the month after.
    return month.shift(1).end


def _logs_of(department: str, earlier: Sequence[Briefing]) -> list[tuple[Decision, ...]]:
    tables = [table for briefing in earlier for table in briefing.roundtables]
    return [table.decisions for table in tables if table.department == department]


def _carried(logs: Iterable[Sequence[Decision]], on: date) -> tuple[Decision, ...]:
    """Return what a meeting opens with: what is open of all before it, then what the last has done.

    `logs` are those of the earlier meetings, in order of time.
    """
    before = list(logs)
    everything = sorted((d for log in before for d in log), key=lambda d: (d.due, d.decided))
    still = [d for d in everything if not d.is_done(on)]
    done = [d for d in (before[-1] if before else ()) if d.is_done(on)]
    return (*still, *done)


def _until(package: Package, metric: Metric, end: date) -> Package:
    """Return a package without the rows of a metric that are of a period ending after a day."""
    resources = tuple(
        _cut(each, metric, end) if each.name == metric.resource else each
        for each in package.resources
    )
    return replace(package, resources=resources)


def _cut(resource: Resource, metric: Metric, end: date) -> Resource:
    periods = column(resource, metric.period_field)
    if resource.rows is None or periods is None:
        return resource
    over = np.array([_is_over(str(key), metric, end) for key in periods.distinct], dtype=bool)
    kept = resource.rows().at(over[periods.codes])
    return with_rows(resource, Rows(lambda: kept, kept))


def _is_over(key: str, metric: Metric, end: date) -> bool:
    period = period_of(key, metric.frequency, metric.year_start)
    return period is not None and period.end <= end


def _lateness(made: Record, end: date, on: date) -> Lateness:
    """Return what is overdue on a day of the periods that end by another."""
    metric, expected = made.metric, made.lateness.expected
    if expected is None or made.lateness.due is None:
        return made.lateness
    missed, period = 0, expected
    while period.end <= end and due_on(metric, period) < on:
        missed += 1
        period = period.shift(1)
    days = (on - due_on(metric, expected)).days if missed else 0
    return Lateness(expected, due_on(metric, expected), days, missed)
