"""Lay a chart and its series out as a data package: one folder, a description and its tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from performance.foratlanta import metric as described
from performance.foratlanta.charts import Chart
from performance.foratlanta.decisions import Office
from performance.foratlanta.series import Series
from performance.foratlanta.words import AS_OF, markdown, plain_text

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
VERSION = "2016.9.0"


def files(chart: Chart, series: Sequence[Series], office: Office) -> dict[str, bytes]:
    """Return the files of a chart's package by their path below the destination."""
    folder = f"datasets/{office.file}/{name(chart)}"
    tables = {f"{folder}/{one.decision.name}.csv": described.table(one) for one in series}
    text = json.dumps(_descriptor(chart, series, office), indent=2, ensure_ascii=False)
    return {f"{folder}/datapackage.json": f"{text}\n".encode(), **tables}


def name(chart: Chart) -> str:
    """Return a chart's permanent name: its code with hyphens."""
    return chart.code.replace("_", "-")


def _descriptor(chart: Chart, series: Sequence[Series], office: Office) -> dict[str, Any]:
    words = (markdown(chart.properties.get(key, "")) for key in ("summary", "description"))
    source = f"FOR Atlanta: data.csv and charts/{office.file}.yml as the City of Atlanta published"
    return {
        "$schema": SCHEMA,
        "name": name(chart),
        "title": plain_text(chart.properties.get("title", "")) or name(chart),
        "description": "\n\n".join(filter(None, words)),
        "version": VERSION,
        "created": f"{AS_OF}T00:00:00Z",
        "sources": [{"title": f"{source} them"}],
        "contributors": [{"title": f"City of Atlanta, {office.title}", "roles": ["publisher"]}],
        "department": office.file,
        "resources": [described.resource(one) for one in series],
        "metrics": [described.metric(one, chart) for one in series],
        "foratlanta": {
            "group-title": chart.group,
            "group-description": chart.group_description,
            "order": chart.order,
            "chart": dict(chart.properties),
        },
    }
