"""Embeds in the pages of other sites, and the buttons that copy the code for them."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from browser.probes import faults_of_charts, listen, too_wide

EMBED = "/embed/solid-waste-on-time/"
METRIC = "/metrics/solid-waste-on-time/"
CONTENT = "document.documentElement.getBoundingClientRect().height"
HEAD = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A newspaper</title><h1>News</h1>'
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of requests."""


@pytest.fixture
def newspaper(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder of another site's pages, and the address at which it is served."""
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield tmp_path, f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


@pytest.fixture
def code(base_url: str, demo_site: Path, page: Page) -> str:
    """The code that the metric's page offers, with the address of the site put in."""
    page.goto(base_url + METRIC)
    text = page.locator("#embed-code").text_content() or ""
    whole = text.replace('src="/embed/', f'src="{base_url}/embed/')
    whole = whole.replace('src="/theme/', f'src="{base_url}/theme/')
    assert whole.count(base_url) == 2
    return whole


def framed(page: Page) -> Frame:
    """Return the embed in a page, once the frame, which may be lazy, has loaded it."""
    expect(page.frame_locator("iframe").first.locator("h1")).to_be_visible()
    return next(frame for frame in page.frames if "/embed/" in frame.url)


def fits(page: Page) -> None:
    """Wait until the frame is as tall as what is in it; fail where it does not become so."""
    inside = framed(page)
    inside.wait_for_load_state()
    tall = inside.evaluate(CONTENT)
    assert tall > 300
    expect(page.locator("iframe").first).to_have_css("height", f"{-int(-tall // 1)}px")


def test_frame_becomes_as_tall_as_the_chart(
    newspaper: tuple[Path, str], code: str, page: Page
) -> None:
    """On another site, with the code as it is offered, and again when the table unfolds."""
    folder, address = newspaper
    (folder / "index.html").write_text(HEAD + code, encoding="utf-8")
    page.goto(f"{address}/index.html")
    fits(page)
    inside = framed(page)
    before = inside.evaluate(CONTENT)
    inside.locator("summary").click()
    assert inside.evaluate(CONTENT) > before + 100
    fits(page)
    page.set_viewport_size({"width": 400, "height": 700})
    fits(page)


def test_script_that_comes_late_asks(newspaper: tuple[Path, str], code: str, page: Page) -> None:
    """A chart that told its height before anybody listened is asked again."""
    folder, address = newspaper
    frame, script = code.split("\n")
    (folder / "index.html").write_text(HEAD + frame, encoding="utf-8")
    page.goto(f"{address}/index.html")
    framed(page).locator("h1").wait_for()
    framed(page).wait_for_load_state()
    expect(page.locator("iframe")).to_have_css("height", "720px")
    source = script.split('"')[1]
    page.add_script_tag(url=source)
    fits(page)


def test_height_is_taken_from_the_chart_alone(
    newspaper: tuple[Path, str], code: str, page: Page
) -> None:
    """Neither the page itself nor a frame of another site can set the height of a frame."""
    folder, address = newspaper
    other = '<iframe id="other" src="ad.html" height="720" style="border:0"></iframe>'
    told = "<script>parent.postMessage({type: 'performance-embed', height: 9}, '*')</script>"
    (folder / "ad.html").write_text(told, encoding="utf-8")
    (folder / "index.html").write_text(HEAD + code + other, encoding="utf-8")
    page.goto(f"{address}/index.html")
    expect(page.locator("iframe").first).not_to_have_css("height", "720px")
    page.evaluate("postMessage({type: 'performance-embed', height: 9}, '*')")
    # What was posted has been heard when a message posted after it has been.
    page.evaluate("new Promise(done => { addEventListener('message', done); postMessage(0, '*') })")
    expect(page.locator("#other")).to_have_css("height", "720px")
    fits(page)


def test_frame_works_without_its_script(
    browser: Browser, newspaper: tuple[Path, str], code: str
) -> None:
    """With JavaScript off the frame keeps its height and shows the finding and the chart."""
    folder, address = newspaper
    (folder / "index.html").write_text(HEAD + code, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    expect(page.locator("iframe")).to_have_css("height", "720px")
    inside = page.frame_locator("iframe")
    expect(inside.locator(".finding")).to_be_visible()
    expect(inside.locator("svg.chart-wide")).to_be_visible()
    context.close()


def test_links_open_in_the_whole_window(
    newspaper: tuple[Path, str], code: str, page: Page, base_url: str
) -> None:
    """A click on the title leaves the newspaper for the metric's page."""
    folder, address = newspaper
    (folder / "index.html").write_text(HEAD + code, encoding="utf-8")
    page.goto(f"{address}/index.html")
    framed(page).locator("h1 a").click()
    page.wait_for_url(base_url + METRIC)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [280, 320, 480, 640, 800])
def test_embed_looks_right_at_any_width(
    browser: Browser, base_url: str, width: int, scheme: str
) -> None:
    """Nothing is wider than the frame, words of the chart are 12 px, and the console is empty."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base_url,
    )
    page = context.new_page()
    said = listen(page, base_url)
    page.goto(EMBED, wait_until="networkidle")
    assert too_wide(page) == []
    assert faults_of_charts(page) == []
    page.locator("summary").click()
    assert too_wide(page) == []
    assert said == []
    context.close()


def test_buttons_copy_the_code_and_the_citation(browser: Browser, base_url: str) -> None:
    """What is on the clipboard is what stands on the page, and the button says so."""
    context = browser.new_context(
        base_url=base_url, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    said = listen(page, base_url)
    page.goto(METRIC)
    for name, shown in (("Copy the code", "#embed-code"), ("Copy the citation", "#citation")):
        button = page.get_by_role("button", name=name)
        button.click()
        expect(button.locator("xpath=following-sibling::*[@role='status']")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(shown).text_content()
    assert said == []
    context.close()


def test_button_selects_where_there_is_no_clipboard(page: Page, base_url: str) -> None:
    """Browsers give no clipboard to sites without https: the text is selected instead."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(base_url + METRIC)
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_text("Selected: press Ctrl+C")).to_be_visible()
    selected = page.evaluate("getSelection().toString()")
    assert selected.strip() == (page.locator("#embed-code").text_content() or "").strip()


def test_no_button_without_javascript(browser: Browser, base_url: str) -> None:
    """A button that does nothing is not shown; the code is there to be selected."""
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(METRIC)
    expect(page.locator("#embed-code")).to_be_visible()
    expect(page.locator("[data-copy]").first).to_be_hidden()
    context.close()
