"""Periods: reading, order, neighbours, years and the corners of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.period import (
    Frequency,
    Period,
    between,
    containing,
    day,
    fiscal_year,
    month,
    parse,
    quarter,
    week,
    year_,
)

DATES = st.dates(date(1990, 1, 1), date(2090, 12, 31))
FREQUENCIES = st.sampled_from(list(Frequency))
MONTHS = st.integers(1, 12)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any period of any frequency; years begin in any month."""
    return containing(draw(DATES), draw(FREQUENCIES), draw(MONTHS))


@given(periods())
def test_a_key_is_read_back(period: Period) -> None:
    """A period's key is read back as the same period."""
    assert parse(period.key, period.frequency, period.year_start) == period


@given(periods(), st.integers(-500, 500))
def test_shift_is_its_own_inverse(period: Period, count: int) -> None:
    """As many periods back as forth is the period itself."""
    if period.frequency is Frequency.YEAR:
        count %= 50
    assert period.shift(count).shift(-count) == period
    assert period.shift(0) == period


@given(periods())
def test_neighbours_touch(period: Period) -> None:
    """The next period begins the day after this one ends, and comes later in order."""
    following = period.shift(1)
    assert following.start == period.end + timedelta(days=1)
    assert following > period
    assert following.frequency is period.frequency


@given(DATES, FREQUENCIES, MONTHS)
def test_a_day_is_in_its_period(on: date, frequency: Frequency, first: int) -> None:
    """The period of a day holds that day, and no neighbour does."""
    period = containing(on, frequency, first)
    assert period.start <= on <= period.end
    assert not period.shift(1).start <= on


@given(DATES, MONTHS)
def test_a_fiscal_year_holds_its_days(on: date, first: int) -> None:
    """The fiscal year of a day is the one whose first and last day lie around it."""
    whole = year_(fiscal_year(on, first), first)
    assert whole.start <= on <= whole.end
    assert (whole.start.month, whole.start.day) == (first, 1)
    assert whole.end.year == fiscal_year(on, first)


@given(periods())
def test_a_year_earlier(period: Period) -> None:
    """The same period a year earlier has the same place in a year one lower."""
    earlier = period.year_earlier()
    if earlier is None:
        assert period.key.endswith(("-02-29", "-W53"))
    else:
        assert earlier.key[4:] == period.key[4:]
        assert int(earlier.key[:4]) == int(period.key[:4]) - 1


@pytest.mark.parametrize(
    ("text", "frequency", "start", "end"),
    [
        ("2024-02-29", "D", date(2024, 2, 29), date(2024, 2, 29)),
        ("2026-W01", "W", date(2025, 12, 29), date(2026, 1, 4)),
        ("2020-W53", "W", date(2020, 12, 28), date(2021, 1, 3)),
        ("2024-02", "M", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", "M", date(2025, 2, 1), date(2025, 2, 28)),
        ("2026-Q3", "Q", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", "A", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_reading(text: str, frequency: str, start: date, end: date) -> None:
    """Each frequency's spelling, with its first and last day."""
    period = parse(text, Frequency(frequency))
    assert (period.start, period.end) == (start, end)


def test_a_fiscal_year_is_named_by_its_end() -> None:
    """Fiscal year 2026 from July is July 2025 to June 2026; from January it is a calendar year."""
    fiscal = parse("2026", Frequency.YEAR, 7)
    assert (fiscal.start, fiscal.end) == (date(2025, 7, 1), date(2026, 6, 30))
    assert (fiscal.key, fiscal.fiscal) == ("2026", True)
    assert parse("2026", Frequency.YEAR).fiscal is False
    assert parse("2024", Frequency.YEAR, 3).end == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2025-1", "M"),
        ("2025-13", "M"),
        ("2025-00", "M"),
        ("202501", "M"),
        ("2025-01 ", "M"),
        ("\u0662\u0660\u0662\u0665-01", "M"),
        ("0999-01", "M"),
        ("2025-01", "D"),
        ("2025-02-29", "D"),
        ("2025-W53", "W"),
        ("2025-W00", "W"),
        ("2025-W1", "W"),
        ("2025-Q5", "Q"),
        ("2025Q1", "Q"),
        ("25", "A"),
        ("2025.0", "A"),
        ("", "A"),
    ],
)
def test_no_other_spelling(text: str, frequency: str) -> None:
    """What is not exactly a period is refused, never guessed at."""
    with pytest.raises(ValueError):
        parse(text, Frequency(frequency))


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (day(date(2024, 2, 29)), None),
        (day(date(2025, 2, 28)), day(date(2024, 2, 28))),
        (week(date(2021, 1, 1)), None),
        (week(date(2026, 1, 1)), week(date(2025, 1, 1))),
        (month(2024, 2), month(2023, 2)),
        (quarter(2026, 1), quarter(2025, 1)),
        (year_(2026, 7), year_(2025, 7)),
    ],
)
def test_a_year_earlier_by_hand(period: Period, earlier: Period | None) -> None:
    """29 February and week 53 have no year earlier, everything else has."""
    assert period.year_earlier() == earlier


def test_the_year_of_a_week_is_that_of_its_last_day() -> None:
    """The week from June 29 to July 5, 2026 belongs to the fiscal year that begins in July."""
    assert week(date(2026, 6, 30)).fiscal_year(7) == 2027
    assert week(date(2026, 6, 28)).fiscal_year(7) == 2026
    assert week(date(2025, 12, 29)).fiscal_year(1) == 2026


def test_between() -> None:
    """Both ends are included, over the end of a year; backwards there is nothing."""
    found = [period.key for period in between(month(2025, 11), month(2026, 2))]
    assert found == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert list(between(month(2026, 2), month(2026, 1))) == []


def test_weeks_over_the_end_of_a_long_year() -> None:
    """Week 53 of 2020 is followed by week 1 of 2021."""
    assert [p.key for p in between(parse("2020-W52", Frequency.WEEK), week(date(2021, 1, 4)))] == [
        "2020-W52",
        "2020-W53",
        "2021-W01",
    ]


def test_per_year() -> None:
    """Periods in a year by frequency."""
    assert [f.per_year for f in Frequency] == [365, 52, 12, 4, 1]
