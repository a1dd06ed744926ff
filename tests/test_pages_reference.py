"""The reference pages as a whole, and those of problems, names and words."""

import dataclasses
import re
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

import pandas as pd
import pytest
from lxml import html
from markupsafe import Markup
from msgspec.structs import replace

from built import ROOT
from frames import rows_of
from performance import content, urls
from performance.model import Field
from performance.pages import articles, problems, profiles
from performance.pages.page import Page
from performance.problem_catalogue import ENTRIES, Kind
from reference import (
    BARE,
    DOWNLOADS,
    EMPTY,
    HOSTILE,
    METRIC,
    PACKAGE,
    PUBLIC_WORKS,
    REQUESTS,
    SETTINGS,
    pages,
    portal,
    record,
    rendered,
    shown,
    words,
)


@pytest.fixture(params=["a city", "an empty city"])
def documents(request: pytest.FixtureRequest) -> list[tuple[Page, Any]]:
    """Every page, rendered and parsed, of a small city and of one without anything."""
    city = portal() if request.param == "a city" else EMPTY
    return [(page, html.fromstring(rendered(page))) for page in pages(city)]


def test_pages_have_one_h1_and_no_heading_skips_a_level(
    documents: list[tuple[Page, Any]],
) -> None:
    """A screen reader finds one title and an outline without holes."""
    for page, document in documents:
        levels = [int(h.tag[1]) for h in document.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels[0] == 1, page.address
        assert levels.count(1) == 1, page.address
        assert all(b - a <= 1 for a, b in pairwise(levels)), page.address


def test_pages_have_unique_ids_and_named_tables(documents: list[tuple[Page, Any]]) -> None:
    """Every anchor is one place; every table has a caption and headers with a scope."""
    for page, document in documents:
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), page.address
        for table in document.xpath("//table"):
            assert words(table.xpath("./caption")[0]), page.address
            assert not table.xpath(".//th[not(@scope)]"), page.address
            widths = {len(row.xpath("./*")) for row in table.xpath(".//tr")}
            assert len(widths) == 1, page.address
        for label in document.xpath("//@aria-labelledby"):
            assert label in ids, page.address


def test_pages_show_nothing_blank(documents: list[tuple[Page, Any]]) -> None:
    """What is not known is left out: no empty term, heading, paragraph or cell, no "None"."""
    for page, document in documents:
        main = document.xpath("//main")[0]
        for element in main.xpath(".//p|.//dd|.//dt|.//h2|.//h3|.//li|.//th|.//caption|.//a"):
            assert words(element), (page.address, element.tag)
        described = main.xpath(".//table[not(starts-with(caption/@id, 'rows-'))]//td")
        assert all(words(cell) for cell in described), page.address
        assert not re.search(r"\bNone\b(?! (stated|due|yet))", words(main)), page.address


def test_links_lead_to_pages_and_files_that_exist() -> None:
    """Every relative link is answered by a page, a download or a page of the other modules."""
    city = portal()
    found = pages(city)
    there = {page.address for page in found} | DOWNLOADS.keys()
    there |= {urls.PROFILES + name for name in profiles.schemas()} | {*urls.STYLESHEETS}
    there |= {urls.HOME, urls.CHANGES, urls.METRICS, urls.DEPARTMENTS, urls.PRIORITIES}
    there |= {urls.metric(METRIC.name), urls.department("public-works"), urls.department("fire")}
    there |= {urls.priority("customer-service"), urls.FEED}
    there |= {urls.FEED_OF_CORRECTIONS}
    for page in found:
        document = html.fromstring(rendered(page))
        ids = set(document.xpath("//@id"))
        for link in document.xpath("//a/@href | //link[@rel='stylesheet']/@href"):
            if urlsplit(link).scheme:
                continue
            target = urlsplit(urljoin(f"http://site/{page.address}", link))
            assert target.path.lstrip("/") in there, (page.address, link)
            if link.startswith("#"):
                assert link[1:] in ids, (page.address, link)


def test_what_packages_say_is_escaped() -> None:
    """A title that holds a script is shown as words everywhere, and runs nowhere."""
    hostile = dataclasses.replace(
        REQUESTS,
        title=HOSTILE,
        description=HOSTILE,
        fields=(
            Field(HOSTILE, HOSTILE, "default", HOSTILE, HOSTILE, HOSTILE, {"enum": [HOSTILE]}),
        ),
        rows=rows_of(pd.DataFrame({HOSTILE: [HOSTILE]})),
    )
    package = replace(PACKAGE, resources=(hostile,), description=f"{HOSTILE} <b onclick=x>x</b>")
    metric = replace(METRIC, title=HOSTILE)
    for page in pages(portal(record(metric, package=package), packages=(package, BARE))):
        text = rendered(page)
        # The page's description for search engines is a script element that nothing can end.
        mine = bool(page.described) + len(page.scripts)
        assert text.count("<script") == text.count("</script>") == mine
        assert "<script>" not in text, page.address
        assert "onclick" not in html.fromstring(text).xpath("//@*"), page.address
    city = portal(record(metric, package=package), packages=(package,))
    assert HOSTILE in words(shown("data/service-requests/", city))


def test_every_problem_has_a_page_that_tells_all_of_it() -> None:
    """Code, title, why, cure and gate of every entry; a question says that a note answers it."""
    by_address = {page.address: page for page in pages(portal())}
    for entry in ENTRIES:
        text = words(html.fromstring(rendered(by_address[urls.problem(entry.code)])))
        assert entry.code in text
        assert entry.title in text
        question = entry.kind is Kind.QUESTION
        assert ("Question: this looks wrong but may be true" in text) is question
        assert ("The note goes into the column note" in text) is question
        assert ("Fault: this is certainly wrong" in text) is not question


def test_every_gate_has_words_and_lists_its_problems_once() -> None:
    """The list of problems links to each of them, by the gate that finds it."""
    assert {entry.gate for entry in ENTRIES} == {gate.code for gate in problems.GATES}
    links = shown("problems/").xpath(".//ul//a/@href")
    assert sorted(links) == sorted(f"../{urls.problem(entry.code)}" for entry in ENTRIES)


def test_index_is_in_the_order_of_the_alphabet() -> None:
    """Accents and capitals do not count; numbers come first; each name says what it is."""
    titles = ("zebra crossings", "Éclairage", "311 calls", "earnings", "Fires")
    made = [record(replace(METRIC, name=f"m{i}", title=t)) for i, t in enumerate(titles)]
    main = shown("a-z/", portal(*made, packages=(BARE,)))
    assert [words(h) for h in main.xpath("//h2")] == [
        *("Numbers and signs", "B", "C", "E", "F", "P", "Z"),
    ]
    assert [words(item) for item in main.xpath("//main/ul/li")] == [
        "311 calls metric",
        "bare data package",
        "Customer service priority",
        "earnings metric",
        "Éclairage metric",
        "Fire and Rescue department",
        "Fires metric",
        "Public Works department",
        "zebra crossings metric",
    ]


def test_article_headings_have_anchors_and_make_its_contents() -> None:
    """Equal headings get different anchors; the third level stands below the second."""
    body = Markup("<h2>A &amp; b</h2><h3><em>Café</em></h3><h2>A &amp; b</h2><h3>Main</h3>")
    marked, contents = articles.anchored(body)
    assert marked == (
        '<h2 id="a-b">A &amp; b</h2><h3 id="cafe"><em>Café</em></h3>'
        '<h2 id="a-b-2">A &amp; b</h2><h3 id="main-2">Main</h3>'
    )
    assert contents == (
        articles.Heading("A & b", "a-b", (articles.Heading("Café", "cafe"),)),
        articles.Heading("A & b", "a-b-2", (articles.Heading("Main", "main-2"),)),
    )


@pytest.mark.parametrize(
    ("site_url", "home", "metrics"),
    [
        ("", "./", "metrics/"),
        ("https://results.example", "/", "/metrics/"),
        ("https://city.example/results/", "/results/", "/results/metrics/"),
    ],
)
def test_not_found_links_hold_at_any_depth(site_url: str, home: str, metrics: str) -> None:
    """The public address's path leads every link and style sheet; without one, none is known."""
    settings = replace(SETTINGS, site_url=site_url)
    page = next(p for p in pages(portal(), settings) if p.address == "404.html")
    document = html.fromstring(rendered(page))
    assert document.xpath("//a[.='Go to the home page']/@href") == [home]
    assert metrics in document.xpath("//a/@href")
    styles = document.xpath("//link[@rel='stylesheet']/@href")
    assert styles[0] == metrics.replace("metrics/", urls.STYLESHEETS[0])


def test_articles_of_the_city_can_be_read_and_name_no_page_that_is_not_there() -> None:
    """The words in content/pages make whole pages whose links lead somewhere."""
    found, faults = content.read(ROOT / "content")
    assert [f for f in faults if "pages" in f.file] == []
    assert [a.slug for a in found.articles] == ["about", "glossary", "methodology", "accessibility"]
    city = portal(content=replace(found, departments=(PUBLIC_WORKS,), priorities=()))
    there = {page.address for page in pages(city)} | {urls.METRICS, urls.BUDGET}
    for article in found.articles:
        main = shown(f"{article.slug}/", city)
        for link in main.xpath(".//a/@href"):
            target = urlsplit(urljoin(f"http://site/{article.slug}/", link))
            assert target.netloc == "site", link
            assert target.path.lstrip("/") in there, link
