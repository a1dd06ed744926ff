"""Small panels are those that the drawing library would draw, to the letter."""

import json
import re
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from chart_records import CALLS, Values, months, record, rising, series, zones
from performance import chart
from performance.chart import fill, grid, svg
from performance.chart.fill import Picture
from performance.chart.forms import BUILT
from performance.chart.plan import plan
from performance.chart.workers import library
from performance.model import Aggregation, Breakdown, Member, Record, Unit
from performance.period import Frequency, Period, month, quarter
from performance.text import Wording

DOLLARS = Unit("dollars", "$")


def by_library(picture: Picture) -> str:
    """Return what the drawing library draws."""
    compiled = library().vegalite_to_vega(BUILT.text(picture.filling.form))
    return str(library().vega_to_svg(json.dumps(fill.vega(compiled, picture.filling))))


def member(name: str, value: Values, first: Period | None = None, **columns: Any) -> Member:
    """Return a member of a breakdown with values by month."""
    return Member(name, series(months(len(value), first), value, **columns), None)


def broken_down(*members: Member, **properties: Any) -> Record:
    """Return a record whose breakdown has these members; its own series is that of the first."""
    breakdown = Breakdown("zone", "Zone", members)
    return record(members[0].series, breakdowns=[breakdown], **properties)


def each(count: int, value: Values, **columns: Any) -> Sequence[Member]:
    """Return so many members with the same values."""
    return [member(f"Zone {place}", value, **columns) for place in range(count)]


CASES = {
    "one": broken_down(*each(1, rising(12))),
    "two rows": broken_down(*each(7, rising(12))),
    "twelve": record(series(months(12), rising(12)), breakdowns=[zones(12)]),
    "counts": broken_down(*each(3, [5, 0, 2100]), unit=CALLS, aggregation=Aggregation.SUM),
    "money below zero": broken_down(*each(2, [-5e6, 2.5e6, None, 1e6]), unit=DOLLARS),
    "ones": broken_down(*each(2, [111, 112, 113])),
    "euros": broken_down(*each(2, [1e3, 2e3]), unit=Unit("euros", "€")),
    "gaps": broken_down(member("Zone", [1, None, None, 4, 5, None])),
    "one value": broken_down(member("Zone", [42])),
    "hollow": broken_down(
        *each(2, [1, 2, 3], obs_status=["final", "provisional", "estimated"]),
        unit=CALLS,
        aggregation=Aggregation.SUM,
    ),
    "range": broken_down(*each(2, rising(9), target_low=40, target_high=60)),
    "targets": broken_down(*each(2, [1, 2, 3, 4], target=[2, 2, None, 3])),
    "of other times": broken_down(
        member("Old", rising(5), month(2019, 1)), member("New", rising(5), month(2024, 6))
    ),
    "long": broken_down(*each(4, rising(240)), unit=Unit("inches of rain", "in", 1)),
    "letters": broken_down(member("North & <south>, of a rather long name", rising(12))),
    "quarters": broken_down(
        Member("Zone", series([quarter(2024, 1), quarter(2024, 2)], [1, 2]), None),
        frequency=Frequency.QUARTER,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_panels_are_those_of_the_drawing_library(name: str) -> None:
    """Wide and narrow, with their names, axes, marks and caption: not a letter differs."""
    pictures = plan(CASES[name], Wording()).pictures[2:]
    assert len(pictures) == 2
    for picture in pictures:
        assert not svg.takes_library(picture)
        assert svg.drawn(picture) == svg.accessible(by_library(picture), picture)


def test_a_label_is_as_wide_as_its_letters_but_for_ones() -> None:
    """With every pair of the letters that are known: two ones are nearer to each other."""
    label = "".join(f"{one}{two}" for one, two in product(grid.WIDTHS, repeat=2))
    picture = plan(CASES["counts"], Wording()).pictures[2]
    params = picture.filling.params | {"y_labels": [label], "y_ticks": [0], "caption": "Caption"}
    drawn = by_library(replace(picture, filling=replace(picture.filling, params=params)))
    # The caption begins where the longest label does, seven pixels and its width from the panel.
    begins = [float(x) for x in re.findall(r"translate\((-[\d.]+),-39\)", drawn)]
    # In 01112 two ones stand beside each other twice, and nowhere else.
    assert "01112" in label
    assert "11" not in label.replace("01112", " ")
    apart = sum(grid.WIDTHS[letter] for letter in label)
    assert begins == [-(7 + (apart - 2 * 152) * 13 / 2048)]


def test_panels_with_other_labels_are_left_to_the_library() -> None:
    """A label of trillions has a letter that may draw near: a drawing process is asked."""
    large = broken_down(*each(2, [1e12, 5e12]), unit=DOLLARS)
    pictures = plan(large, Wording()).pictures
    assert [svg.takes_library(picture) for picture in pictures] == [False, False, True, True]
    whole = dict(chart.draw_all([large], Wording()))["calls-answered"]
    assert whole == chart.draw(large, Wording())
    assert whole.multiples["zone"].wide == svg.accessible(by_library(pictures[2]), pictures[2])
