"""The explore page in a real browser: what is chosen is drawn, told, listed, linked, downloaded."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser.probes import listen, too_wide

ON_TIME = "/metrics/solid-waste-on-time/explore/"
VISITS = "/metrics/recreation-center-visits/explore/"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def context(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    """A desk that may read and write the clipboard."""
    size = {"width": 1280, "height": 900}
    made = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        base_url=base_url,
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield made
    made.close()


def opened(page: Page, address: str) -> Page:
    """Open an explore page and wait until its chart is drawn."""
    page.goto(address)
    expect(page.locator("#chart svg")).to_be_visible(timeout=30_000)
    expect(page.locator("#reading")).not_to_be_empty(timeout=30_000)
    return page


def cells(page: Page) -> dict[str, list[str]]:
    """Return the cells of the table of what is shown, by period."""
    rows = page.locator("#plain tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return {first: rest for first, *rest in rows}


def published(site: Path, metric: str) -> list[dict[str, str]]:
    """Return the rows of a metric's data.csv."""
    text = (site / "metrics" / metric / "data.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def saved(page: Page, button: Locator) -> tuple[str, bytes]:
    """Press a button and return the name and bytes of what it downloads."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_it_draws_under_the_policy(page: Page, base_url: str, demo_site: Path) -> None:
    """A dozenth of the metrics is drawn without an error, a warning or a foreign request."""
    said = listen(page, base_url)
    for folder in sorted((demo_site / "metrics").glob("*/explore"))[::12]:
        opened(page, f"/metrics/{folder.parent.name}/explore/")
    opened(page, f"{ON_TIME}?by=fiscal-year&members=All,Bin+delivery")
    assert said == []


def test_values_are_those_published(page: Page, demo_site: Path) -> None:
    """The table has, for each period and member, the value of data.csv with one decimal."""
    opened(page, f"{ON_TIME}?from=2025-01&to=2025-12&members=All,Missed+pickup")
    expect(page.locator("#said")).to_have_text(
        "Showing 12 months, January 2025 to December 2025, of the whole and Missed pickup."
    )
    wanted = {
        (row["period"], row["request_type"]): float(row["value"])
        for row in published(demo_site, "solid-waste-on-time")
        if row["period"].startswith("2025")
    }
    shown = cells(page)
    assert len(shown) == 12
    for number, month in enumerate(MONTHS, start=1):
        values = shown[f"{month} 2025"]
        for value, member in zip(values, ("All", "Missed pickup"), strict=False):
            exact = wanted[f"2025-{number:02}", member]
            assert float(value.rstrip("%")) == pytest.approx(exact, abs=0.0501), month
        assert values[2] == "90%"


# Words every value and target of the whole, metric by metric, as the page does.
_WORDED = """async (names) => {
  const { words } = await import("/theme/js/explore-words.js");
  const json = async (address) => (await fetch(address)).json();
  const found = {};
  for (const name of names) {
    const view = await json(`/metrics/${name}/explore/explore.json`);
    const { data } = await json(`/metrics/${name}/data.json`);
    const { told, target } = words(view), [line] = view.lines;
    const labels = new Map(view.periods.map(([key, , , label]) => [key, label]));
    const own = data.filter((row) =>
      Object.entries(line.cells).every(([key, cell]) => row[key] === cell));
    found[name] = Object.fromEntries(own.map((row) =>
      [labels.get(row.period), [told(row, line), target(row) || "–"]]));
  }
  return found;
}"""


def test_values_are_worded_as_on_the_metrics_page(page: Page, demo_site: Path) -> None:
    """For every metric, each value and target reads as in the tables of the metric's page."""
    page.goto(ON_TIME)
    names = [folder.parent.name for folder in sorted((demo_site / "metrics").glob("*/explore"))]
    worded = page.evaluate(_WORDED, names)
    compared = 0
    for name in names:
        tree = html.fromstring((demo_site / "metrics" / name / "index.html").read_bytes())
        aimed = "Target" in tree.xpath("//table[caption/@id='values']/thead//th/text()")
        for row in tree.xpath("//table[caption/@id='values' or caption/@id='older']/tbody/tr"):
            period, value, *more = (" ".join(cell.text_content().split()) for cell in row)
            told, target = worded[name][period]
            assert told == value, (name, period)
            assert not aimed or target == more[0], (name, period)
            compared += 1
    assert len(names) >= 50
    assert compared > 3_000


def test_fiscal_years_are_the_ratio_of_sums(page: Page, demo_site: Path) -> None:
    """A year of a member is 100 × the sum of its numerators ÷ that of its denominators."""
    opened(page, f"{ON_TIME}?by=fiscal-year&members=Missed+pickup")
    rows = [
        row
        for row in published(demo_site, "solid-waste-on-time")
        if row["request_type"] == "Missed pickup" and "2024-07" <= row["period"] <= "2025-06"
    ]
    assert len(rows) == 12
    over, under = (sum(float(r[name]) for r in rows) for name in ("numerator", "denominator"))
    shown = float(cells(page)["FY2025"][0].rstrip("%"))
    assert shown == pytest.approx(100 * over / under, abs=0.05)
    mean = sum(float(r["value"]) for r in rows) / 12
    assert abs(mean - shown) > 0.1, "the case tells the two apart"


def test_fiscal_years_are_those_of_the_metrics_page(page: Page, demo_site: Path) -> None:
    """The years of the whole are, word for word, those of the table by fiscal year."""
    for name in ("solid-waste-on-time", "recreation-center-visits", "overtime-spending"):
        tree = html.fromstring((demo_site / "metrics" / name / "index.html").read_bytes())
        shown = cells(opened(page, f"/metrics/{name}/explore/?by=fiscal-year"))
        rows = tree.xpath("//table[caption/@id='fiscal-years']/tbody/tr")
        assert len(rows) >= 5
        for row in rows:
            year, value, *_ = (" ".join(cell.text_content().split()) for cell in row)
            assert shown[f"FY{year}"][0].lower() == value.lower(), (name, year)


def test_what_does_not_aggregate_has_no_fiscal_years(page: Page) -> None:
    """A percentile is never rolled up: the choice is not there, and a link to it is not obeyed."""
    opened(page, "/metrics/fire-response-time/explore/?by=fiscal-year")
    expect(page.locator("[name=by]")).to_have_count(0)
    expect(page.locator("#ignored")).to_contain_text("by “fiscal-year”")
    assert "fiscal-year" not in page.url


def test_choosing_changes_sentence_table_and_address(page: Page) -> None:
    """Members, period and years are chosen by their labels; defaults leave the address."""
    opened(page, ON_TIME)
    assert urlsplit(page.url).query == ""
    page.get_by_role("checkbox", name="Bin delivery").check()
    page.get_by_role("checkbox", name="The whole").uncheck()
    page.get_by_label("From").select_option("2024-07")
    page.get_by_label("To", exact=True).select_option("2026-06")
    expect(page.locator("#said")).to_have_text(
        "Showing 24 months, July 2024 to June 2026, of Bin delivery."
    )
    assert urlsplit(page.url).query == "from=2024-07&to=2026-06&members=Bin+delivery"
    page.get_by_label("Fiscal years").check()
    expect(page.locator("#said")).to_have_text(
        "Showing 2 fiscal years, fiscal year 2025 to fiscal year 2026, of Bin delivery."
    )
    assert list(cells(page)) == ["FY2026", "FY2025"]
    page.get_by_label("Months").check()
    assert urlsplit(page.url).query == "from=2024-07&to=2026-06&members=Bin+delivery"
    page.get_by_role("checkbox", name="Bin delivery").uncheck()
    expect(page.locator("#said")).to_have_text("Nothing is chosen: choose at least one line.")
    expect(page.locator("#chart")).to_be_hidden()


def test_a_period_never_ends_before_it_begins(page: Page) -> None:
    """Choosing an end before the beginning moves the beginning along."""
    opened(page, ON_TIME)
    page.get_by_label("From").select_option("2025-03")
    page.get_by_label("To", exact=True).select_option("2024-01")
    expect(page.locator("#said")).to_have_text("Showing 1 month, January 2024, of the whole.")


def test_a_view_is_restored_from_its_address(context: BrowserContext) -> None:
    """The link that is copied shows another reader the same controls, sentence and table."""
    first = opened(context.new_page(), ON_TIME)
    first.get_by_role("checkbox", name="Yard trimmings").check()
    first.get_by_label("From").select_option("2025-07")
    first.get_by_role("button", name="Copy a link").click()
    expect(first.locator("#done")).to_have_text("The link is copied.")
    link = first.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {
        "from": ["2025-07"],
        "members": ["All,Yard trimmings"],
    }
    second = opened(context.new_page(), link)
    expect(second.get_by_role("checkbox", name="Yard trimmings")).to_be_checked()
    assert cells(second) == cells(first)
    assert second.locator("#said").inner_text() == first.locator("#said").inner_text()
    expect(second.locator("#ignored")).to_be_hidden()


def test_what_a_link_asks_in_vain_is_said(page: Page) -> None:
    """Unknown periods, members and ways are named and left out, as text and never as markup."""
    opened(page, f"{ON_TIME}?from=2031-01&to=x&members=Zone+9,<b>All</b>&by=constructor")
    expect(page.locator("#ignored")).to_have_text(
        "The link asks for what is not here, which is left out: by “constructor”; "
        "from “2031-01”; to “x”; members “Zone 9”; members “<b>All</b>”."
    )
    assert urlsplit(page.url).query == ""
    opened(page, f"{ON_TIME}?from=2026-01&to=2025-01")
    expect(page.locator("#ignored")).to_contain_text("which is earlier")


def test_downloads_are_what_is_shown(page: Page, demo_site: Path) -> None:
    """The CSV has exactly the rows shown with the published columns; the pictures are pictures."""
    opened(page, f"{ON_TIME}?from=2025-07&to=2026-06&members=All,Missed+pickup")
    name, data = saved(page, page.get_by_role("button", name="Download these rows"))
    assert name == "solid-waste-on-time-2025-07-2026-06.csv"
    wanted = [
        row
        for row in published(demo_site, "solid-waste-on-time")
        if "2025-07" <= row["period"] <= "2026-06"
        and row["request_type"] in ("All", "Missed pickup")
    ]
    assert len(wanted) == 24
    read = csv.DictReader(io.StringIO(data.decode()))
    assert list(read) == wanted
    name, data = saved(page, page.get_by_role("button", name="Chart as SVG"))
    assert name.endswith("-2025-07-2026-06.svg")
    text = data.decode()
    assert "Solid-waste requests completed on time" in text
    assert "Showing 12 months" in text
    name, data = saved(page, page.get_by_role("button", name="Chart as PNG"))
    assert name.endswith("-2025-07-2026-06.png")
    assert data.startswith(b"\x89PNG\r\n")


def test_downloaded_years_are_the_years_shown(page: Page) -> None:
    """Fiscal years come in the columns of the published table, one row a year."""
    opened(page, f"{VISITS}?by=fiscal-year&from=2024&to=2025")
    name, data = saved(page, page.get_by_role("button", name="Download these rows"))
    assert name == "recreation-center-visits-2024-2025.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert [(r["period"], r["period_start"], r["period_end"]) for r in rows] == [
        ("2024", "2023-07-01", "2024-06-30"),
        ("2025", "2024-07-01", "2025-06-30"),
    ]
    shown = cells(page)
    assert [f"{float(r['value']):,.0f}" for r in rows] == [shown["FY2024"][0], shown["FY2025"][0]]


def test_a_gap_is_no_line_and_no_zero(page: Page, demo_site: Path) -> None:
    """Where a value is missing the table says so, the caption too, and the line is parted."""
    found = next(
        (folder.name, row["period"])
        for folder in sorted((demo_site / "metrics").iterdir())
        if (folder / "data.csv").exists()
        for row in published(demo_site, folder.name)
        if not row["value"] and re.fullmatch(r"\d{4}-\d{2}", row["period"])
    )
    view = json.loads((demo_site / "metrics" / found[0] / "explore/explore.json").read_text())
    gaps = [
        (row["period"], line["id"])
        for row in published(demo_site, found[0])
        if not row["value"]
        for line in view["lines"]
        if all(row[name] == cell for name, cell in line["cells"].items())
    ]
    member = gaps[0][1]
    opened(page, f"/metrics/{found[0]}/explore/?members={member}")
    expect(page.locator("#keys")).to_contain_text("A gap is no value, which is not zero.")
    words = set(view["absent"].values())
    assert sum(row[0] in words for row in cells(page).values()) == len(
        [gap for gap in gaps if gap[1] == member]
    )
    parts = page.locator("#chart .mark-line path").first.get_attribute("d")
    assert parts is not None
    assert parts.count("M") >= 2


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """Choose a member and read values by keys: the reader's place is told to a screen reader."""
    opened(page, ON_TIME)
    page.get_by_role("checkbox", name="The whole").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#said")).to_contain_text("of the whole and Bin delivery")
    expect(page.get_by_role("checkbox", name="Bin delivery")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("id") == "at":
            break
    expect(page.locator("#reading")).to_contain_text("October 2026")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#reading")).to_contain_text("September 2026: the whole 93.6%")
    value = page.locator("#at").get_attribute("aria-valuetext")
    assert value == page.locator("#reading").inner_text()


def test_the_pointer_reads_values(page: Page) -> None:
    """Over the left edge of the chart the first period is read out, over the right the last."""
    opened(page, ON_TIME)
    box = page.locator("#chart .mark-line path").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    expect(page.locator("#reading")).to_contain_text("July 2021")
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 20)
    expect(page.locator("#reading")).to_contain_text("October 2026")


def test_the_chart_follows_the_scheme_and_the_window(page: Page) -> None:
    """In the dark it is drawn in the dark's colours; a narrower window gets a narrower chart."""
    opened(page, ON_TIME)
    line = page.locator("#chart .mark-line path").first
    expect(line).to_have_attribute("stroke", "#00558c")
    page.emulate_media(color_scheme="dark")
    expect(line).to_have_attribute("stroke", "#7cc0ff")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("#chart svg")).to_have_attribute("width", "328")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_full_view(browser: Browser, base_url: str, scheme: str) -> None:
    """Several lines, a notice and years, at 360 px: no violation of WCAG 2.2 AA."""
    made = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base_url,
    )
    page = opened(made.new_page(), f"{ON_TIME}?members=All,Bin+delivery,Nope&by=fiscal-year")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    made.close()
    assert found.violations_count == 0, found.generate_report()


def test_nothing_is_wider_than_a_phone(page: Page) -> None:
    """At 320 px the controls, the chart and the buttons fit."""
    page.set_viewport_size({"width": 320, "height": 700})
    for address in (ON_TIME, f"{VISITS}?by=fiscal-year", "/metrics/fire-turnout/explore/"):
        opened(page, address)
        assert too_wide(page) == []


def test_it_reads_without_javascript(browser: Browser, base_url: str) -> None:
    """Without JavaScript it says so and has the chart, the newest values and the files."""
    made = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = made.new_page()
    page.goto(ON_TIME)
    expect(page.locator("#without")).to_be_visible()
    expect(page.locator("#choices")).to_be_hidden()
    expect(page.locator("svg.chart-wide")).to_be_visible()
    expect(page.locator("table")).to_be_visible()
    expect(page.get_by_role("link", name="All values (CSV)")).to_be_visible()
    page.get_by_role("link", name="Back to the metric").click()
    expect(page.get_by_role("link", name="Explore this chart")).to_be_visible()
    made.close()


def test_it_stays_readable_where_the_data_do_not_come(page: Page) -> None:
    """A file that cannot be had leaves the page as it is without a script."""
    page.route("**/explore.json", lambda route: route.abort())
    page.goto(ON_TIME, wait_until="networkidle")
    expect(page.locator("#without")).to_be_visible()
    expect(page.locator("svg.chart-wide")).to_be_visible()
    expect(page.locator("#explore")).to_be_hidden()
