"""What every page of the budget has, and the sentences that several of them say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from markupsafe import Markup

from performance import urls
from performance.model import Amounts, BudgetUnit, Flow, Phase
from performance.pages import parts
from performance.pages.budget.ledger import NAMES, PARTS, Money, address
from performance.pages.context import Context
from performance.pages.page import Anchor, Page
from performance.pages.site import HOME

BUDGET = Anchor("Budget", urls.BUDGET)
GLOSSARY = Anchor("All words in the glossary", urls.GLOSSARY)
FORMATS = {".csv": "CSV", ".parquet": "Parquet"}


class BudgetPage(Page, frozen=True, kw_only=True):
    """A page of the budget.

    `terms` are the words that it uses and what they mean. `statement` says what the binding
    document is, `document` names it, and `package` leads to the data; `glossary` leads to
    the city's, none where it has none.
    """

    template: ClassVar[str]

    terms: tuple[parts.Fact, ...]
    statement: str
    document: Markup
    package: Anchor
    files: tuple[parts.Download, ...]
    glossary: Anchor | None

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The site's style sheets, and the budget's own."""
        return (*urls.STYLESHEETS, urls.BUDGET_STYLES)


def frame(
    context: Context, money: Money, *, crumbs: tuple[Anchor, ...] = (BUDGET,)
) -> dict[str, object]:
    """Return what all pages of the budget share, as arguments."""
    budget = money.ledger.budget
    package = next(p for p in context.portal.packages if p.budget is budget)
    document = budget.document
    articles = (article.slug for article in context.portal.content.articles)
    return {
        "site": context.site,
        "crumbs": (HOME, *crumbs),
        "statement": budget.statement,
        "document": parts.outside(document.title, document.path) if document else Markup(""),
        "package": Anchor(package.title or package.name, urls.package(package.name)),
        "files": tuple(_files(context, money)),
        "glossary": next((GLOSSARY for slug in articles if f"{slug}/" == urls.GLOSSARY), None),
    }


def lead(money: Money, flow: Flow, amounts: Amounts, *, year: int, who: str) -> Iterator[str]:
    """Yield sentences on a year's money: what is planned, how it changed, what came of the last.

    `who` is the unit in the middle of a sentence.
    """
    phase = money.main(flow, year)
    if phase is None or (year, phase) not in amounts.recorded:
        return
    cents = amounts.recorded[year, phase]
    change = money.change_words(money.change(amounts, flow, year))
    tail = f", {change}" if change else ""
    name = NAMES[flow][phase]
    yield f"The {name} of {money.year(year)} for {who} is {money.words(cents)}{tail}."
    yield from actual(money, flow, amounts, year=year)


def actual(money: Money, flow: Flow, amounts: Amounts, *, year: int) -> Iterator[str]:
    """Yield what was spent or taken in in the year, or the newest before it that has ended."""
    ended = [y for (y, phase) in amounts.recorded if phase is Phase.ACTUAL and y <= year]
    if not ended:
        return
    last = max(ended)
    cents = amounts.recorded[last, Phase.ACTUAL]
    verb = "taken in" if flow is Flow.REVENUE else "spent"
    planned = next(
        (p for p in (Phase.AMENDED, Phase.ADOPTED) if amounts.recorded.get((last, p), 0) > 0), None
    )
    of = ""
    if planned is not None and cents >= 0:
        share = money.wording.number(100 * cents / amounts.recorded[last, planned], 1)
        of = f", {share}% of the {planned.value} amount"
    yield f"In {money.year(last)}, {money.words(cents)} was {verb}{of}."


def facts(money: Money, unit: BudgetUnit) -> tuple[parts.Fact, ...]:
    """Return the newest amount of a unit, leading to its page, and what it last really was."""
    amounts = money.ledger.amounts(unit)
    phase = money.main(unit.flow, unit.last)
    found = []
    if phase is not None and (unit.last, phase) in amounts.recorded:
        cents = money.exact(amounts.recorded[unit.last, phase])
        term = NAMES[unit.flow][phase].capitalize()
        found.append(parts.Fact(term, f"{cents} in {money.year(unit.last)}", address(unit)))
    ended = [year for year, of in amounts.recorded if of is Phase.ACTUAL]
    if ended and phase is not Phase.ACTUAL:
        cents = money.exact(amounts.recorded[max(ended), Phase.ACTUAL])
        term = NAMES[unit.flow][Phase.ACTUAL].capitalize()
        found.append(parts.Fact(term, f"{cents} in {money.year(max(ended))}"))
    return tuple(found)


def moves(money: Money, unit: BudgetUnit) -> Iterator[str]:
    """Yield each reorganization that a department or program had a part in, in a sentence."""
    ledger = money.ledger
    for move in ledger.budget.moves:
        old = tuple(filter(None, (move.department, move.program)))
        new = tuple(filter(None, (move.new_department, move.new_program)))
        about = {old[: len(unit.key)], new[: len(unit.key)]}
        if unit.part not in ("department", "program") or unit.key not in about:
            continue
        year = money.short(move.fiscal_year)
        before, after = _title(money, old), _title(money, new)
        note = f" {move.note}" if move.note else ""
        yield (
            f"Since {year} the money of {before} stands under {after}; changes and the table of "
            f"years count it as if it always had.{note}"
        )


def year_links(money: Money) -> tuple[Anchor, ...]:
    """Return links to the budget of each year, the newest first."""
    years = reversed(money.ledger.years)
    return tuple(Anchor(money.short(year), urls.budget_year(year)) for year in years)


def onward(money: Money) -> tuple[Anchor, ...]:
    """Return links to the same money told in other ways, as far as the budget knows them."""
    ledger, budget = money.ledger, money.ledger.budget
    found = [
        Anchor(f"All {PARTS[part][1]}", urls.budget_list(part))
        for part in ("department", "fund", "program", "account")
        if ledger.units.get((Flow.EXPENDITURE, part))
    ]
    if ledger.units.get((Flow.REVENUE, "account")):
        found.append(Anchor("Where the money comes from", urls.budget_list("", revenue=True)))
    if budget.population:
        found.append(Anchor("Per resident", urls.PER_RESIDENT))
    if budget.prices:
        found.append(Anchor("Adjusted for inflation", urls.IN_CONSTANT_PRICES))
    return tuple(found)


def _title(money: Money, key: tuple[str, ...]) -> str:
    part = "program" if len(key) == 2 else "department"
    unit = money.ledger.unit(Flow.EXPENDITURE, part, key)
    if unit is None:
        return " / ".join(key)
    if part == "department":
        return unit.title
    return f"{unit.title} ({_title(money, key[:1])})"


def _files(context: Context, money: Money) -> Iterator[parts.Download]:
    """Yield the tables of money as CSV and Parquet, as the build published them."""
    package = next(p for p in context.portal.packages if p.budget is money.ledger.budget)
    for cut in money.ledger.budget.cuts:
        resource = package.resource(cut.resource)
        for suffix, words in FORMATS.items():
            at = urls.package_file(package.name, "latest", f"{resource.name}{suffix}")
            if at in context.downloads:
                title = f"{resource.title or resource.name} ({words})"
                yield parts.download(title, at, context.downloads)
