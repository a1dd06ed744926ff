"""Pages for everyone: by machine after WCAG 2.2, by keyboard, in the reader's own colours."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser import probes
from browser.conftest import City, Window
from browser.test_reading import every_page_class

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page is the same in the dark but for its colours.
COLOURS = ["color-contrast", "link-in-text-block"]
TABS = 400  # more than any page has links before its downloads


def violations(page: Page, **options: Any) -> str:
    """Return what axe finds on a page, "" for nothing."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return found.generate_report() if found.violations_count else ""


@every_page_class
def test_axe_finds_nothing_in_the_light(window: Window, city: City, pattern: str) -> None:
    """WCAG 2.2 AA and best practice, on a phone of 360 px: no violation."""
    page = window(city.address(pattern), 360)
    assert violations(page, runOnly={"type": "tag", "values": TAGS}) == ""


@every_page_class
def test_axe_finds_nothing_in_the_dark(window: Window, city: City, pattern: str) -> None:
    """Every word stands out from its ground, and every link from its sentence, in the dark too."""
    page = window(city.address(pattern), 360, color_scheme="dark")
    assert violations(page, runOnly={"type": "rule", "values": COLOURS}) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_desk(window: Window, city: City, scheme: str) -> None:
    """The page with the most on it, at 1280 px, where the wide chart and columns are shown."""
    page = window(city.address("metrics/*/"), 1280, color_scheme=scheme)
    assert violations(page, runOnly={"type": "tag", "values": TAGS}) == ""


@every_page_class
def test_icons_are_seen_in_the_readers_own_colours(
    window: Window, city: City, pattern: str
) -> None:
    """Where the system sets the colours, icons still part from their ground."""
    page = window(city.address(pattern), 360, color_scheme="dark", forced_colors="active")
    assert probes.unseen_icons(page) == []


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what a selector matches, seen and ringed."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            focus = page.locator(":focus")
            expect(focus).to_be_in_viewport()
            ring = focus.evaluate("e => getComputedStyle(e).outline")
            assert "none" not in ring
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def test_keyboard_alone_leads_from_home_to_a_download(desk: Page) -> None:
    """Skip link, a metric, its value reader and its CSV file are reached and used by keyboard."""
    desk.goto("/")
    desk.keyboard.press("Tab")
    expect(desk.locator(":focus")).to_have_attribute("href", "#main")
    desk.keyboard.press("Enter")
    tab_to(desk, "main h3 > a[href^='metrics/']:not([href*='attainment'])")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/metrics/*/")
    tab_to(desk, ".reader input")
    before = desk.locator(".reader output").inner_text()
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator(".reader output")).not_to_have_text(before)
    tab_to(desk, "[href$='data.csv']")
    with desk.expect_download() as download:
        desk.keyboard.press("Enter")
    assert download.value.suggested_filename == "data.csv"


def test_older_values_open_by_keyboard(desk: Page) -> None:
    """What is folded is opened by Enter and closed again."""
    desk.goto("/metrics/solid-waste-on-time/")
    older = desk.locator("details", has=desk.locator("#older")).first
    older.locator("summary").focus()
    desk.keyboard.press("Enter")
    expect(older.locator("table")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(older.locator("table")).to_be_hidden()


def test_wide_tables_scroll_by_keyboard(window: Window, stress: City) -> None:
    """A region that is wider than a phone takes the focus, has a name, and moves by arrow keys."""
    page = window(f"{stress.url}/metrics/long-notes/")
    region = page.locator(".scroll").first
    region.focus()
    expect(region).to_be_focused()
    page.keyboard.press("ArrowRight")
    # Asked from outside: the policy of the pages forbids what waits inside of them.
    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert page.locator(f"#{region.get_attribute('aria-labelledby')}").inner_text()
