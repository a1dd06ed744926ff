"""What the catalogue says of one kind of problem."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """Whether something is certainly wrong, or is a question that a row's note can answer."""

    FAULT = "fault"
    QUESTION = "question"


class Entry(Struct, frozen=True):
    """One kind of problem: its code, the gate that finds it, and its page's words."""

    code: str
    gate: str
    title: str
    why: str
    mend: str
    kind: Kind = Kind.FAULT
