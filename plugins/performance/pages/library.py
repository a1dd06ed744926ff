"""The metric library: every definition, by its stage, for staff of this city and of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from performance import markup, sentences, urls
from performance.model import Portal, Record, Stage
from performance.pages.page import Anchor, Page, Site
from performance.pages.parts import Cell, Column, Table, outside
from performance.pages.site import HOME, wording
from performance.settings import Settings
from performance.text import Wording

# What each stage means to a reader, in the order in which a definition goes through them.
MEANING = {
    Stage.LIVE: ("Live", "Published, and judged against its target where it has one."),
    Stage.PILOT: ("Pilot", "Published while it is tried out, and not judged against a target yet."),
    Stage.PROPOSED: ("Proposed", "Defined and not collected yet; its definition may still change."),
    Stage.PAUSED: ("Paused", "Not collected now. What was published stays."),
    Stage.RETIRED: ("Retired", "No longer collected. What was published stays."),
}


class Shelf(Struct, frozen=True):
    """The definitions of one stage: the anchor of their section, its title, meaning and table."""

    id: str
    title: str
    meaning: str
    table: Table


class LibraryPage(Page, frozen=True, kw_only=True):
    """Every definition. `stages` are links to the sections, each with its number of metrics."""

    template: ClassVar[str] = "library.html"
    sort: ClassVar[str] = "Page"

    summary: str
    stages: tuple[Anchor, ...]
    shelves: tuple[Shelf, ...]


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the metric library; stages in which no metric is are left out."""
    del downloads
    words = wording(settings)
    shelves = [
        (stage, found)
        for stage in MEANING
        if (found := [r for r in portal.records if r.metric.stage is stage])
    ]
    yield LibraryPage(
        site=site,
        address=urls.LIBRARY,
        title="Metric library",
        description=f"How {site.city} defines each metric: what it measures, its unit, the wanted "
        "direction, where the definition comes from and since when it holds.",
        crumbs=(HOME, Anchor("Metrics", urls.METRICS)),
        summary=_summary(len(portal.records), words),
        stages=tuple(
            Anchor(f"{MEANING[stage][0]} ({words.number(len(found))})", f"#{stage.value}")
            for stage, found in shelves
        ),
        shelves=tuple(_shelf(stage, found, words) for stage, found in shelves),
    )


def _summary(number: int, wording: Wording) -> str:
    if not number:
        return "No metric is defined yet."
    noun = "metric is" if number == 1 else "metrics are"
    return f"{wording.number(number)} {noun} defined. Other cities may borrow any definition."


def _shelf(stage: Stage, records: list[Record], wording: Wording) -> Shelf:
    title, meaning = MEANING[stage]
    columns = (
        Column("Metric"),
        Column("What it measures"),
        Column("Unit"),
        Column("Wanted"),
        Column("Kind"),
        Column("Department"),
        Column("Since"),
        Column("Borrowed from"),
    )
    by_title = sorted(records, key=lambda r: (r.metric.title.casefold(), r.metric.name))
    rows = tuple(_row(record, wording) for record in by_title)
    table = Table(f"{stage.value}-metrics", f"{title} metrics", columns, rows)
    return Shelf(stage.value, title, meaning, table)


def _row(record: Record, wording: Wording) -> tuple[Cell, ...]:
    metric = record.metric
    since = metric.history[-1].date if metric.history else None
    borrowed = metric.borrowed_from
    return (
        Cell(metric.title, address=urls.metric(metric.name)),
        Cell(_first_sentence(markup.plain(metric.description)) or "–"),
        Cell(metric.unit.name),
        Cell(sentences.direction(metric)),
        Cell(metric.kind.value.capitalize()),
        Cell(record.department.title, address=urls.department(record.department.slug)),
        Cell(wording.date(since) if since else "–"),
        Cell(outside(borrowed.title, borrowed.path) if borrowed else "–"),
    )


def _first_sentence(text: str) -> str:
    """Return the first sentence of a text: up to a full stop before a capital letter."""
    for place, letter in enumerate(text):
        after = text[place + 1 : place + 3]
        if letter in ".?!" and len(after) == 2 and after[0] == " " and after[1].isupper():
            return text[: place + 1]
    return text
