"""The pages of the annual reports: the list, each report, its checklist, and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from performance import reports, urls
from performance.model import Annual, Drawing
from performance.pages.context import Context
from performance.pages.page import Anchor, Page
from performance.pages.parts import Table
from performance.pages.report import checklist
from performance.pages.report.page import LIST, PaperPage, ReportPage, paper, report
from performance.pages.site import HOME
from performance.reports.check import sources

__all__ = ["PaperPage", "ReportPage", "pages", "papers"]


class Listed(Struct, frozen=True):
    """A report in the list: the counts of its year, in words."""

    title: str
    address: str
    words: str
    published: str


class ReportsPage(Page, frozen=True, kw_only=True):
    """Every annual report, the newest first."""

    template: ClassVar[str] = "reports.html"
    sort: ClassVar[str] = "Annual report"

    reports: tuple[Listed, ...]


class ChecklistPage(Page, frozen=True, kw_only=True):
    """Where a report meets the elements that the field asks for: a table a framework."""

    template: ClassVar[str] = "checklist.html"
    sort: ClassVar[str] = "Annual report"

    report: Anchor
    tables: tuple[Table, ...]


def pages(context: Context) -> Iterator[Page]:
    """Yield the list of reports, then each report and its checklist; nothing without a report."""
    made = [
        report(source, now, context, pictures=_pictures(source, context.drawings))
        for source, now in _of(context)
    ]
    if not made:
        return
    city = context.site.city
    yield ReportsPage(
        site=context.site,
        address=urls.REPORTS,
        title=LIST.title,
        description=f"The annual performance reports of {city}, the newest first.",
        crumbs=(HOME,),
        reports=tuple(
            Listed(page.title, page.address, page.description, _published(source, context))
            for page, (source, _) in zip(made, _of(context), strict=True)
        ),
    )
    for page, (source, _) in zip(made, _of(context), strict=True):
        yield page
        yield _checklist(page, source)


def papers(context: Context, printed: Mapping[str, str]) -> Iterator[tuple[int, PaperPage]]:
    """Yield each report for its PDF, by fiscal year; `printed` are SVG files by picture name."""
    for source, now in _of(context):
        pictures = _pictures(source, context.drawings)
        named = {
            metric: printed[name]
            for metric in pictures
            for name in [source.report.picture(metric)]
            if name in printed
        }
        page = paper(source, now, context, pictures=pictures, printed=named)
        yield source.report.fiscal_year, page


def _of(context: Context) -> Iterator[tuple[reports.Source, Annual]]:
    portal = context.portal
    yield from zip(sources(portal, context.settings), portal.annuals, strict=True)


def _pictures(source: reports.Source, drawings: Mapping[str, Drawing]) -> dict[str, Drawing]:
    """Return the charts of a report by metric."""
    names = dict.fromkeys((*source.report.key_metrics, *source.report.survey))
    found = {name: drawings.get(source.report.picture(name)) for name in names}
    return {name: drawing for name, drawing in found.items() if drawing is not None}


def _published(source: reports.Source, context: Context) -> str:
    said = source.report
    return f"Version {said.version}, published {context.wording.date(said.published)}"


def _checklist(page: ReportPage, source: reports.Source) -> ChecklistPage:
    present = frozenset({"cover", *(heading.id for heading in page.contents)})
    return ChecklistPage(
        site=page.site,
        address=urls.report(source.report.fiscal_year, "checklist/"),
        title=f"Checklist: {page.title}",
        description=f"Where {page.title} meets the elements of GASB, GFOA and AGA.",
        crumbs=(HOME, LIST, Anchor(page.title, page.address)),
        report=Anchor(page.title, page.address),
        tables=checklist.tables(source.report, present),
    )
