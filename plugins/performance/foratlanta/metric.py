"""Describe one series as a metric and a resource of a data package."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from performance.foratlanta.charts import Chart
from performance.foratlanta.series import Series, percent
from performance.foratlanta.words import markdown, plain_text

LAG = 20
DEFINITION = "In any given month"

FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "month", "type": "yearmonth", "title": "Month"},
    {"name": "value", "type": "number", "title": "Value"},
    {"name": "volume", "type": "integer", "title": "Volume"},
    {"name": "obs_status", "type": "string", "title": "Status of the observation"},
    {"name": "note", "type": "string", "title": "Note"},
    {
        "name": "source_row",
        "type": "integer",
        "title": "Row of data.csv",
        "description": "As a spreadsheet numbers it; empty for a month that the source leaves out.",
    },
    {
        "name": "source_date",
        "type": "string",
        "title": "Date in data.csv",
        "description": "Month/day/year; the day is made up.",
    },
    {"name": "source_result", "type": "number", "title": "Result in data.csv"},
    {"name": "source_volume", "type": "integer", "title": "Volume in data.csv"},
)


def resource(series: Series) -> dict[str, Any]:
    """Return the description of a series' table: one row a month, the source's cells beside it."""
    decision = series.decision
    titles: dict[str, dict[str, Any]] = {
        "value": {"title": decision.title, "unit": decision.unit["name"]},
        "volume": {"title": decision.volume["title"], "unit": decision.volume["unit"]}
        if decision.volume
        else {},
    }
    return {
        "name": decision.name,
        "path": f"{decision.name}.csv",
        "title": decision.title,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": {
            "fields": [
                {**field, **titles.get(field["name"], {})}
                for field in FIELDS
                if decision.volume or field["name"] != "volume"
            ],
            "primaryKey": ["month"],
        },
        "foratlanta": {
            "department": decision.department,
            "chart": decision.chart,
            "series": decision.label,
            "labels": list(series.labels),
        },
    }


def table(series: Series) -> bytes:
    """Return a series as CSV in the order of `FIELDS`."""
    names = [field["name"] for field in resource(series)["schema"]["fields"]]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for seen in series.observations:
        row = seen.row
        writer.writerow(
            {
                "month": seen.month,
                "value": seen.value,
                "volume": seen.volume,
                "obs_status": seen.obs_status,
                "note": seen.note,
                "source_row": row.number if row else "",
                "source_date": row.date if row else "",
                "source_result": row.result if row else "",
                "source_volume": row.volume if row else "",
            }
        )
    return out.getvalue().encode()


def metric(series: Series, chart: Chart) -> dict[str, Any]:
    """Return the description of a series as a metric below its chart's group."""
    decision = series.decision
    drawn = decision.chart == chart.code
    facts = {
        "name": decision.name,
        "title": decision.title,
        "description": _description(series, chart) if drawn else plain_text(decision.label) + ".",
        "method": _method(chart) if drawn else "",
        "limitations": " ".join(decision.limitations),
        "group": plain_text(chart.group),
        "kind": decision.kind,
        "stage": decision.stage,
        "resource": decision.name,
        "period": {"field": "month", "frequency": "M", "lag": LAG},
        "measure": _measure(series),
        "unit": dict(decision.unit),
        "direction": decision.direction,
        "targets": _targets(series, chart) if drawn else [],
    }
    return {name: value for name, value in facts.items() if value not in ("", [])}


def target_of(chart: Chart, series: Series) -> str | None:
    """Return the chart's target where it is this series', in the series' unit; else none.

    The chart's `targetSeries` names one of its columns: a target of the Result is that of the
    series drawn in that column's form, a share where the form is a percentage.
    """
    facts = chart.properties
    text, number = facts.get("targetBenchmark", ""), facts.get("targetSeries", "")
    column = facts.get(f"series{number}-metric", "")
    share = facts.get(f"series{number}-format", "").lower() == "percentage"
    if not text or column != "Result" or share != series.decision.fraction:
        return None
    return percent(text) if share else text


def _targets(series: Series, chart: Chart) -> list[dict[str, Any]]:
    value = target_of(chart, series)
    if value is None:
        return []
    reason = (
        f"The source has one target for the whole chart, {chart.properties['targetBenchmark']}. "
        "The source gives no date for it and no tolerance."
    )
    start = series.observations[0].month
    return [{"from": start, "value": _number(value), "near": 0, "reason": reason}]


def _measure(series: Series) -> dict[str, Any]:
    decision = series.decision
    measure: dict[str, Any] = {"value": "value", "aggregation": decision.aggregation}
    if decision.volume:
        measure["volume"] = "volume"
    if decision.cumulative:
        measure["cumulative"] = decision.cumulative
    return measure


def _description(series: Series, chart: Chart) -> str:
    label = plain_text(series.decision.label)
    texts = (chart.properties.get(name, "") for name in ("summary", "description"))
    return "\n\n".join(filter(None, [f"{label}.", *(markdown(text) for text in texts)]))


def _method(chart: Chart) -> str:
    """Return the part of a chart's note that defines what is counted; the rest is of the site."""
    parts = markdown(chart.properties.get("note", "")).split("\n\n")
    return "\n\n".join(part for part in parts if part.startswith(DEFINITION))


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def texts_with_markup(properties: Mapping[str, str]) -> list[str]:
    """Return the names of a chart's properties that carry HTML."""
    return [n for n, v in properties.items() if markdown(v) != " ".join(v.split())]
