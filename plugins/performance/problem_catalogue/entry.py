"""What the catalogue says of one kind of problem."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whether something is certainly wrong, or is a question that a row's note can answer."""

    FAULT = "fault"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of problem: its code, the gate that finds it, and its page's words."""

    code: str
    gate: str
    title: str
    why: str
    mend: str
    kind: Kind = Kind.FAULT
