"""Rule 6: whether the next value is overdue."""

from __future__ import annotations

from datetime import date, timedelta

from performance.model import Lateness, Metric, Stage
from performance.period import Period

# A value more than one cycle late takes the attainment with it.
CYCLES = 2
NEVER_LATE = (Stage.PROPOSED, Stage.PAUSED, Stage.RETIRED)


def lateness(metric: Metric, last: Period | None, as_of: date) -> Lateness:
    """Return what is overdue after `last`, the last period with a row of any obs_status.

    A value is due `lag` days after its period's last day, and late from the day after. Nothing is
    expected of a metric that has never reported, nor of one proposed, paused or retired.
    """
    if last is None or metric.stage in NEVER_LATE:
        return Lateness()
    expected = last.shift(1)
    due = due_on(metric, expected)
    missed, overdue = 0, expected
    while due_on(metric, overdue) < as_of:
        missed += 1
        overdue = overdue.shift(1)
    return Lateness(expected, due, max((as_of - due).days, 0), missed)


def due_on(metric: Metric, period: Period) -> date:
    """Return the day by which a period's value is due."""
    return period.end + timedelta(days=metric.lag)
