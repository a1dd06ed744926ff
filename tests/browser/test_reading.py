"""Pages of two cities as they are read: on a phone, at a desk, without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from browser import probes
from browser.conftest import City, Window

CLASSES = (
    "",
    "metrics/",
    "metrics/attainment/missed/",
    "metrics/*/",
    "embed/*/",
    "metrics/*/explore/",
    "departments/",
    "departments/*/",
    "priorities/",
    "priorities/*/",
    "data/",
    "data/*/",
    "reporting/",
    "reports/",
    "reports/*/",
    "reports/*/checklist/",
    "search/",
    "a-z/",
    "problems/",
    "problems/*/",
    "profiles/1.0/",
    "glossary/",
    "methodology/",
    "accessibility/",
    "404.html",
)
# The city of odd cases has another article than these, reference pages that are the same, and no
# report.
DEMO_ALONE = (
    *("glossary/", "methodology/", "accessibility/"),
    *("problems/", "problems/*/", "profiles/1.0/"),
    *("reports/", "reports/*/", "reports/*/checklist/"),
)
PAGES = [
    *(("demo", pattern) for pattern in CLASSES),
    *(("stress", pattern) for pattern in (*CLASSES, "odd/") if pattern not in DEMO_ALONE),
    ("patterned", "patterns/"),
]
every_page_class = pytest.mark.parametrize(("city", "pattern"), PAGES, indirect=["city"])


@every_page_class
def test_no_page_is_wider_than_a_phone(window: Window, city: City, pattern: str) -> None:
    """At 320 px, spaced as far as a reader may, only regions that scroll are wider."""
    page = window(city.address(pattern), java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    assert probes.too_wide(page) == []
    probes.space_text(page)
    assert probes.too_wide(page) == []


@every_page_class
def test_pages_ask_nobody_else_and_report_no_error(desk: Page, city: City, pattern: str) -> None:
    """No request leaves the site and the console stays empty under the policy."""
    said = probes.listen(desk, city.url)
    desk.goto(city.address(pattern))
    if desk.locator("script").count():
        desk.wait_for_load_state("networkidle")
    # The browser itself reports that the page of lost addresses answers 404 to nothing else.
    assert said == []


@every_page_class
def test_no_control_is_shown_that_does_nothing(window: Window, city: City, pattern: str) -> None:
    """Without JavaScript there are links, folded parts and forms that lead to a page."""
    if pattern == "patterns/":
        return  # It shows controls for their looks.
    page = window(city.address(pattern), java_script_enabled=False)
    dead = page.locator(":is(button, input, select):not(form[action] *)")
    assert [shown for shown in dead.all() if shown.is_visible()] == []


def test_every_odd_metric_fits_a_phone(window: Window, stress: City) -> None:
    """Long words, 60 members, twenty years, no value: neither page nor picture is too wide."""
    faults = []
    addresses = stress.addresses("metrics/*/")
    for address in addresses:
        page = window(address)
        faults += [f"{address}: {f}" for f in probes.too_wide(page)]
        faults += [f"{address}: {f}" for f in probes.faults_of_charts(page)]
        probes.space_text(page)
        faults += [f"{address}, spaced: {f}" for f in probes.too_wide(page)]
        faults += [f"{address}, spaced: {f}" for f in probes.faults_of_charts(page)]
    assert len(addresses) > 100
    assert faults == []


def test_a_department_of_forty_metrics_shows_them_all(window: Window, stress: City) -> None:
    """Two are proposed or retired: 38 in its table, 40 cards, none of them empty."""
    page = window(f"{stress.url}/departments/crowd/")
    assert page.locator("table").first.locator("tbody tr").count() == 38
    cards = page.locator(".card")
    assert cards.count() == 40
    assert all(name.strip() for name in cards.locator("h3").all_inner_texts())


def test_the_finding_stands_before_the_chart(window: Window, city: City) -> None:
    """A resident reads the sentence first, the chart after it, the table after that."""
    page = window(city.address("metrics/*/"))
    tops = [
        page.locator(what).first.bounding_box()["y"]  # type: ignore[index]
        for what in ("h1", ".finding", "main svg.chart-narrow", "main table")
    ]
    assert tops == sorted(tops)


def test_an_unknown_address_is_answered_by_the_sites_own_page(phone: Page, stress: City) -> None:
    """The 404 page is styled at any depth and leads home, where the site knows its address."""
    answer = phone.goto(f"{stress.url}/metrics/there-is-no-such-metric/")
    assert answer is not None
    assert answer.status == 404
    expect(phone.locator("h1")).to_be_visible()
    phone.locator(".site-title a").first.click()
    expect(phone.locator(".counts").first).to_be_visible()


def test_an_attainment_keeps_clear_of_the_next_column(phone: Page) -> None:
    """The icon counts when a column is measured, so that its words do not run into the value."""
    phone.goto("/departments/public-works/")
    clear = phone.locator("td:has(> .badge)").evaluate_all(
        """cells => cells.map(cell => cell.nextElementSibling.getBoundingClientRect().left
             - cell.querySelector('.badge').getBoundingClientRect().right)"""
    )
    assert clear
    assert min(clear) >= 8


def test_a_row_keeps_its_name_in_view_on_a_phone(phone: Page) -> None:
    """Whoever scrolls a wide table sideways still reads what the row is about."""
    phone.goto("/metrics/")
    table = phone.locator(".scroll").first
    name = table.locator("tbody th").first
    before = name.bounding_box()
    table.evaluate("region => { region.scrollLeft = 150 }")
    after = name.bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] == after["x"]
