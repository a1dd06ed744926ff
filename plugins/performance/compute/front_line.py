"""What a unit sees of its own work: its newest result of each metric beside the whole's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from performance.compute.whole import adds_up, is_sum
from performance.model import (
    Aggregation,
    Attainment,
    Frame,
    FrontLine,
    Metric,
    Observation,
    ObsStatus,
    Record,
    UnitResult,
)
from performance.period import parse


def results(sheet: FrontLine, records: Mapping[str, Record]) -> tuple[UnitResult, ...]:
    """Return the newest result of each metric of a sheet, in the sheet's order.

    `records` hold no period after the month of the sheet. Only what is published of a member is
    there: of one that is withheld the result says so and has no figure and no share.
    """
    found = (_result(sheet, records[name]) for name in sheet.metrics if name in records)
    return tuple(result for result in found if result is not None)


def _result(sheet: FrontLine, record: Record) -> UnitResult | None:
    metric, whole = record.metric, record.series
    own = _member(record, sheet.member) if sheet.member else whole
    if own is None or not len(own):
        return None
    newest, before = _observation(own, -1, metric), _observation(own, -2, metric)
    if newest is None:
        return None
    if not sheet.member:
        return UnitResult(metric.name, newest, before)
    keys = whole["period"].tolist()
    place = keys.index(newest.period.key) if newest.period.key in keys else None
    beside = None if place is None else _observation(whole, place, metric)
    part, total, counted = _share(newest, beside, metric)
    percent = 100 * part / total if part is not None and total else None
    return UnitResult(
        metric.name,
        newest,
        before,
        beside,
        part=part if percent is not None else None,
        total=total if percent is not None else None,
        percent=percent,
        counted=counted,
    )


def _member(record: Record, name: str) -> Frame | None:
    members = (m for breakdown in record.breakdowns for m in breakdown.members)
    return next((m.series for m in members if m.name == name and len(m.series)), None)


def _share(
    own: Observation, whole: Observation | None, metric: Metric
) -> tuple[float | None, float | None, str]:
    """Return the unit's part of what was counted, the whole of it, and the column it is counted in.

    Of a ratio that is the denominator; of a sum over members the value itself.
    """
    if whole is None or own.value is None or whole.value is None or not adds_up(metric):
        return None, None, ""
    if metric.measure.aggregation is Aggregation.RATIO:
        return own.denominator, whole.denominator, metric.measure.denominator or ""
    return (own.value, whole.value, "") if is_sum(metric) else (None, None, "")


def _observation(series: Frame, place: int, metric: Metric) -> Observation | None:
    """Return a row of a series, counted from the end where negative; none beyond its begin."""
    if place < -len(series):
        return None
    row = {name: column[place] for name, column in series.columns.items()}
    period = parse(row["period"], metric.frequency, metric.year_start)
    aimed = any(_figure(row[name]) is not None for name in ("target", "target_low"))
    return Observation(
        period=period,
        value=_figure(row["value"]),
        numerator=_figure(row["numerator"]),
        denominator=_figure(row["denominator"]),
        volume=_figure(row["volume"]),
        target=metric.target_for(period) if aimed else None,
        attainment=Attainment(row["attainment"]),
        obs_status=ObsStatus(row["obs_status"]),
        note=str(row["note"]),
    )


def _figure(value: Any) -> float | None:
    return None if value != value else float(value)
