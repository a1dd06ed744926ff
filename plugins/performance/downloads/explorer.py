"""explore.json: what the explore page of a metric knows beside the rows of its data.json.

The page adds nothing up: fiscal years, and the rows that the table of a metric of several
dimensions lacks, are those that the build worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from performance.downloads.documents import number, unit
from performance.downloads.tables import as_json
from performance.model import (
    Aggregation,
    Attainment,
    FiscalYear,
    Frame,
    Member,
    Metric,
    Record,
)
from performance.period import Frequency, parse, year_
from performance.sentences.definition import PERIOD
from performance.sentences.figures import PERIODS, beside, edges, exact
from performance.text import MONEY, OBS_STATUS_WORDS, Wording

TARGETS = ("target", "target_low", "target_high")
# Without a whole the first members are shown, as many as lines can be told apart at a glance.
SHOWN = 6


class Line(Struct, frozen=True):
    """What can be shown as one line: the whole (`dimension` is empty), or a member.

    `id` is its name in the address of a view, `cells` what its rows have under each dimension.
    `figures` are the columns of its series that the page compares: the value and the targets.
    """

    id: str
    title: str
    dimension: str
    cells: dict[str, str]
    series: Frame
    years: tuple[FiscalYear, ...]
    figures: Mapping[str, NDArray[np.float64]]


def explorer(record: Record, columns: Sequence[str], wording: Wording) -> bytes:
    """Return explore.json; `columns` are those of the metric's published table."""
    metric = record.metric
    lines = _lines(record)
    years = _years(metric, lines, wording) if record.has_years else None
    document = {
        "metric": metric.name,
        "title": metric.title,
        "unit": unit(metric),
        "money": metric.unit.symbol in MONEY,
        "locale": wording.locale.replace("_", "-"),
        "frequency": metric.frequency,
        "nouns": [PERIOD[metric.frequency], PERIODS[metric.frequency]],
        "counts": metric.measure.aggregation is Aggregation.SUM,
        "columns": columns,
        "dimensions": {b.dimension: b.title for b in record.breakdowns},
        "lines": [
            {"id": x.id, "title": x.title, "dimension": x.dimension, "cells": x.cells}
            for x in lines
        ],
        "chosen": [line.id for line in _chosen(lines)],
        "periods": _periods(metric, lines, wording),
        "years": years,
        "more": list(_lacking(record, lines, columns)),
        "decimals": dict(_decimals(metric, lines)),
        "targets": _targets(metric, lines, wording),
        "breaks": [[b.period.key, b.note] for b in metric.breaks],
        "absent": {s.value: words for s, words in OBS_STATUS_WORDS.items()},
    }
    return as_json(document).encode() + b"\n"


def _lines(record: Record) -> list[Line]:
    metric = record.metric
    whole = dict.fromkeys(metric.dimensions, metric.whole)
    lines = []
    if len(record.series):
        title = metric.total or "The whole"
        lines.append(_line(record, whole, name=metric.whole, title=title))
    for breakdown in record.breakdowns:
        for member in breakdown.members:
            name, dimension = member.name, breakdown.dimension
            cells = whole | {dimension: name}
            lines.append(_line(member, cells, name=name, title=name, dimension=dimension))
    names = [line.id for line in lines]
    return [
        line if names.count(line.id) == 1 else replace(line, id=f"{line.dimension}:{line.id}")
        for line in lines
    ]


def _line(
    of: Record | Member, cells: dict[str, str], *, name: str, title: str, dimension: str = ""
) -> Line:
    series = of.series
    figures = {name: series[name] for name in ("value", *TARGETS)}
    return Line(name, title, dimension, cells, series, of.fiscal_years, figures)


def _chosen(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines that are shown before a reader chooses: the whole where it has a value."""
    filled = [line for line in lines if not np.isnan(line.figures["value"]).all()]
    if not filled:
        return lines[:1]
    return filled[:1] if not filled[0].dimension else filled[:SHOWN]


def _periods(metric: Metric, lines: Sequence[Line], wording: Wording) -> list[list[Any]]:
    """Return every period: its key, first and last day, and its label for a table and a text."""
    keys = set(chain.from_iterable(line.series["period"].tolist() for line in lines))
    found = [_period(key, metric.frequency, metric.year_start, wording) for key in keys]
    return sorted(found, key=lambda period: str(period[1]))


@lru_cache(maxsize=16_384)  # the metrics of a site share most of their periods
def _period(key: str, frequency: Frequency, year_start: int, wording: Wording) -> list[str]:
    period = parse(key, frequency, year_start)
    # "From July to September 2024 to …" would be misread.
    long = wording.period_short if frequency is Frequency.QUARTER else wording.period
    days = [period.start.isoformat(), period.end.isoformat()]
    return [period.key, *days, wording.period_short(period), long(period)]


def _years(metric: Metric, lines: Sequence[Line], wording: Wording) -> dict[str, Any]:
    """Return the fiscal years and their rows, in order of time and of the lines."""
    every = [year for line in lines for year in line.years]
    first = wording.fiscal_year_start
    noun = "year" if first == 1 else "fiscal year"
    periods = {}
    for year in sorted(every, key=lambda y: y.year):
        span = year_(year.year, first)
        later = "" if year.ended else " so far"
        short, long = wording.period_short(span) + later, wording.fiscal_year(year.year) + later
        periods[year.year] = [span.key, span.start, span.end, short, long]
    rows = [_year(metric, line, year, first_month=first) for line in lines for year in line.years]
    rows.sort(key=lambda row: str(row["period"]))
    return {"nouns": [noun, f"{noun}s"], "periods": list(periods.values()), "rows": rows}


def _year(metric: Metric, line: Line, year: FiscalYear, *, first_month: int) -> dict[str, Any]:
    """Return a fiscal year as a row of the published table, with what the page must know of it."""
    span, target = year_(year.year, first_month), year.target
    row = {
        "metric": metric.name,
        "period": span.key,
        "period_start": span.start,
        "period_end": span.end,
        **line.cells,
        "value": number(year.value),
        "numerator": number(year.numerator),
        "denominator": number(year.denominator),
        "target": number(year.target_value),
        "target_low": number(target.low) if target else None,
        "target_high": number(target.high) if target else None,
        "attainment": year.attainment,
        "note": "",
        "open": not year.ended,
    }
    if year.periods < year.expected:
        noun = PERIODS[metric.frequency]
        row["note"] = f"{year.periods} of {year.expected} {noun} have a value."
    if year.value is None:
        row["absent"] = "incomplete" if year.periods else "no value"
    elif target is not None:
        told = beside(year.value, edges(target, metric, year.target_value), metric.unit)
        row["decimals"] = told.decimals
    return row


def _lacking(
    record: Record, lines: Sequence[Line], columns: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of lines that the published table lacks: worked out over other dimensions."""
    dimensions = record.metric.dimensions
    if len(dimensions) < 2:
        return
    there = set(record.tidy.rows(dimensions))
    for line in lines:
        if tuple(line.cells[name] for name in dimensions) in there:
            continue
        for cells in line.series.rows(line.series.columns):
            row = dict(zip(line.series.columns, cells, strict=True))
            full = {"metric": record.metric.name, **row, **line.cells}
            yield {
                name: number(full[name]) if isinstance(full[name], float) else full[name]
                for name in columns
            }


def _decimals(metric: Metric, lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Yield the decimals of values that fewer would round onto a target that they did not meet.

    They are by the line's id and the period, with a line feed between.
    """
    for line in lines:
        values = line.figures["value"]
        aims = [line.figures[name] for name in TARGETS]
        close = [np.abs(values - aim) <= 10.0**-metric.unit.decimals for aim in aims]
        rows = np.flatnonzero(np.logical_or.reduce(close)).tolist()
        judged = line.series["attainment"].tolist() if rows else []
        for row in rows:
            if judged[row] == Attainment.MET.value:
                continue
            near = [aim[row] for aim, hit in zip(aims, close, strict=True) if hit[row]]
            told = beside(values[row], near, metric.unit)
            if told != metric.unit:
                yield f"{line.id}\n{line.series['period'][row]}", told.decimals


def _targets(metric: Metric, lines: Sequence[Line], wording: Wording) -> list[list[Any]]:
    """Return each figure that is aimed at, with its words."""
    figures: set[float] = set()
    for line in lines:
        for name in TARGETS:
            found = set(line.figures[name].tolist())
            # NaN stands for no figure, and is not equal to itself.
            figures.update(figure for figure in found if figure == figure)
        for year in line.years:
            given = [year.target_value]
            given += [year.target.low, year.target.high] if year.target else []
            figures.update(figure for figure in given if figure is not None)
    bare = replace(metric.unit, name="")
    return [[number(f), exact(f, bare, wording).strip()] for f in sorted(figures)]
