"""What a release changed, in words: "was 91.2%, now 90.8%"."""

from performance.model import Metric, ObsStatus, RevisionClass, ValueRevision
from performance.sentences.figures import beside
from performance.text import OBS_STATUS_WORDS, Wording

CLASSES = {
    RevisionClass.ROUTINE: "Revision",
    RevisionClass.CORRECTION: "Correction",
    RevisionClass.METHODOLOGY: "New method",
}
WITHHELD = "withheld"
GONE = "no longer published"


def was(revision: ValueRevision, metric: Metric, wording: Wording) -> str:
    """Return the value before; "withheld" where it must not be read any more."""
    if revision.old is None and revision.new_status is ObsStatus.SUPPRESSED:
        return WITHHELD
    return _figure(revision.old, revision.new, revision.old_status, metric=metric, wording=wording)


def now(revision: ValueRevision, metric: Metric, wording: Wording) -> str:
    """Return the value since then, or why there is none."""
    if revision.new_status is None:
        return GONE
    return _figure(revision.new, revision.old, revision.new_status, metric=metric, wording=wording)


def revised(revision: ValueRevision, metric: Metric, wording: Wording) -> str:
    """Return a change as the end of a sentence: "was 91.2%, now 90.8%"."""
    old, new = was(revision, metric, wording), now(revision, metric, wording)
    if old == WITHHELD:
        return "was published and is now withheld to protect privacy"
    return f"was {old}, now {new}"


def _figure(
    value: float | None,
    other: float | None,
    status: ObsStatus,
    *,
    metric: Metric,
    wording: Wording,
) -> str:
    """Return a value with enough decimals to tell it from the other; a status without one."""
    if value is None:
        return OBS_STATUS_WORDS[status]
    against = () if other is None else (other,)
    return wording.quantity(value, beside(value, against, metric.unit))
