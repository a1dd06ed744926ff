"""Records to draw, made of lists: for tests of charts alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frames import frame_of
from performance.model import (
    SERIES,
    Aggregation,
    Attainment,
    Benchmark,
    Break,
    Breakdown,
    Department,
    Direction,
    Field,
    Frame,
    Judgement,
    Kind,
    Lateness,
    Link,
    Measure,
    Member,
    Metric,
    Package,
    Record,
    Resource,
    Trend,
    Unit,
)
from performance.period import Frequency, Period, month, quarter, week, year_

PERCENT = Unit("percent", "%", 1)
CALLS = Unit("calls")

Values = Sequence[float | None]


def months(count: int, first: Period | None = None) -> list[Period]:
    """Return successive months from January 2024, or from `first`."""
    return [(first or month(2024, 1)).shift(place) for place in range(count)]


def series(periods: Sequence[Period], value: Values, **columns: Any) -> Frame:
    """Return a series (columns `SERIES`); a value of None is missing unless `obs_status` says more.

    `columns` are lists, or one number for all periods.
    """
    empty: dict[str, Any] = dict.fromkeys(SERIES, np.nan)
    table = pd.DataFrame(empty, index=range(len(periods)))
    table["period"] = [period.key for period in periods]
    table["period_start"] = pd.to_datetime([period.start for period in periods])
    table["period_end"] = pd.to_datetime([period.end for period in periods])
    table["value"] = pd.Series(value, dtype="float64")
    table["attainment"] = Attainment.NO_TARGET.value
    table["obs_status"] = ["missing" if one is None else "final" for one in value]
    table["note"] = ""
    for name, column in columns.items():
        text = name in ("obs_status", "note")
        table[name] = column if text else pd.Series(column, index=table.index, dtype="float64")
    return frame_of(table)


def record(
    drawn: Frame,
    *,
    name: str = "calls-answered",
    aggregation: Aggregation = Aggregation.NONE,
    unit: Unit = PERCENT,
    frequency: Frequency = Frequency.MONTH,
    breakdowns: Sequence[Breakdown] = (),
    volume: str | None = None,
    **properties: Any,
) -> Record:
    """Return the record of a metric over a series; `properties` are the metric's."""
    ratio = aggregation is Aggregation.RATIO
    measure = Measure(
        aggregation,
        numerator="on_time" if ratio else None,
        denominator="requests" if ratio else None,
        value=None if ratio else "value",
        volume=volume,
        cumulative=properties.pop("cumulative", None),
    )
    facts: dict[str, Any] = {"title": "Calls answered in time", "kind": Kind.QUALITY, **properties}
    metric = Metric(
        name=name,
        resource="observations",
        period_field="month",
        frequency=frequency,
        lag=20,
        measure=measure,
        unit=unit,
        direction=Direction.INCREASE,
        **facts,
    )
    fields = (Field("requests", title="Requests due"), Field("volume"))
    resource = Resource("observations", "observations.csv", b"", "", fields=fields)
    package = Package("calls", Path(), "calls", {}, resources=(resource,), metrics=(metric,))
    return _record(metric, package, drawn, tuple(breakdowns))


def _record(
    metric: Metric, package: Package, drawn: Frame, breakdowns: tuple[Breakdown, ...]
) -> Record:
    return Record(
        metric=metric,
        package=package,
        department=Department("fire", "Fire"),
        priority=None,
        series=drawn,
        tidy=drawn,
        breakdowns=breakdowns,
        latest=None,
        judgement=Judgement(Attainment.NO_TARGET),
        lateness=Lateness(),
        change=None,
        previous_change=None,
        baseline_change=None,
        trend=Trend("too few periods"),
        fiscal_years=(),
        year_to_date=None,
    )


def zones(count: int, periods: int = 12) -> Breakdown:
    """Return a breakdown by `count` zones, the first with a target and a gap."""
    when = months(periods)
    members = []
    for place in range(count):
        value: list[float | None] = [40.0 + place + step for step in range(periods)]
        value[3] = None if place == 0 else value[3]
        table = series(when, value, **({"target": 50} if place == 0 else {}))
        members.append(Member(f"Zone {place + 1}", table, None))
    return Breakdown("zone", "Zone", tuple(members))


def rising(count: int, first: float = 50.0, step: float = 0.5) -> list[float | None]:
    """Return `count` values that rise by `step`."""
    return [first + step * place for place in range(count)]


def benchmark(value: float = 85) -> Benchmark:
    """Return the result of other cities."""
    return Benchmark("Peer cities", value, Link("A survey"), "Same definition.")


def every_form() -> dict[str, Record]:
    """Return a record of every form a chart takes, by what is special about it."""
    gapped = rising(24)
    gapped[5] = gapped[7] = gapped[8] = None
    status = ["missing" if one is None else "final" for one in gapped]
    status[-2:] = ["provisional", "estimated"]
    steps = [None] * 4 + [55.0] * 10 + [60.0] * 10
    shared: dict[str, Any] = {"obs_status": status, "target": steps}
    full = series(months(24), gapped, **shared, denominator=rising(24, 900, 7))
    extras: dict[str, Any] = {
        "breaks": (Break(month(2025, 3), "New telephone system."),),
        "benchmarks": (benchmark(),),
    }
    sums: dict[str, Any] = {"aggregation": Aggregation.SUM, "unit": CALLS}
    return {
        "line": record(full, **extras),
        "bars": record(full, **sums, **extras, breakdowns=[zones(12)]),
        "ratio": record(full, aggregation=Aggregation.RATIO, **extras, breakdowns=[zones(5)]),
        "negative bars": record(series(months(6), [3, -2, None, 0, -7, 1]), **sums),
        "one": record(series(months(1), [57.0], target=90)),
        "one bar": record(series(months(1), [57]), **sums),
        "two": record(series(months(2), [57.0, 61.2], target=90)),
        "islands": record(series(months(6), [None, 5, None, 6, None, None])),
        "nothing": record(series(months(3), [None, None, None])),
        **_other_units(),
    }


def _other_units() -> dict[str, Record]:
    by_week = [week(month(2018, 1).start).shift(place) for place in range(330)]
    by_quarter = [quarter(2023, 1).shift(place) for place in range(9)]
    by_year = [year_(2010 + place, 7) for place in range(15)]
    ranged = series(months(12), rising(12), target_low=45, target_high=60)
    return {
        "volume": record(
            series(by_quarter, rising(9), volume=rising(9, 5000, 100)),
            volume="volume",
            unit=Unit("minutes", "min", 1),
            frequency=Frequency.QUARTER,
        ),
        "range": record(ranged, unit=Unit("days", "", 1)),
        "weekly": record(series(by_week, rising(330, 300, 0.3)), frequency=Frequency.WEEK),
        "budget": record(
            series(by_year, rising(15, 45e6, 2e6)),
            aggregation=Aggregation.SUM,
            unit=Unit("dollars", "$"),
            frequency=Frequency.YEAR,
            year_start=7,
        ),
    }
