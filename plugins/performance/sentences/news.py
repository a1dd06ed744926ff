"""What releases brought, each as one piece of news: a headline and the sentences below it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from performance.model import (
    Attainment,
    Judgement,
    Lateness,
    Metric,
    NewValue,
    ObsStatus,
    Record,
    RevisionClass,
    Stage,
    ValueRevision,
)
from performance.model.table import altered
from performance.sentences.comparison import change
from performance.sentences.figures import capital, quality, shown, stop, when
from performance.sentences.revision import CLASSES, line, revised
from performance.sentences.standing import JUDGED, standing
from performance.text import ATTAINMENT_WORDS, OBS_STATUS_WORDS, Wording

ABSENT = (ObsStatus.MISSING, ObsStatus.SUPPRESSED, ObsStatus.NOT_APPLICABLE)


def value_headline(record: Record, value: NewValue, wording: Wording) -> str:
    """Return "Requests completed on time: 93.8% in October 2026, met target"."""
    found = value.observation
    title = ", ".join((record.metric.title, *value.members))
    period = when(found.period, wording)
    if found.value is None:
        return f"{title}: no value {period} ({OBS_STATUS_WORDS[_absent(found.obs_status)]})"
    verdict = ""
    if found.attainment in JUDGED:
        verdict = f", {ATTAINMENT_WORDS[found.attainment].lower()}"
    status = f" ({quality(found).strip()})" if quality(found) else ""
    return f"{title}: {shown(found, value.metric, wording)} {period}{status}{verdict}"


def value_told(record: Record, value: NewValue, wording: Wording) -> str:
    """Return how a new value stands to its target and to the year before, as pages say it."""
    found, target = value.observation, value.observation.target
    has_value = found.value is not None
    judgement = Judgement(
        found.attainment,
        found,
        value=found.value,
        target=target,
        target_value=target.value if target is not None else None,
        reason=_reason(value),
    )
    # What is said is of that one value, not of the metric as it stands today.
    then = altered(
        record,
        metric=_live(value.metric),
        judgement=judgement,
        latest=found if has_value else None,
        lateness=Lateness(),
        change=value.change,
    )
    said = [", ".join(value.members), standing(then, wording), change(then, wording)]
    # Of an absent value the note is part of the sentence.
    said.append(capital(stop(found.note)) if has_value else "")
    return " ".join(stop(part) for part in said if part)


def revision_headline(record: Record, revisions: Sequence[ValueRevision], wording: Wording) -> str:
    """Return "Correction: Requests completed on time, February 2026: was 90.0%, now 85.0%".

    The revisions are those that one release made of one period; the first of them is told.
    """
    first, metric = revisions[0], record.metric
    kind = CLASSES[gravest(revisions)]
    about = ", ".join((metric.title, wording.period(first.period), *first.members))
    more = f"; {_count(len(revisions) - 1, wording)}" if len(revisions) > 1 else ""
    return f"{kind}: {about}: {revised(first, metric, wording)}{more}"


def revision_lines(
    record: Record, revisions: Sequence[ValueRevision], wording: Wording, *, most: int
) -> tuple[str, ...]:
    """Return each changed value as a line, the last of which counts those beyond `most`."""
    shown = revisions[:most] if len(revisions) > most + 1 else revisions
    lines = [line(revision, record.metric, wording) for revision in shown]
    left = len(revisions) - len(shown)
    return (*lines, f"{_count(left, wording)} changed.") if left else tuple(lines)


def revision_told(revisions: Sequence[ValueRevision], wording: Wording, *, others: int) -> str:
    """Return when and why a release changed values, and how many others of the metric it did."""
    first = revisions[0]
    version = f" in version {first.version}" if first.version else ""
    reasons = dict.fromkeys(capital(stop(revision.reason)) for revision in revisions)
    reason = " ".join(filter(None, reasons)) or "No reason was given."
    more = ""
    if others:
        values = f"{wording.number(others)} other value{'' if others == 1 else 's'}"
        more = f" The same release changed {values} of this metric."
    return f"Changed on {wording.date(first.date)}{version}. Why: {reason}{more}"


def since(record: Record, revisions: Sequence[ValueRevision], wording: Wording) -> tuple[str, ...]:
    """Return what has become of a reported value: "Changed on April 20, 2026: was …"."""
    return tuple(
        f"Changed on {wording.date(each.date)}: {revised(each, record.metric, wording)}."
        for each in revisions
    )


def gravest(revisions: Sequence[ValueRevision]) -> RevisionClass:
    """Return what several changes are called as one: a correction where any of them is one."""
    classes = {revision.class_ for revision in revisions}
    is_correction = RevisionClass.CORRECTION in classes
    return RevisionClass.CORRECTION if is_correction else revisions[0].class_


def _reason(value: NewValue) -> str:
    found = value.observation
    if found.value is None:
        return _absent(found.obs_status).value
    return "no_target" if found.attainment is Attainment.NO_TARGET and not value.members else ""


def _live(metric: Metric) -> Metric:
    return metric if metric.stage is Stage.LIVE else replace(metric, stage=Stage.LIVE)


def _absent(status: ObsStatus) -> ObsStatus:
    """Return why there is no value; what cannot be worked out is missing."""
    return status if status in ABSENT else ObsStatus.MISSING


def _count(number: int, wording: Wording) -> str:
    return f"{wording.number(number)} more value{'' if number == 1 else 's'}"
