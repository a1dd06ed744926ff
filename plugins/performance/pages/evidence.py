"""How a metric is calculated, and what to know before relying on it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from msgspec import Struct

from performance import markup, sentences, urls
from performance.model import ObsStatus, Record
from performance.pages.parts import Cell, Column, Fact, Table, outside
from performance.pages.pictures import sources
from performance.pages.series import column_titles
from performance.period import parse
from performance.sentences.figures import exact
from performance.text import Wording

REVISIONS_SHOWN = 50


class Method(Struct, frozen=True):
    """How values are made. `breaks` are facts: a period and what changed.

    `columns` names the columns of the data that are read. `revisions` are values that the data mark
    as revised, where no release is known to have changed any. `stages` are the dates on which the
    definition was proposed, tried, made live …; `library` is the address of all definitions.
    """

    formula: str
    columns: tuple[str, ...]
    cumulative: str
    body: Markup
    source: Markup
    lag: str
    limitations: Markup
    breaks: tuple[Fact, ...]
    stages: tuple[Fact, ...]
    library: str
    revisions: Table | None


def method(record: Record, root: str, wording: Wording) -> Method:
    """Return the method of a metric; `root` is the way to the site's root."""
    metric = record.metric
    return Method(
        formula=sentences.method(metric.measure, column_titles(record), wording),
        columns=metric.measure.columns,
        cumulative=sentences.cumulative(metric.measure),
        body=markup.html(metric.method, 3, root),
        source=sources(record.package.sources),
        lag=sentences.lag(metric, wording),
        limitations=markup.html(metric.limitations, 4, root),
        breaks=tuple(Fact(wording.period(b.period), b.note) for b in metric.breaks),
        stages=tuple(Fact(wording.date(s.date), sentences.stage(s)) for s in metric.history),
        library=urls.LIBRARY,
        revisions=None if record.revisions else _revisions(record, wording),
    )


def _revisions(record: Record, wording: Wording) -> Table | None:
    tidy = record.tidy
    if ObsStatus.REVISED.value not in tidy["obs_status"].tolist():
        return None
    found = tidy.at(tidy["obs_status"] == ObsStatus.REVISED.value)
    metric = record.metric
    newest = found.at(slice(None, -REVISIONS_SHOWN - 1, -1))
    caption = "Values changed after they had been published"
    if len(found) > REVISIONS_SHOWN:
        caption = f"{caption}: the newest {REVISIONS_SHOWN} of {wording.number(len(found))}"
    rows = newest.rows(("period", "value", "note", *metric.dimensions))
    columns = [Column("Period"), Column("Value now", numeric=True), Column("What was changed")]
    if metric.dimensions:
        columns.insert(1, Column("Of"))
    return Table(
        "revisions",
        caption,
        tuple(columns),
        tuple(_revision(row, record, wording) for row in rows),
    )


def _revision(row: tuple[Any, ...], record: Record, wording: Wording) -> tuple[Cell, ...]:
    key, value, note, *members = row
    metric = record.metric
    period = wording.period_short(parse(key, metric.frequency, metric.year_start))
    cells = [
        Cell(period),
        Cell(wording.value(value, metric.unit), numeric=True),
        Cell(note),
    ]
    if metric.dimensions:
        cells.insert(1, Cell(", ".join(members)))
    return tuple(cells)


def benchmarks(record: Record, wording: Wording) -> Table | None:
    """Return somebody else's results, with their sources; none where there is none."""
    metric = record.metric
    if not metric.benchmarks:
        return None
    columns = (
        Column("Benchmark"),
        Column("Value", numeric=True),
        Column("How comparable it is"),
        Column("Source"),
    )
    rows = tuple(
        (
            Cell(b.title),
            Cell(exact(b.value, metric.unit, wording), numeric=True),
            Cell(b.comparability),
            Cell(outside(b.source.title, b.source.path)),
        )
        for b in metric.benchmarks
    )
    return Table("benchmarks", f"Benchmarks for {metric.title}", columns, rows)
