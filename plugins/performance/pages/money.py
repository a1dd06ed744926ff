"""Money and staff in words."""

from __future__ import annotations

from collections.abc import Sequence

from performance.model import Department
from performance.pages.parts import money
from performance.text import Wording


def spending(value: float | None, year: int | None, wording: Wording) -> str:
    """Return "$1,200,000 in fiscal year 2026"; "" where it is not given."""
    if value is None:
        return ""
    when = f" in {wording.fiscal_year(year)}" if year is not None else ""
    return f"{money(value, wording)}{when}"


def staff(value: float | None, wording: Wording) -> str:
    """Return "431 full-time positions" or "12.5 full-time positions"; "" where not given."""
    if value is None:
        return ""
    number = wording.number(value, 0 if value.is_integer() else 1)
    return f"{number} full-time position{'' if value == 1 else 's'}"


def in_all(departments: Sequence[Department], wording: Wording) -> str:
    """Return what the departments spent in the newest year that any of them gives.

    Amounts of different years are never added up; "" where no department gives any.
    """
    given = [d for d in departments if d.spending is not None]
    if not given:
        return ""
    newest = max((d.fiscal_year for d in given if d.fiscal_year is not None), default=None)
    same = [d for d in given if d.fiscal_year == newest]
    amount = spending(sum(d.spending or 0 for d in same), newest, wording)
    if len(same) == 1:
        return f"{same[0].title}: {amount}."
    number, everyone = wording.number(len(same)), wording.number(len(departments))
    who = f"{number} departments" if len(same) == len(departments) else f"{number} of {everyone}"
    return f"{who}{'' if len(same) == len(departments) else ' departments'} together: {amount}."
