"""The words that staff write: departments, priorities, pages and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from performance.model.report import Report

from performance.model.briefing import Briefing


class Department(Struct, frozen=True):
    """A department of the city, from `content/departments/`. `body` is its mission, in Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    head: str = ""
    head_title: str = ""
    contact: str = ""
    phone: str = ""
    website: str = ""
    programs: tuple[str, ...] = ()
    spending: float | None = None
    staff: float | None = None
    fiscal_year: int | None = None


class Priority(Struct, frozen=True):
    """A priority of the city, from `content/priorities/`. `body` is the goal, in Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    summary: str = ""
    spending: float | None = None
    fiscal_year: int | None = None


class Article(Struct, frozen=True):
    """A page of words from `content/pages/` (glossary, methodology …). `body` is Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    summary: str = ""


class Content(Struct, frozen=True):
    """The words that staff write, each sort in its order.

    `reports` are by year, the newest first; `briefings` by their months.
    """

    departments: tuple[Department, ...] = ()
    priorities: tuple[Priority, ...] = ()
    articles: tuple[Article, ...] = ()
    reports: tuple[Report, ...] = ()
    briefings: tuple[Briefing, ...] = ()

    def department(self, slug: str | None) -> Department | None:
        """Return the department of an address; none where the city writes of no such."""
        return next((each for each in self.departments if each.slug == slug), None)
