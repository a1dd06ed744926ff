"""The search page: a box that finds words of every page, and without it every name in one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import urls
from performance.model import Attainment, Portal
from performance.pages.index import Entry, entries
from performance.pages.page import POLICY, Page, Site
from performance.pages.parts import BADGES, Badge
from performance.pages.site import HOME
from performance.settings import Settings

# Compiling Pagefind's WebAssembly counts as evaluating; nothing else may be evaluated here either.
SELF = Markup("script-src 'self'")
POLICY_OF_SEARCH = POLICY.replace(SELF, SELF + Markup(" 'wasm-unsafe-eval'"))

HEADINGS = {
    "metric": "Metrics",
    "priority": "Priorities",
    "department": "Departments",
    "data package": "Data packages",
}


class Group(Struct, frozen=True):
    """All names of one sort, from A to Z, under their heading."""

    id: str
    title: str
    entries: tuple[Entry, ...]


class SearchPage(Page, frozen=True, kw_only=True):
    """The search page.

    `finder` is the address of the index's script, empty where the site was built without an index:
    the page is then the list alone. `badges` are those that a result may bear. `index` leads to
    the names from A to Z.
    """

    template: ClassVar[str] = "search.html"

    finder: str
    badges: tuple[Badge, ...]
    index: str
    groups: tuple[Group, ...]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The script of the box, where there is an index to search."""
        return (urls.SEARCHER,) if self.finder else ()

    @property
    def policy(self) -> Markup:
        """The policy of every page, which lets this one compile the index's program too."""
        return POLICY_OF_SEARCH if self.finder else POLICY


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the search page."""
    del settings
    found = entries(portal)
    groups = [
        Group(sort.replace(" ", "-"), title, tuple(e for e in found if e.sort == sort))
        for sort, title in HEADINGS.items()
    ]
    yield SearchPage(
        site=site,
        address=urls.SEARCH,
        title="Search",
        description=(
            f"Find metrics, departments, priorities and data of {site.city} by any word about them."
        ),
        crumbs=(HOME,),
        finder=urls.FINDER if urls.FINDER in downloads else "",
        badges=tuple(BADGES[a] for a in Attainment),
        index=urls.A_TO_Z,
        groups=tuple(group for group in groups if group.entries),
    )
