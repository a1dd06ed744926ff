"""A table in memory: its columns as arrays, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


class Frame(Struct, frozen=True, eq=False):
    """Columns of one length, by name in their order.

    Figures are float64, NaN where there is none; days are datetime64[D]; all else is text (object),
    empty where there is none. Arrays are shared between tables: nobody may change them. Pandas,
    which takes a quarter of a second to import, has the same columns by `to_pandas`.
    """

    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        for column in self.columns.values():
            return len(column)
        return 0

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column; KeyError where there is none of that name."""
        return self.columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def at(self, rows: Any) -> Frame:
        """Return some of the rows: flags, places or a slice, in their order."""
        return Frame({name: column[rows] for name, column in self.columns.items()})

    def rows(self, names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the cells of each row in some columns, as Python's own values."""
        return zip(*[self.columns[name].tolist() for name in names], strict=True)

    def equals(self, other: Frame) -> bool:
        """Whether another table has the same columns in the same order, and the same cells."""
        if [*self.columns] != [*other.columns] or len(self) != len(other):
            return False
        return all(
            np.array_equal(one, two, equal_nan=one.dtype == np.float64)
            for one, two in zip(self.columns.values(), other.columns.values(), strict=True)
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as pandas has it: days as datetime64, text as str."""
        import pandas as pd  # Imported late: see above.

        return pd.DataFrame(dict(self.columns)).astype(
            {name: "str" for name, column in self.columns.items() if column.dtype == object}
        )
