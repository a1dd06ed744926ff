"""Tests of every page's HTML: outline, landmarks, links, tables and what the policy forbids."""

import dataclasses
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from posixpath import normpath

import pytest
from msgspec.structs import replace

from frames import frame_of
from performance import urls
from performance.feeds import feed_files
from performance.model import (
    Action,
    Attainment,
    Benchmark,
    Break,
    Breakdown,
    Content,
    Department,
    Direction,
    Judgement,
    Lateness,
    Link,
    Member,
    Portal,
    Record,
    Stage,
    Target,
)
from performance.period import month
from rendered import SETTINGS, files, site
from resident import (
    PUBLIC_WORKS,
    REQUESTS,
    SERVICE,
    SUM,
    WORDING,
    changed,
    drawing,
    fiscal_year,
    judged,
    metric,
    months,
    named,
    observed,
    portal,
    record,
)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
VOID = {"base", "meta", "link", "br", "hr", "img", "input", "wbr", "col", "path", "circle", "use"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "figure", "h1", "h2", "h3", "nav"}
HOSTILE = '<script>alert("x")</script> & <b>'


WORKS = replace(
    PUBLIC_WORKS,
    head_title="Commissioner of Public Works",
    contact="works@example.org",
    website="https://example.org",
    programs=("Streets",),
    spending=1_000_000.0,
    staff=12.5,
    fiscal_year=2026,
)


def full() -> Record:
    """Return a record with something in every part of its page."""
    defined = metric(
        description="Share of *requests*.\n\n# Heading\n\nSee [the data](/data/).",
        why="It matters.",
        method="Counted.",
        limitations="## Deep\n\nClosed is not solved.",
        breaks=(Break(month(2024, 1), "New system."),),
        benchmarks=(
            Benchmark("Other City", 85, Link("Report", "https://example.org/r"), "Similar."),
        ),
        actions=(
            Action(date(2026, 6, 1), "Commissioner of Public Works", "New trucks."),
            Action(date(2026, 10, 15), "Commissioner of Public Works", "Two more *crews*."),
        ),
        dimensions=("zone",),
        related=("potholes-open",),
    )
    long = months([80.0 + place % 12 for place in range(40)] + [91.2])
    long.loc[3, ["obs_status", "note"]] = ["revised", "Counted again."]
    withheld = months([90.0, 91.0])
    withheld.loc[1, ["value", "obs_status", "attainment"]] = [float("nan"), "suppressed", "no_data"]
    zones = (
        Member("Zone 1", frame_of(months([88.0, 91.0])), None),
        Member("Zone 2", frame_of(withheld), None),
    )
    return record(
        metric=defined,
        series=long,
        change=changed(observed(91.2), observed(88.1, month(2025, 9)), better=True),
        breakdowns=(Breakdown("zone", "Zone", zones),),
        fiscal_years=tuple(fiscal_year(year, 90.0 + year % 7) for year in range(2020, 2027)),
    )


def missed() -> Record:
    """Return a record of counts that missed its target, with a note and no action."""
    counts = Target(month(2025, 1), near=10, value=100)
    seen = observed(131, target=counts, attainment=Attainment.MISSED, note="a wet month")
    return record(
        metric=metric(
            name="potholes-open",
            title="Potholes open",
            unit=REQUESTS,
            measure=SUM,
            direction=Direction.DECREASE,
            targets=(counts,),
            group="Streets",
        ),
        latest=seen,
        judgement=judged(Attainment.MISSED, seen),
    )


def states() -> list[Record]:
    """Return a record that is late, one near, one retired and one without data."""
    simple = record()
    late = named(
        simple,
        "late-one",
        "Late one",
        judgement=judged(Attainment.LATE, observed(91.2, month(2026, 7)), reason="late"),
        lateness=Lateness(month(2026, 8), date(2026, 9, 20), 42, 2),
    )
    near = named(simple, "near-one", HOSTILE, judgement=judged(Attainment.NEAR, observed(88.0)))
    retired = record(metric=metric(name="old-one", title="Old one", stage=Stage.RETIRED))
    empty = record(
        (),
        metric=metric(name="empty-one", title="Empty one", targets=()),
        latest=None,
        judgement=Judgement(Attainment.NO_DATA, reason="no_data"),
        lateness=Lateness(),
    )
    return [late, near, retired, empty]


def everything() -> Portal:
    """Return a portal with a metric in each state and every part of a page somewhere filled."""
    filed = [dataclasses.replace(r, department=WORKS) for r in (full(), missed(), *states())]
    fire = Department("fire", "Fire and Rescue", "Protects life.", 2)
    return portal(*filed, content=Content((WORKS, fire), (SERVICE,)))


PORTAL = everything()
PAGES = site(
    PORTAL,
    drawings={
        r.metric.name: replace(
            drawing(r.metric.name), multiples={"zone": drawing(f"{r.metric.name} zones")}
        )
        for r in PORTAL.records
    },
)
MINE = tuple(
    address
    for address in PAGES
    if address.startswith(("metrics/", "departments/", "priorities/")) or address == ""
)
every_page = pytest.mark.parametrize("address", list(PAGES), ids=lambda a: a or "home")
own_page = pytest.mark.parametrize("address", MINE, ids=lambda a: a or "home")


def test_every_address_is_made_once_and_in_one_order() -> None:
    """The same portal gives the same pages in the same order."""
    again = site(PORTAL)
    assert list(again) == list(PAGES)
    for attainment in Attainment:
        assert urls.metrics_by(attainment) in PAGES


@every_page
def test_the_head_says_what_the_page_is(address: str) -> None:
    """Language, title, description, viewport, and the policy before anything is loaded."""
    page = PAGES[address]
    assert page.text.startswith("<!DOCTYPE html>")
    assert page.tree.get("lang") == "en-US"
    assert page.tree.findtext(".//title")
    assert page.tree.xpath("//meta[@name='description']/@content")[0].strip()
    assert page.tree.xpath("//meta[@name='viewport']")
    policy = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']")
    assert [p.get("content") for p in policy] == [POLICY]
    first_load = page.tree.xpath("//link|//script")[0]
    assert policy[0] in first_load.xpath("preceding-sibling::meta")


def test_titles_of_pages_are_distinct() -> None:
    """A reader with many tabs can tell them apart."""
    titles = [p.tree.findtext(".//title") for p in PAGES.values()]
    assert len(set(titles)) == len(titles)


@every_page
def test_the_outline_is_whole(address: str) -> None:
    """One H1, and no level left out on the way down."""
    levels = [int(h.tag[1]) for h in PAGES[address].tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(h.text_content().strip() for h in PAGES[address].tree.xpath("//h1|//h2|//h3|//h4"))


@pytest.mark.parametrize("address", [a for a in PAGES if not a.startswith("embed/")])
def test_the_landmarks_are_there_and_named(address: str) -> None:
    """Skip link, header, main and footer; each navigation and region with a name of its own."""
    tree = PAGES[address].tree
    assert tree.xpath("//body/a[1]/@href") == ["#main"]
    for landmark in ("//body/header", "//main[@id='main']", "//body/footer"):
        assert len(tree.xpath(landmark)) == 1
    names = [n.get("aria-label") for n in tree.xpath("//nav|//aside")]
    assert all(names)
    assert len(set(names)) == len(names)
    assert "Invented figures." in tree.xpath("string(//aside)")
    assert "Data as of November 1, 2026" in tree.xpath("string(//footer)")


@pytest.mark.parametrize("address", [a for a in PAGES if a.startswith("embed/")])
def test_an_embed_is_all_content(address: str) -> None:
    """A frame holds no navigation: the metric's name leads to its page, and the notice stays."""
    tree = PAGES[address].tree
    assert not tree.xpath("//nav|//header|//a[@href='#main']")
    assert tree.xpath("//h1/a/@href") == [f"../../{address.replace('embed/', 'metrics/')}"]
    for words in ("Invented figures.", "Data as of November 1, 2026"):
        assert words in tree.xpath("string(//footer)")


@every_page
def test_regions_have_names_of_their_own(address: str) -> None:
    """A screen reader lists regions by name: two of one name cannot be told apart."""
    tree = PAGES[address].tree
    ids = tree.xpath("//section/@aria-labelledby|//*[@role='region']/@aria-labelledby")
    names = [tree.xpath(f"string(//*[@id='{name}'])") for name in ids]
    assert len(set(names)) == len(names)


@every_page
def test_addresses_hold_no_space(address: str) -> None:
    """A space in an address, even in a data: address, is an error of HTML."""
    assert not any(" " in found for found in PAGES[address].tree.xpath("//@href|//@src"))


@every_page
def test_identifiers_are_unique_and_references_resolve(address: str) -> None:
    """Whatever is named by an id is on the page."""
    tree = PAGES[address].tree
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    for name in tree.xpath("//@aria-labelledby|//@aria-describedby"):
        assert set(name.split()) <= set(ids)
    for address_in_page in tree.xpath("//@href[starts-with(., '#')]"):
        assert address_in_page[1:] in ids


@every_page
def test_every_link_leads_somewhere(address: str) -> None:
    """Links within the site are relative and reach a page or a file of the build."""
    known = set(PAGES) | set(files(PORTAL)) | {*urls.STYLESHEETS, urls.EXPLORE_STYLES}
    known |= dict(feed_files(PORTAL, WORDING, SETTINGS)).keys() | {urls.BRIEFING_STYLES}
    for href in PAGES[address].tree.xpath("//a/@href|//link/@href"):
        if re.match(r"(https?|mailto|data):|#", href):
            continue
        assert not href.startswith("/") or address == urls.NOT_FOUND
        if address != urls.NOT_FOUND:
            assert _resolved(address, href) in known, f"{href} on /{address}"


@every_page
def test_no_link_is_empty(address: str) -> None:
    """Every link has an address and words."""
    for href, words in PAGES[address].links():
        assert href
        assert words


@every_page
def test_tables_have_captions_and_headers(address: str) -> None:
    """Each table says what it shows; every header cell says of what; rows are whole."""
    for table in PAGES[address].tree.iter("table"):
        assert table.xpath("string(caption)").strip()
        assert all(th.get("scope") in ("col", "row") for th in table.iter("th"))
        widths = {len(row) for row in table.iter("tr")}
        assert len(widths) == 1
        region = table.getparent()
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")


@every_page
def test_nothing_is_styled_or_scripted_in_place(address: str) -> None:
    """The policy would refuse it."""
    tree = PAGES[address].tree
    assert not tree.xpath("//@style|//style")
    # What describes the page to search engines is data: no browser runs it.
    assert tree.xpath("//script[not(@src)]/@type") in ([], ["application/ld+json"])
    assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]


@every_page
def test_elements_are_closed_and_nested(address: str) -> None:
    """No end tag is left to the browser's guess, and no paragraph holds a block."""
    parser = _Nesting()
    parser.feed(PAGES[address].text)
    parser.close()
    assert parser.open == []
    assert parser.faults == []


def test_a_title_of_a_package_cannot_bring_markup() -> None:
    """Names are text wherever they stand."""
    for page in PAGES.values():
        assert "<script>alert" not in page.text
    assert HOSTILE in PAGES[urls.metric("near-one")].tree.xpath("string(//h1)")


@own_page
def test_the_page_tells_where_it_is(address: str) -> None:
    """Every page but home has the way back, ending in itself."""
    page = PAGES[address]
    trail = page.tree.xpath("//nav[@aria-label='Breadcrumb']//li")
    assert bool(trail) is (address != "")
    if trail:
        assert trail[0].text_content().strip() == "Home"
        assert trail[-1].get("aria-current") == "page"
        assert trail[-1].text_content() == page.tree.xpath("string(//h1)")


def _resolved(address: str, href: str) -> str:
    """Return the address that a relative link of a page leads to."""
    folder = address.rpartition("/")[0]
    page = href.partition("#")[0]
    path = normpath(f"{folder}/{page}".lstrip("/"))
    found = "" if path == "." else path
    return f"{found}/" if page.endswith("/") and found else found


class _Nesting(HTMLParser):
    """Notes elements that are not closed in order, and blocks within paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if "p" in self.open and tag in BLOCKS:
            self.faults.append(f"{tag} within p at {self.getpos()}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over an element that closes itself: within SVG alone."""

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
            return
        self.open.pop()
