"""The rows of a metric's table as observations: columns for the checks of rows and of sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from performance.model import Aggregation, Metric, Resource
from performance.period import Frequency, Period, parse

Text = NDArray[np.object_]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Observed:
    """The rows that have a period of the metric's frequency, one place in every column for each.

    `rows` are their numbers in a spreadsheet, `starts` the first days of the `periods`, `member`
    the cells of the dimensions (joined), `columns` the measure's columns and `value` the value,
    both float64 with NaN where there is none, `cells` the measure's columns as text.
    """

    rows: NDArray[np.int64]
    periods: Text
    starts: NDArray[np.datetime64]
    member: Text
    obs_status: Text
    note: Text
    value: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.float64]]
    cells: Mapping[str, Text]

    def at(self, keep: Any) -> "Observed":
        """Return the rows that a mask, or a list of places, keeps; the latter in its order."""
        return Observed(
            self.rows[keep],
            self.periods[keep],
            self.starts[keep],
            self.member[keep],
            self.obs_status[keep],
            self.note[keep],
            self.value[keep],
            {name: column[keep] for name, column in self.columns.items()},
            {name: column[keep] for name, column in self.cells.items()},
        )


def observed(metric: Metric, resource: Resource) -> Observed:
    """Return the observations of a metric, in the order of the file."""
    text, table = resource.text, resource.table
    assert text is not None
    assert table is not None
    dated = [period_of(cell, metric) for cell in text[metric.period_field].tolist()]
    kept = np.array([period is not None for period in dated], dtype=bool)
    periods = _objects(period for period in dated if period is not None)
    columns = {
        name: table[name].to_numpy("float64", na_value=np.nan)[kept]
        for name in metric.measure.columns
    }
    return Observed(
        rows=text.index.to_numpy("int64")[kept],
        periods=periods,
        starts=np.array([period.start for period in periods], dtype="datetime64[D]"),
        member=_members(metric, text)[kept],
        obs_status=_optional(text, metric.obs_status_field)[kept],
        note=_objects(map(str.strip, _optional(text, metric.note_field)[kept])),
        value=_value(metric, columns),
        columns=columns,
        cells={name: _objects(text[name])[kept] for name in metric.measure.columns},
    )


def period_of(cell: str, metric: Metric) -> Period | None:
    """Return the period that a cell names, none where it is not one of the metric's frequency."""
    return _parsed(cell, metric.frequency, metric.year_start)


@lru_cache(maxsize=20_000)
def _parsed(cell: str, frequency: Frequency, year_start: int) -> Period | None:
    try:
        return parse(cell, frequency, year_start)
    except (ValueError, OverflowError):
        return None


def _members(metric: Metric, text: pd.DataFrame) -> Text:
    columns = [text[name] for name in metric.dimensions]
    if not columns:
        return np.full(len(text), "", dtype=object)
    return _objects(", ".join(cells) for cells in zip(*columns, strict=True))


def _optional(text: pd.DataFrame, name: str) -> Text:
    if name in text.columns:
        return _objects(text[name])
    return np.full(len(text), "", dtype=object)


def _value(metric: Metric, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    measure = metric.measure
    if measure.aggregation is not Aggregation.RATIO:
        return columns[str(measure.value)]
    below = columns[str(measure.denominator)]
    below = np.where(below > 0, below, np.nan)
    # A denominator near nothing makes a ratio too large to be held; it is infinite then.
    with np.errstate(over="ignore"):
        return columns[str(measure.numerator)] / below * measure.scale


def _objects(values: Iterable[Any]) -> Text:
    items = list(values)
    made: Text = np.empty(len(items), dtype=object)
    made[:] = items
    return made
