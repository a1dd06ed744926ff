"""The tables of a budget: a row a unit with its amounts, its share as a bar, and its change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from performance.model import Amounts, BudgetUnit, Flow, Phase, parts_of
from performance.pages.budget.ledger import COLUMNS, PARTS, Change, Money, address
from performance.pages.parts import Cell, Column, Table
from performance.text import rounded

MOST = 25
BELOW_ZERO = (
    "Amounts below zero are reductions: they have no share and no bar. Shares are of all amounts "
    "above zero."
)
MOVED = (
    "A change marked “after moves” compares with the year before as if a reorganization had "
    "already taken place, so that a move does not look like growth."
)


class Row(Struct, frozen=True):
    """A row of money: the unit, its amounts by phase, its share and its change, all in words.

    `width` is the share's bar in percent of its room, "" for none.
    """

    title: str
    address: str
    amounts: tuple[str, ...]
    share: str
    width: str
    change: str


class MoneyTable(Struct, frozen=True):
    """A table of money. `id` is unique on its page; `columns` are the phases of the amounts."""

    id: str
    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


class _Part(Struct, frozen=True):
    """A part of the whole in one year: its identity, what it is called, and its money."""

    title: str
    address: str
    amounts: Amounts
    cents: int


def within(
    money: Money, flow: Flow, part: str, *, year: int, of: BudgetUnit | None, most: int = 0
) -> MoneyTable | None:
    """Return the units of a kind, in all or within a unit, in one fiscal year, the largest first.

    `most` limits the rows, the rest being one row; 0 for all. None where the budget does not tell
    these apart, or has nothing in the year.
    """
    found = parts(money, flow, part, year=year, of=of)
    phase = money.main(flow, year)
    if not found or phase is None:
        return None
    phases = money.ledger.phases(flow, year)
    shown, rest = (found[:most], found[most:]) if most and len(found) > most + 1 else (found, [])
    whole = sum(each.cents for each in found if each.cents > 0)
    rows = [_row(money, flow, each, year=year, whole=whole) for each in shown]
    if rest:
        rows.append(_rest(money, rest, phases, year=year, whole=whole))
    name = _noun(flow, part)
    head = PARTS[name][0]
    noun = "revenue" if flow is Flow.REVENUE else "spending"
    about = f"{of.title}: {noun}" if of else noun.capitalize()
    notes = []
    if any(each.cents < 0 for each in found):
        notes.append(BELOW_ZERO)
    if any("after moves" in row.change for row in rows):
        notes.append(MOVED)
    return MoneyTable(
        id=f"by-{flow.value}-{name}",
        caption=f"{about} by {head.lower()}, {money.year(year)}; shares and change are of the "
        f"{phase.value} amounts",
        head=head,
        columns=tuple(COLUMNS[each] for each in phases),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def parts(money: Money, flow: Flow, part: str, *, year: int, of: BudgetUnit | None) -> list[_Part]:
    """Return the units of a kind with money in a year, the largest first."""
    ledger, phase = money.ledger, money.main(flow, year)
    names = _together(of, part)
    sums = ledger.sums.get((flow, names))
    if sums is None or phase is None:
        return []
    own = zip(parts_of(of.part), of.key, strict=True) if of else ()
    fixed = [(names.index(name), value) for name, value in own]
    places = [names.index(name) for name in parts_of(part)]
    units = {unit.key: unit for unit in ledger.units.get((flow, part), ())}
    found = []
    for key, amounts in sums.items():
        if any(key[place] != value for place, value in fixed):
            continue
        if not any(column[0] == year for column in amounts.recorded):
            continue
        unit = units[tuple(key[place] for place in places)]
        if flow is Flow.REVENUE and part == "fund":
            # A fund has one page, for what it spends and what it takes in.
            unit = ledger.unit(Flow.EXPENDITURE, part, unit.key) or unit
        at = address(unit) if unit.shown else ""
        found.append(_Part(unit.title, at, amounts, amounts.recorded.get((year, phase), 0)))
    return sorted(found, key=lambda each: (-each.cents, each.title))


def years(money: Money, flow: Flow, amounts: Amounts, *, name: str, caption: str) -> Table:
    """Return a unit's money by fiscal year, the newest first, each phase in its column.

    Earlier years are counted as the newest is made; what their own budgets say stands beside it
    where that differs.
    """
    ledger, budget = money.ledger, money.ledger.budget
    shown = amounts.restated or amounts.recorded
    span = sorted({year for year, _ in shown}, reverse=True)
    phases = [p for p in Phase if any(phase is p for _, phase in ledger.columns[flow])]
    differs = amounts.restated and amounts.restated != amounts.recorded
    columns = [Column("Fiscal year"), *(Column(COLUMNS[p], numeric=True) for p in phases)]
    columns += [Column("Change", numeric=True)]
    columns += [Column("As its own budget told it", numeric=True)] if differs else []
    columns += [Column("Per resident", numeric=True)] if budget.population else []
    base = base_year(money)
    columns += [Column(f"In prices of {money.short(base)}", numeric=True)] if base else []
    rows = []
    for year in span:
        main = money.main(flow, year)
        cents = shown.get((year, main)) if main else None
        cells = [Cell(money.short(year))]
        cells += [Cell(money.exact(shown.get((year, p))), numeric=True) for p in phases]
        change = _change(money, amounts, flow, year=year, alike=shown is amounts.restated)
        cells += [Cell(money.change_cell(change), numeric=True)]
        if differs:
            own = amounts.recorded.get((year, main)) if main else None
            cells += [Cell(money.exact(own), numeric=True)]
        if budget.population:
            cells += [Cell(money.exact(per_resident(money, cents, year)), numeric=True)]
        if base:
            cells += [Cell(money.exact(adjusted(money, cents, year)), numeric=True)]
        rows.append(tuple(cells))
    return Table(name, caption, tuple(columns), tuple(rows))


def per_resident(money: Money, cents: int | None, year: int) -> float | None:
    """Return cents for each resident, rounded to whole ones; none without either."""
    population = money.ledger.budget.population
    if cents is None or population is None or year not in population.values:
        return None
    return rounded(cents / population.values[year], 0)


def adjusted(money: Money, cents: int | None, year: int) -> float | None:
    """Return cents in the prices of the base year, rounded to whole units; none without an index.

    The amount times the index of the base year, divided by that of its own.
    """
    prices, base = money.ledger.budget.prices, base_year(money)
    if cents is None or prices is None or base is None or year not in prices.values:
        return None
    return rounded(cents * prices.values[base] / prices.values[year] / 100, 0) * 100


def base_year(money: Money) -> int | None:
    """Return the year whose prices others are given in: the newest with money and an index."""
    prices = money.ledger.budget.prices
    return max((y for y in money.ledger.years if prices and y in prices.values), default=None)


def _change(money: Money, amounts: Amounts, flow: Flow, *, year: int, alike: bool) -> Change | None:
    """Return a year's change; `alike` is whether the years shown are made alike already."""
    if not alike:
        return money.change(amounts, flow, year)
    before = {(y + 1, phase): cents for (y, phase), cents in amounts.restated.items()}
    return money.change(Amounts(amounts.restated, amounts.restated, before), flow, year)


def _together(of: BudgetUnit | None, part: str) -> tuple[str, ...]:
    order = ("fund", "department", "account")
    if of is None or part in ("program", "detail"):
        return parts_of(part)
    if of.part == "program":
        return (*parts_of("program"), part)
    return tuple(sorted((of.part, part), key=order.index))


def _row(money: Money, flow: Flow, part: _Part, *, year: int, whole: int) -> Row:
    phases = money.ledger.phases(flow, year)
    change = money.change(part.amounts, flow, year)
    moved = " after moves" if change is not None and change.moved else ""
    share = 100 * part.cents / whole if whole and part.cents > 0 else None
    return Row(
        part.title,
        part.address,
        tuple(money.exact(part.amounts.recorded.get((year, p))) for p in phases),
        *_share(money, share),
        f"{money.change_cell(change)}{moved}",
    )


def _share(money: Money, share: float | None) -> tuple[str, str]:
    if share is None:
        return "–", ""
    shown = money.wording.number(share, 1)
    if shown == money.wording.number(0, 1):
        shown = f"under {money.wording.number(0.1, 1)}"
    return f"{shown}%", f"{share:.2f}%"


def _rest(
    money: Money,
    rest: Sequence[_Part],
    phases: Iterable[Phase],
    *,
    year: int,
    whole: int,
) -> Row:
    cents = sum(each.cents for each in rest)
    sums = (sum(each.amounts.recorded.get((year, phase), 0) for each in rest) for phase in phases)
    share = 100 * cents / whole if whole and cents > 0 else None
    title = f"{money.wording.number(len(rest))} others"
    return Row(title, "", tuple(money.exact(each) for each in sums), *_share(money, share), "–")


def _noun(flow: Flow, part: str) -> str:
    return "source" if flow is Flow.REVENUE and part == "account" else part
