"""The months that have a meeting, and the packs of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from msgspec import Struct

from performance import urls
from performance.model import Written
from performance.pages.context import Context
from performance.pages.packs.meeting import LIST, Meeting, PackPage, is_draft
from performance.pages.page import Anchor, Page
from performance.pages.site import HOME

FRONT_LINE = "What a unit did in the month, beside the whole. One page."
CABINET = "A page for each metric, and the decision log."
MEMO = "What moved in the month, and what it means."
ROUNDTABLE = "Every metric of the department, with what was missed and what is late."


class Entry(Struct, frozen=True):
    """A pack in a list: its link, what it is, the day of its meeting, whether it is a draft."""

    link: Anchor
    words: str
    held: str
    draft: bool


class Month(Struct, frozen=True):
    """A month with its packs."""

    link: Anchor
    entries: tuple[Entry, ...]


class BriefingsPage(Page, frozen=True, kw_only=True):
    """Every month that has packs, the newest first."""

    template: ClassVar[str] = "briefings.html"
    sort: ClassVar[str] = "Page"

    months: tuple[Month, ...]

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The site's, then that of the packs."""
        return (*urls.STYLESHEETS, urls.BRIEFING_STYLES)


class BriefingPage(PackPage, frozen=True, kw_only=True):
    """The packs of a month."""

    template: ClassVar[str] = "briefing.html"

    entries: tuple[Entry, ...]


def briefings(months: Sequence[Meeting], context: Context) -> BriefingsPage:
    """Return the page of all months."""
    return BriefingsPage(
        site=context.site,
        address=urls.BRIEFINGS,
        title="Meetings",
        description=f"What the meetings of {context.site.city} on its performance look at, "
        "month by month.",
        crumbs=(HOME,),
        months=tuple(Month(m.home, tuple(_entries(m))) for m in months),
    )


def briefing(meeting: Meeting) -> BriefingPage:
    """Return the page of a month."""
    return BriefingPage(
        site=meeting.context.site,
        address=urls.briefing(meeting.key),
        title=f"Meetings about {meeting.month}",
        description=f"The packs of the meetings about {meeting.month}.",
        crumbs=(HOME, LIST),
        seen=meeting.seen,
        entries=tuple(_entries(meeting)),
    )


def _entries(meeting: Meeting) -> Iterator[Entry]:
    written, key = meeting.pack.briefing, meeting.key

    def entry(title: str, address: str, words: str, pack: Written) -> Entry:
        return Entry(Anchor(title, address), words, meeting.held(pack), is_draft(pack))

    if written.cabinet is not None:
        address = urls.briefing(key, "cabinet/")
        yield entry("Cabinet briefing", address, CABINET, written.cabinet)
    if written.memo is not None:
        yield entry("Performance memo", urls.briefing(key, "memo/"), MEMO, written.memo)
    titles = {d.slug: d.title for d in meeting.context.departments}
    for table in written.roundtables:
        title = f"Roundtable: {titles.get(table.department, table.department)}"
        yield entry(title, urls.roundtable(key, table.department), ROUNDTABLE, table)
    for sheet in written.front_line:
        title = f"Front line: {sheet.title}"
        yield entry(title, urls.front_line(key, sheet.slug), FRONT_LINE, sheet)
