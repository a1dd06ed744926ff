"""The rows of a table as JSON, an object each.

It is what `tables.as_json` makes of a mapping for each row, made by columns, which takes less
time: a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from performance.downloads.tables import as_json, digits

# Every whole number below is the same as a float and as an integer, and written as an integer.
EXACT = 2**53


def objects(columns: Mapping[str, tuple[str, Sequence[Any]]]) -> str:
    """Return a list of an object for each row, on one line.

    `columns` are by their names the type of the cells (string, date or number) and the cells, all
    of one count. None, and NaN among numbers, is null. ValueError for a number without an end.
    """
    names = [as_json(name).replace("%", "%%") for name in columns]
    shape = "{" + ",".join([f"{name}:%s" for name in names]) + "}"
    texts = [_texts(kind, cells) for kind, cells in columns.values()]
    return "[" + ",".join([shape % row for row in zip(*texts, strict=True)]) + "]"


def _texts(kind: str, cells: Sequence[Any]) -> list[str]:
    if kind == "number":
        # NaN stands for no figure, and is not equal to itself.
        return ["null" if cell is None or cell != cell else _figure(cell) for cell in cells]
    if kind == "date":
        return ["null" if cell is None else f'"{cell.isoformat()}"' for cell in cells]
    known = {cell: as_json(cell) for cell in {*cells}}
    return [known[cell] for cell in cells]


@lru_cache(maxsize=16_384, typed=True)  # as for `digits`
def _figure(cell: float) -> str:
    text = digits(cell + 0.0)  # zero without a sign
    if text.endswith(".0") and -EXACT < cell < EXACT:
        return text[:-2]
    if text.endswith("inf"):
        raise ValueError(f"{text} is not JSON")
    return text
