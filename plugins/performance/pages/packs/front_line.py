"""The sheet of a unit: what its own work came to, beside the whole. Units, never people."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, sentences, urls
from performance.model import Attainment, FrontLine, Record, UnitResult
from performance.pages.packs.meeting import Meeting, PackPage, is_draft
from performance.pages.parts import Badge, badge
from performance.pages.series import column_titles
from performance.sentences.briefing import beside_whole, reported, share

JUDGED = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)


class Result(Struct, frozen=True):
    """A metric of a unit's sheet. Texts are empty where there is nothing to say.

    `value` is the unit's newest, or the words why there is none; `beside` the whole's; `share` the
    unit's part of what was counted; `before` its own value of the period before. `badge` is the
    unit's attainment, none where the target is not one of units.
    """

    title: str
    address: str
    value: str
    period: str
    badge: Badge | None
    target: str
    beside: str
    share: str
    before: str


class FrontLinePage(PackPage, frozen=True, kw_only=True):
    """The sheet of a unit."""

    template: ClassVar[str] = "front_line.html"
    sort: ClassVar[str] = "Meeting"

    results: tuple[Result, ...]
    body: Markup


def front_line(sheet: FrontLine, meeting: Meeting) -> FrontLinePage:
    """Return the sheet of a unit."""
    address = urls.front_line(meeting.key, sheet.slug)
    results = meeting.pack.units.get(sheet.slug, ())
    return FrontLinePage(
        site=meeting.context.site,
        address=address,
        title=f"{sheet.title}, {meeting.month}",
        description=f"What {sheet.title} did up to {meeting.month}, beside the whole city.",
        crumbs=meeting.crumbs,
        seen=meeting.seen,
        draft=is_draft(sheet),
        results=tuple(_result(r, meeting.pack.records[r.metric], meeting) for r in results),
        body=markup.html(sheet.body, 2, urls.root(address)),
    )


def _result(result: UnitResult, record: Record, meeting: Meeting) -> Result:
    metric, wording, own = record.metric, meeting.wording, result.own
    before = ""
    if result.before is not None and result.before.value is not None:
        period = sentences.capital(wording.period(result.before.period))
        before = f"{period}: {reported(result.before, record, wording)}."
    target = sentences.target(own.target, metric, wording) if own.target is not None else ""
    return Result(
        title=metric.title,
        address=urls.metric(metric.name),
        value=reported(own, record, wording),
        period=sentences.capital(wording.period(own.period)),
        badge=badge(own.attainment) if own.attainment in JUDGED else None,
        target=f"Target: {target}." if target else "",
        beside=beside_whole(result, record, wording),
        share=share(result, column_titles(record), record, wording),
        before=before,
    )
