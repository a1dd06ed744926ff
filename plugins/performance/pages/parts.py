"""The parts that pages are put together from: what the macros of the theme show.

Every text is ready for a reader: formatted, in the site's locale. A part that is `Markup` is
sanitised HTML; every other text is plain and escaped by the template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape
from msgspec import Struct

from performance.model import Attainment, Unit
from performance.text import ATTAINMENT_WORDS, Wording

SAFE = ("http", "https", "mailto")

ICONS = {
    Attainment.MET: "met",
    Attainment.NEAR: "near",
    Attainment.MISSED: "missed",
    Attainment.PENDING: "open",
    Attainment.NO_TARGET: "open",
    Attainment.NO_DATA: "open",
    Attainment.LATE: "late",
}


class Badge(Struct, frozen=True):
    """An attainment as icon and words; `attainment` is its class, `icon` one of the sprite's."""

    attainment: str
    icon: str
    words: str

    def __hash__(self) -> int:
        # Looked up for every row of a table: its words tell it well enough.
        return hash(self.words)


BADGES = {a: Badge(a.value, ICONS[a], ATTAINMENT_WORDS[a]) for a in Attainment}


class Cell(NamedTuple):
    """A cell of a table: words, which may be a link or a badge; `numeric` aligns them right."""

    words: str | Markup
    numeric: bool = False
    address: str = ""
    badge: Badge | None = None


class Column(NamedTuple):
    """A column of a table: its title, and whether it holds numbers.

    `say` is what goes before its cell where a row is read out; none for one that is not.
    """

    title: str
    numeric: bool = False
    say: str | None = None


class Table(Struct, frozen=True):
    """A table. `id` is unique on its page; the first cell of each row is the row's header."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def body(self, root: str, attainment: Callable[[Badge], Markup]) -> Markup:
        """Return the rows in HTML, a line each.

        `root` is the way to the site's root, `attainment` the theme's macro for a badge. A template
        takes three times as long for the hundreds of cells of a page.
        """
        badges: dict[Badge, str] = {}
        lines = []
        way = escaped(root)
        for row in self.rows:
            line = ["<tr>"]
            for place, (words, numeric, address, badge) in enumerate(row):
                if place and badge is None and not address:
                    line.append(cell(words, numeric))
                    continue
                shown = escaped(words)
                if badge is not None and place:
                    if badge not in badges:
                        badges[badge] = str(attainment(badge))
                    shown = f"{badges[badge]} {shown}" if words else badges[badge]
                elif address:
                    shown = f'<a href="{way}{escape(address)}">{shown}</a>'
                aligned = ' class="number"' if numeric else ""
                if not place:
                    line.append(f'<th scope="row"{aligned}>{shown}</th>')
                else:
                    line.append(f"<td>{shown}</td>")
            lines.append("".join(line) + "</tr>\n")
        return Markup("".join(lines))  # noqa: S704  # Every text of it was escaped above.


class Fact(Struct, frozen=True):
    """A line of a definition list: a term and what is to say of it, maybe a link."""

    term: str
    words: str | Markup
    address: str | None = None


class Download(Struct, frozen=True):
    """A file to download: what it is, its address, its size in words ("12 KB")."""

    title: str
    address: str
    size: str


class Count(Struct, frozen=True):
    """How many metrics have an attainment; `address` leads to their list, none for no link.

    `start` and `width` are its place in a bar of all the counts, in percent of the bar; the width
    of no metric is empty.
    """

    badge: Badge
    number: str
    words: str
    address: str | None = None
    start: str = ""
    width: str = ""


class Section(Struct, frozen=True):
    """A heading with a text below it."""

    title: str
    body: Markup


class Reader(Struct, frozen=True):
    """The control that reads out a chart, a row of the page's table of values at a time.

    `last` is the place of the newest period, the oldest being 0; `unit` the name of a unit that the
    values do not show. `spots` are the middles of the periods in percent of the plot's width,
    where they stand more than a pixel from those of equal parts.
    """

    last: int
    unit: str = ""
    spots: str = ""


class Figure(Struct, frozen=True):
    """A chart in two widths, with its caption and its source, and maybe its reader."""

    wide: Markup
    narrow: Markup
    caption: str
    source: str | Markup = ""
    reader: Reader | None = None


@lru_cache(maxsize=16_384, typed=True)  # cells of a site say the same; markup is not its text
def cell(words: str | Markup, numeric: bool) -> str:
    """Return a cell of a table in HTML."""
    return f'<td class="number">{escape(words)}</td>' if numeric else f"<td>{escape(words)}</td>"


@lru_cache(maxsize=16_384, typed=True)
def escaped(words: str | Markup) -> str:
    """Return words in HTML."""
    return str(escape(words))


def unbroken(words: str) -> str:
    """Return words that stay on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def badge(attainment: Attainment | str) -> Badge:
    """Return the badge of an attainment."""
    return BADGES[Attainment(attainment)]


def size(count: int) -> str:
    """Return a file's size as a reader has it: "431 bytes", "12 KB", "1.4 MB" (1 KB is 1,000)."""
    if count < 1_000:
        return f"{count} byte{'' if count == 1 else 's'}"
    if count < 1_000_000:
        return f"{round(count / 1_000)} KB"
    return f"{count / 1_000_000:.1f} MB"


def download(title: str, address: str, downloads: Mapping[str, int]) -> Download:
    """Return a file to download; KeyError where the build made none at that address."""
    return Download(title, address, size(downloads[address]))


def outside(title: str, address: str | None) -> Markup:
    """Return words as a link where their address is safe to follow, else the words alone."""
    words = title or (address or "").removeprefix("mailto:")
    if address and urlsplit(address).scheme.lower() in SAFE:
        return Markup('<a href="{}">{}</a>').format(address, words)
    return Markup("{}").format(words)


def reach(contact: str) -> Markup:
    """Return an e-mail address or a web address as a link; other words as they are."""
    if "@" in contact and " " not in contact:
        return outside(contact, f"mailto:{quote(contact.removeprefix('mailto:'), '@')}")
    return outside(contact, contact)


def money(value: float, wording: Wording) -> str:
    """Return an amount of money in whole units of the locale's currency: "$1,200,000"."""
    return wording.value(value, Unit("money", wording.currency))
