"""Cells that need no judge: accept at a glance what frictionless and our own checks accept too.

Frictionless needs ten microseconds a cell. What is accepted here is accepted by all of the slow way
(`validate.cells`); what is not accepted is not thereby wrong: the slow way gives the verdict and
the words. A test breaks tables at random and holds the two to each other.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
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
FORMULA = frozenset("=+@")
# What says how cells are written; a column that has one of them is left to frictionless.
OWN_SPELLING = ("groupChar", "decimalChar", "bareNumber", "trueValues", "falseValues", "categories")
LIMITS: Mapping[str, Callable[[float, float], bool]] = {
    "minimum": lambda number, limit: number > limit,
    "exclusiveMinimum": lambda number, limit: number > limit,
    "maximum": lambda number, limit: number < limit,
    "exclusiveMaximum": lambda number, limit: number < limit,
}


def accepts(field: Field) -> Accepts | None:
    """Return what tells of a cell that it is surely good; none where nothing can be told."""
    present = _accepts_present(field)
    missing = field.missing_values
    if present is None or field.constraints.get("required") is not None:
        return present and (lambda cell: cell not in missing and present(cell))
    # No other constraint is asked of a missing value.
    return lambda cell: cell in missing or present(cell)


def is_distinct(field: Field, cells: Sequence[str]) -> bool:
    """Whether different cells of a column surely have different values, none of them missing."""
    accept = _accepts_present(field)
    if accept is None or field.type == "number" or "-0" in cells:
        return False  # 1 and 1.0 are one number, 0 and -0 too.
    return not any(cell in field.missing_values for cell in cells) and all(map(accept, cells))


def _accepts_present(field: Field) -> Accepts | None:
    if field.format != "default" or any(name in field.raw for name in OWN_SPELLING):
        return None
    limits = {n: each for n, each in field.constraints.items() if n not in ("required", "unique")}
    return _of_texts(limits) if field.type in TEXTS else _of_values(field.type, limits)


def _of_texts(limits: Mapping[str, Any]) -> Accepts | None:
    if not limits:
        return _is_text
    allowed = limits.get("enum")
    if list(limits) != ["enum"] or not isinstance(allowed, list):
        return None
    texts = frozenset(each for each in allowed if isinstance(each, str))
    return lambda cell: cell in texts and _is_text(cell)


def _is_text(cell: str) -> bool:
    return cell != "" and cell[0] not in FORMULA and cell.strip() == cell


def _of_values(kind: str, limits: Mapping[str, Any]) -> Accepts | None:
    if kind in NUMBERS and limits:
        return _within(NUMBERS[kind], limits)
    if limits:
        return None
    if kind == "date":
        return _is_day
    form = NUMBERS.get(kind) or PERIODS.get(kind)
    return form.fullmatch if form else None


def _within(form: re.Pattern[str], limits: Mapping[str, Any]) -> Accepts | None:
    """Return what accepts numbers strictly within limits: at the limit itself rounding may err."""
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
