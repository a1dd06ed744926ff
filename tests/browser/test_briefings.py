"""The packs of meetings on paper: letter and A4, whole, a page for each metric of the cabinet."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import probes
from browser.conftest import City, Window

CABINET = "briefings/2026-10/cabinet/"
ROUNDTABLE = "briefings/2026-10/roundtable/public-works/"
# The papers with the CSS pixels that lie within margins of 1.5 cm at the sides, 1.4 cm above.
PAPERS = {"Letter": (702, 950), "A4": (680, 1016)}
every_paper = pytest.mark.parametrize("paper", PAPERS)


def sheets(browser: Browser, address: str, paper: str) -> int:
    """Return how many sheets of paper a page takes."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    printed = page.pdf(format=paper)
    context.close()
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def heights(page: Page, selector: str) -> list[float]:
    """Return the heights of elements in CSS pixels."""
    found: list[float] = page.locator(selector).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    return found


@every_paper
def test_each_metric_of_the_cabinet_has_one_sheet(
    browser: Browser, window: Window, demo: City, paper: str
) -> None:
    """What was decided before, four metrics, the log: six sheets, so that none runs over."""
    width, height = PAPERS[paper]
    page = window(f"{demo.url}/{CABINET}", width, media="print")
    tall = heights(page, ".sheet")
    assert len(tall) == 5
    assert max(tall) <= height
    breaks = page.locator(".sheet").evaluate_all(
        "all => all.map(e => getComputedStyle(e).breakBefore)"
    )
    assert set(breaks) == {"page"}
    assert sheets(browser, f"{demo.url}/{CABINET}", paper) == 6


@every_paper
def test_a_roundtables_pack_prints_whole(
    browser: Browser, window: Window, demo: City, paper: str
) -> None:
    """Nothing is cut off, and none of the eight metrics is parted by the end of a sheet."""
    width, height = PAPERS[paper]
    page = window(f"{demo.url}/{ROUNDTABLE}", width, media="print")
    assert probes.cut_off(page) == []
    metrics = heights(page, ".measured")
    assert len(metrics) == 8
    assert max(metrics) <= height
    parted = page.locator(".measured").first.evaluate("e => getComputedStyle(e).breakInside")
    assert parted == "avoid"
    assert 4 <= sheets(browser, f"{demo.url}/{ROUNDTABLE}", paper) <= 8


@every_paper
def test_a_units_sheet_is_one_sheet_in_big_type(
    browser: Browser, window: Window, demo: City, paper: str
) -> None:
    """Every sheet of the front line fits one page, its values in 24 points or more."""
    addresses = demo.addresses("briefings/*/front-line/*/")
    assert len(addresses) == 3
    for address in addresses:
        assert sheets(browser, address, paper) == 1
        page = window(address, PAPERS[paper][0], media="print")
        size = page.locator(".big strong").first.evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        assert size >= 24 / 72 * 96


@pytest.mark.parametrize("address", [CABINET, ROUNDTABLE])
def test_there_is_space_for_notes_on_paper_alone(window: Window, demo: City, address: str) -> None:
    """Ruled boxes are printed and not shown on the screen; menus and the footer are not printed."""
    paper = window(f"{demo.url}/{address}", PAPERS["Letter"][0], media="print")
    boxes = paper.locator(".lines")
    assert boxes.count() >= 4
    assert min(heights(paper, ".lines")) >= 40
    for what in (".site-header", ".site-footer"):
        expect(paper.locator(what)).to_be_hidden()
    screen = window(f"{demo.url}/{address}", 1280)
    assert [box for box in screen.locator(".lines").all() if box.is_visible()] == []


def test_charts_of_the_cabinet_are_legible(window: Window, demo: City) -> None:
    """Words in its charts are 12 px or more on a phone, and 10 px or more on paper."""
    phone = window(f"{demo.url}/{CABINET}", 320)
    assert probes.faults_of_charts(phone) == []
    paper = window(f"{demo.url}/{CABINET}", PAPERS["Letter"][0], media="print")
    assert probes.faults_of_charts(paper, 10) == []


def test_no_draft_is_in_the_site(demo: City) -> None:
    """The roundtable of Watershed Management is not ready: no page, no word of it."""
    draft = "The map of last month's breaks".lower()
    folder = demo.folder / "briefings" / "2026-10" / "roundtable"
    assert sorted(p.name for p in folder.iterdir()) == ["city-planning", "public-works"]
    pages: list[Path] = [*demo.folder.rglob("*.html")]
    assert [p for p in pages if draft in p.read_text(encoding="utf-8").lower()] == []
