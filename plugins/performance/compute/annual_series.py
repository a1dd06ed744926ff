"""The figures of a report as series of their own: its charts show them and nothing later."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from msgspec.structs import replace

from performance.compute.years import first_month_of
from performance.model import (
    SERIES,
    Annual,
    Attainment,
    Break,
    Figures,
    FiscalYear,
    Frame,
    ObsStatus,
    PeriodFigure,
    Portal,
    Recall,
    Record,
    Report,
    Target,
    YearFigures,
    anew,
)
from performance.period import Frequency, Period, parse, year_

DAYS = SERIES[1:3]
NUMBERS = SERIES[3:10]
Row = Mapping[str, Any]


def pictured(portal: Portal, fiscal_year_start: int, recall: Recall = anew) -> tuple[Record, ...]:
    """Return a record to draw for every metric that a report has a chart of.

    Its series are the years of the report or, where these have no value, their periods. Its name is
    `Report.picture`; it is good for drawing alone. `recall` may know one from before.
    """
    return tuple(
        record
        for report, annual in zip(portal.content.reports, portal.annuals, strict=True)
        for record in _of_report(report, annual, portal, fiscal_year_start, recall=recall)
    )


def _of_report(
    report: Report, annual: Annual, portal: Portal, fiscal_year_start: int, *, recall: Recall
) -> Iterator[Record]:
    shown = report.frozen.annual if report.frozen is not None else annual
    records = {record.metric.name: record for record in portal.records}
    for name in dict.fromkeys((*report.key_metrics, *report.survey)):
        figures, record = shown.figures.get(name), records.get(name)
        if figures is not None and record is not None:
            first = first_month_of(record.metric, fiscal_year_start)
            picture = report.picture(name)
            # The files of a frozen report tell its figures in less time than these themselves.
            told = report.written if report.frozen is not None and report.written else figures
            belongs = ("pictured", picture, first, told, record.department, record.priority)
            make = partial(_of_metric, record, figures, name=picture, first=first)
            yield from recall(record.package, belongs, make).records


def _of_metric(record: Record, figures: YearFigures, *, name: str, first: int) -> Figures:
    # What stands beside the years elsewhere (others' results, members) is not drawn.
    metric = replace(record.metric, name=name, dimensions=(), benchmarks=())
    if any(year.value is not None for year in figures.years):
        rows = [_year(year, first) for year in figures.years]
        breaks = tuple(
            Break(year_(b.period.fiscal_year(first), first), b.note) for b in metric.breaks
        )
        measure = replace(metric.measure, cumulative=None, volume=None)
        metric = replace(
            metric, frequency=Frequency.YEAR, year_start=first, breaks=breaks, measure=measure
        )
    else:
        measure = replace(metric.measure, volume=None)
        metric = replace(metric, measure=measure)
        rows = [
            _period(figure, parse(figure.period, metric.frequency, metric.year_start))
            for figure in figures.periods
        ]
    return Figures(
        (dataclasses.replace(record, metric=metric, series=_frame(rows), breakdowns=()),)
    )


def _year(year: FiscalYear, first: int) -> Row:
    # What a rate counts is left out: a year's sum of a stock (employees of each quarter) is none.
    return _row(year_(year.year, first), year.value, year.target, year.attainment)


def _period(figure: PeriodFigure, period: Period) -> Row:
    by_period = figure.target if figure.target and figure.target.basis == "period" else None
    facts = _row(period, figure.value, by_period, figure.attainment)
    return {**facts, "obs_status": figure.obs_status.value}


def _row(
    period: Period, value: float | None, target: Target | None, attainment: Attainment
) -> dict[str, Any]:
    return {
        "period": period.key,
        "period_start": period.start,
        "period_end": period.end,
        "value": value,
        "target": target.value if target else None,
        "target_low": target.low if target else None,
        "target_high": target.high if target else None,
        "attainment": attainment.value,
        "obs_status": (ObsStatus.FINAL if value is not None else ObsStatus.MISSING).value,
        "note": "",
    }


def _frame(rows: Sequence[Row]) -> Frame:
    """Return rows as a table with the columns `model.SERIES`."""
    types = dict.fromkeys(SERIES, "object") | dict.fromkeys(NUMBERS, "float64")
    types |= dict.fromkeys(DAYS, "datetime64[D]")
    # What a row does not say, or says to be none, is no figure.
    return Frame({name: np.array([row.get(name) for row in rows], types[name]) for name in SERIES})
