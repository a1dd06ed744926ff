"""The Atom Syndication Format (RFC 4287): a feed as a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lxml import etree
from msgspec import Struct

from performance.catalogue.address import Base, base
from performance.feeds.entries import Entry, identity
from performance.settings import Settings

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = "application/atom+xml"
# What XML cannot write at all (section 2.2 of XML 1.0): what is not among its Char. In one pair of
# brackets it takes Python, which compiles it at each start, six times as long.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
# A feed must have a date, also where it has no entry and no package says a day.
NEVER = date(1970, 1, 1)


class Feed(Struct, frozen=True):
    """A feed: its own address, that of the page that shows the same, and its entries in order.

    `author` and `rights` are those of the entries that do not say others; `made` is the day that
    the data were made, none where it is not known.
    """

    address: str
    page: str
    title: str
    subtitle: str
    language: str
    author: str
    rights: str
    made: date | None
    entries: Sequence[Entry]


def document(feed: Feed, settings: Settings) -> bytes:
    """Return a feed as a document. It is of the day of its newest entry: no clock is asked."""
    where = base(settings, feed.address)
    root = etree.Element(f"{{{ATOM}}}feed", {LANGUAGE: feed.language}, nsmap={None: ATOM})  # type: ignore[dict-item]
    newest = max((entry.date for entry in feed.entries), default=feed.made or NEVER)
    _say(root, "id", identity(settings, "feed", feed.address))
    _say(root, "title", feed.title)
    _say(root, "subtitle", feed.subtitle)
    _say(root, "updated", _moment(newest))
    _person(root, feed.author)
    if feed.rights:
        _say(root, "rights", feed.rights)
    _link(root, "self", where.of(feed.address), TYPE)
    _link(root, "alternate", where.of(feed.page), "text/html")
    for entry in feed.entries:
        _entry(root, entry, feed, where=where)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(root: etree._Element, entry: Entry, feed: Feed, *, where: Base) -> None:
    one = etree.SubElement(root, f"{{{ATOM}}}entry")
    _say(one, "id", entry.id)
    _say(one, "title", entry.title)
    _say(one, "updated", _moment(entry.date))
    if entry.author != feed.author:
        _person(one, entry.author)
    if entry.rights and entry.rights != feed.rights:
        _say(one, "rights", entry.rights)
    _link(one, "alternate", where.of(entry.address), "text/html")
    etree.SubElement(one, f"{{{ATOM}}}category", term=entry.kind)
    content = etree.SubElement(one, f"{{{ATOM}}}content", type="xhtml")
    division = etree.SubElement(content, f"{{{XHTML}}}div", nsmap={None: XHTML})  # type: ignore[dict-item]
    for words in entry.paragraphs:
        etree.SubElement(division, f"{{{XHTML}}}p").text = _written(words)
    if entry.lines:
        lines = etree.SubElement(division, f"{{{XHTML}}}ul")
        for words in entry.lines:
            etree.SubElement(lines, f"{{{XHTML}}}li").text = _written(words)


def _say(parent: etree._Element, name: str, words: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = _written(words)


def _person(parent: etree._Element, name: str) -> None:
    _say(etree.SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _link(parent: etree._Element, rel: str, href: str, type_: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, type=type_, href=href)


def _moment(on: date) -> str:
    """Return the first moment of a day in UTC: of a release no hour is known."""
    return f"{on.isoformat()}T00:00:00Z"


def _written(words: str) -> str:
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", words)
