"""Cards under headings: the sections of a department's or a priority's page."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from performance.model import Record
from performance.pages.card import Card
from performance.pages.context import Context


class Group(Struct, frozen=True):
    """A heading and the cards below it."""

    title: str
    cards: tuple[Card, ...]


def by_group(records: Iterable[Record], context: Context) -> tuple[Group, ...]:
    """Return cards under their metric's group, or their package's title where it has none.

    Groups stand in the order in which the packages first name them.
    """
    found: dict[str, list[Record]] = {}
    for record in records:
        title = record.metric.group or record.package.title or record.package.name
        found.setdefault(title, []).append(record)
    return tuple(Group(title, cards(members, context)) for title, members in found.items())


def cards(records: Iterable[Record], context: Context) -> tuple[Card, ...]:
    """Return the cards of metrics, in their order."""
    return tuple(context.glance(record).card for record in records)
