"""The third gate, for metrics: whether the rows of a metric's table are observations."""

import re
from collections.abc import Iterator

import numpy as np

from performance.model import Metric, ObsStatus, Resource
from performance.period import FORMS
from performance.problem import Problem
from performance.validate.listing import limited, listed
from performance.validate.observed import Observed, period_of

STATUSES = [str(status) for status in ObsStatus]
EMPTY = "Fill in the value, or write missing, suppressed or not_applicable as the row's status."


def problems(metric: Metric, resource: Resource, seen: Observed, *, file: str) -> Iterator[Problem]:
    """Yield rows that are not an observation of the metric: periods, members, status, values.

    `seen` are the metric's observations in the resource.
    """
    yield from _periods(metric, resource, file)
    yield from _members(metric, resource, file)
    key = set(resource.primary_key)
    if not key or not key <= {metric.period_field, *metric.dimensions}:
        yield from _repeated(metric, seen, file)  # Else the key has told.
    yield from _statuses(metric, resource, seen, file=file)
    yield from _values(metric, resource, seen, file=file)
    yield from _negative(metric, seen, file)


def _periods(metric: Metric, resource: Resource, file: str) -> Iterator[Problem]:
    assert resource.text is not None
    field = next(each for each in resource.fields if each.name == metric.period_field)
    typed = field.type not in ("string", "integer")
    wrong = [
        (int(str(row)), cell)
        for row, cell in resource.text[metric.period_field].items()
        if period_of(cell, metric) is None and not (typed and _is_told(cell, field.type))
    ]
    if metric.period_field in resource.primary_key:
        wrong = [(row, cell) for row, cell in wrong if cell]  # An empty key is told as such.
    yield from listed(
        wrong,
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


def _members(metric: Metric, resource: Resource, file: str) -> Iterator[Problem]:
    assert resource.text is not None
    named: list[set[str]] = []
    for name in metric.dimensions:
        column = resource.text[name]
        named.append(set(column))
        if "" in named[-1]:
            yield from listed(
                [(int(row), None) for row in column.index[column == ""]],
                "member-empty",
                file,
                column=name,
                message="the row does not say which part it is about",
                remedy="Fill the cell; for the whole use one name throughout, and give it as "
                "total.",
            )
    if metric.total is not None and any(metric.total not in cells for cells in named):
        yield Problem(
            "total-unknown",
            file,
            f"no row holds the total of the metric {metric.name}",
            "Write total in the descriptor exactly as in the data, or add its rows.",
            column=", ".join(metric.dimensions),
            value=metric.total,
        )


def _repeated(metric: Metric, seen: Observed, file: str) -> Iterator[Problem]:
    first: dict[tuple[object, str], int] = {}
    found = []
    for row, period, member in zip(seen.rows.tolist(), seen.periods, seen.member, strict=True):
        before = first.setdefault((period.start, member), row)
        if before == row:
            continue
        about = f" of {member}" if member else ""
        message = f"row {before} has the same period{about}, for the metric {metric.name}"
        remedy = "Delete one of the two, or name the column that tells them apart in dimensions."
        column = metric.period_field
        found.append(Problem("period-repeated", file, message, remedy, row, column, period.key))
    yield from limited(found)


def _statuses(
    metric: Metric, resource: Resource, seen: Observed, *, file: str
) -> Iterator[Problem]:
    known = {"", *STATUSES}
    field = next((each for each in resource.fields if each.name == metric.obs_status_field), None)
    if field is not None and field.constraints.get("enum"):
        return  # The column's own list of values has told.
    yield from listed(
        [
            (row, status)
            for row, status in zip(seen.rows.tolist(), seen.obs_status, strict=True)
            if status not in known
        ],
        "obs-status",
        file,
        column=metric.obs_status_field,
        message=f"this is not a status; allowed: {', '.join(STATUSES)}",
        remedy="Write one of these words, or leave the cell empty for a final value.",
    )


def _values(metric: Metric, resource: Resource, seen: Observed, *, file: str) -> Iterator[Problem]:
    """Hold the cells of the measure against the status: a value where it says so, else none."""
    valued = {"", *(str(status) for status in ObsStatus if status.has_value)}
    with_value = np.array([status in valued for status in seen.obs_status], dtype=bool)
    known = np.array([status in STATUSES for status in seen.obs_status], dtype=bool)
    measure = metric.measure
    for name in (measure.numerator, measure.denominator, measure.value, measure.weight):
        if name is None:
            continue
        missing = next(each for each in resource.fields if each.name == name).missing_values
        empty = np.array([cell in missing for cell in seen.cells[name]], dtype=bool)
        yield from listed(
            [(row, None) for row in seen.rows[with_value & empty].tolist()],
            "value-missing",
            file,
            column=name,
            message="there is no value, and no status that says why",
            remedy=EMPTY,
        )
        extra = known & ~with_value & ~empty
        yield from listed(
            list(zip(seen.rows[extra].tolist(), seen.cells[name][extra], strict=True)),
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
        below = seen.columns[name] < 0
        yield from listed(
            list(zip(seen.rows[below].tolist(), seen.cells[name][below], strict=True)),
            "denominator-negative",
            file,
            column=name,
            message="a denominator or weight cannot be negative",
            remedy="Correct the number.",
        )
