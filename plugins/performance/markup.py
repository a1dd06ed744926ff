"""Markdown that staff and packages write → sanitised HTML.

The texts come from many hands: only plain prose elements pass, links lead to http, https, mailto
or relative addresses alone, and headings are moved below the page's own, one level at a time, so
that the page's outline stays whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown import Markdown

TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("em", "strong", "del", "sub", "sup", "abbr", "ul", "ol", "li", "dl", "dt", "dd", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
EXTENSIONS = ("tables", "sane_lists", "def_list", "abbr", "fenced_code")
DEEPEST = 6

# A line of prose in which nothing is marked up: words, numbers and these marks, one space between.
PROSE = re.compile(r"[^\W\d_](?: ?(?:[^\W_]|[.,;:?%/()'\"’“”–—-]))*")

# These read what the sanitiser wrote: headings and header cells without attributes, attributes in
# double quotes, and no "<" in text.
HEADING = re.compile(r"<(/?)h([1-6])>")
EMPTY_LINK = re.compile(r"<a(?: [^>]*)?>\s*</a>")
DEAD_LINK = re.compile(r"<a(?: href=\"\")?(?: title=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)
# Header cells say what they head; what may be wider than a phone scrolls within itself, by touch
# and by keyboard.
ACCESSIBLE = {
    "<th>": '<th scope="col">',
    "<table>": '<div class="scroll" tabindex="0"><table>',
    "</table>": "</table></div>",
    "<pre>": '<pre tabindex="0">',
}
FROM_ROOT = re.compile(r'(<a href=")/(?!/)')


def html(text: str, top: int = 3, root: str = "") -> Markup:
    """Return Markdown as sanitised HTML whose highest heading has the level `top` (2 to 6).

    A link that begins with one slash is an address of the site, reached from the page by `root`.
    HTML within the text passes the same sieve as everything else: scripts, styles, images, frames,
    forms, classes and event handlers are dropped. An empty text gives empty HTML.
    """
    return _html(text, top, root)


def plain(text: str) -> str:
    """Return the words of a Markdown text, on one line, without any markup."""
    return " ".join(str(_html(text, 2, "").striptags()).split())


@lru_cache(maxsize=10_000)
def _html(text: str, top: int, root: str) -> Markup:
    if not text.strip():
        return Markup("")
    if PROSE.fullmatch(text):
        # As most of what is said of metrics is: neither library need be there for it.
        return Markup(f"<p>{text}</p>")  # noqa: S704  # Nothing in it is HTML.
    import nh3

    raw = _converter().reset().convert(text)
    clean = nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    clean = EMPTY_LINK.sub("", clean)
    clean = DEAD_LINK.sub(r"\1", clean)
    clean = FROM_ROOT.sub(rf"\g<1>{root or './'}", clean)
    for found, put in ACCESSIBLE.items():
        clean = clean.replace(found, put)
    return Markup(_outlined(clean, top))  # noqa: S704  # Sanitised above.


@lru_cache(maxsize=1)
def _converter() -> Markdown:
    from markdown import Markdown

    # Building it takes longer than converting a paragraph; `reset` forgets the text before.
    names = [f"markdown.extensions.{name}" for name in EXTENSIONS]
    return Markdown(extensions=names, output_format="html")


def _outlined(clean: str, top: int) -> str:
    """Move headings so that the first is `top` and none is more than one below the one above it."""
    levels: list[int] = []

    def move(found: re.Match[str]) -> str:
        level = int(found[2])
        if not found[1]:
            while levels and levels[-1] >= level:
                levels.pop()
            levels.append(level)
        return f"<{found[1]}h{min(top + len(levels) - 1, DEEPEST)}>"

    return HEADING.sub(move, clean)
