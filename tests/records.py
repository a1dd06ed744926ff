"""Packages, portals and records made of rows, without any file: for tests of what is computed.

The rows are written as a data file writes them and typed as the product types them, and the metric
is described as a data package describes it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from msgspec.structs import replace

from frames import rows_of
from performance.compute import compute
from performance.load.metric import metric
from performance.load.package import with_rows
from performance.model import (
    Content,
    Department,
    Field,
    Package,
    Portal,
    Priority,
    Record,
    Resource,
)
from performance.settings import Settings

AS_OF = date(2026, 11, 20)
CONTENT = Content(
    (
        Department("public-works", "Public Works", "Keeps the city clean.", 1),
        Department("fire", "Fire and Rescue", "Protects life.", 2),
    ),
    (Priority("customer-service", "Customer service", "Serve residents well.", 1),),
)
FREQUENCIES = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "A"}
TYPES = {
    "day": "date",
    "month": "yearmonth",
    "year": "year",
    "value": "number",
    "on_time": "integer",
    "requests": "integer",
    "weight": "number",
    "volume": "integer",
}
RATIO = {"numerator": "on_time", "denominator": "requests", "scale": 100}
PERCENT = {"name": "percent", "symbol": "%", "decimals": 1}
COUNT = {"name": "requests", "symbol": "", "decimals": 0}

Row = Mapping[str, Any]


def package_of(
    rows: Sequence[Row],
    *,
    settings: Settings | None = None,
    columns: Sequence[str] = (),
    categories: Mapping[str, Sequence[str]] | None = None,
    **metric_properties: Any,
) -> Package:
    """Return a package with one resource, `observations`, and one metric over it.

    The period column of `rows` is called day, week, month, quarter or year, which settles the
    frequency. A cell may be left out or none. `columns` name those of a table without rows;
    `categories` the members of a dimension in order. The default metric is a ratio of `on_time`
    and `requests` where the rows have these, else the sum of `value`, higher is better and without
    a target; `metric_properties` are properties of the descriptor laid over it.
    """
    chosen = settings or Settings(as_of=AS_OF)
    header = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    return Package(
        name="service-requests",
        folder=Path("datasets/public-works/service-requests"),
        file="datasets/public-works/service-requests/datapackage.json",
        descriptor={"name": "service-requests"},
        title="Service requests",
        department="public-works",
        resources=(_resource(rows, header, categories or {}),),
        metrics=(metric(_described(header, metric_properties), chosen),),
    )


def portal_of(*packages: Package, as_of: date = AS_OF, settings: Settings | None = None) -> Portal:
    """Return what is computed of packages on a date; the fiscal year begins in July."""
    chosen = replace(settings or Settings(), as_of=as_of)
    return compute(packages, CONTENT, chosen)


def record_of(
    rows: Sequence[Row],
    *,
    as_of: date = AS_OF,
    settings: Settings | None = None,
    **properties: Any,
) -> Record:
    """Return the record of one metric over `rows`; `properties` as for `package_of`."""
    chosen = replace(settings or Settings(), as_of=as_of)
    package = package_of(rows, settings=chosen, **properties)
    return portal_of(package, as_of=as_of, settings=chosen).records[0]


def monthly(first: str, values: Sequence[float | None], **more: Any) -> list[dict[str, Any]]:
    """Return rows of successive months with a `value` each; none is a missing value."""
    year, number = (int(part) for part in first.split("-"))
    rows = []
    for index, value in enumerate(values):
        later, month = divmod(number - 1 + index, 12)
        status = "final" if value is not None else "missing"
        key = f"{year + later:04d}-{month + 1:02d}"
        rows.append({"month": key, "value": value, "obs_status": status, **more})
    return rows


def _resource(
    rows: Sequence[Row], header: Sequence[str], categories: Mapping[str, Sequence[str]]
) -> Resource:
    fields = {name: _field(name, categories) for name in header}
    text = pd.DataFrame(
        {name: [_cell(row.get(name)) for row in rows] for name in header},
        index=pd.RangeIndex(2, 2 + len(rows)),
        dtype="str",
    )
    resource = Resource(
        name="observations",
        path="observations.csv",
        data=text.to_csv(index=False).encode(),
        sha256="0" * 64,
        fields=tuple(fields.values()),
    )
    return with_rows(resource, rows_of(text))


def _described(header: Sequence[str], properties: Mapping[str, Any]) -> dict[str, Any]:
    period = next((name for name in header if name in FREQUENCIES), "month")
    ratio = "on_time" in header
    facts: dict[str, Any] = {
        "name": "requests-on-time",
        "title": "Requests completed on time",
        "description": "Share of requests closed within the promised time.",
        "kind": "quality",
        "resource": "observations",
        "period": {"field": period, "frequency": FREQUENCIES[period], "lag": 20},
        "measure": RATIO if ratio else {"value": "value", "aggregation": "sum"},
        "unit": PERCENT if ratio else COUNT,
        "direction": "increase",
    }
    facts.update(properties)
    return {key: value for key, value in facts.items() if value is not None}


def _field(name: str, categories: Mapping[str, Sequence[str]]) -> Field:
    members = {"enum": list(categories[name])} if name in categories else {}
    return Field(name, TYPES.get(name, "string"), constraints=members)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
