"""The log of revisions beside a package's descriptor (`revisions.csv`), from its plan."""

import csv
import io
from collections.abc import Iterator

from demo.plan import Edit, PackagePlan, Table
from demo.rows import Row, period_field, rows, written
from performance.load.recorded import HEADER, JOINED, NEW

Line = tuple[str, ...]


def as_csv(package: PackagePlan) -> str:
    """Return the text of a package's log; empty where its plan tells of no release."""
    lines = [line for table in package.tables for line in _lines(table)]
    if not lines:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([HEADER, *sorted(lines, key=lambda line: line[0])])
    return out.getvalue()


def _lines(table: Table) -> Iterator[Line]:
    made = [(row, written(row, table)) for row in rows(table)]
    for period, day in table.released.items():
        for row, _ in made:
            if row[period_field(table)] == period:
                yield (day.isoformat(), table.name, _key(row, table), "", "", "", NEW, "")
    for edit in table.edits:
        for row, cells in made if edit.dated else ():
            if row[period_field(table)] == edit.period and _concerns(edit, row, table):
                yield from _changed(edit, row, cells, table)


def _changed(edit: Edit, row: Row, cells: dict[str, str], table: Table) -> Iterator[Line]:
    assert edit.dated is not None
    was = f"{row[edit.column] - edit.less:.0f}"
    old = {edit.column: was, "obs_status": "final", "note": ""}
    for field, before in old.items():
        yield (edit.dated.isoformat(), table.name, _key(row, table), field, before, cells[field],
               edit.kind, edit.reason)  # fmt: skip


def _concerns(edit: Edit, row: Row, table: Table) -> bool:
    named = table.dimension.field if table.dimension else ""
    return not edit.members or row[named] in edit.members


def _key(row: Row, table: Table) -> str:
    member = [row[table.dimension.field]] if table.dimension else []
    return JOINED.join([row[period_field(table)], *member])
