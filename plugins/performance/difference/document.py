"""A difference as JSON for programs.

The document has `format` (1; another number is another shape), `before` and `after` (what was
compared), `summary` (sentences), `words` (files of the content folder that change) and `packages`.
Each of these has `name`, `title`, `change` ("new", "removed" or "changed"), `version` and `unread`
of the states (`before`, `after`), `breaking` (the sentences, with `needs`, the version, and
`is_allowed`), `wants` (a version to give, else none), `tables` and `metrics`. Long lists are cut
after 1,000 entries; the counts beside them are not.
"""

from __future__ import annotations

import json
from typing import Any

from performance.difference.report import Report
from performance.difference.values import (
    Difference,
    MetricDifference,
    PackageDifference,
    PackageState,
    TableDifference,
)

FORMAT = 1
MOST = 1_000


def document(found: Difference, report: Report) -> str:
    """Return a difference as a JSON document."""
    facts = {
        "format": FORMAT,
        "before": found.before,
        "after": found.after,
        "summary": list(report.summary),
        "words": list(found.words),
        "packages": [_package(package) for package in found.packages],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _package(found: PackageDifference) -> dict[str, Any]:
    change = "changed"
    if found.before is None or found.after is None:
        change = "new" if found.before is None else "removed"
    return {
        "name": found.name,
        "title": found.title,
        "change": change,
        "before": _state(found.before),
        "after": _state(found.after),
        "breaking": list(found.breaking),
        "needs": found.needs or None,
        "is_allowed": found.is_allowed,
        "wants": found.wants or None,
        "files": list(found.files),
        "properties": list(found.properties),
        "tables": [_table(table) for table in found.tables],
        "metrics": [_metric(metric) for metric in found.metrics],
    }


def _state(state: PackageState | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {"file": state.file, "version": state.version or None, "unread": list(state.unread)}


def _table(table: TableDifference) -> dict[str, Any]:
    cells = table.cells.head(MOST)
    return {
        "name": table.name,
        "file": table.file,
        "is_keyed": table.is_keyed,
        "periods": [period.key for period in table.periods],
        "rows_added": len(table.added),
        "rows_removed": len(table.removed),
        "cells_changed": len(table.cells),
        "figures_revised": table.figures,
        "added": list(table.added[:MOST]),
        "removed": list(table.removed[:MOST]),
        "new_columns": list(table.new_columns),
        "broken": table.broken or None,
        "cells": [_without_nan(cell) for cell in cells.to_dict("records")],
    }


def _metric(metric: MetricDifference) -> dict[str, Any]:
    before, after = metric.before, metric.after
    return {
        "name": metric.name,
        "title": metric.title,
        "attainment": {
            "before": before.attainment.value if before is not None else None,
            "after": after.attainment.value if after is not None else None,
        },
        "attainments": [
            {"period": c.period.key, "before": c.was.value, "after": c.will_be.value}
            for c in metric.attainments
        ],
        "values_changed": len(metric.values),
        "values": [_without_nan(row) for row in metric.values.head(MOST).to_dict("records")],
        "arrived": [period.key for period in metric.arrived[:MOST]],
        "redefined": list(metric.redefined),
        "questions": [json.loads(problem.as_json()) for problem in metric.questions[:MOST]],
        "untold": metric.untold or None,
    }


def _without_nan(row: Any) -> dict[str, Any]:
    return {str(name): None if value != value else value for name, value in row.items()}
