"""The words of a budget, explained where they are used; the glossary has the same sentences."""

from __future__ import annotations

from performance.pages.parts import Fact

TERMS = {
    "Adopted": "The amount that the council set before the year began.",
    "Amended": "The adopted amount with the changes that the council made during the year.",
    "Actual": "The amount that was really spent or taken in by the end of the year.",
    "Appropriation": "The council's permission to spend an amount on a purpose.",
    "Expenditure": "Money that the city spends.",
    "Revenue": "Money that the city takes in, such as taxes, fees and grants.",
    "Fund": "A purse of its own: its money may be spent on its purpose alone.",
    "Program": "A part of a department's work that has its own money.",
    "Account": "What money is spent on, such as wages, or where it comes from, such as a tax.",
}
# Chosen words for pages that show less.
SPENDING = ("Adopted", "Amended", "Actual", "Appropriation", "Fund", "Program", "Account")
EVERYTHING = tuple(TERMS)


def facts(names: tuple[str, ...] = EVERYTHING) -> tuple[Fact, ...]:
    """Return words with what they mean."""
    return tuple(Fact(name, TERMS[name]) for name in names)
