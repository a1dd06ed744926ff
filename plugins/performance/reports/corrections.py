"""What has changed in the data since a report was published: listed, never edited in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isclose

from msgspec import Struct

from performance.model import Annual, FiscalYear, Target, UnitCost, YearFigures
from performance.text import rounded

Number = float | str | None
UNIT, MONEY, NUMBER, WORD = "unit", "money", "number", "word"


class Correction(Struct, frozen=True):
    """A figure of a published report that the data now give otherwise.

    `metric` is its name, "" for money; `what` says which figure ("value", "target", "attainment",
    "periods with a value", "trend" …), `of` of what: a year, a period's key, a member or an item.
    `sort` is "unit" where `was` and `now` are in the metric's unit, "money" where they are whole
    units of the currency, else "number" or "word".
    """

    metric: str
    what: str
    of: str
    was: Number
    now: Number
    sort: str = UNIT


def corrections(published: Annual, now: Annual) -> tuple[Correction, ...]:
    """Return every figure of a published report that differs now, in the report's order."""
    found = []
    for name, figures in published.figures.items():
        was = _numbers(figures)
        given = now.figures.get(name)
        later = {} if given is None else _numbers(given)
        for key, (number, sort) in was.items():
            other = later.get(key, (None, sort))[0]
            if not _same(number, other):
                found.append(Correction(name, *key, number, other, sort))
        added = ((key, pair) for key, pair in later.items() if key not in was)
        found += [Correction(name, *key, None, number, sort) for key, (number, sort) in added]
    amounts = {(a.kind, a.item, a.fiscal_year): a.value for a in now.money}
    for amount in published.money:
        other_ = amounts.get((amount.kind, amount.item, amount.fiscal_year))
        if not _same(amount.value, other_):
            of = f"{amount.title or amount.item} {amount.fiscal_year}"
            sort = NUMBER if amount.kind == "staff" else MONEY
            found.append(Correction("", amount.kind, of, amount.value, other_, sort))
    return (*found, *_of_costs(published, now))


def _of_costs(published: Annual, now: Annual) -> Iterator[Correction]:
    """Yield what a published cost was made of and is now made of otherwise."""
    for was in published.unit_costs:
        of = f"{was.program} {was.fiscal_year}"
        later = now.unit_cost(was.metric, was.fiscal_year)
        if later is not None and later.moved != was.moved:
            continue  # A later reorganization is no correction of what was published.
        for what, sort, one, other in (
            ("actual spending of the program", MONEY, *_each(was, later, _spent)),
            ("count behind the cost", NUMBER, *_each(was, later, lambda cost: cost.count)),
            ("cost for each", MONEY, *_each(was, later, _cost)),
        ):
            if not _same(one, other):
                yield Correction(was.metric, what, of, one, other, sort)


def _each(
    was: UnitCost, later: UnitCost | None, figure: Callable[[UnitCost], float | None]
) -> tuple[float | None, float | None]:
    return figure(was), figure(later) if later is not None else None


def _spent(cost: UnitCost) -> float | None:
    return None if cost.spent is None else cost.spent / 100


def _cost(cost: UnitCost) -> float | None:
    """Return the cost as it is shown: what rounds to the same cent is the same."""
    return None if cost.each is None else rounded(cost.each, 0) / 100


def _numbers(figures: YearFigures) -> dict[tuple[str, str], tuple[Number, str]]:
    """Return every number of a metric that a report shows, by what it is and of what."""
    return {
        (what, of): (number, sort)
        for what, of, number, sort in (
            *(each for year in figures.years for each in _of_year(year)),
            *_of_target("target of the next year", str(figures.number + 1), figures.next_target),
            *(("value", p.period, p.value, UNIT) for p in figures.periods),
            *(("value", f"{m.dimension}: {m.member}", m.value, UNIT) for m in figures.members),
            *(("lowest", f"{m.dimension}: {m.member}", m.low, UNIT) for m in figures.members),
            *(("highest", f"{m.dimension}: {m.member}", m.high, UNIT) for m in figures.members),
            *(("benchmark", b.title, b.value, UNIT) for b in figures.benchmarks),
            ("trend", str(figures.number), figures.trend.verdict, WORD),
        )
    }


def _of_year(year: FiscalYear) -> Iterator[tuple[str, str, Number, str]]:
    of = str(year.year)
    yield "value", of, year.value, UNIT
    yield "lowest period", of, year.low, UNIT
    yield "highest period", of, year.high, UNIT
    yield from _of_target("target", of, year.target)
    yield "attainment", of, year.attainment.value, WORD
    yield "periods with a value", of, float(year.periods), NUMBER
    yield "periods that met their target", of, float(year.periods_met), NUMBER


def _of_target(what: str, of: str, target: Target | None) -> Iterator[tuple[str, str, Number, str]]:
    if target is None:
        yield what, of, None, UNIT
    elif target.low is not None and target.high is not None:
        yield f"{what} (lower end)", of, target.low, UNIT
        yield f"{what} (upper end)", of, target.high, UNIT
    else:
        yield what, of, target.value, UNIT


def _same(one: Number, other: Number) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
