"""The third gate: single cells, each distinct one of a column judged once by frictionless.

Frictionless reads about 35,000 rows a second; a column's distinct cells are far fewer than its
rows, and most of these need no judge (`validate.quick`), so one way serves tables of every size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import filterfalse
from typing import Any

import numpy as np

from performance.model import Field, Grid, Resource
from performance.problem import Problem
from performance.validate import quick
from performance.validate.listing import listed
from performance.validate.spelling import Verdict, not_allowed, not_date, not_number, shortened

NUMBERS = ("integer", "number")
DATES = ("date", "datetime", "time", "year", "yearmonth")
FREE_TEXT = ("string", "any", "object", "array", "geojson", "list")
FORMS = {"yearmonth": re.compile(r"\d{4}-\d{2}", re.ASCII), "year": re.compile(r"\d{4}", re.ASCII)}
LARGEST = 2**63 - 1
# Above it a double holds no tenths, and sums may run over; figures as found need only be held.
SMALLEST_OWN = Decimal("1e-15")
LARGEST_OWN, LARGEST_FOUND = Decimal("1e15"), Decimal("1.7976931348623157e308")
LONGEST = 1000


def problems(
    resource: Resource,
    grid: Grid,
    file: str,
    *,
    patterns: Sequence[str],
    own: bool,
    thorough: bool = False,
) -> Iterator[Problem]:
    """Yield every cell of a table that its column's field does not allow.

    `patterns` are the regular expressions that may be run; the safety gate reports any other.
    `own` is whether the package holds metrics of this site: spaces around a cell part a member in
    two, and a spreadsheet's short numbers lose digits; neither is a fault of data published as they
    were found. `thorough` has frictionless judge also what is surely good.
    """
    for field in resource.fields:
        cells = grid.columns.get(field.name)
        if cells is None:
            continue
        accepts = None if thorough else quick.accepts(field)
        doubtful = list(filterfalse(accepts, cells.distinct)) if accepts else cells.distinct
        if not doubtful:
            continue
        judge = _judge(field, patterns, own=own)
        verdicts = {cell: verdict for cell in doubtful if (verdict := judge(cell))}
        if not verdicts:
            continue
        by_verdict: dict[Verdict, list[tuple[int, str | None]]] = {}
        wrong = np.flatnonzero(cells.where(verdicts.__contains__))
        texts = map(cells.distinct.__getitem__, cells.codes[wrong].tolist())
        for row, cell in zip(grid.rows[wrong].tolist(), texts, strict=True):
            by_verdict.setdefault(verdicts[cell], []).append((row, cell))
        for (code, message, remedy), rows in by_verdict.items():
            yield from listed(rows, code, file, message=message, remedy=remedy, column=field.name)


def _judge(field: Field, patterns: Sequence[str], *, own: bool) -> Callable[[str], Verdict | None]:
    """Return what judges a cell of a column."""
    # Imported late: most columns need no judge.
    from performance.validate.standard import field_reader

    facts = dict(field.raw)
    if field.constraints.get("pattern") not in (None, *patterns):
        facts["constraints"] = {k: v for k, v in field.constraints.items() if k != "pattern"}
    read = field_reader(facts, field.missing_values)
    categories = _categories(field)

    def judge(cell: str) -> Verdict | None:
        if cell not in field.missing_values:
            verdict = _form(cell, field, own=own)
            if verdict or read is None:
                return verdict
        elif read is None:
            return None
        value, notes = read(cell)
        if notes:
            return _noted(next(iter(notes)), cell, field)
        if value is None:
            return None
        if categories and cell not in categories:
            return not_allowed(cell, categories)
        return _strict(cell, value, field, own=own)

    return judge


def _form(cell: str, field: Field, *, own: bool) -> Verdict | None:
    """Judge what is wrong in a cell of any type, before it is read as its own."""
    if cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] == "+" and field.type in FREE_TEXT):
        return (
            "cell-formula",
            "the cell holds a spreadsheet formula, or begins like one",
            "In the spreadsheet copy the cell and choose Paste Special, Values; a text begins with "
            "a letter or digit.",
        )
    if own and cell != cell.strip():
        return (
            "cell-space",
            "the cell begins or ends with a space",
            f"Write {cell.strip()} without it." if cell.strip() else "Empty the cell.",
        )
    if len(cell) > LONGEST and (field.type not in FREE_TEXT or field.format != "default"):
        # Some readers need time that grows with the square of a cell's length.
        return "cell-type", f"the cell has more than {LONGEST} characters", "Correct the cell."
    return None


def _noted(name: str, cell: str, field: Field) -> Verdict:
    limit = field.constraints.get(name)
    match name:
        case "type":
            return _of_type(cell, field)
        case "required":
            return "cell-empty", "a value is required here", "Fill the cell."
        case "enum":
            return not_allowed(cell, [str(each) for each in limit or ()])
        case "pattern":
            message = f"the value is not written in the form that is described: {limit}"
            return "cell-not-allowed", message, "Write it as the other rows have it."
        case _:
            words = {
                "minimum": "smaller than",
                "maximum": "larger than",
                "exclusiveMinimum": "not larger than",
                "exclusiveMaximum": "not smaller than",
                "minLength": "shorter, in characters, than",
                "maxLength": "longer, in characters, than",
            }
            message = f"the value is {words.get(name, 'outside')} the limit, {limit}"
            remedy = "Correct the value; if it is right, change the limit in datapackage.json."
            return "cell-limit", message, remedy


def _of_type(cell: str, field: Field) -> Verdict:
    if field.type in NUMBERS:
        return not_number(cell, field)
    if field.type in DATES:
        return not_date(cell, field)
    message = f"the cell is not of the column's type, {field.type}"
    if field.type == "boolean":
        message = "the cell is neither true nor false"
    remedy = "Correct the cell, or the column's type in datapackage.json."
    return "cell-type", message, remedy


def _strict(cell: str, value: Any, field: Field, *, own: bool) -> Verdict | None:
    """Judge spellings that frictionless takes and other programs read differently."""
    form = FORMS.get(field.type)
    if form and not form.fullmatch(cell):
        return not_date(cell, field)
    if field.type == "date" and field.format == "default" and len(cell) != 10:
        return not_date(cell, field)
    if field.type not in NUMBERS:
        return None
    odd = "_" in cell or any(sign.isdigit() and not sign.isascii() for sign in cell)
    if odd or (isinstance(value, Decimal) and not value.is_finite()):
        return not_number(cell, field)
    if own and (short := shortened(cell)):
        return short
    if own and isinstance(value, Decimal) and 0 < abs(value) < SMALLEST_OWN:
        message = "this number is too small to be told from 0"
        return "cell-number", message, "Give the column in a smaller unit, such as millionths."
    if isinstance(value, Decimal) and abs(value) > (LARGEST_OWN if own else LARGEST_FOUND):
        message = "this number is too large to be kept exactly"
        return "cell-number", message, "Give the column in a larger unit, such as millions."
    if isinstance(value, int) and abs(value) > LARGEST:
        message = "this whole number is too large to be kept exactly"
        return "cell-number", message, "If it is a code, make the column's type string."
    return None


def _categories(field: Field) -> frozenset[str]:
    given = field.raw.get("categories")
    items = given if isinstance(given, list) else ()
    values = (item.get("value") if isinstance(item, dict) else item for item in items)
    return frozenset(str(value) for value in values if isinstance(value, (str, int)))
