"""Rule 4: met, near, missed, at each boundary and between."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from performance.compute.attainment import ATTAINMENTS, bounds, judge, same, verdicts
from performance.model import Attainment, Direction, Target
from performance.period import month

MET, NEAR, MISSED = Attainment.MET, Attainment.NEAR, Attainment.MISSED
ORDER = (MISSED, NEAR, MET)
FIGURES = st.floats(-1e6, 1e6)
MARGINS = st.floats(0, 1e6)


def aim(value: float | None = None, near: float = 0, **facts: float) -> Target:
    return Target(month(2025, 1), near, value=value, **facts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(90.1, MET), (90, MET), (89.9, NEAR), (85, NEAR), (84.9, MISSED), (-3, MISSED)],
)
def test_increase_at_each_boundary(value: float, expected: Attainment) -> None:
    """At least 90 is met, at least 90 − 5 is near, less is missed."""
    assert judge(value, aim(90, near=5), Direction.INCREASE) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [(9.9, MET), (10, MET), (10.1, NEAR), (12, NEAR), (12.1, MISSED)]
)
def test_decrease_at_each_boundary(value: float, expected: Attainment) -> None:
    """At most 10 is met, at most 10 + 2 is near, more is missed."""
    assert judge(value, aim(10, near=2), Direction.DECREASE) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (6.4, MISSED),
        (6.5, NEAR),
        (6.9, NEAR),
        (7, MET),
        (8.5, MET),
        (8.6, NEAR),
        (9, NEAR),
        (9.1, MISSED),
    ],
)
def test_range_at_each_boundary(value: float, expected: Attainment) -> None:
    """From 7 to 8.5 is met, up to 0.5 outside is near, further is missed."""
    target = aim(near=0.5, low=7, high=8.5)
    assert judge(value, target, Direction.RANGE) is expected


def test_no_margin() -> None:
    """With a margin of 0 nothing is near."""
    assert judge(89.999, aim(90), Direction.INCREASE) is MISSED


@pytest.mark.parametrize("value", [0.9 * 100, 100 * 0.1 * 9, 90 - 1e-8, 0.1 + 0.2 + 89.7])
def test_floating_point_noise_does_not_miss(value: float) -> None:
    """A value that differs from the target in the tenth digit alone meets it."""
    assert judge(value, aim(90), Direction.INCREASE) is MET


def test_noise_at_the_margin() -> None:
    """The edge of near is compared with the same tolerance: 0.3 − 0.1 is 0.19999999999999998."""
    assert judge(0.2, aim(0.3, near=0.1), Direction.INCREASE) is NEAR
    assert judge(0.3, aim(0.2, near=0.1), Direction.DECREASE) is NEAR


def test_lower_is_lower_even_where_rounding_hides_it() -> None:
    """89.9996 is shown as 90.0% and has not met 90."""
    assert judge(89.9996, aim(90), Direction.INCREASE) is MISSED
    assert judge(90.0004, aim(90), Direction.DECREASE) is MISSED


def test_nothing_aimed_at() -> None:
    """Without a target, without a wanted direction or without its figures there is no target."""
    none = Attainment.NO_TARGET
    assert judge(1, None, Direction.INCREASE) is none
    assert judge(1, aim(1), Direction.NONE) is none
    assert judge(1, aim(1), Direction.RANGE) is none
    assert judge(1, aim(low=1, high=2), Direction.INCREASE) is none


def test_same_at_zero_and_at_large_values() -> None:
    """Values are the same to nine digits, or to a billionth around zero."""
    assert same(1e12, 1e12 + 1)
    assert not same(1e6, 1e6 + 1)
    assert same(0, 1e-10)
    assert not same(0, 1e-8)


@given(one=FIGURES, other=FIGURES, target=FIGURES, near=MARGINS)
def test_monotone_in_the_actual(one: float, other: float, target: float, near: float) -> None:
    """A higher value never attains less where higher is wanted."""
    low, high = sorted((one, other))
    aimed = aim(target, near=near)
    found = [ORDER.index(judge(v, aimed, Direction.INCREASE)) for v in (low, high)]
    assert found[0] <= found[1]


@given(value=FIGURES, target=FIGURES, near=MARGINS)
def test_mirrored_by_direction(value: float, target: float, near: float) -> None:
    """Wanting less of a value is wanting more of its negative."""
    decrease = judge(value, aim(target, near=near), Direction.DECREASE)
    assert decrease is judge(-value, aim(-target, near=near), Direction.INCREASE)


@given(value=FIGURES, one=FIGURES, other=FIGURES, near=MARGINS)
def test_a_range_is_both_directions(value: float, one: float, other: float, near: float) -> None:
    """A range attains the worse of what its two ends attain alone."""
    low, high = sorted((one, other))
    both = judge(value, aim(near=near, low=low, high=high), Direction.RANGE)
    at_least = judge(value, aim(low, near=near), Direction.INCREASE)
    at_most = judge(value, aim(high, near=near), Direction.DECREASE)
    assert both is ORDER[min(ORDER.index(at_least), ORDER.index(at_most))]


@settings(max_examples=500)
@given(
    target=FIGURES,
    near=MARGINS,
    steps=st.floats(-3, 3),
    edge=st.sampled_from([-1, 0, 1]),
    direction=st.sampled_from([Direction.INCREASE, Direction.DECREASE, Direction.RANGE]),
)
def test_one_value_is_judged_as_many_are(
    target: float, near: float, steps: float, edge: int, direction: Direction
) -> None:
    """At every edge, a billionth more or less, one value attains what it does in a column."""
    aimed = aim(target, near=near, low=target, high=target)
    value = target + edge * near
    value += steps * 1e-9 * max(1, abs(value))
    found = bounds(aimed, direction)
    assert found is not None
    columns = np.array([[value], [found[0]], [found[1]], [near]])
    code = verdicts(columns[0], floor=columns[1], ceiling=columns[2], near=columns[3])[0]
    assert judge(value, aimed, direction) is ATTAINMENTS[int(code)]
