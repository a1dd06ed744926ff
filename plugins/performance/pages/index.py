"""The index from A to Z: every metric, department, priority and data package by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import filterfalse, groupby
from typing import ClassVar

from msgspec import Struct

from performance import urls
from performance.model import Portal
from performance.pages.page import Page, Site
from performance.pages.site import HOME
from performance.settings import Settings

OTHER = "Numbers and signs"


class Entry(Struct, frozen=True):
    """A name in the index: its title, its address, and what sort of thing it names."""

    title: str
    address: str
    sort: str


class Letter(Struct, frozen=True):
    """The names that begin with one letter; `id` is its anchor."""

    id: str
    letter: str
    entries: tuple[Entry, ...]


class IndexPage(Page, frozen=True, kw_only=True):
    """Every name of the site in the order of the alphabet."""

    template: ClassVar[str] = "a_z.html"

    letters: tuple[Letter, ...]


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the index."""
    del downloads, settings
    found = entries(portal)
    yield IndexPage(
        site=site,
        address=urls.A_TO_Z,
        title="A to Z",
        description=(
            f"Every metric, department, priority and data package of {site.city}, by name."
        ),
        crumbs=(HOME,),
        letters=tuple(
            Letter(f"letter-{'other' if letter == OTHER else letter}", letter, tuple(group))
            for letter, group in groupby(found, lambda e: _letter(e.title))
        ),
    )


def entries(portal: Portal) -> tuple[Entry, ...]:
    """Return every name of the site, in the order of the alphabet."""
    return tuple(sorted(_named(portal), key=lambda e: (_key(e.title), e.sort, e.address)))


def _named(portal: Portal) -> Iterator[Entry]:
    for record in portal.records:
        yield Entry(record.metric.title, urls.metric(record.metric.name), "metric")
    for department in portal.content.departments:
        yield Entry(department.title, urls.department(department.slug), "department")
    for priority in portal.content.priorities:
        yield Entry(priority.title, urls.priority(priority.slug), "priority")
    for report in portal.content.reports:
        yield Entry(report.title, urls.report(report.fiscal_year), "report")
    for (_, part), units in portal.ledger.units.items() if portal.ledger else ():
        for unit in units:
            if part == "program":
                address = urls.budget_unit(part, unit.slugs)
                yield Entry(unit.title, address, "program of the budget")
    for package in portal.packages:
        yield Entry(package.title or package.name, urls.package(package.name), "data package")


def _key(title: str) -> tuple[bool, str]:
    """Return what a title is sorted by: capitals and accents do not count, letters come last."""
    plain = _plain(title)
    return (_letter(title) != OTHER, plain)


def _letter(title: str) -> str:
    first = _plain(title)[:1].upper()
    return first if first.isalpha() else OTHER


@lru_cache(maxsize=16_384)  # It is asked for what to sort by and for the letter.
def _plain(title: str) -> str:
    split = unicodedata.normalize("NFKD", title.casefold())
    letters = split if split.isascii() else "".join(filterfalse(unicodedata.combining, split))
    return letters.lstrip(" \"'“”‘’(")
