"""Rule 8: trends, checked against an independent implementation by pairs."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from math import erfc, sqrt
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from performance.model import Trend
from records import monthly, record_of

# Twelve months that wave within the year and are a little higher the next.
WAVE = [10, 12, 15, 20, 26, 31, 33, 30, 25, 19, 14, 11]


def trend(rows: Sequence[dict[str, Any]], **facts: Any) -> Trend:
    return record_of(rows, as_of=date(2026, 11, 20), **facts).trend


def yearly(values: Sequence[float | None], first: int = 2021) -> list[dict[str, Any]]:
    return [{"year": str(first + i), "value": value} for i, value in enumerate(values)]


def score(values: Sequence[float]) -> tuple[int, float]:
    """Return Mann and Kendall's S and its variance, with the correction for ties."""
    s = sum((b > a) - (b < a) for a, b in combinations(values, 2))
    n = len(values)
    ties = [values.count(value) for value in set(values)]
    tied = sum(t * (t - 1) * (2 * t + 5) for t in ties)
    return s, (n * (n - 1) * (2 * n + 5) - tied) / 18


def two_sided(s: int, variance: float) -> float:
    """Return the p of S, with the correction for continuity."""
    if s == 0:
        return 1.0
    z = (abs(s) - 1) / sqrt(variance)
    return erfc(z / sqrt(2))


def slopes(points: Sequence[tuple[int, float]]) -> list[float]:
    return [(b - a) / (j - i) for (i, a), (j, b) in combinations(points, 2)]


def test_mann_kendall_by_hand() -> None:
    """Eight months with two pairs out of order.

    Of 28 pairs 26 rise and 2 fall: S = 24. Var = 8 × 7 × 21 ÷ 18 = 65.333, Z = 23 ÷ 8.083 = 2.8455,
    p = 0.00443.
    """
    found = trend(monthly("2026-01", [1, 3, 2, 4, 5, 7, 6, 8]))
    assert found.p == pytest.approx(0.00443, abs=5e-6)
    assert (found.verdict, found.count, found.seasonal) == ("improving", 8, False)
    # The median slope is 1 a month: 12 a year.
    assert found.slope == pytest.approx(12)


def test_five_years_by_hand() -> None:
    """Five rising years: S = 10, Var = 5 × 4 × 15 ÷ 18 = 16.667, Z = 9 ÷ 4.082, p = 0.0275."""
    found = trend(yearly([2, 3, 5, 8, 9]))
    assert found.p == pytest.approx(0.0275, abs=5e-5)
    # Slopes of the pairs, sorted: 1, 1, 1.5, 1.75, 2, 2, 2, 2, 2.5, 3. The middle is 2.
    assert found.slope == 2
    assert found.verdict == "improving"
    assert found.first is not None
    assert found.last is not None
    assert (found.first.key, found.last.key, found.count) == ("2021", "2025", 5)


def test_seasonal_by_hand() -> None:
    """Two years, every month 1 higher in the second.

    Each of the 12 months has one rising pair: S = 12. Each has variance 2 × 1 × 9 ÷ 18 = 1: 12 in
    all. Z = 11 ÷ 3.464 = 3.1754, p = 0.0015. The slope is 1 a year, however the seasons swing.
    """
    found = trend(monthly("2024-11", [*WAVE, *(v + 1 for v in WAVE)]))
    assert found.seasonal is True
    assert found.p == pytest.approx(0.0015, abs=5e-5)
    assert found.slope == pytest.approx(1)
    assert found.verdict == "improving"


def test_the_seasons_are_no_trend() -> None:
    """Ten months up a wave would be rising; two whole years of it are steady."""
    assert trend(monthly("2024-11", [*WAVE, *WAVE])).verdict == "steady"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=8, max_size=23))
def test_agrees_with_the_pairs(values: list[int]) -> None:
    """The slope is the median of all pairs' slopes and p that of S, for values with ties too."""
    found = trend(monthly("2024-12", values))
    assert found.slope == pytest.approx(12 * median(slopes(list(enumerate(values)))), abs=1e-9)
    assert found.p == pytest.approx(two_sided(*score(values)), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=24, max_size=24))
def test_agrees_with_the_pairs_of_each_month(values: list[int]) -> None:
    """The seasonal test adds up S and its variance over the twelve calendar months."""
    found = trend(monthly("2024-11", values))
    months = [(values[i], values[i + 12]) for i in range(12)]
    scores = [score(pair) for pair in months]
    s, variance = sum(s for s, _ in scores), sum(v for _, v in scores)
    assert found.p == pytest.approx(two_sided(s, variance), abs=1e-9)
    assert found.slope == pytest.approx(median(b - a for a, b in months), abs=1e-9)


def test_gaps_keep_their_time() -> None:
    """A missing month is no value, and the slope knows that two months passed."""
    values = [1, 2, None, 4, 5, 6, None, 8, 9, 10]
    found = trend(monthly("2026-01", values))
    assert found.count == 8
    assert found.slope == pytest.approx(12)


@pytest.mark.parametrize(("count", "verdict"), [(7, "too few periods"), (8, "improving")])
def test_eight_periods_are_needed(count: int, verdict: str) -> None:
    """Seven values are too few for a trend, eight are enough."""
    found = trend(monthly("2026-01", list(range(count))))
    assert (found.verdict, found.count) == (verdict, count)


@pytest.mark.parametrize("values", [[1, 2, 3, 4], [1, 2, None, 4, 5]])
def test_five_years_are_needed(values: Sequence[float | None]) -> None:
    """Four years, or five with a gap, are too few."""
    assert trend(yearly(values)).verdict == "too few periods"


def test_only_the_last_five_years() -> None:
    """An older fall does not weigh on the last five years."""
    found = trend(yearly([90, 80, 1, 2, 3, 4, 5], first=2019))
    assert (found.verdict, found.count, found.slope) == ("improving", 5, 1)


def test_only_the_last_24_periods() -> None:
    """The window is 24 periods long and ends at the last value."""
    found = trend([{"week": f"2026-W{n:02d}", "value": n} for n in range(1, 41)])
    assert found.first is not None
    assert found.last is not None
    assert (found.first.key, found.last.key, found.count) == ("2026-W17", "2026-W40", 24)
    assert found.slope == pytest.approx(52)
    assert found.seasonal is False


@pytest.mark.parametrize(
    ("frequency", "rows"),
    [
        (4, [{"quarter": f"{2023 + i // 4}-Q{i % 4 + 1}", "value": i} for i in range(12)]),
        (365, [{"day": f"2024-02-{20 + i}", "value": i} for i in range(10)]),
    ],
)
def test_slopes_are_a_year(frequency: int, rows: list[dict[str, Any]]) -> None:
    """One more a period is 4 more a year by quarters and 365 by days, over a leap day too."""
    assert trend(rows).slope == pytest.approx(frequency)


def test_across_a_week_53() -> None:
    """Weeks 52, 53 and 1 follow each other: one more a week is 52 a year."""
    keys = [f"2020-W{n}" for n in range(48, 54)] + [f"2021-W0{n}" for n in range(1, 5)]
    found = trend([{"week": key, "value": n} for n, key in enumerate(keys)])
    assert found.slope == pytest.approx(52)


@pytest.mark.parametrize(
    ("direction", "up", "down"),
    [
        ("increase", "improving", "worsening"),
        ("decrease", "worsening", "improving"),
        ("none", "rising", "falling"),
        ("range", "rising", "falling"),
    ],
)
def test_words_by_direction(direction: str, up: str, down: str) -> None:
    """A trend is better or worse only where more or less is wanted."""
    rising = list(range(10))
    assert trend(monthly("2026-01", rising), direction=direction).verdict == up
    assert trend(monthly("2026-01", rising[::-1]), direction=direction).verdict == down


@pytest.mark.parametrize("count", [10, 24])
def test_a_constant_series_is_steady(count: int) -> None:
    """Values that never change are steady, without a division by zero."""
    found = trend(monthly("2024-11", [7] * count))
    assert (found.verdict, found.slope, found.p) == ("steady", 0, 1)
    assert trend(monthly("2024-11", [0] * count)).verdict == "steady"


def test_noise_is_no_trend() -> None:
    """Equal values that differ in the last binary digit alone are constant."""
    values = [0.3 + n * 1e-16 for n in range(10)]
    assert trend(monthly("2026-01", values)).verdict == "steady"


def test_not_significant_is_steady() -> None:
    """A rise that chance explains is steady: S = 4 of 28 pairs, p = 0.71."""
    found = trend(monthly("2026-01", [1, 8, 2, 7, 3, 6, 5, 4]))
    assert found.verdict == "steady"
    assert found.p is not None
    assert found.p > 0.05


def test_only_since_the_last_break() -> None:
    """Values before a break are not compared with those after it."""
    values = [100] * 10 + list(range(8))
    rows = monthly("2025-04", values)
    found = trend(rows, breaks=[{"period": "2026-02", "note": "New system."}])
    assert found.first is not None
    assert (found.first.key, found.count, found.verdict) == ("2026-02", 8, "improving")
    late = trend(rows, breaks=[{"period": "2026-03", "note": "New system."}])
    assert (late.verdict, late.count) == ("too few periods", 7)


def test_part_of_a_month_is_no_fall() -> None:
    """The month that is not over does not take part."""
    rows = monthly("2026-01", [*range(1, 11), 0])
    assert trend(rows).count == 10


def test_values_counted_from_the_start_of_the_year() -> None:
    """A running total rises within every year: only two whole years of months say anything."""
    measure = {"value": "value", "aggregation": "none", "cumulative": "calendar-year"}
    running = [n for _ in range(2) for n in range(1, 13)]
    assert trend(monthly("2024-01", running[:23]), measure=measure).verdict == "too few periods"
    whole = trend(monthly("2024-01", running), measure=measure)
    assert (whole.verdict, whole.seasonal) == ("steady", True)
    quarters = [
        {"quarter": f"{2020 + y}-Q{q}", "value": q + y} for y in range(6) for q in range(1, 5)
    ]
    by_quarter = trend(quarters, measure=measure)
    assert (by_quarter.seasonal, by_quarter.slope) == (True, pytest.approx(1))


def test_a_slope_is_that_of_the_decimals() -> None:
    """Five years that rise by 0.35 and 0.05 in turn: the median of the ten slopes is 0.2.

    The slopes are 0.35, 0.05, 0.35, 0.05 over one year, 0.2 three times over two, 0.25 and 0.15
    over three, 0.2 over four. In binary 4.05 − 3.65 is not 0.4.
    """
    rows = [
        {"year": str(2021 + place), "value": value}
        for place, value in enumerate([3.3, 3.65, 3.7, 4.05, 4.1])
    ]
    found = record_of(
        rows, as_of=date(2026, 2, 1), period={"field": "year", "frequency": "A", "lag": 30}
    ).trend
    assert found.slope == 0.2
