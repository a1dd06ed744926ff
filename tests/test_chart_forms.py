"""Which form a metric's chart takes, and that its specification is whole and valid."""

import json
from pathlib import Path
from typing import Any

import altair
import pytest
from jsonschema import Draft7Validator

from chart_records import CALLS, every_form, months, record, rising, series, zones
from performance import chart
from performance.chart import fill, svg
from performance.chart.plan import Plan, plan, specification_of
from performance.chart.specification import specification
from performance.chart.workers import library
from performance.model import Aggregation
from performance.text import Wording

FORMS = every_form()


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """The JSON Schema of Vega-Lite that Altair carries."""
    folder = Path(altair.vegalite.__file__).parent
    file = next(folder.glob("v*/schema/vega-lite-schema.json"))
    return Draft7Validator(json.loads(file.read_text(encoding="utf-8")))


def params_of(made: Plan) -> dict[str, Any]:
    """Return the parameters of the specification that is published of a plan."""
    return {p["name"]: p["value"] for p in json.loads(made.drawing.spec)["params"]}


@pytest.mark.parametrize("name", FORMS)
def test_specification_is_valid_vega_lite(name: str, schema: Draft7Validator) -> None:
    """What is published as chart.vl.json is valid, with its title, description and data."""
    made = plan(FORMS[name], Wording())
    specs = [json.loads(specification_of(picture)) for picture in made.pictures[::2]]
    assert specs[0] == json.loads(chart.draw(FORMS[name], Wording()).spec)
    for spec in specs:
        assert [error.message for error in schema.iter_errors(spec)] == []
        assert list(spec)[:3] == ["$schema", "title", "description"]
        assert spec["datasets"]


@pytest.mark.parametrize("name", FORMS)
def test_specification_draws_the_published_picture(name: str) -> None:
    """The drawing library makes of the Vega-Lite what the site shows, but for the title."""
    made = plan(FORMS[name], Wording())
    drawing = chart.draw(FORMS[name], Wording())
    wholes = [drawing, *drawing.multiples.values()]
    for picture, whole in zip(made.pictures[::2], wholes, strict=True):
        form = json.loads(specification(picture.filling.form))
        untitled = fill.vega_lite(form, picture.filling)
        spec = json.loads(specification_of(picture))
        kept = [key for key in spec if key not in ("title", "description", "padding")]
        assert all(spec[key] == untitled[key] for key in kept)
        assert svg.accessible(library().vegalite_to_svg(untitled), picture) == whole.wide


@pytest.mark.parametrize("name", FORMS)
def test_axes_and_words_stand_where_the_drawing_library_sets_them(name: str) -> None:
    """Narrow pictures, whose axes and words are ours too, are those that it draws whole."""
    made = plan(FORMS[name], Wording())
    drawing = chart.draw(FORMS[name], Wording())
    wholes = [drawing, *drawing.multiples.values()]
    for picture, whole in zip(made.pictures[1::2], wholes, strict=True):
        form = json.loads(specification(picture.filling.form))
        drawn = library().vegalite_to_svg(fill.vega_lite(form, picture.filling))
        assert svg.accessible(drawn, picture) == whole.narrow


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("line", "line"),
        ("bars", "bars"),
        ("ratio", "bars and line"),
        ("volume", "bars and line"),
        ("range", "line"),
        ("nothing", "none"),
    ],
)
def test_form_follows_the_measure(name: str, form: str) -> None:
    """Counts are bars, ratios and measures with a volume bars and a line, all else a line."""
    assert plan(FORMS[name], Wording()).drawing.form == form


def test_ratio_without_denominators_is_a_line() -> None:
    """A ratio whose denominators are not published has no bars to draw."""
    bare = record(series(months(3), rising(3)), aggregation=Aggregation.RATIO)
    assert plan(bare, Wording()).drawing.form == "line"


def test_bars_begin_at_zero() -> None:
    """The axis of counts holds zero, however far from it the counts are."""
    counts = series(months(3), [1000, 1001, 1002])
    whole = record(counts, aggregation=Aggregation.SUM, unit=CALLS)
    params = params_of(plan(whole, Wording()))
    assert params["y_low"] == 0


def test_line_need_not_begin_at_zero() -> None:
    """The axis of a share begins near its values: 90% to 96% would be flat on one from 0."""
    whole = record(series(months(3), [90, 94, 96]))
    params = params_of(plan(whole, Wording()))
    # A fifth of the spread of 6 is 1.2: the next round step is 2, and 90 to 96 are on it.
    assert (params["y_low"], params["y_high"]) == (90, 96)
    assert params["y_labels"] == ["90%", "92%", "94%", "96%"]


@pytest.mark.parametrize(("count", "drawn"), [(1, True), (12, True), (13, False)])
def test_up_to_twelve_members_are_drawn(count: int, drawn: bool) -> None:
    """More than twelve small panels are too small: the table stands alone."""
    whole = record(series(months(12), rising(12)), breakdowns=[zones(count)])
    assert bool(plan(whole, Wording()).drawing.multiples) == drawn


def test_members_and_their_values_are_kept_apart_in_words() -> None:
    """A member may end in a number: "Zone 2 52.0%" would read as one."""
    whole = record(series(months(12), rising(12)), breakdowns=[zones(2)])
    # Zone 1 begins at 40 and Zone 2 at 41; December is 11 steps later.
    assert plan(whole, Wording()).drawing.multiples["zone"].description == (
        "Zone, December 2024: Zone 1: 51.0%; Zone 2: 52.0%."
    )


def test_members_share_one_scale_and_keep_their_own_target() -> None:
    """Panels can be compared, and a target is drawn only for the member that has one."""
    whole = record(series(months(12), rising(12)), breakdowns=[zones(3)])
    spec = json.loads(specification_of(plan(whole, Wording()).pictures[2]))
    assert "resolve" not in spec or "y" not in spec["resolve"].get("scale", {})
    rows = spec["datasets"]["values"]
    assert {row["member"] for row in rows if row["kind"] == "steps"} == {"Zone 1"}
    # The lowest value is 40, the highest 53: 40 + 2 for the third zone + 11 months.
    params = {p["name"]: p["value"] for p in spec["params"]}
    assert params["y_low"] <= 40
    assert params["y_high"] >= 53


def test_forms_are_shared_by_metrics() -> None:
    """Metrics of one form fill one and the same form: it is built and compiled once."""
    one, two = (record(series(months(9), rising(9, first)), name=f"m-{first}") for first in (5, 50))
    forms = {p.filling.form for r in (one, two) for p in plan(r, Wording()).pictures}
    assert len(forms) == 1
