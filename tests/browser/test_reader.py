"""The value reader: by keys, mouse and finger, in words, with a mark in the chart."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import City, Window


def reader(page: Page) -> tuple[Locator, Locator]:
    """Return the control and what it says."""
    return page.locator(".reader input"), page.locator(".reader output")


def row(page: Page, place: int) -> list[str]:
    """Return the cells of the table of values at a place, the newest being 0."""
    cells = page.locator(".values tbody tr").nth(place).locator("th, td")
    return [text.strip() for text in cells.all_text_contents()]


def test_arrow_keys_say_the_rows_of_the_table(window: Window, demo: City) -> None:
    """The newest period first, the one before it after a key, the oldest after Home."""
    page = window(f"{demo.url}/metrics/solid-waste-on-time/", 1280)
    control, said = reader(page)
    for key, place in (("End", 0), ("ArrowLeft", 1), ("ArrowLeft", 2), ("Home", -1)):
        control.press(key)
        period, value, target, attainment, *_ = row(page, place)
        expect(said).to_contain_text(f"{period}: {value}, target {target}. {attainment}")
        assert control.evaluate("input => input.ariaValueText") == said.inner_text()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_mark_stands_on_the_value(window: Window, stress: City, width: int) -> None:
    """Of two months of 30 and 31 days, the mark crosses the dot of the one that is read."""
    page = window(f"{stress.url}/metrics/two-points/", width)
    control, _ = reader(page)
    for key, place in (("Home", 0), ("End", 1)):
        control.press(key)
        mark, dot = page.evaluate(
            """place => {
              const svg = [...document.querySelectorAll('svg.chart')].find(s => s.clientWidth);
              const plot = svg.querySelector('.plot').getBoundingClientRect();
              const share = parseFloat(document.querySelector('figure').style
                .getPropertyValue('--spot')) / 100;
              const dot = svg.querySelectorAll('.c-dot circle')[place].getBoundingClientRect();
              return [plot.x + share * plot.width, dot.x + dot.width / 2];
            }""",
            place,
        )
        assert abs(mark - dot) < 1


def test_the_mark_is_drawn_and_nothing_but_the_mark(window: Window, demo: City) -> None:
    """Two pixels of the plot are coloured, not the whole of it."""
    page = window(f"{demo.url}/metrics/solid-waste-on-time/", 1280)
    control, _ = reader(page)
    control.press("Home")
    plot = page.locator("svg.chart-wide .plot").first
    fill, clip = plot.evaluate("e => [getComputedStyle(e).fill, getComputedStyle(e).clipPath]")
    assert fill not in ("none", "rgba(0, 0, 0, 0)")
    assert clip.startswith("inset(")


def test_the_mouse_over_the_chart_reads_what_is_below_it(window: Window, demo: City) -> None:
    """At the left end the oldest period, at the right end the newest, and none outside."""
    page = window(f"{demo.url}/metrics/solid-waste-on-time/", 1280)
    control, said = reader(page)
    last = int(control.get_attribute("max") or 0)
    plot = page.locator("svg.chart-wide .plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    for across, place in ((-20, 0), (1, 0), (box["width"] - 1, last), (box["width"] + 20, last)):
        page.mouse.move(box["x"] + across, box["y"] + box["height"] / 2)
        expect(control).to_have_js_property("value", str(place))
        expect(said).to_contain_text(f"{row(page, last - place)[0]}: ")


def test_a_finger_on_the_chart_reads_it(browser: Browser, demo: City) -> None:
    """A tap in the middle of five years reads a month of the third."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(f"{demo.url}/metrics/solid-waste-on-time/")
    chart = page.locator("svg.chart-narrow").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    control, _ = reader(page)
    place = int(control.input_value())
    height = control.bounding_box()
    context.close()
    assert 0 < place < 64
    assert height is not None
    assert height["height"] >= 44


def test_absent_values_are_said_in_words(window: Window, stress: City) -> None:
    """Missing, withheld and not applicable are told apart, and the mark stands there too."""
    page = window(f"{stress.url}/metrics/islands/", 1280)
    control, said = reader(page)
    control.press("Home")
    words, spots = [], []
    for _ in range(6):
        words.append(said.inner_text().partition(": ")[2])
        spots.append(page.locator("figure").first.evaluate("f => f.style.cssText"))
        control.press("ArrowRight")
    absent = ["missing", "withheld to protect privacy", "not applicable"]
    assert [word.partition(",")[0].partition(".")[0] for word in words[::2]] == absent
    assert len(set(spots)) == 6


def test_a_target_that_is_not_set_is_not_said(window: Window, stress: City) -> None:
    """Where only later periods have a target, an early one is read without a dash."""
    page = window(f"{stress.url}/metrics/months-240/", 1280)
    control, said = reader(page)
    control.press("Home")
    assert "–" not in said.inner_text()


def test_words_like_markup_are_words(window: Window, stress: City) -> None:
    """A unit of forty letters is in the label; nothing is read as HTML."""
    page = window(f"{stress.url}/metrics/long-unit/")
    expect(page.locator(".reader label")).to_contain_text("in cubic metres of reclaimed water")


def test_the_reader_is_not_there_without_javascript(phone: Page) -> None:
    """What cannot work is not shown; the table has the values."""
    phone.goto("/metrics/solid-waste-on-time/")
    expect(phone.locator(".reader")).to_be_hidden()
    expect(phone.locator(".values table").first).to_be_visible()


def test_the_reader_is_not_printed(window: Window, demo: City) -> None:
    """Paper has no slider and no mark."""
    page = window(f"{demo.url}/metrics/solid-waste-on-time/", 698, media="print")
    expect(page.locator(".reader")).to_be_hidden()
    fills = page.locator(".plot").evaluate_all("all => all.map(e => getComputedStyle(e).fill)")
    assert set(fills) == {"none"}
