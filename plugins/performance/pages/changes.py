"""What releases changed: new values, revisions and corrections, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import ClassVar

from msgspec import Struct

from performance import urls
from performance.model import Arrival, Portal, Record, RevisionClass, ValueRevision
from performance.pages.page import Page, Site
from performance.pages.site import CORRECTIONS, FEED, HOME, wording
from performance.period import month
from performance.sentences.figures import capital, stop
from performance.sentences.revision import CLASSES, line
from performance.settings import Settings
from performance.text import Wording

MOST_MONTHS = 12
MOST_VALUES = 8
# Corrections come first on a day: they concern those who have quoted a number.
ORDER = (RevisionClass.CORRECTION, RevisionClass.METHODOLOGY, RevisionClass.ROUTINE)


class Changed(Struct, frozen=True):
    """What a release changed in a metric. `kind` is "Correction", "New method" or "Revision".

    `lines` say which values and how, `reason` why, empty where nobody said so. `more` says how many
    more values there are, empty where all are here.
    """

    title: str
    address: str
    kind: str
    is_correction: bool
    on: str
    date: str
    lines: tuple[str, ...]
    reason: str
    more: str


class Arrived(Struct, frozen=True):
    """The periods of a metric that were reported first, in words."""

    title: str
    address: str
    words: str


class Month(Struct, frozen=True):
    """A month in which something was changed or reported, by the days of the releases."""

    id: str
    title: str
    changes: tuple[Changed, ...]
    arrived: tuple[Arrived, ...]


class ChangesPage(Page, frozen=True, kw_only=True):
    """Every change, the newest first; `older` is whether there are changes before these."""

    template: ClassVar[str] = "changes.html"

    summary: str
    months: tuple[Month, ...]
    older: bool


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the page of changes."""
    del downloads
    words = wording(settings)
    months = _months(portal.records, words)
    yield ChangesPage(
        site=site,
        address=urls.CHANGES,
        title="Changes",
        description=f"New values and corrections of the published figures of {site.city}.",
        crumbs=(HOME,),
        summary=_summary(portal.records, words),
        months=tuple(months[:MOST_MONTHS]),
        older=len(months) > MOST_MONTHS,
        feeds=(FEED, CORRECTIONS),
    )


def _months(records: Sequence[Record], wording: Wording) -> list[Month]:
    """Return the months in which anything was changed or reported, the newest first."""
    changes: dict[tuple[int, int], list[tuple[date, RevisionClass, Changed]]] = {}
    arrived: dict[tuple[int, int], list[Arrived]] = {}
    for record in records:
        for on, class_, change in _changed(record, wording):
            changes.setdefault((on.year, on.month), []).append((on, class_, change))
        for arrival in record.arrivals:
            on = arrival.date
            arrived.setdefault((on.year, on.month), []).append(_arrived(record, arrival, wording))
    return [
        Month(
            f"month-{year:04d}-{number:02d}",
            wording.period(month(year, number)),
            _in_order(changes.get((year, number), [])),
            tuple(sorted(arrived.get((year, number), []), key=lambda a: a.title.casefold())),
        )
        for year, number in sorted({*changes, *arrived}, reverse=True)
    ]


def _in_order(found: Sequence[tuple[date, RevisionClass, Changed]]) -> tuple[Changed, ...]:
    """Return changes by day, the newest first, then by class and title."""
    titled = sorted(found, key=lambda c: (ORDER.index(c[1]), c[2].title.casefold()))
    return tuple(change for _, _, change in sorted(titled, key=lambda c: c[0], reverse=True))


def _summary(records: Sequence[Record], wording: Wording) -> str:
    revisions = [revision for record in records for revision in record.revisions]
    if not revisions:
        return "No published value has been changed, as far back as the history of the data goes."
    corrections = sum(r.class_ is RevisionClass.CORRECTION for r in revisions)
    metrics = sum(bool(record.revisions) for record in records)
    values = _count(len(revisions), "published value", wording)
    verb = "has" if len(revisions) == 1 else "have"
    return (
        f"{values} of {_count(metrics, 'metric', wording)} {verb} been changed; "
        f"{wording.number(corrections)} of the changes "
        f"{'is a correction' if corrections == 1 else 'are corrections'} of an error."
    )


def _changed(record: Record, wording: Wording) -> Iterator[tuple[date, RevisionClass, Changed]]:
    """Yield what releases changed in a metric: changes of one release and reason as one."""
    for alike, own in groupby(sorted(record.revisions, key=_alike), key=_alike):
        yield alike[0], alike[1], _revised(record, list(own), alike, wording=wording)


def _alike(revision: ValueRevision) -> tuple[date, RevisionClass, str]:
    return revision.date, revision.class_, revision.reason


def _revised(
    record: Record,
    own: Sequence[ValueRevision],
    alike: tuple[date, RevisionClass, str],
    *,
    wording: Wording,
) -> Changed:
    on, class_, reason = alike
    metric = record.metric
    shown = own[:MOST_VALUES] if len(own) > MOST_VALUES + 1 else own
    left = len(own) - len(shown)
    return Changed(
        title=metric.title,
        address=urls.metric(metric.name, "#revised"),
        kind=CLASSES[class_],
        is_correction=class_ is RevisionClass.CORRECTION,
        on=wording.date(on),
        date=on.isoformat(),
        lines=tuple(line(revision, metric, wording) for revision in shown),
        reason=capital(stop(reason)),
        more=f"{_count(left, 'more value', wording)} changed." if left else "",
    )


def _arrived(record: Record, arrival: Arrival, wording: Wording) -> Arrived:
    first, last = arrival.periods[0], arrival.periods[-1]
    words = wording.period(first)
    if first != last:
        words = f"{words} to {wording.period(last)}"
    return Arrived(record.metric.title, urls.metric(record.metric.name), words)


def _count(number: int, noun: str, wording: Wording) -> str:
    return f"{wording.number(number)} {noun}{'' if number == 1 else 's'}"
