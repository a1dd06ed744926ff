"""Every page of the site, each a frozen value for its template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from performance.model import Drawing, Portal, Record
from performance.pages.card import Glance
from performance.pages.chapters import Chapters
from performance.pages.context import context
from performance.pages.page import Page
from performance.pages.report import PaperPage
from performance.pages.report import papers as on_paper
from performance.settings import Settings

__all__ = ["Chapters", "PaperPage", "build", "chapters", "papers"]


def build(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    downloads: Mapping[str, int],
    settings: Settings,
    *,
    sums: Mapping[str, str] | None = None,
    meetings: Mapping[str, Mapping[str, Drawing]] | None = None,
) -> Iterator[Page]:
    """Yield every page of the site, in the order of its chapters; the parameters are theirs."""
    # Nobody asks whether these pages are those of an earlier build.
    told = dict.fromkeys((package.name for package in portal.packages), "")
    found = chapters(
        *(portal, drawings, downloads, settings), told=told, sums=sums, meetings=meetings
    )
    for chapter in (*found.first(), *found.rest()):
        yield from chapter.make()


def chapters(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    downloads: Mapping[str, int],
    settings: Settings,
    *,
    told: Mapping[str, str],
    sums: Mapping[str, str] | None = None,
    meetings: Mapping[str, Mapping[str, Drawing]] | None = None,
    glance: Callable[[Record], Glance] | None = None,
) -> Chapters:
    """Return the chapters of the site.

    `drawings` are by metric; `downloads` are the sizes in bytes of the files made so far, by
    address, and grow: a page links to no other file. `told` are the digests of the files of each
    package and its metrics, by its name. `sums` are the SHA-256 of the files, of those that have
    one. `meetings` are the drawings of the packs, by month and metric. `glance` may know what lists
    show of a metric from before.
    """
    gathered = context(portal, drawings, downloads, settings, glance=glance)
    return Chapters(gathered, sums or {}, meetings or {}, told=told)


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
