"""What a release changed, in words: "was 91.2%, now 90.8%"."""

from __future__ import annotations

from msgspec.structs import replace

from performance.model import Metric, ObsStatus, RevisionClass, Unit, ValueRevision
from performance.sentences.figures import MOST_DECIMALS, capital
from performance.text import OBS_STATUS_WORDS, Wording, rounded

CLASSES = {
    RevisionClass.ROUTINE: "Revision",
    RevisionClass.CORRECTION: "Correction",
    RevisionClass.METHODOLOGY: "New method",
}
WITHHELD = "withheld"
GONE = "no longer published"


def was(revision: ValueRevision, metric: Metric, wording: Wording, *, short: bool = False) -> str:
    """Return the value before; "withheld" where it must not be read any more.

    `short` is for the cell of a table: "411" for "411 crimes".
    """
    if revision.old is None and revision.new_status is ObsStatus.SUPPRESSED:
        return WITHHELD
    if revision.old is None:
        return OBS_STATUS_WORDS[revision.old_status]
    unit = _apart(revision.old, revision.new, metric)
    return wording.value(revision.old, unit) if short else wording.quantity(revision.old, unit)


def now(revision: ValueRevision, metric: Metric, wording: Wording, *, short: bool = False) -> str:
    """Return the value since then, or why there is none; `short` as in `was`."""
    if revision.new_status is None:
        return GONE
    if revision.new is None:
        return OBS_STATUS_WORDS[revision.new_status]
    unit = _apart(revision.new, revision.old, metric)
    return wording.value(revision.new, unit) if short else wording.quantity(revision.new, unit)


def revised(revision: ValueRevision, metric: Metric, wording: Wording) -> str:
    """Return a change as the end of a sentence: "was 91.2%, now 90.8%"."""
    old, new = was(revision, metric, wording), now(revision, metric, wording)
    if old == WITHHELD:
        return "was published and is now withheld to protect privacy"
    return f"was {old}, now {new}"


def line(revision: ValueRevision, metric: Metric, wording: Wording) -> str:
    """Return one changed value: "September 2026, Zone 3: was 78, now 97"."""
    about = ", ".join((wording.period(revision.period), *revision.members))
    return f"{capital(about)}: {revised(revision, metric, wording)}"


def _apart(value: float, other: float | None, metric: Metric) -> Unit:
    """Return the unit with enough decimals to tell a value from the other."""
    unit = metric.unit
    if other is None:
        return unit
    # What six more decimals do not tell apart is the noise of floating point.
    several = range(unit.decimals, unit.decimals + MOST_DECIMALS + 1)
    enough = (n for n in several if rounded(value, n) != rounded(other, n))
    return replace(unit, decimals=next(enough, unit.decimals))
