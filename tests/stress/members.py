"""Odd members: one, twelve, thirteen, sixty; two dimensions; long names; withheld values."""

from collections.abc import Iterator, Sequence
from typing import Any

from stress.package import Odd, Package
from stress.series import Rows, monthly, shares, wave
from stress.wording import LETTERS_40, LETTERS_120, MARKUP, NOTE

TARGET = {"targets": [{"from": "2024-01", "value": 85, "near": 5}], "priority": "everything"}
NAMES = (MARKUP, LETTERS_40, LETTERS_120, "A", "חלק", "期限内", "Zone 7", "zone 7 ", "0", "–")


def packages() -> Iterator[Package]:
    """Yield the package of odd members."""
    yield Package("members", "members", [*_counts(), *_crossed(), *_absent()])


def _counts() -> Iterator[Odd]:
    for count in (1, 5, 12, 13, 60):
        names = [f"District {place + 1}" for place in range(count)]
        yield Odd(f"members-{count}", f"By {count} districts", _by(names), TARGET)
    twelve = [f"{place + 1}. {LETTERS_120}" for place in range(12)]
    yield Odd("long-members", "By members with long names", _by(twelve), TARGET)
    odd = [name.strip() + ("" if name.strip() == name else "!") for name in NAMES]
    yield Odd("odd-members", "By members with odd names", _by(odd), TARGET)
    bars: Rows = [
        row
        for place in range(12)
        for row in monthly(wave(30, 100, 60, place), district=f"District {place + 1}")
    ]
    yield Odd("member-bars", "Counts by twelve districts", bars)
    days: Rows = [
        row
        for place in range(12)
        for row in monthly(wave(240, 100, 60, place), district=f"District {place + 1}")
    ]
    yield Odd("member-months", "Twenty years by twelve districts", days)


def _crossed() -> Iterator[Odd]:
    table: Rows = [
        row
        for place in range(6)
        for age in range(4)
        for row in shares(
            wave(14, 80, 9, place + age),
            district=f"District {place + 1}",
            age_group=f"{age}0 to {age}9",
        )
    ]
    yield Odd("two-dimensions", "By district and by age", table, TARGET)


def _absent() -> Iterator[Odd]:
    table: Rows = []
    for place in range(8):
        for month, row in enumerate(monthly(wave(16, 60, 30, place), place=f"Place {place}")):
            hidden = place % 2 == 0 and month % 3 == 0
            status = "suppressed" if hidden else "final"
            note = NOTE if hidden and month > 12 else ""
            value: Any = "" if hidden else row["value"]
            table.append({**row, "value": value, "obs_status": status, "note": note})
    yield Odd("withheld-members", "Members with withheld values", table)


def _by(names: Sequence[str]) -> Rows:
    return [
        row
        for place, name in enumerate(names)
        for row in shares(wave(14, 80, 9, place), district=name)
    ]
