"""The pictures as SVG: what is drawn, for whom, and with nothing that the site forbids."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from chart_pictures import drawn
from chart_records import every_form, months, record, rising, series
from performance import chart
from performance.chart import style
from performance.chart.measure import width
from performance.model import Aggregation, Drawing
from performance.text import Wording

FORMS = every_form()
CSS = Path(__file__).parents[1] / "theme/static/css/chart.css"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    """Every form drawn once."""
    return {name: chart.draw(whole, Wording()) for name, whole in FORMS.items()}


def renderings(drawing: Drawing) -> list[str]:
    """Return every picture of a drawing."""
    more = [svg for one in drawing.multiples.values() for svg in (one.wide, one.narrow)]
    return [drawing.wide, drawing.narrow, *more]


@pytest.mark.parametrize("name", FORMS)
def test_picture_is_one_image_with_title_and_description(
    name: str, drawings: dict[str, Drawing]
) -> None:
    """A screen reader meets one image, named and described, and nothing inside it."""
    for svg in renderings(drawings[name]):
        root = etree.fromstring(svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert title is not None
        assert description is not None
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert str(title.text).startswith("Calls answered in time")
        assert str(description.text).endswith(".")
        inner = [a for e in root.iter() if e is not root for a in e.attrib]
        assert [a for a in inner if str(a).startswith(("aria", "role"))] == []


@pytest.mark.parametrize("name", FORMS)
def test_picture_has_classes_and_no_style(name: str, drawings: dict[str, Drawing]) -> None:
    """No inline style, colour, script or definition: the style sheet alone decides."""
    allowed = {
        *("class", "d", "id", "x", "y", "cx", "cy", "r", "text-anchor", "viewBox"),
        *("width", "height", "role", "aria-labelledby"),
    }
    for svg in renderings(drawings[name]):
        root = etree.fromstring(svg)
        assert {str(a) for e in root.iter() for a in e.attrib} <= allowed
        tags = {etree.QName(e).localname for e in root.iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "circle", "text", "rect"}


@pytest.mark.parametrize("name", FORMS)
def test_numbers_have_one_decimal(name: str, drawings: dict[str, Drawing]) -> None:
    """Nobody sees a hundredth of a pixel, and everybody loads it."""
    for svg in renderings(drawings[name]):
        for attribute in re.findall(r' (?:d|x|y|cx|cy|r|viewBox)="([^"]*)"', svg):
            assert not re.search(r"\.\d\d", attribute)


def test_identifiers_are_unique_on_a_page(drawings: dict[str, Drawing]) -> None:
    """Wide, narrow and small panels stand on one page: none shares an id with another."""
    ids = [
        found for svg in renderings(drawings["ratio"]) for found in re.findall(r' id="(.*?)"', svg)
    ]
    assert len(ids) == 8
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", FORMS)
def test_words_stay_inside_the_picture(name: str, drawings: dict[str, Drawing]) -> None:
    """No label is cut off: words begin and end within the picture, by Arial's widths."""
    for svg in renderings(drawings[name]):
        root = etree.fromstring(svg)
        left, top, wide, high = (float(part) for part in str(root.get("viewBox")).split())
        for text in root.iter(f"{SVG}text"):
            parent = text.getparent()
            assert parent is not None
            share = {"middle": 0.5, "end": 1.0}.get(str(parent.get("text-anchor")), 0.0)
            begins = float(str(text.get("x"))) - width(str(text.text)) * share
            assert left - 1 <= begins
            assert begins + width(str(text.text)) <= left + wide + 1
            assert top + 8 <= float(str(text.get("y"))) <= top + high - 2


def test_words_are_at_least_twelve_pixels(drawings: dict[str, Drawing]) -> None:
    """Words are 13 px at the drawn size, in the site's style and in the chart's own file."""
    sizes = re.findall(r"font-size: (\d+)px", CSS.read_text(encoding="utf-8"))
    assert sizes
    assert all(int(size) >= 12 for size in sizes)
    assert b"font-size: 13px" in chart.standalone(drawings["line"].wide)
    config = json.loads(drawings["line"].spec)["config"]
    assert config["axis"]["labelFontSize"] >= 12
    assert config["text"]["fontSize"] >= 12


@pytest.mark.parametrize(("name", "wide"), [("wide", 680), ("narrow", 300)])
def test_renderings_have_their_width(name: str, wide: int, drawings: dict[str, Drawing]) -> None:
    """The wide picture is 680 pixels wide, the narrow one 300, panels too."""
    for drawing in (drawings["ratio"], *drawings["ratio"].multiples.values()):
        root = etree.fromstring(getattr(drawing, name))
        assert root.get("width") == str(wide)
        assert f"chart-{name}" in str(root.get("class"))


def test_a_series_has_a_plot_that_a_page_can_mark(drawings: dict[str, Drawing]) -> None:
    """The plot is said once, within the picture; panels have none, and no file has it."""
    svg = etree.fromstring(drawings["ratio"].wide)
    (plot,) = svg.findall(f"{SVG}rect")
    left, top, wide, high = (float(str(plot.get(n))) for n in ("x", "y", "width", "height"))
    grid = svg.find(f"{SVG}path[@class='c-grid']")
    assert grid is not None
    # The grid's first rule runs over the plot's width, half a pixel aside to be sharp.
    begins, runs = re.match(r"M([\d.]+),[\d.]+h([\d.]+)", str(grid.get("d"))).groups()  # type: ignore[union-attr]
    assert (left + 0.5, wide) == pytest.approx((float(begins), float(runs)))
    assert top + high < float(str(svg.get("height")))
    assert [m for m in drawings["ratio"].multiples.values() if "<rect" in m.wide] == []
    assert b'class="plot"' not in chart.standalone(drawings["ratio"].wide)


def test_markup_in_titles_is_words() -> None:
    """What looks like markup in a title is shown, not obeyed."""
    whole = record(series(months(3), rising(3)), title='<b> & "calls"')
    svg = drawn(whole)
    title = etree.fromstring(svg).find(f"{SVG}title")
    assert title is not None
    assert title.text == '<b> & "calls"'


def test_pictures_are_small() -> None:
    """Sixty-four months with bars, line, target and words: 7 KB wide, 4 KB narrow."""
    values = [60 + (place * 37 % 23) * 1.37 for place in range(64)]
    table = series(months(64), values, target=90, denominator=[900 + 13 * v for v in values])
    whole = record(table, aggregation=Aggregation.RATIO)
    drawing = chart.draw(whole, Wording())
    assert len(drawing.wide) <= 7_000
    assert len(drawing.narrow) <= 4_096


def test_standalone_file_carries_its_style(drawings: dict[str, Drawing]) -> None:
    """The file alone is valid XML that is readable in light and in dark."""
    data = chart.standalone(drawings["ratio"].wide)
    root = etree.fromstring(data)
    assert data.startswith(b"<?xml")
    assert [etree.QName(e).localname for e in root][:4] == ["title", "desc", "style", "rect"]
    assert b"prefers-color-scheme: dark" in data
    used = {name for e in root.iter() for name in str(e.get("class", "")).split()}
    styled = data.decode()
    assert all(f".{name}" in styled for name in used if name.startswith("c-"))


def test_style_sheet_and_standalone_rules_are_the_same() -> None:
    """A chart looks alike on its page and in its own file."""
    sheet = " ".join(CSS.read_text(encoding="utf-8").split())
    assert " ".join(style.RULES.split()) in sheet
