"""A form stripped to its marks: what they read, and that nothing unknown is carried over."""

from typing import Any

import pytest
import vl_convert

from performance.chart.bare import Reading, bare
from performance.chart.forms import form_of, specification

KEY = form_of(["line", "target", "points", "notes"]).key


def compiled() -> dict[str, Any]:
    """Return a form as the drawing library compiles it."""
    made: dict[str, Any] = vl_convert.vegalite_to_vega(specification(KEY))
    return made


def test_marks_read_their_own_columns() -> None:
    """Each mark has the columns that place and colour it; words are not among the marks."""
    found = bare(compiled())
    assert [(r.table, r.columns) for r in found.readings] == [
        ("steps", ("at", "target")),
        ("values", ("mid", "value")),
        ("points", ("hollow", "mid", "value")),
    ]
    assert [mark["type"] for mark in found.marks] == ["line", "line", "symbol"]


def test_a_line_is_parted_where_its_run_changes() -> None:
    """Between two runs stands a row without a place; a value that is none is a gap by itself."""
    rows = [
        {"mid": "1970-01-01", "value": 1.0, "run": 0},
        {"mid": "1970-01-02", "value": None, "run": 0},
        {"mid": "1970-01-02T12:00:00Z", "value": 3.0, "run": 1},
    ]
    reading = Reading("values", ("mid", "value"), joined=True, parted=True)
    assert reading.rows({"values": rows}) == [
        {"mid": 0, "value": 1.0},
        {"mid": 86_400_000, "value": None},
        {"mid": None, "value": None},
        {"mid": 129_600_000, "value": 3.0},
    ]


def test_single_marks_without_a_place_are_left_out() -> None:
    """A bar or a dot of a period without a value is none at zero."""
    reading = Reading("points", ("value",), joined=False, parted=False)
    assert reading.rows({"points": [{"value": None}, {"value": 2.0}]}) == [{"value": 2.0}]
    assert reading.rows({}) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "filter", "expr": "datum['value'] > 5"},
        {"type": "formula", "expr": 'toDate(datum["mid"])', "as": "value"},
        {"type": "stack", "expr": ""},
    ],
)
def test_unknown_transform_is_refused(broken: dict[str, str]) -> None:
    """A form that changes its data otherwise would be drawn wrongly: it is not drawn."""
    made = compiled()
    made["data"].append({"name": "more", "source": "values", "transform": [broken]})
    with pytest.raises(ValueError, match="cannot carry over"):
        bare(made)


def test_unknown_order_is_refused() -> None:
    """Rows are drawn in the order of the table: a form that sorts otherwise is not drawn."""
    made = compiled()
    made["marks"][0]["sort"] = {"field": "y"}
    with pytest.raises(ValueError, match="sorted"):
        bare(made)
