"""The slope and the significance of trends, worked by hand and held to other implementations."""

import numpy as np
import pymannkendall
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import theilslopes

from performance.compute.ranks import slope_and_p

# Ours is told with twelve decimals; theirs has the last binary digits of the system's library.
DIGITS = 1e-12
# Few different values make ties; the others are as data has them, or none like another.
VALUE = st.one_of(
    st.integers(0, 3).map(float),
    st.integers(-200, 200).map(lambda number: number / 10),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 3)),
)
SERIES = st.integers(2, 40).flatmap(
    lambda count: st.tuples(
        st.lists(VALUE, min_size=count, max_size=count),
        st.sets(st.integers(0, 60), min_size=count, max_size=count).map(sorted),
    )
)
SEASONS = st.tuples(st.integers(2, 8), st.sampled_from([1, 4, 12])).flatmap(
    lambda shape: st.lists(
        st.lists(VALUE, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def plain(values: list[float], times: list[int] | None = None) -> tuple[float, float]:
    at = np.arange(len(values)) if times is None else np.array(times)
    return slope_and_p(np.array(values)[:, np.newaxis], at)


def test_a_published_example() -> None:
    """Hollander and Wolfe, Nonparametric Statistical Methods, example 9.1: clouds that were seeded.

    Of the ten pairs of five years 2 rise and 8 fall: S = −6, Z = 5 ÷ 4.082, p = 0.2207. The middle
    slopes are −0.0575 and −0.055.
    """
    slope, p = plain([1.26, 1.27, 1.12, 1.16, 1.03])
    assert slope == pytest.approx(-0.05625)
    assert p == pytest.approx(0.2207, abs=5e-5)


def test_ties_by_hand() -> None:
    """Six values in groups of 1, 2 and 3: S = 11, of 15 pairs 4 are tied.

    Var = (6 × 5 × 17 − 2 × 1 × 9 − 3 × 2 × 11) ÷ 18 = 23.667, Z = 10 ÷ 4.865, p = 0.0398.
    """
    slope, p = plain([1, 2, 2, 3, 3, 3])
    assert p == pytest.approx(0.0398, abs=5e-5)
    # The slopes of the 15 pairs, sorted: four of 0, 1/4, 1/3, 1/3, 2/5 …: the middle is 2/5.
    assert slope == 0.4


def test_seasons_by_hand() -> None:
    """Three years of two seasons, of which one rises each time and the other has a tie.

    S = 3 + 2, Var = 3 × 2 × 11 ÷ 18 + (66 − 18) ÷ 18 = 6.333, Z = 4 ÷ 2.517, p = 0.1120. The slopes
    are 1, 1, 1 and 0, 2, 4: the middle is 1.
    """
    slope, p = slope_and_p(np.array([[10.0, 50.0], [11.0, 50.0], [12.0, 54.0]]), np.arange(3))
    assert p == pytest.approx(0.1120, abs=5e-5)
    assert slope == 1


@pytest.mark.parametrize("count", [2, 5, 24])
def test_values_that_are_all_alike(count: int) -> None:
    """Without any variance nothing is divided by it: no slope, and a p of 1."""
    assert plain([0.1] * count) == (0, 1)
    assert slope_and_p(np.zeros((count, 12)), np.arange(count)) == (0, 1)


def test_one_pair_is_no_evidence() -> None:
    """A score of 1 is what the correction for continuity takes away: p = 1."""
    assert plain([1, 3, 2])[1] == 1


@settings(max_examples=1000, deadline=None)
@given(SERIES)
def test_agrees_with_scipy_and_pymannkendall(series: tuple[list[float], list[int]]) -> None:
    """Slope and p are those of the field's own libraries, with ties and with gaps in time."""
    values, times = series
    slope, p = plain(values, times)
    assert slope == theilslopes(values, times).slope
    if len(set(values)) > 1:
        theirs = pymannkendall.original_test(values)
        assert p == pytest.approx(theirs.p, rel=0, abs=DIGITS)
        assert (p < 0.05) == theirs.h


@settings(max_examples=1000, deadline=None)
@given(SEASONS)
def test_agrees_with_pymannkendall_by_season(years: list[list[float]]) -> None:
    """Slope and p by season are those of the field's own library, with ties."""
    values = np.array(years)
    slope, p = slope_and_p(values, np.arange(len(values)))
    if np.ptp(values, axis=0).any():
        theirs = pymannkendall.seasonal_test(values.ravel(), period=values.shape[1])
        assert slope == theirs.slope
        assert p == pytest.approx(theirs.p, rel=0, abs=DIGITS)
        assert (p < 0.05) == theirs.h
    else:
        assert (slope, p) == (0, 1)


@pytest.mark.parametrize("count", range(5, 25))
def test_no_score_is_near_the_bound(count: int) -> None:
    """Whatever S is without ties, p is so far from 5% that its last digits decide nothing."""
    orders = [[*range(count)]]
    while orders[-1] != sorted(orders[-1], reverse=True):
        orders.append(_one_pair_less(orders[-1]))
    found = [plain(list(map(float, order)))[1] for order in orders]
    assert min(found) < 0.05 < max(found)
    assert min(abs(p - 0.05) for p in found) > 1e-5


def _one_pair_less(order: list[int]) -> list[int]:
    """Return an order with one rising pair less: the first of two neighbours that rise, swapped."""
    place = next(i for i in range(len(order) - 1) if order[i] < order[i + 1])
    return [*order[:place], order[place + 1], order[place], *order[place + 2 :]]
