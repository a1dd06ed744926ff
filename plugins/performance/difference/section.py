"""The parts of a report: chapters of packages, sections of metrics, tables and lines of blocks."""

from __future__ import annotations

from msgspec import Struct


class Listing(Struct, frozen=True):
    """A table of texts: `more` rows are there beside those shown. `numeric` are the columns whose
    cells are numbers.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0
    numeric: tuple[int, ...] = ()


class Sparks(Struct, frozen=True):
    """A series before and after as lines of blocks, on one scale, and what the blocks are of.

    A line is empty where there is no such state.
    """

    before: str
    after: str
    words: str


class Section(Struct, frozen=True):
    """What changes of a metric: sentences, tables and the series before and after.

    `metric` is its name, by which its charts are found.
    """

    metric: str
    title: str
    sentences: tuple[str, ...]
    listings: tuple[Listing, ...] = ()
    sparks: Sparks | None = None


class Chapter(Struct, frozen=True):
    """What changes of a package: alerts first, then sentences, metrics and the tables' cells."""

    title: str
    alerts: tuple[str, ...]
    sentences: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    listings: tuple[Listing, ...] = ()
