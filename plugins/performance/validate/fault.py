"""What is wrong in a descriptor, before it is known in which file and on which line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from performance.problem import Problem

Path = tuple[str | int, ...]


class Fault(Struct, frozen=True):
    """One thing that is wrong at one property of a descriptor; `path` leads to it from the top."""

    code: str
    path: Path
    message: str
    remedy: str
    value: str | None = None

    def problem(self, file: str, line: int | None, descriptor: Mapping[str, Any]) -> Problem:
        """Return the problem of this fault in a file."""
        place = place_of(self.path, descriptor) or None
        return Problem(self.code, file, self.message, self.remedy, line, place, self.value)


def place_of(path: Path, descriptor: Any) -> str:
    """Return a property's path in words: metrics[on-time].targets[1].near.

    An item of a list is shown by its name, or counted from 1.
    """
    words = ""
    here = descriptor
    for step in path:
        here = _below(here, step)
        if isinstance(step, int):
            name = here.get("name") if isinstance(here, Mapping) else None
            words += f"[{name if isinstance(name, str) and name else step + 1}]"
        else:
            words += f".{step}" if words else step
    return words


def mapping(value: object) -> Mapping[str, Any]:
    """Return a group of properties, empty where it is something else."""
    return value if isinstance(value, Mapping) else {}


def members(facts: Mapping[str, Any], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the groups of properties in a list, with their places; empty where it is no list."""
    value = facts.get(key)
    items = enumerate(value) if isinstance(value, list) else ()
    return [(place, item) for place, item in items if isinstance(item, Mapping)]


def names(value: object) -> tuple[str, ...]:
    """Return a list of names; one name may stand for a list of it, anything else for none."""
    if isinstance(value, str):
        return (value,)
    items = value if isinstance(value, list) else ()
    return tuple(item for item in items if isinstance(item, str))


def shown(value: object) -> str | None:
    """Return a value as a problem quotes it, none for lists and groups."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def _below(here: Any, step: str | int) -> Any:
    if isinstance(here, Mapping) and isinstance(step, str):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None
