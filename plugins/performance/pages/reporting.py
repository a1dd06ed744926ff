"""Who has reported what, and what is late: the reporting record of every department."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct

from performance import urls
from performance.model import Department, Portal, Record, Stage, Submission
from performance.model.record import COLLECTED
from performance.pages.page import Anchor, Page, Site
from performance.pages.parts import Badge, Cell, Column, Table, unbroken
from performance.pages.site import HOME, wording
from performance.settings import Settings
from performance.text import Wording

NOT_COLLECTED = {
    Stage.PROPOSED: "Not collected yet: proposed",
    Stage.PAUSED: "Not collected now: paused",
    Stage.RETIRED: "No longer collected: retired",
}


class Reporter(Struct, frozen=True):
    """A department: its summary in a sentence and the table of its metrics, none without any.

    `months` has what it submitted in each of the last 13 months, none before its first value.
    """

    title: str
    address: str
    summary: str
    table: Table | None
    months: Table | None = None


class ReportingPage(Page, frozen=True, kw_only=True):
    """What has been reported. `late` holds the late metrics, the longest overdue first; none where
    none is.

    `meetings` leads to the packs of meetings, none where there are none. `unscheduled` are the
    packages without metrics: nothing in them is due.
    """

    template: ClassVar[str] = "reporting.html"
    sort: ClassVar[str] = "Page"

    summary: str
    late: Table | None
    departments: tuple[Reporter, ...]
    meetings: Anchor | None
    unscheduled: tuple[Anchor, ...]


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the reporting page."""
    del downloads
    words = wording(settings)
    records = portal.by_department()
    yield ReportingPage(
        site=site,
        address=urls.REPORTING,
        title="Reporting",
        description=f"Which department of {site.city} has reported its data, and what is late.",
        crumbs=(HOME,),
        summary=_summary(portal.records, words),
        late=late_table(portal.records, words),
        departments=tuple(
            _reporter(department, records.get(department.slug, ()), portal, words)
            for department in portal.content.departments
        ),
        meetings=Anchor("Packs of the meetings", urls.BRIEFINGS) if portal.packs else None,
        unscheduled=tuple(
            Anchor(package.title or package.name, urls.package(package.name))
            for package in portal.packages
            if not package.metrics
        ),
    )


def _summary(records: Iterable[Record], wording: Wording) -> str:
    """Return how many metrics are up to date, late or without data, in sentences."""
    collected = [r for r in records if r.metric.stage in COLLECTED]
    if not collected:
        return "No metric is collected yet."
    late = sum(r.is_late for r in collected)
    empty = sum(r.latest is None and not r.is_late for r in collected)
    due = wording.number(len(collected))
    current = wording.number(len(collected) - late - empty)
    noun = "metric is" if len(collected) == 1 else "metrics are"
    said = [f"{current} of {due} {noun} up to date."]
    if late:
        said.append(f"{wording.number(late)} {'is' if late == 1 else 'are'} late.")
    if empty:
        said.append(f"{wording.number(empty)} {'has' if empty == 1 else 'have'} no data yet.")
    return " ".join(said)


def late_table(records: Iterable[Record], wording: Wording) -> Table | None:
    """Return the late metrics with the period that is lacking, the most days first."""
    late = sorted(
        (r for r in records if r.is_late),
        key=lambda r: (-r.lateness.days, r.metric.title.casefold()),
    )
    columns = (
        Column("Metric"),
        Column("Days late", numeric=True),
        Column("First period lacking"),
        Column("Was due"),
        Column("Periods overdue", numeric=True),
        Column("Department"),
    )
    rows = tuple(
        (
            Cell(r.metric.title, address=urls.metric(r.metric.name)),
            Cell(wording.number(r.lateness.days), numeric=True),
            Cell(wording.period_short(r.lateness.expected) if r.lateness.expected else "–"),
            Cell(wording.date(r.lateness.due) if r.lateness.due else "–"),
            Cell(wording.number(r.lateness.missed), numeric=True),
            Cell(r.department.title, address=urls.department(r.department.slug)),
        )
        for r in late
    )
    return Table("late", "Late metrics, the longest overdue first", columns, rows) if rows else None


def _reporter(
    department: Department, records: Sequence[Record], portal: Portal, wording: Wording
) -> Reporter:
    columns = (
        Column("Metric"),
        Column("Reporting"),
        Column("Latest value"),
        Column("Next value"),
        Column("Data package"),
    )
    table = Table(
        f"reporting-{department.slug}",
        f"Metrics of {department.title}",
        columns,
        tuple(_row(record, wording) for record in records),
    )
    return Reporter(
        department.title,
        urls.department(department.slug),
        _summary(records, wording),
        table if records else None,
        _months(department, portal.submissions.get(department.slug, ()), wording),
    )


def _months(department: Department, found: Sequence[Submission], wording: Wording) -> Table | None:
    """Return what a department submitted month by month, what is in before what lacks."""
    columns = (
        Column("Month"),
        Column("Reporting"),
        Column("Submitted", numeric=True),
        Column("After the due day", numeric=True),
        Column("Revised since", numeric=True),
        Column("Late", numeric=True),
        Column("Not due yet", numeric=True),
    )
    rows = tuple(
        (
            Cell(unbroken(wording.period_short(each.month))),
            Cell("", badge=_in(each, wording)),
            Cell(f"{wording.number(each.submitted)} of {wording.number(each.expected)}", True),
            *(
                Cell(wording.number(n) if n else "–", numeric=True)
                for n in (each.tardy, each.revised, each.late, each.open)
            ),
        )
        for each in found
        if each.expected
    )
    caption = f"Values that {department.title} submitted, by the month they are about"
    return Table(f"months-{department.slug}", caption, columns, rows) if rows else None


def _in(month: Submission, wording: Wording) -> Badge:
    """Return how much of a month is in, as icon and words."""
    if month.late:
        return Badge("late", "late", f"{wording.number(month.late)} late")
    if month.open:
        return Badge("pending", "open", f"{wording.number(month.open)} still to come")
    return Badge("met", "met", "All in")


def _row(record: Record, wording: Wording) -> tuple[Cell, ...]:
    package = record.package
    latest = record.latest
    return (
        Cell(record.metric.title, address=urls.metric(record.metric.name)),
        _state(record, wording),
        Cell(wording.period_short(latest.period) if latest else "None yet"),
        Cell(_next(record, wording)),
        Cell(package.title or package.name, address=urls.package(package.name)),
    )


def _next(record: Record, wording: Wording) -> str:
    expected, due = record.lateness.expected, record.lateness.due
    if record.metric.stage not in COLLECTED or expected is None or due is None:
        return "None due"
    verb = "was due" if record.lateness.days else "due"
    return f"{wording.period_short(expected)}, {verb} {wording.date(due)}"


def _state(record: Record, wording: Wording) -> Cell:
    if record.metric.stage not in COLLECTED:
        return Cell(NOT_COLLECTED[record.metric.stage])
    days = record.lateness.days
    if days:
        words = f"{wording.number(days)} day{'' if days == 1 else 's'} late"
        return Cell("", badge=Badge("late", "late", words))
    if record.latest is None:
        return Cell("No data yet")
    expected = record.lateness.expected
    reported = expected.shift(-1) if expected else record.latest.period
    if reported.start > record.latest.period.start:
        # What was reported on time is that there is no value.
        return Cell(f"On time; no value for {wording.period_short(reported)}")
    return Cell("On time")
