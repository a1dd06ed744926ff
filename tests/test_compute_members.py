"""Dimensions: members in order, the whole worked out from them, breakdowns and targets."""

from math import isnan
from typing import Any

from performance.model import Member, Record
from performance.settings import Settings
from records import AS_OF, record_of

Row = dict[str, Any]


def zones(*cells: tuple[str, str, Any], **more: Any) -> list[Row]:
    return [{"month": month, "zone": zone, "value": value, **more} for month, zone, value in cells]


def by_zone(rows: list[Row], **facts: Any) -> Record:
    return record_of(rows, **{"dimensions": ["zone"], **facts})


def values(of: Record | Member) -> list[float | None]:
    return [None if isnan(value) else value for value in of.series["value"].tolist()]


def names(record: Record, index: int = 0) -> list[str]:
    return [member.name for member in record.breakdowns[index].members]


JANUARY = zones(("2025-01", "Zone 10", 1), ("2025-01", "Zone 2", 2), ("2025-01", "Zone 1", 4))


def test_members_are_sorted_as_people_count() -> None:
    """Zone 2 comes before Zone 10."""
    assert names(by_zone(JANUARY)) == ["Zone 1", "Zone 2", "Zone 10"]


def test_members_in_the_order_of_the_field() -> None:
    """Where the field lists its members, that is their order."""
    order = {"zone": ["Zone 10", "Zone 1", "Zone 2"]}
    assert names(by_zone(JANUARY, categories=order)) == ["Zone 10", "Zone 1", "Zone 2"]


def test_sum_of_members() -> None:
    """Without rows of the whole a sum is added up: 1 + 2 + 4 = 7."""
    assert values(by_zone(JANUARY)) == [7]


def test_decimal_figures_add_up_as_with_a_pencil() -> None:
    """0.1 + 0.2 is published as 0.3."""
    assert values(by_zone(zones(("2025-01", "A", 0.1), ("2025-01", "B", 0.2)))) == [0.3]


def test_members_of_which_none_has_a_value_have_a_missing_whole() -> None:
    """A metric that so far has only withheld values is published, without a value."""
    rows = zones(("2025-01", "A", None), ("2025-01", "B", None), obs_status="suppressed")
    record = by_zone(rows)
    assert values(record) == [None]
    assert record.series["obs_status"].tolist() == ["missing"]
    assert record.latest is None


def test_rows_of_the_whole_are_taken_as_they_are() -> None:
    """Where the file gives the whole, nothing is added up and the whole is no member."""
    rows = [*JANUARY, *zones(("2025-01", "Citywide", 9))]
    record = by_zone(rows, total="Citywide")
    assert values(record) == [9]
    assert names(record) == ["Zone 1", "Zone 2", "Zone 10"]


def test_ratio_of_sums() -> None:
    """100 × (1 + 90) ÷ (2 + 100) = 89.2…, not the mean of 50 and 90, which is 70."""
    rows = [
        {"month": "2025-01", "zone": "A", "on_time": 1, "requests": 2},
        {"month": "2025-01", "zone": "B", "on_time": 90, "requests": 100},
    ]
    record = by_zone(rows)
    assert values(record) == [100 * 91 / 102]
    assert record.series["numerator"].tolist() == [91]
    assert record.series["denominator"].tolist() == [102]


def test_weighted_mean() -> None:
    """Means of members are weighted: (10 × 1 + 20 × 3) ÷ 4 = 17.5."""
    rows = [
        {"month": "2025-01", "zone": "A", "value": 10, "weight": 1},
        {"month": "2025-01", "zone": "B", "value": 20, "weight": 3},
    ]
    measure = {"value": "value", "aggregation": "mean", "weight": "weight"}
    assert values(by_zone(rows, measure=measure)) == [17.5]


def test_a_mean_without_weights_has_no_whole() -> None:
    """The mean of means is no mean: there is no headline, and the members are shown."""
    record = by_zone(JANUARY, measure={"value": "value", "aggregation": "mean"})
    assert values(record) == []
    assert record.attainment == "no_data"
    assert [values(member) for member in record.breakdowns[0].members] == [[4], [2], [1]]


def test_highest_and_lowest() -> None:
    """The highest of members' highest values is the whole's, the lowest likewise."""
    assert values(by_zone(JANUARY, measure={"value": "value", "aggregation": "max"})) == [4]
    assert values(by_zone(JANUARY, measure={"value": "value", "aggregation": "min"})) == [1]


def test_stands_add_up_but_not_percentages() -> None:
    """Open cases of zones add up; percentages of zones do not."""
    measure = {"value": "value", "aggregation": "last"}
    percent = {"name": "percent", "symbol": "%", "decimals": 0}
    assert values(by_zone(JANUARY, measure=measure)) == [7]
    assert values(by_zone(JANUARY, measure=measure, unit=percent)) == []


def test_never_a_partial_sum() -> None:
    """A month in which a member is suppressed has no total, and says whose value lacks."""
    rows = zones(("2025-01", "A", 1), ("2025-01", "B", 2), ("2025-02", "A", 1))
    rows += zones(("2025-02", "B", None), obs_status="suppressed")
    record = by_zone([{"obs_status": "final", **row} for row in rows])
    assert values(record) == [3, None]
    assert record.series["obs_status"].tolist() == ["final", "missing"]
    assert record.series["note"].tolist() == ["", "No value for the whole: B has none."]


def test_a_member_not_yet_reported_is_missing() -> None:
    """A member that had rows and has none this month makes the whole missing."""
    rows = zones(("2025-01", "A", 1), ("2025-01", "B", 2), ("2025-02", "A", 1))
    assert values(by_zone(rows)) == [3, None]


def test_many_members_without_a_value_are_counted() -> None:
    """The note names three members and counts the others."""
    rows = zones(*(("2025-01", f"Z{n}", 1) for n in range(1, 7)))
    rows += zones(("2025-02", "Z1", 1))
    note = by_zone(rows).series["note"][1]
    assert note == "No value for the whole: Z2, Z3, Z4 and 2 more have none."


def test_a_new_member_counts_from_its_first_row() -> None:
    """A member that has never had a row did not exist: the whole is that of the others."""
    rows = zones(("2025-01", "A", 1), ("2025-02", "A", 1), ("2025-02", "B", 2))
    assert values(by_zone(rows)) == [1, 3]


def test_a_member_that_does_not_apply_is_left_out() -> None:
    """A closed station is no gap; where no member applies, neither does the whole."""
    rows = [
        {"month": "2025-01", "zone": "A", "value": 1, "obs_status": "final"},
        {"month": "2025-01", "zone": "B", "obs_status": "not_applicable"},
        {"month": "2025-02", "zone": "A", "obs_status": "not_applicable"},
        {"month": "2025-02", "zone": "B", "obs_status": "not_applicable"},
    ]
    record = by_zone(rows)
    assert values(record) == [1, None]
    assert record.series["obs_status"].tolist() == ["final", "not_applicable"]


def test_the_whole_is_as_weak_as_its_weakest_member() -> None:
    """Estimated is weaker than provisional, that than revised, that than final."""
    ranks = ["final", "revised", "provisional", "estimated"]
    rows = [
        {"month": f"2025-{m:02d}", "zone": zone, "value": 1, "obs_status": status}
        for m, weakest in enumerate(ranks, 1)
        for zone, status in (("A", "final"), ("B", weakest))
    ]
    assert by_zone(rows).series["obs_status"].tolist() == ranks


def test_a_note_of_all_members_is_that_of_the_whole() -> None:
    """What every member's row says of a month is said of the whole; one member's note is not."""
    rows = zones(("2025-01", "A", 1), ("2025-01", "B", 2), note="Storm.")
    rows += zones(("2025-02", "A", 1), note="A strike.") + zones(("2025-02", "B", 1))
    assert by_zone(rows).series["note"].tolist() == ["Storm.", ""]


def test_volume_of_the_whole() -> None:
    """Within one period the volumes of members are those of different cases and add up."""
    rows = [
        {"month": "2025-01", "zone": z, "value": 1, "volume": v} for z, v in (("A", 5), ("B", 6))
    ]
    measure = {"value": "value", "aggregation": "sum", "volume": "volume"}
    assert by_zone(rows, measure=measure).series["volume"].tolist() == [11]


def test_the_target_of_a_sum_is_not_its_members() -> None:
    """Members of a sum have no target; members of a ratio are held against the same one."""
    targets = [{"from": "2025-01", "value": 3, "near": 0}]
    parts = by_zone(JANUARY, targets=targets).breakdowns[0].members[0]
    assert parts.series["attainment"].tolist() == ["no_target"]
    assert isnan(parts.series["target"][0])
    assert parts.latest is not None
    assert parts.latest.target is None
    rows = [{"month": "2025-01", "zone": "A", "on_time": 1, "requests": 2}]
    share = by_zone(rows, targets=targets).breakdowns[0].members[0]
    assert share.series["attainment"].tolist() == ["met"]


def test_latest_of_a_member() -> None:
    """A member's latest observation is its own last with a value."""
    rows = zones(("2025-01", "A", 1), ("2025-01", "B", 2))
    rows += zones(("2025-02", "A", None), ("2025-02", "B", 3))
    members = by_zone(rows).breakdowns[0].members
    assert [(m.latest.period.key, m.latest.value) for m in members if m.latest] == [
        ("2025-01", 1),
        ("2025-02", 3),
    ]
    assert [member.series["period"].tolist() for member in members] == [["2025-01", "2025-02"]] * 2


def crossed(*cells: tuple[str, str, float]) -> list[Row]:
    return [{"month": "2025-01", "zone": z, "kind": k, "value": v} for z, k, v in cells]


CROSS = crossed(("A", "bins", 1), ("A", "bulky", 2), ("B", "bins", 4), ("B", "bulky", 8))


def test_two_dimensions() -> None:
    """Each dimension is shown with the whole of the other: A 1 + 2, B 4 + 8, bins 1 + 4."""
    record = record_of(CROSS, dimensions=["zone", "kind"])
    assert values(record) == [15]
    assert [b.dimension for b in record.breakdowns] == ["zone", "kind"]
    assert [values(m) for m in record.breakdowns[0].members] == [[3], [12]]
    assert [values(m) for m in record.breakdowns[1].members] == [[5], [10]]


def test_two_dimensions_with_the_whole_given() -> None:
    """Rows of the whole of the other dimension are taken as they are."""
    rows = CROSS + crossed(("A", "All", 30), ("B", "All", 70), ("All", "All", 99))
    record = record_of(rows, dimensions=["zone", "kind"], total="All")
    assert values(record) == [99]
    assert [values(m) for m in record.breakdowns[0].members] == [[30], [70]]
    # No row gives the whole of the zones for a kind: it is worked out.
    assert [values(m) for m in record.breakdowns[1].members] == [[5], [10]]


def test_a_gap_in_two_dimensions_names_the_cell() -> None:
    """A missing cell of two dimensions is named by both members."""
    rows = CROSS + [{**row, "month": "2025-02"} for row in CROSS[:3]]
    record = record_of(rows, dimensions=["zone", "kind"])
    assert values(record) == [15, None]
    assert record.series["note"][1] == "No value for the whole: B / bulky has none."


def test_numbers_are_members_too() -> None:
    """A dimension may hold numbers: district 2 comes before district 10."""
    rows = [{"month": "2025-01", "requests": n, "value": 1} for n in (10, 2)]
    assert names(record_of(rows, dimensions=["requests"])) == ["2", "10"]


def test_titles_of_dimensions() -> None:
    """A dimension without a title in the schema is called by its name."""
    assert by_zone(JANUARY).breakdowns[0].title == "zone"


def test_fiscal_years_of_members() -> None:
    """A member has years as the whole has: 1 + 2 … + 12 = 78; one that lacks a month has no sum."""
    months = [f"2025-{number:02}" for number in range(1, 13)]
    rows = zones(*((month, "A", place) for place, month in enumerate(months, start=1)))
    rows += zones(*((month, "B", 1) for month in months[:-1]))
    first, second = (
        by_zone(rows, settings=Settings(as_of=AS_OF, fiscal_year_start=1)).breakdowns[0].members
    )
    assert [(year.year, year.value) for year in first.fiscal_years] == [(2025, 78)]
    assert [(year.year, year.value) for year in second.fiscal_years] == [(2025, None)]
