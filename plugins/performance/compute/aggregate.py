"""Rules 1 and 2 over periods: one value of several observations."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct

from performance.compute.observations import Observations
from performance.compute.timeline import Whole
from performance.compute.total import total
from performance.model import Aggregation, Measure


class Aggregate(Struct, frozen=True):
    """One value of several observations; `numerator` and `denominator` of a ratio alone."""

    value: float
    numerator: float | None = None
    denominator: float | None = None


def aggregate(rows: Observations, chosen: Whole, measure: Measure) -> Aggregate | None:
    """Return the value of the chosen rows together; rows without a value do not count.

    A ratio is the ratio of sums, a mean is weighted where the measure has a weight. None where no
    row has a value, and for a measure that does not aggregate over periods: "none", and "last",
    which is read and not worked out.
    """
    chosen = chosen[rows.present[chosen]]
    if not len(chosen):
        return None
    values = rows.value[chosen]
    match measure.aggregation:
        case Aggregation.RATIO:
            over, under = total(rows.numerator[chosen]), total(rows.denominator[chosen])
            return Aggregate(measure.scale * over / under, over, under)
        case Aggregation.SUM:
            return Aggregate(total(values))
        case Aggregation.MEAN:
            return _mean(values, rows.weight[chosen] if measure.weight is not None else None)
        case Aggregation.MAX:
            return Aggregate(float(values.max()))
        case Aggregation.MIN:
            return Aggregate(float(values.min()))
        case _:
            return None


def _mean(values: Any, weights: Any) -> Aggregate | None:
    if weights is None:
        return Aggregate(total(values) / len(values))
    if not np.isfinite(weights).all() or total(weights) == 0:
        return None
    return Aggregate(total(values * weights) / total(weights))
