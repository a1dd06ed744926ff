"""Charts as they are drawn by a browser: their words, their marks, the right one of two."""

import pytest
from playwright.sync_api import Page, expect

from browser import probes
from browser.conftest import City, Window

WIDTHS = (360, 698, 1280)  # every odd metric is opened at 320 px by the tests of reading


@pytest.mark.parametrize("width", WIDTHS)
def test_words_of_charts_are_large_whole_and_apart(window: Window, city: City, width: int) -> None:
    """At each width words are drawn at 12 px or more, within their picture and off each other."""
    faults = []
    for address in city.addresses("metrics/*/")[::8]:
        faults += [f"{address}: {f}" for f in probes.faults_of_charts(window(address, width))]
    assert faults == []


def test_spaced_words_of_charts_do_not_collide(window: Window, demo: City) -> None:
    """With the spacing of WCAG 1.4.12 no label of a chart runs into another."""
    page = window(f"{demo.url}/metrics/youth-injured-by-gunfire/")
    probes.space_text(page)
    assert probes.faults_of_charts(page) == []


def test_a_phone_shows_the_narrow_chart_and_a_desk_the_wide(phone: Page, desk: Page) -> None:
    """One of the two drawings is shown."""
    for page, shown, hidden in (
        (phone, ".chart-narrow", ".chart-wide"),
        (desk, ".chart-wide", ".chart-narrow"),
    ):
        page.goto("/metrics/solid-waste-on-time/")
        expect(page.locator(f"svg{shown}").first).to_be_visible()
        expect(page.locator(f"svg{hidden}").first).to_be_hidden()


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_marks_are_seen(
    window: Window, city: City, *, width: int, scheme: str, forced: str
) -> None:
    """Lines, bars, dots and targets part from the ground by 3 to 1, in any colours."""
    faults = []
    for address in city.addresses("metrics/*/")[2::12]:
        page = window(address, width, color_scheme=scheme, forced_colors=forced)
        faults += [f"{address}: {f}" for f in probes.unseen_marks(page)]
    assert faults == []


@pytest.mark.parametrize("name", ["one-point", "two-points", "two-bars", "islands", "provisional"])
def test_few_and_scattered_values_are_drawn(window: Window, stress: City, name: str) -> None:
    """One value, two, none beside another, none final: each is a mark of its own."""
    page = window(f"{stress.url}/metrics/{name}/", 1280)
    marks = page.locator(".charts svg.chart-wide :is(.c-dot circle, .c-bar)")
    rows = page.locator(".values tbody tr td:nth-child(2)").all_text_contents()
    values = [text for text in rows if any(letter.isdigit() for letter in text)]
    dots = page.locator(".charts svg.chart-wide .c-dot circle").count()
    assert marks.count() >= 1
    if dots:
        assert dots == len(values)


@pytest.mark.parametrize("name", ["no-values", "withheld"])
def test_a_chart_without_values_says_so(window: Window, stress: City, name: str) -> None:
    """Nothing is drawn in place of what is not there."""
    page = window(f"{stress.url}/metrics/{name}/", 1280)
    chart = page.locator("svg.chart-wide").first
    assert chart.locator("text").all_text_contents() == ["No values have been published yet."]
    assert chart.locator("path, circle, rect").count() == 0
    assert page.locator(".reader").count() == 0


def test_twelve_members_are_drawn_and_thirteen_are_a_table(window: Window, stress: City) -> None:
    """Panels of twelve districts are there with their names; thirteen would be too small."""
    twelve = window(f"{stress.url}/metrics/members-12/", 1280).locator("svg.chart-panels:visible")
    names = twelve.locator(".c-strong text, .c-name text").all_text_contents()
    assert names == [f"District {number}" for number in range(1, 13)]
    thirteen = window(f"{stress.url}/metrics/members-13/", 1280)
    assert thirteen.locator("svg.chart-panels").count() == 0
    assert thirteen.locator("#by-district").count() == 1
