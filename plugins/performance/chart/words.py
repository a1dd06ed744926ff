"""What a chart says in words: its description and the keys to its marks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from performance.chart.fill import Row
from performance.chart.plot import target_steps
from performance.chart.points import Points
from performance.model import Breakdown, ObsStatus, Unit
from performance.period import Frequency, Period
from performance.text import MONEY, OBS_STATUS_WORDS, Wording

FREQUENCY_WORDS = {
    Frequency.DAY: "Daily",
    Frequency.WEEK: "Weekly",
    Frequency.MONTH: "Monthly",
    Frequency.QUARTER: "Quarterly",
    Frequency.YEAR: "Yearly",
}
NO_VALUES = "No values have been published yet."
# What is drawn as volume is counted in its own column's unit, which its title names.
COUNT = Unit("")
MOST_DECIMALS = 6
EDGES = ("target", "low", "high")


def plain(value: float, unit: Unit, wording: Wording) -> str:
    """Return a figure that somebody set with the decimals that say it: "90%", "92.5%".

    One that six decimals do not say fully has the unit's.
    """
    places = range(MOST_DECIMALS + 1)
    enough = next((d for d in places if round(value, d) == value), unit.decimals)
    # Money has cents or none: "$9.50", never "$9.5".
    cents = enough == 1 and unit.symbol in MONEY
    return wording.value(value, replace(unit, decimals=2 if cents else enough))


def target_words(row: Row, unit: Unit, wording: Wording) -> str:
    """Return a target as its label has it: "90%", or "40% to 60%" for a range.

    `row` has `target`, or `low` and `high`.
    """
    if row["target"] is not None:
        return plain(row["target"], unit, wording)
    ends = [row[name] for name in ("low", "high") if row[name] is not None]
    return " to ".join(plain(end, unit, wording) for end in ends)


def hollow_key(points: Points, form: str) -> str:
    """Return what the hollow marks of a chart mean: "○ provisional"; nothing without any."""
    if not points.statuses:
        return ""
    words = " or ".join(OBS_STATUS_WORDS[status] for status in points.statuses)
    return f"{'□' if form == 'bars' else '○'} {words}"


def description(points: Points, unit: Unit, wording: Wording, volume_title: str = "") -> str:
    """Return a chart in one sentence: its ends, its extremes, its target, what is not final.

    A series without a value says so.
    """
    present = points.present
    if not present:
        return NO_VALUES
    parts = [_ends(points, unit, wording)]
    if len(present) > 2:
        lowest = min(present, key=lambda i: points.value[i] or 0.0)
        highest = max(present, key=lambda i: points.value[i] or 0.0)
        if points.value[lowest] == points.value[highest]:
            parts.append("all values are the same")
        else:
            parts.append(f"lowest {_at(points, lowest, unit, wording)}")
            parts.append(f"highest {_at(points, highest, unit, wording)}")
    parts += _target(points, unit, wording)
    parts += _absent(points)
    if volume_title:
        parts.append(f"bars behind the line show {volume_title}")
    return "; ".join(parts) + "."


def members_description(
    members: Sequence[tuple[str, Points]], breakdown: Breakdown, unit: Unit, wording: Wording
) -> str:
    """Return a set of panels in one sentence: what each member shows in the last period."""
    last = max((p.periods[-1] for _, p in members if p.periods), key=lambda p: p.start)
    shown = []
    for name, points in members:
        at = next((i for i in points.present if points.periods[i] == last), None)
        words = "no value" if at is None else wording.quantity(points.value[at], unit)
        shown.append(f"{name}: {words}")
    return f"{breakdown.title}, {_period(last, wording)}: {'; '.join(shown)}."


def _ends(points: Points, unit: Unit, wording: Wording) -> str:
    first, last = points.present[0], points.present[-1]
    if first == last:
        return f"One value: {_at(points, first, unit, wording)}"
    often = FREQUENCY_WORDS[points.periods[0].frequency]
    ends = [
        f"{_period(points.periods[i], wording)} ({wording.quantity(points.value[i], unit)})"
        for i in (first, last)
    ]
    return f"{often} values from {ends[0]} to {ends[1]}"


def _at(points: Points, index: int, unit: Unit, wording: Wording) -> str:
    words = wording.quantity(points.value[index], unit)
    return f"{words} ({_period(points.periods[index], wording)})"


def _period(period: Period, wording: Wording) -> str:
    # "from January to March 2013 to …" would be misread.
    short = period.frequency is Frequency.QUARTER
    return wording.period_short(period) if short else wording.period(period)


def _target(points: Points, unit: Unit, wording: Wording) -> list[str]:
    wanted = [row for row in target_steps(points) if any(row[name] is not None for name in EDGES)]
    if not wanted:
        return []
    latest = wanted[-1]
    several = any(row[name] != latest[name] for row in wanted for name in EDGES)
    return [f"{'latest target' if several else 'target'} {target_words(latest, unit, wording)}"]


def _absent(points: Points) -> list[str]:
    parts = []
    absent = len(points.periods) - len(points.present)
    if absent:
        verb = "has" if absent == 1 else "have"
        parts.append(f"{absent} of {len(points.periods)} periods {verb} no value")
    hollow = sum(points.hollow)
    if hollow:
        words = " or ".join(OBS_STATUS_WORDS[ObsStatus(s)] for s in points.statuses)
        parts.append(f"{hollow} {'value is' if hollow == 1 else 'values are'} {words}")
    return parts
