"""The rows of a metric's table as observations: columns for the checks of rows and of sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from performance.model import Aggregation, Cells, Grid, Mask, Metric, Resource
from performance.model.cells import cells_of
from performance.period import Frequency, Period, parse


class Observed(Struct, frozen=True):
    """The rows that have a period of the metric's frequency, one place in every column for each.

    `rows` are their numbers in a spreadsheet. `named` are the periods, each once, and `which` the
    place there of each row's; `starts` are their first days, and `order` counts them: neighbours
    differ by one. `member` are the cells of the dimensions (joined), `noted` is whether there is a
    note. `columns` are the measure's columns and `value` the value, both float64 with NaN where
    there is none, `cells` the measure's columns as they are written.
    """

    rows: NDArray[np.int64]
    named: Sequence[Period]
    which: NDArray[np.int32]
    starts: NDArray[np.datetime64]
    order: NDArray[np.int64]
    member: Cells
    obs_status: Cells
    noted: Mask
    value: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.float64]]
    cells: Mapping[str, Cells]

    def at(self, keep: Any) -> Observed:
        """Return the rows that a mask, or a list of places, keeps; the latter in its order."""
        return Observed(
            self.rows[keep],
            self.named,
            self.which[keep],
            self.starts[keep],
            self.order[keep],
            self.member.at(keep),
            self.obs_status.at(keep),
            self.noted[keep],
            self.value[keep],
            {name: column[keep] for name, column in self.columns.items()},
            {name: cells.at(keep) for name, cells in self.cells.items()},
        )

    def period(self, place: int) -> Period:
        """Return the period of the row at a place."""
        return self.named[int(self.which[place])]


def observed(metric: Metric, resource: Resource) -> Observed:
    """Return the observations of a metric in a table, in the order of its file."""
    text, table = resource.text, resource.table
    assert text is not None
    assert table is not None
    cells = {str(name): cells_of(text[name].tolist()) for name in text.columns}
    grid = Grid(cells, text.index.to_numpy("int64"))
    columns = metric.measure.columns
    numbers = {name: table[name].to_numpy("float64", na_value=np.nan) for name in columns}
    return of_grid(metric, grid, numbers)


def of_grid(metric: Metric, grid: Grid, numbers: Mapping[str, NDArray[np.float64]]) -> Observed:
    """Return the observations of a metric in the cells of a table, in the order of its file.

    `numbers` are those of the measure's columns, NaN where there is none.
    """
    cells = grid.columns[metric.period_field]
    dated = _dated(tuple(cells.distinct), metric.frequency, metric.year_start)
    which = dated.places[cells.codes]
    whole = len(dated.periods) == len(cells.distinct)
    kept: Any = slice(None) if whole else which >= 0
    which = which[kept]
    columns = {name: column[kept] for name, column in numbers.items()}
    return Observed(
        rows=grid.rows[kept],
        named=dated.periods,
        which=which,
        starts=dated.starts[which],
        order=dated.order[which],
        member=_members(metric, grid).at(kept),
        obs_status=_optional(grid, metric.obs_status_field).at(kept),
        noted=_optional(grid, metric.note_field).at(kept).where(lambda note: note.strip() != ""),
        value=_value(metric, columns),
        columns=columns,
        cells={name: grid.columns[name].at(kept) for name in numbers},
    )


def begins(ordered: Observed) -> Mask:
    """Return where each member's rows begin, of observations that are in order of the members."""
    first = np.ones(len(ordered.rows), dtype=bool)
    first[1:] = ordered.member.codes[1:] != ordered.member.codes[:-1]
    return first


def finite(seen: Observed) -> Observed:
    """Return the observations that have a value."""
    known = np.isfinite(seen.value)
    return seen if known.all() else seen.at(known)


def period_of(cell: str, metric: Metric) -> Period | None:
    """Return the period that a cell names, none where it is not one of the metric's frequency."""
    return _parsed(cell, metric.frequency, metric.year_start)


@lru_cache(maxsize=20_000)
def _parsed(cell: str, frequency: Frequency, year_start: int) -> Period | None:
    try:
        return parse(cell, frequency, year_start)
    except (ValueError, OverflowError):
        return None


class _Dated(Struct, frozen=True):
    """The periods that distinct cells name, and for each cell the place there, -1 for none."""

    periods: tuple[Period, ...]
    places: NDArray[np.int32]
    starts: NDArray[np.datetime64]
    order: NDArray[np.int64]


@lru_cache(maxsize=100)
def _dated(cells: tuple[str, ...], frequency: Frequency, year_start: int) -> _Dated:
    # The packages of a city are mostly about the same periods.
    known = [_parsed(cell, frequency, year_start) for cell in cells]
    periods = tuple(period for period in known if period is not None)
    is_period = np.array([period is not None for period in known], dtype=bool)
    return _Dated(
        periods,
        np.where(is_period, np.cumsum(is_period) - 1, -1).astype(np.int32),
        np.array([period.start for period in periods], dtype="datetime64[D]"),
        np.array([_counted(period) for period in periods], dtype=np.int64),
    )


def _counted(period: Period) -> int:
    """Return how many periods of its frequency a period is after the beginning of time."""
    match period.frequency:
        case Frequency.DAY:
            return period.start.toordinal()
        case Frequency.WEEK:
            return (period.start - date(1, 1, 1)).days // 7
        case Frequency.MONTH:
            return 12 * period.start.year + period.start.month
        case Frequency.QUARTER:
            return 4 * period.start.year + period.start.month // 3
        case Frequency.YEAR:
            return period.end.year


def _members(metric: Metric, grid: Grid) -> Cells:
    columns = [grid.columns[name] for name in metric.dimensions]
    if not columns:
        return _same("", len(grid.rows))
    if len(columns) == 1:
        return columns[0]
    place = np.zeros(len(grid.rows), dtype=np.int64)
    for cells in columns:
        # Numbered anew after each column, so that the numbers stay small.
        _, place = np.unique(place * len(cells.distinct) + cells.codes, return_inverse=True)
    _, first, place = np.unique(place, return_index=True, return_inverse=True)
    texts = [cells.at(first).text() for cells in columns]
    joined = cells_of([", ".join(parts) for parts in zip(*texts, strict=True)])
    return Cells(joined.distinct, joined.codes[place])


def _optional(grid: Grid, name: str) -> Cells:
    return grid.columns[name] if name in grid.columns else _same("", len(grid.rows))


def _same(cell: str, count: int) -> Cells:
    return Cells([cell], np.zeros(count, dtype=np.int32))


def _value(metric: Metric, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    measure = metric.measure
    if measure.aggregation is not Aggregation.RATIO:
        return columns[str(measure.value)]
    below = columns[str(measure.denominator)]
    below = np.where(below > 0, below, np.nan)
    # A denominator near nothing makes a ratio too large to be held; it is infinite then.
    with np.errstate(over="ignore"):
        return columns[str(measure.numerator)] / below * measure.scale
