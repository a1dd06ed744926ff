"""The money of an annual report, from the city's budget."""

from __future__ import annotations

from collections.abc import Iterator

from performance.model import Amount, Amounts, Flow, Ledger, Phase

# What the amounts of a direction are called, what they are told apart by, and the name of the whole
# in a budget that does not tell them apart so.
KINDS = {
    Flow.REVENUE: ("revenue", "account", "All sources"),
    Flow.EXPENDITURE: ("spending", "department", "All departments"),
}
WHOLE = "all"


def of_budget(ledger: Ledger, year: int) -> tuple[Amount, ...]:
    """Return the revenue by source and the spending by department of a fiscal year.

    Each amount is of the phase that the year's money has come to, actual where the year is closed,
    and stands before the same phase of the year before, made as in `year`, where that has it.
    Nothing is returned of a direction that has no money in the year.
    """
    return tuple(amount for flow in KINDS for amount in _of_flow(ledger, flow, year))


def _of_flow(ledger: Ledger, flow: Flow, year: int) -> Iterator[Amount]:
    phases = ledger.phases(flow, year)
    if not phases:
        return
    kind, part, everything = KINDS[flow]
    phase = phases[-1]
    compared = phase in ledger.phases(flow, year - 1)
    told = [
        (unit.title if flow is Flow.REVENUE else unit.slugs[0], unit.title, ledger.amounts(unit))
        for unit in ledger.units.get((flow, part), ())
    ]
    for item, title, amounts in told or [(WHOLE, everything, ledger.total(flow))]:
        now, before = _pair(amounts, year, phase)
        if not now and not (compared and before):
            continue
        if compared:
            moved = before != amounts.recorded.get((year - 1, phase), 0)
            yield Amount(kind, item, year - 1, before / 100, title, phase, moved)
        yield Amount(kind, item, year, now / 100, title, phase)


def _pair(amounts: Amounts, year: int, phase: Phase) -> tuple[int, int]:
    """Return the cents of a year and those of the year before, made as in this one."""
    column = (year, phase)
    return amounts.recorded.get(column, 0), amounts.before.get(column, 0)
