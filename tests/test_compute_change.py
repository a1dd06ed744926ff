"""Rule 7: changes, in the unit, in percent and in percentage points."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from conftest import Builder
from performance import check
from performance.compute import compute
from performance.model import Change, Content, Record
from performance.settings import Settings
from records import PERCENT, monthly, record_of

NOW = date(2026, 2, 10)


def year_apart(base: float | None, current: float, **facts: Any) -> Record:
    rows = monthly("2025-01", [base]) + monthly("2026-01", [current])
    return record_of(rows, as_of=NOW, **facts)


def changed(base: float | None, current: float, **facts: Any) -> Change:
    found = year_apart(base, current, **facts).change
    assert found is not None
    return found


def published(package: Builder, content: Content, values: Sequence[tuple[str, float]]) -> Record:
    """Return the record of a real package with a percentage as its city published it."""
    folder = package(
        [{"month": month, "value": value} for month, value in values],
        measure={"value": "value", "aggregation": "none"},
        targets=None,
        stage="retired",
        baseline={"period": values[0][0]},
    )
    settings = Settings(as_of=date(2026, 11, 20))
    examined = check.examine([folder], content, settings)
    assert examined.problems == []
    return compute(examined.packages, content, settings).records[0]


@pytest.mark.parametrize(
    ("values", "points"),
    [
        # Public Works: 57% to 95%; Watershed Management: 50% to 91%.
        ([("2013-07", 57), ("2013-08", 95)], 38),
        ([("2013-07", 50), ("2013-08", 91)], 41),
    ],
)
def test_the_two_facts_of_the_case_study(
    package: Builder, content: Content, values: Sequence[tuple[str, float]], points: float
) -> None:
    """57% → 95% is +38 percentage points and 50% → 91% is +41, and neither is a percent change."""
    record = published(package, content, values)
    for found in (record.baseline_change, record.previous_change):
        assert found is not None
        assert found.difference == points
        assert found.percent is None
        assert found.better is True


def test_a_year_ago() -> None:
    """431 after 400 is 31 more: 31 ÷ 400 = 7.75%."""
    found = changed(400, 431)
    assert (found.difference, found.percent, found.better) == (31, 7.75, True)
    assert (found.base.period.key, found.current.period.key) == ("2025-01", "2026-01")


def test_percentages_change_in_points() -> None:
    """50% after 40% is 10 percentage points more, not 25%."""
    found = changed(40, 50, unit=PERCENT)
    assert (found.difference, found.percent) == (10, None)


@pytest.mark.parametrize(("base", "current"), [(0, 5), (-4, 5), (-4, -5)])
def test_no_percent_of_zero_or_less(base: float, current: float) -> None:
    """A zero or negative base has no percent change, but a difference."""
    found = changed(base, current)
    assert found.difference == current - base
    assert found.percent is None


def test_no_change_without_a_base() -> None:
    """Where last year has no row or no value there is no change."""
    assert year_apart(None, 5).change is None
    assert record_of(monthly("2026-01", [5]), as_of=NOW).change is None


@pytest.mark.parametrize(
    ("direction", "current", "better"),
    [
        ("increase", 6, True),
        ("increase", 4, False),
        ("decrease", 6, False),
        ("decrease", 4, True),
        ("none", 6, None),
        ("increase", 5, None),
        ("decrease", 5, None),
    ],
)
def test_better_by_direction(direction: str, current: float, better: bool | None) -> None:
    """More is better only where more is wanted; an equal value is neither."""
    assert changed(5, current, direction=direction).better is better


@pytest.mark.parametrize(
    ("base", "current", "better"),
    [(5, 6, True), (6, 5, False), (10, 9.5, True), (6.5, 9.5, False), (7.1, 7.9, None)],
)
def test_better_is_closer_to_a_range(base: float, current: float, better: bool | None) -> None:
    """With 7 to 8 wanted, 6 is better than 5, 9.5 worse than 6.5, and inside all are equal."""
    targets = [{"from": "2025-01", "low": 7, "high": 8, "near": 0}]
    assert changed(base, current, direction="range", targets=targets).better is better
    assert changed(base, current, direction="range").better is None


@pytest.mark.parametrize(
    ("base", "current", "difference"),
    # In binary these are 0.0499… and −0.9499…, which would be rounded to 0.0 and −0.9.
    [(4.3, 4.35, 0.05), (4.05, 3.1, -0.95), (0.0003, 0.0001, -0.0002)],
)
def test_a_difference_is_that_of_the_decimals(
    base: float, current: float, difference: float
) -> None:
    """As with a pencil, so that a half is a half when it is rounded."""
    assert changed(base, current).difference == difference


def test_noise_is_no_change() -> None:
    """0.1 + 0.2 after 0.3 is no change, neither better nor worse."""
    found = changed(0.3, 0.1 + 0.2)
    assert (found.difference, found.percent, found.better) == (0, 0, None)


@pytest.mark.parametrize(
    ("at", "broken"), [("2025-01", False), ("2025-02", True), ("2026-01", True), ("2026-02", False)]
)
def test_a_break_between_the_two(at: str, broken: bool) -> None:
    """Values on two sides of a break are not compared: the break is named instead."""
    found = changed(5, 6, breaks=[{"period": at, "note": "New system."}])
    assert (found.difference is None) is broken
    assert (found.broken_by is not None) is broken
    assert (found.better is None) is broken


def test_previous_and_baseline() -> None:
    """The period before and the baseline are bases like the year before."""
    rows = monthly("2025-11", [2, 8, 10])
    record = record_of(rows, as_of=NOW, baseline={"period": "2025-11"})
    assert record.previous_change is not None
    assert record.baseline_change is not None
    assert (record.previous_change.difference, record.previous_change.percent) == (2, 25)
    assert (record.baseline_change.difference, record.baseline_change.percent) == (8, 400)


def test_no_change_on_itself() -> None:
    """The baseline has not changed since the baseline, nor since a later period."""
    for period in ("2026-01", "2026-02"):
        record = record_of(monthly("2026-01", [5]), as_of=NOW, baseline={"period": period})
        assert record.baseline_change is None


def test_part_of_a_month_is_not_compared() -> None:
    """The change starts from the last complete month, though a later value is there."""
    rows = monthly("2025-01", [10, 10]) + monthly("2026-01", [12, 3])
    record = record_of(rows, as_of=NOW)
    assert record.latest is not None
    assert record.change is not None
    assert record.latest.period.key == "2026-02"
    assert (record.change.current.period.key, record.change.difference) == ("2026-01", 2)


def test_leap_day_and_week_53_have_no_year_earlier() -> None:
    """29 February and a 53rd week are compared with nothing a year earlier."""
    days = [{"day": "2023-02-28", "value": 1}, {"day": "2024-02-29", "value": 2}]
    weeks = [{"week": "2019-W52", "value": 1}, {"week": "2020-W53", "value": 2}]
    assert record_of(days).change is None
    assert record_of(weeks).change is None


def test_the_same_week_of_last_year() -> None:
    """Week 1 is compared with week 1, though they begin on different dates."""
    found = record_of([{"week": "2020-W01", "value": 1}, {"week": "2021-W01", "value": 4}]).change
    assert found is not None
    assert found.difference == 3
