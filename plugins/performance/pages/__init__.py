"""Every page of the site, each a frozen value for its template."""

from collections.abc import Iterator, Mapping

from performance.model import Drawing, Portal
from performance.pages import (
    articles,
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
from performance.pages.page import Page
from performance.pages.priority import priorities
from performance.settings import Settings

REFERENCE = (data, reporting, library, changes, search, index, problems, profiles, articles)


def build(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    downloads: Mapping[str, int],
    settings: Settings,
) -> Iterator[Page]:
    """Yield every page of the site, in an order that depends on the portal alone.

    `drawings` are by metric; `downloads` are the sizes in bytes of the files made so far, by
    address: a page links to no other file.
    """
    gathered = context(portal, drawings, downloads, settings)
    yield home(gathered)
    yield from priorities(gathered)
    yield from departments(gathered)
    yield from metrics(gathered)
    for record in portal.records:
        page = metric(record, gathered)
        yield page
        yield explore(record, gathered)
        yield embed(page, record.metric.name, gathered)
    for reference in REFERENCE:
        yield from reference.pages(portal, gathered.site, downloads, settings)
