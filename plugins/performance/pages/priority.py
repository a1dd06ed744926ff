"""The priorities of the city: the list, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.model import Priority
from performance.pages import money
from performance.pages.card import Card
from performance.pages.context import Context
from performance.pages.groups import cards
from performance.pages.overview import count_of, counted, summary, total
from performance.pages.page import Anchor, Page
from performance.pages.parts import Count
from performance.pages.site import HOME, feed

LIST = Anchor("Priorities", urls.PRIORITIES)


class Row(Struct, frozen=True):
    """A priority in the list, with its counts."""

    title: str
    address: str
    words: str
    metrics: str
    counts: tuple[Count, ...]


class PrioritiesPage(Page, frozen=True, kw_only=True):
    """Every priority, in the order that the city gives them."""

    template: ClassVar[str] = "priorities.html"

    rows: tuple[Row, ...]


class PriorityPage(Page, frozen=True, kw_only=True):
    """A priority: the goal, its metrics and who answers for them.

    `apart` are proposed and retired metrics, which are not counted.
    """

    template: ClassVar[str] = "priority.html"
    sort: ClassVar[str] = "Priority"

    goal: Markup
    metrics: str
    counts: tuple[Count, ...]
    cards: tuple[Card, ...]
    apart: tuple[Card, ...]
    departments: tuple[Anchor, ...]
    money: str


def priorities(context: Context) -> Iterator[Page]:
    """Yield the list of priorities; nothing where there is none."""
    found = context.portal.content.priorities
    if not found:
        return
    site = context.site
    yield PrioritiesPage(
        site=site,
        address=urls.PRIORITIES,
        title="Priorities",
        description=f"The priorities of {site.city} and how it stands to their targets.",
        crumbs=(HOME,),
        rows=tuple(row(priority, context) for priority in found),
    )


def row(priority: Priority, context: Context) -> Row:
    """Return a priority as one row of a list."""
    records = context.of_priority(priority.slug)
    return Row(
        priority.title,
        urls.priority(priority.slug),
        priority.summary or markup.plain(priority.body.strip().split("\n\n")[0]),
        count_of(total(records), context.wording),
        counted(records, context.wording) if total(records) else (),
    )


def page(priority: Priority, context: Context) -> PriorityPage:
    """Return the page of a priority, whose records are those of the context."""
    wording = context.wording
    address = urls.priority(priority.slug)
    records = context.portal.records
    live = tuple(r for r in records if r.counted)
    responsible = {r.department.slug: r.department for r in live}
    spent = money.spending(priority.spending, priority.fiscal_year, wording)
    return PriorityPage(
        site=context.site,
        address=address,
        title=priority.title,
        description=f"{priority.title}: {summary(records, wording)}.",
        crumbs=(HOME, LIST),
        goal=markup.html(priority.body, 3, urls.root(address)),
        metrics=count_of(len(live), wording),
        counts=counted(records, wording) if live else (),
        cards=cards(live, context),
        apart=cards((r for r in records if not r.counted), context),
        departments=tuple(
            Anchor(d.title, urls.department(d.slug))
            for d in sorted(responsible.values(), key=lambda d: (d.order, d.title))
        ),
        money=spent,
        feeds=(feed("priorities", priority.slug, priority.title),),
    )
