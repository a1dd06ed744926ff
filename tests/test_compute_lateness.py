"""Rule 6: when a value is overdue, and what that takes away."""

from datetime import date
from typing import Any

import pytest

from performance.model import Attainment, Record
from records import monthly, record_of

TARGET = [{"from": "2025-01", "value": 5, "near": 0}]


def seen(on: date, **facts: Any) -> Record:
    """Return a monthly metric with values to August 2026, due 20 days after each month."""
    rows = facts.pop("rows", monthly("2026-06", [9, 9, 9]))
    return record_of(rows, as_of=on, targets=TARGET, **facts)


@pytest.mark.parametrize(
    ("on", "days", "missed", "attainment"),
    [
        # September is due on October 20, October on November 20, November on December 20.
        (date(2026, 9, 30), 0, 0, "met"),
        (date(2026, 10, 20), 0, 0, "met"),
        (date(2026, 10, 21), 1, 1, "met"),
        (date(2026, 11, 20), 31, 1, "met"),
        (date(2026, 11, 21), 32, 2, "late"),
        (date(2026, 12, 21), 62, 3, "late"),
    ],
)
def test_late_by_the_day(on: date, days: int, missed: int, attainment: str) -> None:
    """A value is late from the day after it was due; a second one takes the attainment."""
    record = seen(on)
    late = record.lateness
    assert late.expected is not None
    assert (late.expected.key, late.due) == ("2026-09", date(2026, 10, 20))
    assert (late.days, late.missed) == (days, missed)
    assert record.attainment == attainment


def test_a_late_metric_keeps_its_last_value() -> None:
    """What was last reported stays, with its target, beside the attainment late."""
    judgement = seen(date(2026, 12, 24)).judgement
    assert judgement.reason == "late"
    assert (judgement.value, judgement.target_value) == (9, 5)
    assert judgement.observation is not None
    assert judgement.observation.period.key == "2026-08"
    assert judgement.observation.attainment is Attainment.MET


def test_a_row_without_a_value_is_a_report() -> None:
    """A month declared missing has been reported: October is expected next."""
    late = seen(date(2026, 10, 30), rows=monthly("2026-08", [9, None])).lateness
    assert late.expected is not None
    assert (late.expected.key, late.days) == ("2026-10", 0)


def test_a_stray_row_of_the_future_hides_no_delay() -> None:
    """A row of a period that has not begun is no report."""
    rows = monthly("2026-08", [9]) + monthly("2027-05", [9])
    late = seen(date(2026, 12, 1), rows=rows).lateness
    assert late.expected is not None
    assert (late.expected.key, late.missed) == ("2026-09", 2)


@pytest.mark.parametrize("stage", ["proposed", "paused", "retired"])
def test_never_late(stage: str) -> None:
    """Nothing is expected of a metric that is not reported on purpose."""
    record = seen(date(2030, 1, 1), stage=stage)
    assert record.lateness.expected is None
    assert (record.lateness.days, record.lateness.missed) == (0, 0)
    assert record.attainment != "late"


def test_a_pilot_is_late_but_not_judged() -> None:
    """A pilot says how late it is and stays unjudged."""
    record = seen(date(2030, 1, 1), stage="pilot")
    assert record.lateness.days > 0
    assert record.judgement.reason == "pilot"


def test_a_metric_without_a_target_is_late_too() -> None:
    """No site may look fresh when it is not: late comes before no target."""
    assert record_of(monthly("2026-01", [1]), as_of=date(2026, 11, 20)).attainment == "late"


def test_late_over_the_end_of_a_year_of_53_weeks() -> None:
    """After week 52 of 2020 comes week 53, which ends on January 3, 2021."""
    period = {"field": "week", "frequency": "W", "lag": 3}
    rows = [{"week": "2020-W52", "value": 1}]
    late = record_of(rows, period=period, as_of=date(2021, 1, 8)).lateness
    assert late.expected is not None
    assert (late.expected.key, late.due, late.days) == ("2020-W53", date(2021, 1, 6), 2)


def test_members_without_a_whole_are_reports() -> None:
    """Where the whole cannot be worked out, the members' rows still say what was reported."""
    rows = [{"month": "2026-08", "zone": "A", "value": 1}]
    measure = {"value": "value", "aggregation": "none"}
    late = record_of(rows, dimensions=["zone"], measure=measure, as_of=date(2026, 10, 1)).lateness
    assert late.expected is not None
    assert late.expected.key == "2026-09"
