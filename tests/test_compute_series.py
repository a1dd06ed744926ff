"""The headline series: values, obs_status and each period's attainment."""

from datetime import date
from math import isnan
from typing import Any

import pytest

from performance.model import SERIES, ObsStatus
from performance.settings import Settings
from records import CONTENT, monthly, package_of, portal_of, record_of

TARGET = [{"from": "2025-01", "value": 90, "near": 5}]


def column(rows: list[dict[str, Any]], name: str, **facts: Any) -> list[Any]:
    found = record_of(rows, **facts).series[name].tolist()
    return [None if isinstance(value, float) and isnan(value) else value for value in found]


def test_columns_and_types() -> None:
    """The series has exactly the model's columns, days as days and text as Python's own."""
    series = record_of([{"month": "2025-01", "on_time": 9, "requests": 10}]).series
    assert tuple(series.columns) == SERIES
    assert series["period_start"].dtype == "datetime64[D]"
    assert series["period_end"].tolist() == [date(2025, 1, 31)]
    assert {type(series[name].tolist()[0]) for name in ("period", "attainment", "note")} == {str}


def test_ratio() -> None:
    """A ratio is scale × numerator ÷ denominator: 100 × 9 ÷ 12 = 75."""
    rows = [{"month": "2025-01", "on_time": 9, "requests": 12}]
    assert column(rows, "value") == [75]
    assert (column(rows, "numerator"), column(rows, "denominator")) == ([9], [12])


def test_nothing_of_nothing_does_not_apply() -> None:
    """A denominator of 0 gives no value and no blame."""
    rows = [{"month": "2025-01", "on_time": 0, "requests": 0, "obs_status": "final"}]
    assert column(rows, "value") == [None]
    assert column(rows, "obs_status") == ["not_applicable"]


def test_zero_is_a_value() -> None:
    """A literal 0 is a value: 0 of 12 in time is 0%, and missed."""
    rows = [{"month": "2025-01", "on_time": 0, "requests": 12}]
    assert column(rows, "value") == [0]
    assert column(rows, "attainment", targets=TARGET) == ["missed"]


def test_without_obs_status_what_is_there_is_final() -> None:
    """Without the column a value is final and an empty cell missing."""
    rows = [{"month": "2025-01", "value": 3}, {"month": "2025-02", "value": None}]
    assert column(rows, "obs_status") == ["final", "missing"]
    assert column(rows, "attainment") == ["no_target", "no_data"]


@pytest.mark.parametrize("status", [s.value for s in ObsStatus])
def test_each_obs_status(status: str) -> None:
    """A value is there exactly where the obs_status has one, even if a cell was left filled."""
    rows = [{"month": "2025-01", "value": 3, "obs_status": status}]
    assert column(rows, "obs_status") == [status]
    assert column(rows, "value") == [3 if ObsStatus(status).has_value else None]


def test_a_withheld_value_is_not_given_away() -> None:
    """Numerator, denominator and volume of a suppressed row are withheld too."""
    rows = [
        {"month": "2025-01", "on_time": 2, "requests": 3, "volume": 3, "obs_status": "suppressed"}
    ]
    measure = {
        "numerator": "on_time",
        "denominator": "requests",
        "scale": 100,
        "volume": "volume",
    }
    for name in ("value", "numerator", "denominator", "volume"):
        assert column(rows, name, measure=measure) == [None]


def test_the_table_of_the_package_is_left_alone() -> None:
    """Withholding a figure in the series does not change the package's own table."""
    rows = [{"month": "2025-01", "on_time": 2, "requests": 3, "obs_status": "suppressed"}]
    package = package_of(rows)
    portal_of(package)
    table = package.resources[0].table
    assert table is not None
    assert table["on_time"].tolist() == [2]


def test_rows_are_put_in_order_of_time() -> None:
    """The series is in order of time, however the file is."""
    rows = [{"month": m, "value": v} for m, v in (("2025-03", 3), ("2024-12", 1), ("2025-01", 2))]
    assert column(rows, "period") == ["2024-12", "2025-01", "2025-03"]
    assert column(rows, "value") == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "cell", "start", "end"),
    [
        ("day", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("week", "2020-W53", "2020-12-28", "2021-01-03"),
        ("month", "2024-02", "2024-02-01", "2024-02-29"),
        ("quarter", "2025-Q1", "2025-01-01", "2025-03-31"),
        ("year", "2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_each_frequency(name: str, cell: str, start: str, end: str) -> None:
    """A period of each frequency keeps its key and has its first and last day."""
    series = record_of([{name: cell, "value": 1}]).series
    assert series["period"].tolist() == [cell]
    assert str(series["period_start"][0]) == start
    assert str(series["period_end"][0]) == end


def test_a_fiscal_year_is_named_by_its_end() -> None:
    """The row 2025 of a metric by fiscal year is July 2024 to June 2025."""
    period = {"field": "year", "frequency": "A", "lag": 60, "year": "fiscal"}
    series = record_of([{"year": "2025", "value": 1}], period=period).series
    assert str(series["period_start"][0])[:10] == "2024-07-01"
    assert str(series["period_end"][0])[:10] == "2025-06-30"


def test_target_of_each_period() -> None:
    """A later target leaves the earlier one standing: 90 is missed in March, 80 met in January."""
    targets = [
        {"from": "2025-01", "value": 80, "near": 1},
        {"from": "2025-03", "value": 90, "near": 1},
    ]
    rows = monthly("2024-12", [85, 85, 85, 85])
    assert column(rows, "target", targets=targets) == [None, 80, 80, 90]
    assert column(rows, "attainment", targets=targets) == ["no_target", "met", "met", "missed"]


def test_a_range_has_two_figures() -> None:
    """A range stands in target_low and target_high, not in target."""
    targets = [{"from": "2025-01", "low": 7, "high": 8, "near": 0.5}]
    facts = {"targets": targets, "direction": "range"}
    rows = monthly("2025-01", [7.5, 8.2, 9])
    assert column(rows, "target", **facts) == [None] * 3
    assert column(rows, "target_low", **facts) == [7] * 3
    assert column(rows, "target_high", **facts) == [8] * 3
    assert column(rows, "attainment", **facts) == ["met", "near", "missed"]


def test_the_target_of_a_year_is_not_that_of_a_month() -> None:
    """A month is not held against a year's target, nor shown beside it."""
    targets = [{"from": "2025-01", "value": 1200, "near": 0, "basis": "fiscal-year"}]
    assert column(monthly("2025-01", [100]), "target", targets=targets) == [None]
    assert column(monthly("2025-01", [100]), "attainment", targets=targets) == ["pending"]


def test_a_period_is_judged_when_it_is_over() -> None:
    """On January 31 the month of January is complete, on the 30th its value is pending."""
    rows = [{"month": "2025-01", "value": 99, "obs_status": "provisional"}]
    ended, open_ = date(2025, 1, 31), date(2025, 1, 30)
    assert column(rows, "attainment", targets=TARGET, as_of=ended) == ["met"]
    assert column(rows, "attainment", targets=TARGET, as_of=open_) == ["pending"]


@pytest.mark.parametrize("stage", ["proposed", "pilot"])
def test_nothing_is_judged_before_it_is_live(stage: str) -> None:
    """The periods of a proposed metric or a pilot are not held against its targets."""
    rows = monthly("2025-01", [99, None])
    assert column(rows, "attainment", targets=TARGET, stage=stage) == ["pending", "no_data"]


def test_what_has_not_begun_counts_for_nothing() -> None:
    """A row of a later period stands in the table alone: it is neither latest nor judged."""
    found = record_of(monthly("2025-01", [1, 2, 3]), as_of=date(2025, 2, 28))
    assert len(found.series) == 3
    assert found.latest is not None
    assert found.latest.period.key == "2025-02"
    assert [year.periods for year in found.fiscal_years] == [2]
    assert found.lateness.expected is not None
    assert found.lateness.expected.key == "2025-03"


def test_latest_may_be_open_but_has_a_value() -> None:
    """The latest observation is the last with a value, its period over or not."""
    rows = monthly("2025-01", [1, 2, 3, None])
    found = record_of(rows, as_of=date(2025, 3, 10))
    assert found.latest is not None
    assert (found.latest.period.key, found.latest.value) == ("2025-03", 3)


def test_no_rows_no_data() -> None:
    """A metric without rows has empty tables and no data; nothing fails."""
    found = record_of([], columns=["month", "value", "obs_status", "note"], targets=TARGET)
    assert found.attainment == "no_data"
    assert found.judgement.reason == "no_data"
    assert len(found.series) == len(found.tidy) == 0
    assert (found.latest, found.change, found.year_to_date) == (None, None, None)
    assert found.fiscal_years == ()
    assert found.trend.verdict == "too few periods"


def test_no_table_no_data() -> None:
    """A metric whose resource or columns are not there has no data; nothing fails."""
    rows = [{"month": "2025-01", "value": 1}]
    assert record_of(rows, resource="elsewhere").attainment == "no_data"
    assert record_of(rows, period={"field": "m", "frequency": "M", "lag": 1}).latest is None
    without = record_of(rows, measure={"value": "absent", "aggregation": "sum"})
    assert without.series["obs_status"].tolist() == ["missing"]


def test_a_period_that_cannot_be_read_is_left_out() -> None:
    """A row whose period is no period adds nothing; the checks have told so."""
    assert column(
        [{"month": "2025-13", "value": 1}, {"month": "2025-01", "value": 2}], "value"
    ) == [2]


def test_same_input_same_output() -> None:
    """Computing twice gives equal tables and facts, and shares no state."""
    package = package_of(monthly("2023-01", [5.5, 4, 7, 1, 3, 9, 2, 8, 8, 8]), targets=TARGET)
    one, other = (portal_of(package).records[0] for _ in range(2))
    assert one.series.equals(other.series)
    assert one.tidy.equals(other.tidy)
    assert one.trend == other.trend
    assert one.judgement == other.judgement


def test_portal_keeps_the_order_of_packages() -> None:
    """Records come in the packages' order, with department and priority found by name."""
    first = package_of([], columns=["month", "value"], priority="customer-service")
    second = package_of([], columns=["month", "value"], name="second")
    portal = portal_of(first, second)
    assert [record.metric.name for record in portal.records] == ["requests-on-time", "second"]
    assert portal.records[0].department is CONTENT.departments[0]
    assert portal.records[0].priority is CONTENT.priorities[0]
    assert portal.records[1].priority is None


def test_no_clock_is_asked() -> None:
    """Without an as-of date nothing is computed: today is settled at the edge."""
    with pytest.raises(ValueError, match="as-of"):
        record_of([{"month": "2025-01", "value": 1}], as_of=None, settings=Settings())  # type: ignore[arg-type]


def test_a_metric_covers_the_periods_that_have_a_value() -> None:
    """Months without a value at either end are not covered; one between them is."""
    found = record_of(monthly("2026-03", [None, 1, None, 2, None]))
    assert found.covers == (date(2026, 4, 1), date(2026, 6, 30))
    assert record_of(monthly("2026-03", [None, None])).covers is None
