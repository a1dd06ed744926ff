"""A department with 40 metrics in groups, of every attainment and every stage."""

from collections.abc import Iterator
from typing import Any

from stress.package import Odd, Package
from stress.series import Rows, monthly, shares, wave

GROUPS = ("Streets", "Parks, trees and everything that grows", "Waste", "Water", "Other")
METRICS = 40
STAGES = {35: "pilot", 36: "paused", 37: "proposed", 38: "retired"}


def packages() -> Iterator[Package]:
    """Yield the packages of the department, one a group."""
    for place, group in enumerate(GROUPS):
        numbers = range(place, METRICS, len(GROUPS))
        metrics = [_metric(number, group) for number in numbers]
        yield Package(f"crowd-{place + 1}", "crowd", metrics)


def _metric(number: int, group: str) -> Odd:
    count = 14 + number % 20
    percent = number % 2 == 0
    values = wave(count, 80, 10, number) if percent else wave(count, 400, 60, number)
    table: Rows = shares(values) if percent else monthly(values)
    if number % 11 == 10:
        table = table[:-4]  # Late: the last four months have not been reported.
    level = values[-1] + (-5, 1, 9)[number % 3] * (1 if percent else 10)
    target = {"from": table[0]["month"], "value": level, "near": 4 if percent else 40}
    facts: dict[str, Any] = {
        "group": group,
        "stage": STAGES.get(number, "live"),
        "priority": ("everything", "long")[number % 2] if number % 4 else None,
        "targets": None if number % 7 == 6 else [target],
        "featured": number < 3,
    }
    return Odd(f"crowd-{number:02d}", f"Measure {number} of the crowded department", table, facts)
