"""The marks of a chart: what is drawn of which data, and what never is."""

import json
import random
import re

import pytest

from chart_pictures import classed, drawn, stretches
from chart_records import CALLS, every_form, months, record, rising, series, zones
from performance import chart
from performance.chart import fill, svg
from performance.chart.collected import Collected
from performance.chart.fill import Filling, Picture
from performance.chart.form import LISTS, SECOND_AXIS, form_of
from performance.chart.marks import marks
from performance.chart.points import DAY, moment
from performance.chart.specification import specification
from performance.chart.workers import library
from performance.model import Aggregation, Break, Drawing, Unit
from performance.period import month
from performance.text import Wording

FORMS = every_form()


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    """Every form drawn once."""
    return {name: chart.draw(whole, Wording()) for name, whole in FORMS.items()}


def test_gap_breaks_the_line() -> None:
    """A missing value is not bridged and not zero: the line stops and begins anew."""
    whole = drawn(record(series(months(40), [*rising(15), None, *rising(24)])))
    assert stretches(whole, "c-line") == 2


def test_absent_row_breaks_the_line() -> None:
    """A period without even a row is a gap too."""
    when = [*months(6), *months(6, month(2024, 9))]
    assert stretches(drawn(record(series(when, rising(12)))), "c-line") == 2


def test_break_in_the_series_breaks_the_line() -> None:
    """Values before and after a change of system are not joined, and a rule says why."""
    breaks = (Break(month(2024, 7), "New telephone system."),)
    whole = drawn(record(series(months(12), rising(12)), breaks=breaks))
    assert stretches(whole, "c-line") == 2
    assert stretches(whole, "c-break") == 1
    assert "New telephone system." in whole


def test_value_counted_from_the_years_start_begins_anew() -> None:
    """A year-to-date value falls back each July: that fall is not a line."""
    whole = record(series(months(18), rising(18)), cumulative="fiscal-year")
    # January 2024 to June 2025 holds the ends of two fiscal years, the second at its very end.
    assert stretches(drawn(whole), "c-line") == 2


def test_isolated_value_is_a_dot() -> None:
    """A value between two gaps cannot be part of a line and is seen all the same."""
    values = rising(60)
    values[20] = values[22] = None
    whole = drawn(record(series(months(60), values)))
    assert stretches(whole, "c-line") == 2
    # The lone value and the last one.
    assert sum(len(group) for group in classed(whole, "c-dot")) == 2


def test_values_that_are_not_final_are_hollow() -> None:
    """Provisional and estimated values are open dots, and a key says what that means."""
    status = ["final"] * 10 + ["estimated", "provisional"]
    whole = drawn(record(series(months(12), rising(12), obs_status=status)))
    assert [len(group) for group in classed(whole, "c-open")] == [2]
    assert "○ provisional or estimated" in whole


def test_bar_that_is_not_final_is_hollow() -> None:
    """A provisional count is an open bar, drawn as long as the others are filled."""
    status = ["final"] * 11 + ["provisional"]
    table = series(months(12), rising(12), obs_status=status)
    whole = drawn(record(table, aggregation=Aggregation.SUM, unit=CALLS))
    assert stretches(whole, "c-open") == 1
    assert stretches(whole, "c-bar") == 12


@pytest.mark.parametrize("status", ["missing", "suppressed", "not_applicable"])
def test_absent_count_is_no_bar(status: str) -> None:
    """What is missing, withheld or not applicable is never a bar of zero."""
    table = series(months(4), [5, None, 0, 7], obs_status=["final", status, "final", "final"])
    whole = drawn(record(table, aggregation=Aggregation.SUM, unit=CALLS))
    # Three bars: a true zero has its outline on the baseline.
    assert stretches(whole, "c-bar") == 3


def test_target_is_a_step_where_it_changes() -> None:
    """The rule of the target runs level and rises at the month from which a new one holds."""
    whole = drawn(record(series(months(12), rising(12), target=[52] * 6 + [55] * 6)))
    (rule,) = classed(whole, "c-target")
    # Level, up, level: one path with two level stretches and one upright one.
    assert re.fullmatch(r"M[\d.]+,[\d.]+h[\d.]+v-[\d.]+h[\d.]+", str(rule.get("d")))
    assert "Target 55%" in whole
    assert ">52%<" in whole


def test_target_is_not_drawn_before_it_was_set() -> None:
    """Months before the first target, and a pause between two, have no rule."""
    target = [None] * 3 + [52.0] * 3 + [None] * 3 + [52.0] * 3
    whole = drawn(record(series(months(12), rising(12), target=target)))
    assert stretches(whole, "c-target") == 2


def test_same_target_is_named_once() -> None:
    """After a pause the same target goes on: its label is not repeated."""
    target = [52.0] * 10 + [None] * 4 + [52.0] * 10
    whole = drawn(record(series(months(24), rising(24), target=target)))
    assert re.findall(r">([^<]*52%)<", whole) == ["Target 52%"]


def test_range_is_a_band() -> None:
    """A target with a low and a high end is an area with its label."""
    table = series(months(12), rising(12), target_low=40, target_high=55)
    whole = drawn(record(table, unit=Unit("days", "", 1)))
    assert stretches(whole, "c-band") == 1
    assert classed(whole, "c-target") == []
    assert "Target 40 to 55" in whole


def test_benchmark_is_named(drawings: dict[str, Drawing]) -> None:
    """Another city's result is a thin rule with whose it is and how much."""
    assert stretches(drawings["line"].wide, "c-benchmark") == 1
    assert "Peer cities: 85%" in drawings["line"].wide


def test_volume_has_an_axis_of_its_own(drawings: dict[str, Drawing]) -> None:
    """Bars behind a line are named, and measured on their own axis or by their greatest."""
    wide, narrow = drawings["ratio"].wide, drawings["ratio"].narrow
    assert stretches(wide, "c-volume") == 24
    assert "Bars: Requests due" in wide
    assert ">1,000<" in wide
    # 900 and 23 steps of 7.
    assert "Bars: Requests due, up to 1,061" in narrow


def test_short_series_say_their_values(drawings: dict[str, Drawing]) -> None:
    """One or two values have their figures beside them, and their periods below."""
    assert ">57.0%<" in drawings["one"].wide
    assert ">57.0%<" in drawings["two"].narrow
    assert ">Jan 2024<" in drawings["two"].narrow
    assert ">Feb 2024<" in drawings["two"].narrow
    assert ">57<" in drawings["one bar"].wide


def test_panels_are_named(drawings: dict[str, Drawing]) -> None:
    """Every member has a panel with its name; a gap in it breaks its line."""
    panels = drawings["ratio"].multiples["zone"].wide
    names = [text.text for group in classed(panels, "c-name") for text in group]
    assert names == ["Zone 1", "Zone 2", "Zone 3", "Zone 4", "Zone 5"]
    # Five members, the first of which has a gap.
    assert stretches(panels, "c-line") == 6
    assert stretches(panels, "c-target") == 1


def test_long_member_names_are_shortened_not_clipped() -> None:
    """A name wider than its panel ends in an ellipsis."""
    breakdown = zones(1)
    long = breakdown.members[0].__class__(
        "A very long name " * 8, breakdown.members[0].series, None
    )
    whole = record(
        series(months(12), rising(12)),
        breakdowns=[breakdown.__class__("zone", "Zone", (long,))],
    )
    narrow = chart.draw(whole, Wording()).multiples["zone"].narrow
    assert classed(narrow, "c-name")[0][0].text.endswith("…")


@pytest.mark.parametrize("seed", range(40))
def test_marks_stand_where_the_drawing_library_sets_them(seed: int) -> None:
    """Values, targets, gaps and sides of any digits: what we draw is what it draws of the whole."""
    some = random.Random(seed)  # The same numbers at every run.

    scale, day = some.choice([1, 1_000_000, 0.001]), DAY * some.choice([0, 17_000])

    def figures(least: float, absent: float) -> list[float | None]:
        return [
            None
            if some.random() < absent
            else round(some.uniform(least, 9), some.choice([1, 3, 6])) * scale
            for _ in range(40)
        ]

    starts = [
        moment(day + some.choice([0, 43_200_000, 1_000]) + DAY * 30 * place) for place in range(41)
    ]
    each = zip(starts, starts[1:], figures(-2, 0.2), figures(0, 0.2), range(40), strict=False)
    values = [
        {"from": one, "mid": one, "to": two, "value": value, "volume": volume}
        | {"run": place // 7, "hollow": some.random() < 0.3}
        for one, two, value, volume, place in each
    ]
    lows, targets = figures(-2, 0.3), figures(0, 0.3)
    steps = [
        {
            "at": at,
            "low": low,
            "high": None if low is None else low + scale,
            "target": target,
            "step": n,
        }
        for n, (at, low, target) in enumerate(zip(starts, lows, targets, strict=False))
    ]
    line = ["volume", "band", "benchmark", "break", "target", "line", "points"]
    form = form_of(line if seed % 2 else ["band", "bars", "benchmark", "break", "target"]).key
    axes = {"x_from": day, "x_to": day + DAY * 1_230}
    axes |= {"y_low": -2.5 * scale, "y_high": 10.1 * scale, "v_high": 11.3 * scale}
    filling = Filling(
        form,
        round(some.uniform(200, 600), 1),
        186,
        (31.4, 27.0, 12.3, 28.0),
        (680.0, 241.0),
        axes | {name: [] for name in (*LISTS, *SECOND_AXIS)},
        {
            "values": values,
            "steps": steps,
            "points": [{name: row[name] for name in ("mid", "value", "hollow")} for row in values],
            "benchmarks": [{"title": "Elsewhere", "benchmark": 3.3333 * scale}],
            "breaks": [{"at": starts[9], "top": -7.5}],
        },
    )
    picture = Picture("chart-x-wide", "wide", "Title", "Words.", filling)
    compiled = library().vegalite_to_vega(specification(form))
    drawn = library().vega_to_svg(json.dumps(fill.vega(compiled, filling)))
    assert svg.accessible(drawn, picture) == svg.drawn(picture)


def test_unknown_mark_is_refused() -> None:
    """A form that is given a mark which nothing here draws is not drawn without it."""
    axes = {"x_from": 0, "x_to": 1, "y_low": 0, "y_high": 1}
    filling = Filling("line+cloud/0", 10, 10, (0, 0, 0, 0), (10, 10), axes)
    with pytest.raises(ValueError, match="cloud"):
        marks(filling, Collected("3.6"))
