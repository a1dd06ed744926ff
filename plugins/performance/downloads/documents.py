"""A metric's data and definition as JSON, for programs; the keys are part of the public API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from performance import markup, urls
from performance.catalogue import csvw
from performance.catalogue.citation import publisher
from performance.downloads import words
from performance.downloads.columns import Column
from performance.downloads.objects import objects
from performance.downloads.tables import Table, as_json
from performance.model import Benchmark, Field, Link, Metric, Record, Target
from performance.settings import Settings
from performance.text import Wording


def unit(metric: Metric) -> dict[str, Any]:
    """Return a metric's unit as the documents have it."""
    return {
        "name": metric.unit.name,
        "symbol": metric.unit.symbol,
        "decimals": metric.unit.decimals,
    }


def fields(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the columns as fields of a Table Schema."""
    return [column.as_field() for column in columns]


def data(made: Table, record: Record, settings: Settings) -> bytes:
    """Return data.json, whose keys `keys.DATA_KEYS` explains: one object a row of the table."""
    head = {
        "metric": record.metric.name,
        "title": record.metric.title,
        "unit": unit(record.metric),
        "as_of": settings.today,
        "fields": fields(made.columns),
    }
    columns = zip(made.columns, made.cells, strict=True)
    rows = objects({described.name: (described.type, cells) for described, cells in columns})
    return f'{as_json(head)[:-1]},"data":{rows}}}\n'.encode()


def resource(record: Record, columns: Sequence[Column]) -> dict[str, Any]:
    """Return the descriptor of the metric's table as a tabular data resource."""
    described: dict[str, Any] = {
        "name": record.metric.name,
        "type": "table",
        "title": record.metric.title,
        "description": record.metric.description,
        "path": "data.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields(columns)},
        "licenses": links(record.package.licenses),
        "sources": links(record.package.sources),
    }
    return {key: value for key, value in described.items() if value}


def _identity(record: Record) -> dict[str, Any]:
    """Return what the metric is and where it belongs."""
    metric = record.metric
    priority = record.priority
    return {
        "name": metric.name,
        "title": metric.title,
        "description": metric.description,
        "why": metric.why,
        "method": metric.method,
        "limitations": metric.limitations,
        "department": {"name": record.department.slug, "title": record.department.title},
        "priority": {"name": priority.slug, "title": priority.title} if priority else None,
        "group": metric.group,
        "kind": metric.kind,
        "stage": metric.stage,
        "featured": metric.featured,
    }


def _definition(record: Record, wording: Wording) -> dict[str, Any]:
    """Return how the metric is measured and judged, as its package says."""
    metric = record.metric
    return {
        "direction": metric.direction,
        "unit": unit(metric),
        "frequency": metric.frequency,
        "year_start": metric.year_start,
        "lag": metric.lag,
        "measure": _measure(record, wording),
        "dimensions": [
            {"name": b.dimension, "title": b.title, "members": [m.name for m in b.members]}
            for b in record.breakdowns
        ],
        "total": metric.total,
        "targets": [_target(t) for t in metric.targets],
        "baseline": metric.baseline.key if metric.baseline else None,
        "breaks": [{"period": b.period.key, "note": b.note} for b in metric.breaks],
        "benchmarks": [_benchmark(b) for b in metric.benchmarks],
        "actions": [{"date": a.date, "owner": a.owner, "text": a.text} for a in metric.actions],
        "related": metric.related,
        "history": [
            {
                "date": each.date,
                "stage": each.stage,
                "reviewer": each.reviewer or None,
                "note": each.note,
            }
            for each in metric.history
        ],
        "borrowed_from": link(metric.borrowed_from) if metric.borrowed_from else None,
    }


def _target(given: Target) -> dict[str, Any]:
    """Return a target; `value` is null for a range, `low` and `high` for every other."""
    return {
        "from": given.start.key,
        "value": number(given.value),
        "low": number(given.low),
        "high": number(given.high),
        "near": number(given.near),
        "reason": given.reason,
        "basis": given.basis,
        "prorate": given.prorate,
    }


def link(given: Link) -> dict[str, str]:
    """Return a link with what it has of name, title and path."""
    facts = {"name": given.name, "title": given.title, "path": given.path}
    return {key: value for key, value in facts.items() if value}


def links(given: Sequence[Link]) -> list[dict[str, str]]:
    """Return links, each with what it has of name, title and path."""
    return [link(one) for one in given]


def metadata(
    record: Record,
    columns: Sequence[Column],
    files: Sequence[Mapping[str, Any]],
    *,
    wording: Wording,
    settings: Settings,
) -> bytes:
    """Return metadata.json, whose keys `keys.METADATA_KEYS` explains."""
    document = {
        **definition(record, wording, settings),
        "fields": fields(columns),
        "files": files,
    }
    return as_json(document).encode() + b"\n"


def definition(record: Record, wording: Wording, settings: Settings) -> dict[str, Any]:
    """Return what there is to know of a metric, but for its files and their columns."""
    package = record.package
    return {
        **_identity(record),
        **_definition(record, wording),
        "publisher": publisher(package, settings),
        "sources": links(package.sources),
        "licenses": links(package.licenses),
        "citation": words.citation(record, wording, settings),
        "package": {
            "name": package.name,
            "title": package.title,
            "version": package.version or None,
            "created": package.created or None,
            "resource": record.metric.resource,
        },
        "as_of": settings.today,
        "attainment": _attainment(record),
        "latest": _latest(record),
        "lateness": _lateness(record),
        "address": urls.metric(record.metric.name),
        "url": words.address(record, settings) or None,
    }


def csvw_of(record: Record, columns: Sequence[Column]) -> bytes:
    """Return the description of data.csv in CSV on the Web."""
    described = csvw.document(
        "data.csv",
        [
            Field(c.name, c.type, title=c.title, description=c.description, unit=c.unit)
            for c in columns
        ],
        title=record.metric.title,
        description=markup.plain(record.metric.description),
        licences=record.package.licenses,
    )
    return as_json(described).encode() + b"\n"


def _measure(record: Record, wording: Wording) -> dict[str, Any]:
    measure = record.metric.measure
    return {
        "in_words": words.measure_in_words(record, wording),
        "aggregation": measure.aggregation,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "scale": number(measure.scale),
        "value": measure.value,
        "weight": measure.weight,
        "volume": measure.volume,
        "cumulative": measure.cumulative,
    }


def _benchmark(given: Benchmark) -> dict[str, Any]:
    return {
        "title": given.title,
        "value": number(given.value),
        "source": link(given.source),
        "comparability": given.comparability,
    }


def _attainment(record: Record) -> dict[str, Any]:
    judged = record.judgement
    observed = judged.observation
    against = judged.target
    return {
        "attainment": judged.attainment,
        "reason": judged.reason,
        "basis": judged.basis,
        "period": observed.period.key if observed else None,
        "fiscal_year": judged.fiscal_year,
        "value": number(judged.value),
        "target": number(judged.target_value),
        "target_low": number(against.low) if against else None,
        "target_high": number(against.high) if against else None,
        "near": number(against.near) if against else None,
        "obs_status": observed.obs_status if observed else None,
    }


def _latest(record: Record) -> dict[str, Any] | None:
    latest = record.latest
    if latest is None:
        return None
    return {
        "period": latest.period.key,
        "period_start": latest.period.start,
        "period_end": latest.period.end,
        "value": number(latest.value),
        "numerator": number(latest.numerator),
        "denominator": number(latest.denominator),
        "volume": number(latest.volume),
        "attainment": latest.attainment,
        "obs_status": latest.obs_status,
        "note": latest.note,
    }


def _lateness(record: Record) -> dict[str, Any]:
    late = record.lateness
    return {
        "expected": late.expected.key if late.expected else None,
        "due": late.due,
        "days": late.days,
        "missed": late.missed,
    }


def number(value: float | None) -> float | int | None:
    """Return a number as JSON has it: 12 for 12.0, none for none and NaN."""
    if value is None or value != value:
        return None
    # Every whole number below 2^53 is the same as a float and as an integer.
    exact = float(value)
    return int(exact) if exact.is_integer() and abs(exact) < 2**53 else exact
