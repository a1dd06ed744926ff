"""Import the original FOR Atlanta data: the city's files in, packages and a fault report out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from performance.destination import must_be_free, write_all
from performance.foratlanta import decisions, metric, package, words
from performance.foratlanta.charts import Chart, read_charts
from performance.foratlanta.decisions import Decisions, Key, Office
from performance.foratlanta.read import Row, bad, read_rows
from performance.foratlanta.report import Fault, Report
from performance.foratlanta.series import Series, mend
from performance.problem import BuildError, Exit

__all__ = ["Report", "run"]

Drawn = dict[tuple[str, str], list[Series]]


def run(source: Path, destination: Path) -> Report:
    """Turn the city's files below `source` into a portal's folders below `destination`.

    Writes `datasets/`, `content/` and the fault report, all or nothing, and returns the report.
    Raises BuildError: for wrong use where a file or folder is not as it must be, else with every
    problem found in the source.
    """
    must_be_free(destination)
    if not source.is_dir():
        raise BuildError(f"{source} is not a folder.", exitcode=Exit.WRONG_USE)
    table = decisions.read()
    rows = read_rows(source / "data.csv")
    charts, faults = read_charts(source / "charts", table.offices)
    by_series = _by_series(rows)
    _refuse_unknown(source / "data.csv", by_series, charts, table=table)
    drawn, left_out, found = _mended(by_series, table)
    offices = [o for o in table.offices if any(c.department == o.code for c in charts)]
    faults = (*faults, *found, *_of_charts(charts, drawn), *_of_words(offices, table, drawn))
    report = _reported(rows, drawn, left_out, faults=faults, offices=offices)
    write_all(destination, _files(charts, drawn, offices, report=report))
    return report


def _by_series(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _refuse_unknown(
    file: Path, by_series: Mapping[Key, list[Row]], charts: Sequence[Chart], *, table: Decisions
) -> None:
    """Raise BuildError for series that the table of decisions or the charts do not know."""
    known = {chart.key for chart in charts}
    problems = []
    for key, rows in by_series.items():
        place = (key[0], key[1])
        first, value = rows[0].number, " / ".join(key)
        if key not in table.series:
            message = "is not a series of the original data"
            problems.append(bad(file, message, row=first, column="Metric", value=value))
        elif table.uncharted.get(place, place) not in known:
            message = "belongs to a chart that no file of charts/ describes"
            problems.append(bad(file, message, row=first, column="Chart", value=value))
    if problems:
        raise BuildError(f"{file} cannot be imported.", problems)


def _mended(
    by_series: Mapping[Key, list[Row]], table: Decisions
) -> tuple[Drawn, list[Row], list[Fault]]:
    """Return the series of each chart in the table's order, the rows left out, and the faults."""
    drawn: Drawn = {}
    left_out: list[Row] = []
    faults: list[Fault] = []
    for key, decision in table.series.items():
        if key not in by_series:
            continue
        series, others, found = mend(by_series[key], decision)
        place = (key[0], key[1])
        drawn.setdefault(table.uncharted.get(place, place), []).append(series)
        left_out += others
        faults += found
    return drawn, left_out, faults


def _of_charts(charts: Iterable[Chart], drawn: Drawn) -> Iterable[Fault]:
    """Yield the faults of the charts: no rows, HTML in texts, targets without a date or none."""
    for chart in charts:
        for name in metric.texts_with_markup(chart.properties):
            found = f"HTML in {name}"
            yield Fault("markup", *chart.key, found=found, done="published as Markdown")
        if chart.key not in drawn:
            yield Fault("chart-without-rows", *chart.key, found="no rows", done="not published")
        target = chart.properties.get("targetBenchmark", "")
        if not target:
            yield Fault("no-target", *chart.key, found="no target", done="no_target")
            continue
        kept = any(metric.target_of(chart, one) for one in drawn.get(chart.key, ()))
        done = "in force from the first month, tolerance 0" if kept else "kept in the description"
        yield Fault("constant-target", *chart.key, found=f"target {target}", done=done)


def _of_words(offices: Iterable[Office], table: Decisions, drawn: Drawn) -> Iterable[Fault]:
    """Yield what the source says nothing about: departments, and series on no chart."""
    for office in offices:
        done = "the department's page says so"
        yield Fault("no-department-words", office.code, found="no words, no contact", done=done)
    for one in (series for several in drawn.values() for series in several):
        place = (one.decision.department, one.decision.chart)
        if place not in table.uncharted:
            continue
        done = f"kept in the package of {table.uncharted[place][1]}"
        for seen in (seen for seen in one.observations if seen.row is not None):
            yield Fault(
                "series-without-chart",
                *one.decision.key,
                seen.row.number if seen.row else None,
                seen.month,
                "no file of charts/ describes the chart",
                done,
            )


def _reported(
    rows: Sequence[Row],
    drawn: Drawn,
    left_out: Iterable[Row],
    *,
    faults: tuple[Fault, ...],
    offices: Sequence[Office],
) -> Report:
    series = [one for several in drawn.values() for one in several]
    seen = [observation.row for one in series for observation in one.observations]
    return Report(
        rows_in=len(rows),
        rows_out=len([row for row in seen if row is not None]),
        rows_reported=tuple(sorted(row.number for row in left_out)),
        rows_added=seen.count(None),
        departments=len(offices),
        charts=len(drawn),
        series=len(series),
        faults=faults,
    )


def _files(
    charts: Sequence[Chart], drawn: Drawn, offices: Sequence[Office], *, report: Report
) -> dict[str, bytes]:
    """Return every file of the import by its path below the destination."""
    by_code = {office.code: office for office in offices}
    written: dict[str, bytes] = {
        "content/settings.yaml": words.settings(),
        "content/pages/about.md": words.about(report),
        "fault-report.md": report.as_markdown(),
        "fault-report.csv": report.as_csv(),
    }
    for office in offices:
        written[f"content/departments/{office.file}.md"] = words.department(office, charts)
    for chart in charts:
        if chart.key in drawn:
            written |= package.files(chart, drawn[chart.key], by_code[chart.department])
    return written
