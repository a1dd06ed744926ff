"""The page of patterns: every component of the theme in every state, made by hand."""

import dataclasses
from datetime import date
from functools import lru_cache
from typing import ClassVar

from markupsafe import Markup
from msgspec.structs import replace

from chart_records import every_form
from patterns_report import ReportParts, parts
from performance import chart, markup, urls
from performance.model import Attainment, ObsStatus, Stage
from performance.pages.budget.tables import MoneyTable
from performance.pages.budget.tables import Row as MoneyRow
from performance.pages.budget.treemap import Tile
from performance.pages.card import Card, card
from performance.pages.department import Row
from performance.pages.files import File
from performance.pages.metric import Note
from performance.pages.overview import counted
from performance.pages.packs.listing import BriefingPage, Entry
from performance.pages.page import Anchor, Page
from performance.pages.parts import Badge, Cell, Column, Count, Download, Fact, Figure, Table, badge
from performance.pages.pictures import figure, reader
from performance.pages.site import HOME
from performance.pages.site import site as frame
from performance.pages.snippets import Snippet
from performance.period import month
from rendered import SETTINGS, Rendered, render
from resident import WORDING, changed, drawing, judged, metric, named, observed, portal, record

SENTENCE = (
    "The share of requests closed in time was 91.2% in September 2026, better than the target of "
    "90% that the council set in July 2024."
)
LONG = "Donaudampfschifffahrtsgesellschaftsbuero: " + SENTENCE
PROSE = """\
Words with a [link](https://example.org/), `code`, *stress* and **more stress**.

## A heading

> A quotation.

1. One
2. Two

- A point

Term
:   Its meaning.

| Column | Another |
|---|---|
| a | b |

```
code
```

---
"""


class PatternsPage(Page, frozen=True, kw_only=True):
    """Every component in every state."""

    template: ClassVar[str] = "patterns.html"
    STYLES: ClassVar = (
        *urls.STYLESHEETS,
        urls.EXPLORE_STYLES,
        urls.BRIEFING_STYLES,
        urls.BUDGET_STYLES,
        urls.REPORT_STYLES,
    )

    sentence: str
    badges: tuple[Badge, ...]
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    cards: tuple[Card, ...]
    tables: tuple[Table, ...]
    folded: Table
    figures: tuple[tuple[str, Figure], ...]
    facts: tuple[Fact, ...]
    downloads: tuple[Download, ...]
    money: MoneyTable
    tiles: tuple[Tile, ...]
    years: Table
    files: tuple[File, ...]
    snippets: tuple[Snippet, ...]
    links: tuple[Anchor, ...]
    pack: BriefingPage
    notes: tuple[Note, ...]
    prose: Markup
    report: ReportParts

    @property
    def scripts(self) -> tuple[str, ...]:
        """The value reader, of the one figure that has it, and the copy buttons'."""
        return (urls.READER, urls.COPY)

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """Those of every page, and those that single page classes add."""
        return self.STYLES


@lru_cache(maxsize=1)
def patterns() -> Rendered:
    """Return the page of patterns as the theme shows it."""
    every = {
        a: record(
            metric=metric(name=f"judged-{a.value.replace('_', '-')}", title=f"A metric: {a.value}"),
            judgement=judged(a, observed(91.2)),
        )
        for a in Attainment
    }
    counts = counted(tuple(every.values()), WORDING, linked=True)
    links = tuple(Anchor(title, urls.METRICS) for title in ("All metrics", "Late", LONG))
    return render(
        PatternsPage(
            site=frame(portal(*every.values()), SETTINGS),
            address="patterns/",
            title="Patterns",
            description="Every component in every state.",
            crumbs=(HOME, Anchor("Metrics", urls.METRICS)),
            sentence=SENTENCE,
            badges=tuple(badge(a) for a in Attainment),
            counts=counts,
            rows=(
                Row("Public Works", urls.DEPARTMENTS, SENTENCE, "7 metrics", counts),
                Row(LONG, urls.DEPARTMENTS, "", "0 metrics", ()),
            ),
            cards=(*(card(r, drawing().spark, WORDING) for r in every.values()), *_cards()),
            tables=_tables(),
            folded=replace(_tables()[1], id="folded", caption="A folded table"),
            figures=tuple(_figures()),
            facts=(Fact("Target", "at least 90%"), Fact("Head", LONG, urls.DEPARTMENTS)),
            downloads=tuple(Download(t, "data.csv", "12 KB") for t in ("Values (CSV)", LONG)),
            money=_money(),
            tiles=(
                Tile("0%", "0%", "60%", "100%", "Public Works"),
                Tile("60%", "0%", "40%", "100%", ""),
            ),
            years=replace(_tables()[1], id="by-year", caption="A table by year"),
            files=(
                File("Everything in one file", "all.zip", "all.zip", "12 KB", ""),
                File(LONG, "a.csv", "a.csv", "1 KB", "0" * 64),
            ),
            snippets=(Snippet("Python", f"print({LONG!r})"), Snippet("A spreadsheet", "", LONG)),
            links=links,
            pack=_pack(links),
            notes=(Note("May 1, 2026", "2026-05-01", "City Engineer", markup.html(SENTENCE)),),
            prose=markup.html(PROSE, 3),
            report=parts(SENTENCE, LONG),
        )
    )


def _pack(links: tuple[Anchor, ...]) -> BriefingPage:
    """Return the page of a month whose packs are drafts and not."""
    return BriefingPage(
        site=frame(portal(), SETTINGS),
        address="patterns/",
        title="Meetings",
        description="Meetings.",
        seen=SENTENCE,
        held="November 19, 2026",
        draft=True,
        entries=tuple(
            Entry(link, SENTENCE, held, bool(held))
            for link, held in zip(links, ("", "May 1, 2026"), strict=False)
        ),
    )


def _cards() -> tuple[Card, ...]:
    """Return the cards that no attainment alone makes: long, empty, late, pilot, provisional."""
    simple = record()
    late = replace(simple.lateness, days=42, due=date(2026, 10, 9))
    records = (
        named(simple, "long", LONG),
        record((), metric=metric(name="empty", title="No value")),
        named(simple, "overdue", "Late", lateness=late, judgement=judged(Attainment.LATE)),
        record(metric=metric(name="pilot", title="Pilot", stage=Stage.PILOT)),
        named(
            simple,
            "changed",
            "Changed",
            change=changed(observed(91.2), observed(88.1, month(2025, 9)), better=True),
        ),
        named(
            simple,
            "provisional",
            "Provisional",
            judgement=judged(Attainment.MET, observed(91.2, obs_status=ObsStatus.PROVISIONAL)),
        ),
    )
    return tuple(card(r, "", WORDING) for r in records)


def _tables() -> tuple[Table, Table, Table]:
    """Return a table that is wide, with every kind of cell, one that is long, one of one cell."""
    columns = tuple(Column(f"Column {n}", numeric=n % 2 == 1) for n in range(8))
    cells = tuple(Cell(f"{n},000", numeric=n % 2 == 1) for n in range(1, 8))
    wide = (
        (Cell(LONG, address=urls.METRICS), *cells),
        (Cell("Badges"), *(Cell("", badge=badge(a)) for a in Attainment)),
        (Cell("Links"), *(Cell("Link", address=urls.DATA) for _ in cells)),
    )
    two = (Column("Period", say=""), Column("Value", numeric=True, say=": "))
    long = tuple((Cell(f"Day {n}"), Cell(f"{n}%", numeric=True)) for n in range(60))
    return (
        Table("wide", "A wide table", columns, wide),
        Table("tall", "A long table", two, long),
        Table("single", LONG, (Column("Only"),), ((Cell("–"),),)),
    )


def _money() -> MoneyTable:
    """Return a table of money with a share, a part below zero, and a long name."""
    rows = (
        MoneyRow(LONG, urls.DATA, ("$1,200,000", "$1,100,000"), "92.3%", "92.3%", "+9.1%"),
        MoneyRow("Offsets", "", ("−$40,000", "–"), "–", "", "–"),
    )
    return MoneyTable("spent", "Spending", "Department", ("Adopted", "Actual"), rows, (SENTENCE,))


def _figures() -> list[tuple[str, Figure]]:
    found = []
    for place, (name, drawn) in enumerate(every_form().items()):
        # Pictures carry the name of their metric in their ids.
        own = dataclasses.replace(drawn, metric=replace(drawn.metric, name=f"form-{place}"))
        made = chart.draw(own, WORDING)
        found.append((name, figure(made, "Source: hand-made.", None if found else reader(own))))
        found += [(f"{name} by {n}", figure(one)) for n, one in made.multiples.items()]
    return found
