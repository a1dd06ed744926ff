"""explore.json: what the explore page knows beside the rows of data.json."""

import json
from datetime import date
from typing import Any

import pytest

from performance.downloads import explore_file
from performance.model import Record
from performance.text import Wording
from records import record_of

WORDING = Wording("en_US", 7)
MONTHS = [*(f"2024-{m:02}" for m in range(7, 13)), *(f"2025-{m:02}" for m in range(1, 7))]
TARGET = [{"from": "2024-01", "value": 90, "near": 5}]


def made(record: Record, wording: Wording = WORDING) -> Any:
    address, data = explore_file(record, wording)
    assert address == f"metrics/{record.metric.name}/explore/explore.json"
    return json.loads(data)


def ratios(**facts: Any) -> Record:
    """Return a year of two zones: A is on time in 9 of 10, B in 1 of 90."""
    rows = [
        {"month": month, "zone": zone, "on_time": on_time, "requests": requests}
        for month in MONTHS
        for zone, on_time, requests in (("A", 9, 10), ("B", 1, 90))
    ]
    return record_of(rows, dimensions=["zone"], **facts)


def test_lines_are_the_whole_and_each_member() -> None:
    """Each has its name in addresses, and the cells by which its rows are known."""
    view = made(ratios())
    assert [(line["id"], line["title"], line["cells"]) for line in view["lines"]] == [
        ("All", "The whole", {"zone": "All"}),
        ("A", "A", {"zone": "A"}),
        ("B", "B", {"zone": "B"}),
    ]
    assert view["chosen"] == ["All"]
    assert view["more"] == []


def test_fiscal_years_of_members_are_ratios_of_sums() -> None:
    """9 of 10 is 90%, 1 of 90 is 1.1%, of the whole 10 of 100 is 10%, never the mean 45.6%."""
    rows = {row["zone"]: row for row in made(ratios())["years"]["rows"]}
    assert rows["A"]["value"] == pytest.approx(90)
    assert rows["B"]["value"] == pytest.approx(100 / 90)
    assert rows["All"]["value"] == pytest.approx(10)
    assert (rows["All"]["numerator"], rows["All"]["denominator"]) == (120, 1200)
    assert (rows["A"]["period"], rows["A"]["period_start"]) == ("2025", "2024-07-01")


def test_an_open_year_is_marked() -> None:
    """A year that has not ended says so and how much of it there is."""
    rows = [{"month": "2026-07", "on_time": 9, "requests": 10}]
    years = made(record_of(rows))["years"]
    assert years["periods"] == [
        ["2027", "2026-07-01", "2027-06-30", "FY2027 so far", "fiscal year 2027 so far"]
    ]
    assert years["rows"][0]["open"] is True
    assert years["rows"][0]["note"] == "1 of 12 months have a value."


def test_a_sum_that_lacks_a_month_is_no_sum() -> None:
    """A part of a year is never published as the year."""
    rows = [{"month": month, "zone": "A", "value": 1} for month in MONTHS[:11]]
    rows += [{"month": month, "zone": "B", "value": 2} for month in MONTHS]
    years = made(record_of(rows, dimensions=["zone"], targets=TARGET))["years"]["rows"]
    found = {row["zone"]: row for row in years}
    assert (found["A"]["value"], found["A"]["absent"]) == (None, "incomplete")
    assert found["B"]["value"] == 24


def test_the_years_of_a_part_of_a_sum_have_no_target() -> None:
    """The target of a sum is that of the whole: 12 × 90; its members have none."""
    rows = [{"month": month, "zone": zone, "value": 50} for month in MONTHS for zone in ("A", "B")]
    view = made(record_of(rows, dimensions=["zone"], targets=TARGET))
    found = {row["zone"]: row for row in view["years"]["rows"]}
    assert (found["All"]["target"], found["All"]["attainment"]) == (1080, "met")
    assert (found["A"]["target"], found["A"]["attainment"]) == (None, "no_target")
    assert view["targets"] == [[90, "90"], [1080, "1,080"]]


def test_what_is_never_rolled_up_has_no_years() -> None:
    """Aggregation none: there is nothing to choose."""
    rows = [{"month": month, "value": 5} for month in MONTHS]
    measure = {"value": "value", "aggregation": "none"}
    assert made(record_of(rows, measure=measure))["years"] is None


def test_yearly_values_are_years_already() -> None:
    """A yearly metric has no second choice of years."""
    assert made(record_of([{"year": "2025", "value": 5}]))["years"] is None


def test_a_value_is_told_apart_from_the_target_it_missed() -> None:
    """89.96 beside a target of 90 needs two decimals; 89.4 does not."""
    rows = [
        {"month": "2025-01", "on_time": 8996, "requests": 10000},
        {"month": "2025-02", "on_time": 8940, "requests": 10000},
    ]
    assert made(record_of(rows, targets=TARGET))["decimals"] == {"All\n2025-01": 2}


def test_without_a_whole_members_are_shown() -> None:
    """Percentiles of members have no whole: the first six are chosen."""
    rows = [
        {"month": "2025-01", "zone": f"Zone {number}", "value": number} for number in range(1, 9)
    ]
    measure = {"value": "value", "aggregation": "none"}
    view = made(record_of(rows, dimensions=["zone"], measure=measure))
    assert view["chosen"] == [f"Zone {number}" for number in range(1, 7)]


def test_rows_that_the_table_of_two_dimensions_lacks() -> None:
    """Each member is shown with the whole of the other dimension, worked out: 1 + 2 = 3."""
    rows = [
        {"month": "2025-01", "zone": zone, "kind": kind, "value": value}
        for zone, kind, value in (("A", "x", 1), ("A", "y", 2), ("B", "x", 4), ("B", "y", 8))
    ]
    view = made(record_of(rows, dimensions=["zone", "kind"]))
    assert [(r["zone"], r["kind"], r["value"]) for r in view["more"]] == [
        ("A", "All", 3),
        ("B", "All", 12),
        ("All", "x", 5),
        ("All", "y", 10),
    ]
    assert view["more"][0]["period_start"] == date(2025, 1, 1).isoformat()
    assert list(view["more"][0]) == view["columns"]


def test_a_name_in_two_dimensions_is_told_apart() -> None:
    """A line is named with its dimension where its own name is not enough."""
    rows = [{"month": "2025-01", "zone": "Other", "kind": "Other", "value": 1}]
    view = made(record_of(rows, dimensions=["zone", "kind"]))
    assert [line["id"] for line in view["lines"]] == ["All", "zone:Other", "kind:Other"]
