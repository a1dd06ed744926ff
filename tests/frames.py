"""Tables of tests, written down as pandas has them, as the product holds them."""

from typing import Any

import numpy as np
import pandas as pd

from performance.model import Frame, Grid, Rows
from performance.model.cells import cells_of


def frame_of(table: pd.DataFrame) -> Frame:
    """Return the columns of a table: figures, days, and texts, which are empty where absent."""
    return Frame({str(name): _array(table[name]) for name in table.columns})


def rows_of(text: pd.DataFrame) -> Rows:
    """Return the rows of a table of text; its index numbers them as a spreadsheet does."""
    cells = {str(name): cells_of(text[name].tolist()) for name in text.columns}
    grid = Grid(cells, text.index.to_numpy("int64"))
    return Rows(lambda: grid, grid)


def _array(column: "pd.Series[Any]") -> Any:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.to_numpy().astype("datetime64[D]")
    if pd.api.types.is_numeric_dtype(column):
        return column.to_numpy("float64")
    return np.array(column.fillna("").tolist(), dtype=object)
