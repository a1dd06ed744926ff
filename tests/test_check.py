"""Examining packages: all of them in one run, in the same order every time, without a traceback."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import validate
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import Builder, metric_descriptor, observation
from gates import AS_OF, CONTENT, codes, datasets, descriptor_of, gate, write
from performance.check import examine
from performance.settings import Settings


def test_good_packages_come_back_whole_and_in_order(package: Builder) -> None:
    """Packages are in the order of their folders, whatever order they were written in."""
    for name, department in (("z", "fire"), ("a", "public-works"), ("b", "fire")):
        folder = package(name=name, department=department, metric={})
    examined = gate(datasets(folder))
    assert examined.problems == []
    assert [p.name for p in examined.packages] == ["b", "z", "a"]


def test_progress_is_told_each_package(package: Builder) -> None:
    """It hears of every package once, good or bad, and of how many there are."""
    package(name="a", metric={})
    folder = package(name="b", kind="x")
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    examine([datasets(folder)], CONTENT, Settings(as_of=AS_OF), progress=tell)
    assert told == [(1, 2), (2, 2)]


def test_a_package_given_twice_is_examined_once(package: Builder) -> None:
    """Overlapping paths do not make names clash with themselves."""
    folder = package()
    paths = [datasets(folder), folder, folder / "datapackage.json"]
    examined = examine(paths, CONTENT, Settings(as_of=AS_OF))
    assert (len(examined.packages), examined.problems) == (1, [])


def test_no_path_is_no_package() -> None:
    """Nothing to examine is no problem of the data."""
    assert examine([], CONTENT, Settings(as_of=AS_OF)).packages == ()


def test_one_unsafe_file_does_not_hide_the_others(package: Builder) -> None:
    """A package with an unsafe file has its other files checked all the same."""
    folder = package("month,requests,on_time\n2025-01,x,1\n")
    facts = descriptor_of(folder)
    facts["resources"].append({"name": "secret", "path": "../secret.csv"})
    assert codes(write(folder, facts)) == {"unsafe-path", "cell-number"}


def test_the_same_files_give_the_same_problems(package: Builder) -> None:
    """Two runs differ in nothing."""
    folder = package("month,requests,on_time\n2025-1,x,1\n2025-01,,\n", kind="x", priority="y")
    assert gate(folder).problems == gate(folder).problems


@pytest.mark.parametrize("path", ["", "\0", "a" * 5000, "x/../..", "/dev/null"])
def test_odd_paths_are_problems(path: str, tmp_path: Path) -> None:
    """A path that no file can have is told like any other that leads nowhere."""
    found = codes(tmp_path / "nowhere" / path)
    assert found <= {"path-missing", "no-package"}
    assert found


@pytest.mark.parametrize("text", ["", " ", "null", "[]", "3", '"x"', "{}", '{"resources": 3}'])
@pytest.mark.parametrize("name", ["datapackage.json", "datapackage.yaml"])
def test_descriptors_that_say_nothing_are_problems(text: str, name: str, tmp_path: Path) -> None:
    """Whatever stands in its place, a descriptor without content is told."""
    (tmp_path / name).write_text(text)
    examined = gate(tmp_path)
    assert examined.packages == ()
    assert examined.problems


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every property and item below a value."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (*path, key)
        yield from paths_of(inner, (*path, key))


RICH = metric_descriptor(
    priority="customer-service",
    baseline={"period": "2025-01"},
    dimensions=[],
    breaks=[{"period": "2025-01", "note": "New."}],
    benchmarks=[
        {"title": "T", "value": 1, "source": {"title": "S", "path": "x"}, "comparability": "C"}
    ],
    actions=[{"date": "2025-01-01", "owner": "Commissioner", "text": "T"}],
    related=["requests-on-time"],
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "x", "month", "on_time", "2025-01", "9999-12", "..", "\ud800", "=1"]),
    st.text(max_size=5),
    st.recursive(
        st.none() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["name", "fields", "path", "type", "value", "period", "x"]), inner
            )
        ),
        max_leaves=6,
    ),
)


@settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_no_descriptor_breaks_the_check(package: Builder, data: st.DataObject) -> None:
    """Properties of a good descriptor replaced, removed or added at random give problems only."""
    folder = package(metric=RICH)
    facts = copy.deepcopy(descriptor_of(folder))
    for _ in range(data.draw(st.integers(1, 3))):
        every = list(paths_of(facts))
        if not every:
            break
        *above, last = data.draw(st.sampled_from(every))
        here: Any = facts
        for step in above:
            here = here[step]
        match data.draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                here[last] = data.draw(JUNK)
            case "remove":
                del here[last]
            case _ if isinstance(here, dict):
                here[data.draw(st.text(max_size=4))] = data.draw(JUNK)
            case _:
                here.append(data.draw(JUNK))
    (folder / "datapackage.json").write_text(json.dumps(facts))
    for problem in gate(folder).problems:
        problem.as_text().encode()
        problem.as_json().encode()
        problem.as_github().encode()


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(given_=b"\x01")
@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,-&*!?|>#%@ \n\tab1', max_size=60))
def test_no_bytes_of_a_descriptor_break_the_check(tmp_path: Path, given_: bytes | str) -> None:
    """Whatever bytes a descriptor holds, as JSON or YAML, the result is problems."""
    data = given_.encode() if isinstance(given_, str) else given_
    for name in ("datapackage.json", "datapackage.yaml"):
        folder = tmp_path / name.split(".")[1]
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        examined = gate(folder)
        assert examined.packages == ()
        assert examined.problems


CELLS = st.sampled_from(
    ["", "a", "b", "c", "1", "1.5", "-2", "2025-01", "2025-1", "NaN", "x y", " a", "true", "1e3"]
)
TYPES = st.sampled_from(["string", "integer", "number", "yearmonth", "boolean", "any"])
NUMERIC = ("integer", "number")
CONSTRAINTS = st.sampled_from(
    [{}, {"required": True}, {"unique": True}, {"minimum": "1"}, {"enum": ["1", "a"]},
     {"minLength": 2}, {"maxLength": 1}]
)  # fmt: skip


@settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    types=st.tuples(TYPES, TYPES),
    constraints=st.tuples(CONSTRAINTS, CONSTRAINTS),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=5),
    header=st.sampled_from(["p,q", "p,q", "p,q", "q,p", "p", "p,q,r", "p,p", "p,", "P,q"]),
    key=st.sampled_from([None, ["p"], ["p", "q"]]),
)
def test_what_frictionless_refuses_we_refuse(
    package: Builder, types: Any, constraints: Any, rows: Any, header: str, key: Any
) -> None:
    """Frictionless is the judge: no file that it finds wrong passes the gates."""
    # Frictionless breaks off at a limit that is no value of the column's type.
    fields = [
        {
            "name": name,
            "type": kind,
            "constraints": {} if "minimum" in limits and kind not in NUMERIC else dict(limits),
        }
        for name, kind, limits in zip("pq", types, constraints, strict=True)
    ]
    text = "\n".join([header, *(",".join(row) for row in rows), ""])
    folder = package(text, fields=fields, primary_key=key, metric={})
    facts = descriptor_of(folder)
    dialect = {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}
    facts["resources"][0]["dialect"] = dialect
    write(folder, facts)
    theirs = validate(str(folder / "datapackage.json"))
    if not theirs.valid:
        assert gate(folder).problems


@pytest.mark.parametrize("cell", ["Midtown ", "Midtown\u00a0", "Fire \u0096 Rescue"])
def test_data_as_found_may_hold_what_a_metrics_table_may_not(package: Builder, cell: str) -> None:
    """Spaces around a cell and traces of a wrong encoding part members, but only of metrics."""
    rows = [observation("2025-01", 90, 100, place=cell), observation("2025-02", 95, 100, place="x")]
    assert gate(package(rows, metric={})).problems == []
    found = gate(package(rows)).problems
    assert {problem.code for problem in found} <= {"cell-space", "control-character"}
    assert len(found) == 1
