"""Counts, lists and periods in words."""

from __future__ import annotations

from collections.abc import Sequence

from performance.difference.values import MetricDifference
from performance.model import Attainment
from performance.period import Period
from performance.sentences.figures import when
from performance.text import Wording

NAMED = 3
# Attainments as a sentence that compares two of them has them.
VERDICTS = {
    Attainment.MET: "met",
    Attainment.NEAR: "near",
    Attainment.MISSED: "missed",
    Attainment.PENDING: "not judged yet",
    Attainment.NO_TARGET: "no target",
    Attainment.NO_DATA: "no data",
    Attainment.LATE: "late",
}


def counted(count: int, noun: str, verb: str, wording: Wording) -> str:
    """Return "1 row is added" or "12 rows are added" for a noun and the rest of the sentence."""
    plural = "" if count == 1 else "s"
    return f"{wording.number(count)} {noun}{plural} {'is' if count == 1 else 'are'} {verb}"


def listed(words: Sequence[str], most: int | None = None) -> str:
    """Return "a", "a and b", "a, b and c"; those above `most` as "and 4 more"."""
    shown = list(words if most is None else words[:most])
    more = len(words) - len(shown)
    if more:
        shown.append(f"{more} more")
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def periods(found: Sequence[Period], wording: Wording) -> str:
    """Return a few periods by name, of many the first and the last: "May 2026 to October 2026"."""
    names = [wording.period(period) for period in found]
    if len(names) <= NAMED:
        return listed(names)
    return f"{wording.number(len(names))} periods from {names[0]} to {names[-1]}"


def attainments(metric: MetricDifference, wording: Wording) -> list[str]:
    """Return "from met to missed in September 2026" for each pair of attainments that occurs."""
    groups: dict[tuple[Attainment, Attainment], list[Period]] = {}
    for change in metric.attainments:
        groups.setdefault((change.was, change.will_be), []).append(change.period)
    return [
        f"from {VERDICTS[was]} to {VERDICTS[will_be]} {_when(found, wording)}"
        for (was, will_be), found in groups.items()
    ]


def _when(found: Sequence[Period], wording: Wording) -> str:
    return when(found[0], wording) if len(found) == 1 else f"in {periods(found, wording)}"
