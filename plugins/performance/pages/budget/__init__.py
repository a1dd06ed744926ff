"""The budget explorer: a page for the city, for each year, and for each unit with money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from performance.model import Department, Flow, Record
from performance.pages.budget import lists, measures, overview, results, unit
from performance.pages.budget.ledger import Money, address
from performance.pages.budget.page import facts, lead
from performance.pages.budget.results import Cost
from performance.pages.context import Context
from performance.pages.page import Anchor, Page
from performance.pages.parts import Fact


class Part(Struct, frozen=True):
    """Pages of the budget that show the same metrics, if any: `make` yields them."""

    records: tuple[Record, ...]
    make: Callable[[Context], Iterator[Page]]


def parts(context: Context) -> Iterator[Part]:
    """Yield the pages of the budget: those without metrics, then those of each program that has
    some; nothing where no package holds a budget."""
    money = money_of(context)
    if money is None:
        return
    programs = results.by_program(context, money)
    yield Part((), partial(_without_metrics, money, frozenset(programs)))
    for records in programs.values():
        yield Part(tuple(records), partial(unit.of_program, money, tuple(records)))


def _without_metrics(
    money: Money, programs: frozenset[tuple[str, ...]], context: Context
) -> Iterator[Page]:
    for part in (overview, lists, measures):
        yield from part.pages(context, money)
    yield from unit.pages(context, money, but=programs)


def in_a_line(context: Context) -> str:
    """Return the newest year's money in one sentence; "" where no package holds a budget."""
    money = money_of(context)
    if money is None:
        return ""
    total = money.ledger.total(Flow.EXPENDITURE)
    years = [year for year, _ in total.recorded]
    said = (
        lead(money, Flow.EXPENDITURE, total, year=max(years), who=context.site.city)
        if years
        else ()
    )
    return next(iter(said), "")


def of_department(context: Context, slug: str) -> tuple[Fact, ...]:
    """Return what a department may spend and spent; nothing where the budget does not have it.

    What the budget says stands in place of what the department's own page says.
    """
    money = money_of(context)
    units = money.ledger.units.get((Flow.EXPENDITURE, "department"), ()) if money else ()
    unit = next((unit for unit in units if unit.slugs == (slug,)), None)
    return facts(money, unit) if money is not None and unit is not None else ()


def programs(context: Context, department: Department) -> Iterator[Anchor]:
    """Yield a department's programs; those that the budget does not have lead nowhere ("")."""
    ledger = context.portal.ledger
    for name in department.programs:
        found = ledger.program(department.slug, name) if ledger else None
        yield Anchor(name, address(found) if found else "")


def of_metric(context: Context, record: Record) -> Cost | None:
    """Return a metric's program in the budget and what it costs; none where it names none."""
    money = money_of(context)
    return results.of_metric(context, money, record) if money is not None else None


def money_of(context: Context) -> Money | None:
    """Return the city's budget with its words; none where no package holds one."""
    ledger = context.portal.ledger
    return Money(ledger, context.wording) if ledger is not None else None
