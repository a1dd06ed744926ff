"""The budget's pages in a real browser: on a phone, at a desk, on paper, in light and dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser import probes

CLASSES = (
    "budget/",
    "budget/2025/",
    "budget/departments/",
    "budget/departments/corrections/",
    "budget/departments/public-works/programs/solid-waste-and-recycling/",
    "budget/departments/code-enforcement-bureau/",
    "budget/funds/",
    "budget/funds/general-fund/",
    "budget/programs/",
    "budget/accounts/",
    "budget/accounts/vacancy-savings/",
    "budget/revenue/",
    "budget/revenue/property-tax/",
    "budget/per-resident/",
    "budget/inflation-adjusted/",
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone of 320 CSS pixels, JavaScript off."""
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, java_script_enabled=False, base_url=base_url
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, base_url: str) -> Iterator[Page]:
    """A screen of 1280 CSS pixels."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=base_url)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", CLASSES)
def test_no_page_is_wider_than_a_phone(phone: Page, address: str) -> None:
    """At 320 px, and with its text spread, only regions that scroll are wider than the screen."""
    phone.goto("/" + address)
    expect(phone.locator("h1")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", CLASSES)
def test_axe_finds_nothing(browser: Browser, base_url: str, address: str, scheme: str) -> None:
    """WCAG 2.2 AA and best practice, on a phone, in light and dark: no violation."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base_url,
    )
    page = context.new_page()
    page.goto("/" + address)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", CLASSES)
def test_pages_ask_nobody_else_report_no_error_and_keep_their_words(
    desk: Page, base_url: str, address: str
) -> None:
    """Nothing leaves the site or breaks the policy; words of the charts keep off each other."""
    said = probes.listen(desk, base_url)
    desk.goto("/" + address, wait_until="networkidle")
    assert said == []
    assert probes.too_wide(desk) == []
    assert probes.faults_of_charts(desk) == []


def test_the_treemap_decorates_wide_screens_alone(phone: Page, desk: Page) -> None:
    """It begins at 640 px; below it the table has the room."""
    for page, is_shown in ((phone, False), (desk, True)):
        page.goto("/budget/")
        expect(page.locator(".treemap")).to_be_visible(visible=is_shown)
    desk.set_viewport_size({"width": 640, "height": 900})
    expect(desk.locator(".treemap")).to_be_visible()
    desk.set_viewport_size({"width": 639, "height": 900})
    expect(desk.locator(".treemap")).to_be_hidden()


def test_bars_are_as_long_as_their_shares(desk: Page) -> None:
    """The bar of 22.0% takes 22% of its room."""
    desk.goto("/budget/departments/")
    measured = desk.locator("td.part:has(svg)").evaluate_all(
        """cells => cells.map(cell => [parseFloat(cell.textContent),
             100 * cell.querySelector('rect').getBoundingClientRect().width
                 / cell.querySelector('svg').getBoundingClientRect().width])"""
    )
    assert len(measured) == 10
    for share, length in measured:
        assert abs(share - length) < 0.6


@pytest.mark.parametrize("address", ["budget/2025/", "budget/departments/corrections/"])
def test_paper_holds_every_column_and_no_decoration(desk: Page, address: str) -> None:
    """Paper does not scroll: the widest tables are on a letter page's 698 px."""
    desk.set_viewport_size({"width": 698, "height": 900})
    desk.emulate_media(media="print")
    desk.goto("/" + address)
    rights = desk.locator("table").evaluate_all(
        "tables => tables.map(table => table.getBoundingClientRect().right)"
    )
    assert rights
    assert max(rights) <= 698
    assert desk.locator(".treemap").evaluate_all(
        "all => all.every(one => getComputedStyle(one).display === 'none')"
    )
