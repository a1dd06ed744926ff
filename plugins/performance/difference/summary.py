"""The sentences that say in short what merging changes."""

from __future__ import annotations

from collections.abc import Iterator

from performance.difference.values import Difference, MetricDifference, PackageDifference
from performance.difference.words import VERDICTS, attainments, counted, listed, periods
from performance.period import Period
from performance.sentences.figures import when
from performance.text import Wording

MOST_CHANGES = 5
NOTHING = "No data package changes."
SETTINGS = "settings.yaml"


def summary(found: Difference, wording: Wording) -> Iterator[str]:
    """Yield the sentences: what is gravest for readers after the count, then attainments."""
    yield _counts(found.packages, wording) if found.packages else NOTHING
    yield from _words(found.words, wording)
    yield from _unread(found.packages)
    breaking = [p.title for p in found.packages if p.breaking]
    if breaking:
        yield f"BREAKING for readers of {listed(breaking, MOST_CHANGES)}: see below."
    metrics = [metric for package in found.packages for metric in package.metrics]
    yield from _attainments(metrics, wording)
    yield from _standings(metrics, wording)
    questions = sum(len(metric.questions) for metric in metrics)
    if questions:
        raised = counted(questions, "question", "raised", wording)
        yield f"{raised} by values that look unusual, and no note answers."
    redefined = [metric.title for metric in metrics if metric.redefined]
    if redefined:
        yield f"Described otherwise: {listed(redefined, MOST_CHANGES)}."


def _counts(packages: tuple[PackageDifference, ...], wording: Wording) -> str:
    """Return "1 package changes: 1 row is added (October 2026), 2 figures are revised."."""
    verb = "changes" if len(packages) == 1 else "change"
    head = f"{wording.number(len(packages))} package{'' if len(packages) == 1 else 's'} {verb}"
    tables = [table for package in packages for table in package.tables]
    parts = []
    new = sum(package.before is None for package in packages)
    gone = sum(package.after is None for package in packages)
    for count, noun, said in ((new, "package", "new"), (gone, "package", "removed")):
        parts += [counted(count, noun, said, wording)] if count else []
    added = sum(len(table.added) for table in tables)
    if added:
        arrived = _arrived([m for package in packages for m in package.metrics])
        when_ = f" ({periods(arrived, wording)})" if arrived else ""
        parts.append(counted(added, "row", "added", wording) + when_)
    figures = sum(table.figures for table in tables)
    others = sum(len(table.cells) for table in tables) - figures
    removed = sum(len(table.removed) for table in tables)
    for count, noun, said in (
        (figures, "figure", "revised"),
        (others, "other cell", "changed"),
        (removed, "row", "removed"),
    ):
        parts += [counted(count, noun, said, wording)] if count else []
    return f"{head}: {', '.join(parts)}." if parts else f"{head}, and no row of any table does."


def _words(files: tuple[str, ...], wording: Wording) -> Iterator[str]:
    if files:
        count = counted(len(files), "file", "changed", wording)
        yield f"Of the words and settings {count}: {listed(files, MOST_CHANGES)}."
    if SETTINGS in files:
        yield (
            "The settings of the site change, which may change any figure; here both states are "
            "worked out with those after merging."
        )


def _arrived(metrics: list[MetricDifference]) -> list[Period]:
    found = {period for metric in metrics if metric.was for period in metric.arrived}
    same = {period.frequency for period in found}
    # Months beside years say nothing in one line.
    return sorted(found, key=lambda p: p.start) if len(same) == 1 else []


def _unread(packages: tuple[PackageDifference, ...]) -> Iterator[str]:
    for package in packages:
        for state, which in ((package.before, "before"), (package.after, "after")):
            if state is not None and state.package is None:
                yield (
                    f"{package.title} cannot be read {which} merging, so what changes in it is "
                    "not known."
                )


def _attainments(metrics: list[MetricDifference], wording: Wording) -> Iterator[str]:
    count = sum(len(metric.attainments) for metric in metrics)
    changes = [
        f"{metric.title} goes {listed(attainments(metric, wording))}"
        for metric in metrics
        if metric.attainments
    ]
    if count:
        head = (
            "One attainment changes"
            if count == 1
            else f"{wording.number(count)} attainments change"
        )
        shown = "; ".join(changes[:MOST_CHANGES])
        more = len(changes) - MOST_CHANGES
        yield f"{head}: {shown}{f'; and more of {more} other metrics' if more > 0 else ''}."


def _standings(metrics: list[MetricDifference], wording: Wording) -> Iterator[str]:
    """Yield how metrics stand as a whole, where another period is judged or it is late no more."""
    said = [words for metric in metrics if (words := standing(metric, wording))]
    yield from said[:MOST_CHANGES]
    if len(said) > MOST_CHANGES:
        yield f"{len(said) - MOST_CHANGES} more metrics stand otherwise: see below."


def standing(metric: MetricDifference, wording: Wording) -> str:
    """Return how a metric stands before and after; empty where that is the same."""
    if metric.before is None or metric.after is None:
        return ""
    was, will_be = metric.before.attainment, metric.after.attainment
    if was == will_be:
        return ""
    seen = metric.after.judgement.observation
    judged = f", judged {when(seen.period, wording)}" if seen is not None else ""
    verdicts = f"“{VERDICTS[will_be]}” after merging{judged}; it is “{VERDICTS[was]}” now"
    return f"{metric.title} stands at {verdicts}."
