"""A series: the observations of the whole or of one member, judged period by period."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from performance.compute.attainment import ATTAINMENTS, CODES, Codes, is_judged, verdicts
from performance.compute.observations import STATUSES, Observations
from performance.compute.timeline import Flags, Timeline
from performance.model import Attainment, Metric, Observation
from performance.period import Period

STATUS_NAMES = np.array([status.value for status in STATUSES], dtype=object)
# Found once: to find it by its name takes a third of the time that a column takes.
TEXT: Any = pd.api.types.pandas_dtype("str")
ATTAINMENT_NAMES = np.array([attainment.value for attainment in ATTAINMENTS], dtype=object)


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one metric, one a period, in order of time.

    `attainment` are codes, the places in `ATTAINMENTS`; `aimed` is whether the metric's targets
    are this series' own.
    """

    metric: Metric
    timeline: Timeline
    rows: Observations
    attainment: Codes
    aimed: bool

    @property
    def complete(self) -> Flags:
        """Whether each row's period has ended."""
        return self.timeline.complete[self.rows.place]

    def until_now(self) -> "Series":
        """Return the series without periods that have not begun: they are no facts."""
        future = self.timeline.future[self.rows.place]
        if not future.any():
            return self
        past = ~future
        taken = self.rows.take(past)
        return Series(self.metric, self.timeline, taken, self.attainment[past], self.aimed)

    def row_of(self, period: Period) -> int | None:
        """Return the row of a period; none where there is none."""
        place = self.timeline.places.get(period.start)
        if place is None:
            return None
        row = int(np.searchsorted(self.rows.place, place))
        return row if row < len(self.rows.place) and self.rows.place[row] == place else None

    def period(self, row: int) -> Period:
        """Return the period of a row."""
        return self.timeline.periods[int(self.rows.place[row])]

    def last(self, among: Flags) -> int | None:
        """Return the last of some rows; none where there is none."""
        found = np.flatnonzero(among)
        return int(found[-1]) if len(found) else None

    def observation(self, row: int) -> Observation:
        """Return a row as one observation."""
        rows, place = self.rows, int(self.rows.place[row])
        return Observation(
            period=self.timeline.periods[place],
            value=_figure(rows.value[row]),
            numerator=_figure(rows.numerator[row]),
            denominator=_figure(rows.denominator[row]),
            volume=_figure(rows.volume[row]),
            target=self.timeline.targets[place] if self.aimed else None,
            attainment=ATTAINMENTS[int(self.attainment[row])],
            obs_status=STATUSES[int(rows.status[row])],
            note=str(rows.note[row]),
        )


def series(rows: Observations, line: Timeline, metric: Metric, *, aimed: bool) -> Series:
    """Return rows as a series; `aimed` is whether the metric's targets apply to it."""
    return Series(metric, line, rows, _attainments(rows, line, metric, aimed=aimed), aimed)


def frame(of: Series) -> pd.DataFrame:
    """Return a series as a table with the columns `model.SERIES`."""
    return table(columns(of.rows, of.timeline, of.attainment, aimed=of.aimed))


def table(made: Mapping[str, Any]) -> pd.DataFrame:
    """Return columns as a table that holds them as they are."""
    found = pd.DataFrame(made, copy=False)
    found.columns = _names(tuple(made))
    return found


# Whoever looks at a column has pandas look for its name, and tables share their few sets of names.
@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> "pd.Index[Any]":
    # Of its own accord pandas would hold them as Arrow has texts, and make a text of each anew.
    return pd.Index(names, dtype=object)


def columns(
    rows: Observations, line: Timeline, attainment: Codes, *, aimed: Any
) -> Mapping[str, Any]:
    """Return the columns `model.SERIES`; `aimed` is whether targets apply, for all or each row."""
    place = rows.place
    return {
        "period": text(line.keys[place]),
        # Two tables hold them: pandas would make its own of them for each.
        "period_start": pd.array(line.starts[place]),
        "period_end": pd.array(line.ends[place]),
        "value": rows.value,
        "numerator": rows.numerator,
        "denominator": rows.denominator,
        "volume": rows.volume,
        "target": np.where(aimed, line.goal[place], np.nan),
        "target_low": np.where(aimed, line.low[place], np.nan),
        "target_high": np.where(aimed, line.high[place], np.nan),
        "attainment": text(ATTAINMENT_NAMES[attainment]),
        "obs_status": text(STATUS_NAMES[rows.status]),
        "note": text(rows.note),
    }


def text(values: Any) -> Any:
    """Return a column of text, of texts alone."""
    # Pandas would first look for what is no text, and then do the same.
    return TEXT.construct_array_type()(pa.array(values, type=pa.large_string()), dtype=TEXT)


def _attainments(rows: Observations, line: Timeline, metric: Metric, *, aimed: bool) -> Codes:
    """Return each row's attainment: only a complete period is judged, by its own target."""
    place = rows.place
    codes = np.full(len(place), CODES[Attainment.NO_TARGET])
    if aimed:
        floor, complete = line.floor[place], line.complete[place]
        pending = ~np.isnan(floor)
        judged = pending & complete & ~line.yearly[place] & is_judged(metric)
        codes[pending] = CODES[Attainment.PENDING]
        found = verdicts(
            rows.value, floor=floor, ceiling=line.ceiling[place], near=line.near[place]
        )
        codes[judged] = found[judged]
    codes[~rows.present] = CODES[Attainment.NO_DATA]
    return codes


def _figure(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
