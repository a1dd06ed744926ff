"""Tests of the wording of numbers, units, periods and dates."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import nextafter

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from performance.model import Unit
from performance.period import Frequency, Period, day, month, quarter, week, year_
from performance.text import (
    ATTAINMENT_WORDS,
    MINUS,
    OBS_STATUS_WORDS,
    Attainment,
    ObsStatus,
    Wording,
    rounded,
)

US = Wording("en_US", 7)
PERCENT = Unit("percent", "%", 1)
DOLLARS = Unit("US dollars", "$", 0)
REQUESTS = Unit("requests")
MINUTES = Unit("minutes", "min", 1)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234567, 0, "1,234,567"),
        (0.25, 1, "0.3"),  # Half away from zero, where binary and banker's rounding say 0.2.
        (2.675, 2, "2.68"),  # As written in decimal; the binary value is below the half.
        (-0.04, 1, "0.0"),  # A value that rounds to zero has no sign.
        (-1.25, 1, f"{MINUS}1.3"),
        (999.96, 1, "1,000.0"),
    ],
)
def test_a_number_is_rounded_as_with_a_pencil(value: float, decimals: int, expected: str) -> None:
    """Halves go away from zero, in decimal, and minus is the minus sign."""
    assert US.number(value, decimals) == expected


@given(
    st.one_of(
        st.floats(-1e6, 1e6, allow_nan=False),
        # Half-way between two, and as near to it as a number can be.
        st.builds(
            lambda whole, digits, step: nextafter((whole + 0.5) / 10**digits, step),
            *(st.integers(-(10**8), 10**8), st.integers(0, 5), st.sampled_from([-1e9, 0, 1e9])),
        ),
        st.decimals(-(10**6), 10**6, places=4).map(float),
    ),
    st.integers(0, 5),
)
def test_any_number_is_rounded_as_decimal_arithmetic_has_it(value: float, decimals: int) -> None:
    """The standard library's decimals say the same of what is written of the number."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    # Zero has no sign.
    assert US.number(value, decimals) == f"{exact or abs(exact):,f}".replace("-", MINUS)


@given(
    st.floats(-1e12, 1e12, allow_nan=False),
    st.integers(0, 3),
    st.sampled_from(["en_US", "de_DE", "fr_FR", "de_CH", "pl_PL", "sv_SE", "pt_BR"]),
)
def test_a_number_has_the_signs_of_its_locale(value: float, decimals: int, locale: str) -> None:
    """Separators are those that Babel writes for the same rounded number."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    babel = format_decimal(rounded(value, decimals), format=pattern, locale=locale)
    assert Wording(locale).number(value, decimals) == babel.replace("-", MINUS)


@pytest.mark.parametrize(
    ("value", "unit", "cell", "sentence"),
    [
        (91.24, PERCENT, "91.2%", "91.2%"),
        (-1200.4, DOLLARS, f"{MINUS}$1,200", f"{MINUS}$1,200"),
        (431, REQUESTS, "431", "431 requests"),
        (6.25, MINUTES, "6.3 min", "6.3 minutes"),
        (6.25, Unit("", "dB", 1), "6.3 dB", "6.3 dB"),
        (None, REQUESTS, "–", "–"),
        (float("nan"), PERCENT, "–", "–"),
    ],
)
def test_a_value_has_its_unit(value: float | None, unit: Unit, cell: str, sentence: str) -> None:
    """A symbol stands with the number everywhere, the unit's name in sentences alone."""
    assert US.value(value, unit) == cell
    assert US.quantity(value, unit) == sentence


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (38, PERCENT, "38.0 percentage points"),
        (-1.0, PERCENT, "1.0 percentage point"),
        (1.04, PERCENT, "1.0 percentage point"),
        (-12, REQUESTS, "12 requests"),
        (-1200, DOLLARS, "$1,200"),
    ],
)
def test_a_difference_of_percentages_is_in_percentage_points(
    value: float, unit: Unit, expected: str
) -> None:
    """57% → 95% is 38 percentage points, never 38%; a difference has no sign."""
    assert US.difference(value, unit) == expected


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("requests", "1 request"),
        ("cubic yards", "1 cubic yard"),
        ("days per case", "1 day per case"),
        ("vacancies", "1 vacancy"),
        ("inches", "1 inch"),
        ("gross", "1 gross"),
        ("staff", "1 staff"),
        ("people", "1 person"),
        ("young people per school", "1 young person per school"),
    ],
)
def test_one_of_a_unit_is_singular(name: str, one: str) -> None:
    """A sentence says 1 request and 2 requests."""
    assert US.quantity(1, Unit(name)) == one
    assert US.quantity(2, Unit(name)) == f"2 {name}"


@pytest.mark.parametrize(
    ("period", "long", "short"),
    [
        (day(date(2026, 9, 14)), "September 14, 2026", "Sep 14, 2026"),
        (week(date(2026, 9, 14)), "the week of September 14, 2026", "Sep 14, 2026"),
        (month(2026, 9), "September 2026", "Sep 2026"),
        (quarter(2026, 3), "July to September 2026", "Q3 2026"),
        (year_(2026, 7), "fiscal year 2026", "FY2026"),
        (year_(2026), "2026", "2026"),
    ],
)
def test_a_period_in_words(period: Period, long: str, short: str) -> None:
    """Each frequency has its long and its short form."""
    assert US.period(period) == long
    assert US.period_short(period) == short


def test_a_fiscal_year_that_is_the_calendar_year_is_called_by_its_number() -> None:
    """ "Fiscal" is said only where it makes a difference."""
    assert Wording("en_US", 7).fiscal_year(2026) == "fiscal year 2026"
    assert Wording("en_US", 1).fiscal_year(2026) == "2026"


def test_a_date_is_written_out() -> None:
    """Dates are in the order of the locale, with the month's name."""
    assert US.date(date(2026, 11, 20)) == "November 20, 2026"
    assert Wording("en_GB").date(date(2026, 11, 20)) == "20 November 2026"


@pytest.mark.parametrize(
    ("locale", "currency"), [("en_US", "$"), ("en", "$"), ("en_GB", "£"), ("en_IE", "€")]
)
def test_money_is_that_of_the_country(locale: str, currency: str) -> None:
    """A locale without a country counts in dollars."""
    assert Wording(locale).currency == currency


def test_every_attainment_and_obs_status_has_words() -> None:
    """No word of the glossary is missing from the wording."""
    assert set(ATTAINMENT_WORDS) == set(Attainment)
    assert set(OBS_STATUS_WORDS) == set(ObsStatus)
    assert len(set(ATTAINMENT_WORDS.values())) == len(Attainment)
    assert {f.value for f in Frequency} == {"D", "W", "M", "Q", "A"}


@pytest.mark.parametrize(
    ("cents", "exact", "words"),
    [
        (109_550_000_000, "$1,095,500,000", "$1.10 billion"),
        (99_999_999_900, "$999,999,999", "$1.00 billion"),
        (4_618_640_000, "$46,186,400", "$46.2 million"),
        (99_999_900, "$999,999", "$1.0 million"),
        (94_000_050, "$940,000.50", "$940,001"),
        (-3_286_560_000, "−$32,865,600", "−$32.9 million"),
        (-50, "−$0.50", "−$1"),
        (0, "$0", "$0"),
    ],
)
def test_money_is_exact_in_tables_and_short_in_sentences(
    cents: int, exact: str, words: str
) -> None:
    """Cents are shown where there are any; a sentence has millions and billions."""
    wording = Wording("en_US", 7)
    assert wording.money(cents, "$") == exact
    assert wording.money_words(cents, "$") == words


def test_a_number_of_any_size_is_rounded() -> None:
    """Also where it has more places than a decimal number has of itself."""
    assert rounded(1e308, 1) == 1e308
    assert rounded(-2.5e200, 0) == -2.5e200
    assert rounded(5e-324, 4) == 0


def test_an_axis_has_a_number_of_any_size() -> None:
    """In trillions, the largest that the words of an axis know, however many there are."""
    assert US.compact(1e308, DOLLARS) == "$1" + "0" * (308 - 12) + "T"
    assert US.compact(-2.5e40, REQUESTS) == "\N{MINUS SIGN}25" + "0" * (39 - 12) + "T"
