"""The third gate, for metrics: whether the rows of a metric's table are observations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from performance.model import Cells, Grid, Metric, ObsStatus, Resource
from performance.period import FORMS
from performance.problem import Problem
from performance.validate.listing import MOST, limited, listed
from performance.validate.observed import Observed, period_of

STATUSES = [str(status) for status in ObsStatus]
EMPTY = "Fill in the value, or write missing, suppressed or not_applicable as the row's status."


def problems(
    metric: Metric, resource: Resource, grid: Grid, *, seen: Observed, file: str
) -> Iterator[Problem]:
    """Yield rows that are not an observation of the metric: periods, members, status, values.

    `grid` are the cells of the resource, `seen` the metric's observations in it.
    """
    if len(seen.rows) < len(grid.rows):
        yield from _periods(metric, resource, grid, file=file)
    yield from _members(metric, grid, file)
    key = set(resource.primary_key)
    if not key or not key <= {metric.period_field, *metric.dimensions}:
        yield from _repeated(metric, seen, file)  # Else the key has told.
    yield from _statuses(metric, resource, seen, file=file)
    yield from _values(metric, resource, seen, file=file)
    yield from _negative(metric, seen, file)


def _periods(metric: Metric, resource: Resource, grid: Grid, *, file: str) -> Iterator[Problem]:
    field = next(each for each in resource.fields if each.name == metric.period_field)
    typed = field.type not in ("string", "integer")
    is_key = metric.period_field in resource.primary_key

    def is_wrong(cell: str) -> bool:
        if period_of(cell, metric) is not None or (typed and _is_told(cell, field.type)):
            return False
        return bool(cell) or not is_key  # An empty key is told as such.

    cells = grid.columns[metric.period_field]
    wrong = np.flatnonzero(cells.where(is_wrong))
    yield from listed(
        list(zip(grid.rows[wrong].tolist(), cells.at(wrong).text().tolist(), strict=True)),
        "cell-date",
        file,
        column=metric.period_field,
        message=f"a period must be written like {FORMS[metric.frequency][1]}",
        remedy="Write it so; in Excel format the column as Text first, else it changes it back.",
    )


def _is_told(cell: str, kind: str) -> bool:
    """Whether the column's own type reports a cell that is no period.

    It passes an empty cell, and years before 1000.
    """
    length = {"yearmonth": 7, "date": 10, "year": 4}[kind]
    return cell != "" and not (len(cell) == length and re.match(r"0\d{3}", cell))


def _members(metric: Metric, grid: Grid, file: str) -> Iterator[Problem]:
    named = [grid.columns[name] for name in metric.dimensions]
    for name, cells in zip(metric.dimensions, named, strict=True):
        empty = grid.rows[cells.where(lambda cell: cell == "")]
        yield from listed(
            [(row, None) for row in empty.tolist()],
            "member-empty",
            file,
            column=name,
            message="the row does not say which part it is about",
            remedy="Fill the cell; for the whole use one name throughout, and give it as total.",
        )
    if metric.total is not None and any(metric.total not in cells.distinct for cells in named):
        yield Problem(
            "total-unknown",
            file,
            f"no row holds the total of the metric {metric.name}",
            "Write total in the descriptor exactly as in the data, or add its rows.",
            column=", ".join(metric.dimensions),
            value=metric.total,
        )


def _repeated(metric: Metric, seen: Observed, file: str) -> Iterator[Problem]:
    place = seen.member.codes.astype(np.int64) * len(seen.named) + seen.which
    _, first, own = np.unique(place, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[own] != np.arange(len(own)))
    found = []
    for here in again[:MOST].tolist():
        member, period = seen.member.distinct[seen.member.codes[here]], seen.period(here)
        about = f" of {member}" if member else ""
        before = seen.rows[first[own[here]]]
        message = f"row {before} has the same period{about}, for the metric {metric.name}"
        remedy = "Delete one of the two, or name the column that tells them apart in dimensions."
        column, row = metric.period_field, int(seen.rows[here])
        found.append(Problem("period-repeated", file, message, remedy, row, column, period.key))
    yield from limited(found, len(again))


def _statuses(
    metric: Metric, resource: Resource, seen: Observed, *, file: str
) -> Iterator[Problem]:
    known = {"", *STATUSES}
    field = next((each for each in resource.fields if each.name == metric.obs_status_field), None)
    if field is not None and field.constraints.get("enum"):
        return  # The column's own list of values has told.
    wrong = np.flatnonzero(seen.obs_status.where(lambda status: status not in known))
    yield from listed(
        _at(seen, seen.obs_status, wrong),
        "obs-status",
        file,
        column=metric.obs_status_field,
        message=f"this is not a status; allowed: {', '.join(STATUSES)}",
        remedy="Write one of these words, or leave the cell empty for a final value.",
    )


def _values(metric: Metric, resource: Resource, seen: Observed, *, file: str) -> Iterator[Problem]:
    """Hold the cells of the measure against the status: a value where it says so, else none."""
    valued = {"", *(str(status) for status in ObsStatus if status.has_value)}
    with_value = seen.obs_status.where(valued.__contains__)
    without = seen.obs_status.where(lambda status: status in STATUSES and status not in valued)
    measure = metric.measure
    for name in (measure.numerator, measure.denominator, measure.value, measure.weight):
        if name is None:
            continue
        missing = next(each for each in resource.fields if each.name == name).missing_values
        empty = seen.cells[name].where(missing.__contains__)
        yield from listed(
            [(row, None) for row in seen.rows[with_value & empty].tolist()],
            "value-missing",
            file,
            column=name,
            message="there is no value, and no status that says why",
            remedy=EMPTY,
        )
        yield from listed(
            _at(seen, seen.cells[name], np.flatnonzero(without & ~empty)),
            "value-unexpected",
            file,
            column=name,
            message="there is a value, but the row's status says that there is none",
            remedy="Empty the cell, or correct the status.",
        )


def _negative(metric: Metric, seen: Observed, file: str) -> Iterator[Problem]:
    for name in (metric.measure.denominator, metric.measure.weight):
        if name is None:
            continue
        yield from listed(
            _at(seen, seen.cells[name], np.flatnonzero(seen.columns[name] < 0)),
            "denominator-negative",
            file,
            column=name,
            message="a denominator or weight cannot be negative",
            remedy="Correct the number.",
        )


def _at(seen: Observed, cells: Cells, places: NDArray[np.intp]) -> list[tuple[int, str | None]]:
    """Return the rows at places, each with its cell."""
    return list(zip(seen.rows[places].tolist(), cells.at(places).text().tolist(), strict=True))
