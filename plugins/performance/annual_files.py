"""The files of the annual reports: the data package of each and its PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from performance import chart, downloads, pages, paper, urls
from performance.memory import Made, Site, Store, files_of
from performance.model import Drawing, Portal
from performance.pages.page import Page
from performance.problem import BuildError, Exit
from performance.progress import Steps
from performance.rendering import Render, ShownBy, unknown
from performance.settings import Settings

FONT = "Noto Sans"


class Printing(Struct, frozen=True):
    """How pages are shown and PDFs made: by which templates and CSS, kept where.

    A site that is `published` has every PDF or is not built; elsewhere a line says what is missing.
    """

    render: Render
    style: str
    store: Store
    shown_by: ShownBy = unknown
    published: bool = False


def written(
    make: Callable[[], Iterator[tuple[str, bytes]]],
    printing: Printing,
    site: Site,
    *,
    of: tuple[str, ...],
) -> Iterator[Made]:
    """Write the files that `make` yields and yield them; those that are there already stay.

    `of` is what goes into them beside the templates, the CSS and what lays out text; empty where
    there is no report.
    """
    by = printing.shown_by(pages.PaperPage.template) if of else ""
    pango = paper.version() if by else None
    # Of what cannot be printed a line says so each time.
    if pango is None:
        return map(site.write, files_of(make()))
    return site.unit("annual", of, by, printing.style, pango, make=lambda: files_of(make()))


def files(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    sizes: Mapping[str, int],
    *,
    chosen: Settings,
    printing: Printing,
    steps: Steps,
) -> Iterator[tuple[str, bytes]]:
    """Yield the data package and the PDF of each report, each with its address.

    `sizes` are those of the files made so far: it grows as its owner writes what is yielded, so
    that the PDF can name the data package. Raises BuildError where a site that is published would
    lack a PDF.
    """
    for report, annual in zip(portal.content.reports, portal.annuals, strict=True):
        shown = report.frozen.annual if report.frozen is not None else annual
        address = urls.report(report.fiscal_year, "report.zip")
        yield address, downloads.report_zip(report, shown, portal, chosen)
    if not portal.content.reports or not _can_print(printing, steps):
        return
    printed = {
        name: chart.printed(drawings[name].narrow, FONT)
        for report in portal.content.reports
        for name in map(report.picture, (*report.key_metrics, *report.survey))
        if name in drawings
    }
    steps.begin("Printing the annual report", len(portal.content.reports))
    days = {report.fiscal_year: report.published for report in portal.content.reports}
    for year, page in pages.papers(portal, drawings, sizes, chosen, printed=printed):
        yield urls.report(year, "report.pdf"), _pdf(page, printing, on=days[year])
        steps.advance()


def _pdf(page: Page, printing: Printing, *, on: date) -> bytes:
    """Return the PDF of a page: the one kept from an earlier build where nothing has changed."""
    html = printing.render(page)
    key = paper.key(html, printing.style, on)
    kept = printing.store.get(key)
    if kept is None:
        kept = paper.make(html, printing.style, on)
        printing.store.put(key, kept)
    return kept


def _can_print(printing: Printing, steps: Steps) -> bool:
    why = paper.why_not()
    if not why:
        return True
    words = f"The PDF of the annual report was not made: {why}."
    if printing.published:
        raise BuildError(f"{words} A published site must have it.", exitcode=Exit.WRONG_USE)
    steps.note(words)
    return False
