"""The wording of numbers, units, periods and dates: the one place that knows the locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import (
    format_compact_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    get_territory_currencies,
)
from msgspec import Struct

from performance.model import Attainment, ObsStatus, Unit
from performance.period import Frequency, Period

CURRENCIES = date(2025, 1, 1)
# Enough for the largest number that a table can hold, with all its decimals.
DIGITS = 400
MONEY = ("$", "€", "£")
SIGNS = {"EUR": "€", "GBP": "£"}
# Below so many of its last decimal a number is off by less than a millionth of it in binary.
PLAIN, APART = 1e9, 1e-6
MINUS = "\N{MINUS SIGN}"
# Plurals that English does not make with an s.
IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot",
}  # fmt: skip

ATTAINMENT_WORDS = {
    Attainment.MET: "Met target",
    Attainment.NEAR: "Near target",
    Attainment.MISSED: "Missed target",
    Attainment.PENDING: "Not judged yet",
    Attainment.NO_TARGET: "No target",
    Attainment.NO_DATA: "No data",
    Attainment.LATE: "Late",
}

OBS_STATUS_WORDS = {
    ObsStatus.FINAL: "final",
    ObsStatus.PROVISIONAL: "provisional",
    ObsStatus.ESTIMATED: "estimated",
    ObsStatus.REVISED: "revised",
    ObsStatus.MISSING: "missing",
    ObsStatus.SUPPRESSED: "withheld to protect privacy",
    ObsStatus.NOT_APPLICABLE: "not applicable",
}


class Wording(Struct, frozen=True):
    """How a site words its figures: its locale and its fiscal year's first month."""

    locale: str = "en_US"
    fiscal_year_start: int = 7

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with the locale's separators and exactly `decimals` decimals.

        Rounds half away from zero in decimal, as a reader with a pencil would; a value that rounds
        to zero has no sign.
        """
        return _number(value, decimals, self.locale)

    def value(self, value: float | None, unit: Unit) -> str:
        """Return a value with its unit as a table cell has it: "91.2%", "$1,200", "431"."""
        if value is None or value != value:
            return "–"
        return _signed(self.number(value, unit.decimals), unit.symbol)

    def values(self, values: Sequence[float], unit: Unit) -> list[str]:
        """Return many values, each as `value` does; NaN stands for none."""
        decimals, symbol, locale = unit.decimals, unit.symbol, self.locale
        return [_signed(_number(v, decimals, locale), symbol) if v == v else "–" for v in values]

    def compact(self, value: float, unit: Unit) -> str:
        """Return a large round value as an axis has it: "500K", "$1.5M", "0"."""
        with localcontext(prec=DIGITS):
            short = str(format_compact_decimal(abs(value), locale=self.locale, fraction_digits=2))
        sign = MINUS if value < 0 else ""
        if unit.symbol in MONEY:
            return f"{sign}{unit.symbol}{short}"
        return f"{sign}{short}{unit.symbol}"

    def quantity(self, value: float | None, unit: Unit) -> str:
        """Return a value with its unit as a sentence has it: "91.2%", "3.5 inches".

        Of symbols a sentence keeps those of percent and money; "3.5 in in October" reads badly.
        """
        shown = self.value(value, unit)
        if value is None or value != value or unit.symbol in ("%", *MONEY):
            return shown
        if unit.symbol and unit.name:
            shown = self.number(value, unit.decimals)
        elif not unit.name:
            return shown
        one = rounded(abs(value), unit.decimals) == 1
        return f"{shown} {singular(unit.name) if one else unit.name}"

    def difference(self, value: float, unit: Unit) -> str:
        """Return the size of a difference, without sign: "3.1 percentage points", "12 requests".

        The difference of two percentages is in percentage points, never in percent.
        """
        if not unit.is_percent:
            return self.quantity(abs(value), unit)
        size = abs(value)
        plural = "" if rounded(size, unit.decimals) == 1 else "s"
        return f"{self.number(size, unit.decimals)} percentage point{plural}"

    def period(self, period: Period) -> str:
        """Return a period in words: "September 2026", "the week of September 14, 2026"."""
        match period.frequency:
            case Frequency.DAY:
                return self.date(period.start)
            case Frequency.WEEK:
                return f"the week of {self.date(period.start)}"
            case Frequency.MONTH:
                return self.month(period.start)
            case Frequency.QUARTER:
                months = _dated(period.start, "MMMM", self.locale)
                return f"{months} to {self.month(period.end)}"
            case Frequency.YEAR:
                year = period.end.year
                return f"fiscal year {year}" if period.fiscal else f"{year}"

    def period_short(self, period: Period) -> str:
        """Return a period for a table or an axis: "Sep 2026", "Q3 2026", "FY2026"."""
        match period.frequency:
            case Frequency.DAY | Frequency.WEEK:
                return _dated(period.start, "MMM d, y", self.locale)
            case Frequency.MONTH:
                return _dated(period.start, "MMM y", self.locale)
            case Frequency.QUARTER:
                return f"Q{(period.start.month + 2) // 3} {period.start.year}"
            case Frequency.YEAR:
                return f"FY{period.end.year}" if period.fiscal else f"{period.end.year}"

    def month(self, on: date) -> str:
        """Return the month of a date in words: "November 2026"."""
        return _dated(on, "MMMM y", self.locale)

    def date(self, on: date) -> str:
        """Return a date in words: "November 20, 2026"."""
        return _dated(on, None, self.locale)

    def money(self, cents: float, sign: str) -> str:
        """Return an amount of cents, exact, as a table has it: "$1,200", "−$0.50", "$1,200.05"."""
        shown = self.number(abs(cents) / 100, 0 if cents % 100 == 0 else 2)
        return f"{MINUS if cents < 0 else ''}{sign}{shown}"

    def money_words(self, cents: float, sign: str) -> str:
        """Return an amount of cents as a sentence has it: "$1.20 billion", "$45.3 million"."""
        whole = abs(cents) / 100
        for size, word, decimals in ((1e9, "billion", 2), (1e6, "million", 1)):
            # What would be "1,000.0 million" is a billion.
            if rounded(whole / size, decimals) >= 1:
                minus = MINUS if cents < 0 else ""
                return f"{minus}{sign}{self.number(whole / size, decimals)} {word}"
        return self.money(rounded(cents / 100, 0) * 100, sign)

    def sign(self, currency: str) -> str:
        """Return the sign of a currency by its code, of the locale's country's for ""."""
        return SIGNS.get(currency, "$") if currency else self.currency

    @property
    def language(self) -> str:
        """The language tag of the site's words: English, whatever locale writes its numbers."""
        tag = self.locale.replace("_", "-")
        return tag if tag == "en" or tag.startswith("en-") else "en"

    @property
    def currency(self) -> str:
        """The sign of the money of the locale's country: "$"."""
        return _currency(self.locale)

    def fiscal_year(self, year: int) -> str:
        """Return a fiscal year's name: "fiscal year 2026", or "2026" for calendar years."""
        return f"{year}" if self.fiscal_year_start == 1 else f"fiscal year {year}"


@lru_cache(maxsize=100_000)
def _number(value: float, decimals: int, locale: str) -> str:
    # Babel takes 30 µs a number and a site prints many thousands, so only its signs are used.
    # Adding zero drops the sign of a negative zero.
    near = value + 0.0 if _is_plain(value, decimals) else rounded(value, decimals)
    shown = f"{near:,.{decimals}f}"
    return shown if near >= 0 and _is_english(locale) else shown.translate(_symbols(locale))


def _is_plain(value: float, decimals: int) -> bool:
    """Whether a value is not negative and so far from the middle between two that it might be
    rounded to that the nearer one is the same in decimal as in binary."""
    scaled = value * 10.0**decimals
    return 0 <= scaled < PLAIN and abs(scaled % 1 - 0.5) > APART


@lru_cache(maxsize=100)
def _is_english(locale: str) -> bool:
    """Whether a locale writes a number that is not negative as Python does."""
    return [_symbols(locale)[ord(sign)] for sign in ",."] == [",", "."]


@lru_cache(maxsize=100)
def _symbols(locale: str) -> dict[int, str]:
    """Return what a locale writes for the signs of an English number."""
    group, point = get_group_symbol(locale), get_decimal_symbol(locale)
    return {ord(","): group, ord("."): point, ord("-"): MINUS}


EXACT = Context(prec=DIGITS, rounding=ROUND_HALF_UP)


@lru_cache(maxsize=100_000)
def rounded(value: float, decimals: int) -> float:
    """Return a value rounded half away from zero in decimal, as a reader with a pencil would."""
    exact = Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    return float(rounded) + 0.0  # adding zero drops the sign of a negative zero


@lru_cache(maxsize=10_000)
def _dated(on: date, pattern: str | None, locale: str) -> str:
    return str(format_date(on, format=pattern or "long", locale=locale))


def _signed(shown: str, symbol: str) -> str:
    """Return a number with the symbol of its unit where it belongs."""
    if symbol in MONEY:
        sign = MINUS if shown.startswith(MINUS) else ""
        return f"{sign}{symbol}{shown.removeprefix(MINUS)}"
    if symbol == "%":
        return f"{shown}%"
    return f"{shown} {symbol}" if symbol else shown


@lru_cache(maxsize=100)
def _currency(locale: str) -> str:
    territory = Locale.parse(locale).territory or "US"
    # Babel asks the clock for today's currency unless it is told a day.
    code = get_territory_currencies(territory, start_date=CURRENCIES, end_date=CURRENCIES)[0]
    return str(get_currency_symbol(code, locale=locale))


@lru_cache(maxsize=1_000)
def singular(name: str) -> str:
    """Return the name of a unit for one of it: "request", "person", "day per case"."""
    head, per, rest = name.partition(" per ")
    *before, noun = head.split(" ")
    if noun in IRREGULAR:
        head = " ".join([*before, IRREGULAR[noun]])
    elif head.endswith("ies"):
        head = f"{head[:-3]}y"
    elif head.endswith(("sses", "shes", "ches", "xes")):
        head = head[:-2]
    elif head.endswith("s") and not head.endswith(("ss", "us", "is")):
        head = head[:-1]
    return f"{head}{per}{rest}"
