"""Every page of the site, each a frozen value for its template."""

from collections.abc import Iterator, Mapping

from performance.model import Drawing, Portal
from performance.pages import (
    articles,
    budget,
    changes,
    data,
    index,
    library,
    problems,
    profiles,
    reporting,
    search,
)
from performance.pages.context import context
from performance.pages.department import departments
from performance.pages.embed import embed
from performance.pages.explore import explore
from performance.pages.home import home
from performance.pages.metric import metric
from performance.pages.metrics import metrics
from performance.pages.packs import packs
from performance.pages.page import Page
from performance.pages.priority import priorities
from performance.pages.report import PaperPage
from performance.pages.report import pages as reports
from performance.pages.report import papers as on_paper
from performance.settings import Settings

REFERENCE = (reporting, library, changes, search, index, problems, profiles, articles)


def build(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    downloads: Mapping[str, int],
    settings: Settings,
    *,
    sums: Mapping[str, str] | None = None,
    meetings: Mapping[str, Mapping[str, Drawing]] | None = None,
) -> Iterator[Page]:
    """Yield every page of the site, in an order that depends on the portal alone.

    `drawings` are by metric; `downloads` are the sizes in bytes of the files made so far, by
    address: a page links to no other file. `sums` are their SHA-256, of those that have one.
    `meetings` are the drawings of the packs, by month and metric.
    """
    gathered = context(portal, drawings, downloads, settings)
    yield home(gathered)
    yield from priorities(gathered)
    yield from departments(gathered)
    yield from metrics(gathered)
    yield from reports(gathered)
    for record in portal.records:
        page = metric(record, gathered)
        yield page
        yield explore(record, gathered)
        yield embed(page, record.metric.name, gathered)
    yield from budget.pages(gathered)
    yield from packs(gathered, meetings or {})
    yield from data.pages(portal, gathered.site, downloads, settings, sums=sums)
    for reference in REFERENCE:
        yield from reference.pages(portal, gathered.site, downloads, settings)


def papers(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    downloads: Mapping[str, int],
    settings: Settings,
    *,
    printed: Mapping[str, str],
) -> Iterator[tuple[int, PaperPage]]:
    """Yield each annual report for its PDF, by fiscal year.

    `printed` are its charts as SVG files for paper, by the names of their drawings.
    """
    yield from on_paper(context(portal, drawings, downloads, settings), printed)
