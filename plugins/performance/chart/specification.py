"""The forms of a chart, each built and validated once with Altair and kept as Vega-Lite.

A form has no data: its domains, ticks and labels are parameters and its tables are named, to be
filled for each metric (see `fill`). Its colours are the light theme's, for those who open the
specification elsewhere; on the site the classes given in `svg` decide.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import altair as alt

from performance.chart.form import AXIS, COLUMN, LISTS, ROW, SECOND_AXIS, TABLES, Form, form_of
from performance.chart.measure import FONT_SIZE

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Measures like Arial, and the drawing library carries it: the same picture on every machine.
FONT = "Liberation Sans"
ACCENT, INK, MUTED, RULE, PAPER = "#00558c", "#1a1a1a", "#595959", "#d5d5d5", "#ffffff"
VOLUME, BAND = "#cfd8de", "#e3edf4"
# Vega thins out even ticks that are given, where they are more than the count it would choose.
ALL_TICKS = 1_000


@lru_cache(maxsize=256)
def specification(key: str) -> str:
    """Return the Vega-Lite specification of a form (by its key) as JSON, valid but without data."""
    marks, _, columns = key.partition("/")
    form = form_of(marks.split("+"), int(columns))
    drawn = _panels(form) if form.columns else _single(form)
    spec = drawn.to_dict()
    spec["$schema"] = SCHEMA
    return json.dumps(spec)


def _single(form: Form) -> Any:
    layers = [_mark(name) for name in form.marks if name != "volume"]
    # Whatever is said of a chart after it is made copies all of it.
    said = {
        "width": 600,
        "height": 200,
        "padding": 10,
        "autosize": alt.AutoSizeParams(type="none"),
        **_settings(form),
    }
    if "volume" not in form.marks:
        return alt.LayerChart(layer=layers, **said)
    apart = alt.Resolve(scale=alt.ScaleResolveMap(y="independent"))
    behind = [_mark("volume"), alt.LayerChart(layer=layers)]
    return alt.LayerChart(layer=behind, resolve=apart, **said)


def _panels(form: Form) -> Any:
    layers = [
        _mark(name, panel=True).transform_filter(f"datum.kind === '{TABLES[name]}'")
        for name in form.marks
    ]
    # The names are notes: headers would stand higher over panels whose marks reach up.
    order = alt.EncodingSortField(field="place", op="min")
    header = alt.Header(title=None, labelExpr="''")
    caption = alt.TitleParams(
        text=alt.ExprRef("caption"),
        anchor="start",
        frame="bounds",
        fontSize=FONT_SIZE,
        fontWeight="normal",
        color=MUTED,
        offset=-14,  # the names' headers, which are empty, keep their room
    )
    return alt.FacetChart(
        data=alt.NamedData(name="values"),
        spec=alt.LayerChart(layer=layers, width=100, height=80),
        facet=alt.Facet("member:N", header=header, sort=order),
        columns=form.columns,
        spacing={"row": ROW, "column": COLUMN},
        resolve=alt.Resolve(axis=alt.AxisResolveMap(x="independent")),
        padding=10,
        title=caption,
        bounds="flush",
        **_settings(form),
    )


def _settings(form: Form) -> dict[str, Any]:
    """Return the parameters and the configuration of a form."""
    names = [*AXIS, *LISTS]
    names += ["v_high", *SECOND_AXIS] if "volume" in form.marks else []
    names += ["caption"] if form.columns else []
    defaults: dict[str, Any] = {name: [] if name in LISTS + SECOND_AXIS else 0 for name in names}
    params = [alt.VariableParameter(name=n, value=v) for n, v in defaults.items()]
    config = alt.Config(
        font=FONT,
        aria=False,  # The picture as a whole is described; labels on its parts are not read out.
        background=PAPER,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=FONT_SIZE,
            labelColor=MUTED,
            domain=False,
            ticks=False,
            labelPadding=7,
            labelLimit=0,
            labelOverlap=False,
            labelFlush=False,
        ),
        text=alt.MarkConfig(fontSize=FONT_SIZE),
    )
    return {"params": params, "config": config}


@lru_cache(maxsize=64)  # a layered chart copies its marks
def _mark(name: str, *, panel: bool = False) -> Any:
    made = alt.Chart() if panel else alt.Chart(alt.NamedData(name=TABLES[name]))
    return MARKS[name](made, panel).properties(name=name)


def _time_axis(panel: bool) -> Any:
    return alt.Axis(
        values=alt.ExprRef("x_ticks"),
        labelExpr="x_labels[indexof(x_ticks, +datum.value)]",
        tickCount=ALL_TICKS,
        title=None,
        grid=False,
        ticks=True,
        tickColor=RULE,
        tickSize=4,
        labelPadding=4,
        labelFlush=panel,
    )


def _value_axis() -> Any:
    return alt.Axis(
        values=alt.ExprRef("y_ticks"),
        labelExpr="y_labels[indexof(y_ticks, datum.value)]",
        tickCount=ALL_TICKS,
        title=None,
        grid=True,
        gridColor=alt.condition("datum.value === 0", alt.value(MUTED), alt.value(RULE)),
    )


def _at(field: str, panel: bool) -> Any:
    # The axes hang on the main mark alone: the other layers share its scales.
    ends = [alt.ExprRef("x_from"), alt.ExprRef("x_to")]
    scale = alt.Scale(type="utc", domain=ends, nice=False)
    return alt.X(f"{field}:T", scale=scale, axis=_time_axis(panel))


def _valued() -> Any:
    ends = [alt.ExprRef("y_low"), alt.ExprRef("y_high")]
    return alt.Y(
        "value:Q", scale=alt.Scale(domain=ends, zero=False, nice=False), axis=_value_axis()
    )


def _line(chart: Any, panel: bool) -> Any:
    marked = chart.mark_line(color=ACCENT, strokeWidth=2.5, strokeJoin="round", strokeCap="round")
    return marked.encode(x=_at("mid", panel), y=_valued(), detail="run:N")


def _bars(chart: Any, panel: bool) -> Any:
    filled = alt.condition("datum.hollow", alt.value(PAPER), alt.value(ACCENT))
    marked = chart.mark_rect(stroke=ACCENT, strokeWidth=1)
    return marked.encode(x=_at("from", panel), x2="to", y=_valued(), y2=alt.datum(0), fill=filled)


def _volume(chart: Any, _: bool) -> Any:
    axis = alt.Axis(
        values=alt.ExprRef("v_ticks"),
        labelExpr="v_labels[indexof(v_ticks, datum.value)]",
        tickCount=ALL_TICKS,
        title=None,
        grid=False,
        orient="right",
    )
    scale = alt.Scale(domain=[0, alt.ExprRef("v_high")], nice=False)
    return chart.mark_rect(fill=VOLUME).encode(
        x="from:T", x2="to", y=alt.Y("volume:Q", scale=scale, axis=axis), y2=alt.datum(0)
    )


def _band(chart: Any, _: bool) -> Any:
    return chart.mark_area(color=BAND).encode(x="at:T", y="low:Q", y2="high:Q")


def _target(chart: Any, _: bool) -> Any:
    # Two steps meet at one moment: they must be joined in the order of the table.
    return chart.mark_line(color=INK, strokeWidth=1.5).encode(
        x="at:T", y="target:Q", order="step:Q"
    )


def _benchmark(chart: Any, _: bool) -> Any:
    return chart.mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y="benchmark:Q")


def _break(chart: Any, _: bool) -> Any:
    return chart.mark_rule(color=MUTED, strokeDash=[5, 3]).encode(
        x="at:T", y=alt.Y("top:Q", scale=None), y2=alt.value("height")
    )


def _points(chart: Any, _: bool) -> Any:
    filled = alt.condition("datum.hollow", alt.value(PAPER), alt.value(ACCENT))
    marked = chart.mark_point(shape="circle", size=42, stroke=ACCENT, strokeWidth=2, opacity=1)
    return marked.encode(x="mid:T", y="value:Q", fill=filled)


def _notes(chart: Any, panel: bool) -> Any:
    weight = "bold" if panel else "normal"
    marked = chart.mark_text(
        align=alt.ExprRef("datum.align"), baseline="alphabetic", fontWeight=weight
    )
    return marked.encode(
        x=alt.X("left:Q", scale=None),
        y=alt.Y("top:Q", scale=None),
        text="text:N",
        color=alt.condition("datum.strong", alt.value(INK), alt.value(MUTED)),
    )


# What makes each mark that a form may have.
MARKS: dict[str, Callable[[Any, bool], Any]] = {
    "volume": _volume,
    "band": _band,
    "bars": _bars,
    "benchmark": _benchmark,
    "break": _break,
    "target": _target,
    "line": _line,
    "points": _points,
    "notes": _notes,
}
