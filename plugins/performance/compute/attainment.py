"""Rule 4: how a value stands to its target."""

from __future__ import annotations

from math import inf, isclose, isfinite

import numpy as np
from numpy.typing import NDArray

from performance.model import Attainment, Direction, Metric, Stage, Target

# Two figures closer than this, in proportion or absolutely, differ by the noise of floating point
# alone: 0.9 × 100 must meet a target of 90. A value that is lower by more is lower, even where
# rounding for readers would show them equal.
NOISE = 1e-9

ATTAINMENTS = tuple(Attainment)
CODES = {attainment: code for code, attainment in enumerate(ATTAINMENTS)}

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def bounds(target: Target | None, direction: Direction) -> tuple[float, float] | None:
    """Return the lowest and highest value that meet a target; none where nothing is aimed at."""
    if target is None:
        return None
    match direction:
        case Direction.INCREASE if target.value is not None:
            return target.value, inf
        case Direction.DECREASE if target.value is not None:
            return -inf, target.value
        case Direction.RANGE if target.low is not None and target.high is not None:
            return target.low, target.high
        case _:
            return None


def is_judged(metric: Metric) -> bool:
    """Whether values of a metric are held against its targets: not before it is live."""
    return metric.stage not in (Stage.PROPOSED, Stage.PILOT)


def judge(value: float, target: Target | None, direction: Direction) -> Attainment:
    """Return how a value stands to a target: met, near, missed or no_target.

    As `verdicts` has it of many values, which of a single one takes ten times as long.
    """
    found = bounds(target, direction)
    if target is None or found is None:
        return Attainment.NO_TARGET
    floor, ceiling = found
    if _reaches(value, floor) and _reaches(ceiling, value):
        return Attainment.MET
    near = target.near
    close = _reaches(value, floor - near) and _reaches(ceiling + near, value)
    return Attainment.NEAR if close else Attainment.MISSED


def verdicts(values: Floats, *, floor: Floats, ceiling: Floats, near: Floats) -> Codes:
    """Return for each value the code of met, near or missed.

    Met is `floor` ≤ value ≤ `ceiling`, near at most `near` outside. Comparisons allow `NOISE`.
    """
    met = _at_least(values, floor) & _at_least(ceiling, values)
    close = _at_least(values, floor - near) & _at_least(ceiling + near, values)
    return np.where(
        met,
        CODES[Attainment.MET],
        np.where(close, CODES[Attainment.NEAR], CODES[Attainment.MISSED]),
    )


def same(value: float, other: float) -> bool:
    """Return whether two values differ by no more than `NOISE`."""
    return isclose(value, other, rel_tol=NOISE, abs_tol=NOISE)


def _reaches(value: float, other: float) -> bool:
    """Whether a value is no lower than another, as `_at_least` has it of many."""
    margin = NOISE * max(1.0, abs(value), abs(other))
    return value - other >= (-margin if isfinite(margin) else 0.0)


def _at_least(values: Floats, others: Floats) -> NDArray[np.bool_]:
    margin = NOISE * np.maximum(1, np.maximum(np.abs(values), np.abs(others)))
    # An infinite bound has no noise: inf − inf would be no number.
    margin[np.isinf(margin)] = 0
    # A difference is rounded alike both ways: less of a value is judged as more of its negative.
    reached: NDArray[np.bool_] = values - others >= -margin
    return reached
