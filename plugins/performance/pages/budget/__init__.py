"""The budget explorer: a page for the city, for each year, and for each unit with money."""

from collections.abc import Iterator

from performance.pages.budget import lists, measures, overview, unit
from performance.pages.budget.ledger import Money
from performance.pages.context import Context
from performance.pages.page import Page


def pages(context: Context) -> Iterator[Page]:
    """Yield every page of the budget; nothing where no package holds one."""
    money = money_of(context)
    if money is not None:
        for part in (overview, lists, measures, unit):
            yield from part.pages(context, money)


def money_of(context: Context) -> Money | None:
    """Return the city's budget with its words; none where no package holds one."""
    ledger = context.portal.ledger
    return Money(ledger, context.wording) if ledger is not None else None
