"""Make a budget of its package's descriptor and tables, which the gates have passed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from performance.load.dtypes import plain_number
from performance.model import PARTS, Budget, Cut, Field, Link, Move, Resource, Yearly
from performance.model.budget import identity, spaced

if TYPE_CHECKING:
    import pandas as pd

CENT = Decimal("0.01")
# Sums of larger amounts could leave the whole numbers that a column holds.
LARGEST = Decimal("1e15")


def budget(name: str, facts: Mapping[str, Any], resources: Mapping[str, Resource]) -> Budget:
    """Return the budget that a package (its name, its property `budget`, its tables) describes."""
    tables = facts["tables"]
    totals, crosswalk = facts.get("totals"), facts.get("crosswalk")
    document = facts.get("document")
    return Budget(
        package=name,
        currency=facts["currency"],
        cuts=tuple(cut(resources[each]) for each in tables),
        totals=_totals(resources[totals]) if totals else None,
        moves=moves(resources[crosswalk]) if crosswalk else (),
        population=_yearly(resources, facts.get("population"), "population"),
        prices=_yearly(resources, facts.get("prices"), "index"),
        statement=facts.get("statement", ""),
        document=Link(document["title"], document.get("path")) if document else None,
    )


def cut(resource: Resource) -> Cut:
    """Return a table of a budget as lines whose parts have identities."""
    import pandas as pd  # Imported late: see `load.grid`.

    text = _of(resource)
    parts = tuple(part for part in PARTS if part in text.columns)
    columns: dict[str, Any] = {
        "fiscal_year": text["fiscal_year"].astype("int64"),
        "phase": text["phase"],
        "direction": text["direction"],
    }
    for part in parts:
        columns[part] = identities(text, part)
        columns[f"{part}_name"] = text[part].map(spaced)
    columns["cents"] = _cents(resource, "amount")
    columns["note"] = text["note"] if "note" in text.columns else ""
    made = pd.DataFrame(columns, index=text.index)
    years = tuple(sorted(set(made["fiscal_year"].tolist())))
    if "program" not in parts:
        return Cut(resource.name, parts, made, years)
    pairs = made[["department", "program_name"]].drop_duplicates()
    programs = tuple(pairs.itertuples(index=False, name=None))
    return Cut(resource.name, parts, made, years, programs)


def identities(text: pd.DataFrame, part: str) -> pd.Series[str]:
    """Return what tells the units of a part apart: their code where there is one, else their name.

    Names that differ in capitals and spaces alone are one.
    """
    if f"{part}_code" in text.columns:
        return text[f"{part}_code"].str.strip()
    return text[part].map(identity)


def cents(cell: str, field: Field) -> int | None:
    """Return an amount of money in whole cents; none where it is no such amount."""
    try:
        amount = Decimal(plain_number(cell, field))
        if not amount.is_finite() or abs(amount) > LARGEST or amount != amount.quantize(CENT):
            return None
    except InvalidOperation:
        return None
    return int(amount.scaleb(2))


def moves(resource: Resource) -> tuple[Move, ...]:
    """Return the moves that a crosswalk tells, in order of their years."""
    import pandas as pd  # Imported late: see `load.grid`.

    text = _of(resource)
    named = {name: text[name] for name in text.columns}
    blank = pd.Series("", index=text.index)
    columns = [
        text["fiscal_year"].astype("int64"),
        *(
            named.get(f"{column}_code", named.get(column, blank)).map(
                spaced if f"{column}_code" in named else identity
            )
            for column in ("department", "program", "new_department", "new_program")
        ),
        named.get("note", blank),
    ]
    found = [
        Move(int(year), old, program, new, new_program, note, int(str(row)))
        for row, year, old, program, new, new_program, note in zip(
            text.index, *columns, strict=True
        )
    ]
    return tuple(sorted(found, key=lambda move: (move.fiscal_year, move.row)))


def _totals(resource: Resource) -> pd.DataFrame:
    import pandas as pd  # Imported late: see `load.grid`.

    text = _of(resource)
    return pd.DataFrame(
        {
            "fiscal_year": text["fiscal_year"].astype("int64"),
            "phase": text["phase"],
            "direction": text["direction"],
            "cents": _cents(resource, "amount"),
        },
        index=text.index,
    )


def _cents(resource: Resource, column: str) -> pd.Series[int]:
    text = _of(resource)
    field = next(each for each in resource.fields if each.name == column)
    # Each distinct amount is read once.
    read = {cell: cents(cell, field) for cell in set(text[column])}
    return text[column].map(read).astype("int64")


def _yearly(resources: Mapping[str, Resource], name: str | None, column: str) -> Yearly | None:
    if name is None:
        return None
    resource = resources[name]
    text = _of(resource)
    field = next(each for each in resource.fields if each.name == column)
    values = {
        int(year): float(plain_number(cell, field))
        for year, cell in zip(text["fiscal_year"], text[column], strict=True)
    }
    named = [each.get("title", "") for each in resource.raw.get("sources", ())]
    return Yearly(values, "; ".join(filter(None, named)) or resource.title or resource.name)


def _of(resource: Resource) -> pd.DataFrame:
    assert resource.text is not None
    return resource.text
