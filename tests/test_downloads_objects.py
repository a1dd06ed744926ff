"""Rows as JSON, made by columns: the same bytes as of a mapping for each row."""

from datetime import date
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.downloads.documents import number
from performance.downloads.objects import objects
from performance.downloads.tables import as_json

CELLS: dict[str, st.SearchStrategy[Any]] = {
    "string": st.none() | st.sampled_from(["", "met", 'a "b"\n', "100 %s", "é\u2028"]) | st.text(),
    "date": st.none() | st.dates(),
    "number": st.none() | st.floats(allow_infinity=False) | st.integers(-(10**6), 10**6).map(float),
}
COLUMN = st.sampled_from(sorted(CELLS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(CELLS[kind], min_size=3, max_size=3))
)


def by_rows(columns: dict[str, tuple[str, list[Any]]]) -> str:
    """Return the rows as the encoder makes them of mappings."""
    cells = [
        [number(cell) for cell in cells] if kind == "number" else cells
        for kind, cells in columns.values()
    ]
    return as_json([dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)])


@given(st.dictionaries(st.text(), COLUMN, min_size=1))
def test_agrees_with_the_encoder(columns: dict[str, tuple[str, list[Any]]]) -> None:
    """Whatever names and cells are, they are written as by rows."""
    assert objects(columns) == by_rows(columns)


def test_numbers_to_the_digit() -> None:
    """Whole numbers have no decimals up to 2^53, zero has no sign, and NaN is no figure."""
    cells = [0.1 + 0.2, 12.0, -0.0, 2.0**53 - 1, 2.0**53, -(2.0**53), 1e16, 5e-324, nan, None]
    rows = objects({"n": ("number", cells)})
    assert rows == (
        '[{"n":0.30000000000000004},{"n":12},{"n":0},{"n":9007199254740991},'
        '{"n":9007199254740992.0},{"n":-9007199254740992.0},{"n":1e+16},{"n":5e-324},'
        '{"n":null},{"n":null}]'
    )
    assert rows == by_rows({"n": ("number", cells)})


def test_days_and_texts() -> None:
    """A day is ISO, a text is escaped, and a percent sign is no place to fill."""
    rows = objects({"100 %s": ("date", [date(2026, 9, 1)]), "note": ("string", ['%d "x"'])})
    assert rows == '[{"100 %s":"2026-09-01","note":"%d \\"x\\""}]'


@pytest.mark.parametrize("cell", [inf, -inf])
def test_no_number_without_an_end(cell: float) -> None:
    """JSON has none."""
    with pytest.raises(ValueError, match="not JSON"):
        objects({"n": ("number", [cell])})


def test_no_rows() -> None:
    """A table without rows is an empty list."""
    assert objects({"n": ("number", [])}) == "[]"
