"""The values of a package that were changed after they had been published."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from performance import urls
from performance.model import ObsStatus, Record
from performance.pages.parts import Cell, Column, Table
from performance.period import parse
from performance.text import Wording

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Revisions:
    """The revised values of a package, the latest periods first: `count` in all, in words."""

    count: str
    table: Table


def revisions(records: Iterable[Record], wording: Wording) -> Revisions | None:
    """Return the values marked revised in the series of `records`; none where there is none."""
    found = [(r, r.tidy[r.tidy["obs_status"] == ObsStatus.REVISED.value]) for r in records]
    found = [(record, rows) for record, rows in found if len(rows)]
    if not found:
        return None
    count = sum(len(rows) for _, rows in found)
    latest = pd.concat(
        [rows.assign(record=place) for place, (_, rows) in enumerate(found)], ignore_index=True
    ).sort_values(["period_start", "record"], ascending=[False, True], kind="stable")
    rows = tuple(
        _row(found[row["record"]][0], row, wording) for row in latest.head(SHOWN).to_dict("records")
    )
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


def _row(record: Record, row: Mapping[Hashable, Any], wording: Wording) -> tuple[Cell, ...]:
    metric = record.metric
    members = [str(row[name]) for name in metric.dimensions if not pd.isna(row[name])]
    period = parse(str(row["period"]), metric.frequency, metric.year_start)
    value = float(str(row["value"]))
    return (
        Cell(wording.period_short(period)),
        Cell(metric.title, address=urls.metric(metric.name)),
        Cell(", ".join(members)),
        Cell(wording.value(value, metric.unit), numeric=True),
        Cell(str(row["note"] or "")),
    )


def _without_blank(table: Table) -> Table:
    """Return the table without the columns that are empty in every row."""
    kept = [i for i in range(len(table.columns)) if any(row[i].words for row in table.rows)]
    return Table(
        table.id,
        table.caption,
        tuple(table.columns[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in table.rows),
    )
