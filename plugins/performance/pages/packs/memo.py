"""The performance memo: the author's words, then what moved by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.model import Memo, Rule
from performance.pages.packs.meeting import Meeting, PackPage, is_draft
from performance.pages.parts import Badge, Fact, badge
from performance.sentences.briefing import moved

RULES = {
    Rule.TREND: (
        "Trends",
        "Metrics that have risen or fallen for longer than chance would explain (Mann–Kendall test "
        "at 5%), the surest first.",
        "No metric has a significant trend.",
    ),
    Rule.ATTAINMENT: (
        "Attainment changed",
        "Metrics whose newest value stands otherwise to its target than the one before.",
        "Every metric stands to its target as it did before.",
    ),
    Rule.CHANGE: (
        "Unusual changes",
        "Metrics whose newest change lies 3.5 or more times the usual spread of such changes away "
        "from the usual one (modified z-score from the median absolute deviation).",
        "No change is out of the usual.",
    ),
}


class Moved(Struct, frozen=True):
    """A metric that moved, and how, in words."""

    title: str
    address: str
    badge: Badge
    words: str


class ByRule(Struct, frozen=True):
    """The movers of one rule; `nothing` is what is said where there is none."""

    id: str
    title: str
    rule: str
    movers: tuple[Moved, ...]
    nothing: str


class MemoPage(PackPage, frozen=True, kw_only=True):
    """The memo of a month. `body` is empty only in a draft."""

    template: ClassVar[str] = "memo.html"
    sort: ClassVar[str] = "Meeting"

    facts: tuple[Fact, ...]
    body: Markup
    rules: tuple[ByRule, ...]


def memo(written: Memo, meeting: Meeting) -> MemoPage:
    """Return the memo of a month."""
    address = urls.briefing(meeting.key, "memo/")
    facts = {"To": written.to, "From": written.sender, "Date": meeting.held(written)}
    return MemoPage(
        site=meeting.context.site,
        address=address,
        title=f"Performance memo, {meeting.month}",
        description=f"What moved in {meeting.month} and what it means for "
        f"{meeting.context.site.city}.",
        crumbs=meeting.crumbs,
        seen=meeting.seen,
        draft=is_draft(written),
        facts=tuple(Fact(term, words) for term, words in facts.items() if words),
        body=markup.html(written.body, 2, urls.root(address)),
        rules=tuple(_rules(meeting)),
    )


def _rules(meeting: Meeting) -> Iterator[ByRule]:
    records, wording = meeting.pack.records, meeting.wording
    for rule, (title, words, nothing) in RULES.items():
        found = [(m, records[m.metric]) for m in meeting.pack.movers if m.rule is rule]
        movers = tuple(
            Moved(
                record.metric.title,
                urls.metric(record.metric.name),
                badge(record.attainment),
                moved(mover, record, wording),
            )
            for mover, record in found
        )
        yield ByRule(f"by-{rule.value}", title, words, movers, nothing)
