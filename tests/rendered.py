"""The resident's pages as HTML, for tests that read them as a browser does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html

from performance import pages, urls
from performance.model import Portal
from performance.pages.metric import FILES
from performance.pages.page import Page
from performance.settings import Settings
from resident import AS_OF, drawing

THEME = Path(__file__).parent.parent / "theme"
SETTINGS = Settings(
    city="Demo City",
    title="Focus on Results",
    tagline="How Demo City performs",
    banner="Invented figures.",
    contact="performance@example.org",
    as_of=AS_OF,
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page with its HTML, as text and as a tree."""

    page: Page
    text: str
    tree: html.HtmlElement

    @property
    def words(self) -> str:
        """All the words of the page's main part, on one line."""
        return " ".join(self.tree.xpath("string(//main)").split())

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield each link's address and words."""
        for link in self.tree.iter("a"):
            yield str(link.get("href", "")), " ".join(link.text_content().split())


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return Jinja as the site uses it."""
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FileSystemLoader(THEME / "templates"),
    )


def render(page: Page) -> Rendered:
    """Return a page as its template shows it."""
    text = environment().get_template(page.template).render(page=page)
    return Rendered(page, text, html.document_fromstring(text))


def files(portal: Portal) -> dict[str, int]:
    """Return the downloads beside the metrics' pages, each of 12,345 bytes."""
    return {urls.metric(r.metric.name, file): 12_345 for r in portal.records for file in FILES}


def site(
    portal: Portal, *, drawings: Mapping[str, Any] | None = None, settings: Settings = SETTINGS
) -> dict[str, Rendered]:
    """Return every page of a portal by its address, with a stand-in drawing for each metric."""
    drawn = drawings
    if drawn is None:
        drawn = {r.metric.name: drawing(r.metric.name) for r in portal.records}
    built = pages.build(portal, drawn, files(portal), settings)
    return {page.address: render(page) for page in built}
