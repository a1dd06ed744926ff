"""Pages on paper: whole, opened, in black on white, with the addresses of their links."""

import pytest
from playwright.sync_api import expect

from browser import probes
from browser.conftest import City, Window
from browser.test_reading import every_page_class

LETTER = 698  # CSS pixels of a letter page within margins of 1.1 cm, and less than A4 has


@every_page_class
def test_every_page_prints_whole(window: Window, city: City, pattern: str) -> None:
    """Paper does not scroll and cannot be opened: nothing is cut off and nothing is folded."""
    page = window(city.address(pattern), LETTER, media="print")
    assert probes.cut_off(page) == []


@pytest.mark.parametrize("name", ["long-notes", "two-dimensions", "member-months", "long-symbol"])
def test_the_widest_tables_print_whole(window: Window, stress: City, name: str) -> None:
    """Long notes, crossed dimensions, twenty years: every column is on the page."""
    page = window(f"{stress.url}/metrics/{name}/", LETTER, media="print")
    assert probes.cut_off(page) == []


@pytest.mark.parametrize(
    "address", ["data/solid-waste-requests/", "metrics/fire-turnout/", "metrics/"]
)
def test_no_table_is_wider_than_the_paper(window: Window, demo: City, address: str) -> None:
    """Every column of the demo city's widest tables is on a letter page."""
    page = window(f"{demo.url}/{address}", LETTER, media="print")
    assert page.locator("table").count()
    assert probes.cut_off(page) == []


def test_older_values_are_printed_without_being_opened(window: Window, demo: City) -> None:
    """What is folded on the screen is on paper."""
    address = f"{demo.url}/metrics/solid-waste-on-time/"
    expect(window(address, 1280).locator("#older")).to_be_hidden()
    expect(window(address, LETTER, media="print").locator("#older")).to_be_visible()


def test_one_chart_is_printed_and_no_navigation(window: Window, city: City) -> None:
    """Each figure has one of its two pictures; menus, forms and buttons stay on the screen."""
    page = window(city.address("metrics/*/"), LETTER, media="print")
    shown = page.locator(".charts").evaluate_all(
        """all => all.map(e => [...e.querySelectorAll('svg.chart')]
             .filter(svg => svg.clientWidth).length)"""
    )
    assert shown
    assert set(shown) == {1}
    for what in ("nav", "button", "input", "summary"):
        assert [e for e in page.locator(what).all() if e.is_visible()] == [], what


def test_links_print_where_they_lead(window: Window, stress: City) -> None:
    """A link to another site is followed by its address; one within the site is not."""
    page = window(f"{stress.url}/metrics/markup/", LETTER, media="print")
    after = "links => links.map(a => getComputedStyle(a, '::after').content)"
    outside = page.locator("main a[href^='http']").evaluate_all(after)
    assert outside
    assert all("https://example.org/" in content for content in outside)
    inside = page.locator("main a:not([href*=':'])").evaluate_all(after)
    assert set(inside) == {"none"}


def test_paper_is_white_in_the_dark_too(window: Window, demo: City) -> None:
    """A page of a dark screen is printed in black on white."""
    page = window(f"{demo.url}/", LETTER, media="print", color_scheme="dark")
    paper, ink = page.locator("body").evaluate(
        "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    )
    assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    assert probes.unseen_icons(page) == []
