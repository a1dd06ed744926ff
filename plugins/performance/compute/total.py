"""Totals of decimal figures without the noise of binary ones."""

from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np

from performance.compute.timeline import Flags, Floats, Whole

DIGITS = 14


def total(figures: Any) -> float:
    """Return the sum of finite figures."""
    return decimal(fsum(figures))


def totals(figures: Floats, counted: Flags, group: Whole, *, count: int) -> Floats:
    """Return the sum of each of `count` groups of figures; only those `counted` count.

    A group of which a counted figure is NaN has no sum: NaN.
    """
    # Of no figures at all numpy makes whole numbers.
    sums = np.bincount(group[counted], figures[counted], count).astype("float64")
    return np.array([decimal(each) for each in sums.tolist()], dtype="float64")


def decimal(figure: float) -> float:
    """Return a sum of decimal figures as adding them with a pencil gives it: 0.3 for 0.1 + 0.2.

    Whole numbers are exact as they are; others keep 14 significant digits, more than any data has.
    """
    return figure if figure.is_integer() else float(f"{figure:.{DIGITS}g}")
