"""Loading: what stands in a package's files is what the site computes with, and nothing else."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from frictionless import Schema
from frictionless.resources import TableResource

from agreement import same_value
from conftest import Builder, metric_descriptor
from gates import FIELDS, descriptor_of, gate, write
from performance import load
from performance.load.position import lines
from performance.model import (
    Action,
    Aggregation,
    Benchmark,
    Break,
    Contributor,
    Direction,
    Field,
    Kind,
    Link,
    Measure,
    Metric,
    Package,
    Rows,
    Stage,
    Target,
    Unit,
    dialect_of,
)
from performance.period import Frequency, month, year_
from performance.settings import Settings


def read(folder: Path, **settings: Any) -> Package:
    """Return the one package of a folder, which has no problem."""
    examined = gate(folder, **settings)
    assert examined.problems == []
    (package,) = examined.packages
    return package


# One column of every type: its properties and cells. Every column has an empty cell.
COLUMNS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "string": ({}, ["plain", 'a "quoted", one', "two\nlines", "–é✓", "", "NA"]),
    "integer": ({}, ["0", "-7", "007", "+5", "", "9223372036854775807"]),
    "number": ({}, ["0", "-1.25", ".5", "1e-7", "", "123456789.123456789"]),
    "boolean": ({}, ["true", "FALSE", "1", "0", "", "True"]),
    "date": ({}, ["2025-01-31", "2024-02-29", "0001-01-01", "9999-12-31", "", "1969-12-31"]),
    "datetime": (
        {},
        ["2025-01-01T10:00:00", "2025-01-01T10:00:00Z", "2025-07-01T10:00:00+02:00",
         "2025-01-01T10:00:00.123456", "", "1890-01-01T00:00:00"],
    ),
    "year": ({}, ["2025", "1000", "9999", "0001", "", "2024"]),
    "yearmonth": ({}, ["2025-01", "1000-12", "9999-12", "2024-02", "", "2025-01"]),
    "any": ({}, ["x", "1", "-", "true", "", "x"]),
    "array": ({}, ["[1, 2]", "[]", '["a"]', "[null]", "", "[1]"]),
    "object": ({}, ['{"a": 1}', "{}", '{"b": [1]}', '{"c": null}', "", "{}"]),
    "geojson": ({}, ['{"type": "Point", "coordinates": [1, 2]}'] * 4 + ["", "{}"][:1] + [
        '{"type": "Point", "coordinates": [3, 4]}']),
    "geopoint": ({}, ["1,2", "-180,90", "0,0", "1.5,2.5", "", "1,2"]),
    "duration": ({}, ["P1Y", "PT5M", "P1DT2H", "P3W", "", "P1M"]),
    "time": ({}, ["10:00:00", "00:00:00", "23:59:59", "10:00:00Z", "", "01:02:03"]),
    "list": ({}, ["a,b", "a", "x,y,z", "1,2", "", "b,a"]),
}  # fmt: skip
DRESSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "integer": ({"bareNumber": False}, ["$5", "7%", "12", "EUR 3", "", "-4 km"]),
    "number": (
        {"groupChar": ".", "decimalChar": ",", "bareNumber": False},
        ["1.234,5", "€ 5", "0,5", "1.000.000", "", "-1,5 %"],
    ),
    "boolean": (
        {"trueValues": ["yes"], "falseValues": ["no"]}, ["yes", "no", "yes", "yes", "", "no"],
    ),
    "date": ({"format": "%d.%m.%Y"}, ["31.01.2025", "1.2.2025", "29.02.2024", "1.1.1900", "",
                                      "2.2.2022"]),
    "datetime": ({"format": "any"}, ["2025-01-01 10:00", "1 Feb 2025", "2025-03-03T01:01:01Z",
                                     "2025-01-01", "", "2020-02-02"]),
    "string": ({"missingValues": ["", "-", "NA"]}, ["a", "-", "NA", "b", "", "c"]),
}  # fmt: skip


def both(kind: str, columns: dict[str, tuple[dict[str, Any], list[str]]], ending: str) -> Any:
    """Return a column's values as frictionless reads a whole file of it, and as we do."""
    properties, cells = columns[kind]
    fields = [{"name": "key", "type": "string"}, {"name": "x", "type": kind, **properties}]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    rows = [f"k{place},{cell}" for place, cell in enumerate(quoted)]
    text = ending.join(["key,x", *rows, ""])
    schema = Schema.from_descriptor({"fields": fields})
    resource = TableResource(
        data=text.encode(), format="csv", encoding="utf-8", scheme="buffer", schema=schema
    )
    theirs = [row["x"] for row in resource.read_rows()]
    sheet = load.sheet(text, dialect_of({"path": "x.csv"}))
    ours = load.resource(
        {"name": "x", "path": "x.csv", "schema": {"fields": fields}},
        text.encode(),
        Rows(lambda: load.grid_of(sheet)),
    )
    assert ours.table is not None
    assert ours.text is not None
    return theirs, ours.table["x"], ours.text["x"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("kind", "columns"),
    [(kind, COLUMNS) for kind in COLUMNS] + [(kind, DRESSED) for kind in DRESSED],
    ids=lambda each: each if isinstance(each, str) else str(len(each)),
)
def test_frictionless_and_we_see_the_same_values(
    kind: str, columns: dict[str, Any], ending: str
) -> None:
    """For every type of the standard each cell has the value that frictionless gives it."""
    theirs, ours, text = both(kind, columns, ending)
    assert str(ours.dtype) == load.DTYPES[kind]
    assert len(theirs) == len(ours) == 6
    for value, own, cell in zip(theirs, ours, text, strict=True):
        same_value(kind, own, value, cell=cell)


def test_every_type_of_the_standard_is_read() -> None:
    """No type is left out of the comparison with frictionless."""
    assert set(COLUMNS) == set(load.DTYPES)


def test_dates_reach_parquet_as_dates() -> None:
    """The first and last day of the calendar, and none, survive the way to a Parquet date."""
    _, ours, _ = both("date", COLUMNS, "\n")
    array = pa.array(ours, type=pa.date32(), from_pandas=True)
    assert array.to_pylist() == [
        date(2025, 1, 31), date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31), None,
        date(1969, 12, 31),
    ]  # fmt: skip


def test_a_package_is_read_whole(package: Builder) -> None:
    """Every fact of a descriptor and its table is in the package."""
    folder = package(descriptor={"description": "About.", "homepage": "https://x.example"})
    read_ = read(folder)
    assert read_.name == "service-requests"
    assert read_.title == "Service requests"
    assert read_.description == "About."
    assert read_.version == "2025.1.0"
    assert read_.created == "2025-03-01T00:00:00Z"
    assert read_.department == "public-works"
    assert read_.folder == folder
    assert read_.file == str(folder / "datapackage.json")
    assert read_.licenses == (Link("Creative Commons Attribution 4.0", None, "CC-BY-4.0"),)
    assert read_.sources == (Link("Work-order system"),)
    assert read_.contributors == (Contributor("Department of Public Works", ("publisher",)),)
    resource = read_.resource("observations")
    data = (folder / "observations.csv").read_bytes()
    assert resource.data == data
    assert resource.sha256 == hashlib.sha256(data).hexdigest()
    assert [(f.name, f.type) for f in resource.fields] == [(f["name"], f["type"]) for f in FIELDS]
    assert resource.text is not None
    assert resource.table is not None
    assert resource.text.to_dict("list") == {
        "month": ["2025-01", "2025-02"], "requests": ["100", "100"], "on_time": ["90", "95"],
    }  # fmt: skip
    assert list(resource.text.index) == list(resource.table.index) == [2, 3]
    assert resource.table["requests"].sum() == 200


def test_a_metric_is_read_whole(package: Builder) -> None:
    """Every property of a metric's description is in the metric."""
    source = {"title": "Report", "path": "https://x.example", "name": "R"}
    folder = package(
        "year,value,n,zone,state,remark\n2024,5,2,All,final,\n",
        metric=metric_descriptor(
            name="wait", title="Wait", description="D", why="W", method="M", limitations="L",
            group="G", priority="customer-service", kind="efficiency", stage="pilot",
            period={"field": "year", "frequency": "A", "lag": 90, "year": "fiscal"},
            measure={"value": "value", "aggregation": "mean", "weight": "n", "volume": "n"},
            unit={"name": "minutes", "symbol": "min", "decimals": 1},
            direction="range",
            targets=[{"from": "2024", "low": 1, "high": 9, "near": 0.5, "reason": "R",
                      "basis": "fiscal-year", "prorate": True}],
            baseline={"period": "2023"}, dimensions=["zone"], total="All", obs_status="state",
            note="remark", breaks=[{"period": "2022", "note": "B"}],
            benchmarks=[{"title": "T", "value": 4, "source": source, "comparability": "C"}],
            actions=[{"date": "2025-01-31", "owner": "Commissioner", "text": "A"}],
            related=["wait"], featured=True, borrowed_from=source,
        ),
        fields=[{"name": "year", "type": "year"}, {"name": "value", "type": "number"},
                {"name": "n", "type": "integer"}, {"name": "zone"}, {"name": "state"},
                {"name": "remark"}],
    )  # fmt: skip
    (metric,) = read(folder, fiscal_year_start=7).metrics
    link = Link("Report", "https://x.example", "R")
    assert metric == Metric(
        name="wait", title="Wait", resource="observations", period_field="year",
        frequency=Frequency.YEAR, lag=90,
        measure=Measure(Aggregation.MEAN, value="value", weight="n", volume="n"),
        unit=Unit("minutes", "min", 1), direction=Direction.RANGE, kind=Kind.EFFICIENCY,
        stage=Stage.PILOT, description="D", why="W", method="M", limitations="L",
        priority="customer-service", group="G", year_start=7,
        targets=(Target(year_(2024, 7), 0.5, None, 1, 9, "R", "fiscal-year", True),),
        baseline=year_(2023, 7), dimensions=("zone",), total="All", obs_status_field="state",
        note_field="remark", breaks=(Break(year_(2022, 7), "B"),),
        benchmarks=(Benchmark("T", 4, link, "C"),),
        actions=(Action(date(2025, 1, 31), "Commissioner", "A"),), related=("wait",),
        featured=True, borrowed_from=link,
    )  # fmt: skip


def test_a_value_to_date_keeps_its_year(package: Builder) -> None:
    """A running value says since when it counts."""
    running = {"value": "on_time", "aggregation": "none", "cumulative": "fiscal-year"}
    (metric,) = read(package(measure=running)).metrics
    assert metric.measure == Measure(Aggregation.NONE, value="on_time", cumulative="fiscal-year")


def test_a_metric_has_sensible_defaults(package: Builder) -> None:
    """What a description leaves out is as the design says."""
    (metric,) = read(package(stage=None)).metrics
    assert metric.stage is Stage.LIVE
    assert metric.measure == Measure(Aggregation.RATIO, "on_time", "requests", 100)
    assert metric.targets[0].start == month(2025, 1)
    assert (metric.year_start, metric.baseline, metric.total) == (1, None, None)
    assert (metric.obs_status_field, metric.note_field) == ("obs_status", "note")


def test_a_package_of_the_first_standard_is_read(tmp_path: Path) -> None:
    """A package found in the wild, without a schema address, name or metrics, is a package."""
    folder = tmp_path / "Old Data (2016)"
    folder.mkdir()
    (folder / "a.csv").write_text("a;b\n1;x\n")
    (folder / "b.json").write_text("{}")
    facts = {
        "profile": "tabular-data-package",
        "license": "ODC-PDDL-1.0",
        "sources": [{"name": "Bureau", "web": "https://bureau.example"}],
        "author": "Somebody",
        "views": [{"type": "graph"}],
        "resources": [
            {"name": "a", "path": "a.csv", "format": "csv", "bytes": 8,
             "hash": hashlib.md5(b"a;b\n1;x\n").hexdigest(),
             "dialect": {"csv": {"delimiter": ";"}},
             "schema": {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}],
                        "primaryKey": "a"}},
            {"name": "b", "path": "b.json"},
        ],
    }  # fmt: skip
    read_ = read(write(folder, facts))
    assert read_.name == "old-data-2016"
    assert read_.title == "old-data-2016"
    assert read_.licenses == (Link("ODC-PDDL-1.0", None, "ODC-PDDL-1.0"),)
    assert read_.sources == (Link("Bureau", "https://bureau.example", "Bureau"),)
    assert read_.department is None
    table = read_.resource("a").table
    assert table is not None
    assert table["a"].tolist() == [1]
    assert read_.resource("a").primary_key == ("a",)
    assert read_.resource("b").text is None


def test_a_table_without_a_schema_is_text(package: Builder) -> None:
    """Nothing is guessed: 007 stays 007."""
    folder = package("code,x\n007,1.50\n", metric={})
    facts = descriptor_of(folder)
    del facts["resources"][0]["schema"]
    resource = read(write(folder, facts)).resource("observations")
    assert resource.fields == (
        Field("code", raw={"name": "code"}),
        Field("x", raw={"name": "x"}),
    )
    assert resource.table is not None
    assert resource.table.to_dict("list") == {"code": ["007"], "x": ["1.50"]}


@pytest.mark.parametrize(
    ("dialect", "text", "rows"),
    [
        ({"header": False}, "1,x\n2,y\n", {"a": [1, 2], "b": ["x", "y"]}),
        ({"headerRows": [2]}, "Title,\na,b\n1,x\n", {"a": [1], "b": ["x"]}),
        ({"commentChar": "#"}, "a,b\n#no\n1,x\n", {"a": [1], "b": ["x"]}),
        ({"commentRows": [2]}, "a,b\nno\n1,x\n", {"a": [1], "b": ["x"]}),
        ({"commentChar": "#"}, "# Units: none\na,b\n1,x\n", {"a": [1], "b": ["x"]}),
        ({"commentRows": [1]}, "Title,\na,b\n1,x\n", {"a": [1], "b": ["x"]}),
        ({"skipBlankRows": True}, "a,b\n\n1,x\n\n", {"a": [1], "b": ["x"]}),
        ({"skipBlankRows": True}, "\na,b\n1,x\n", {"a": [1], "b": ["x"]}),
        ({"skipInitialSpace": True}, "a, b\n1, x\n", {"a": [1], "b": ["x"]}),
        ({"delimiter": "\t"}, "a\tb\n1\tx,y\n", {"a": [1], "b": ["x,y"]}),
        ({"quoteChar": "'"}, "a,b\n1,'x,y'\n", {"a": [1], "b": ["x,y"]}),
        (
            {"doubleQuote": False, "escapeChar": "\\"},
            'a,b\n1,"x\\"y"\n',
            {"a": [1], "b": ['x"y']},
        ),
    ],
)
def test_dialects_are_followed(
    dialect: dict[str, Any], text: str, rows: dict[str, Any], package: Builder
) -> None:
    """A file that is written in another way has the same rows."""
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
    folder = package(text, fields=fields, metric={})
    facts = descriptor_of(folder)
    facts["resources"][0]["dialect"] = dialect
    table = read(write(folder, facts)).resource("observations").table
    assert table is not None
    assert table.to_dict("list") == rows


def test_rows_keep_their_numbers_under_a_dialect(package: Builder) -> None:
    """Left-out rows count in a spreadsheet all the same."""
    folder = package("a\n\n#x\n1\n", fields=[{"name": "a", "type": "integer"}], metric={})
    facts = descriptor_of(folder)
    facts["resources"][0]["dialect"] = {"commentChar": "#", "skipBlankRows": True}
    text = read(write(folder, facts)).resource("observations").text
    assert text is not None
    assert list(text.index) == [4]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".tab"])
def test_tables_are_known_by_their_ending(ending: str, package: Builder) -> None:
    """Files of tabs need no dialect."""
    sign = "," if ending == ".csv" else "\t"
    folder = package()
    (folder / f"t{ending}").write_text(f"a{sign}b\n1{sign}2\n")
    facts = descriptor_of(folder)
    facts["resources"].append({"name": "t", "path": f"t{ending}"})
    text = read(write(folder, facts)).resource("t").text
    assert text is not None
    assert list(text.columns) == ["a", "b"]


def test_packages_are_found_at_any_depth_in_order(package: Builder) -> None:
    """Packages below others' folders are found, hidden folders are not, each once."""
    first = package(name="b", metric={})
    datasets = first.parent.parent
    inner = package(name="b/data/inner", metric={})
    package(name=".git", metric={})
    found = load.find([datasets, first, first / "datapackage.json"])
    assert [place.folder for place in found.places] == [first, inner]
    assert found.problems == []


def test_paths_are_shown_as_a_person_would_open_them(
    package: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the current folder a path is relative, elsewhere as it was given."""
    folder = package(kind="x")
    datasets = folder.parent.parent
    (elsewhere,) = gate(datasets).problems
    assert elsewhere.file == str(folder / "datapackage.json")
    monkeypatch.chdir(datasets.parent)
    for path in (datasets, Path("datasets"), Path("datasets/../datasets")):
        (here,) = gate(path).problems
        assert here.file == "datasets/public-works/service-requests/datapackage.json"


def test_lines_of_properties_are_those_of_the_text() -> None:
    """A property's line is where its name stands, an item's where it begins."""
    text = '{\n "a": "x\\n{",\n "b": [\n  1,\n  {"c": [],\n   "d": {}}],\n "e": {"f": null}\n}'
    assert lines(text) == {
        ("a",): 2, ("b",): 3, ("b", 0): 4, ("b", 1): 5, ("b", 1, "c"): 5, ("b", 1, "d"): 6,
        ("e",): 7, ("e", "f"): 7,
    }  # fmt: skip
    assert json.loads(text)["b"][1]["d"] == {}


def test_a_resource_is_found_by_its_name(package: Builder) -> None:
    """A name that is not there is a KeyError."""
    read_ = read(package())
    with pytest.raises(KeyError):
        read_.resource("other")


def test_reading_needs_settings_only_for_fiscal_years(package: Builder) -> None:
    """A yearly metric of calendar years begins in January whatever the settings say."""
    fields = [{"name": "year", "type": "year"}, {"name": "value", "type": "number"}]
    period = {"field": "year", "frequency": "A", "lag": 1}
    folder = package(
        "year,value\n2024,1\n", fields=fields, period=period, targets=None,
        measure={"value": "value", "aggregation": "sum"}, unit={"name": "requests"},
    )  # fmt: skip
    assert read(folder, fiscal_year_start=7).metrics[0].year_start == 1
    assert Settings().fiscal_year_start == 7


def test_tables_that_were_let_go_are_made_again(package: Builder) -> None:
    """What somebody still holds stays; who asks anew gets the same, of rows that are read again."""
    folder = package("month,requests,on_time\n2025-01,100,90\n2025-02,100,95\n")
    read_ = read(folder)
    resource = read_.resource("observations")
    text, table = resource.text, resource.table
    assert resource.text is text
    read_.let_go()
    assert resource.is_table
    again, typed = resource.text, resource.table
    assert again is not text
    pd.testing.assert_frame_equal(again, text)
    pd.testing.assert_frame_equal(typed, table)


def test_what_a_table_shows_is_known_without_making_it(package: Builder) -> None:
    """Names of columns, number of rows and the first rows, as the file writes them."""
    folder = package('code,x\n007,"1,50"\n008, y \n009,\n', metric={})
    facts = descriptor_of(folder)
    del facts["resources"][0]["schema"]
    resource = read(write(folder, facts)).resource("observations")
    header, first = ("code", "x"), (("007", "1,50"), ("008", " y "))
    assert (resource.columns, resource.height, resource.top(2)) == (header, 3, first)
    assert resource.top(9) == (*first, ("009", ""))
    map_ = replace(resource, rows=None)
    assert (map_.columns, map_.height, map_.top(2)) == ((), 0, ())
