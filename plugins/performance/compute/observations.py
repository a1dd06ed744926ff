"""The rows of a metric as arrays: what the file says, and the value that follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from performance.compute.timeline import (
    Flags,
    Floats,
    Objects,
    Timeline,
    Whole,
    calendar,
    timeline,
)
from performance.model import Aggregation, Metric, ObsStatus

STATUSES = tuple(ObsStatus)
STATUS_CODES = {status: code for code, status in enumerate(STATUSES)}
FINAL = STATUS_CODES[ObsStatus.FINAL]
MISSING = STATUS_CODES[ObsStatus.MISSING]
SUPPRESSED = STATUS_CODES[ObsStatus.SUPPRESSED]
NOT_APPLICABLE = STATUS_CODES[ObsStatus.NOT_APPLICABLE]
HAS_VALUE = np.array([status.has_value for status in STATUSES])
UNSAID = -1


@dataclass(frozen=True, slots=True)
class Observations:
    """Some rows of a metric, one place in every array for each.

    `place` is the period's place in the timeline, ascending; `status` the place of the obs_status
    in `STATUSES`. Figures are NaN where there are none; `value` is so exactly where the status has
    no value.
    """

    place: Whole
    value: Floats
    numerator: Floats
    denominator: Floats
    weight: Floats
    volume: Floats
    status: Whole
    note: Objects

    @property
    def present(self) -> Flags:
        """Whether each row has a value."""
        return ~np.isnan(self.value)

    def take(self, rows: Any) -> "Observations":
        """Return some of the rows: places, flags or a slice, in ascending order."""
        return Observations(
            self.place[rows],
            self.value[rows],
            self.numerator[rows],
            self.denominator[rows],
            self.weight[rows],
            self.volume[rows],
            self.status[rows],
            self.note[rows],
        )


def read(
    table: pd.DataFrame, metric: Metric, as_of: date
) -> tuple[Timeline, Observations, Mapping[str, Objects]]:
    """Return a metric's timeline, its rows in order of time, and each dimension's cells beside.

    Rows whose period cannot be read are left out: the checks have told so.
    """
    line, place = _placed(table, metric, as_of)
    order = np.argsort(place, kind="stable")
    order = order[place[order] >= 0]
    numerator = _figures(table, metric.measure.numerator)
    denominator = _figures(table, metric.measure.denominator)
    value, status = _values(
        _figures(table, metric.measure.value), numerator, denominator,
        status=_statuses(table, metric), metric=metric,
    )  # fmt: skip
    volume = _figures(table, metric.measure.volume)
    for figures in (numerator, denominator, volume):
        # A figure that was withheld is not given away by its parts.
        figures[status == SUPPRESSED] = np.nan
    rows = Observations(
        place, value, numerator, denominator,
        _figures(table, metric.measure.weight), volume, status, _texts(table, metric.note_field),
    ).take(order)  # fmt: skip
    cells = {name: _texts(table, name)[order] for name in metric.dimensions}
    return line, rows, cells


def nothing() -> Observations:
    """Return no rows."""
    none = np.empty(0, dtype="float64")
    whole = np.empty(0, dtype="int64")
    return Observations(whole, none, none, none, none, none, whole, np.empty(0, dtype=object))


def joined(several: Sequence[Observations]) -> Observations:
    """Return several lots of rows one after the other."""
    if not several:
        return nothing()
    names = Observations.__dataclass_fields__
    return Observations(*(np.concatenate([getattr(one, n) for one in several]) for n in names))


def _placed(table: pd.DataFrame, metric: Metric, as_of: date) -> tuple[Timeline, Whole]:
    """Return the timeline and each row's place in it, −1 where its period cannot be read."""
    texts: tuple[str, ...] = ()
    codes = np.full(len(table), -1)
    if metric.period_field in table:
        codes, uniques = _distinct(table[metric.period_field])
        texts = tuple(map(_text, uniques))
    found, places = calendar(texts, metric.frequency, metric.year_start)
    # The last place stands for the code −1, that of an empty cell.
    return timeline(found, metric, as_of), np.append(places, -1)[codes]


def _values(
    value: Floats, numerator: Floats, denominator: Floats, *, status: Whole, metric: Metric
) -> tuple[Floats, Whole]:
    """Return each row's value and obs_status (rules 1 and 3)."""
    if metric.measure.aggregation is Aggregation.RATIO:
        value = np.full(len(status), np.nan)
        above = denominator > 0
        value[above] = metric.measure.scale * numerator[above] / denominator[above]
    else:
        denominator = np.full(len(status), np.nan)
    lacking = ~np.isfinite(value)
    status = np.where(status == UNSAID, FINAL, status)
    says_value = HAS_VALUE[status]
    # Nothing out of nothing is no rate, and no failure to report one either.
    status = np.where(says_value & lacking & (denominator == 0), NOT_APPLICABLE, status)
    status = np.where(HAS_VALUE[status] & lacking, MISSING, status)
    return np.where(HAS_VALUE[status], value, np.nan), status


def _statuses(table: pd.DataFrame, metric: Metric) -> Whole:
    if metric.obs_status_field not in table:
        return np.full(len(table), UNSAID)
    codes, uniques = _distinct(table[metric.obs_status_field])
    known = {status.value: code for status, code in STATUS_CODES.items()}
    places = [known.get(str(each), UNSAID) for each in uniques]
    return np.array([*places, UNSAID], dtype="int64")[codes]


def _figures(table: pd.DataFrame, name: str | None) -> Floats:
    """Return a column of numbers; NaN throughout where the metric or the table has none."""
    if name is None or name not in table:
        return np.full(len(table), np.nan)
    column = table[name]
    if not pd.api.types.is_numeric_dtype(column):
        column = pd.to_numeric(column, errors="coerce")
    # A copy: withheld figures are blanked in it, never in the package's own table.
    return column.to_numpy(dtype="float64", na_value=np.nan, copy=True)


def _texts(table: pd.DataFrame, name: str) -> Objects:
    """Return a column as text; an empty cell, or a column that is not there, is empty text."""
    found = np.full(len(table), "", dtype=object)
    if name in table:
        codes, uniques = _distinct(table[name])
        texts = np.array([*map(_text, uniques), ""], dtype=object)
        found = texts[codes]
    return found


def _distinct(column: "pd.Series[Any]") -> tuple[Whole, list[Any]]:
    """Return for each cell the place of its value among the distinct ones, −1 for an empty one."""
    # The column's own array does without the index that pandas would make of the values.
    codes, found = column.array.factorize()
    return codes, found.tolist()


def _text(cell: object) -> str:
    """Return a typed cell as its file writes it; a moment is written as its day."""
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)
