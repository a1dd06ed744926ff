"""Rule 5: fiscal years, which begin in July here, and how each is judged."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.compute.timeline import years_of
from performance.model import FiscalYear
from performance.period import fiscal_year
from performance.settings import Settings
from records import monthly, record_of

NONE = {"value": "value", "aggregation": "none"}
MEAN = {"value": "value", "aggregation": "mean"}


def years(
    rows: list[dict[str, Any]], on: date = date(2026, 8, 1), **facts: Any
) -> list[FiscalYear]:
    return list(record_of(rows, as_of=on, **facts).fiscal_years)


def year(rows: list[dict[str, Any]], on: date = date(2026, 8, 1), **facts: Any) -> FiscalYear:
    return years(rows, on, **facts)[0]


def of(measure: str) -> dict[str, Any]:
    return {"measure": {"value": "value", "aggregation": measure}}


def at(value: float, near: float = 0, start: str = "2025-07", **facts: Any) -> dict[str, Any]:
    return {"targets": [{"from": start, "value": value, "near": near, **facts}]}


# Fiscal year 2026: July 2025 to June 2026.
TWELVE = monthly("2025-07", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])


@pytest.mark.parametrize(
    ("aggregation", "value"),
    [("sum", 78), ("mean", 6.5), ("max", 12), ("min", 1), ("last", 12), ("none", None)],
)
def test_value_of_a_year(aggregation: str, value: float | None) -> None:
    """1 to 12 add up to 78; their mean is 6.5; the last is June's; "none" is never rolled up."""
    found = year(TWELVE, **of(aggregation))
    assert (found.year, found.value) == (2026, value)
    assert (found.periods, found.expected, found.ended) == (12, 12, True)


def test_the_ratio_of_a_year_is_that_of_sums() -> None:
    """100 × (1 + 90) ÷ (2 + 100), not the mean of 50% and 90%."""
    rows = [
        {"month": "2025-07", "on_time": 1, "requests": 2},
        {"month": "2025-08", "on_time": 90, "requests": 100},
    ]
    found = year(rows)
    assert found.value == 100 * 91 / 102
    assert (found.numerator, found.denominator) == (91, 102)
    assert (found.periods, found.expected) == (2, 12)


def test_the_weighted_mean_of_a_year() -> None:
    """(10 × 1 + 20 × 3) ÷ 4 = 17.5; without weights the months count alike: 15."""
    rows = [
        {"month": "2025-07", "value": 10, "weight": 1},
        {"month": "2025-08", "value": 20, "weight": 3},
    ]
    weighted = {"value": "value", "aggregation": "mean", "weight": "weight"}
    assert year(rows, measure=weighted).value == 17.5
    assert year(rows, measure=MEAN).value == 15


def test_the_weighted_mean_of_members_over_a_year() -> None:
    """Weights go along from members to the whole: (10×1 + 20×3 + 40×4) ÷ 8 = 28.75."""
    rows = [
        {"month": "2025-07", "zone": "A", "value": 10, "weight": 1},
        {"month": "2025-07", "zone": "B", "value": 20, "weight": 3},
        {"month": "2025-08", "zone": "A", "value": 40, "weight": 4},
        {"month": "2025-08", "zone": "B", "obs_status": "not_applicable"},
    ]
    weighted = {"value": "value", "aggregation": "mean", "weight": "weight"}
    assert year(rows, measure=weighted, dimensions=["zone"]).value == 28.75


def test_a_sum_that_lacks_a_month_is_no_sum() -> None:
    """A year with a missing month has no total, but a mean of the others."""
    rows = monthly("2025-07", [1, 2, None, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    found = year(rows, **of("sum"), **at(1))
    assert (found.value, found.periods, found.expected) == (None, 11, 12)
    assert found.attainment == "no_data"
    assert year(rows, **of("mean")).value == 75 / 11


def test_months_that_do_not_apply_are_not_expected() -> None:
    """A pool that opens from July to September: three months make its year."""
    rows = monthly("2025-07", [5, 6, 7])
    rows += [{"month": f"2025-{m}", "obs_status": "not_applicable"} for m in (10, 11, 12)]
    rows += [{"month": f"2026-0{m}", "obs_status": "not_applicable"} for m in range(1, 7)]
    found = year(rows, **at(6, near=1))
    assert (found.value, found.periods, found.expected) == (18, 3, 3)
    # The targets of the three months add up: 18, and their margins: 3.
    assert (found.target_value, found.attainment) == (18, "met")
    assert found.target is not None
    assert found.target.near == 3
    assert year(rows, **of("last")).value == 7


def test_the_last_value_must_be_the_last_month() -> None:
    """Without June there is no stand at the end of the year."""
    rows = monthly("2025-07", [*range(1, 12), None])
    assert year(rows, **of("last")).value is None


def test_an_open_year() -> None:
    """An open year is pending; its sum waits, its mean and last value are those so far."""
    rows, on = monthly("2026-07", [4, 8]), date(2026, 9, 10)
    for aggregation, value in (("sum", None), ("mean", 6), ("max", 8), ("last", 8), ("none", None)):
        found = year(rows, on, **of(aggregation), **at(1, start="2026-07"))
        assert (found.value, found.ended, found.attainment) == (value, False, "pending")
        assert (found.periods, found.expected) == (2, 12)
    assert year(rows, on, **of("sum"), **at(1, start="2026-07")).target_value == 12
    assert year(rows, on).attainment == "no_target"


def test_part_of_a_month_does_not_count() -> None:
    """The month that is not over is in no year's value."""
    found = year(monthly("2026-07", [4, 8]), date(2026, 8, 30), **of("mean"))
    assert (found.value, found.periods) == (4, 1)


def test_a_year_waits_for_its_last_value() -> None:
    """Ended on June 30, judged when June is there, or when it is overdue after July 20."""
    rows = [{"month": f"2025-{m:02d}", "on_time": 9, "requests": 10} for m in range(7, 13)]
    facts = at(80)
    assert year(rows, date(2026, 7, 20), **facts).attainment == "pending"
    assert year(rows, date(2026, 7, 20), **facts).ended is True
    assert year(rows, date(2026, 7, 21), **facts).attainment == "met"
    june = [*rows, {"month": "2026-06", "on_time": 9, "requests": 10}]
    assert year(june, date(2026, 7, 1), **facts).attainment == "met"


@pytest.mark.parametrize(("each", "expected"), [(6.5, "met"), (6.6, "near"), (6.8, "missed")])
def test_a_sum_is_judged_by_the_sum_of_targets(each: float, expected: str) -> None:
    """78 against twelve targets: 78 is met, 79.2 within 12 × 0.2 = 2.4, 81.6 missed."""
    found = year(TWELVE, **at(each, near=0.2))
    assert found.target_value == pytest.approx(12 * each)
    assert found.attainment == expected
    assert found.basis == "aggregate"


def test_a_sum_needs_a_target_for_every_month() -> None:
    """A target that begins in the middle of the year is no target of the year."""
    found = year(TWELVE, **at(1, start="2025-08"))
    assert (found.target, found.target_value, found.attainment) == (None, None, "no_target")


def test_targets_that_change_within_the_year_add_up() -> None:
    """Six months at 5 and six at 8 make 78."""
    targets = [
        {"from": "2025-01", "value": 5, "near": 0},
        {"from": "2026-01", "value": 8, "near": 0},
    ]
    found = year(TWELVE, targets=targets)
    assert (found.target_value, found.attainment) == (78, "met")


def test_a_range_of_a_sum_adds_up() -> None:
    """Twelve ranges of 6 to 7 are one of 72 to 84."""
    targets = [{"from": "2025-07", "low": 6, "high": 7, "near": 0}]
    found = year(TWELVE, targets=targets, direction="range")
    assert found.target is not None
    assert (found.target.low, found.target.high, found.target_value) == (72, 84, None)
    assert found.attainment == "met"


def test_a_target_of_the_year_is_itself() -> None:
    """78 against a target of 78 for the whole year."""
    found = year(TWELVE, **at(78, near=2, basis="fiscal-year"))
    assert (found.target_value, found.attainment) == (78, "met")
    assert year(TWELVE, **at(80, near=2, basis="fiscal-year")).attainment == "near"


def test_a_rate_is_judged_by_the_target_at_the_end_of_the_year() -> None:
    """A mean of 6.5 against 5 until December and 7 from January is judged against 7."""
    targets = [
        {"from": "2025-01", "value": 5, "near": 0},
        {"from": "2026-01", "value": 7, "near": 1},
    ]
    found = year(TWELVE, measure=MEAN, targets=targets)
    assert (found.value, found.target_value, found.attainment) == (6.5, 7, "near")


@pytest.mark.parametrize(
    ("target", "met", "expected"),
    [(1, 12, "met"), (2, 11, "near"), (7, 6, "near"), (8, 5, "missed")],
)
def test_share_of_periods(target: float, met: int, expected: str) -> None:
    """What does not add up is judged by its months: all, at least half, fewer than half."""
    found = year(TWELVE, measure=NONE, **at(target))
    assert (found.periods_met, found.periods_judged) == (met, 12)
    assert (found.attainment, found.basis) == (expected, "share of periods")
    assert (found.value, found.low, found.high) == (None, 1, 12)


def test_share_of_periods_without_a_target_or_values() -> None:
    """Without a target there is none; without a value there is no data."""
    assert year(TWELVE, measure=NONE).attainment == "no_target"
    rows = monthly("2025-07", [None] * 12)
    found = year(rows, measure=NONE, **at(1))
    assert (found.attainment, found.low, found.high) == ("no_data", None, None)


def test_a_total_counted_from_the_start_of_the_year() -> None:
    """The running total of June is the year's: it is read, never added up."""
    running = {**NONE, "cumulative": "fiscal-year"}
    found = year(TWELVE, measure=running, **at(12, basis="fiscal-year"))
    assert (found.value, found.attainment, found.basis) == (12, "met", "aggregate")
    calendar = {**NONE, "cumulative": "calendar-year"}
    assert year(TWELVE, measure=calendar).value is None
    january = Settings(fiscal_year_start=1)
    rows = monthly("2025-01", list(range(1, 13)))
    assert year(rows, measure=calendar, settings=january).value == 12


def test_each_year_in_order() -> None:
    """June 2025 is in fiscal year 2025, July in 2026; the last comes last."""
    found = years(monthly("2025-05", [1, 1, 1]))
    assert [(y.year, y.periods) for y in found] == [(2025, 2), (2026, 1)]


def test_calendar_years() -> None:
    """With a fiscal year from January the years are those of the calendar."""
    found = years(monthly("2025-05", [1] * 9), settings=Settings(fiscal_year_start=1))
    assert [(y.year, y.periods) for y in found] == [(2025, 8), (2026, 1)]


def test_yearly_metrics_have_their_own_years() -> None:
    """A metric by calendar year is listed by calendar year in a city with fiscal years."""
    period = {"field": "year", "frequency": "A", "lag": 30}
    rows = [{"year": "2024", "value": 5}, {"year": "2025", "value": 6}]
    found = years(rows, period=period, **at(6, start="2024"))
    assert [(y.year, y.value, y.attainment) for y in found] == [
        (2024, 5, "missed"),
        (2025, 6, "met"),
    ]
    fiscal = years(rows, period={**period, "year": "fiscal"}, **at(6, start="2024"))
    assert [(y.year, y.ended, y.expected) for y in fiscal] == [(2024, True, 1), (2025, True, 1)]


def test_a_year_of_53_weeks() -> None:
    """A week belongs to the year of its last day: fiscal year 2024 has 53 of them."""
    # Week 26 of 2023 ends on July 2, 2023; week 26 of 2024 on June 30, 2024.
    rows = [{"week": "2023-W26", "value": 1}, {"week": "2024-W26", "value": 1}]
    assert [(y.year, y.periods, y.expected) for y in years(rows)] == [(2024, 2, 53)]


def test_a_leap_year_by_days() -> None:
    """The fiscal year with 29 February 2024 has 366 days."""
    assert [(y.year, y.expected) for y in years([{"day": "2024-02-29", "value": 1}])] == [
        (2024, 366)
    ]


def test_quarters_of_a_fiscal_year() -> None:
    """The third calendar quarter is the first of the fiscal year."""
    rows = [{"quarter": q, "value": 1} for q in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")]
    assert [(y.year, y.value) for y in years(rows)] == [(2026, 4)]


def test_pilots_are_not_judged_by_year_either() -> None:
    """A pilot's years wait, whatever their values."""
    assert year(TWELVE, **at(1), stage="pilot").attainment == "pending"


@given(st.lists(st.dates(), min_size=1), st.integers(1, 12))
def test_whole_columns_of_days_have_the_years_of_each_day(days: list[date], first: int) -> None:
    """The fiscal years of many days at once are those of each alone."""
    found = years_of(np.array(days, dtype="datetime64[s]"), first)
    assert found.tolist() == [fiscal_year(day, first) for day in days]
