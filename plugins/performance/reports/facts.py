"""The front matter of a report's files as typed values; ValueError, in words, for a fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from performance.model import Amount, Step
from performance.settings import YEARS

TEXTS = ("title", "version")
DATES = ("published", "cut_off")
GRADES = ("A", "B", "C")
LARGEST = 1e15  # Beyond it a float no longer tells one cent from the next.
KINDS = ("revenue", "spending", "staff")
VERSION_HINT = "write it as in version: '1.0', with quotation marks"


def letter(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return title, version, published, cut_off and survey."""
    only(facts, (*TEXTS, *DATES, "survey"))
    for name in (*TEXTS, *DATES):
        if facts.get(name) is None:
            raise ValueError(f"{name} is missing")
    for name in TEXTS:
        if not isinstance(facts[name], str) or not facts[name].strip():
            hint = f"; {VERSION_HINT}" if name == "version" else ""
            raise ValueError(f"{name} must be text, found {facts[name]!r}{hint}")
    known: dict[str, Any] = {name: facts[name] for name in TEXTS}
    known |= {name: day(facts[name], name) for name in DATES}
    if known["published"] < known["cut_off"]:
        raise ValueError("published must not be before cut_off")
    return known | {"survey": names(facts.get("survey"), "survey")}


def priority(facts: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """Return the key metrics and the next steps of a priority."""
    only(facts, ("metrics", "steps"))
    steps = facts.get("steps") or []
    if not isinstance(steps, list):
        raise ValueError("steps must be a list")
    return names(facts.get("metrics"), "metrics"), tuple(_step(step) for step in steps)


def money(facts: Mapping[str, Any]) -> tuple[Amount, ...]:
    """Return the amounts of revenue, spending and staff: by item, then by fiscal year."""
    only(facts, KINDS)
    return tuple(
        Amount(kind, str(item), _year(year, f"{kind}: {item}"), _amount(value, kind, str(item)))
        for kind in KINDS
        for item, years in _mapping(facts.get(kind), kind).items()
        for year, value in _mapping(years, f"{kind}: {item}").items()
    )


def grades(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the assurance grades by package."""
    only(facts, ("grades",))
    found = _mapping(facts.get("grades"), "grades")
    for package, grade in found.items():
        if grade not in GRADES:
            raise ValueError(f"the grade of {package} must be one of {', '.join(GRADES)}")
    return {str(package): str(grade) for package, grade in found.items()}


def only(facts: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    """Raise ValueError where there is a fact that is not allowed."""
    for name in facts:
        if name not in allowed:
            may = f"allowed: {', '.join(allowed)}" if allowed else "no front matter is needed"
            raise ValueError(f"{name} is not known here; {may}")


def day(value: object, name: str) -> date:
    """Return a date; ValueError, in words, for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime) and value.year in YEARS:
        return value
    raise ValueError(f"{name} must be a date like 2026-11-20, found {value!r}")


def names(value: object, name: str) -> tuple[str, ...]:
    """Return a list of names, one of which may stand alone; empty where there is none."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(each, str) and each for each in listed):
        raise ValueError(f"{name} must be a list of names")
    return tuple(dict.fromkeys(listed))


def _step(step: object) -> Step:
    if not isinstance(step, Mapping):
        raise ValueError("each of the steps has what, owner and by")
    facts = {str(key): value for key, value in step.items()}
    only(facts, ("what", "owner", "by"))
    for name in ("what", "owner"):
        if not isinstance(facts.get(name), str) or not facts[name].strip():
            raise ValueError(f"a step lacks {name}: each has what, owner and by")
    return Step(facts["what"].strip(), facts["owner"].strip(), day(facts.get("by"), "by"))


def _mapping(value: object, name: str) -> Mapping[Any, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be lines of `name: value`")
    return value


def _year(value: object, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in YEARS:
        return value
    raise ValueError(f"{name} must be given by fiscal years like 2026, found {value!r}")


def _amount(value: object, kind: str, item: str) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # What is no number (.nan) is not below the largest either.
    if not is_number or not abs(value) < LARGEST:  # type: ignore[arg-type]
        raise ValueError(f"{kind}: {item} must be a number, found {value!r}")
    if kind != "revenue" and value < 0:  # type: ignore[operator]
        raise ValueError(f"{kind}: {item} must not be negative, found {value!r}")
    return float(value)  # type: ignore[arg-type]
