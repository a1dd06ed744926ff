"""Cells that need no judge: accept at a glance what frictionless and our own checks accept too.

Frictionless needs ten microseconds a cell. What is accepted here is accepted by all of the slow way
(`validate.cells`); what is not accepted is not thereby wrong: the slow way gives the verdict and
the words. A test breaks tables at random and holds the two to each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from performance.model import Field

Accepts = Callable[[str], object]

# Plain spellings, each with one value. The lengths keep numbers within what is held exactly.
NUMBERS = {
    "integer": re.compile(r"-?(?:0|[1-9][0-9]{0,14})"),
    "number": re.compile(r"-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,10})?"),
}
PERIODS = {
    "yearmonth": re.compile(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"),
    "year": re.compile(r"[1-9][0-9]{3}"),
}
DAY = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
TEXTS = ("string", "any")
# No formula, and no space around it.
TEXT = re.compile(r"[^=+@\s](?:.*\S)?", re.DOTALL)
# What says how cells are written; a column that has one of them is left to frictionless.
OWN_SPELLING = frozenset(
    ("groupChar", "decimalChar", "bareNumber", "trueValues", "falseValues", "categories")
)
LIMITS: Mapping[str, Callable[[float, float], bool]] = {
    "minimum": lambda number, limit: number > limit,
    "exclusiveMinimum": lambda number, limit: number > limit,
    "maximum": lambda number, limit: number < limit,
    "exclusiveMaximum": lambda number, limit: number < limit,
}


def accepts(field: Field) -> Accepts | None:
    """Return what tells of a cell that it is surely good; none where nothing can be told."""
    missing, present, form = field.missing_values, _accepts_present(field), _form(field)
    if present is None:
        return None
    if _limits(field) or field.constraints.get("required") is not None:
        return lambda cell: cell not in missing and present(cell)
    # No other constraint is asked of a missing value.
    if form is not None and missing == ("",):
        return _or_empty(form).fullmatch
    return lambda cell: cell in missing or present(cell)


def is_distinct(field: Field, cells: Sequence[str]) -> bool:
    """Whether different cells of a column surely have different values, none of them missing.

    What is asked of the values beside their type has no part in it.
    """
    if not set(field.missing_values).isdisjoint(cells):
        return False
    if field.type in TEXTS:
        return True  # A text is what its cell has.
    form = _plain(field)
    # 1 and 1.0 are one number, 0 and -0 too.
    if form is None or field.type == "number" or "-0" in cells:
        return False
    return all(map(form, cells))


def _plain(field: Field) -> Accepts | None:
    """Return what tells of a cell that it is of the type in its plain spelling."""
    if field.type == "date":
        return _is_day if _is_usual(field) else None
    form = _form(field)
    return None if form is None else form.fullmatch


def _accepts_present(field: Field) -> Accepts | None:
    form, limits = _form(field), _limits(field)
    if form is None:
        return None if limits else _plain(field)
    if not limits:
        return form.fullmatch
    return _among(form, limits) if field.type in TEXTS else _within(form, limits)


def _form(field: Field) -> re.Pattern[str] | None:
    if not _is_usual(field):
        return None
    return TEXT if field.type in TEXTS else NUMBERS.get(field.type) or PERIODS.get(field.type)


def _is_usual(field: Field) -> bool:
    return field.format == "default" and OWN_SPELLING.isdisjoint(field.raw)


def _limits(field: Field) -> dict[str, Any]:
    return {n: each for n, each in field.constraints.items() if n not in ("required", "unique")}


@cache
def _or_empty(form: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{form.pattern})?", form.flags)


def _among(form: re.Pattern[str], limits: Mapping[str, Any]) -> Accepts | None:
    allowed = limits.get("enum")
    if list(limits) != ["enum"] or not isinstance(allowed, list):
        return None
    texts = frozenset(each for each in allowed if isinstance(each, str))
    return lambda cell: cell in texts and form.fullmatch(cell)


def _within(form: re.Pattern[str], limits: Mapping[str, Any]) -> Accepts | None:
    """Accept numbers strictly within limits: at the limit itself rounding may err."""
    if not all(name in LIMITS and type(limit) in (int, float) for name, limit in limits.items()):
        return None
    asked = [(LIMITS[name], float(limit)) for name, limit in limits.items()]
    return lambda cell: (
        form.fullmatch(cell) and all(holds(float(cell), limit) for holds, limit in asked)
    )


def _is_day(cell: str) -> bool:
    if not DAY.fullmatch(cell):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True
