"""The annual report in a real browser; what every page class is held to, it is held to there."""

from playwright.sync_api import Page, expect

from browser import probes
from browser.conftest import City, Window
from browser.test_paper import LETTER

REPORT = "/reports/2026/"


def test_the_words_of_charts_are_legible(window: Window, demo: City) -> None:
    """At both widths they are 12 px or more, within their chart and off each other."""
    for width in (360, 1280):
        assert probes.faults_of_charts(window(f"{demo.url}{REPORT}", width)) == []


def test_a_phone_shows_the_site_in_a_few_lines_of_links(window: Window, demo: City) -> None:
    """The seven words of the navigation do not push the page's title out of sight."""
    page = window(f"{demo.url}{REPORT}", 360)
    links = page.locator(".site-header nav a")
    assert links.all_inner_texts() == [
        *("Priorities", "Departments", "Metrics", "Budget", "Report", "Data", "Search"),
    ]
    tops = links.evaluate_all("all => all.map(a => Math.round(a.getBoundingClientRect().top))")
    assert len(set(tops)) <= 3
    expect(page.locator("h1")).to_be_in_viewport()


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


def test_paper_has_no_list_of_contents_beside_it(window: Window, demo: City) -> None:
    """What scrolls beside the report at a desk has no place on paper."""
    page = window(f"{demo.url}{REPORT}", LETTER, media="print")
    expect(page.locator(".report-body")).to_be_visible()
    expect(page.locator(".report-side")).to_be_hidden()
