"""Odd numbers: few, equal, zero, negative, huge, tiny, absent; odd targets, breaks, benchmarks."""

from collections.abc import Iterator
from typing import Any

from stress.package import BARE, Odd, Package
from stress.series import Rows, monthly, months, shares, wave

DOLLARS = {"name": "dollars", "symbol": "$", "decimals": 0}
DEGREES = {"name": "degrees", "symbol": "°C", "decimals": 1}
TINY = {"name": "grams a litre", "symbol": "g/l", "decimals": 6}


def packages() -> Iterator[Package]:
    """Yield the packages of odd numbers and of odd targets."""
    yield Package("values", "numbers", [*_few(), *_sizes(), *_absent()])
    yield Package("targets", "numbers", [*_targets(), *_crowded()])


def _few() -> Iterator[Odd]:
    target = {"targets": [{"from": "2025-01", "value": 90, "near": 5}], "priority": "everything"}
    yield Odd("one-point", "A metric with one value", shares([88.0]), target)
    yield Odd("two-points", "A metric with two values", shares([88.0, 93.0]), target)
    yield Odd("two-bars", "A count with two values", monthly([88, 93]))
    yield Odd("two-far", "Two values far apart", monthly([1, 1_000_000]), {"measure": BARE})


def _sizes() -> Iterator[Odd]:
    bare = {"measure": BARE}
    yield Odd("equal", "All values are equal", monthly([5] * 30), bare)
    yield Odd("equal-bars", "All counts are equal", monthly([5] * 30))
    yield Odd("zeros", "Nothing ever happened", monthly([0] * 24))
    yield Odd("zeros-line", "A line of zeros", monthly([0] * 24), bare | {"direction": "decrease"})
    cold = [float(round(at / 4)) for at in wave(36, -40, 30)]
    yield Odd("negative", "Temperature by night", monthly(cold), bare | {"unit": DEGREES})
    both = [float(round(at)) for at in wave(36, 0, 90)]
    changes = [
        {**row, "note": "" if row["value"] != "0" else "As many came as went."}
        for row in monthly(both)
    ]
    yield Odd("both-signs", "Net change of staff", changes)
    huge = [at * 123_456_789 for at in wave(60, 100, 40)]
    yield Odd("huge", "Value of everything", monthly(huge), {"unit": DOLLARS})
    yield Odd("huge-line", "Value of the rest", monthly(huge), bare | {"unit": DOLLARS})
    huge_share = shares(wave(30, 70, 20), whole=1_000_000_000)
    yield Odd("huge-volume", "Share of a billion", huge_share)
    tiny = [at / 1_000_000 for at in wave(30, 100, 40)]
    yield Odd("tiny", "A trace of something", monthly(tiny), bare | {"unit": TINY})


def _absent() -> Iterator[Odd]:
    target = {"targets": [{"from": "2025-01", "value": 90, "near": 5}], "priority": "everything"}
    yield Odd("no-values", "No value at all", monthly([None] * 12), target)
    withheld: Rows = [{**row, "obs_status": "suppressed"} for row in monthly([None] * 12)]
    yield Odd("withheld", "Every value is withheld", withheld, target)
    statuses = ("missing", "suppressed", "not_applicable")
    islands: Rows = [
        row if place % 2 else {**row, "value": "", "obs_status": statuses[place // 2 % 3]}
        for place, row in enumerate(monthly(wave(24)))
    ]
    yield Odd("islands", "Every other value is absent", islands, {"measure": BARE})
    early: Rows = [{**row, "obs_status": "provisional"} for row in monthly(wave(24))]
    yield Odd("provisional", "No value is final", early, {"measure": BARE})
    yield Odd(
        "estimated-bars", "Nothing is final", [{**r, "obs_status": "estimated"} for r in early]
    )


def _targets() -> Iterator[Odd]:
    ranged = {"from": "2023-01", "low": 90, "high": 110, "near": 5}
    within: dict[str, Any] = {"measure": BARE, "direction": "range", "targets": [ranged]}
    yield Odd("range", "Within a range", monthly(wave(30)), within)
    narrow = within | {"targets": [{"from": "2023-01", "low": 99.5, "high": 100.5, "near": 0}]}
    yield Odd("narrow-range", "Within a narrow range", monthly(wave(30, 100, 90)), narrow)
    yearly = [
        {"from": f"{year}-07", "value": 70 + 3 * at, "near": 2, "reason": f"Year {at}."}
        for at, year in enumerate(range(2016, 2027))
    ]
    facts = {"targets": yearly, "priority": "long"}
    yield Odd("yearly-target", "A target that rises each year", shares(wave(120, 85, 9)), facts)
    monthly_targets = [
        {"from": month, "value": 80 + at % 9, "near": 1} for at, month in enumerate(months(24))
    ]
    restless = {"targets": monthly_targets}
    yield Odd(
        "restless-target", "A target that changes each month", shares(wave(24, 85, 9)), restless
    )
    far = {"targets": [{"from": "2023-01", "value": 100_000, "near": 5}]}
    yield Odd("far-target", "A target out of sight", monthly(wave(24)), far)


def _crowded() -> Iterator[Odd]:
    every = months(60)
    notes = (
        "A new system of records",
        "Moved",
        "Another definition of what counts as closed",
        "New",
    )
    breaks = [{"period": every[at], "note": f"{notes[at % 4]} ({at})."} for at in range(4, 60, 5)]
    others = [
        {
            "title": title,
            "value": value,
            "source": {"title": "A survey"},
            "comparability": "Same definition.",
        }
        for title, value in (
            ("Peer cities", 85),
            ("Cities of the region with more than 100,000 residents, the median", 85.4),
            ("The state", 86),
            ("The nation", 84.9),
            ("The best", 99.9),
        )
    ]
    targets = [
        {"from": every[0], "value": 85.2, "near": 2},
        {"from": every[30], "value": 85.8, "near": 2},
    ]
    facts: dict[str, Any] = {"breaks": breaks, "benchmarks": others, "targets": targets}
    yield Odd("crowded", "Many breaks, many benchmarks", shares(wave(60, 85, 9)), facts)
    bars = facts | {"baseline": {"period": every[0]}}
    yield Odd("crowded-bars", "Many breaks over bars", monthly(wave(60, 85, 9)), bars)
