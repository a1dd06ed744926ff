"""What a thing that a metric counts cost the program that the metric belongs to."""

from __future__ import annotations

from msgspec import Struct


class UnitCost(Struct, frozen=True):
    """A program's money of one fiscal year beside what a metric of it counted in that year.

    `program` is what the budget calls the program. `spent` is its actual spending in cents of the
    year itself, not adjusted for inflation; none where the budget does not have it. `count` is
    the numerator or the denominator of a ratio, or the sum of a count; none where the year is not
    over or lacks a period.
    `moved` is whether the spending is counted as if a later reorganization had been made.
    """

    metric: str
    program: str
    fiscal_year: int
    spent: int | None
    count: float | None
    moved: bool = False

    @property
    def each(self) -> float | None:
        """The cents for each thing counted, not rounded; none where it cannot be said."""
        if self.spent is None or self.count is None or self.spent <= 0 or self.count <= 0:
            return None
        return self.spent / self.count
