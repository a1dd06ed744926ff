"""The values of a package and of a metric that were changed after they had been published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from performance import urls
from performance.model import Frame, ObsStatus, Record, ValueRevision
from performance.pages.parts import Cell, Column, Download, Table, download
from performance.period import parse
from performance.sentences.figures import capital, stop
from performance.sentences.revision import CLASSES, now, was
from performance.text import Wording

SHOWN = 50
VINTAGES_SHOWN = 24


class Revisions(Struct, frozen=True):
    """The revised values of a package, the latest first: `count` in all, in words."""

    count: str
    table: Table


class Past(Struct, frozen=True):
    """The past of a metric: what releases changed, and its series as of each.

    `table` is none where nothing was changed. `files` are all changes, where there are any, and the
    newest vintages; `more` says where the older ones are, empty where all are here.
    """

    table: Table | None
    files: tuple[Download, ...]
    more: str


def past(record: Record, downloads: Mapping[str, int], wording: Wording) -> Past | None:
    """Return the past of a metric; none where there has been one release."""
    name = record.metric.name
    files = []
    address = urls.metric(name, "revisions.csv")
    if address in downloads:
        files.append(download("All changes of published values (CSV)", address, downloads))
    for vintage in record.vintages[::-1][:VINTAGES_SHOWN]:
        address = urls.vintage(name, vintage.names[0])
        if address in downloads:
            version = f", version {vintage.version}" if vintage.version else ""
            title = f"The values as of {wording.date(vintage.date)}{version} (CSV)"
            files.append(download(title, address, downloads))
    if not record.revisions and not files:
        return None
    listed = f"All of them are listed in data/{record.package.name}/versions.json."
    more = listed if len(record.vintages) > VINTAGES_SHOWN else ""
    return Past(_changes([record], "revisions", wording), tuple(files), more)


def revisions(records: Iterable[Record], wording: Wording) -> Revisions | None:
    """Return the values of `records` that were changed; none where there is none.

    Where no release is known to have changed any, they are those that the data mark as revised.
    """
    each = list(records)
    count = sum(len(record.revisions) for record in each)
    table = _changes(each, "revised", wording)
    if table is not None:
        return Revisions(wording.number(count), table)
    return _marked(each, wording)


def _changes(records: Sequence[Record], id_: str, wording: Wording) -> Table | None:
    """Return what releases changed in metrics, the newest first."""
    found = [(record, revision) for record in records for revision in record.revisions]
    if not found:
        return None
    found.sort(key=lambda pair: pair[1].date, reverse=True)
    caption = "Values changed after they had been published"
    if len(found) > SHOWN:
        caption = f"{caption}: the newest {SHOWN} of {wording.number(len(found))}"
    columns = (
        Column("Period"),
        Column("Metric"),
        Column("Of"),
        Column("Was", numeric=True),
        Column("Now", numeric=True),
        Column("Changed on"),
        Column("Why"),
    )
    rows = tuple(_changed(record, revision, wording) for record, revision in found[:SHOWN])
    table = Table(id_, caption, columns, rows)
    return _without(_without_blank(table), "Metric" if len(records) == 1 else "")


def _changed(record: Record, revision: ValueRevision, wording: Wording) -> tuple[Cell, ...]:
    metric = record.metric
    reason = capital(stop(revision.reason))
    kind = CLASSES[revision.class_]
    return (
        Cell(wording.period_short(revision.period)),
        Cell(metric.title, address=urls.metric(metric.name)),
        Cell(", ".join(revision.members)),
        Cell(was(revision, metric, wording, short=True), numeric=True),
        Cell(now(revision, metric, wording, short=True), numeric=True),
        Cell(wording.date(revision.date)),
        Cell(f"{kind}: {reason}" if reason else kind),
    )


def _marked(records: Sequence[Record], wording: Wording) -> Revisions | None:
    """Return the values that the data mark as revised, the latest periods first."""
    revised = ObsStatus.REVISED.value
    some = [r for r in records if revised in r.tidy["obs_status"].tolist()]
    found = [
        (row["period_start"], record, row)
        for record in some
        for row in _rows(record.tidy.at(record.tidy["obs_status"] == revised))
    ]
    if not found:
        return None
    count = len(found)
    # Of one day they stay in the order of the metrics, and of their tables.
    latest = sorted(found, key=lambda each: each[0], reverse=True)[:SHOWN]
    rows = tuple(_row(record, row, wording) for _, record, row in latest)
    shown = f"The latest {len(rows)} of {wording.number(count)} revised values"
    columns = (
        Column("Period"),
        Column("Metric"),
        Column("Member"),
        Column("Value now", numeric=True),
        Column("Note"),
    )
    table = Table("revised", shown if count > SHOWN else "Revised values", columns, rows)
    return Revisions(wording.number(count), _without_blank(table))


def _rows(tidy: Frame) -> Iterator[Mapping[str, Any]]:
    for cells in tidy.rows(tidy.columns):
        yield dict(zip(tidy.columns, cells, strict=True))


def _row(record: Record, row: Mapping[str, Any], wording: Wording) -> tuple[Cell, ...]:
    metric = record.metric
    members = [row[name] for name in metric.dimensions]
    period = parse(row["period"], metric.frequency, metric.year_start)
    return (
        Cell(wording.period_short(period)),
        Cell(metric.title, address=urls.metric(metric.name)),
        Cell(", ".join(members)),
        Cell(wording.value(row["value"], metric.unit), numeric=True),
        Cell(row["note"]),
    )


def _without_blank(table: Table) -> Table:
    """Return the table without the columns that are empty in every row."""
    kept = [i for i in range(len(table.columns)) if any(row[i].words for row in table.rows)]
    return _of_columns(table, kept)


def _without(table: Table, title: str) -> Table:
    return _of_columns(table, [i for i, c in enumerate(table.columns) if c.title != title])


def _of_columns(table: Table, kept: Sequence[int]) -> Table:
    return Table(
        table.id,
        table.caption,
        tuple(table.columns[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in table.rows),
    )
