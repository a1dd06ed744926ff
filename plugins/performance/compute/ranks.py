"""Slope and significance of a trend by ranks, which neither outliers nor the shape of a trend sway.

The test is that of Mann and Kendall: S is the number of pairs of values of which the later one is
higher, less that of those of which it is lower. Without a trend S is 0 on average, with the
variance (n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)) ÷ 18 for n values with groups of t equal ones, and
near enough to normal from 8 values on. Z = (|S| − 1) ÷ √variance allows for S being a whole number,
and p is the probability of a Z as far from 0, two-sided, to twelve decimals. The slope is the
median of the slopes of all pairs, ties included.

Of seasons only values of the same one are compared: their S and variances add up, which takes the
seasons for independent of each other, and the slope is the median over the pairs of all of them.

- Theil, H. (1950): A rank-invariant method of linear and polynomial regression analysis.
  Proceedings of the Royal Netherlands Academy of Sciences 53.
- Sen, P. K. (1968): Estimates of the regression coefficient based on Kendall's tau. Journal of the
  American Statistical Association 63.
- Mann, H. B. (1945): Nonparametric tests against trend. Econometrica 13.
- Kendall, M. G. (1975): Rank Correlation Methods, 4th edition (for ties and continuity).
- Hirsch, R. M., Slack, J. R. and Smith, R. A. (1982): Techniques of trend analysis for monthly
  water quality data. Water Resources Research 18 (for seasons, the test and the slope).
"""

from __future__ import annotations

from functools import lru_cache
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from performance.compute.timeline import Floats, Whole

# How many decimals a p is told with.
DIGITS = 12


def slope_and_p(values: Floats, times: Whole) -> tuple[float, float]:
    """Return the slope, in the values' unit a unit of time, and the p of its significance.

    `values` have a row for each time, which ascend, and a column for each season: one where there
    are no seasons. There are two rows or more, and none of the values is NaN.
    """
    earlier, later = _pairs(len(values))
    rises = values[later] - values[earlier]
    spans = times[later] - times[earlier]
    slope = _median(rises / spans[:, np.newaxis])
    return slope, _p(int(np.sign(rises).sum()), _variance(values))


@lru_cache(maxsize=64)
def _pairs(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of the earlier and the later value of every pair."""
    earlier, later = np.triu_indices(count, 1)
    return earlier, later


def _median(numbers: Floats) -> float:
    """Return the median of numbers, none of which is NaN: that of NumPy looks for these, and loads
    its masked arrays to do so."""
    found = np.sort(numbers, axis=None)
    middle = found.size // 2
    return float(found[middle] if found.size % 2 else (found[middle - 1] + found[middle]) / 2)


def _variance(values: Floats) -> float:
    """Return the variance of S: the sum of those of the seasons."""
    n = len(values)
    # For each value how many of its season equal it, itself included: t, in a group t times.
    t = (values[:, np.newaxis] == values).sum(axis=0)
    tied = ((t - 1) * (2 * t + 5)).sum(axis=0)
    return float(((n * (n - 1) * (2 * n + 5) - tied) / 18).sum())


def _p(s: int, variance: float) -> float:
    if s == 0:
        return 1.0
    # Rounded: the last digits of erfc are those of the system's library, and figures that are
    # frozen on one system must be the same on another.
    return round(erfc((abs(s) - 1) / sqrt(2 * variance)), DIGITS)
