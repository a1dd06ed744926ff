"""The components of the annual report in every state, made by hand for the page of patterns."""

from dataclasses import dataclass

from markupsafe import Markup

from performance import chart, urls
from performance.model import Attainment
from performance.pages.parts import Cell, Column, Fact, Table, badge
from performance.pages.pictures import figure
from performance.pages.report.parts import (
    DepartmentBlock,
    Explained,
    Grid,
    KeyMetric,
    Picture,
    PriorityBlock,
    Row,
)
from resident import WORDING, metric, record

PIXEL = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="


@dataclass(frozen=True, slots=True)
class ReportParts:
    """The components: a grid, facts, a key metric alone, a priority's part, a department's."""

    grid: Grid
    facts: tuple[Fact, ...]
    key: KeyMetric
    priority: PriorityBlock
    department: DepartmentBlock


def parts(sentence: str, long: str) -> ReportParts:
    """Return the components; `sentence` and `long` are the words they show."""
    facts = (Fact("Covers", sentence), Fact("Spending", "$1,200,000", "#report-row"))
    printed = Picture(PIXEL, sentence)
    return ReportParts(
        grid=_grid("report-grid", long, anchor="report-row"),
        facts=facts,
        key=KeyMetric(
            "report-key",
            f"A key metric on paper: {long}",
            urls.DATA,
            badge(Attainment.MET),
            sentence,
            Markup(""),
            picture=printed,
        ),
        priority=_priority(sentence, long),
        department=DepartmentBlock(
            id="report-department",
            title=f"A department: {long}",
            mission=Markup("<p>{}</p>").format(sentence),
            money=facts,
            form=_grid("report-all", long),
            costs=_grid("report-costs", long),
            explained=(Explained("A metric", urls.METRICS, Markup("<p>{}</p>").format(sentence)),),
        ),
    )


def _priority(sentence: str, long: str) -> PriorityBlock:
    words = Markup("<p>{}</p>").format(sentence)
    drawn = chart.draw(record(metric=metric(name="report-drawn")), WORDING)
    keys = tuple(
        KeyMetric(
            f"report-{a.value.replace('_', '-')}",
            f"A key metric: {a.value}",
            urls.METRICS,
            badge(a),
            sentence,
            words if a is Attainment.MISSED else Markup(""),
            figure(drawn) if a is Attainment.MISSED else None,
        )
        for a in Attainment
    )
    steps = Table(
        "report-steps",
        "Next steps",
        (Column("What"), Column("Who answers for it"), Column("By")),
        ((Cell(sentence), Cell(long), Cell("June 30, 2027")),),
    )
    return PriorityBlock(
        "report-priority",
        f"A priority: {long}",
        words,
        sentence,
        _grid("report-form", long),
        keys,
        words,
        steps,
    )


def _grid(name: str, long: str, *, anchor: str = "") -> Grid:
    """Return a table with a row of each kind: with an anchor, with a badge, without a link."""
    columns = (
        *(Column("Metric"), Column("FY2025", numeric=True), Column("FY2026", numeric=True)),
        Column("Wanted"),
    )
    numbers = (Cell("88.1%", numeric=True), Cell("91.2%", numeric=True), Cell("Increase"))
    rows = (
        Row(anchor, (Cell("Overtime", address=urls.METRICS), *numbers)),
        Row("", (Cell(long), *numbers), badge(Attainment.MISSED)),
    )
    return Grid(name, f"A grid: {name}", columns, rows, note="What is marked is explained here.")
