"""The part of a report on each priority."""

from __future__ import annotations

from base64 import b64encode

from performance import urls
from performance.model import Priority, PriorityPart, Record
from performance.pages.overview import COUNTED
from performance.pages.parts import Cell, Column, Table, badge
from performance.pages.pictures import figure
from performance.pages.report.desk import Desk
from performance.pages.report.form import form, misses_first
from performance.pages.report.parts import KeyMetric, Picture, PriorityBlock
from performance.sentences import annual


def priorities(desk: Desk) -> tuple[PriorityBlock, ...]:
    """Return the priorities in the city's order."""
    parts = {part.slug: part for part in desk.report.priorities}
    return tuple(
        _block(priority, parts[priority.slug], desk)
        for priority in desk.context.portal.content.priorities
        if priority.slug in parts
    )


def anchor(slug: str) -> str:
    """Return the anchor of a priority's part."""
    return f"priority-{slug}"


def key_metric(record: Record, desk: Desk) -> KeyMetric:
    """Return a metric with its sentence, its chart and, where it missed its target, why."""
    metric, figures = record.metric, desk.of(record)
    drawing = desk.pictures.get(metric.name)
    explanation = desk.report.explanations.get(metric.name)
    picture = None
    if drawing is not None and metric.name in desk.printed:
        said = f"Chart: {metric.title}. {drawing.description}"
        picture = Picture(_data(desk.printed[metric.name]), said)
    return KeyMetric(
        f"key-{metric.name}",
        metric.title,
        urls.metric(metric.name),
        badge(figures.attainment),
        annual(figures, metric, desk.wording),
        desk.words(explanation, 5) if explanation is not None else desk.plain(""),
        figure(drawing) if drawing is not None and not desk.paper else None,
        picture,
    )


def _block(priority: Priority, part: PriorityPart, desk: Desk) -> PriorityBlock:
    records = desk.context.by_name
    chosen = misses_first((records[name] for name in part.metrics), desk)
    steps = tuple(
        (Cell(step.what), Cell(step.owner), Cell(desk.wording.date(step.by))) for step in part.steps
    )
    return PriorityBlock(
        id=anchor(part.slug),
        title=priority.title,
        goal=desk.plain(priority.body),
        counts=_counts(priority, desk),
        form=form(
            chosen, desk, name=f"form-{part.slug}", caption=f"Key metrics of {priority.title}"
        ),
        metrics=tuple(key_metric(record, desk) for record in chosen),
        factors=desk.words(part.factors, 5),
        steps=Table(
            f"steps-{part.slug}",
            f"Next steps for {priority.title}",
            (Column("What"), Column("Who answers for it"), Column("By")),
            steps,
        ),
    )


def _counts(priority: Priority, desk: Desk) -> str:
    """Return "16 metrics: 6 met, 2 near, 5 missed …" of the year."""
    figures = [
        desk.annual.figures.get(r.metric.name) for r in desk.context.of_priority(priority.slug)
    ]
    counted = [f for f in figures if f is not None and f.counted and f.year is not None]
    said = ", ".join(
        f"{desk.wording.number(number)} {words}"
        for attainment, words in COUNTED.items()
        if (number := sum(f.attainment is attainment for f in counted))
    )
    noun = "metric" if len(counted) == 1 else "metrics"
    return f"{desk.wording.number(len(counted))} {noun} in all: {said}." if counted else ""


def _data(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
