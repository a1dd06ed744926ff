"""The rules of the memo, with values worked by hand."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from performance.compute.movers import attained, changed, movers
from performance.model import (
    Aggregation,
    Attainment,
    Break,
    Lateness,
    Measure,
    Record,
    Rule,
    Stage,
    Trend,
)
from performance.period import Frequency, month, week
from resident import metric, months, named, observed, record, series

SEPTEMBER = month(2026, 9)


def weeks(values: list[float]) -> Record:
    """Return a weekly record whose last week ends on September 27, 2026."""
    last = week(date(2026, 9, 21))
    rows = [
        {"period": last.shift(place - len(values) + 1), "value": value}
        for place, value in enumerate(values)
    ]
    defined = metric(frequency=Frequency.WEEK)
    latest = observed(values[-1], last)
    return record(values, metric=defined, series=series(rows), latest=latest)


def on_time(found: Record, **properties: Any) -> Record:
    """Return a record under other properties."""
    return dataclasses.replace(found, lateness=Lateness(), **properties)


def test_a_change_is_measured_by_the_spread_of_those_before() -> None:
    """Ten changes of ±1, ±2 or ±3 before one of +9.

    Values 50, 51, 49, 52, 50, 51, 49, 52, 50, 51, 49, 58: the first ten changes are 1, −2, 3, −2,
    1, −2, 3, −2, 1, −2. Sorted −2 ×5, 1 ×3, 3 ×2: the median is (−2 + 1) ÷ 2 = −0.5. The distances
    from it are 1.5 ×8 and 3.5 ×2: the MAD is 1.5, the spread 1.4826 × 1.5 = 2.2239. The newest
    change, 9, is (9 + 0.5) ÷ 2.2239 = 4.2718 spreads away.
    """
    found = changed(weeks([50, 51, 49, 52, 50, 51, 49, 52, 50, 51, 49, 58]))
    assert found is not None
    assert found.difference == 9
    assert found.usual == -0.5
    assert found.spread == pytest.approx(2.2239)
    assert found.score == pytest.approx(4.2718, abs=1e-4)
    assert found.count == 10
    assert (found.before, found.now) == (week(date(2026, 9, 14)), week(date(2026, 9, 21)))


def test_months_are_compared_with_a_year_earlier() -> None:
    """The values of a year are 10, 20, …, 120, the next year's 1 or 2 more in turn.

    So the eight changes before are 1, 2, 1, 2, 1, 2, 1, 2: median 1.5, MAD 0.5, spread 0.7413. The
    newest is 12 more: (12 − 1.5) ÷ 0.7413 = 14.164.
    """
    year = [10.0 * n for n in range(1, 13)]
    second = [10.0 * n + (1 if n % 2 else 2) for n in range(1, 9)] + [102.0]
    found = changed(record([*year, *second]))
    assert found is not None
    assert found.before == month(2025, 9)
    assert (found.difference, found.usual, found.count) == (12, 1.5, 8)
    assert found.score == pytest.approx(14.164, abs=1e-3)


def test_months_too_new_for_a_year_earlier_are_not_compared_with_the_month_before() -> None:
    """Summer is not news: twelve months have no change on a year earlier to be measured by."""
    assert changed(record([50, 51, 49, 52, 50, 51, 49, 52, 50, 51, 49, 58])) is None


def test_only_the_24_periods_before_are_what_is_usual() -> None:
    """Wild weeks of long ago do not hide what stands out today."""
    calm = [50.0 + (0, 1, 3)[n % 3] for n in range(25)]
    found = changed(weeks([0.0, 99.0, 0.0, 99.0, *calm, 60.0]))
    assert found is not None
    assert found.count == 24
    assert found.spread < 3


@pytest.mark.parametrize(
    "values",
    [
        [],
        [50.0],
        # Seven changes before the newest.
        [50, 51, 49, 52, 50, 51, 49, 52, 58],
        # Always the same: nothing is usual but no change at all.
        [50.0] * 12 + [58.0],
    ],
)
def test_too_little_is_no_change_to_speak_of(values: list[float]) -> None:
    """No score is given where fewer than 8 changes are known, or where they do not spread."""
    if not values:
        assert changed(record(())) is None
        return
    assert changed(weeks(values)) is None


def test_no_change_is_measured_over_a_break() -> None:
    """After a break in the newest week there is nothing to compare it with."""
    found = weeks([50, 51, 49, 52, 50, 51, 49, 52, 50, 51, 49, 58])
    broken = replace(found.metric, breaks=(Break(week(date(2026, 9, 21)), "New system."),))
    assert changed(dataclasses.replace(found, metric=broken)) is None


def test_values_counted_from_the_start_of_a_year_are_not_compared_with_the_period_before() -> None:
    """Their fall at the end of the year is no news."""
    counted = Measure(Aggregation.NONE, value="x", cumulative="fiscal-year")
    found = weeks([10, 21, 30, 41, 50, 61, 70, 81, 90, 101, 110, 1])
    assert (
        changed(dataclasses.replace(found, metric=replace(found.metric, measure=counted))) is None
    )


def test_attainment_is_compared_with_the_value_before() -> None:
    """95 met, then 84 missed: two steps down. A gap in between does not hide the change."""
    found = attained(record([95.0, 84.0]))
    assert found is not None
    assert (found.before, found.now, found.score) == (month(2026, 8), SEPTEMBER, -2)
    gap = months([95.0, float("nan"), 86.0])
    gap.loc[1, "attainment"] = "no_data"
    found = attained(record([95.0, float("nan"), 86.0], series=gap))
    assert found is not None
    assert (found.before, found.score) == (month(2026, 7), -1)
    assert attained(record([95.0, 91.0])) is None
    assert attained(record([95.0])) is None


def test_movers_come_by_rule_and_in_order() -> None:
    """The surest trend, the largest fall, the largest score come first; at most `top` of each."""
    trend = Trend("improving", slope=1.0, p=0.04, count=24)
    records = [
        named(on_time(record([90.0, 91.0]), trend=trend), "later", "Later"),
        named(on_time(record([90.0, 91.0]), trend=replace(trend, p=0.001)), "surer", "Surer"),
        named(on_time(record([90.0, 91.0]), trend=replace(trend, verdict="steady")), "s", "S"),
        named(on_time(record([84.0, 95.0])), "up", "Up"),
        named(on_time(record([95.0, 84.0])), "down", "Down"),
        named(on_time(record([95.0, 86.0])), "near", "Near"),
        on_time(weeks([50, 51, 49, 52, 50, 51, 49, 52, 50, 51, 49, 58])),
    ]
    found = movers(records, SEPTEMBER)
    assert [(m.rule, m.metric) for m in found] == [
        (Rule.TREND, "surer"),
        (Rule.TREND, "later"),
        (Rule.ATTAINMENT, "down"),
        (Rule.ATTAINMENT, "up"),
        (Rule.ATTAINMENT, "near"),
        (Rule.CHANGE, "requests-on-time"),
    ]
    assert [m.metric for m in movers(records, SEPTEMBER, top=1)][:2] == ["surer", "down"]


def test_an_ordinary_change_is_not_told() -> None:
    """A score below 3.5 is noise: 4 after ±2 is 4.5 ÷ 2.2239 = 2.02 spreads away."""
    ordinary = on_time(weeks([50, 51, 49, 52, 50, 51, 49, 52, 50, 51, 49, 53]))
    assert movers([ordinary], SEPTEMBER) == ()


def test_old_late_and_retired_values_are_no_news() -> None:
    """What ended months ago, what is overdue and what is not followed any more does not move."""
    fell = on_time(record([95.0, 84.0]))
    assert len(movers([fell], SEPTEMBER)) == 1
    # A lag of 20 days: September's value falls due in October, not in November.
    assert movers([fell], month(2026, 10)) == ()
    slow = dataclasses.replace(fell, metric=replace(fell.metric, lag=45))
    assert len(movers([slow], month(2026, 10))) == 1
    assert movers([dataclasses.replace(fell, lateness=Lateness(days=3, missed=1))], SEPTEMBER) == ()
    retired = dataclasses.replace(fell, metric=replace(fell.metric, stage=Stage.RETIRED))
    assert movers([retired], SEPTEMBER) == ()
    assert fell.attainment is Attainment.MET
