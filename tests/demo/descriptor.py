"""The description of a package (`datapackage.json`), from its plan."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from demo.plan import Column, DepartmentPlan, PackagePlan, Table
from demo.rows import period_field
from performance.model import ObsStatus
from performance.period import Frequency

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
CONTACT = {
    "title": "Data desk, Office of Performance",
    "email": "data@portalder.example",
    "roles": ["contact"],
}
# Days after a period's end by which its figures are due.
LAGS = {
    Frequency.DAY: 3,
    Frequency.WEEK: 5,
    Frequency.MONTH: 20,
    Frequency.QUARTER: 45,
    Frequency.YEAR: 120,
}
PERIODS: dict[str, dict[str, Any]] = {
    "day": {"type": "date", "title": "Day", "description": "The day, like 2026-09-14."},
    "week": {
        "type": "string",
        "title": "Week",
        "description": "The ISO week, Monday to Sunday, like 2026-W05.",
    },
    "month": {"type": "yearmonth", "title": "Month", "description": "The month, like 2026-09."},
    "quarter": {
        "type": "string",
        "title": "Quarter",
        "description": "The calendar quarter, like 2026-Q3.",
    },
    "year": {"type": "year", "title": "Year", "description": "The calendar year, like 2026."},
    "fiscal_year": {
        "type": "year",
        "title": "Fiscal year",
        "description": "The fiscal year, July to June, named by the year in which it ends.",
    },
}
PATTERNS = {"week": r"^\d{4}-W\d{2}$", "quarter": r"^\d{4}-Q[1-4]$"}


def as_json(package: PackagePlan, department: DepartmentPlan) -> str:
    """Return the text of a package's `datapackage.json`."""
    whole = descriptor(package, department)
    return json.dumps(whole, indent=2, ensure_ascii=False, default=_date) + "\n"


def descriptor(package: PackagePlan, department: DepartmentPlan) -> dict[str, Any]:
    """Return the description of a package."""
    publisher = package.publisher or f"City of Port Alder, {department.front['title']}"
    return {
        "$schema": SCHEMA,
        "name": package.name,
        "title": package.title,
        "description": package.description.strip(),
        "version": package.version,
        "created": package.created,
        "licenses": [dict(each) for each in package.licenses] or [LICENSE],
        "sources": [dict(source) for source in package.sources],
        "contributors": [{"title": publisher, "roles": ["publisher"]}, CONTACT],
        **({"spatial": package.spatial} if package.spatial else {}),
        "department": department.slug,
        "resources": [_resource(table) for table in package.tables],
        "metrics": [_metric(m, table) for table in package.tables for m in table.metrics],
    }


def _resource(table: Table) -> dict[str, Any]:
    key = [period_field(table)]
    if table.dimension:
        key.append(table.dimension.field)
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description.strip(),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": {"fields": list(_fields(table)), "primaryKey": key},
    }


def _fields(table: Table) -> list[dict[str, Any]]:
    name = period_field(table)
    constraints: dict[str, Any] = {"required": True}
    if name in PATTERNS:
        constraints["pattern"] = PATTERNS[name]
    fields = [{"name": name, **PERIODS[name], "constraints": constraints}]
    if table.dimension:
        members = [*table.dimension.members, *filter(None, [table.dimension.total])]
        fields.append(
            {
                "name": table.dimension.field,
                "type": "string",
                "title": table.dimension.title,
                "description": table.dimension.description,
                "constraints": {"required": True, "enum": members},
            }
        )
    fields.extend(_field(column) for column in table.columns)
    fields.append(
        {
            "name": "obs_status",
            "type": "string",
            "title": "Status of the figures",
            "description": "Whether the row's figures are final, and why there are none.",
            "constraints": {"required": True, "enum": [str(status) for status in ObsStatus]},
        }
    )
    fields.append(
        {
            "name": "note",
            "type": "string",
            "title": "Note",
            "description": "What a reader should know about the row; empty where nothing.",
        }
    )
    return fields


def _field(column: Column) -> dict[str, Any]:
    whole = {
        "name": column.name,
        "type": "number" if column.decimals else "integer",
        "title": column.title,
        "description": column.description,
    }
    if column.unit:
        whole["unit"] = column.unit
    return {**whole, "constraints": {"minimum": 0}}


def _metric(metric: Mapping[str, Any], table: Table) -> dict[str, Any]:
    period: dict[str, Any] = {
        "field": period_field(table),
        "frequency": str(table.frequency),
        "lag": LAGS[table.frequency] if table.lag is None else table.lag,
    }
    if table.fiscal:
        period["year"] = "fiscal"
    whole: dict[str, Any] = {
        "name": metric["name"],
        "title": metric["title"],
        "stage": "live",
        "resource": table.name,
        "period": period,
    }
    if table.dimension and metric.get("dimensions") != []:
        whole["dimensions"] = [table.dimension.field]
        if table.dimension.total:
            whole["total"] = table.dimension.total
    return {**whole, **{key: _property(value) for key, value in metric.items()}}


def _property(value: Any) -> Any:
    """Return a property as the descriptor has it: texts stripped, periods as text."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_property(item) for item in value]
    if isinstance(value, Mapping):
        return {key: str(v) if key in ("from", "period") else v for key, v in value.items()}
    return value


def _date(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON")
