"""The part of a report on money: revenue, spending and staff beside the year before."""

from __future__ import annotations

from collections.abc import Iterable

from performance import urls
from performance.pages.budget.tables import MOVED
from performance.pages.page import Anchor
from performance.pages.parts import Cell, Column
from performance.pages.report.desk import Desk
from performance.pages.report.parts import Grid, MoneyBlock, Row
from performance.reports.figure import money_anchor
from performance.sentences import amount as words
from performance.text import Wording, rounded

KINDS = {
    "revenue": ("Revenue by source", "Source"),
    "spending": ("Spending by department", "Department"),
    "staff": ("Full-time positions by department", "Department"),
}


def money(desk: Desk) -> MoneyBlock:
    """Return the part on money."""
    grids = (_grid(kind, desk) for kind in KINDS)
    ledger = desk.context.portal.ledger
    of_year = f"Budget of {desk.wording.fiscal_year(desk.year)}"
    return MoneyBlock(
        desk.words(desk.report.passage("money")),
        tuple(grid for grid in grids if grid.rows),
        Anchor(of_year, urls.budget_year(desk.year))
        if ledger is not None and desk.year in ledger.years
        else None,
    )


def named(kind: str, name: str, desk: Desk) -> str:
    """Return the name of a kind of money with how far it had come: "Actual spending"."""
    phase = desk.annual.phase(kind)
    return f"{phase.value.capitalize()} {name.lower()}" if phase is not None else name


def stated(kind: str, value: float, desk: Desk) -> str:
    """Return an amount with its unit: "$144,300,000", "1,001 full-time positions"."""
    shown = _shown(kind, value, desk)
    return shown if kind != "staff" else f"{shown} full-time position{'' if value == 1 else 's'}"


def compared(kind: str, item: str, desk: Desk) -> str:
    """Return "4.6% more than in fiscal year 2025"; "" where there is nothing to compare with."""
    now, before = (desk.annual.amount(kind, item, y) for y in (desk.year, desk.year - 1))
    if now is None or before is None:
        return ""
    year = desk.wording.fiscal_year(desk.year - 1)
    moved = ", counted as if it had been made as it is now" if _moved(kind, item, desk) else ""
    if now == before:
        return f"the same as in {year}{moved}"
    way = "more" if now > before else "fewer" if kind == "staff" else "less"
    share = percent_cell(now, before, desk.wording)
    size = (
        share.lstrip("+\N{MINUS SIGN}") if share != "–" else _shown(kind, abs(now - before), desk)
    )
    return f"{size} {way} than in {year}{moved}"


def _grid(kind: str, desk: Desk) -> Grid:
    caption, term = KINDS[kind]
    year = desk.year
    items = dict.fromkeys(a.item for a in desk.annual.money if a.kind == kind)
    given = {item: [desk.annual.amount(kind, item, y) for y in (year - 1, year)] for item in items}
    rows = [_row(kind, item, given[item], desk=desk) for item in items]
    whole = [_sum(pair[place] for pair in given.values()) for place in (0, 1)]
    if len(rows) > 1:
        rows.append(_row(kind, "", whole, desk=desk))
    columns = (
        Column(term),
        Column(desk.short(year - 1), numeric=True),
        Column(desk.short(year), numeric=True),
        Column("Change", numeric=True),
        Column("Change in percent", numeric=True),
    )
    moved = any(_moved(kind, item, desk) for item in items)
    note = MOVED if moved else ""
    return Grid(f"money-of-{kind}", named(kind, caption, desk), columns, tuple(rows), note)


def _row(kind: str, item: str, pair: list[float | None], *, desk: Desk) -> Row:
    before, now = pair
    names = {a.item: a.title for a in desk.annual.money if a.kind == kind and a.title}
    names |= {d.slug: d.title for d in desk.context.departments if kind != "revenue"}
    change = share = "–"
    if before is not None and now is not None:
        change = _signed(kind, now - before, desk)
        share = percent_cell(now, before, desk.wording)
        share += " after moves" if _moved(kind, item, desk) else ""
    cells = [
        Cell("–" if value is None else _shown(kind, value, desk), numeric=True) for value in pair
    ]
    title = "All together" if not item else names.get(item, item)
    anchor = money_anchor(item) if item and kind == "spending" else ""
    return Row(anchor, (Cell(title), *cells, Cell(change, True), Cell(share, True)))


def _sum(values: Iterable[float | None]) -> float | None:
    given = list(values)
    known = [value for value in given if value is not None]
    return sum(known) if known and len(known) == len(given) else None


def _moved(kind: str, item: str, desk: Desk) -> bool:
    return any(a.moved for a in desk.annual.money if (a.kind, a.item) == (kind, item))


def _shown(kind: str, value: float, desk: Desk) -> str:
    return words(kind, value, desk.annual.currency, desk.wording)


def _signed(kind: str, value: float, desk: Desk) -> str:
    return f"{'+' if value > 0 else ''}{_shown(kind, value, desk)}"


def percent_cell(now: float | None, before: float | None, wording: Wording) -> str:
    """Return how many percent more or less a figure is: "+4.6%"; "–" where it cannot be said."""
    if now is None or before is None or before <= 0:
        return "–"
    value = rounded(100 * (now - before) / before, 1)
    return f"{'+' if value > 0 else ''}{wording.number(value, 1)}%"
