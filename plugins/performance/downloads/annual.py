"""The figures of an annual report as a data package: exactly what the report shows, in a ZIP file.

Each table is a CSV file; an empty one is left out. Nothing in it names the day it was made: the
same report gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from performance import urls
from performance.downloads.bundle import README, as_lines, zipped
from performance.downloads.releases import DESCRIPTOR
from performance.downloads.tables import number, quoted
from performance.model import Amount, Annual, Portal, Record, Report, Target, YearFigures
from performance.settings import Settings

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
Value = str | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its name, title, the columns with type and meaning, and how its rows are made."""

    name: str
    title: str
    columns: Mapping[str, tuple[str, str]]
    rows: tuple[Row, ...]


METRIC = {"metric": ("string", "Permanent name of the metric.")}
YEAR = {
    "fiscal_year": ("year", "The fiscal year; of a metric reported by calendar years, that year.")
}
TARGET = {
    "target": ("number", "The target, in the metric's unit."),
    "target_low": ("number", "The lower end of a target range."),
    "target_high": ("number", "The upper end of a target range."),
}
STANDING = {
    "attainment": ("string", "How the value stands to its target; empty for a year to come."),
    "basis": ("string", "What was judged: the aggregate of the year or its share of periods."),
}
YEARS = {
    **METRIC,
    "title": ("string", "The metric's name for readers."),
    "department": ("string", "Who answers for it."),
    "priority": ("string", "The city's priority it belongs to."),
    "kind": ("string", "input, output, efficiency, quality, outcome or context."),
    "unit": ("string", "The unit of values and targets."),
    "direction": ("string", "What is wanted: increase, decrease, range or none."),
    **YEAR,
    "value": ("number", "The result of the year; empty where periods do not combine."),
    "low": ("number", "The lowest period of a year whose periods do not combine."),
    "high": ("number", "The highest period of such a year."),
    "numerator": ("number", "What the value counts."),
    "denominator": ("number", "What the value counts of."),
    **TARGET,
    "near": ("number", "How far from the target is still near."),
    **STANDING,
    "periods": ("integer", "Periods of the year that have a value."),
    "expected": ("integer", "Periods of the year in which the metric applies."),
    "periods_met": ("integer", "Periods that met their target."),
    "periods_judged": ("integer", "Periods that were judged."),
}
TRENDS = {
    **METRIC,
    "trend": ("string", "The verdict: improving, worsening, steady, rising or falling."),
    "slope": ("number", "Theil–Sen slope, in the unit a year."),
    "p": ("number", "Significance of the Mann–Kendall test, two-sided."),
    "values": ("integer", "How many values the trend is of."),
    "difference": ("number", "The year's value less that of the year before, in the unit."),
    "percent": ("number", "The same in percent; empty for percentages."),
}
PERIODS = {
    **METRIC,
    "period": ("string", "The period."),
    "value": ("number", "The result of the period."),
    **TARGET,
    "attainment": ("string", "How the value stands to its target."),
    "obs_status": ("string", "What kind of value it is."),
}
MEMBERS = {
    **METRIC,
    **YEAR,
    "dimension": ("string", "What the metric is broken down by."),
    "member": ("string", "One value of it."),
    "value": ("number", "The result of the year."),
    "low": ("number", "The lowest period, where periods do not combine."),
    "high": ("number", "The highest period, where periods do not combine."),
    "suppressed": ("boolean", "Whether a period is withheld."),
}
BENCHMARKS = {
    **METRIC,
    "benchmark": ("string", "Whose result it is."),
    "value": ("number", "The result, in the metric's unit."),
}
RESTATED = {
    **METRIC,
    "period": ("string", "The period."),
    "member": ("string", "The members it is of; empty for the whole."),
    "value": ("number", "The value after it was restated."),
    "note": ("string", "Why."),
}
COUNTS = {
    "fiscal_year": ("year", "The fiscal year."),
    "attainment": ("string", "How metrics stand to their targets."),
    "metrics": ("integer", "How many do so."),
}
AMOUNTS = {
    "kind": ("string", "revenue, spending or staff (full-time positions)."),
    "item": ("string", "The source of revenue, or the department."),
    "title": (
        "string",
        "What the city's budget calls it; empty where the report gives the amount.",
    ),
    "fiscal_year": ("year", "The fiscal year."),
    "value": ("number", "Money in the currency's whole units, or positions."),
    "phase": ("string", "How far the money of the budget had come: adopted, amended or actual."),
    "moved": ("boolean", "Whether it is counted as if a later reorganisation had been made."),
}


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
    yield _Table("years", "Metrics by fiscal year", YEARS, years)
    yield _Table("trends", "Trends and changes", TRENDS, tuple(map(_trend, figures)))
    yield _Table("periods", "Metrics by period", PERIODS, _each(figures, _periods))
    yield _Table("members", "Metrics by member", MEMBERS, _each(figures, _members))
    yield _Table("benchmarks", "Results of others", BENCHMARKS, _each(figures, _benchmarks))
    yield _Table("restated", "Restated figures", RESTATED, _each(figures, _restated))
    counts = tuple(
        (str(year), attainment.value, number)
        for year, found in annual.counts.items()
        for attainment, number in found.items()
    )
    yield _Table("counts", "Metrics by attainment", COUNTS, counts)
    yield _Table("amounts", "Money and staff", AMOUNTS, tuple(map(_amount, annual.money)))


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
        f"Licence: {LICENCE['title']}, {LICENCE['path']}\n\n"
        "These are exactly the figures that the report shows. datapackage.json describes every "
        f"column.\n\n## Files\n\n{listed}\n"
    )
