"""The form of a chart: what it is made of, and the names of what is filled in for each metric."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

AXIS = ("x_from", "x_to", "y_low", "y_high")
LISTS = ("x_ticks", "x_labels", "y_ticks", "y_labels")
SECOND_AXIS = ("v_ticks", "v_labels")
ROW, COLUMN = 54, 18  # pixels between small panels: their names and labels of time stand there
# The marks a form may have, from back to front, and the table that each reads.
TABLES = {
    "volume": "values",
    "band": "steps",
    "bars": "values",
    "benchmark": "benchmarks",
    "break": "breaks",
    "target": "steps",
    "line": "values",
    "points": "points",
    "notes": "notes",
}


class Form(Struct, frozen=True):
    """What a chart is made of: its marks, from back to front, and its columns of small panels.

    `marks` are keys of `TABLES`. `columns` is 0 for a single picture.
    """

    marks: tuple[str, ...]
    columns: int = 0

    @property
    def key(self) -> str:
        """The form in one word, to tell forms apart."""
        return f"{'+'.join(self.marks)}/{self.columns}"


def form_of(marks: Sequence[str], columns: int = 0) -> Form:
    """Return the form of the given marks, put in the order in which they are drawn."""
    return Form(tuple(name for name in TABLES if name in marks), columns)
