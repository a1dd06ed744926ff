"""A series: the observations of the whole or of one member, judged period by period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec import Struct

from performance.compute.attainment import ATTAINMENTS, CODES, Codes, is_judged, verdicts
from performance.compute.observations import STATUSES, Observations
from performance.compute.timeline import Flags, Timeline
from performance.model import Attainment, Frame, Metric, Observation
from performance.period import Period

STATUS_NAMES = np.array([status.value for status in STATUSES], dtype=object)
ATTAINMENT_NAMES = np.array([attainment.value for attainment in ATTAINMENTS], dtype=object)


class Series(Struct, frozen=True):
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

    def until_now(self) -> Series:
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


def frame(of: Series) -> Frame:
    """Return a series as a table with the columns `model.SERIES`."""
    return Frame(columns(of.rows, of.timeline, of.attainment, aimed=of.aimed))


def columns(
    rows: Observations, line: Timeline, attainment: Codes, *, aimed: Any
) -> Mapping[str, Any]:
    """Return the columns `model.SERIES`; `aimed` is whether targets apply, for all or each row."""
    place = rows.place
    return {
        "period": line.keys[place],
        "period_start": line.starts[place],
        "period_end": line.ends[place],
        "value": rows.value,
        "numerator": rows.numerator,
        "denominator": rows.denominator,
        "volume": rows.volume,
        "target": np.where(aimed, line.goal[place], np.nan),
        "target_low": np.where(aimed, line.low[place], np.nan),
        "target_high": np.where(aimed, line.high[place], np.nan),
        "attainment": ATTAINMENT_NAMES[attainment],
        "obs_status": STATUS_NAMES[rows.status],
        "note": rows.note,
    }


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
