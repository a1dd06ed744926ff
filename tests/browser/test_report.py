"""The annual report in a real browser: on a phone, at a desk, in the dark, without JavaScript."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser import probes

REPORT = "/reports/2026/"
PAGES = (REPORT, "/reports/", "/reports/2026/checklist/")


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone of 320 CSS pixels, JavaScript off."""
    context = browser.new_context(
        viewport={"width": 320, "height": 700},
        java_script_enabled=False,
        base_url=base_url,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, base_url: str) -> Iterator[Page]:
    """A screen of 1280 CSS pixels."""
    size = {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, base_url=base_url)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(browser: Browser, base_url: str, address: str, scheme: str) -> None:
    """WCAG 2.2 AA and best practice, at 360 px, in light and dark: no violation."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base_url,
    )
    page = context.new_page()
    page.goto(address)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_phone(phone: Page, address: str) -> None:
    """At 320 px only tables in their own scrolling regions are wider than the screen."""
    phone.goto(address)
    expect(phone.locator("h1")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_words_of_charts_are_legible(desk: Page, browser: Browser, base_url: str) -> None:
    """At both widths they are 12 px or more, within their chart and off each other."""
    desk.goto(REPORT)
    assert probes.faults_of_charts(desk) == []
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=base_url)
    page = context.new_page()
    page.goto(REPORT)
    assert probes.faults_of_charts(page) == []
    context.close()


def test_the_page_asks_nobody_else(desk: Page, base_url: str) -> None:
    """No request leaves the site and nothing is said on the console."""
    said = probes.listen(desk, base_url)
    desk.goto(REPORT, wait_until="networkidle")
    assert said == []


def test_the_contents_stay_in_view_at_a_desk(desk: Page) -> None:
    """Whoever reads a late part can go to any other in one click."""
    desk.goto(f"{REPORT}#money")
    expect(desk.locator(".report .contents h2")).to_be_in_viewport()
    desk.locator(".report .contents a", has_text="Public Safety").click()
    expect(desk.locator("#priority-public-safety")).to_be_in_viewport()


def test_a_figure_of_the_text_leads_to_its_row(phone: Page) -> None:
    """A touch on a figure of the letter shows the row that it is from."""
    phone.goto(REPORT)
    letter = phone.locator("section[aria-labelledby='letter']")
    letter.locator("a[href='#metric-violent-crimes']").first.click()
    expect(phone.locator("#metric-violent-crimes th")).to_be_in_viewport()


def test_the_files_can_be_downloaded(desk: Page) -> None:
    """The PDF and the data package are at the end of the page, with their sizes."""
    desk.goto(REPORT)
    links = desk.locator("section[aria-labelledby='feedback'] .downloads a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "../../reports/2026/report.pdf",
        "../../reports/2026/report.zip",
    ]
    with desk.expect_download() as download:
        links.nth(1).click()
    assert download.value.suggested_filename == "report.zip"


def test_it_prints_whole(desk: Page) -> None:
    """On paper there is no contents list that scrolls, and no table is wider than the page."""
    desk.set_viewport_size({"width": 698, "height": 900})
    desk.emulate_media(media="print")
    desk.goto(REPORT)
    expect(desk.locator(".report-side")).to_be_hidden()
    widths = desk.locator("table").evaluate_all(
        "tables => tables.map(table => table.getBoundingClientRect().right)"
    )
    assert max(widths) <= 698
