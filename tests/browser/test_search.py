"""The search page as readers use it: by a word, by keyboard, without JavaScript, below a path."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.probes import listen, space_text, too_wide
from built import ROOT

# A word of the description of a metric whose title does not have it.
WORD, TITLE = "promised", "Solid-waste requests completed on time"
METRIC = "metrics/solid-waste-on-time/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Plain(SimpleHTTPRequestHandler):
    """Answers as `python -m http.server` does."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture(scope="module")
def below(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo city below a path, at a plain server."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "repo").symlink_to(demo_site)
    with ThreadingHTTPServer(("localhost", 0), partial(Plain, directory=str(folder))) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://localhost:{listening.server_address[1]}/repo/"
        listening.shutdown()


@pytest.fixture
def desk(browser: Browser, base_url: str) -> Iterator[Page]:
    """A screen of 1280 CSS pixels."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=base_url)
    yield context.new_page()
    context.close()


def found(page: Page, query: str) -> None:
    """Wait until the page says what it found for a query."""
    expect(page.get_by_role("status")).to_contain_text(f"for “{query}”.")


def test_the_word_stands_in_the_description_alone() -> None:
    """What the next tests search for is a word of the metric's description, not of its title."""
    file = ROOT / "datasets/public-works/solid-waste-requests/datapackage.json"
    metrics = json.loads(file.read_text(encoding="utf-8"))["metrics"]
    metric = next(m for m in metrics if f"metrics/{m['name']}/" == METRIC)
    assert metric["title"] == TITLE
    assert WORD in metric["description"]
    assert WORD not in metric["title"]


def test_a_metric_is_found_by_a_word_of_its_description(desk: Page, base_url: str) -> None:
    """Its result says what it is and how it stands, marks the word, and opens its page."""
    said = listen(desk, base_url)
    desk.goto("/search/")
    desk.get_by_role("searchbox").fill(WORD)
    found(desk, WORD)
    result = desk.get_by_role("listitem").filter(has=desk.get_by_role("link", name=TITLE)).first
    expect(result).to_contain_text("Metric")
    expect(result.locator(".badge .icon")).to_have_count(1)
    expect(result.locator("mark").first).to_contain_text(WORD)
    result.get_by_role("link", name=TITLE).click()
    desk.wait_for_url(f"{base_url}/{METRIC}")
    assert said == []


def test_nothing_of_the_index_is_loaded_before_a_word_is_asked(desk: Page) -> None:
    """Opening the page, even with the box in focus, asks for none of Pagefind's files."""
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto("/search/", wait_until="networkidle")
    desk.get_by_role("searchbox").focus()
    assert [url for url in asked if "pagefind" in url] == []
    desk.get_by_role("searchbox").fill(WORD)
    found(desk, WORD)
    assert [url for url in asked if "pagefind" in url] != []


def test_keyboard_alone_leads_from_home_to_a_metric(desk: Page, base_url: str) -> None:
    """Type into the home page's box, press Enter, tab to the first result, press Enter."""
    desk.goto("/")
    desk.get_by_role("searchbox").focus()
    desk.keyboard.type(TITLE)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search/?q=*")
    found(desk, TITLE)
    desk.get_by_role("searchbox").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    expect(desk.locator(":focus")).to_have_text(TITLE)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{base_url}/{METRIC}")


def test_the_query_is_in_the_address_and_comes_back_with_it(desk: Page) -> None:
    """A result page can be linked to, reloaded and gone back to."""
    desk.goto("/search/")
    desk.get_by_role("searchbox").fill("fire & rescue")
    found(desk, "fire & rescue")
    assert desk.url.endswith("/search/?q=fire%20%26%20rescue")
    first = desk.locator("#found a").first.inner_text()
    desk.reload()
    found(desk, "fire & rescue")
    expect(desk.get_by_role("searchbox")).to_have_value("fire & rescue")
    expect(desk.locator("#found a").first).to_have_text(first)
    desk.get_by_role("searchbox").fill("")
    expect(desk.locator("#found")).to_be_hidden()
    assert desk.url.endswith("/search/")


def test_more_results_are_shown_when_asked(desk: Page) -> None:
    """Ten at first; the button adds ten, says so, and moves to the first of them."""
    desk.goto("/search/?q=target")
    found(desk, "target")
    results = desk.locator("#found > li")
    expect(results).to_have_count(10)
    desk.get_by_role("button", name="More results").press("Enter")
    expect(results).to_have_count(20)
    expect(desk.get_by_role("status")).to_contain_text("20 of ")
    expect(results.nth(10).locator("h2 a")).to_be_focused()


def test_a_part_of_a_page_is_found_by_its_heading(desk: Page) -> None:
    """A word of the glossary leads to its own entry."""
    desk.goto("/search/?q=numerator")
    found(desk, "numerator")
    desk.get_by_role("link", name="Numerator and denominator").click()
    desk.wait_for_url("**/glossary/#numerator-and-denominator")


def test_nothing_found_is_said_in_words(desk: Page) -> None:
    """Who finds nothing is told so, and where else to look."""
    desk.goto("/search/?q=xylophone")
    expect(desk.get_by_role("status")).to_contain_text("No results for “xylophone”.")
    expect(desk.get_by_role("link", name="all names from A to Z")).to_be_visible()


def test_what_was_typed_stays_text(desk: Page) -> None:
    """Markup in the words that are looked for is shown, whatever is found, and never read."""
    typed = "<img src=x onerror=alert(1)> qwxyz"
    desk.goto(f"/search/?q={typed}")
    expect(desk.get_by_role("status")).to_contain_text(f"for “{typed}”.")
    expect(desk.locator("main img")).to_have_count(0)


def test_an_index_that_cannot_be_loaded_is_said_in_words(desk: Page) -> None:
    """The lists of names stay, and the reader learns why there are no results."""
    desk.route("**/pagefind/**", lambda route: route.abort())
    desk.goto("/search/?q=fire")
    expect(desk.get_by_role("status")).to_contain_text("could not be loaded")
    expect(desk.locator("main").get_by_role("link", name=TITLE)).to_be_visible()


def test_without_javascript_every_name_is_in_a_list(
    browser: Browser, base_url: str, demo_site: Path
) -> None:
    """The page says that searching needs JavaScript, and lists every metric."""
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("fire")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=fire")
    expect(page.get_by_role("status")).to_contain_text("needs JavaScript")
    listed = page.locator("main ul a[href^='../metrics/']").count()
    assert listed == len(list((demo_site / "metrics").glob("*/data.csv")))
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url(f"**/{METRIC}")
    context.close()


def test_it_works_below_a_path_at_a_plain_server(desk: Page, below: str) -> None:
    """As on a project's page of a code host: results lead below the path, nothing is refused."""
    said = listen(desk, below)
    desk.goto(f"{below}search/?q={WORD}")
    found(desk, WORD)
    desk.get_by_role("listitem").get_by_role("link", name=TITLE).first.click()
    desk.wait_for_url(f"{below}{METRIC}")
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_results(browser: Browser, base_url: str, scheme: str) -> None:
    """On a phone, in light and dark, with results, more of them, and with none."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base_url,
    )
    page = context.new_page()
    for query in ("fire", "target", "qwxyz vwxyz"):
        page.goto(f"/search/?q={query}")
        found(page, query)
        checked = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert checked.violations_count == 0, checked.generate_report()
    context.close()


def test_results_fit_a_narrow_phone(browser: Browser, base_url: str) -> None:
    """At 320 px nothing is wider than the screen, also with spaced text."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, base_url=base_url)
    page = context.new_page()
    page.goto("/search/?q=fire")
    found(page, "fire")
    assert too_wide(page) == []
    space_text(page)
    assert too_wide(page) == []
    context.close()
