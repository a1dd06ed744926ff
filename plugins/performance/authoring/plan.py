"""What a spreadsheet would change in a table: rows added, revised, unchanged, and not usable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from msgspec import Struct
from msgspec.structs import replace

from performance.authoring import rows
from performance.authoring.matching import Match
from performance.authoring.rows import Row, Unusable
from performance.model import Metric, ObsStatus, Package, Resource
from performance.validate.changes import OPEN, same

FINAL, REVISED = str(ObsStatus.FINAL), str(ObsStatus.REVISED)
NO_VALUE = [str(status) for status in ObsStatus if not status.has_value]


class Plan(Struct, frozen=True):
    """What a sheet would change in a table, and what to know about how it was read.

    `needs_reason` are revised rows whose final value changes and whose note says nothing new.
    """

    resource: Resource
    sheet: str
    added: tuple[Row, ...]
    revised: tuple[Row, ...]
    unchanged: int
    unusable: tuple[Unusable, ...]
    notes: tuple[str, ...]
    needs_reason: frozenset[tuple[str, ...]] = frozenset()
    note_field: str = ""


def plan(match: Match, package: Package) -> Plan:
    """Return what a sheet would change in its table. Changes nothing."""
    table = match.resource
    assert table.text is not None
    metrics = tuple(metric for metric in package.metrics if metric.resource == table.name)
    key = package.key(table)
    known = _known(table.text, key)
    read = rows.rows(match, metrics, key)
    unusable = list(read.unusable)
    added, revised, unchanged = [], [], 0
    for row in read.rows:
        at = known.get(row.key)
        if at is None:
            added.append(row)
            continue
        before = {str(name): str(table.text.at[at, name]) for name in table.text.columns}
        changed, wrong = _changed(row, before, metrics)
        if wrong:
            unusable.append(wrong)
        elif changed:
            old = {name: before[name] for name in changed}
            revised.append(replace(row, cells=changed, at=at, old=old))
        else:
            unchanged += 1
    return Plan(
        resource=table,
        sheet=match.grid.name,
        added=tuple(added),
        revised=tuple(revised),
        unchanged=unchanged,
        unusable=tuple(sorted(unusable, key=lambda u: u.number)),
        notes=tuple(dict.fromkeys([*match.grid.notes, *read.notes, *_left_out(match)])),
        needs_reason=frozenset(_unexplained(revised, table, metrics)),
        note_field=next((m.note_field for m in metrics), ""),
    )


def with_reason(made: Plan, reason: str) -> Plan:
    """Return the plan with a reason in the note of every revised row that needs one."""
    assert made.resource.text is not None
    revised = []
    for row in made.revised:
        if row.key not in made.needs_reason:
            revised.append(row)
            continue
        assert row.at is not None
        old = str(made.resource.text.at[row.at, made.note_field]).strip()
        note = f"{old} {reason}".strip()
        cells_ = {**row.cells, made.note_field: note}
        revised.append(replace(row, cells=cells_, old={**row.old, made.note_field: old}))
    return replace(made, revised=tuple(revised), needs_reason=frozenset())


def _known(text: pd.DataFrame, key: Sequence[str]) -> dict[tuple[str, ...], int]:
    columns = zip(*(text[name].tolist() for name in key), strict=True)
    return {cells_: int(row) for row, cells_ in zip(text.index.tolist(), columns, strict=True)}


def _changed(
    row: Row, old: Mapping[str, str], metrics: Sequence[Metric]
) -> tuple[dict[str, str], Unusable | None]:
    """Return the cells of a row that differ from the table's, or why it cannot be used.

    An empty cell keeps what the table has; a value is taken away by a status that says why.
    """
    status_fields = {metric.obs_status_field for metric in metrics}
    measured = {column for metric in metrics for column in metric.measure.columns}
    changed = {}
    status = next((row.cells.get(name) or old.get(name, "") for name in status_fields), "")
    for name, text in row.cells.items():
        before = old[name]
        if same(before, text) or (before, text) == (REVISED, FINAL):
            continue
        if text:
            changed[name] = text
        elif name in measured and status in NO_VALUE:
            changed[name] = ""
        elif name in measured:
            why = (
                f"the cell is empty and the table has {before}; fill it, or write missing as status"
            )
            return {}, Unusable(row.number, name, "", why)
    for metric in metrics:
        came = changed.get(metric.obs_status_field) not in (None, "", *NO_VALUE)
        said = metric.note_field in changed
        if came and old.get(metric.obs_status_field) in NO_VALUE and not said:
            changed[metric.note_field] = ""  # It said why there was no value.
        if _is_final(metric, old) and set(metric.measure.columns) & changed.keys():
            status_now = changed.get(metric.obs_status_field, old.get(metric.obs_status_field))
            if status_now in ("", FINAL):
                changed[metric.obs_status_field] = REVISED
    return {name: text for name, text in changed.items() if text != old.get(name)}, None


def _is_final(metric: Metric, old: Mapping[str, str]) -> bool:
    """Whether a row's value was published as the last word."""
    return old.get(metric.obs_status_field, "") not in OPEN


def _unexplained(
    revised: Sequence[Row], table: Resource, metrics: Sequence[Metric]
) -> Iterator[tuple[str, ...]]:
    """Yield the keys of rows whose final value changes without a new word in their note."""
    assert table.text is not None
    for row in revised:
        assert row.at is not None
        old = {str(name): str(table.text.at[row.at, name]) for name in table.text.columns}
        for metric in metrics:
            values = set(metric.measure.columns) & row.cells.keys()
            if values and _is_final(metric, old) and metric.note_field in old:
                if metric.note_field not in row.cells:
                    yield row.key
                break


def _left_out(match: Match) -> Iterator[str]:
    if match.unknown:
        yield f"columns that the table has not are left out: {', '.join(match.unknown)}"
    absent = [f.name for f in match.resource.fields if f.name not in match.places]
    if absent:
        yield f"columns that the sheet has not stay as they are: {', '.join(absent)}"
