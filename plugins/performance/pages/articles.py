"""The pages of words: articles that staff write, and the page for an address that is not there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import ClassVar
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.model import Article, Portal
from performance.pages.page import Anchor, Page, Site
from performance.pages.site import HOME
from performance.settings import Settings

HEADING = re.compile(r"<h([2-6])>(.*?)</h\1>", re.DOTALL)

# Anchors that the frame of every page has already.
TAKEN = ("main",)

# Where a reader who is lost can go on, beside the home page.
LINKS = (
    Anchor("See all metrics", urls.METRICS),
    Anchor("Look for it by name, from A to Z", urls.A_TO_Z),
    Anchor("Get the data", urls.DATA),
)


class Heading(Struct, frozen=True):
    """A heading of an article: its words, its anchor, and the headings below it."""

    title: str
    id: str
    below: tuple[Heading, ...] = ()


class ArticlePage(Page, frozen=True, kw_only=True):
    """An article; `contents` are its headings of the second level with those of the third."""

    template: ClassVar[str] = "article.html"
    sort: ClassVar[str] = "Page"

    summary: str
    body: Markup
    contents: tuple[Heading, ...]


class NotFoundPage(Page, frozen=True, kw_only=True):
    """The page that answers an address which is not there, at any depth.

    Relative links do not work here: the host serves this one file for `/x/` and for `/x/y/z/`
    alike, and the policy of the pages forbids a base element. So its links begin with the path of
    the site's public address (`base`, "/" or "/<repository>/"), which holds at any depth and on any
    domain. Without a public address the path is not known: the links are then relative, and right
    for what lacks at the top of the site alone.
    """

    template: ClassVar[str] = "not_found.html"

    base: str
    links: tuple[Anchor, ...]

    @property
    def canonical(self) -> str:
        """None: the page answers for addresses that are not there."""
        return ""

    @property
    def root(self) -> str:
        """The way to the site's root from any depth, where the site's address is known."""
        return self.base


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield every article and the page for what is not there."""
    del downloads
    for article in portal.content.articles:
        yield _article(article, site)
    yield NotFoundPage(
        site=site,
        address=urls.NOT_FOUND,
        title="Page not found",
        description="There is no page at this address.",
        base=base(settings.site_url),
        links=LINKS,
    )


def base(site_url: str) -> str:
    """Return the path of the site's public address, with a slash at both ends; "" without one."""
    path = urlsplit(site_url).path.strip("/")
    return "" if not site_url else f"/{path}/" if path else "/"


def anchored(body: Markup) -> tuple[Markup, tuple[Heading, ...]]:
    """Give every heading of sanitised HTML an anchor, and return it with its table of contents.

    The anchor is the heading in small letters with hyphens; a second one of the same words gets a
    number.
    """
    taken = set(TAKEN)
    found: list[tuple[int, Heading]] = []

    def give(match: re.Match[str]) -> str:
        title = Markup(match[2]).striptags()  # noqa: S704  # A part of the sanitised body.
        anchor = _free(_slug(title), taken)
        found.append((int(match[1]), Heading(title, anchor)))
        return f'<h{match[1]} id="{anchor}">{match[2]}</h{match[1]}>'

    # The anchor holds letters, digits and hyphens alone, so that the HTML stays as safe as it was.
    return Markup(HEADING.sub(give, body)), _nested(found)  # noqa: S704


def _article(article: Article, site: Site) -> ArticlePage:
    body, contents = anchored(markup.html(article.body, 2))
    return ArticlePage(
        site=site,
        address=f"{article.slug}/",
        title=article.title,
        description=article.summary or article.title,
        crumbs=(HOME,),
        summary=article.summary,
        body=body,
        contents=contents,
    )


def _slug(title: str) -> str:
    split = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(c for c in split if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "section"


def _free(slug: str, taken: set[str]) -> str:
    """Return the slug, with a number where it is taken, and take it."""
    anchor, number = slug, 2
    while anchor in taken:
        anchor, number = f"{slug}-{number}", number + 1
    taken.add(anchor)
    return anchor


def _nested(found: list[tuple[int, Heading]]) -> tuple[Heading, ...]:
    contents: list[Heading] = []
    for level, heading in found:
        if level == 2:
            contents.append(heading)
        elif level == 3 and contents:
            parent = contents.pop()
            contents.append(Heading(parent.title, parent.id, (*parent.below, heading)))
    return tuple(contents)
