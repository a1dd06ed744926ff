"""The words that staff write: departments, priorities and pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from performance.model.report import Report


@dataclass(frozen=True, slots=True)
class Department:
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


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the city, from `content/priorities/`. `body` is the goal, in Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    summary: str = ""
    spending: float | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A page of words from `content/pages/` (glossary, methodology …). `body` is Markdown."""

    slug: str
    title: str
    body: str = ""
    order: int = 0
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The words that staff write, each sort in its order; reports by year, the newest first."""

    departments: tuple[Department, ...] = ()
    priorities: tuple[Priority, ...] = ()
    articles: tuple[Article, ...] = ()
    reports: "tuple[Report, ...]" = ()
