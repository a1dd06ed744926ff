"""Amounts of a budget, asked and worded: what a cell or a sentence of a budget page says."""

from __future__ import annotations

from msgspec import Struct

from performance import urls
from performance.model import Amounts, BudgetUnit, Flow, Ledger, Phase
from performance.period import year_
from performance.text import Wording

# What the money of a phase is called, and in the plural of a table's heading.
NAMES = {
    Flow.EXPENDITURE: {
        Phase.ADOPTED: "adopted budget",
        Phase.AMENDED: "amended budget",
        Phase.ACTUAL: "actual spending",
    },
    Flow.REVENUE: {
        Phase.ADOPTED: "revenue in the adopted budget",
        Phase.AMENDED: "revenue in the amended budget",
        Phase.ACTUAL: "actual revenue",
    },
}
COLUMNS = {Phase.ADOPTED: "Adopted", Phase.AMENDED: "Amended", Phase.ACTUAL: "Actual"}
PARTS = {
    "department": ("Department", "departments"),
    "fund": ("Fund", "funds"),
    "program": ("Program", "programs"),
    "account": ("Account", "accounts"),
    "source": ("Source", "sources of revenue"),
    "detail": ("Detail", "details"),
}


class Change(Struct, frozen=True):
    """How money changed on the same phase of the year before, in cents and percent.

    `percent` is none where the base is zero, missing or below zero (rule 7); `new` is whether there
    was no money the year before; `moved` whether the base was made comparable by a move.
    """

    difference: int
    percent: float | None
    new: bool
    moved: bool


class Money(Struct, frozen=True):
    """A ledger with the words for its amounts."""

    ledger: Ledger
    wording: Wording

    @property
    def sign(self) -> str:
        """The sign of the budget's currency: "$"."""
        return self.wording.sign(self.ledger.budget.currency)

    @property
    def newest(self) -> int:
        """The newest fiscal year of the budget."""
        return self.ledger.years[-1]

    def exact(self, cents: float | None) -> str:
        """Return an amount as a table has it; a dash where there is none."""
        return "–" if cents is None else self.wording.money(cents, self.sign)

    def words(self, cents: float) -> str:
        """Return an amount as a sentence has it: "$1.2 billion"."""
        return self.wording.money_words(cents, self.sign)

    def year(self, year: int) -> str:
        """Return a fiscal year in words: "fiscal year 2027", or "2027" for calendar years."""
        return self.wording.fiscal_year(year)

    def short(self, year: int) -> str:
        """Return a fiscal year for a table: "FY2027", or "2027" for calendar years."""
        return self.wording.period_short(year_(year, self.wording.fiscal_year_start))

    def main(self, flow: Flow, year: int) -> Phase | None:
        """Return the phase that speaks for a year: adopted where there is one."""
        return next(iter(self.ledger.phases(flow, year)), None)

    def change(self, amounts: Amounts, flow: Flow, year: int) -> Change | None:
        """Return the change of a year's main phase; none where the year before lacks the phase."""
        phase = self.main(flow, year)
        if phase is None or phase not in self.ledger.phases(flow, year - 1):
            return None
        now = amounts.recorded.get((year, phase), 0)
        base = amounts.before.get((year, phase), 0)
        percent = 100 * (now - base) / base if base > 0 else None
        moved = base != amounts.recorded.get((year - 1, phase), 0)
        return Change(now - base, percent, base == 0 and now != 0, moved)

    def change_cell(self, change: Change | None) -> str:
        """Return a change as a table has it: "+3.2%", "New", or a dash where it cannot be said."""
        if change is None:
            return "–"
        if change.new:
            return "New"
        if change.percent is None:
            return "–"
        return self._signed(change.percent)

    def change_words(self, change: Change | None) -> str:
        """Return a change as a sentence goes on: "3.2% more than the year before"; "" for none."""
        if change is None or (change.percent is None and not change.new):
            return ""
        if change.new:
            return "where there was none the year before"
        assert change.percent is not None
        size = self.wording.number(abs(change.percent), 1)
        if size == self.wording.number(0, 1):
            return "about as much as the year before"
        moved = ", counted as if it had been made as it is now" if change.moved else ""
        return f"{size}% {'more' if change.percent > 0 else 'less'} than the year before{moved}"

    def _signed(self, percent: float) -> str:
        shown = self.wording.number(percent, 1)
        return (
            f"+{shown}" + "%" if percent > 0 and shown != self.wording.number(0, 1) else f"{shown}%"
        )


def address(unit: BudgetUnit) -> str:
    """Return the address of a unit's page."""
    return urls.budget_unit(unit.part, unit.slugs, revenue=unit.flow is Flow.REVENUE)
