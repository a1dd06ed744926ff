"""The sentences that the site writes about a metric, from its record alone.

Every number in them is in the data or worked out of it by `compute`; nothing here computes but the
number of decimals. All functions return plain text, "" where there is nothing to say.
"""

from __future__ import annotations

from performance.sentences.annual import amount, annual, annual_trend, year_name
from performance.sentences.comparison import baseline, change, previous_change, year_to_date
from performance.sentences.course import headline, trend
from performance.sentences.definition import (
    cumulative,
    direction,
    frequency,
    lag,
    method,
    stage,
    target,
)
from performance.sentences.figures import capital
from performance.sentences.standing import finding, lateness, newer, standing
from performance.sentences.unit_cost import cost_of_one, counted_one

__all__ = [
    "amount",
    "annual",
    "annual_trend",
    "baseline",
    "capital",
    "change",
    "cost_of_one",
    "counted_one",
    "cumulative",
    "direction",
    "finding",
    "frequency",
    "headline",
    "lag",
    "lateness",
    "method",
    "newer",
    "previous_change",
    "stage",
    "standing",
    "target",
    "trend",
    "year_name",
    "year_to_date",
]
