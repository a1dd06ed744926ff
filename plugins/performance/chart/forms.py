"""The forms of a chart, without the library that builds them: a build may know all of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

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

# Returns the specification of a form by its key: what `make` returns, of now or of an earlier time.
Recall = Callable[[str, Callable[[], str]], str]


@dataclass(frozen=True, slots=True)
class Form:
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


class Forms:
    """The specifications of forms by their keys, each built when it is first asked for.

    `recall` may know those of an earlier time: where it does, the library is not even loaded.
    """

    def __init__(self, recall: Recall | None = None) -> None:
        self._recall = recall
        self._texts: dict[str, str] = {}
        self._read: dict[str, dict[str, Any]] = {}

    def text(self, key: str) -> str:
        """Return the Vega-Lite specification of a form as JSON, valid but without data."""
        if key not in self._texts:
            make = partial(_built, key)
            self._texts[key] = self._recall(key, make) if self._recall is not None else make()
        return self._texts[key]

    def read(self, key: str) -> dict[str, Any]:
        """Return the same as a value, which nobody may change."""
        if key not in self._read:
            self._read[key] = json.loads(self.text(key))
        return self._read[key]


def _built(key: str) -> str:
    from performance.chart.specification import specification

    return specification(key)


# Those that this process builds.
BUILT = Forms()
