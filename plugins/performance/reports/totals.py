"""References to counts of metrics, to money and to figures from elsewhere."""

from __future__ import annotations

from performance.model import Attainment
from performance.reports.figure import (
    Resolved,
    Source,
    Unresolved,
    found,
    money_anchor,
    single,
    unknown,
)
from performance.reports.reference import Reference
from performance.sentences import amount

OF_MONEY = ("spending", "staff", "change")
OF_ALL_MONEY = ("spending", "revenue", "staff")


def counts(reference: Reference, source: Source) -> Resolved:
    """Return how many metrics have an attainment."""
    steps, year = reference.calls[1:], source.annual.fiscal_year
    if steps and steps[0].name == "fy":
        given = steps[0].arguments
        year = given[0] if len(given) == 1 and isinstance(given[0], int) else 0
        steps = steps[1:]
    known = source.annual.counts.get(year)
    if known is None:
        years = " and ".join(map(str, sorted(source.annual.counts)))
        raise Unresolved(f"there are no counts of {year}", f"There are those of {years}.")
    allowed = (*(attainment.value for attainment in Attainment), "total")
    step = single(steps, allowed, "the counts have")
    number = sum(known.values()) if step == "total" else known[Attainment(step)]
    return Resolved(source.wording.number(number), "glance")


def money(reference: Reference, source: Source) -> Resolved:
    """Return an amount of a department, or of all."""
    annual, wording = source.annual, source.wording
    year, item = annual.fiscal_year, reference.named
    if not item:
        kind = single(reference.calls[1:], OF_ALL_MONEY, "money has")
        whole = annual.total(kind, year)
        words = "" if whole is None else amount(kind, whole, annual.currency, wording)
        return Resolved(found(words, f"no {kind} is given for {year}"), "money")
    known = {a.item for a in annual.money if a.fiscal_year == year}
    if item not in known:
        raise unknown(item, known, "no money is given for")
    step = single(reference.calls[1:], (*OF_MONEY, "revenue"), "money has")
    kind = "spending" if step == "change" else step
    now, before = annual.amount(kind, item, year), annual.amount(kind, item, year - 1)
    if step == "change" and now is not None and before is not None:
        size = amount(kind, abs(now - before), annual.currency, wording)
        return Resolved(f"{size} {'more' if now >= before else 'less'}", money_anchor(item))
    words = "" if now is None or step == "change" else amount(kind, now, annual.currency, wording)
    words = found(words, f"no {step} of {item} is given")
    # Sources of revenue have no rows of their own to lead to.
    return Resolved(words, "money" if kind == "revenue" else money_anchor(item))


def literal(reference: Reference, source: Source) -> Resolved:
    """Return a figure from elsewhere, with where it comes from."""
    del source
    given = reference.calls[0].arguments
    if len(reference.calls) != 1 or len(given) != 2 or not all(isinstance(a, str) for a in given):
        raise Unresolved(
            "a figure from elsewhere has two texts: the figure, and where it comes from",
            'Write it as in {{ literal("38", "City Clerk, May 2026") }}.',
        )
    words, said = str(given[0]).strip(), str(given[1]).strip()
    if not words or not said:
        raise Unresolved("neither the figure nor where it comes from may be empty")
    return Resolved(words, source=said)
