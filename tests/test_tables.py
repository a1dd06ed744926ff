"""Tables in memory: columns, the arrays that Arrow gets of them, and the bytes they are kept in."""

import io
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frames import rows_of
from performance.downloads import arrays, coded
from performance.memory.tables import packed, unpacked
from performance.model import Frame, Record
from performance.model.table import altered

DAYS = [date(2024, 2, 29), date(1969, 12, 31)]


def frame(first: float = 1.5) -> Frame:
    """Return a table of two rows with a column of each kind."""
    return Frame(
        {
            "value": np.array([first, np.nan]),
            "period_start": np.array(DAYS, dtype="datetime64[D]"),
            "note": np.array(["Wörter", ""], dtype=object),
        }
    )


def test_rows_are_taken_by_flags_places_and_slices() -> None:
    """All columns stay beside each other, in their order."""
    made = frame()
    assert (len(made), "note" in made, "no" in made) == (2, True, False)
    assert made.at(np.isnan(made["value"]))["note"].tolist() == [""]
    assert made.at([1, 0])["period_start"].tolist() == DAYS[::-1]
    assert [*made.at(slice(0, 1)).columns] == ["value", "period_start", "note"]
    assert len(Frame({})) == 0


def test_tables_are_equal_by_their_cells() -> None:
    """No figure equals no figure; another cell, name, order or length does not."""
    made = frame()
    assert made.equals(frame())
    assert not made.equals(frame(2.5))
    assert not made.equals(made.at(slice(0, 1)))
    assert not made.equals(Frame(dict(reversed(made.columns.items()))))
    assert not made.equals(Frame({**made.columns, "note": np.array(["", ""], dtype=object)}))


def test_a_record_is_altered_without_its_tables() -> None:
    """They are loaded when somebody asks, of either record, and the first one is as it was."""
    asked: list[str] = []

    def load() -> Frame:
        asked.append("series")
        return frame()

    record = object.__new__(Record)
    vars(record).update(latest=None, covers=None, _series=load)
    other = altered(record, covers=(DAYS[1], DAYS[0]))
    assert (asked, record.covers, other.covers) == ([], None, (DAYS[1], DAYS[0]))
    assert other.latest is None
    assert other.series.equals(frame())
    assert record.series.equals(frame())
    assert set(asked) == {"series"}


def test_pandas_has_the_same_table() -> None:
    """Days are moments there, and texts of the type str."""
    table = frame().to_pandas()
    assert table["value"].tolist()[0] == 1.5
    assert table["value"].isna().tolist() == [False, True]
    assert [moment.date() for moment in table["period_start"]] == DAYS
    assert (table["note"].tolist(), str(table["note"].dtype)) == (["Wörter", ""], "str")


def test_a_table_comes_back_as_it_was_kept() -> None:
    """Of equal cells in the same bytes, whichever objects they are, and whole without a row."""
    made = frame()
    again = unpacked(packed(made))
    assert again.equals(made)
    assert [column.dtype for column in again.columns.values()] == [
        column.dtype for column in made.columns.values()
    ]
    other = Frame({**made.columns, "note": np.array(["".join("Wörter"), ""], dtype=object)})
    assert packed(other) == packed(made) == packed(again)
    nothing = made.at(slice(0, 0))
    assert unpacked(packed(nothing)).equals(nothing)


def test_rows_of_a_file_are_kept_as_if_it_had_no_others() -> None:
    """Neither the cells nor the numbers of other rows are left."""
    text = pd.DataFrame({"month": ["2025-01", "2025-02", "2025-01"]}, index=[2, 3, 4])
    kept = rows_of(text)().at(np.array([True, False, True]))
    assert kept.rows.tolist() == [2, 4]
    assert list(kept.columns["month"].distinct) == ["2025-01"]
    assert kept.columns["month"].text().tolist() == ["2025-01", "2025-01"]


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)))
def test_texts_are_those_that_arrow_makes_of_them(texts: list[str | None]) -> None:
    """Absent and empty ones apart, in any script."""
    made = arrays.texts(texts)
    made.validate(full=True)
    assert made.equals(pa.array(texts, type=pa.string()))


@given(st.lists(st.none() | st.floats(allow_nan=False)))
def test_figures_are_those_that_arrow_makes_of_them(figures: list[float | None]) -> None:
    """Bit by bit, infinities and a negative zero too."""
    values = np.array([np.nan if each is None else each for each in figures], dtype="float64")
    made = arrays.array(values, values == values, pa.float64())
    made.validate(full=True)
    assert made.equals(pa.array(figures, type=pa.float64()))
    signs = [None if each is None else np.signbit(each) for each in made.to_pylist()]
    assert signs == [None if each is None else np.signbit(each) for each in figures]


@pytest.mark.parametrize(
    ("kind", "numpy", "values"),
    [
        (pa.int64(), "int64", [2**62, -1, 0]),
        (pa.bool_(), "bool", [True, False, True] * 5),
        (pa.date32(), "datetime64[D]", [*DAYS, date(9999, 12, 31)]),
        (pa.timestamp("us"), "datetime64[us]", pd.to_datetime(["1901-02-03T04:05:06"]).tolist()),
    ],
)
def test_other_values_are_those_that_arrow_makes_of_them(
    kind: pa.DataType, numpy: str, values: list[Any]
) -> None:
    """Whole numbers, truth values, days before 1970, moments; some of them absent, or none."""
    column = np.array(values, dtype=numpy)
    for there in (np.ones(len(values), dtype=bool), np.arange(len(values)) % 2 == 1):
        made = arrays.array(column, there, kind)
        made.validate(full=True)
        known = zip(values, there.tolist(), strict=True)
        assert made.equals(pa.array([v if is_there else None for v, is_there in known], type=kind))
    assert len(arrays.array(column[:0], there[:0], kind)) == 0


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_coded_texts_are_those_that_arrow_makes_of_them(values: list[str | None]) -> None:
    """Of none, of some that are absent, and of each text however often it is there."""
    made = coded.texts(values)
    made.validate(full=True)
    assert made.type == coded.CODED
    assert made.equals(pa.array(values, type=pa.string()).dictionary_encode())


def test_coded_tables_are_written_as_if_they_were_not() -> None:
    """Readers get the same texts, types, words and bounds, of groups with other texts each."""
    plain = pa.schema(
        [
            pa.field("metric", pa.string(), metadata={"description": "Which it is."}),
            pa.field("period_start", pa.date32()),
            pa.field("value", pa.float64(), metadata={"description": "How much."}),
            pa.field("priority", pa.string()),
            pa.field("note", pa.string(), metadata={"description": "Whatever there is to say."}),
        ]
    )
    bounded = ["metric", "period_start", "value"]
    groups = [
        [["a", "a", "b"], [*DAYS, None], [1.5, None, -2.0], [None] * 3, [None, "Wörter", "a"]],
        [["c"], DAYS[:1], [0.25], ["parks"], ["x" * 100_000]],
        [[], [], [], [], []],
    ]
    known = [pa.table(columns, schema=plain) for columns in groups]
    schema = coded.schema_of(plain)
    made = [
        pa.table(
            [
                coded.texts(c) if f.type == coded.CODED else pa.array(c, f.type)
                for c, f in zip(columns, schema, strict=True)
            ],
            schema=schema,
        )
        for columns in groups
    ]
    kept = [coded.loads(coded.dumps(each)) for each in made]
    rows = coded.joined(kept)
    assert rows.column("metric").chunk(0).dictionary.to_pylist() == ["a", "b", "c"]
    assert rows.to_pylist() == pa.concat_tables(known).to_pylist()

    out, expected = io.BytesIO(), io.BytesIO()
    coded.write_parquet([coded.joined(kept[:1]), kept[1]], out, plain, bounded=bounded)
    with pq.ParquetWriter(expected, plain, compression="zstd", write_statistics=bounded) as writer:
        for table in known[:2]:
            writer.write_table(table)
    found, wanted = pq.ParquetFile(out), pq.ParquetFile(expected)
    assert found.schema_arrow.equals(wanted.schema_arrow, check_metadata=True)
    assert found.read().equals(pa.concat_tables(known))
    assert out.getvalue() == expected.getvalue()
