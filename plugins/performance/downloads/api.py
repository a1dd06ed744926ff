"""The JSON interface: /api/metrics.json lists every metric, /api/metrics/<m>.json has its series.

A metric's document is its entry in the list with the headline series, a few kilobytes: all that a
chart or a badge elsewhere needs. The whole table with its members is data.json beside the metric's
page, which the entry names, so that nothing large is published twice. The JSON Schemas of both are
among the profiles, and each document names its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from performance import urls
from performance.catalogue.address import base
from performance.downloads import documents, words
from performance.downloads.documents import number
from performance.downloads.objects import objects
from performance.downloads.tables import as_json
from performance.model import Portal, Record
from performance.settings import Settings

FILES = ("data.csv", "data.parquet", "data.xlsx", "data.json", "metadata.json")
TARGETS = ("target", "target_low", "target_high")
# The columns of a headline series, each with the type of its cells.
SERIES = {
    "period": "string",
    **dict.fromkeys(("value", "numerator", "denominator", *TARGETS), "number"),
    "attainment": "string",
    "obs_status": "string",
}
# Columns of a series by name, as lists.
Columns = Mapping[str, Sequence[Any]]


def api_files(
    portal: Portal, published: Mapping[str, int], settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield the list of metrics and the document of each, with their addresses.

    `published` holds the addresses of the files made so far: an entry names no other.
    """
    yield api_list([api_entry(r, published, settings) for r in portal.records], settings)
    for record in portal.records:
        yield api_file(record, published, settings)


def api_list(entries: Sequence[str], settings: Settings) -> tuple[str, bytes]:
    """Return the list of metrics, of their entries in JSON, with its address."""
    head = as_json(_head("api-metrics.json", urls.API_METRICS, settings))
    return urls.API_METRICS, f'{head[:-1]},"metrics":[{",".join(entries)}]}}\n'.encode()


def api_file(record: Record, published: Mapping[str, int], settings: Settings) -> tuple[str, bytes]:
    """Return the document of a metric with its address; `published` as for `api_files`."""
    address = urls.api_metric(record.metric.name)
    head = _head("api-metric.json", address, settings)
    series = {name: (kind, record.series[name].tolist()) for name, kind in SERIES.items()}
    columns = {name: cells for name, (_, cells) in series.items()}
    document = as_json({**head, **_entry(record, columns, published, settings=settings)})
    return address, f'{document[:-1]},"series":{objects(series)}}}\n'.encode()


def _head(schema: str, address: str, settings: Settings) -> dict[str, Any]:
    return {
        "$schema": base(settings, address).of(f"{urls.PROFILES}{schema}"),
        "site_url": settings.site_url.rstrip("/") or None,
        "as_of": settings.today,
    }


def api_entry(record: Record, published: Mapping[str, int], settings: Settings) -> str:
    """Return what the list says of a metric, in JSON; `published` as for `api_files`."""
    columns = {name: record.series[name].tolist() for name in ("period", *TARGETS)}
    return as_json(_entry(record, columns, published, settings=settings))


def _entry(
    record: Record, columns: Columns, published: Mapping[str, int], *, settings: Settings
) -> dict[str, Any]:
    metric, priority, package = record.metric, record.priority, record.package
    files = {name: urls.metric(metric.name, name) for name in FILES}
    return {
        "name": metric.name,
        "title": metric.title,
        "department": {"name": record.department.slug, "title": record.department.title},
        "priority": {"name": priority.slug, "title": priority.title} if priority else None,
        "package": {"name": package.name, "version": package.version or None},
        "kind": metric.kind,
        "stage": metric.stage,
        "frequency": metric.frequency,
        "unit": documents.unit(metric),
        "direction": metric.direction,
        "attainment": record.attainment,
        "latest": _latest(record, columns),
        "late_days": record.lateness.days,
        "address": urls.metric(metric.name),
        "url": words.address(record, settings) or None,
        "api": urls.api_metric(metric.name),
        "files": {name: address for name, address in files.items() if address in published},
    }


def _latest(record: Record, columns: Columns) -> dict[str, Any] | None:
    latest = record.latest
    if latest is None:
        return None
    # The targets are those of the period; one for a whole year is not set against a month.
    place = -1 - columns["period"][::-1].index(latest.period.key)
    return {
        "period": latest.period.key,
        "period_start": latest.period.start,
        "period_end": latest.period.end,
        "value": number(latest.value),
        **{name: number(columns[name][place]) for name in TARGETS},
        "attainment": latest.attainment,
        "obs_status": latest.obs_status,
    }
