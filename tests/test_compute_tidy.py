"""The published table."""

from math import isnan
from typing import Any

from performance.model import Record
from records import record_of

ROWS = [
    {"month": month, "zone": zone, "value": value}
    for month in ("2025-02", "2025-01")
    for zone, value in (("Zone 10", 1), ("Zone 2", 2))
]


def cells(record: Record, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(record.tidy[name].tolist() for name in names), strict=True))


def test_columns_without_a_dimension() -> None:
    """The columns of a plain metric."""
    record = record_of([{"month": "2025-01", "value": 1}])
    assert " ".join(record.tidy.columns) == (
        "metric period period_start period_end value numerator denominator "
        "target attainment obs_status note"
    )


def test_columns_with_everything() -> None:
    """Dimensions follow the period; volume and the ends of a range are there where used."""
    measure = {"value": "value", "aggregation": "sum", "volume": "requests"}
    record = record_of(
        [{"month": "2025-01", "zone": "A", "value": 1, "requests": 2}],
        dimensions=["zone"],
        measure=measure,
        direction="range",
        targets=[{"from": "2025-01", "low": 1, "high": 2, "near": 0}],
    )
    assert " ".join(record.tidy.columns) == (
        "metric period period_start period_end zone value numerator denominator volume "
        "target target_low target_high attainment obs_status note"
    )


def test_the_whole_first_then_members_in_order() -> None:
    """Rows go by period; in each the whole comes first, named All."""
    record = record_of(ROWS, dimensions=["zone"])
    assert cells(record, "period", "zone", "value") == [
        ("2025-01", "All", 3),
        ("2025-01", "Zone 2", 2),
        ("2025-01", "Zone 10", 1),
        ("2025-02", "All", 3),
        ("2025-02", "Zone 2", 2),
        ("2025-02", "Zone 10", 1),
    ]
    assert set(record.tidy["metric"]) == {"requests-on-time"}


def test_the_whole_keeps_its_own_name() -> None:
    """Where the file names the whole, so does the table, and no row is there twice."""
    rows = [*ROWS, {"month": "2025-01", "zone": "Citywide", "value": 5}]
    rows.append({"month": "2025-02", "zone": "Citywide", "value": 6})
    record = record_of(rows, dimensions=["zone"], total="Citywide")
    assert cells(record, "zone", "value")[:2] == [("Citywide", 5), ("Zone 2", 2)]
    assert len(record.tidy) == 6


def test_two_dimensions_are_published_whole() -> None:
    """Every row of the file is there, sorted by both dimensions, after that of the whole."""
    rows = [
        {"month": "2025-01", "zone": zone, "kind": kind, "value": 1}
        for kind in ("b", "a")
        for zone in ("Z2", "Z1")
    ]
    record = record_of(rows, dimensions=["zone", "kind"])
    assert cells(record, "zone", "kind", "value") == [
        ("All", "All", 4),
        ("Z1", "a", 1),
        ("Z1", "b", 1),
        ("Z2", "a", 1),
        ("Z2", "b", 1),
    ]


def test_members_of_a_sum_have_no_target() -> None:
    """The target stands in the row of the whole alone."""
    targets = [{"from": "2025-01", "value": 3, "near": 0}]
    record = record_of(ROWS, dimensions=["zone"], targets=targets)
    assert cells(record, "attainment")[:3] == [("met",), ("no_target",), ("no_target",)]
    assert record.tidy["target"].tolist()[0] == 3
    assert isnan(record.tidy["target"].tolist()[1])


def test_the_headline_is_the_same_in_both_tables() -> None:
    """The rows of the whole in the published table are the headline series."""
    record = record_of(
        ROWS, dimensions=["zone"], targets=[{"from": "2025-01", "value": 3, "near": 0}]
    )
    whole = record.tidy.at(record.tidy["zone"] == "All")
    for name in ("period", "period_start", "value", "target", "attainment", "obs_status", "note"):
        assert whole[name].tolist() == record.series[name].tolist()
