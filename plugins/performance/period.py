"""Periods of time: frequency, parsing, order, neighbours and fiscal years.

A period is what an observation is about: a day, an ISO week, a month, a calendar quarter or a
year. Nothing here asks the clock; labels for readers are made in `text`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct


class Frequency(StrEnum):
    """How often a metric is observed; the letters are SDMX's."""

    DAY = "D"
    WEEK = "W"
    MONTH = "M"
    QUARTER = "Q"
    YEAR = "A"

    @property
    def per_year(self) -> int:
        """Periods in a year (52 for weeks, 365 for days)."""
        return {"D": 365, "W": 52, "M": 12, "Q": 4, "A": 1}[self.value]


FORMS = {
    Frequency.DAY: (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), "2026-09-14"),
    Frequency.WEEK: (re.compile(r"(\d{4})-W(\d{2})"), "2026-W05"),
    Frequency.MONTH: (re.compile(r"(\d{4})-(\d{2})"), "2026-09"),
    Frequency.QUARTER: (re.compile(r"(\d{4})-Q([1-4])"), "2026-Q3"),
    Frequency.YEAR: (re.compile(r"(\d{4})"), "2026"),
}


class Period(Struct, frozen=True, order=True):
    """One period of one frequency.

    `start` and `end` are its first and last day, both inside it. `year_start` is the first month
    of a yearly period: 1 for calendar years, the fiscal year's first month for fiscal years, which
    are named by the calendar year they end in.
    """

    start: date
    end: date
    frequency: Frequency
    year_start: int = 1

    @property
    def key(self) -> str:
        """The period as a data file writes it: 2026-09-14, 2026-W05, 2026-09, 2026-Q3 or 2026."""
        match self.frequency:
            case Frequency.DAY:
                return self.start.isoformat()
            case Frequency.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Frequency.MONTH:
                return self.start.isoformat()[:7]
            case Frequency.QUARTER:
                return f"{self.start.year:04d}-Q{(self.start.month + 2) // 3}"
            case Frequency.YEAR:
                return f"{self.end.year:04d}"

    @property
    def fiscal(self) -> bool:
        """Whether this is a year that is not a calendar year."""
        return self.frequency is Frequency.YEAR and self.year_start != 1

    def shift(self, count: int) -> Period:
        """Return the period `count` periods later (earlier when negative)."""
        match self.frequency:
            case Frequency.DAY:
                return day(self.start + timedelta(days=count))
            case Frequency.WEEK:
                return week(self.start + timedelta(weeks=count))
            case Frequency.MONTH:
                return month(*_months_on(self.start, count))
            case Frequency.QUARTER:
                year, number = _months_on(self.start, 3 * count)
                return quarter(year, (number + 2) // 3)
            case Frequency.YEAR:
                return year_(self.end.year + count, self.year_start)

    def year_earlier(self) -> Period | None:
        """Return the same period a year earlier; none for 29 February and for a 53rd week."""
        match self.frequency:
            case Frequency.DAY:
                try:
                    return day(self.start.replace(year=self.start.year - 1))
                except ValueError:
                    return None
            case Frequency.WEEK:
                year, number, _ = self.start.isocalendar()
                try:
                    return week(date.fromisocalendar(year - 1, number, 1))
                except ValueError:
                    return None
            case _:
                return self.shift(-self.frequency.per_year)

    def fiscal_year(self, first_month: int) -> int:
        """Return the fiscal year that holds this period's last day.

        `first_month` is 1–12. A fiscal year is named by the calendar year it ends in.
        """
        return fiscal_year(self.end, first_month)


def day(on: date) -> Period:
    """Return the day `on`."""
    return Period(on, on, Frequency.DAY)


def week(on: date) -> Period:
    """Return the ISO week (Monday to Sunday) that holds the day `on`."""
    start = on - timedelta(days=on.isoweekday() - 1)
    return Period(start, start + timedelta(days=6), Frequency.WEEK)


@lru_cache(maxsize=16_384)  # the metrics of a site share most of their periods
def month(year: int, number: int) -> Period:
    """Return month `number` (1–12) of a calendar year."""
    return Period(date(year, number, 1), _last_day(year, number), Frequency.MONTH)


def quarter(year: int, number: int) -> Period:
    """Return calendar quarter `number` (1–4) of a calendar year."""
    last = 3 * number
    return Period(date(year, last - 2, 1), _last_day(year, last), Frequency.QUARTER)


def year_(ends_in: int, first_month: int = 1) -> Period:
    """Return the year that ends in calendar year `ends_in` and begins in month `first_month`."""
    if first_month == 1:
        return Period(date(ends_in, 1, 1), date(ends_in, 12, 31), Frequency.YEAR)
    start = date(ends_in - 1, first_month, 1)
    return Period(start, _last_day(ends_in, first_month - 1), Frequency.YEAR, first_month)


def fiscal_year(on: date, first_month: int) -> int:
    """Return the fiscal year (named by the calendar year it ends in) that holds the day `on`."""
    return on.year + 1 if first_month > 1 and on.month >= first_month else on.year


@lru_cache(maxsize=65_536)
def parse(text: str, frequency: Frequency, year_start: int = 1) -> Period:
    """Read a period as a data file writes it.

    `year_start` is used for yearly periods alone. Raises ValueError, in words for a reader, where
    the text is not a period of that frequency: no other spelling (2025-1, 20250101) is guessed at.
    """
    pattern, example = FORMS[frequency]
    found = pattern.fullmatch(text)
    if found is None or not text.isascii():
        raise ValueError(f"must be written like {example}")
    numbers = [int(part) for part in found.groups()]
    if not numbers[0] >= 1000:
        raise ValueError(f"must be written like {example}")
    try:
        match frequency:
            case Frequency.DAY:
                return day(date(*numbers))
            case Frequency.WEEK:
                return week(date.fromisocalendar(numbers[0], numbers[1], 1))
            case Frequency.MONTH:
                return month(numbers[0], numbers[1])
            case Frequency.QUARTER:
                return quarter(numbers[0], numbers[1])
            case Frequency.YEAR:
                return year_(numbers[0], year_start)
    except (ValueError, OverflowError) as error:
        # The last weeks of the year 9999 run over the end of the calendar.
        raise ValueError("is not a date of the calendar") from error


def between(first: Period, last: Period) -> Iterator[Period]:
    """Yield every period from `first` to `last`, both included; none when `last` is before."""
    current = first
    while current.start <= last.start:
        yield current
        current = current.shift(1)


def containing(on: date, frequency: Frequency, year_start: int = 1) -> Period:
    """Return the period of the given frequency that holds the day `on`."""
    match frequency:
        case Frequency.DAY:
            return day(on)
        case Frequency.WEEK:
            return week(on)
        case Frequency.MONTH:
            return month(on.year, on.month)
        case Frequency.QUARTER:
            return quarter(on.year, (on.month + 2) // 3)
        case Frequency.YEAR:
            return year_(fiscal_year(on, year_start), year_start)


def _last_day(year: int, number: int) -> date:
    return date(year, number, monthrange(year, number)[1])


def _months_on(start: date, count: int) -> tuple[int, int]:
    years, index = divmod(start.month - 1 + count, 12)
    return start.year + years, index + 1
