"""The parts of a report on others' results, on members, on changes and on the data themselves."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from performance import markup, urls
from performance.model import Package, Record, Stage, YearFigures
from performance.pages.parts import Cell, Column, Table, outside
from performance.pages.pictures import sources
from performance.pages.report.desk import Desk
from performance.pages.report.form import covered, goal_cell, stretch, year_cell
from performance.pages.report.parts import ChangesBlock, QualityBlock
from performance.period import parse
from performance.sentences import capital, frequency
from performance.sentences.figures import exact

# What is said of a sort of change that there is none of.
ABSENT = {
    "new": "No metric was added.",
    "dropped": "No metric was dropped.",
    "breaks": "No metric was redefined.",
    "targets": "No target was changed.",
    "restated": "No figure of the year was restated.",
}
NOT_GRADED = "Not graded"
ENDED = {Stage.PAUSED: "Paused", Stage.RETIRED: "Retired"}


def comparisons(desk: Desk) -> Table | None:
    """Return the results of others beside the city's; none where there are none."""
    rows = tuple(row for record in desk.records() for row in _beside(record, desk))
    columns = (
        Column("Metric"),
        Column("This city", numeric=True),
        Column("Beside", numeric=True),
        Column("Whose it is"),
        Column("How comparable it is"),
    )
    caption = f"Results of others, beside {desk.short(desk.year)}"
    return Table("beside", caption, columns, rows) if rows else None


def _beside(record: Record, desk: Desk) -> Iterator[tuple[Cell, ...]]:
    metric, figures, wording = record.metric, desk.of(record), desk.wording
    known = {benchmark.title: benchmark for benchmark in metric.benchmarks}
    for beside in figures.benchmarks:
        now = known.get(beside.title)
        source = outside(now.source.title, now.source.path) if now is not None else ""
        comparable = f"{now.comparability} " if now is not None else ""
        if figures.year is None:
            continue
        yield (
            Cell(metric.title, address=urls.metric(metric.name)),
            Cell(year_cell(figures.year, metric, wording), numeric=True),
            Cell(exact(beside.value, metric.unit, wording), numeric=True),
            Cell(beside.title),
            Cell(Markup("{}{}").format(comparable, source)),
        )


def breakdowns(desk: Desk) -> tuple[Table, ...]:
    """Return each key metric by the members of each of its dimensions."""
    records = desk.context.by_name
    keys = dict.fromkeys((*desk.report.key_metrics, *desk.report.survey))
    return tuple(
        table
        for name in keys
        if name in records and name in desk.annual.figures
        for table in _by_member(records[name], desk)
    )


def _by_member(record: Record, desk: Desk) -> Iterator[Table]:
    metric, figures, wording = record.metric, desk.of(record), desk.wording
    titles = {b.dimension: b.title for b in record.breakdowns}
    for dimension in dict.fromkeys(member.dimension for member in figures.members):
        title = titles.get(dimension, dimension)
        rows = []
        for member in figures.members:
            if member.dimension != dimension:
                continue
            value = "–"
            if member.value is not None:
                value = wording.value(member.value, metric.unit)
            elif member.low is not None and member.high is not None:
                value = stretch(member.low, member.high, metric.unit, wording)
            elif member.suppressed:
                value = "Withheld"
            note = "Some periods are withheld" if member.suppressed else ""
            rows.append((Cell(member.member), Cell(value, numeric=True), Cell(note)))
        said = any(row[2].words for row in rows)
        unit = f" ({metric.unit.name})" if not metric.unit.symbol else ""
        columns: tuple[Column, ...] = (
            Column(title),
            Column(f"{desk.short(figures.number)}{unit}", numeric=True),
        )
        if said:
            columns = (*columns, Column("Note"))
        shown = tuple(tuple(row) if said else tuple(row[:2]) for row in rows)
        caption = f"{metric.title} by {title[:1].lower()}{title[1:]}"
        yield Table(f"by-{metric.name}-{dimension}", caption, columns, shown)


def changes(desk: Desk) -> ChangesBlock:
    """Return what changed in metrics and targets, and which figures were restated."""
    records = desk.records()
    added = [r for r in records if _is_new(desk.of(r))]
    ended = [r for r in records if _ended(r, desk)]
    made = {
        "new": _metrics("new", "New metrics", added),
        "dropped": _metrics("dropped", "Metrics no longer reported", ended),
        "breaks": _redefined(records, desk),
        "targets": _targets(records, desk),
        "restated": _restated(records, desk),
    }
    absent = " ".join(ABSENT[sort] for sort, table in made.items() if table is None)
    words = desk.words(desk.report.passage("changes"))
    return ChangesBlock(words, tuple(t for t in made.values() if t is not None), absent)


def _is_new(figures: YearFigures) -> bool:
    return bool(figures.years) and figures.years[0].year == figures.number and figures.counted


def _ended(record: Record, desk: Desk) -> bool:
    """Whether a metric ended in the year: it had values the year before, and is not kept on."""
    figures = desk.of(record)
    before = figures.of(figures.number - 1)
    return figures.stage in ENDED and before is not None and before.periods > 0


def _metrics(name: str, caption: str, records: list[Record]) -> Table | None:
    columns = (Column("Metric"), Column("Department"), Column("What it measures"))
    rows = tuple(
        (
            Cell(r.metric.title, address=urls.metric(r.metric.name)),
            Cell(r.department.title),
            Cell(markup.plain(r.metric.description)),
        )
        for r in records
    )
    return Table(f"changes-{name}", caption, columns, rows) if rows else None


def _redefined(records: tuple[Record, ...], desk: Desk) -> Table | None:
    columns = (Column("Metric"), Column("From"), Column("What changed"))
    rows = tuple(
        (
            Cell(r.metric.title, address=urls.metric(r.metric.name)),
            Cell(desk.wording.period_short(b.period)),
            Cell(b.note),
        )
        for r in records
        for b in desk.of(r).breaks
    )
    return Table("changes-breaks", "Redefined metrics", columns, rows) if rows else None


def _targets(records: tuple[Record, ...], desk: Desk) -> Table | None:
    rows = []
    for record in records:
        metric, figures = record.metric, desk.of(record)
        now, before = figures.year, figures.of(figures.number - 1)
        following = figures.next_target
        three = [before.target if before else None, now.target if now else None, following]
        goals_ = [goal_cell(target, metric, desk.wording) for target in three]
        begun = before is not None and before.target is not None
        changed = (begun and goals_[0] != goals_[1]) or goals_[1] != goals_[2]
        if figures.counted and any(three) and changed and now is not None:
            name = Cell(metric.title, address=urls.metric(metric.name))
            reason = next((t.reason for t in (following, now.target) if t and t.reason), "")
            rows.append((name, *(Cell(g, numeric=True) for g in goals_), Cell(reason)))
    columns = (
        Column("Metric"),
        *(Column(desk.short(desk.year + ahead), numeric=True) for ahead in (-1, 0, 1)),
        Column("Reason"),
    )
    return Table("changes-targets", "Changed targets", columns, tuple(rows)) if rows else None


def _restated(records: tuple[Record, ...], desk: Desk) -> Table | None:
    rows = []
    for record in records:
        metric = record.metric
        for found in desk.of(record).restated:
            period = parse(found.period, metric.frequency, metric.year_start)
            value = desk.wording.value(found.value, metric.unit)
            when = " ".join(
                part for part in (desk.wording.period_short(period), found.member) if part
            )
            name = Cell(metric.title, address=urls.metric(metric.name))
            rows.append((name, Cell(when), Cell(value, numeric=True), Cell(found.note)))
    columns = (Column("Metric"), Column("Of"), Column("Value now", True), Column("Why"))
    return Table("changes-restated", "Restated figures", columns, tuple(rows)) if rows else None


def quality(desk: Desk) -> QualityBlock:
    """Return where the figures come from, how complete they are and how far they were checked."""
    packages: dict[str, list[Record]] = {}
    for record in desk.records():
        if desk.of(record).year is not None:
            packages.setdefault(record.package.name, []).append(record)
    columns = (
        Column("Data"),
        Column("Source"),
        Column("Owner"),
        Column("Reported"),
        Column("Complete", numeric=True),
        Column("Grade"),
        Column("Limits"),
    )
    rows = tuple(_package(records[0].package, records, desk) for records in packages.values())
    caption = "Data behind the report: periods of the year with a value, and assurance grade"
    return QualityBlock(
        desk.words(desk.report.passage("quality")), Table("quality-of-data", caption, columns, rows)
    )


def _package(package: Package, records: list[Record], desk: Desk) -> tuple[Cell, ...]:
    pairs = [covered(desk.of(record)) for record in records]
    present, expected = (sum(pair[place] for pair in pairs) for place in (0, 1))
    owner = next((c.title for c in package.contributors if "publisher" in c.roles), "–")
    limits = " ".join(
        dict.fromkeys(markup.plain(r.metric.limitations) for r in records if r.metric.limitations)
    )
    often = dict.fromkeys(frequency(r.metric).lower() for r in records)
    number = desk.wording.number
    return (
        Cell(package.title or package.name, address=urls.package(package.name)),
        Cell(sources(package.sources) or "–"),
        Cell(owner),
        Cell(capital(", ".join(often))),
        Cell(f"{number(present)} of {number(expected)}", numeric=True),
        Cell(desk.report.grades.get(package.name, NOT_GRADED)),
        Cell(limits or "None stated"),
    )
