"""What references are resolved from and to, and how one that leads nowhere is said."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from performance.model import Annual, Department, Record, Report
from performance.reports.reference import Call
from performance.text import Wording


class Unresolved(Exception):  # noqa: N818  # What it says is no error of the program.
    """A reference that leads nowhere: what is wrong, and what there is."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(message)


class Source(Struct, frozen=True):
    """What references are resolved from: the report's figures and what they are called."""

    report: Report
    annual: Annual
    records: Mapping[str, Record]
    departments: Mapping[str, Department]
    wording: Wording


class Resolved(Struct, frozen=True):
    """A figure in words; `anchor` is that of its row in the report, "" for none.

    `source` is where a figure comes from that is not of the data.
    """

    words: str
    anchor: str = ""
    source: str = ""


def metric_anchor(name: str) -> str:
    """Return the anchor of a metric's row in its department's table."""
    return f"metric-{name}"


def cost_anchor(name: str) -> str:
    """Return the anchor of a metric's row in its department's table of costs."""
    return f"cost-{name}"


def money_anchor(item: str) -> str:
    """Return the anchor of an amount's row in the part about money."""
    return f"money-{item}"


def single(steps: tuple[Call, ...], allowed: Iterable[str], what: str) -> str:
    """Return the one step that is left, which has no arguments and is one of the allowed."""
    names = tuple(allowed)
    if not steps:
        raise Unresolved(f"{what}: {', '.join(names)}", "Write one of them after a full stop.")
    step = steps[0]
    if step.name not in names:
        raise unknown(step.name, names, what)
    if len(steps) > 1 or step.arguments:
        raise Unresolved(f"nothing can follow {step.name}")
    return step.name


def found(words: str, otherwise: str) -> str:
    """Return words where there are any; raises Unresolved, with what to say, where not."""
    if not words:
        raise Unresolved(otherwise)
    return words


def unknown(name: str, known: Iterable[str], what: str) -> Unresolved:
    """Return the error of a name that is not known: `what` it is none of, and the nearest."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    few = f"Allowed: {', '.join(names)}." if len(names) <= 16 else ""
    message = f"{what} {name!r}" if what.startswith(("there", "no ")) else f"{what} no {name!r}"
    return Unresolved(message, f"Did you mean {near[0]}?" if near else few)
