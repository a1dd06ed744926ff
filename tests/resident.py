"""Hand-made records for the tests of sentences and of the resident's pages.

Nothing here is computed: a test says what a record holds, so that it sees what is made of it.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from msgspec.structs import replace

from frames import frame_of
from performance.model import (
    SERIES,
    Aggregation,
    Attainment,
    Change,
    Content,
    Department,
    Direction,
    Drawing,
    Field,
    FiscalYear,
    Judgement,
    Kind,
    Lateness,
    Link,
    Measure,
    Metric,
    Observation,
    ObsStatus,
    Package,
    Portal,
    Priority,
    Record,
    Resource,
    Target,
    Trend,
    Unit,
)
from performance.period import Frequency, Period, month
from performance.text import Wording

WORDING = Wording("en_US", 7)
PERCENT = Unit("percent", "%", 1)
REQUESTS = Unit("requests")
RATIO = Measure(Aggregation.RATIO, numerator="on_time", denominator="requests", scale=100)
SUM = Measure(Aggregation.SUM, value="requests")
PUBLIC_WORKS = Department("public-works", "Public Works", "Keeps the city *clean*.", 1)
SERVICE = Priority("customer-service", "Customer service", "Serve residents well.", 1)
TARGET = Target(month(2025, 1), near=5, value=90)
AS_OF = date(2026, 11, 1)


def metric(**properties: Any) -> Metric:
    """Return a monthly percentage whose target is at least 90, with properties laid over it."""
    given: dict[str, Any] = {
        "name": "requests-on-time",
        "title": "Requests completed on time",
        "resource": "requests",
        "period_field": "month",
        "frequency": Frequency.MONTH,
        "lag": 20,
        "measure": RATIO,
        "unit": PERCENT,
        "direction": Direction.INCREASE,
        "kind": Kind.QUALITY,
        "description": "Share of requests closed within the promised time.",
        "targets": (TARGET,),
    }
    return Metric(**(given | properties))


def observed(value: float | None, period: Period | None = None, **properties: Any) -> Observation:
    """Return an observation, of September 2026 unless told otherwise."""
    given: dict[str, Any] = {
        "period": period or month(2026, 9),
        "value": value,
        "numerator": None,
        "denominator": None,
        "volume": None,
        "target": TARGET,
        "attainment": Attainment.MET,
        "obs_status": ObsStatus.FINAL,
        "note": "",
    }
    return Observation(**(given | properties))


def series(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a table of `SERIES`, oldest first, from rows that name their `period` (a Period)."""
    blank: dict[str, Any] = dict.fromkeys(SERIES, float("nan"))
    blank |= {"attainment": "no_target", "obs_status": "final", "note": ""}
    filled = [
        blank
        | dict(row)
        | {
            "period": row["period"].key,
            "period_start": pd.Timestamp(row["period"].start),
            "period_end": pd.Timestamp(row["period"].end),
        }
        for row in rows
    ]
    frame = pd.DataFrame(filled, columns=list(SERIES))
    numbers = list(SERIES[3:10])
    return frame.astype(dict.fromkeys(numbers, "float64"))


def months(values: Sequence[float], last: Period | None = None) -> pd.DataFrame:
    """Return a series of percentages judged by `TARGET`, the last in September 2026."""
    end = last or month(2026, 9)
    return series(
        [
            {
                "period": end.shift(place - len(values) + 1),
                "value": value,
                "numerator": value * 10,
                "denominator": 1000.0,
                "target": 90.0,
                "attainment": "met" if value >= 90 else "near" if value >= 85 else "missed",
            }
            for place, value in enumerate(values)
        ]
    )


def package(*metrics: Metric, **properties: Any) -> Package:
    """Return a package of one resource that holds the metrics."""
    fields = (
        Field("month", "yearmonth", title="Month"),
        Field("requests", "integer", title="Requests due"),
        Field("on_time", "integer", title="Closed in time"),
    )
    given: dict[str, Any] = {
        "name": "service-requests",
        "folder": Path("datasets/public-works/service-requests"),
        "file": "datasets/public-works/service-requests/datapackage.json",
        "descriptor": {},
        "title": "Service requests",
        "version": "2026.9.0",
        "department": "public-works",
        "licenses": (Link("Creative Commons Attribution 4.0", name="CC-BY-4.0"),),
        "sources": (Link("Work-order system", "https://example.org/orders"),),
        "resources": (Resource("requests", "requests.csv", b"", "0" * 64, fields=fields),),
        "metrics": metrics,
    }
    return Package(**(given | properties))


def judged(
    attainment: Attainment, observation: Observation | None = None, **properties: Any
) -> Judgement:
    """Return a judgement by the period's target; value and target as observed."""
    given: dict[str, Any] = {}
    if observation is not None:
        target = observation.target
        given = {
            "value": observation.value,
            "target": target,
            "target_value": target.value if target else None,
        }
    return Judgement(attainment, observation, **(given | properties))


def changed(
    current: Observation, base: Observation, better: bool | None = None, **properties: Any
) -> Change:
    """Return the change between two observations."""
    difference = None
    if current.value is not None and base.value is not None:
        difference = current.value - base.value
    return Change(current, base, **({"difference": difference, "better": better} | properties))


def record(values: Sequence[float] = (88.1, 90.0, 89.0, 84.0, 91.2), **properties: Any) -> Record:
    """Return a record: by default of 91.2% in September 2026, met, after a near and a missed."""
    defined: Metric = properties.pop("metric", None) or metric()
    table: pd.DataFrame = properties.pop("series", months(values))
    latest = observed(values[-1]) if len(values) else None
    tidy = table.drop(columns=["volume", "target_low", "target_high"])
    tidy.insert(0, "metric", defined.name)
    for dimension in defined.dimensions:
        tidy[dimension] = "Citywide"
    given: dict[str, Any] = {
        "metric": defined,
        "package": package(defined),
        "department": PUBLIC_WORKS,
        "priority": SERVICE,
        "series": frame_of(table),
        "tidy": frame_of(tidy),
        "breakdowns": (),
        "latest": latest,
        "judgement": judged(Attainment.MET, latest),
        "lateness": Lateness(month(2026, 10), date(2026, 11, 20)),
        "change": None,
        "previous_change": None,
        "baseline_change": None,
        "trend": Trend("too few periods"),
        "fiscal_years": (),
        "year_to_date": None,
    }
    return Record(**(given | properties))


def fiscal_year(year: int, value: float | None, **properties: Any) -> FiscalYear:
    """Return a whole fiscal year of twelve months, met by its aggregate."""
    given: dict[str, Any] = {
        "target": TARGET,
        "target_value": 90.0,
        "attainment": Attainment.MET,
        "basis": "aggregate",
        "periods": 12,
        "expected": 12,
        "ended": True,
    }
    return FiscalYear(year, value, **(given | properties))


def named(found: Record, name: str, title: str, **properties: Any) -> Record:
    """Return a record under another name and title, in the same package."""
    return dataclasses.replace(
        found, metric=replace(found.metric, name=name, title=title), **properties
    )


def portal(*records: Record, content: Content | None = None) -> Portal:
    """Return a portal of records that share one package, as of November 1, 2026."""
    shared = package(*(r.metric for r in records))
    filed = tuple(dataclasses.replace(r, package=shared) for r in records)
    words = content or Content((PUBLIC_WORKS,), (SERVICE,))
    return Portal(AS_OF, words, (shared,), filed)


def drawing(name: str = "x") -> Drawing:
    """Return a stand-in for a chart: three small pictures with text of their own."""
    picture = (
        '<svg class="chart chart-{1}" role="img" viewBox="0 0 9 9"><title>{0} {1}</title>'
        '<path d="M0 0h9"/></svg>'
    )
    return Drawing(
        "line",
        picture.format(name, "wide"),
        picture.format(name, "narrow"),
        '<svg class="spark" viewBox="0 0 9 3"><path d="M0 0h9"/></svg>',
        "",
        "A line that rises.",
    )
