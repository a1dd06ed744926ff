"""Tests of the generated sentences: each form as it is to read, written by hand."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from performance import sentences
from performance.model import (
    Aggregation,
    Attainment,
    Break,
    Direction,
    Judgement,
    Lateness,
    Measure,
    Metric,
    Observation,
    ObsStatus,
    Record,
    Stage,
    Target,
    Trend,
    Unit,
    YearToDate,
)
from performance.period import Period, day, month, quarter, week, year_
from performance.sentences.figures import exact
from resident import (
    PERCENT,
    RATIO,
    REQUESTS,
    SUM,
    TARGET,
    WORDING,
    changed,
    judged,
    metric,
    observed,
    record,
)

DAYS = Unit("days", decimals=1)
SEPTEMBER, A_YEAR_AGO = month(2026, 9), month(2025, 9)


def standing(
    attainment: Attainment, actual: float | None, defined: Metric | None = None, **more: Any
) -> str:
    """Return the sentence on a value of September 2026, judged by the metric's first target."""
    chosen = defined or metric()
    target = chosen.targets[0] if chosen.targets else None
    properties = more.pop("observation", {})
    seen = observed(actual, target=target, attainment=attainment, **properties)
    found = record(metric=chosen, latest=seen, judgement=judged(attainment, seen, **more))
    return sentences.standing(found, WORDING)


def goal(value: float, near: float, direction: str = "increase", **more: Any) -> Metric:
    """Return a metric with one target from 2025 on."""
    target = Target(month(2025, 1), near=near, value=value)
    return metric(targets=(target,), direction=Direction(direction), **more)


BETWEEN = metric(
    unit=Unit("pH", decimals=1),
    direction=Direction.RANGE,
    targets=(Target(month(2025, 1), near=0.2, low=7, high=8.5),),
)


@pytest.mark.parametrize(
    ("attainment", "value", "defined", "expected"),
    [
        (
            Attainment.MET,
            91.2,
            metric(),
            "The result was 91.2% in September 2026, better than the target of 90%.",
        ),
        (
            Attainment.MET,
            90.0,
            metric(),
            "The result was 90.0% in September 2026, exactly the target of 90%.",
        ),
        (
            Attainment.NEAR,
            88.0,
            metric(),
            "The result was 88.0% in September 2026, worse than the target of 90% "
            "but within 5 percentage points of it.",
        ),
        (
            Attainment.MISSED,
            83.8,
            metric(),
            "The result was 83.8% in September 2026, worse than the target of 90%.",
        ),
        (
            Attainment.MET,
            2.4,
            goal(2.5, 1, "decrease", unit=DAYS),
            "The result was 2.4 days in September 2026, better than the target of 2.5 days.",
        ),
        (
            Attainment.NEAR,
            3.0,
            goal(2.5, 1, "decrease", unit=DAYS),
            "The result was 3.0 days in September 2026, worse than the target of 2.5 days "
            "but within 1 day of it.",
        ),
        (
            Attainment.MISSED,
            131,
            goal(100, 10, "decrease", unit=REQUESTS),
            "The result was 131 requests in September 2026, worse than the target of 100 requests.",
        ),
        (
            Attainment.MISSED,
            1200,
            goal(1000.5, 1, "decrease", unit=Unit("US dollars", "$")),
            "The result was $1,200 in September 2026, worse than the target of $1,000.50.",
        ),
        (
            Attainment.MET,
            7.4,
            BETWEEN,
            "The result was 7.4 pH in September 2026, within the target range of 7 pH to 8.5 pH.",
        ),
        (
            Attainment.NEAR,
            6.9,
            BETWEEN,
            "The result was 6.9 pH in September 2026, below the target range of 7 pH to 8.5 pH "
            "but within 0.2 pH of it.",
        ),
        (
            Attainment.MISSED,
            9.0,
            BETWEEN,
            "The result was 9.0 pH in September 2026, above the target range of 7 pH to 8.5 pH.",
        ),
    ],
)
def test_a_verdict_says_the_value_and_the_target(
    attainment: Attainment, value: float, defined: Metric, expected: str
) -> None:
    """The sentence that produced an attainment is printed, a miss as plainly as a hit."""
    assert standing(attainment, value, defined) == expected


@pytest.mark.parametrize(
    ("attainment", "value", "defined", "figure"),
    [
        (Attainment.NEAR, 89.96, metric(), "89.96%"),  # One decimal would say 90.0%.
        (Attainment.MET, 90.04, metric(), "90.04%"),
        (Attainment.MISSED, 84.996, metric(), "84.996%"),  # 85.0% would be near.
        (Attainment.NEAR, 100.2, goal(100, 10, "decrease", unit=REQUESTS), "100.2 requests"),
        (Attainment.NEAR, 8.501, BETWEEN, "8.501 pH"),
    ],
)
def test_a_value_is_never_rounded_onto_its_target(
    attainment: Attainment, value: float, defined: Metric, figure: str
) -> None:
    """A value that rounds to the target has as many decimals as tell it apart from it."""
    assert f"The result was {figure} in" in standing(attainment, value, defined)


def test_the_noise_of_floating_point_is_not_told_apart() -> None:
    """100 × 9 ÷ 10 may miss 90 by a hair that no reader should see."""
    assert standing(Attainment.MET, 90.00000000000001) == (
        "The result was 90.0% in September 2026, exactly the target of 90%."
    )


@pytest.mark.parametrize(
    ("status", "begin"),
    [
        (ObsStatus.PROVISIONAL, "The provisional result was 91.2% in"),
        (ObsStatus.ESTIMATED, "The estimated result was 91.2% in"),
        (ObsStatus.REVISED, "The result was 91.2% in"),
    ],
)
def test_a_value_that_is_not_final_says_so(status: ObsStatus, begin: str) -> None:
    """Provisional and estimated values are called by these words."""
    said = standing(Attainment.MET, 91.2, observation={"obs_status": status})
    assert said.startswith(begin)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (day(date(2026, 9, 14)), "on September 14, 2026,"),
        (week(date(2026, 9, 14)), "in the week of September 14, 2026,"),
        (quarter(2026, 3), "from July to September 2026,"),
        (year_(2026, 7), "in fiscal year 2026,"),
        (year_(2026), "in 2026,"),
    ],
)
def test_a_period_has_its_preposition(period: Period, words: str) -> None:
    """On a day, in a month, from month to month."""
    assert f"was 91.2% {words}" in standing(Attainment.MET, 91.2, observation={"period": period})


def test_a_year_s_target_is_compared_with_the_year_s_value() -> None:
    """A target of the fiscal year speaks of the fiscal year, not of its last month."""
    yearly = Target(month(2025, 7), near=100, value=1200, basis="fiscal-year")
    defined = metric(unit=REQUESTS, measure=SUM, targets=(yearly,))
    said = standing(Attainment.MET, 110, defined, basis="fiscal-year", fiscal_year=2026, value=1310)
    assert said == (
        "The result was 1,310 requests in fiscal year 2026, better than the target of "
        "1,200 requests."
    )


def test_a_prorated_target_says_that_it_is_in_proportion() -> None:
    """The part of the year's target that is compared is named as such."""
    # 92 of 365 days: 1,200 × 92 ÷ 365 = 302.465…, which is written with the unit's decimals.
    yearly = Target(month(2026, 7), near=10, value=1200, basis="fiscal-year", prorate=True)
    defined = metric(unit=REQUESTS, measure=SUM, targets=(yearly,))
    said = standing(
        Attainment.MISSED,
        80,
        defined,
        basis="year-to-date",
        fiscal_year=2027,
        value=250,
        target_value=1200 * 92 / 365,
    )
    assert said == (
        "The result was 250 requests in fiscal year 2027 up to September 30, 2026, worse than "
        "the target of 302 requests: the year's target in proportion to the part of the year."
    )


@pytest.mark.parametrize(
    ("attainment", "reason", "expected"),
    [
        (
            Attainment.PENDING,
            "pilot",
            "The result was 91.2% in September 2026. "
            "This metric is a pilot: it is not judged against a target yet.",
        ),
        (
            Attainment.PENDING,
            "proposed",
            "This metric is proposed: it is not judged yet. "
            "The result was 91.2% in September 2026.",
        ),
        (
            Attainment.PENDING,
            "paused",
            "Reporting of this metric is paused. The last result was 91.2% in September 2026.",
        ),
        (
            Attainment.NO_TARGET,
            "no_target",
            "The result was 91.2% in September 2026. There is no target for this metric.",
        ),
        (
            Attainment.LATE,
            "late",
            "The last result was 91.2% in September 2026. It is too old to be judged.",
        ),
        (
            Attainment.PENDING,
            "target_later",
            "The result was 91.2% in September 2026. The first target begins in January 2025.",
        ),
        (
            Attainment.PENDING,
            "period_open",
            "The result was 91.2% in September 2026. It is judged when the month has ended.",
        ),
        (Attainment.PENDING, "", "The result was 91.2% in September 2026."),
    ],
)
def test_where_there_is_no_verdict_the_sentence_says_why(
    attainment: Attainment, reason: str, expected: str
) -> None:
    """Every reason of a judgement has its sentence."""
    assert standing(attainment, 91.2, reason=reason) == expected


def test_a_year_s_target_waits_for_the_end_of_the_year() -> None:
    """Until then nothing is judged, and the target is named."""
    yearly = Target(month(2026, 7), near=100, value=1200, basis="fiscal-year")
    said = standing(
        Attainment.PENDING,
        110,
        metric(unit=REQUESTS, measure=SUM, targets=(yearly,)),
        reason="year_open",
        fiscal_year=2027,
    )
    assert said == (
        "The result was 110 requests in September 2026. The target of 1,200 requests is for "
        "all of fiscal year 2027, which is judged when it has ended."
    )


@pytest.mark.parametrize(
    ("status", "reason", "note", "expected"),
    [
        (
            ObsStatus.MISSING,
            "missing",
            "the meter failed",
            "The value for September 2026 is missing. The meter failed. "
            "The last result was 88.0% in August 2026.",
        ),
        (
            ObsStatus.SUPPRESSED,
            "suppressed",
            "",
            "The value for September 2026 is withheld to protect privacy. "
            "The last result was 88.0% in August 2026.",
        ),
        (
            ObsStatus.NOT_APPLICABLE,
            "missing",
            "",
            "There is no value for September 2026: it does not apply. "
            "The last result was 88.0% in August 2026.",
        ),
    ],
)
def test_an_absent_value_says_why_and_gives_the_last(
    status: ObsStatus, reason: str, note: str, expected: str
) -> None:
    """Missing, suppressed and not applicable are different things; none is zero."""
    absent = observed(None, obs_status=status, note=note, attainment=Attainment.NO_DATA)
    found = record(
        latest=observed(88.0, month(2026, 8)),
        judgement=Judgement(Attainment.NO_DATA, absent, reason=reason),
    )
    assert sentences.standing(found, WORDING) == expected


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (
            "fiscal-year",
            "The values of fiscal year 2026 are not complete, so they are not judged. "
            "The last result was 110 requests in September 2026.",
        ),
        (
            "year-to-date",
            "The values of fiscal year 2026 up to September 30, 2026 are not complete, "
            "so they are not judged. The last result was 110 requests in September 2026.",
        ),
    ],
)
def test_a_year_with_gaps_is_not_judged(basis: str, expected: str) -> None:
    """A partial sum is never held against the target of a year."""
    defined = metric(unit=REQUESTS, measure=SUM, targets=())
    said = standing(
        Attainment.NO_DATA,
        110,
        defined,
        reason="missing",
        basis=basis,
        fiscal_year=2026,
        value=None,
    )
    assert said == expected


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (
            "period",
            "A newer value, 70.0% in October 2026, is of a month that has not ended.",
        ),
        ("fiscal-year", "The newest value was 70.0% in October 2026."),
    ],
)
def test_a_value_newer_than_the_one_judged_is_said(basis: str, expected: str) -> None:
    """A reader of the chart sees it, so the sentence names it."""
    found = record(
        latest=observed(70.0, month(2026, 10)),
        judgement=judged(Attainment.MET, observed(91.2), basis=basis, fiscal_year=2026),
    )
    assert sentences.newer(found, WORDING) == expected
    assert sentences.finding(found, WORDING).endswith(expected)
    assert sentences.newer(record(), WORDING) == ""


def test_a_year_that_is_not_judged_calls_only_the_newest_value_the_last() -> None:
    """A result of June is not "the last" beside a newer one of October."""
    defined = metric(unit=REQUESTS, measure=SUM, targets=())
    june = observed(110, month(2026, 6))
    found = record(
        metric=defined,
        latest=observed(120, month(2026, 10)),
        judgement=judged(
            Attainment.NO_DATA,
            june,
            reason="missing",
            basis="fiscal-year",
            fiscal_year=2026,
            value=None,
        ),
    )
    assert sentences.finding(found, WORDING) == (
        "The values of fiscal year 2026 are not complete, so they are not judged. "
        "The newest value was 120 requests in October 2026."
    )


def test_a_metric_without_data_says_so() -> None:
    """Before the first value there is one sentence and no number."""
    found = record((), latest=None, judgement=Judgement(Attainment.NO_DATA, reason="no_data"))
    assert sentences.finding(found, WORDING) == "No value has been published yet."
    assert sentences.headline(found, WORDING) == "No value has been published yet"


def test_a_late_metric_without_a_value_has_nothing_too_old() -> None:
    """Only what has been published can be too old."""
    absent = observed(None, obs_status=ObsStatus.MISSING)
    found = record((), latest=None, judgement=Judgement(Attainment.LATE, absent, reason="late"))
    assert sentences.standing(found, WORDING) == "No value has been published yet."


def test_a_retired_metric_says_so_first() -> None:
    """Its last verdict stays, as history."""
    assert standing(Attainment.MET, 91.2, metric(stage=Stage.RETIRED)) == (
        "This metric is retired. "
        "The result was 91.2% in September 2026, better than the target of 90%."
    )


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (
            Lateness(month(2026, 10), date(2026, 11, 20), 12, 1),
            "Data for October 2026 was due on November 20, 2026 and is 12 days late.",
        ),
        (
            Lateness(month(2026, 10), date(2026, 11, 20), 1, 1),
            "Data for October 2026 was due on November 20, 2026 and is 1 day late.",
        ),
        (
            Lateness(month(2026, 8), date(2026, 9, 20), 73, 3),
            "Data for August 2026 was due on September 20, 2026 and is 73 days late. "
            "In all, 3 values are overdue.",
        ),
        (Lateness(month(2026, 10), date(2026, 11, 20), 0), ""),
        (Lateness(), ""),
    ],
)
def test_a_late_value_says_how_late(late: Lateness, expected: str) -> None:
    """No site may look fresh when it is not."""
    assert sentences.lateness(record(lateness=late), WORDING) == expected


def test_the_finding_is_standing_then_change() -> None:
    """The sentence of design.md, word for word."""
    now, before = observed(91.2), observed(88.1, A_YEAR_AGO)
    found = record(change=changed(now, before, better=True))
    assert sentences.finding(found, WORDING) == (
        "The result was 91.2% in September 2026, better than the target of 90%. "
        "That is 3.1 percentage points higher than September 2025."
    )


def test_the_finding_of_a_late_metric_begins_with_the_lateness() -> None:
    """What is late is the finding; the old value comes second."""
    seen = observed(88.0, month(2026, 7))
    found = record(
        latest=seen,
        judgement=judged(Attainment.LATE, seen, reason="late"),
        lateness=Lateness(month(2026, 8), date(2026, 9, 20), 42, 2),
    )
    assert sentences.finding(found, WORDING) == (
        "Data for August 2026 was due on September 20, 2026 and is 42 days late. "
        "In all, 2 values are overdue. "
        "The last result was 88.0% in July 2026. It is too old to be judged."
    )


def test_a_value_a_few_days_late_keeps_its_verdict_and_says_so() -> None:
    """Within one missed cycle both are said."""
    found = record(lateness=Lateness(month(2026, 10), date(2026, 11, 20), 3, 1))
    assert sentences.finding(found, WORDING) == (
        "The result was 91.2% in September 2026, better than the target of 90%. "
        "Data for October 2026 was due on November 20, 2026 and is 3 days late."
    )


@pytest.mark.parametrize(
    ("now", "before", "defined", "percent", "expected"),
    [
        (88.1, 91.2, metric(), None, "That is 3.1 percentage points lower than September 2025."),
        (91.2, 91.2, metric(), None, "That is the same as September 2025."),
        (91.21, 91.2, metric(), None, "That is almost the same as September 2025."),
        (
            131,
            104,
            goal(100, 10, "decrease", unit=REQUESTS),
            25.96,
            "That is 27 requests (26.0%) higher than September 2025; lower is better.",
        ),
        (
            90,
            104,
            goal(100, 10, unit=REQUESTS),
            -13.46,
            "That is 14 requests (13.5%) lower than September 2025.",
        ),
        (
            312,
            104,
            goal(100, 10, unit=REQUESTS),
            200.0,
            "That is 208 requests (200%) higher than September 2025.",
        ),
        (5, 0, goal(9, 1, unit=REQUESTS), None, "That is 5 requests higher than September 2025."),
    ],
)
def test_a_change_is_worded_by_its_unit(
    now: float, before: float, defined: Metric, percent: float | None, expected: str
) -> None:
    """Percentage points for percentages, a share for counts, and none on a zero base."""
    current = observed(now)
    found = record(
        metric=defined,
        judgement=judged(Attainment.MET, current),
        change=changed(current, observed(before, A_YEAR_AGO), better=False, percent=percent),
    )
    assert sentences.change(found, WORDING) == expected


def test_a_change_of_another_period_names_it() -> None:
    """ "That" stands only for the period that the sentence before speaks of."""
    now, before = observed(91.2), observed(88.1, A_YEAR_AGO)
    found = record(
        change=changed(now, before), judgement=judged(Attainment.MET, now, basis="fiscal-year")
    )
    assert sentences.change(found, WORDING) == (
        "September 2026 was 3.1 percentage points higher than September 2025."
    )


def test_a_change_after_another_sentence_names_its_period() -> None:
    """ "There is no target. That is 3.1 points higher" would speak of the target."""
    now, before = observed(91.2, target=None), observed(88.1, A_YEAR_AGO)
    found = record(
        change=changed(now, before),
        judgement=judged(Attainment.NO_TARGET, now, reason="no_target"),
    )
    assert sentences.finding(found, WORDING) == (
        "The result was 91.2% in September 2026. There is no target for this metric. "
        "September 2026 was 3.1 percentage points higher than September 2025."
    )


def test_of_a_year_the_newest_value_comes_before_its_change() -> None:
    """The change speaks of the newest value, which the reader must have met."""
    now, before = observed(91.2), observed(88.1, A_YEAR_AGO)
    june = observed(90.4, month(2026, 6))
    found = record(
        change=changed(now, before),
        judgement=judged(Attainment.MET, june, basis="fiscal-year", fiscal_year=2026),
    )
    assert sentences.finding(found, WORDING) == (
        "The result was 90.4% in fiscal year 2026, better than the target of 90%. "
        "The newest value was 91.2% in September 2026. "
        "September 2026 was 3.1 percentage points higher than September 2025."
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (11_200_000 / 3, REQUESTS, "3,733,333 requests"),  # 3,733,333.33…: nobody set that.
        (1_000_000_000 / 3, PERCENT, "333,333,333.3%"),
        (11_600_000.0, REQUESTS, "11,600,000 requests"),
        (0.1 + 0.2, DAYS, "0.3 days"),
        (92.125, PERCENT, "92.125%"),
        (1234.5, Unit("US dollars", "$"), "$1,234.50"),
    ],
)
def test_a_figure_that_was_set_is_written_as_it_was_set(
    value: float, unit: Unit, expected: str
) -> None:
    """A quotient has the unit's decimals, a figure from a descriptor its own."""
    assert exact(value, unit, WORDING) == expected


def test_values_across_a_break_are_not_compared() -> None:
    """The break is named instead, in its own words."""
    broken = Break(month(2026, 1), "new work-order system")
    change = changed(observed(91.2), observed(88.1, A_YEAR_AGO), difference=None, broken_by=broken)
    assert sentences.change(record(change=change), WORDING) == (
        "That cannot be compared with September 2025: the series has a break in January 2026. "
        "New work-order system."
    )


def test_what_happens_in_a_quarter_does_not_last_as_long() -> None:
    """A break or a first target "from July to September" would be taken to end in September."""
    broken = Break(quarter(2026, 3), "new work-order system")
    now, before = observed(91.2, quarter(2026, 3)), observed(88.1, quarter(2025, 3))
    change = changed(now, before, difference=None, broken_by=broken)
    assert sentences.change(record(change=change), WORDING) == (
        "July to September 2026 cannot be compared with July to September 2025: the series has a "
        "break in the quarter July to September 2026. New work-order system."
    )
    defined = metric(targets=(Target(quarter(2027, 1), near=5, value=90),))
    assert standing(Attainment.PENDING, 91.2, defined, reason="target_later").endswith(
        " The first target begins in the quarter January to March 2027."
    )


def test_the_baseline_and_the_period_before_name_their_periods() -> None:
    """Both say of which period they speak."""
    now = observed(95.0)
    found = record(
        baseline_change=changed(now, observed(57.0, month(2013, 7))),
        previous_change=changed(now, observed(96.0, month(2026, 8))),
    )
    assert sentences.baseline(found, WORDING) == (
        "September 2026 was 38.0 percentage points higher than July 2013."
    )
    assert sentences.previous_change(found, WORDING) == (
        "September 2026 was 1.0 percentage point lower than August 2026."
    )
    assert sentences.baseline(record(), WORDING) == ""
    assert sentences.previous_change(record(), WORDING) == ""


def so_far(**properties: Any) -> Record:
    """Return a record of counts with a year to date: 350 in three months, 300 a year before."""
    given: dict[str, Any] = {
        "year": 2027,
        "through": SEPTEMBER,
        "periods": 3,
        "value": 350.0,
        "previous": 300.0,
        "difference": 50.0,
        "percent": 16.666,
        "target_value": None,
        "attainment": Attainment.NO_TARGET,
    }
    defined = metric(unit=REQUESTS, measure=SUM)
    return record(metric=defined, year_to_date=YearToDate(**(given | properties)))


def test_the_year_to_date_stands_beside_the_same_part_of_last_year() -> None:
    """Rule 9: the same months, and the target only where there is one for them."""
    assert sentences.year_to_date(so_far(), WORDING) == (
        "In fiscal year 2027 up to September 30, 2026: 350 requests, 50 requests (16.7%) higher "
        "than 300 requests in the same months of fiscal year 2026."
    )
    with_target = so_far(target_value=330.0, attainment=Attainment.MET)
    assert sentences.year_to_date(with_target, WORDING).endswith(
        " The target for this part of the year is 330 requests: met."
    )
    alone = so_far(previous=None, difference=None, percent=None)
    assert sentences.year_to_date(alone, WORDING) == (
        "In fiscal year 2027 up to September 30, 2026: 350 requests."
    )
    same = so_far(previous=350.0, difference=0.0, percent=0.0)
    assert sentences.year_to_date(same, WORDING) == (
        "In fiscal year 2027 up to September 30, 2026: 350 requests, the same as in the same "
        "months of fiscal year 2026 (350 requests)."
    )
    assert sentences.year_to_date(record(), WORDING) == ""


def test_a_year_to_date_is_never_rounded_onto_its_target() -> None:
    """94.96 is near a target of 95, so it is not written 95.0%; last year's value is as usual."""
    found = dataclasses.replace(
        so_far(
            value=94.96,
            previous=93.55,
            difference=1.41,
            percent=None,
            target_value=95.0,
            attainment=Attainment.NEAR,
        ),
        metric=metric(unit=PERCENT),
    )
    assert sentences.year_to_date(found, WORDING) == (
        "In fiscal year 2027 up to September 30, 2026: 94.96%, 1.4 percentage points higher than "
        "93.6% in the same months of fiscal year 2026. "
        "The target for this part of the year is 95%: near."
    )


@pytest.mark.parametrize(
    ("stage", "attainment"),
    [(Stage.LIVE, Attainment.LATE), (Stage.PAUSED, Attainment.PENDING)],
)
def test_a_year_to_date_of_what_is_not_judged_has_no_verdict(
    stage: Stage, attainment: Attainment
) -> None:
    """A metric that is late has lost its attainment, and a paused one has none."""
    found = so_far(target_value=330.0, attainment=Attainment.MET)
    found = dataclasses.replace(
        found,
        metric=replace(found.metric, stage=stage),
        judgement=judged(attainment, observed(350.0)),
    )
    assert sentences.year_to_date(found, WORDING).endswith(
        " The target for this part of the year is 330 requests."
    )


@pytest.mark.parametrize(
    ("trend", "heading", "sentence"),
    [
        (
            Trend("improving", 1.2, 0.001, month(2021, 7), SEPTEMBER, 63, True),
            "Improving over the last 63 months",
            "Improving from July 2021 to September 2026: up about 1.2 percentage points a year, "
            "significant in 63 months (seasonal Mann–Kendall test at 5%).",
        ),
        (
            Trend("worsening", -1.0, 0.01, month(2021, 7), SEPTEMBER, 63, False),
            "Worsening over the last 63 months",
            "Worsening from July 2021 to September 2026: down about 1.0 percentage point a "
            "year, significant in 63 months (Mann–Kendall test at 5%).",
        ),
        (
            Trend("rising", 0.01, 0.01, month(2021, 7), SEPTEMBER, 63, False),
            "Rising over the last 63 months",
            "Rising from July 2021 to September 2026: up very little a year, "
            "significant in 63 months (Mann–Kendall test at 5%).",
        ),
        (
            Trend("steady", 0.1, 0.4, month(2021, 7), SEPTEMBER, 63, False),
            "Steady over the last 63 months: no clear trend",
            "Steady from July 2021 to September 2026: no significant trend in 63 months "
            "(Mann–Kendall test at 5%).",
        ),
        (
            Trend("too few periods", count=3),
            "September 2026: 91.2%; too few values for a trend",
            "There are too few values to speak of a trend.",
        ),
    ],
)
def test_the_heading_of_the_chart_states_the_trend(
    trend: Trend, heading: str, sentence: str
) -> None:
    """Two points are not a trend; a trend has its method beside it."""
    found = record(trend=trend)
    assert sentences.headline(found, WORDING) == heading
    assert sentences.trend(found, WORDING) == sentence


@pytest.mark.parametrize(
    ("count", "properties"),
    [
        (63, {"metric": metric(stage=Stage.RETIRED)}),
        (63, {"latest": observed(70.0, month(2026, 10))}),
        (63, {"lateness": Lateness(month(2026, 10), date(2026, 11, 20), 3, 1)}),
        (60, {}),  # July 2021 to September 2026 are 63 months: three have no value.
    ],
)
def test_a_trend_that_does_not_reach_today_names_its_periods(
    count: int, properties: dict[str, Any]
) -> None:
    """ "The last 63 months" would claim that it goes on, and has no gaps."""
    trend = Trend("improving", 1.2, 0.001, month(2021, 7), SEPTEMBER, count, True)
    found = record(trend=trend, **properties)
    assert sentences.headline(found, WORDING) == "Improving from July 2021 to September 2026"


@pytest.mark.parametrize(
    ("target", "defined", "expected"),
    [
        (TARGET, metric(), "at least 90%"),
        (replace(TARGET, value=92.5), metric(), "at least 92.5%"),
        (TARGET, metric(direction=Direction.DECREASE, unit=DAYS), "at most 90 days"),
        (BETWEEN.targets[0], BETWEEN, "7 pH to 8.5 pH"),
        (
            Target(month(2025, 7), near=1, value=1200, basis="fiscal-year"),
            metric(unit=REQUESTS),
            "at least 1,200 requests in the fiscal year",
        ),
        (None, metric(), "no target"),
    ],
)
def test_a_target_in_words(target: Target | None, defined: Metric, expected: str) -> None:
    """A target is written as it was set, with what is wanted of it."""
    assert sentences.target(target, defined, WORDING) == expected


TITLES = {"on_time": "Closed in time", "requests": "Requests due", "value": "Days"}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (
            RATIO,
            "100 × Closed in time ÷ Requests due; over several periods the ratio of sums, "
            "never the mean of percentages.",
        ),
        (
            Measure(Aggregation.RATIO, numerator="on_time", denominator="crews"),
            "Closed in time ÷ crews; over several periods the ratio of sums, "
            "never the mean of ratios.",
        ),
        (SUM, "Requests due, added up; over several periods the sum of their values."),
        (
            Measure(Aggregation.LAST, value="value"),
            "Days at the end of the period; over several periods the last value.",
        ),
        (
            Measure(Aggregation.MEAN, value="value", weight="requests"),
            "Days, as a mean weighted by Requests due; over several periods likewise.",
        ),
        (
            Measure(Aggregation.MEAN, value="value"),
            "Days, as a mean; over several periods the mean of their values.",
        ),
        (
            Measure(Aggregation.MAX, value="value"),
            "Days, at its highest; over several periods the highest of their values.",
        ),
        (
            Measure(Aggregation.MIN, value="value"),
            "Days, at its lowest; over several periods the lowest of their values.",
        ),
        (
            Measure(Aggregation.NONE, value="value"),
            "Days, as reported; shown period by period and never combined.",
        ),
    ],
)
def test_the_method_is_written_from_the_measure(measure: Measure, expected: str) -> None:
    """Every aggregation says how values combine; columns have the titles of the data."""
    assert sentences.method(measure, TITLES, WORDING) == expected


def test_values_that_are_year_to_date_say_so() -> None:
    """They look like monthly counts and are not."""
    measure = Measure(Aggregation.NONE, value="value", cumulative="fiscal-year")
    assert sentences.cumulative(measure) == (
        "Each value counts from the start of the fiscal year, so values must not be added up."
    )
    assert sentences.cumulative(SUM) == ""


def test_every_direction_frequency_and_lag_has_words() -> None:
    """What is wanted, how often it is reported, and when it is due."""
    assert sentences.direction(metric(direction=Direction.DECREASE)) == "Lower is better"
    assert sentences.frequency(metric()) == "Monthly"
    assert sentences.lag(metric(), WORDING) == (
        "Monthly; due within 20 days of the end of the month"
    )
    assert sentences.lag(metric(lag=0), WORDING) == "Monthly; due at the end of the month"
    for direction in Direction:
        assert sentences.direction(metric(direction=direction))


def test_a_value_without_a_unit_of_words_is_not_empty() -> None:
    """A ratio without symbol is said with its unit's name."""
    seen: Observation = observed(1.25, target=None)
    found = record(
        metric=metric(unit=Unit("calls per officer", decimals=2), targets=()),
        latest=seen,
        judgement=judged(Attainment.NO_TARGET, seen, reason="no_target"),
    )
    assert sentences.standing(found, WORDING).startswith("The result was 1.25 calls per officer in")
    assert PERCENT.is_percent
