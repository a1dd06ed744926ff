"""The cells of a table as the file writes them, each distinct one of a column once.

Columns repeat their values: what is asked of every cell is asked of the distinct ones alone, and
spread over the rows by numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


class Cells(Struct, frozen=True):
    """The cells of a column: the `distinct` ones, and for each row the place of its own there."""

    distinct: Sequence[str]
    codes: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, keep: Any) -> Cells:
        """Return the cells that a mask, or a list of places, keeps; the latter in its order."""
        return Cells(self.distinct, self.codes[keep])

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """Return the rows whose cell something holds of; it is asked of distinct cells alone."""
        held: Mask = np.fromiter(map(holds, self.distinct), bool, len(self.distinct))
        return held[self.codes] if held.any() else np.zeros(len(self.codes), dtype=bool)

    def text(self) -> NDArray[np.object_]:
        """Return the cells of all rows as texts."""
        distinct: NDArray[np.object_] = np.empty(len(self.distinct), dtype=object)
        distinct[:] = self.distinct
        return distinct[self.codes]


class Values(Struct, frozen=True):
    """What the cells of a column say as its type reads them.

    `distinct` are the values of the distinct cells, none where one says nothing or is not of the
    type; two cells may say the same. `codes` are as in `Cells`.
    """

    distinct: Sequence[Any]
    codes: NDArray[np.int32]


class Grid(Struct, frozen=True):
    """The rows of a table that are whole: as many cells as the header has, and not all empty.

    `columns` are by name in the order of the file, `rows` the rows' numbers as a spreadsheet shows
    them.
    """

    columns: Mapping[str, Cells]
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def texts(self, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Yield the cells of each row in some columns."""
        return zip(*[self.columns[name].text().tolist() for name in names], strict=True)

    def at(self, keep: Mask) -> Grid:
        """Return the rows that a mask keeps, as if the file had no others."""
        # Cells of the other rows are no cells of these: a period of theirs is none of the table.
        kept = {name: cells_of(c.at(keep).text().tolist()) for name, c in self.columns.items()}
        return Grid(kept, self.rows[keep])


def cells_of(texts: Sequence[str]) -> Cells:
    """Return the cells of a column, of the texts of its rows."""
    distinct = list(dict.fromkeys(texts))
    places = {text: place for place, text in enumerate(distinct)}
    return Cells(distinct, np.fromiter(map(places.__getitem__, texts), np.int32, len(texts)))
