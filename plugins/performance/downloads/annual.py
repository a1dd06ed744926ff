"""The figures of an annual report as a data package: exactly what the report shows, in a ZIP file.

Each table is a CSV file; an empty one is left out. Nothing in it names the day it was made: the
same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from performance import urls
from performance.downloads import annual_dictionary as columns
from performance.downloads.bundle import README, zipped
from performance.downloads.releases import DESCRIPTOR
from performance.downloads.tables import as_lines, number, quoted
from performance.model import (
    Amount,
    Annual,
    Portal,
    Record,
    Report,
    Target,
    UnitCost,
    YearFigures,
)
from performance.sentences import counted_one
from performance.settings import Settings
from performance.text import rounded

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
Value = str | float | None
Row = tuple[Value, ...]


class _Table(Struct, frozen=True):
    """A table: its name, title, the columns with type and meaning, and how its rows are made."""

    name: str
    title: str
    columns: Mapping[str, tuple[str, str]]
    rows: tuple[Row, ...]


def report_zip(report: Report, annual: Annual, portal: Portal, settings: Settings) -> bytes:
    """Return the data package of a report; `annual` are the figures that it shows."""
    made = [table for table in _tables(annual, portal) if table.rows]
    files = {f"{table.name}.csv": _csv(table) for table in made}
    descriptor = _descriptor(report, made, files, settings)
    files[DESCRIPTOR] = as_lines(descriptor)
    files[README] = _readme(report, made, settings).encode()
    return zipped(files)


def _tables(annual: Annual, portal: Portal) -> Iterator[_Table]:
    records = {record.metric.name: record for record in portal.records}
    shown = [(f, records[n]) for n, f in annual.figures.items() if n in records]
    figures = [f for f, _ in shown]
    years = tuple(row for f, record in shown for row in _years(f, record))
    yield _Table("years", "Metrics by fiscal year", columns.YEARS, years)
    yield _Table("trends", "Trends and changes", columns.TRENDS, tuple(map(_trend, figures)))
    yield _Table("periods", "Metrics by period", columns.PERIODS, _each(figures, _periods))
    yield _Table("members", "Metrics by member", columns.MEMBERS, _each(figures, _members))
    yield _Table("benchmarks", "Results of others", columns.BENCHMARKS, _each(figures, _benchmarks))
    yield _Table("restated", "Restated figures", columns.RESTATED, _each(figures, _restated))
    counts = tuple(
        (str(year), attainment.value, number)
        for year, found in annual.counts.items()
        for attainment, number in found.items()
    )
    yield _Table("counts", "Metrics by attainment", columns.COUNTS, counts)
    yield _Table("amounts", "Money and staff", columns.AMOUNTS, tuple(map(_amount, annual.money)))
    costs = (c for c in annual.unit_costs if c.metric in records)
    paid = tuple(_unit_cost(cost, records[cost.metric]) for cost in costs)
    yield _Table("unit-costs", "Cost per unit of output", columns.UNIT_COSTS, paid)


def _each(figures: Iterable[YearFigures], rows: Any) -> tuple[Row, ...]:
    return tuple(row for figure in figures for row in rows(figure))


def _years(figures: YearFigures, record: Record) -> Iterator[Row]:
    metric, priority = record.metric, record.priority
    who = (
        metric.name,
        metric.title,
        record.department.title,
        priority.title if priority is not None else None,
        metric.kind.value,
        metric.unit.name,
        metric.direction.value,
    )
    for year in figures.years:
        yield (
            *who,
            str(year.year),
            *(year.value, year.low, year.high, year.numerator, year.denominator),
            *_target(year.target),
            year.target.near if year.target is not None else None,
            year.attainment.value,
            year.basis,
            *(year.periods, year.expected, year.periods_met, year.periods_judged),
        )
    if figures.next_target is not None:
        target = (*_target(figures.next_target), figures.next_target.near)
        yield *who, str(figures.number + 1), *(None,) * 5, *target, *(None,) * 6


def _target(target: Target | None) -> tuple[Value, Value, Value]:
    return (target.value, target.low, target.high) if target is not None else (None, None, None)


def _trend(f: YearFigures) -> Row:
    trend = f.trend
    return (
        *(f.metric, trend.verdict, trend.slope, trend.p, trend.count),
        *(f.difference, f.percent),
    )


def _periods(f: YearFigures) -> Iterator[Row]:
    for p in f.periods:
        target = _target(p.target)
        yield f.metric, p.period, p.value, *target, p.attainment.value, p.obs_status.value


def _members(f: YearFigures) -> Iterator[Row]:
    for m in f.members:
        withheld = "true" if m.suppressed else "false"
        yield f.metric, str(f.number), m.dimension, m.member, m.value, m.low, m.high, withheld


def _benchmarks(f: YearFigures) -> Iterator[Row]:
    for beside in f.benchmarks:
        yield f.metric, beside.title, beside.value


def _restated(f: YearFigures) -> Iterator[Row]:
    for r in f.restated:
        yield f.metric, r.period, r.member or None, r.value, r.note or None


def _amount(a: Amount) -> Row:
    phase = a.phase.value if a.phase is not None else None
    moved = "true" if a.moved else "false"
    return a.kind, a.item, a.title or None, str(a.fiscal_year), a.value, phase, moved


def _unit_cost(c: UnitCost, record: Record) -> Row:
    return (
        *(c.metric, c.program, counted_one(record), str(c.fiscal_year)),
        None if c.spent is None else c.spent / 100,
        c.count,
        None if c.each is None else rounded(c.each, 0) / 100,
        "true" if c.moved else "false",
    )


def _csv(table: _Table) -> bytes:
    lines = [",".join(table.columns)]
    lines += [",".join(map(_cell, row)) for row in table.rows]
    return ("\n".join(lines) + "\n").encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return quoted(value) if isinstance(value, str) else number(float(value) + 0.0)


def _descriptor(
    report: Report, made: list[_Table], files: Mapping[str, bytes], settings: Settings
) -> dict[str, Any]:
    publisher = settings.publisher or settings.city
    site = settings.site_url.rstrip("/")
    address = f"{site}/{urls.report(report.fiscal_year)}" if site else None
    source = {"title": f"{report.title}, {settings.city}"} | ({"path": address} if address else {})
    return {
        "$schema": SCHEMA,
        "name": f"report-{report.fiscal_year}",
        "title": f"Figures of the {report.title[:1].lower()}{report.title[1:]}",
        "description": "Exactly the figures that the report shows.",
        "version": report.version,
        "created": f"{report.published.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "sources": [source],
        "contributors": [{"title": publisher, "roles": ["publisher"]}],
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in made],
    }


def _resource(table: _Table, data: bytes) -> dict[str, Any]:
    fields = [
        {"name": name, "type": kind, "title": name.replace("_", " ").capitalize()}
        | {"description": meaning}
        for name, (kind, meaning) in table.columns.items()
    ]
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "schema": {"fields": fields},
    }


def _readme(report: Report, made: list[_Table], settings: Settings) -> str:
    listed = "\n".join(f"- {table.name}.csv: {table.title}" for table in made)
    publisher = settings.publisher or settings.city
    return (
        f"# Figures of the {report.title[:1].lower()}{report.title[1:]}\n\n"
        f"{publisher}, version {report.version}, published {report.published.isoformat()}.\n"
        f"License: {LICENCE['title']}, {LICENCE['path']}\n\n"
        "These are exactly the figures that the report shows. datapackage.json describes every "
        f"column.\n\n## Files\n\n{listed}\n"
    )
