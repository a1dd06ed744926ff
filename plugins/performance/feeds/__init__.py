"""Atom feeds of the whole site, of corrections, and of each priority, department and metric.

An entry is a new value, or what a release changed in one period of a metric.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from performance import urls
from performance.catalogue.citation import publisher
from performance.feeds.atom import Feed, document
from performance.feeds.entries import Entry, entries, newest_first, rights
from performance.model import Portal, Record
from performance.settings import Settings
from performance.text import Wording

__all__ = [
    "MOST",
    "MOST_CHANGES",
    "Entry",
    "Subject",
    "entries",
    "feed_files",
    "group_feed",
    "groups",
    "metric_feed",
    "newest",
]

# The newest entries of a feed of several metrics, and the newest changes of one metric.
MOST = 100
MOST_CHANGES = 50

OF_ALL = f"The newest {MOST} new values and changes, of each metric at most 12 periods."
OF_CHANGES = (
    f"The newest {MOST} changes of published values. A correction mends an error, a revision "
    "brings in late figures, a new method counts or defines something otherwise."
)
OF_METRIC = f"The newest 12 periods, and the newest {MOST_CHANGES} changes of published values."


class Subject(Struct, frozen=True):
    """What a feed is about: `page` shows the same to readers, `limits` say what it holds."""

    address: str
    page: str
    title: str
    records: Sequence[Record]
    limits: str = OF_ALL


def feed_files(portal: Portal, wording: Wording, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield every feed with its address; one of something without any value has no entries."""
    told = {r.metric.name: entries(r, wording, settings) for r in portal.records}
    for subject in groups(portal, settings):
        found = chain.from_iterable(told[r.metric.name] for r in subject.records)
        yield group_feed(subject, newest(subject, found), wording, settings=settings)
    for record in portal.records:
        yield metric_feed(record, told[record.metric.name], wording, settings=settings)


def newest(subject: Subject, told: Iterable[Entry]) -> list[Entry]:
    """Return what the feed of several metrics has of some of them, the newest first.

    `told` are the entries of these: no feed has more of them than their newest.
    """
    only_changes = subject.limits is OF_CHANGES
    return newest_first(e for e in told if e.is_change or not only_changes)[:MOST]


def group_feed(
    subject: Subject, found: Iterable[Entry], wording: Wording, *, settings: Settings
) -> tuple[str, bytes]:
    """Return the feed of several metrics with its address; `found` has the newest entries."""
    return _file(subject, newest_first(found)[:MOST], wording, settings=settings)


def metric_feed(
    record: Record, found: Sequence[Entry], wording: Wording, *, settings: Settings
) -> tuple[str, bytes]:
    """Return the feed of a metric, of which `found` are the entries, with its address."""
    name = record.metric.name
    subject = Subject(
        urls.feed("metrics", name), urls.metric(name), record.metric.title, (record,), OF_METRIC
    )
    changes = newest_first(e for e in found if e.is_change)[:MOST_CHANGES]
    values = (e for e in found if not e.is_change)
    return _file(subject, newest_first([*values, *changes]), wording, settings=settings)


def groups(portal: Portal, settings: Settings) -> Iterator[Subject]:
    """Yield what the feeds of several metrics are about."""
    title, every = settings.title, portal.records
    yield Subject(urls.FEED, urls.CHANGES, title, every)
    corrections = f"{title}, corrections"
    yield Subject(urls.FEED_OF_CORRECTIONS, urls.CHANGES, corrections, every, OF_CHANGES)
    of_priorities, of_departments = portal.by_priority(), portal.by_department()
    for priority in portal.content.priorities:
        address = urls.feed("priorities", priority.slug)
        records = of_priorities.get(priority.slug, ())
        yield Subject(address, urls.priority(priority.slug), priority.title, records)
    for department in portal.departments:
        address = urls.feed("departments", department.slug)
        records = of_departments.get(department.slug, ())
        yield Subject(address, urls.department(department.slug), department.title, records)


def _file(
    subject: Subject, found: Sequence[Entry], wording: Wording, *, settings: Settings
) -> tuple[str, bytes]:
    packages = {r.package.name: r.package for r in subject.records}.values()
    by = {publisher(package, settings) for package in packages}
    made = [package.created_on for package in packages]
    feed = Feed(
        address=subject.address,
        page=subject.page,
        title=f"{subject.title}, {settings.city}",
        subtitle=" ".join(filter(None, (subject.limits, settings.banner))),
        language=wording.language,
        author=by.pop() if len(by) == 1 else settings.publisher or settings.city,
        rights="; ".join(dict.fromkeys(filter(None, map(rights, packages)))),
        made=max((on for on in made if on is not None), default=None),
        entries=tuple(found),
    )
    return subject.address, document(feed, settings)
