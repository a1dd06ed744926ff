"""Odd times: twenty years of months, days, weeks, quarters, years; late, retired, proposed."""

from collections.abc import Iterator
from typing import Any

from stress.package import BARE, PERCENT, Odd, Package
from stress.series import Rows, days, monthly, quarters, rows, shares, wave, weeks


def packages() -> Iterator[Package]:
    """Yield the package of odd times."""
    yield Package("times", "times", [*_long(), *_counted(), *_stages()])


def _long() -> Iterator[Odd]:
    since = {"targets": [{"from": "2007-01", "value": 85, "near": 5}], "priority": "everything"}
    yield Odd("months-240", "Twenty years of months", shares(wave(240, 85, 9)), since)
    yield Odd("bars-240", "Twenty years of counts", monthly(wave(240)))
    by_day: dict[str, Any] = {"targets": [{"from": "2024-11-01", "value": 105, "near": 5}]}
    yield Odd("daily", "Every day of two years", rows(days(730), wave(730), "day"), by_day)
    line = {"measure": BARE}
    yield Odd("daily-line", "Every day as a line", rows(days(400), wave(400), "day"), line)
    yield Odd("daily-few", "Eleven days", rows(days(11), wave(11), "day"))
    yield Odd("weekly", "Every week of six years", rows(weeks(312), wave(312), "week"), line)
    yield Odd("weekly-bars", "Every week counted", rows(weeks(60), wave(60), "week"))
    yield Odd("quarterly", "Every quarter of twenty years", rows(quarters(80), wave(80), "quarter"))
    years = [str(year) for year in range(1966, 2026)]
    yield Odd("yearly", "Every year of sixty", rows(years, wave(60), "year"))
    fiscal = {"period": {"field": "year", "frequency": "A", "lag": 20, "year": "fiscal"}}
    some = [str(year) for year in range(2019, 2027)]
    yield Odd("fiscal", "Every fiscal year", rows(some, wave(8), "year"), fiscal)


def _counted() -> Iterator[Odd]:
    adding: Rows = []
    so_far = 0.0
    for row, value in zip(monthly(wave(40)), wave(40), strict=True):
        so_far = value if row["month"].endswith("-07") else so_far + value
        adding.append({**row, "value": int(so_far)})
    counted = {"measure": BARE | {"cumulative": "fiscal-year"}, "unit": {"name": "trees planted"}}
    # The first month of a year is far below the sum of the year before, and is said to be so.
    noted = [{**row, "note": "The year begins."} for row in adding]
    yield Odd("cumulative", "Since the year began", noted, counted)
    volume: Rows = [{**row, "volume": 40_000 + 97 * at} for at, row in enumerate(monthly(wave(30)))]
    busy = {"measure": BARE | {"volume": "volume"}, "unit": {"name": "minutes", "decimals": 1}}
    yield Odd("volume", "Minutes with their calls", volume, busy)
    held: Rows = [{**row, "volume": 3_000_000_000 + at} for at, row in enumerate(monthly(wave(30)))]
    yield Odd("huge-calls", "Minutes with billions of calls", held, busy)
    spent = {"basis": "fiscal-year", "prorate": True, "from": "2024-07", "value": 1200, "near": 30}
    yield Odd("year-target", "A target for the year", monthly(wave(28)), {"targets": [spent]})


def _stages() -> Iterator[Odd]:
    target = {"targets": [{"from": "2024-01", "value": 85, "near": 5}], "priority": "everything"}
    for stage in ("proposed", "pilot", "paused", "retired"):
        facts = target | {"stage": stage, "unit": PERCENT}
        yield Odd(f"stage-{stage}", f"A metric that is {stage}", shares(wave(20, 85, 9)), facts)
    late = shares(wave(30, 85, 9))[:-3]
    yield Odd("late", "A metric three months late", late, target)
    stopped = shares(wave(60, 85, 9))[:-30]
    yield Odd("stopped", "A metric years late", stopped, target)
