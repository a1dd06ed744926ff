"""Rule 9: the year so far beside the same periods of last year. The fiscal year begins in July."""

from datetime import date
from typing import Any

import pytest

from performance.model import YearToDate
from records import PERCENT, monthly, record_of

NOW = date(2026, 10, 10)
MEAN = {"value": "value", "aggregation": "mean"}
LAST_YEAR = monthly("2025-07", [10, 20, 30, 40])


def found(rows: list[dict[str, Any]], on: date = NOW, **facts: Any) -> YearToDate | None:
    return record_of(rows, as_of=on, **facts).year_to_date


def so_far(rows: list[dict[str, Any]], on: date = NOW, **facts: Any) -> YearToDate:
    made = found(rows, on, **facts)
    assert made is not None
    return made


def this_year(*values: float | None) -> list[dict[str, Any]]:
    return [*LAST_YEAR, *monthly("2026-07", values)]


def test_the_same_months_of_last_year() -> None:
    """July to September: 11 + 22 + 33 = 66 after 10 + 20 + 30 = 60, 10% more."""
    made = so_far(this_year(11, 22, 33))
    assert (made.year, made.through.key, made.periods) == (2027, "2026-09", 3)
    assert (made.value, made.previous, made.difference, made.percent) == (66, 60, 6, 10)


def test_part_of_a_month_waits() -> None:
    """The month that is not over is not in the year so far."""
    made = so_far(this_year(11, 22, 33, 1))
    assert (made.through.key, made.value) == ("2026-09", 66)


def test_ratio_of_sums() -> None:
    """100 × (1 + 90) ÷ (2 + 100) after 50%: percentage points, no percent."""
    rows = [
        {"month": "2025-07", "on_time": 5, "requests": 10},
        {"month": "2025-08", "on_time": 5, "requests": 10},
        {"month": "2026-07", "on_time": 1, "requests": 2},
        {"month": "2026-08", "on_time": 90, "requests": 100},
    ]
    made = so_far(rows, unit=PERCENT)
    assert (made.value, made.previous) == (100 * 91 / 102, 50)
    assert made.difference == pytest.approx(100 * 91 / 102 - 50, rel=1e-12)
    assert made.percent is None


@pytest.mark.parametrize(
    ("aggregation", "value", "previous"), [("mean", 22, 20), ("max", 33, 30), ("min", 11, 10)]
)
def test_means_and_extremes(aggregation: str, value: float, previous: float) -> None:
    """The mean of 11, 22 and 33 is 22, that of 10, 20 and 30 is 20; extremes likewise."""
    measure = {"value": "value", "aggregation": aggregation}
    made = so_far(this_year(11, 22, 33), measure=measure)
    assert (made.value, made.previous) == (value, previous)


@pytest.mark.parametrize("aggregation", ["last", "none"])
def test_not_for_what_does_not_add_up(aggregation: str) -> None:
    """A stand and a percentile have no year to date."""
    assert found(this_year(1), measure={"value": "value", "aggregation": aggregation}) is None


def test_not_for_years() -> None:
    """A yearly metric has no year to date."""
    assert found([{"year": "2025", "value": 1}]) is None


def test_a_sum_that_lacks_a_month_has_none() -> None:
    """Without August there is no total up to September."""
    assert found(this_year(11, None, 33)) is None
    assert found([*LAST_YEAR, *monthly("2026-08", [22, 33])]) is None


def test_a_mean_that_lacks_a_month_is_compared_over_the_others() -> None:
    """Without August: July and September of both years, 22 after 20."""
    made = so_far(this_year(11, None, 33), measure=MEAN)
    assert (made.value, made.previous, made.periods) == (22, 20, 2)


def test_nothing_to_compare_with() -> None:
    """Where last year lacks one of the months there is no comparison, only the value."""
    rows = monthly("2025-07", [10, None, 30]) + monthly("2026-07", [11, 22, 33])
    for measure in (None, MEAN):
        made = so_far(rows, **({"measure": measure} if measure else {}))
        assert (made.previous, made.difference, made.percent) == (None, None, None)
    assert so_far(monthly("2026-07", [11])).previous is None


def test_months_that_do_not_apply() -> None:
    """A pool closed in September adds nothing to the sum in either year."""
    rows = monthly("2025-07", [10, 20, 30]) + monthly("2026-07", [11, 22])
    rows.append({"month": "2026-09", "obs_status": "not_applicable"})
    made = so_far(rows)
    assert (made.through.key, made.value, made.previous) == ("2026-08", 33, 30)
    rows[1] = {"month": "2025-08", "obs_status": "not_applicable"}
    assert so_far(rows).previous == 10


@pytest.mark.parametrize(
    ("at", "previous"),
    [("2025-07", 30), ("2025-08", None), ("2026-08", None), ("2026-09", 30)],
)
def test_not_across_a_break(at: str, previous: float | None) -> None:
    """A break between the first month of last year and the last of this one ends the comparison."""
    made = so_far(this_year(11, 22), breaks=[{"period": at, "note": "New system."}])
    assert made.previous == previous


def test_the_targets_of_the_months_add_up() -> None:
    """Three months at 22 make 66, which is met; at 23, 69 is missed by 3: within 3 × 1."""
    for each, attainment in ((22, "met"), (23, "near"), (24, "missed")):
        made = so_far(
            this_year(11, 22, 33), targets=[{"from": "2026-01", "value": each, "near": 1}]
        )
        assert (made.target_value, made.attainment) == (3 * each, attainment)


def test_a_month_without_a_target() -> None:
    """Where a month has no target the sum has none."""
    made = so_far(this_year(11, 22, 33), targets=[{"from": "2026-08", "value": 1, "near": 0}])
    assert (made.target_value, made.attainment) == (None, "pending")
    assert so_far(this_year(11)).attainment == "no_target"


def test_a_rate_has_the_target_in_force() -> None:
    """A mean of 22 so far against 20."""
    targets = [{"from": "2026-01", "value": 20, "near": 0}]
    made = so_far(this_year(11, 22, 33), measure=MEAN, targets=targets)
    assert (made.target_value, made.attainment) == (20, "met")


def test_a_target_of_the_year_in_proportion() -> None:
    """240 a year is 60 for three months of twelve, where the target says so."""
    facts = {"from": "2026-07", "value": 240, "near": 40, "basis": "fiscal-year"}
    made = so_far(this_year(11, 22, 20), targets=[{**facts, "prorate": True}])
    # 53 is short of 60 by 7: the margin of 40 a year is 10 for a quarter of it.
    assert (made.value, made.target_value, made.attainment) == (53, 60, "near")
    plain = so_far(this_year(11, 22, 20), targets=[facts])
    assert (plain.target_value, plain.attainment) == (None, "pending")


def test_the_last_year_where_the_new_one_has_no_value() -> None:
    """In July the year so far is the whole last year."""
    rows = monthly("2024-07", [1] * 12) + monthly("2025-07", [2] * 12)
    made = so_far(rows, date(2026, 7, 10))
    assert (made.year, made.value, made.previous, made.periods) == (2026, 24, 12, 12)


def test_the_same_weeks() -> None:
    """Weeks are compared by their number, though the years begin on other weeks."""
    # Fiscal year 2024 began with week 26 of 2023 (to July 2), 2025 with week 27 of 2024.
    rows = [{"week": f"2023-W{n}", "value": 1} for n in range(26, 31)]
    rows += [{"week": f"2024-W{n}", "value": 1} for n in range(26, 31)]
    made = so_far(rows, date(2024, 8, 1))
    assert (made.year, made.value, made.previous) == (2025, 4, 4)


def test_a_leap_day_has_nothing_to_compare_with() -> None:
    """With 29 February in it, a year so far has one day that last year had not."""
    rows = [{"day": f"{y}-02-{d}", "value": 1} for y in (2023, 2024) for d in range(25, 29)]
    rows.append({"day": "2024-02-29", "value": 1})
    facts = {"measure": MEAN}
    assert so_far(rows[:-1], date(2024, 3, 1), **facts).previous == 1
    assert so_far(rows, date(2024, 3, 1), **facts).previous is None


def test_pilots_are_not_judged() -> None:
    """A pilot has a year to date, which is not judged."""
    targets = [{"from": "2026-01", "value": 22, "near": 1}]
    made = so_far(this_year(11, 22, 33), targets=targets, stage="pilot")
    assert (made.target_value, made.attainment) == (66, "pending")
