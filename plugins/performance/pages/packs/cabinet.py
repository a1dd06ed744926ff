"""The cabinet's briefing: three to six metrics, a page each, and the decision log."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, sentences, urls
from performance.model import Cabinet, Record
from performance.pages.latest import Latest, latest, target_of
from performance.pages.metric import Note
from performance.pages.packs.meeting import Meeting, PackPage, is_draft
from performance.pages.page import Anchor
from performance.pages.parts import Badge, Fact, Figure, Table, badge
from performance.pages.pictures import figure

NOTES = 2


class Topic(Struct, frozen=True):
    """A metric of the briefing: what a page of paper holds.

    `notes` are the newest things that the department says; `decisions` what was decided about the
    metric, now and before.
    """

    id: str
    title: str
    address: str
    department: Anchor
    badge: Badge
    finding: str
    reading: Latest
    goal: tuple[Fact, ...]
    figure: Figure | None
    notes: tuple[Note, ...]
    decisions: Table | None


class CabinetPage(PackPage, frozen=True, kw_only=True):
    """The briefing. `carried` is what it opens with, `log` what it decided; none where nothing."""

    template: ClassVar[str] = "cabinet.html"
    sort: ClassVar[str] = "Meeting"

    body: Markup
    carried: Table | None
    topics: tuple[Topic, ...]
    log: Table | None


def cabinet(briefing: Cabinet, meeting: Meeting) -> CabinetPage:
    """Return the cabinet's briefing."""
    address = urls.briefing(meeting.key, "cabinet/")
    on = meeting.day(briefing)
    records = meeting.records(briefing.metrics)
    return CabinetPage(
        site=meeting.context.site,
        address=address,
        title=f"Cabinet briefing, {meeting.month}",
        description=f"The metrics that the cabinet looks at for {meeting.month}, and what it "
        "decided about them.",
        crumbs=meeting.crumbs,
        seen=meeting.seen,
        held=meeting.held(briefing),
        draft=is_draft(briefing),
        body=markup.html(briefing.body, 3, urls.root(address)),
        carried=meeting.decisions(
            "carried", "Decisions of the briefings before", meeting.pack.carried, on
        ),
        topics=tuple(_topic(record, briefing, on, meeting=meeting) for record in records),
        log=meeting.decisions("log", "Decisions of this briefing", briefing.decisions, on),
    )


def _topic(record: Record, briefing: Cabinet, on: date, *, meeting: Meeting) -> Topic:
    metric, wording = record.metric, meeting.wording
    drawing = meeting.drawings.get(metric.name)
    root = urls.root(urls.briefing(meeting.key, "cabinet/"))
    own = [d for d in (*briefing.decisions, *meeting.pack.carried) if d.metric == metric.name]
    return Topic(
        id=f"metric-{metric.name}",
        title=metric.title,
        address=urls.metric(metric.name),
        department=Anchor(record.department.title, urls.department(record.department.slug)),
        badge=badge(record.attainment),
        finding=sentences.finding(record, wording),
        reading=latest(record, wording),
        goal=(
            Fact("Target", sentences.capital(sentences.target(target_of(record), metric, wording))),
            Fact("Wanted", sentences.direction(metric)),
            Fact("Trend", sentences.headline(record, wording)),
        ),
        figure=figure(drawing) if drawing else None,
        notes=meeting.notes(record, on, root, NOTES),
        decisions=meeting.decisions(
            f"decided-{metric.name}", f"Decisions: {metric.title}", own, on, about=False
        ),
    )
