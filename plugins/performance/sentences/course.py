"""Sentences about the course of a series: its trend, and the heading of its chart."""

from __future__ import annotations

from performance.model import Record, Stage, Trend
from performance.sentences.figures import PERIODS, capital, shown
from performance.text import Wording

TOO_FEW = "too few periods"


def headline(record: Record, wording: Wording) -> str:
    """Return the finding that a chart shows, as a heading without a stop."""
    found, latest = record.trend, record.latest
    if latest is None:
        return "No value has been published yet"
    if found.verdict == TOO_FEW or found.first is None or found.last is None:
        value = shown(latest, record.metric, wording)
        return f"{capital(wording.period(latest.period))}: {value}; too few values for a trend"
    span = _stretch(record, wording)
    if found.verdict == "steady":
        return f"Steady {span}: no clear trend"
    return capital(f"{found.verdict} {span}")


def trend(record: Record, wording: Wording) -> str:
    """Return the trend with its statistics, for those who want to check it."""
    found, metric = record.trend, record.metric
    if found.verdict == TOO_FEW or found.slope is None:
        return "There are too few values to speak of a trend."
    span = _span(found, wording)
    values = f"{wording.number(found.count)} {PERIODS[metric.frequency]}"
    test = "seasonal Mann–Kendall test" if found.seasonal else "Mann–Kendall test"
    if found.verdict == "steady":
        return f"Steady{span}: no significant trend in {values} ({test} at 5%)."
    size = wording.difference(found.slope, metric.unit)
    way = "up" if found.slope > 0 else "down"
    change = f"{way} about {size} a year"
    if not any(digit in size for digit in "123456789"):
        change = f"{way} very little a year"
    return f"{capital(found.verdict)}{span}: {change}, significant in {values} ({test} at 5%)."


def _span(found: Trend, wording: Wording) -> str:
    if found.first is None or found.last is None:
        return ""
    return f" from {wording.period(found.first)} to {wording.period(found.last)}"


def _stretch(record: Record, wording: Wording) -> str:
    """Return the time that a trend is about: "over the last 24 months" where it goes on to now.

    A trend of values with gaps, or of a metric that has ended or is late, names its periods.
    """
    found, latest = record.trend, record.latest
    if found.first is None or found.last is None or latest is None:
        return ""
    active = record.metric.stage not in (Stage.RETIRED, Stage.PAUSED) and not record.lateness.days
    if active and found.last == latest.period and found.first.shift(found.count - 1) == found.last:
        return f"over the last {wording.number(found.count)} {PERIODS[record.metric.frequency]}"
    return f"from {wording.period(found.first)} to {wording.period(found.last)}"
