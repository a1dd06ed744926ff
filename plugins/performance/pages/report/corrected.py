"""The corrections of a published report: "was x, is now y"."""

from __future__ import annotations

from performance import reports, urls
from performance.model import Metric
from performance.pages.parts import Cell, Column, Table
from performance.pages.report.desk import Desk
from performance.reports.corrections import MONEY, UNIT, Number
from performance.sentences import amount
from performance.text import ATTAINMENT_WORDS


def corrections(desk: Desk) -> Table | None:
    """Return every figure that the data now give otherwise than the report shows; none without."""
    found = reports.corrections(desk.annual, desk.now) if desk.report.frozen is not None else ()
    rows = tuple(_row(correction, desk) for correction in found)
    columns = (
        Column("Metric"),
        Column("Figure"),
        Column("Was", numeric=True),
        Column("Is now", numeric=True),
    )
    caption = f"Figures of this report that have changed since, as of {desk.context.site.as_of}"
    return Table("corrected", caption, columns, rows) if rows else None


def _row(correction: reports.Correction, desk: Desk) -> tuple[Cell, ...]:
    record = desk.context.by_name.get(correction.metric)
    metric = record.metric if record is not None else None
    name = Cell(correction.what.capitalize())
    if metric is not None:
        name = Cell(metric.title, address=urls.metric(metric.name))
    was, now = (
        Cell(_shown(number, correction, metric, desk=desk), numeric=True)
        for number in (correction.was, correction.now)
    )
    what = f"{correction.what}, {correction.of}" if metric is not None else correction.of
    return name, Cell(what[:1].upper() + what[1:]), was, now


def _shown(
    number: Number, correction: reports.Correction, metric: Metric | None, *, desk: Desk
) -> str:
    if number is None:
        return "None"
    if isinstance(number, str):
        words = {a.value: said for a, said in ATTAINMENT_WORDS.items()}
        return words.get(number, number.capitalize())
    if correction.sort == MONEY:
        return amount("spending", number, desk.annual.currency, desk.wording)
    if metric is not None and correction.sort == UNIT:
        return desk.wording.value(number, metric.unit)
    return desk.wording.number(number, 0 if float(number).is_integer() else 2)
