"""The third gate, for budgets: whether rows are lines of money, and whether they add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from performance.model import PARTS, Budget, Cut, Flow, Phase, Resource, parts_of
from performance.period import year_
from performance.problem import Problem
from performance.validate.listing import limited, listed

if TYPE_CHECKING:
    import pandas as pd

WORDS = {"phase": [p.value for p in Phase], "direction": [f.value for f in Flow]}
# A revenue comes from an account; who spends it is not asked.
NEEDED = {Flow.EXPENDITURE: PARTS[:-1], Flow.REVENUE: ("account",)}
KEYS = ["fiscal_year", "phase", "direction"]


def lines(resource: Resource, file: str, amounts: Mapping[str, int | None]) -> Iterator[Problem]:
    """Yield the rows of a table of money that are no line of it.

    `amounts` are the distinct cells of the amounts with their cents, none where they are no amount.
    """
    assert resource.text is not None
    text = resource.text
    yield from years(resource, file)
    for column, allowed in WORDS.items():
        wrong = text[column][~text[column].isin(allowed)]
        yield from listed(
            [(int(str(row)), cell) for row, cell in wrong.items()],
            "budget-word",
            file,
            column=column,
            message=f"this must be one of: {', '.join(allowed)}",
            remedy="Write one of these words, in small letters.",
        )
    wrong = text["amount"][text["amount"].map(amounts).isna()]
    yield from listed(
        [(int(str(row)), cell) for row, cell in wrong.items()],
        "budget-amount",
        file,
        column="amount",
        message="this is not an amount of money in units and cents",
        remedy="Write the amount in digits, with two decimals at most; a reduction has a minus.",
    )
    yield from _units(text, file)


def yearly(resource: Resource, column: str, file: str) -> Iterator[Problem]:
    """Yield the rows of a yearly table whose year stands twice, or whose figure is not above 0."""
    assert resource.text is not None
    assert resource.table is not None
    text = resource.text
    yield from years(resource, file)
    again = text["fiscal_year"][text["fiscal_year"].duplicated()]
    yield from listed(
        [(int(str(row)), cell) for row, cell in again.items()],
        "budget-year-repeated",
        file,
        column="fiscal_year",
        message="another row has the same year",
        remedy="Keep one row a year.",
    )
    wrong = text[column][~(resource.table[column] > 0).fillna(value=False)]
    yield from listed(
        [(int(str(row)), cell) for row, cell in wrong.items()],
        "budget-divisor",
        file,
        column=column,
        message="amounts are divided by this, so it must be more than 0",
        remedy="Correct the figure, or delete the row of a year that has none.",
    )


def sums(budget: Budget, files: Mapping[str, str], totals_file: str) -> Iterator[Problem]:
    """Yield where the tables miss the totals, or disagree with one another.

    `files` are those of the cuts, by their resources' names.
    """
    if budget.totals is not None:
        for cut in budget.cuts:
            yield from _reconciled(cut, budget.totals, files[cut.resource])
        yield from _unused(budget, totals_file)
    for one, two in combinations(budget.cuts, 2):
        yield from limited(list(_agreed(one, two, files[two.resource])))


def early(cut: Cut, file: str, *, as_of: date | None, first_month: int) -> Iterator[Problem]:
    """Yield actual money of a fiscal year that is not over: it may be a part of the year alone."""
    if as_of is None:
        return
    rows = cut.lines[(cut.lines["phase"] == Phase.ACTUAL.value) & (cut.lines["note"] == "")]
    open_years = [y for y in rows["fiscal_year"].unique() if year_(int(y), first_month).end > as_of]
    found = rows[rows["fiscal_year"].isin(open_years)]
    yield from listed(
        [(int(str(row)), f"{year}") for row, year in found["fiscal_year"].items()],
        "budget-actual-early",
        file,
        column="fiscal_year",
        message="this fiscal year is not over, and the actual amount is shown as the whole year's",
        remedy="Correct the year or the phase; if the amount is final, say so in the row's note.",
    )


def years(resource: Resource, file: str) -> Iterator[Problem]:
    """Yield the rows whose fiscal year is no year."""
    assert resource.text is not None
    text = resource.text
    yield from listed(
        [(int(row), None) for row in text.index[~text["fiscal_year"].str.fullmatch(r"[0-9]{4}")]],
        "budget-year",
        file,
        column="fiscal_year",
        message="a fiscal year must be written as four digits",
        remedy="Write the year in which the fiscal year ends, like 2027.",
    )


def _units(text: pd.DataFrame, file: str) -> Iterator[Problem]:
    for flow, needed in NEEDED.items():
        chosen = text[text["direction"] == flow.value]
        for column in (c for part in needed for c in (part, f"{part}_code")):
            if column in text.columns:
                empty = chosen.index[chosen[column].str.strip() == ""]
                yield from listed(
                    [(int(row), None) for row in empty],
                    "budget-unit-empty",
                    file,
                    column=column,
                    message=f"the line does not say which {column.removesuffix('_code')} it is of",
                    remedy="Fill the cell; money of no unit has one name throughout, such as "
                    "Citywide.",
                )


def _reconciled(cut: Cut, totals: pd.DataFrame, file: str) -> Iterator[Problem]:
    wanted = _added(totals, KEYS)
    for key, cents in _added(cut.lines, KEYS).items():
        about = f"{key[1]} {key[2]} of {key[0]}"
        if key not in wanted:
            yield Problem(
                "budget-total-missing",
                file,
                f"there is no total for the {about}, which {cut.resource} has lines of",
                "Add its row to the table of totals, from the city's own document.",
            )
        elif cents != wanted[key]:
            yield Problem(
                "budget-total",
                file,
                f"the {about} adds up to {_money(cents)}, and the total is "
                f"{_money(wanted[key])}: a difference of {_money(cents - wanted[key])}",
                "Find the lines that are missing, repeated or mistyped, or correct the total.",
            )


def _unused(budget: Budget, file: str) -> Iterator[Problem]:
    assert budget.totals is not None
    held = {key for cut in budget.cuts for key in _keys(cut.lines)}
    totals = budget.totals
    rows = zip(totals.index.tolist(), _keys(totals), strict=True)
    yield from listed(
        [(row, " ".join(map(str, key))) for row, key in rows if key not in held],
        "budget-total",
        file,
        message="no table has a line of this year, phase and direction",
        remedy="Add the lines, or delete the total.",
    )
    again = totals.index[totals.duplicated(KEYS)]
    yield from listed(
        [(int(row), None) for row in again],
        "budget-year-repeated",
        file,
        message="another row has the same year, phase and direction",
        remedy="Keep one total for each.",
    )


def _agreed(one: Cut, two: Cut, file: str) -> Iterator[Problem]:
    """Yield the units of which two tables that hold the same money say different sums."""
    shared = [part for part in one.parts if part in two.parts]
    for part in shared:
        names = [*KEYS, *parts_of(part)]
        if not set(parts_of(part)) <= set(shared):
            continue
        left, right = _added(one.lines, names), _added(two.lines, names)
        # Where a table has no line of a year, phase and direction at all, it holds other money.
        both = set(_keys(one.lines)) & set(_keys(two.lines))
        for key in sorted({*left, *right}):
            sums_ = [side.get(key, 0) for side in (left, right)]
            if key[:3] in both and sums_[0] != sums_[1]:
                about = f"{key[1]} {key[2]} of {key[0]}"
                yield Problem(
                    "budget-tables-differ",
                    file,
                    f"for the {about}, {one.resource} has {_money(sums_[0])} and "
                    f"{two.resource} has {_money(sums_[1])}: a difference of "
                    f"{_money(sums_[1] - sums_[0])}",
                    "Both tables hold the same money: correct the lines of the one that is wrong.",
                    column=part,
                    value=" / ".join(key[3:]),
                )


def _added(table: pd.DataFrame, names: list[str]) -> dict[Any, int]:
    sums_ = table.groupby(names)["cents"].sum()
    return dict(zip(sums_.index.tolist(), sums_.tolist(), strict=True))


def _keys(table: pd.DataFrame) -> Sequence[tuple[int, str, str]]:
    return list(zip(*(table[name].tolist() for name in KEYS), strict=True))


def _money(cents: int) -> str:
    sign, size = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{size // 100:,}.{size % 100:02d}"
