"""The demo city in a real browser: on a phone, at a desk, without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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


def one_of(site: Path, pattern: str) -> str:
    """Return the address of the first page of a class."""
    if "*" not in pattern:
        return pattern
    found = sorted(p for p in site.glob(pattern + "index.html") if "attainment" not in str(p))
    return found[0].parent.relative_to(site).as_posix() + "/"


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone of 320 CSS pixels, JavaScript off."""
    size = {"width": 320, "height": 700}
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
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


@pytest.mark.parametrize("pattern", CLASSES)
def test_no_page_is_wider_than_a_phone(phone: Page, demo_site: Path, pattern: str) -> None:
    """At 320 px nothing but a table in its own scrolling region is wider than the screen."""
    phone.goto("/" + one_of(demo_site, pattern))
    expect(phone.locator("h1")).to_be_visible()
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pattern", CLASSES)
def test_axe_finds_nothing(
    browser: Browser, base_url: str, demo_site: Path, pattern: str, scheme: str
) -> None:
    """WCAG 2.2 AA and best practice, on a phone, in light and dark: no violation."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base_url,
    )
    page = context.new_page()
    page.goto("/" + one_of(demo_site, pattern))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("pattern", CLASSES)
def test_pages_ask_nobody_else_and_report_no_error(
    desk: Page, base_url: str, demo_site: Path, pattern: str
) -> None:
    """No request leaves the site and the console stays empty under the policy."""
    asked: list[str] = []
    said: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    desk.goto("/" + one_of(demo_site, pattern), wait_until="networkidle")
    assert [url for url in asked if not url.startswith(base_url)] == []
    assert said == []


def test_a_phone_shows_the_narrow_chart_and_a_desk_the_wide(
    phone: Page, desk: Page, demo_site: Path
) -> None:
    """One of the two drawings is shown, and its letters are drawn at 12 px or more."""
    address = "/" + one_of(demo_site, "metrics/*/")
    for page, shown, hidden in (
        (phone, ".chart-narrow", ".chart-wide"),
        (desk, ".chart-wide", ".chart-narrow"),
    ):
        page.goto(address)
        expect(page.locator(f"svg{shown}").first).to_be_visible()
        expect(page.locator(f"svg{hidden}").first).to_be_hidden()
        smallest = page.locator(f"svg{shown}").first.evaluate(
            """svg => Math.min(...[...svg.querySelectorAll('text')].map(text =>
                 parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
        )
        assert smallest >= 11.99


def test_the_finding_stands_before_the_chart(phone: Page, demo_site: Path) -> None:
    """A resident reads the sentence first, the chart after it, the table after that."""
    phone.goto("/" + one_of(demo_site, "metrics/*/"))
    tops = [
        phone.locator(what).first.bounding_box()["y"]  # type: ignore[index]
        for what in ("h1", "main p", "main svg.chart-narrow", "main table")
    ]
    assert tops == sorted(tops)


def test_keyboard_alone_leads_from_home_to_a_download(desk: Page) -> None:
    """Skip link, a metric's card, and its CSV file can be reached and opened by keyboard."""
    desk.goto("/")
    desk.keyboard.press("Tab")
    expect(desk.locator(":focus")).to_have_attribute("href", "#main")
    desk.keyboard.press("Enter")
    for _ in range(200):
        desk.keyboard.press("Tab")
        href = desk.locator(":focus").get_attribute("href") or ""
        if href.startswith("metrics/") and "attainment" not in href and href != "metrics/":
            break
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/metrics/*/")
    for _ in range(400):
        desk.keyboard.press("Tab")
        if (desk.locator(":focus").get_attribute("href") or "").endswith("data.csv"):
            break
    with desk.expect_download() as download:
        desk.keyboard.press("Enter")
    assert download.value.suggested_filename == "data.csv"


def test_an_unknown_address_is_answered_by_the_sites_own_page(phone: Page) -> None:
    """The 404 page is readable at any depth and leads home."""
    answer = phone.goto("/metrics/there-is-no-such-metric/")
    assert answer is not None
    assert answer.status == 404
    expect(phone.locator("h1")).to_be_visible()


def test_print_opens_everything(desk: Page, demo_site: Path) -> None:
    """On paper one chart stays and no navigation is printed."""
    desk.goto("/" + one_of(demo_site, "metrics/*/"))
    desk.emulate_media(media="print")
    expect(desk.locator("svg.chart-wide").first).to_be_visible()
    expect(desk.locator("header nav")).to_be_hidden()


def test_older_values_are_printed_without_being_opened(desk: Page, demo_site: Path) -> None:
    """Paper cannot be opened: what is folded on the screen is on it."""
    desk.goto("/metrics/solid-waste-on-time/")
    older = desk.locator("details table").first
    expect(older).to_be_hidden()
    desk.emulate_media(media="print")
    expect(older).to_be_visible()


@pytest.mark.parametrize(
    "address", ["data/solid-waste-requests/", "metrics/fire-turnout/", "metrics/"]
)
def test_no_table_is_wider_than_the_paper(desk: Page, address: str) -> None:
    """Paper does not scroll: every column of the widest tables is on a letter page's 698 px."""
    desk.set_viewport_size({"width": 698, "height": 900})
    desk.emulate_media(media="print")
    desk.goto("/" + address)
    widths = desk.locator("table").evaluate_all(
        "tables => tables.map(table => table.getBoundingClientRect().right)"
    )
    assert widths
    assert max(widths) <= 698


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


def test_labels_of_charts_do_not_collide_when_text_is_spaced(
    browser: Browser, base_url: str
) -> None:
    """With the spacing of WCAG 1.4.12 no label of a chart runs into another."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, base_url=base_url, bypass_csp=True
    )
    page = context.new_page()
    page.goto("/metrics/youth-injured-by-gunfire/")
    page.add_style_tag(
        content="* { letter-spacing: .12em !important; word-spacing: .16em !important; "
        "line-height: 1.5 !important }"
    )
    over = page.locator("svg.chart-narrow").evaluate_all(
        """charts => charts.flatMap(chart => {
             const boxes = [...chart.querySelectorAll('text')].map(t => t.getBoundingClientRect());
             return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
               Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
               Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4));
           }).length"""
    )
    context.close()
    assert over == 0
