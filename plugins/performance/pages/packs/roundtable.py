"""The pack of a department's roundtable: misses, late data, what is open, every metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, sentences, urls
from performance.model import Attainment, ObsStatus, Record, Roundtable
from performance.model.record import COLLECTED
from performance.pages import series
from performance.pages.latest import latest, target_of
from performance.pages.metric import Note
from performance.pages.overview import counted
from performance.pages.packs.meeting import Meeting, PackPage, is_draft
from performance.pages.page import Anchor
from performance.pages.parts import Badge, Cell, Column, Count, Table, badge
from performance.pages.reporting import late_table
from performance.period import Frequency
from performance.sentences.figures import PERIODS
from performance.text import OBS_STATUS_WORDS, Wording

# A year and the period it is compared with; of weeks and days as many as fit a page.
SHOWN = {Frequency.QUARTER: 5, Frequency.YEAR: 5}
MOST = 13
NOTES = 3
FINAL = sentences.capital(OBS_STATUS_WORDS[ObsStatus.FINAL])
BEHIND = (Attainment.MISSED, Attainment.NEAR)


class MetricSheet(Struct, frozen=True):
    """A metric in a roundtable's pack: how it stands, its target, its newest periods as a table."""

    id: str
    title: str
    address: str
    badge: Badge
    finding: str
    target: str
    spark: Markup
    values: Table | None
    notes: tuple[Note, ...]


class RoundtablePage(PackPage, frozen=True, kw_only=True):
    """The pack of a department's month. Tables are none where there is nothing in them.

    `carried` is what was open or done since the last meeting, `agreed` what this one agreed on.
    """

    template: ClassVar[str] = "roundtable.html"
    sort: ClassVar[str] = "Meeting"

    department: Anchor
    focus: str
    body: Markup
    counts: tuple[Count, ...]
    behind: Table | None
    late: Table | None
    carried: Table | None
    agreed: Table | None
    metrics: tuple[MetricSheet, ...]


def roundtable(table: Roundtable, meeting: Meeting) -> RoundtablePage:
    """Return the pack of a roundtable."""
    address = urls.roundtable(meeting.key, table.department)
    titles = {d.slug: d.title for d in meeting.context.departments}
    title = titles.get(table.department, table.department)
    names = [r.metric.name for r in meeting.context.of_department(table.department)]
    records = tuple(r for r in meeting.records(names) if r.metric.stage in COLLECTED)
    on = meeting.day(table)
    carried = meeting.pack.open.get(table.department, ())
    return RoundtablePage(
        site=meeting.context.site,
        address=address,
        title=f"{title} roundtable, {meeting.month}",
        description=f"What {title} looks at together: every metric up to {meeting.month}, what was "
        "missed, what is late and what is open.",
        crumbs=meeting.crumbs,
        seen=meeting.seen,
        held=meeting.held(table),
        draft=is_draft(table),
        department=Anchor(title, urls.department(table.department)),
        focus=table.focus,
        body=markup.html(table.body, 3, urls.root(address)),
        counts=counted(records, meeting.wording),
        behind=_behind(records, address, meeting.wording),
        late=late_table(records, meeting.wording),
        carried=meeting.decisions("carried", "Actions of the meetings before", carried, on),
        agreed=meeting.decisions("agreed", "Actions with their owners", table.decisions, on),
        metrics=tuple(_sheet(record, address, on, meeting=meeting) for record in records),
    )


def _behind(records: Sequence[Record], address: str, wording: Wording) -> Table | None:
    """Return what did not meet its target, the missed before the near."""
    found = [r for a in BEHIND for r in records if r.attainment is a]
    columns = (
        Column("Metric"),
        Column("Attainment"),
        Column("Value", numeric=True),
        Column("Period"),
        Column("Target"),
    )
    rows = []
    for record in found:
        said = latest(record, wording)
        rows.append(
            (
                Cell(record.metric.title, address=f"{address}#{_id(record)}"),
                Cell("", badge=badge(record.attainment)),
                Cell(" ".join(filter(None, (said.value, said.unit))), numeric=True),
                Cell(said.label),
                Cell(said.target),
            )
        )
    return Table("behind", "Missed, then near", columns, tuple(rows)) if rows else None


def _sheet(record: Record, address: str, on: date, *, meeting: Meeting) -> MetricSheet:
    metric, wording = record.metric, meeting.wording
    drawing = meeting.drawings.get(metric.name)
    return MetricSheet(
        id=_id(record),
        title=metric.title,
        address=urls.metric(metric.name),
        badge=badge(record.attainment),
        finding=sentences.finding(record, wording),
        target=sentences.target(target_of(record), metric, wording) if metric.targets else "",
        spark=Markup(drawing.spark) if drawing else Markup(""),  # noqa: S704  # Drawn by chart.
        values=_values(record, wording),
        notes=meeting.notes(record, on, urls.root(address), NOTES),
    )


def _values(record: Record, wording: Wording) -> Table | None:
    """Return the newest periods: of their columns those that are read out, which fit a phone."""
    count = SHOWN.get(record.metric.frequency, MOST)
    newest = replace(record, series=record.series.at(slice(-count, None)))
    if not len(newest.series):
        return None
    told = [each for each in series.columns(newest, wording) if each[0].say is not None]
    number = wording.number(min(count, len(newest.series)))
    return Table(
        f"values-{record.metric.name}",
        f"{record.metric.title}: the newest {number} {PERIODS[record.metric.frequency]}",
        tuple(column._replace(say=None) for column, _ in told),
        tuple(zip(*(_cells(*each) for each in told), strict=True)),
    )


def _cells(column: Column, found: Sequence[str | Badge]) -> list[Cell]:
    # What is final goes without saying.
    return [
        Cell("", badge=each)
        if isinstance(each, Badge)
        else Cell("" if each == FINAL else each, numeric=column.numeric)
        for each in found
    ]


def _id(record: Record) -> str:
    return f"metric-{record.metric.name}"
