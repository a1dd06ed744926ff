"""The page of an annual report, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from markupsafe import Markup

from performance import reports, urls
from performance.model import Annual, Attainment, Drawing
from performance.pages.context import Context
from performance.pages.overview import COUNTED, places
from performance.pages.page import Anchor, Page
from performance.pages.parts import Cell, Column, Count, Download, Fact, Table, badge, download
from performance.pages.report import evidence
from performance.pages.report.checklist import PARTS
from performance.pages.report.corrected import corrections
from performance.pages.report.department import departments
from performance.pages.report.desk import Desk
from performance.pages.report.form import form
from performance.pages.report.money import money
from performance.pages.report.parts import (
    ChangesBlock,
    DepartmentBlock,
    Heading,
    MoneyBlock,
    PriorityBlock,
    QualityBlock,
    SurveyBlock,
)
from performance.pages.report.priority import key_metric, priorities
from performance.pages.site import HOME
from performance.period import year_
from performance.sentences.unit_cost import METHOD
from performance.text import ATTAINMENT_WORDS

LIST = Anchor("Annual reports", urls.REPORTS)
FILES = {"report.pdf": "The whole report (PDF)", "report.zip": "Exactly its figures (data package)"}
ALWAYS = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)


class ReportPage(Page, frozen=True, kw_only=True):
    """An annual report: its parts in order; a part that is not there is none or empty.

    `contents` are its parts with their anchors. `cost_method` is how costs per unit of output are
    worked out, "" where there are none. `paper` is whether it is made for the PDF, which has
    pictures in place of drawings.
    """

    template: ClassVar[str] = "report.html"
    sort: ClassVar[str] = "Annual report"

    paper: bool
    language: str
    subtitle: str
    cover: tuple[Fact, ...]
    contents: tuple[Heading, ...]
    letter: Markup
    glance: tuple[Count, ...]
    metrics: str
    years: Table
    purpose: Markup
    cost_method: str
    priorities: tuple[PriorityBlock, ...]
    departments: tuple[DepartmentBlock, ...]
    survey: SurveyBlock | None
    comparisons: Table | None
    breakdowns: tuple[Table, ...]
    money: MoneyBlock
    changes: ChangesBlock
    quality: QualityBlock
    following: Markup
    corrected: Table | None
    correction_words: Markup
    downloads: tuple[Download, ...]
    checklist: Anchor
    link_root: str

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The site's sheets and the report's own."""
        return (*urls.STYLESHEETS, urls.REPORT_STYLES)


class PaperPage(ReportPage, frozen=True, kw_only=True):
    """The same report for the PDF."""

    template: ClassVar[str] = "report_paper.html"

    running: str
    author: str


def report(
    source: reports.Source, now: Annual, context: Context, *, pictures: Mapping[str, Drawing]
) -> ReportPage:
    """Return the page of a report; `pictures` are its charts by metric."""
    root = urls.root(urls.report(source.report.fiscal_year))
    desk = Desk(context, source, now, pictures, {}, root)
    return ReportPage(**_fields(desk))


def paper(
    source: reports.Source,
    now: Annual,
    context: Context,
    *,
    pictures: Mapping[str, Drawing],
    printed: Mapping[str, str],
) -> PaperPage:
    """Return a report for the PDF; `printed` are its charts as SVG files for paper, by metric."""
    base = context.settings.site_url.rstrip("/")
    desk = Desk(context, source, now, pictures, printed, f"{base}/" if base else "")
    fields = _fields(desk)
    running = f"{context.settings.city}: {source.report.title}"
    author = context.settings.publisher or context.settings.city
    return PaperPage(**{**fields, "paper": True}, running=running, author=author)


def _fields(desk: Desk) -> dict[str, Any]:
    """Return the fields that the report has on the screen and on paper alike."""
    site, said = desk.context.site, desk.report
    return {
        "site": site,
        "address": desk.address,
        "title": said.title,
        "description": _description(desk),
        "crumbs": (HOME, LIST),
        "paper": desk.paper,
        "language": site.language,
        "subtitle": site.city,
        "cover": tuple(_cover(desk)),
        "downloads": _downloads(desk),
        "checklist": Anchor("Checklist", urls.report(desk.year, "checklist/")),
        "link_root": desk.root,
        "letter": desk.words(said.passage("letter")),
        "purpose": desk.words(said.passage("purpose")),
        "following": desk.words(said.passage("next")),
        "corrected": corrections(desk),
        "correction_words": desk.words(said.passage("corrections")),
        **_parts(desk),
    }


def _parts(desk: Desk) -> dict[str, Any]:
    """Return the parts that are made of figures, with the list of contents."""
    blocks = priorities(desk)
    offices = departments(desk)
    survey = _survey(desk)
    beside, members = evidence.comparisons(desk), evidence.breakdowns(desk)
    without = frozenset(
        part
        for part, there in (("survey", survey), ("comparisons", beside), ("breakdowns", members))
        if not there
    )
    return {
        "contents": _contents(without, blocks, offices),
        "glance": _glance(desk),
        "metrics": f"{desk.wording.number(_total(desk, desk.year))} metrics",
        "years": _years(desk),
        "cost_method": METHOD if desk.annual.unit_costs else "",
        "priorities": blocks,
        "departments": offices,
        "survey": survey,
        "comparisons": beside,
        "breakdowns": members,
        "money": money(desk),
        "changes": evidence.changes(desk),
        "quality": evidence.quality(desk),
    }


def _description(desk: Desk) -> str:
    counts = desk.annual.counts[desk.year]
    words = ", ".join(f"{desk.wording.number(counts[a])} {COUNTED[a]}" for a in ALWAYS)
    return f"{desk.report.title} of {desk.context.site.city}: {words}."


def _cover(desk: Desk) -> Iterator[Fact]:
    said, wording, settings = desk.report, desk.wording, desk.context.settings
    whole = year_(desk.year, settings.fiscal_year_start)
    yield Fact("Covers", f"{wording.date(whole.start)} to {wording.date(whole.end)}")
    yield Fact("Data up to", wording.date(said.cut_off))
    frozen = "" if said.frozen is not None else " (draft: its figures are not frozen yet)"
    yield Fact("Version", f"{said.version}, {wording.date(said.published)}{frozen}")
    base = settings.site_url.rstrip("/")
    yield Fact("Permanent address", f"{base}/{desk.address}" if base else f"/{desk.address}")


def _contents(
    without: frozenset[str],
    blocks: tuple[PriorityBlock, ...],
    offices: tuple[DepartmentBlock, ...],
) -> tuple[Heading, ...]:
    below = {
        "priorities": tuple(Anchor(block.title, f"#{block.id}") for block in blocks),
        "departments": tuple(Anchor(block.title, f"#{block.id}") for block in offices),
    }
    return tuple(
        Heading(title, part, below.get(part, ()))
        for part, title in PARTS.items()
        if part != "cover" and part not in without
    )


def _glance(desk: Desk) -> tuple[Count, ...]:
    counts = desk.annual.counts[desk.year]
    shown = [a for a in COUNTED if counts[a] or a in ALWAYS]
    bars = places([counts[a] for a in shown])
    return tuple(
        Count(badge(a), desk.wording.number(counts[a]), COUNTED[a], None, *place)
        for a, place in zip(shown, bars, strict=True)
    )


def _total(desk: Desk, year: int) -> int:
    return sum(desk.annual.counts[year].values())


def _years(desk: Desk) -> Table:
    """Return the counts beside those of the year before."""
    wording, counts = desk.wording, desk.annual.counts
    now, before = counts[desk.year], counts[desk.year - 1]
    columns = (
        Column("Attainment"),
        Column(desk.short(desk.year - 1), numeric=True),
        Column(desk.short(desk.year), numeric=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(ATTAINMENT_WORDS[a]),
            Cell(wording.number(before[a]), numeric=True),
            Cell(wording.number(now[a]), numeric=True),
        )
        for a in COUNTED
        if now[a] or before[a] or a in ALWAYS
    ]
    totals = (wording.number(_total(desk, y)) for y in (desk.year - 1, desk.year))
    rows.append((Cell("All metrics"), *(Cell(total, numeric=True) for total in totals)))
    return Table("years", "Metrics by attainment", columns, tuple(rows))


def _survey(desk: Desk) -> SurveyBlock | None:
    records, figures = desk.context.by_name, desk.annual.figures
    asked = [records[n] for n in desk.report.survey if n in records and n in figures]
    if not asked:
        return None
    apart = (r for r in asked if r.metric.name not in desk.report.key_metrics)
    return SurveyBlock(
        desk.words(desk.report.passage("survey")),
        form(asked, desk, name="form-survey", caption="What residents answered"),
        tuple(key_metric(record, desk) for record in apart),
    )


def _downloads(desk: Desk) -> tuple[Download, ...]:
    known = desk.context.downloads
    addresses = {urls.report(desk.year, file): title for file, title in FILES.items()}
    return tuple(download(t, a, known) for a, t in addresses.items() if a in known)
