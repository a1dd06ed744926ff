"""What a release changed, in words: "was 91.2%, now 90.8%"."""

from performance.model import Metric, ObsStatus, RevisionClass, Unit, ValueRevision
from performance.sentences.figures import beside
from performance.text import OBS_STATUS_WORDS, Wording

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


def _apart(value: float, other: float | None, metric: Metric) -> Unit:
    """Return the unit with enough decimals to tell a value from the other."""
    return beside(value, () if other is None else (other,), metric.unit)
