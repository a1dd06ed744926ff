"""How a sentence writes a figure: with the metric's decimals, and more only where they decide."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import isclose

from msgspec.structs import replace

from performance.model import Direction, Metric, Observation, ObsStatus, Target, Unit
from performance.period import Frequency, Period
from performance.text import MONEY, Wording, rounded

MOST_DECIMALS = 6
MOST_DIGITS = 12

# The plural names of periods.
PERIODS = {
    Frequency.DAY: "days",
    Frequency.WEEK: "weeks",
    Frequency.MONTH: "months",
    Frequency.QUARTER: "quarters",
    Frequency.YEAR: "years",
}


def exact(value: float, unit: Unit, wording: Wording) -> str:
    """Return a figure that somebody set (a target), as they set it: "90%", "92.5%".

    It has as few decimals as say it fully; a figure that six do not say fully was worked out, and
    has the unit's.
    """
    decimals = _enough(value)
    if decimals is None:
        return wording.quantity(value, unit)
    # Money has cents or none: "$1,200.50", never "$1,200.5".
    cents = decimals == 1 and unit.symbol in MONEY
    return wording.quantity(value, replace(unit, decimals=2 if cents else decimals))


def span(low: float, high: float, unit: Unit, wording: Wording) -> str:
    """Return the lowest and the highest value, the unit once: "10.3 to 11.1 minutes"."""
    last = wording.quantity(high, unit)
    first = wording.value(low, unit)
    if unit.symbol not in ("%", *MONEY):
        first = wording.number(low, unit.decimals)
    alike = wording.value(low, unit) == wording.value(high, unit)
    return last if alike else f"{first} to {last}"


def beside(value: float, bounds: Iterable[float], unit: Unit) -> Unit:
    """Return the unit with enough decimals to tell a value apart from its bounds.

    89.96 beside a target of 90 is not written "90.0%": a reader would see a target met.
    """
    # What is further away than rounding can bring it stays on its side: nearly all of it.
    step = 1.001 * 10.0**-unit.decimals
    edges = [
        edge
        for edge in bounds
        if not abs(value - edge) > step + 1e-8 * (abs(value) + abs(edge) + 1)
    ]
    if not edges:
        return unit
    for decimals in range(unit.decimals, unit.decimals + MOST_DECIMALS):
        if all(_same_side(value, edge, decimals) for edge in edges):
            return replace(unit, decimals=decimals)
    return unit


def edges(target: Target, metric: Metric, goal: float | None = None) -> tuple[float, ...]:
    """Return the values at which the attainment changes; `goal` stands for the target's value."""
    if metric.direction is Direction.RANGE and target.low is not None and target.high is not None:
        return (target.low - target.near, target.low, target.high, target.high + target.near)
    aim = target.value if goal is None else goal
    if aim is None:
        return ()
    margin = target.near if metric.direction is Direction.DECREASE else -target.near
    return (aim, aim + margin)


def same(value: float, other: float) -> bool:
    """Return whether two values differ by no more than the noise of floating point."""
    return isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)


@lru_cache(maxsize=4_096)  # targets are few, and asked of for every period
def _enough(value: float) -> int | None:
    """Return the fewest decimals, up to six, that say a value fully; none where six do not.

    More than twelve digits in all are never taken for what somebody set: they are a quotient.
    """
    whole = len(str(int(abs(value))))
    counts = range(min(MOST_DECIMALS, max(0, MOST_DIGITS - whole)) + 1)
    return next((n for n in counts if isclose(round(value, n), value, rel_tol=1e-14)), None)


def _same_side(value: float, edge: float, decimals: int) -> bool:
    shown = edge if _enough(edge) is not None else rounded(edge, decimals)
    return _side(rounded(value, decimals), shown) == _side(value, edge)


def _side(value: float, edge: float) -> int:
    if same(value, edge):
        return 0
    return 1 if value > edge else -1


def shown(observation: Observation, metric: Metric, wording: Wording) -> str:
    """Return an observation's value as a sentence has it, told apart from its period's target."""
    if observation.value is None:
        return "no value"
    target = observation.target
    against = edges(target, metric) if target is not None and target.basis == "period" else ()
    return wording.quantity(observation.value, beside(observation.value, against, metric.unit))


def when(period: Period, wording: Wording) -> str:
    """Return a period with its preposition: "in September 2026", "on September 14, 2026"."""
    words = wording.period(period)
    match period.frequency:
        case Frequency.DAY:
            return f"on {words}"
        case Frequency.QUARTER:
            return f"from {words}"
        case _:
            return f"in {words}"


def within(period: Period, wording: Wording) -> str:
    """Return the period in which something happens: "in the quarter July to September 2026".

    "From July to September" would say that it lasts as long.
    """
    if period.frequency is Frequency.QUARTER:
        return f"in the quarter {wording.period(period)}"
    return when(period, wording)


def quality(observation: Observation) -> str:
    """Return the word that goes before "result" where a value is not final: "provisional "."""
    if observation.obs_status in (ObsStatus.PROVISIONAL, ObsStatus.ESTIMATED):
        return f"{observation.obs_status.value} "
    return ""


def capital(words: str) -> str:
    """Return words with a capital first letter, the others as they are."""
    return words[:1].upper() + words[1:]


def stop(words: str) -> str:
    """Return somebody's words on one line, ended by one full stop."""
    line = " ".join(words.split())
    return line if not line or line[-1] in ".!?…" else f"{line}."
