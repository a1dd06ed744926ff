"""The entries of a metric: the value of a period, or what a release changed in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID, uuid5

from msgspec.structs import replace

from performance import urls
from performance.catalogue.citation import publisher
from performance.model import Package, Record, ValueRevision
from performance.period import Period
from performance.sentences import news
from performance.sentences.revision import CLASSES
from performance.settings import Settings
from performance.text import Wording

# Every id is made from this: it must never change.
NAMESPACE = UUID("b0b4d0a5-9c0d-4a39-8f5d-6d3f5a1c7e42")
# Between the parts of a name, where no file can have it.
SEPARATOR = "\x1f"
MOST_LINES = 8


class Entry(NamedTuple):
    """A piece of news, dated by its release. Texts are plain.

    `kind` is what it is, in words: "New value", "Correction". `period` is what it is about,
    `address` the page of its metric. `lines` are a list below the `paragraphs`.
    """

    id: str
    title: str
    kind: str
    is_change: bool
    date: date
    period: Period
    address: str
    author: str
    rights: str
    paragraphs: tuple[str, ...]
    lines: tuple[str, ...] = ()


def identity(settings: Settings, *parts: str) -> str:
    """Return the id of what `parts` name: the same for ever, whatever the site's address is.

    It is made of the city's name, too, so that two cities with the same metric do not share it.
    """
    return uuid5(NAMESPACE, SEPARATOR.join((settings.city, *parts))).urn


def entries(record: Record, wording: Wording, settings: Settings) -> tuple[Entry, ...]:
    """Return the entries of a metric: its new values, then its changes."""
    return (*_values(record, wording, settings), *_changes(record, wording, settings))


def newest_first(found: Iterable[Entry]) -> list[Entry]:
    """Return entries by day, the newest first; of one day changes, then the newest periods."""
    titled = sorted(found, key=lambda e: (e.title.casefold(), e.id))
    # Sorting backwards keeps the order of titles where all else is equal.
    return sorted(titled, key=lambda e: (e.date, e.is_change, e.period.end), reverse=True)


def rights(package: Package) -> str:
    """Return the licences of a package in words, "" where none is stated."""
    return "; ".join(licence.title or licence.name or "" for licence in package.licenses)


def _values(record: Record, wording: Wording, settings: Settings) -> Iterator[Entry]:
    metric = record.metric
    whole = (metric.whole,) * len(metric.dimensions)
    for value in record.new_values:
        period = value.observation.period
        since = [
            revision
            for revision in reversed(record.revisions)
            if revision.period == period
            and revision.members == (value.members or whole)
            and revision.date >= value.date
        ]
        yield Entry(
            id=identity(settings, "new value", metric.name, period.key, *value.members),
            title=news.value_headline(record, value, wording),
            kind="New value",
            is_change=False,
            date=value.date,
            period=period,
            address=urls.metric(metric.name),
            author=publisher(record.package, settings),
            rights=rights(record.package),
            paragraphs=(
                news.value_told(record, value, wording),
                *news.since(record, since, wording),
            ),
        )


def _changes(record: Record, wording: Wording, settings: Settings) -> Iterator[Entry]:
    """Yield what each release changed in each period: the whole and its members as one."""
    metric = record.metric
    counts = Counter(map(_release, record.revisions))
    ordered = sorted(record.revisions, key=lambda r: (_release(r), r.period))
    for (release, period), found in groupby(ordered, key=lambda r: (_release(r), r.period)):
        own = _whole_first(found, record)
        on, version = release
        kind = CLASSES[news.gravest(own)]
        yield Entry(
            id=identity(settings, "change", metric.name, period.key, version or on.isoformat()),
            title=news.revision_headline(record, own, wording),
            kind=kind,
            is_change=True,
            date=on,
            period=period,
            address=urls.metric(metric.name, "#revised"),
            author=publisher(record.package, settings),
            rights=rights(record.package),
            paragraphs=(news.revision_told(own, wording, others=counts[release] - len(own)),),
            lines=news.revision_lines(record, own, wording, most=MOST_LINES),
        )


def _release(revision: ValueRevision) -> tuple[date, str]:
    return revision.date, revision.version


def _whole_first(found: Iterable[ValueRevision], record: Record) -> Sequence[ValueRevision]:
    """Return what was changed of a period, that of the whole first and without members."""
    metric = record.metric
    whole = (metric.whole,) * len(metric.dimensions)
    told = [replace(r, members=()) if r.members == whole else r for r in found]
    return sorted(told, key=lambda r: bool(r.members))
