"""Rules 4 to 6: which observation is judged, against what, and why there may be no verdict."""

from datetime import date
from typing import Any

import pytest

from performance.model import Judgement
from records import monthly, record_of

NOW = date(2026, 10, 10)
TARGET = [{"from": "2026-01", "value": 10, "near": 2}]


def judged(rows: list[dict[str, Any]], on: date = NOW, **facts: Any) -> Judgement:
    return record_of(rows, as_of=on, **{"targets": TARGET, **facts}).judgement


def period(judgement: Judgement) -> str:
    assert judgement.observation is not None
    return judgement.observation.period.key


@pytest.mark.parametrize(
    ("value", "attainment"), [(10, "met"), (9, "near"), (8, "near"), (7.9, "missed")]
)
def test_the_last_complete_period(value: float, attainment: str) -> None:
    """September is judged on October 10, with the facts that led to it."""
    found = judged(monthly("2026-07", [1, 1, value]))
    assert found.attainment == attainment
    assert (found.value, found.target_value, found.reason, found.basis) == (value, 10, "", "period")
    assert period(found) == "2026-09"


@pytest.mark.parametrize(
    ("values", "before"),
    [([9, 12], "near"), ([12, 12], "met"), ([2, 12], "missed"), ([None, 12], "no_data")],
)
def test_the_period_before(values: list[float | None], before: str) -> None:
    """August is judged by the same target, near within 2 of 10."""
    assert judged(monthly("2026-08", values)).before == before


def test_no_period_before() -> None:
    """The first period has none, nor has one without a verdict by a target of its own."""
    assert judged(monthly("2026-09", [12])).before is None
    assert judged(monthly("2026-08", [12, None])).before is None
    assert judged(monthly("2026-08", [12, 12]), targets=None).before is None


def test_an_open_period_is_not_judged() -> None:
    """October is not over on October 10, though a first figure is there."""
    rows = monthly("2026-09", [12, 1], obs_status="provisional")
    assert period(judged(rows)) == "2026-09"
    assert judged(rows).attainment == "met"
    assert period(judged(rows, date(2026, 10, 31))) == "2026-10"
    assert judged(rows, date(2026, 10, 31)).attainment == "missed"


def test_only_an_open_period() -> None:
    """A metric whose first month is not over is pending; without a target it has none."""
    found = judged(monthly("2026-10", [1]))
    assert (found.attainment, found.reason, found.value) == ("pending", "period_open", 1)
    assert judged(monthly("2026-10", [1]), targets=None).attainment == "no_target"


@pytest.mark.parametrize("status", ["missing", "suppressed"])
def test_no_value_in_the_last_period(status: str) -> None:
    """A month reported without a value is no data; the month before is not judged in its place."""
    rows = monthly("2026-08", [12])
    rows.append({"month": "2026-09", "obs_status": status, "note": "Why."})
    found = judged(rows)
    assert (found.attainment, found.reason, found.value) == ("no_data", status, None)
    assert found.observation is not None
    assert (period(found), found.observation.note) == ("2026-09", "Why.")


def test_what_does_not_apply_is_passed_over() -> None:
    """A closed month is no month to judge: the one before stands."""
    rows = monthly("2026-08", [12])
    rows.append({"month": "2026-09", "obs_status": "not_applicable"})
    assert judged(rows).attainment == "met"
    assert period(judged(rows)) == "2026-08"
    only = judged(rows[1:])
    assert (only.attainment, only.reason) == ("no_data", "not_applicable")


def test_provisional_of_a_complete_period_is_judged() -> None:
    """A provisional value of a month that is over is judged like any other."""
    found = judged([{"month": "2026-09", "value": 12, "obs_status": "provisional"}])
    assert found.attainment == "met"


@pytest.mark.parametrize("stage", ["proposed", "pilot", "paused"])
def test_stages_that_are_not_judged(stage: str) -> None:
    """Proposed metrics, pilots and paused ones are pending for that reason, with data or none."""
    found = judged(monthly("2026-09", [12]), stage=stage)
    assert (found.attainment, found.reason, found.value) == ("pending", stage, 12)
    empty = judged([], columns=["month", "value"], stage=stage)
    assert (empty.attainment, empty.reason, empty.observation) == ("pending", stage, None)


def test_a_retired_metric_is_judged_and_not_counted() -> None:
    """A retired metric keeps its last verdict, is never late and in no count."""
    record = record_of(monthly("2026-01", [12]), as_of=NOW, targets=TARGET, stage="retired")
    assert record.attainment == "met"
    assert record.counted is False


def test_without_a_target() -> None:
    """No target, or a target without a wanted direction, is no target."""
    for facts in ({"targets": None}, {"direction": "none"}):
        found = judged(monthly("2026-09", [12]), **facts)
        assert (found.attainment, found.reason, found.value) == ("no_target", "no_target", 12)


def test_a_target_that_begins_later() -> None:
    """Before the first target begins the metric is pending."""
    found = judged(monthly("2026-09", [12]), targets=[{"from": "2026-10", "value": 1, "near": 0}])
    assert (found.attainment, found.reason) == ("pending", "target_later")


def test_the_target_of_the_period_not_the_newest() -> None:
    """September is held against September's target, though a higher one begins in October."""
    targets = [*TARGET, {"from": "2026-10", "value": 20, "near": 0}]
    assert judged(monthly("2026-09", [12]), targets=targets).target_value == 10


def test_a_range() -> None:
    """Against a range there is no single target value: the pair is in the target."""
    targets = [{"from": "2026-01", "low": 10, "high": 14, "near": 0}]
    found = judged(monthly("2026-09", [12]), targets=targets, direction="range")
    assert (found.attainment, found.target_value) == ("met", None)
    assert found.target is not None
    assert (found.target.low, found.target.high) == (10, 14)


def of_year(value: float = 120, near: float = 12, **facts: Any) -> dict[str, Any]:
    target = {"from": "2025-07", "value": value, "near": near, "basis": "fiscal-year", **facts}
    return {"targets": [target]}


YEAR = monthly("2025-07", [10] * 12)


def test_a_target_of_the_year_is_judged_when_it_has_ended() -> None:
    """Fiscal year 2026, with 12 × 10 = 120, stands until 2027 has ended."""
    found = judged([*YEAR, *monthly("2026-07", [1, 1, 1])], **of_year())
    assert (found.attainment, found.basis, found.fiscal_year) == ("met", "fiscal-year", 2026)
    assert (found.value, found.target_value, period(found)) == (120, 120, "2026-06")


def test_the_first_year_is_open() -> None:
    """Before a year with the target has ended the metric is pending."""
    found = judged(YEAR[:3], date(2025, 10, 10), **of_year())
    assert (found.attainment, found.reason, found.fiscal_year) == ("pending", "year_open", 2026)
    assert (found.basis, found.target_value) == ("fiscal-year", 120)
    new = judged(
        [*YEAR, *monthly("2026-07", [1])],
        date(2026, 8, 10),
        targets=[{"from": "2026-07", "value": 1, "near": 0, "basis": "fiscal-year"}],
    )
    assert (new.attainment, new.reason, new.fiscal_year) == ("pending", "year_open", 2027)


def test_a_year_keeps_its_verdict_until_the_next_is_reported() -> None:
    """On July 10 June is not there yet: the last year that is whole stands."""
    rows = [*YEAR, *monthly("2026-07", [1] * 11)]
    found = judged(rows, date(2027, 7, 10), **of_year())
    assert (found.fiscal_year, found.attainment) == (2026, "met")
    whole = [*rows, *monthly("2027-06", [1])]
    # 11 + 1 = 12 is far from 120.
    assert judged(whole, date(2027, 7, 10), **of_year()).attainment == "missed"


def test_a_year_that_lacks_a_month_has_no_data() -> None:
    """A year with a missing month has no sum to judge."""
    rows = monthly("2025-07", [10, None, *[10] * 10])
    found = judged(rows, date(2026, 7, 10), **of_year())
    assert (found.attainment, found.reason, found.value) == ("no_data", "missing", None)


@pytest.mark.parametrize(
    ("september", "attainment"), [(10, "met"), (7, "near"), (6.9, "missed"), (None, "no_data")]
)
def test_in_proportion(september: float | None, attainment: str) -> None:
    """Three months of twelve: 30 of 120, with a margin of 3 of 12."""
    found = judged([*YEAR, *monthly("2026-07", [10, 10, september])], **of_year(prorate=True))
    assert (found.attainment, found.basis, found.fiscal_year) == (attainment, "year-to-date", 2027)
    assert found.value == (None if september is None else 20 + september)
    assert found.target_value == 30
    assert found.target is not None
    # The target stays the year's, its margin is that of the part.
    assert (found.target.value, found.target.near) == (120, 3)


def test_in_proportion_at_the_end_of_the_year() -> None:
    """With June the year is whole and judged as a year."""
    found = judged(YEAR, date(2026, 7, 10), **of_year(prorate=True))
    assert (found.basis, found.value, found.target_value) == ("fiscal-year", 120, 120)


def test_a_rate_is_never_prorated() -> None:
    """A mean against a target of the year waits for the year, even where the target prorates."""
    measure = {"value": "value", "aggregation": "mean"}
    rows = [*YEAR, *monthly("2026-07", [1, 1, 1])]
    found = judged(rows, measure=measure, **of_year(10, 1, prorate=True))
    assert (found.basis, found.value, found.fiscal_year) == ("fiscal-year", 10, 2026)


def test_a_running_total_in_proportion() -> None:
    """A value counted from the start of the year is the year so far: 45 of 120 × 3 ÷ 12."""
    running = {"value": "value", "aggregation": "none", "cumulative": "fiscal-year"}
    rows = monthly("2026-07", [15, 30, 45])
    found = judged(rows, measure=running, **of_year(prorate=True))
    assert (found.attainment, found.value, found.target_value) == ("met", 45, 30)


def test_a_yearly_metric_with_a_target_of_the_year() -> None:
    """A yearly value is the year's, whichever way its target is written."""
    rows = [{"year": "2026", "value": 12}]
    facts = {"period": {"field": "year", "frequency": "A", "lag": 60, "year": "fiscal"}}
    target = {"from": "2025", "value": 10, "near": 0}
    for basis in ("period", "fiscal-year"):
        found = judged(rows, **facts, targets=[{**target, "basis": basis}])
        assert (found.attainment, found.value, found.target_value) == ("met", 12, 10)
