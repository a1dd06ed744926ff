"""What each department has submitted, month by month, worked by hand."""

from dataclasses import replace
from datetime import date

from performance.compute.submissions import submissions
from performance.model import (
    Arrival,
    ObsStatus,
    RevisionClass,
    Stage,
    Submission,
    ValueRevision,
)
from performance.period import Frequency, month, quarter, week
from resident import metric, months, named, record, series

AS_OF = date(2026, 11, 20)


def by_month(*records: object, as_of: date = AS_OF) -> dict[str, Submission]:
    """Return what Public Works submitted, by the key of the month."""
    found = submissions(records, as_of)["public-works"]  # type: ignore[arg-type]
    return {each.month.key: each for each in found}


def test_thirteen_months_that_have_ended_the_newest_first() -> None:
    """On November 20 the last month that has ended is October; the first is October a year ago."""
    found = submissions([record([90.0] * 30, series=months([90.0] * 30, month(2026, 10)))], AS_OF)
    keys = [each.month.key for each in found["public-works"]]
    assert (keys[0], keys[-1], len(keys)) == ("2026-10", "2025-10", 13)


def test_in_late_and_not_due_yet() -> None:
    """August is the last value, the lag 20 days: September was due October 20, October today."""
    found = by_month(record(series=months([90.0] * 12, month(2026, 8))))
    assert found["2026-08"] == Submission(month(2026, 8), 1, 0, 0, 0, 0)
    assert found["2026-09"] == Submission(month(2026, 9), 0, 0, 0, 1, 0)
    assert found["2026-10"] == Submission(month(2026, 10), 0, 0, 0, 0, 1)
    assert by_month(record(series=months([90.0], month(2026, 8))), as_of=date(2026, 11, 21))[
        "2026-10"
    ] == Submission(month(2026, 10), 0, 0, 0, 1, 0)


def test_a_word_why_there_is_no_value_is_a_submission() -> None:
    """A month that is declared missing has been reported."""
    told = months([90.0, float("nan")])
    told.loc[1, "obs_status"] = ObsStatus.MISSING.value
    assert by_month(record(series=told))["2026-09"].submitted == 1


def test_revisions_and_late_arrivals_are_told_where_they_are_known() -> None:
    """July is marked as revised, August was changed by a release; September came on October 25."""
    told = months([90.0, 91.0, 92.0])
    told.loc[0, "obs_status"] = ObsStatus.REVISED.value
    changed = ValueRevision(
        date=date(2026, 10, 1),
        version="2",
        period=month(2026, 8),
        members=(),
        old=90.0,
        new=91.0,
        old_status=ObsStatus.FINAL,
        new_status=ObsStatus.FINAL,
        class_=RevisionClass.CORRECTION,
        reason="",
    )
    arrivals = (
        Arrival(date(2026, 10, 25), "3", (month(2026, 9),)),
        Arrival(date(2026, 9, 20), "2", (month(2026, 8),)),
    )
    found = by_month(record(series=told, revisions=(changed,), arrivals=arrivals))
    assert found["2026-07"] == Submission(month(2026, 7), 1, 0, 1, 0, 0)
    assert found["2026-08"] == Submission(month(2026, 8), 1, 0, 1, 0, 0)
    assert found["2026-09"] == Submission(month(2026, 9), 1, 1, 0, 0, 0)


def test_each_value_belongs_to_the_month_in_which_its_period_ends() -> None:
    """September has four weeks that end in it and a quarter; August five weeks and no quarter."""
    last = week(date(2026, 9, 21))
    weekly = record(
        metric=metric(frequency=Frequency.WEEK, lag=7),
        series=series([{"period": last.shift(-back), "value": 90.0} for back in range(9, -1, -1)]),
    )
    quarterly = record(
        metric=metric(frequency=Frequency.QUARTER),
        series=series([{"period": quarter(2026, 3), "value": 90.0}]),
    )
    found = by_month(named(weekly, "weekly", "Weekly"), quarterly)
    # Sundays of September 2026: 6, 13, 20, 27; of August: 2, 9, 16, 23, 30.
    assert found["2026-09"].submitted == 5
    assert found["2026-08"].submitted == 5


def test_nothing_is_expected_before_the_first_value_nor_of_what_is_not_collected() -> None:
    """A metric that began in August owes nothing for July; a paused one owes nothing at all."""
    found = by_month(record(series=months([90.0, 91.0])))
    assert found["2026-07"].expected == 0
    paused = record(metric=metric(stage=Stage.PAUSED))
    assert submissions([paused, replace(record(()), metric=metric())], AS_OF) == {}
