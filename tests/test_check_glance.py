"""What is accepted at a glance is accepted by frictionless too, and everything else as before.

The same is done thousands of times by tests/benchmarks/check.py --broken.
"""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement import KINDS, broken, glance
from breakage import as_csv, descriptor, table
from performance import load
from performance.model import Dialect, Field
from performance.validate import plain, quick, schema, standard

FOLDER = Path("datasets") / "public-works" / "requests"
MANY = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What the cells of a plain file are made of, and what parts them.
SIGNS = ["a", "1", " ", ",", ";", "\n", "\r\n", "\r", '"', '""', "\n\n", "é", "#"]


def test_the_good_package_is_accepted(tmp_path: Path) -> None:
    """What the other tests break is accepted where it is whole, and at a glance."""
    given_ = (json.dumps(descriptor()).encode(), as_csv(table()))
    assert glance(tmp_path / FOLDER, given_) == "accepted"
    assert plain.accepts(descriptor())


@MANY
@given(broken)
def test_a_glance_and_the_slow_way_agree(tmp_path: Path, given_: tuple[bytes, bytes]) -> None:
    """Problems are the same to the letter; what is accepted frictionless accepts too."""
    assert glance(tmp_path / FOLDER, given_) in ("accepted", "problems")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_cell_that_needs_no_judge_has_none_against_it(kind: str) -> None:
    """For every type, with every property, frictionless takes each cell that is accepted."""
    properties, cells = KINDS[kind]
    for each in properties:
        raw = {"name": "x", "type": kind, **each}
        (field,) = load.fields({"schema": {"fields": [raw]}})
        accepts = quick.accepts(field)
        read = standard.field_reader(raw, field.missing_values)
        for cell in ["", *cells] if accepts else ():
            assert not accepts(cell) or not read(cell)[1], (raw, cell)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", "120"),
        ("integer", "-3"),
        ("number", "0.25"),
        ("yearmonth", "2025-01"),
        ("year", "2025"),
        ("date", "2024-02-29"),
        ("string", "Zone 3"),
        ("string", ""),
    ],
)
def test_ordinary_cells_need_no_judge(kind: str, cell: str) -> None:
    """The cells of most tables are accepted at a glance."""
    accepts = quick.accepts(Field("x", kind))
    assert accepts
    assert accepts(cell)


@MANY
@given(st.lists(st.sampled_from(SIGNS), max_size=30), st.sampled_from([",", ";"]))
def test_arrow_and_the_csv_module_see_the_same_cells(signs: list[str], delimiter: str) -> None:
    """Where Arrow reads a file, its rows are the sheet's; blank lines are not passed over."""
    text, names = f"a{delimiter}b\n" + "".join(signs), ["a", "b"]
    dialect = Dialect(delimiter)
    by_arrow = load.plain_grid(text, dialect, names, large=0)
    by_csv = load.plain_grid(text, dialect, names)
    assert (by_arrow is None) == (by_csv is None)
    if by_arrow is not None:
        whole = load.grid_of(load.sheet(text, dialect))
        for grid in (by_arrow, by_csv):
            assert grid is not None
            assert grid.rows.tolist() == whole.rows.tolist()
            for name in names:
                cells, theirs = grid.columns[name], whole.columns[name]
                assert cells.text().tolist() == theirs.text().tolist()


@MANY
@given(broken)
def test_the_compiled_schema_accepts_no_more(given_: tuple[bytes, bytes]) -> None:
    """A descriptor that the compiled validator takes has no fault by `jsonschema`."""
    facts, _ = load.parse(given_[0].decode("utf-8", "replace"), "x", is_yaml=False)
    assert schema.faults(facts) == schema.faults(facts, thorough=True)


@pytest.mark.parametrize(
    ("field", "cells", "surely"),
    [
        (Field("x", constraints={"pattern": "[0-9]{4}-Q[1-4]"}), ["2025-Q1", " a", "=b"], True),
        (Field("x", missing_values=("", "n/a")), ["2025-Q1", "n/a"], False),
        (Field("x", "integer", constraints={"enum": [1, 2]}), ["1", "2"], True),
        (Field("x", "integer"), ["1", "01"], False),
        (Field("x", "integer"), ["0", "-0"], False),
        (Field("x", "number"), ["1", "2"], False),
        (Field("x", "date", constraints={"minimum": "2020-01-01"}), ["2025-01-31"], True),
        (Field("x", "date"), ["2025-01-31", "2025-02-31"], False),
        (Field("x", "date", format="any"), ["2025-01-31"], False),
        (Field("x", "duration"), ["P1Y", "P12M"], False),
    ],
)
def test_which_cells_surely_have_values_of_their_own(
    field: Field, cells: list[str], surely: bool
) -> None:
    """Texts do, and plain spellings of a type; what values are allowed has no part in it."""
    assert quick.is_distinct(field, cells) is surely
