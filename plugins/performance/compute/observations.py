"""The rows of a metric as arrays: what the file says, and the value that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from msgspec import Struct

from performance.compute.timeline import (
    Flags,
    Floats,
    Objects,
    Timeline,
    Whole,
    calendar,
    timeline,
)
from performance.load.dtypes import column
from performance.model import Aggregation, Metric, ObsStatus, Resource

STATUSES = tuple(ObsStatus)
STATUS_CODES = {status: code for code, status in enumerate(STATUSES)}
FINAL = STATUS_CODES[ObsStatus.FINAL]
MISSING = STATUS_CODES[ObsStatus.MISSING]
SUPPRESSED = STATUS_CODES[ObsStatus.SUPPRESSED]
NOT_APPLICABLE = STATUS_CODES[ObsStatus.NOT_APPLICABLE]
HAS_VALUE = np.array([status.has_value for status in STATUSES])
UNSAID = -1


class Observations(Struct, frozen=True):
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

    def take(self, rows: Any) -> Observations:
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
    table: Resource, metric: Metric, as_of: date
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
    names = Observations.__struct_fields__
    return Observations(*(np.concatenate([getattr(one, n) for one in several]) for n in names))


def _placed(table: Resource, metric: Metric, as_of: date) -> tuple[Timeline, Whole]:
    """Return the timeline and each row's place in it, −1 where its period cannot be read."""
    texts: tuple[str, ...] = ()
    codes = np.zeros(table.height, dtype="int64")
    cells = column(table, metric.period_field)
    if cells is not None:
        texts, codes = tuple(map(_text, cells.distinct)), cells.codes
    # An empty text names no period.
    found, places = calendar(texts or ("",), metric.frequency, metric.year_start)
    return timeline(found, metric, as_of), places[codes]


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


def _statuses(table: Resource, metric: Metric) -> Whole:
    cells = column(table, metric.obs_status_field)
    if cells is None:
        return np.full(table.height, UNSAID)
    known = {status.value: code for status, code in STATUS_CODES.items()}
    places = [known.get(str(each), UNSAID) for each in cells.distinct]
    return np.array(places, dtype="int64")[cells.codes]


def _figures(table: Resource, name: str | None) -> Floats:
    """Return a column of numbers; NaN throughout where the metric or the table has none."""
    cells = column(table, name) if name is not None else None
    if cells is None:
        return np.full(table.height, np.nan)
    return np.array(list(map(_figure, cells.distinct)), dtype="float64")[cells.codes]


def _texts(table: Resource, name: str) -> Objects:
    """Return a column as text; an empty cell, or a column that is not there, is empty text."""
    cells = column(table, name)
    if cells is None:
        return np.full(table.height, "", dtype=object)
    return np.array(list(map(_text, cells.distinct)), dtype=object)[cells.codes]


def _figure(value: object) -> float:
    """Return a typed cell as a number; NaN where it is none."""
    if isinstance(value, str):
        # Python reads more than files may hold: 1_000, and the digits of other scripts.
        return _number(value) if value.isascii() and "_" not in value else np.nan
    return float(value) if isinstance(value, (int, float)) else np.nan


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan


def _text(value: object) -> str:
    """Return a typed cell as its file writes it; a moment is written as its day."""
    if value is None:
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
