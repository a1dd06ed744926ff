"""The second gate: a descriptor is right in itself, with the content and with the whole site."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Builder, metric_descriptor
from gates import (
    Case,
    changed,
    codes,
    datasets,
    descriptor_of,
    gate,
    is_judged,
    problems,
    with_metric,
    with_resource,
    with_rows,
    write,
)
from performance.load import DTYPES
from performance.validate import schema

VALUE = {"value": "on_time", "aggregation": "none"}
PARTS = (
    "month,zone,requests,on_time\n2025-01,North,10,9\n2025-01,South,20,18\n2025-01,Citywide,30,27\n"
)
PART_FIELDS = [
    {"name": "month", "type": "yearmonth"},
    {"name": "zone", "type": "string"},
    {"name": "requests", "type": "integer"},
    {"name": "on_time", "type": "integer"},
]


def descriptor_text(text: str, name: str = "datapackage.json") -> Case:
    """A package whose descriptor has this text."""

    def case(package: Builder) -> Path:
        folder = package()
        (folder / "datapackage.json").unlink()
        (folder / name).write_text(text, encoding="utf-8")
        return folder

    return case


def same_metric_twice(package: Builder) -> Path:
    """Two packages with a metric of the same name."""
    package(name="one")
    return datasets(package(name="two"))


def field(place: int, **properties: Any) -> Case:
    """The builder's package with properties laid over a column."""
    return changed(
        lambda facts: facts["resources"][0]["schema"]["fields"][place].update(properties)
    )


def schema_property(**properties: Any) -> Case:
    """The builder's package with properties laid over its table's schema."""
    return changed(lambda facts: facts["resources"][0]["schema"].update(properties))


def top(**properties: Any) -> Case:
    """The builder's package with properties laid over its descriptor."""
    return changed(lambda facts: facts.update(properties))


def map_as_table(package: Builder) -> Path:
    """A metric over a map."""
    folder = package(resource="map")
    facts = descriptor_of(folder)
    (folder / "map.geojson").write_text("{}")
    facts["resources"].append({"name": "map", "path": "map.geojson"})
    return write(folder, facts)


CASES: dict[str, Case] = {
    "descriptor-syntax": descriptor_text('{"resources": [}'),
    "property-repeated": descriptor_text('{"name": "a", "name": "b", "resources": []}'),
    "property-missing": with_metric(direction=None),
    "property-unknown": with_metric(directoin="increase"),
    "property-type": with_metric(targets=[{"from": "2025-01", "value": "90", "near": 5}]),
    "property-value": with_metric(kind="qualitiy"),
    "standard": field(0, constraints={"minLength": 3}),
    "name-taken": same_metric_twice,
    "name-reserved": lambda package: package(metric=metric_descriptor(name="attainment")),
    "name-form": lambda package: package(metric=metric_descriptor(name="On time")),
    "department": top(department="public-work"),
    "priority": with_metric(priority="customer-servise"),
    "fields-match": schema_property(fieldsMatch="subset"),
    "field-type": field(1, type="whole"),
    "dialect": with_resource(dialect={"delimiter": "::"}),
    "field-unknown": with_metric(dimensions=["zone"]),
    "resource-unknown": with_metric(resource="observation"),
    "not-a-table": map_as_table,
    "file-changed": with_resource(bytes=3),
    "field-role": with_metric(dimensions=["month"]),
    "measure-form": with_metric(measure={"numerator": "on_time"}),
    "measure-type": field(2, type="string"),
    "percent-scale": with_metric(
        measure={"numerator": "on_time", "denominator": "requests", "scale": 1}
    ),
    "period-type": field(0, type="integer"),
    "period-value": with_metric(baseline={"period": "2025-1"}),
    "target-form": with_metric(targets=[{"from": "2025-01", "low": 1, "high": 2, "near": 0}]),
    "target-order": with_metric(
        targets=[
            {"from": "2025-02", "value": 90, "near": 5},
            {"from": "2025-01", "value": 95, "near": 5},
        ]
    ),
    "stage-order": with_metric(
        stage="live",
        history=[
            {"date": "2025-03-01", "stage": "live", "reviewer": "Data desk"},
            {"date": "2025-01-01", "stage": "proposed"},
        ],
    ),
    "stage-reviewer": with_metric(history=[{"date": "2025-03-01", "stage": "live"}]),
    "related-unknown": lambda package: datasets(package(related=["request-on-time"])),
    "total-missing": with_rows(PARTS, PART_FIELDS, measure=VALUE, dimensions=["zone"]),
}
# The months of these are judged by the wrong type as well.
ALSO = {"period-type": {"cell-number"}, "property-repeated": {"property-value"}}


@pytest.mark.parametrize("code", CASES)
def test_each_fault_of_a_descriptor_has_its_own_problem(code: str, package: Builder) -> None:
    """A fault is reported with exactly its own code, on a line of the descriptor."""
    examined = gate(CASES[code](package))
    found = {problem.code for problem in examined.problems}
    assert found - ALSO.get(code, set()) == {code}
    assert all(p.row for p in examined.problems if p.file.endswith(".json"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('{\n "name": "x"\n "title": "y"\n}', 3, "a comma is missing"),
        ('{\n "name": "x",\n}', 2, "the comma after the last property"),
        ('{\n "keywords": ["x",\n ]\n}', 2, "the comma after the last item"),
        ('{\n "name": "x",\n 1\n}', 3, "a property's name"),
        ('{\n "name" "x"\n}', 2, "a colon is missing"),
        ('{\n "name": "x\n}', 2, "must stay on one line"),
        ('{\n "near": NaN\n}', 2, "NaN is not a number"),
        ('{\n "note": "NaN",\n "near": -Infinity\n}', 3, "not a number"),
        ('{\n "near": 1e999\n}', 2, "too large"),
        ('{\n "near": 123456789012345678901\n}', 2, "too many digits"),
        ("[1, 2]", 1, "one group of properties"),
        ("null", 1, "one group of properties"),
        ("3", 1, "one group of properties"),
        ("", 1, "empty"),
        ("{} {}", 1, "more text follows"),
        ("[" * 100_000, 1, "deep"),
        ('{"a":' * 60 + "1" + "}" * 60, 1, "deep"),
        ('{"a": "\\x"}', 1, "a backslash"),
    ],
)
def test_syntax_is_told_with_its_line(text: str, line: int, words: str, package: Builder) -> None:
    """What JSON readers stumble over has its line and plain words."""
    found = [p for p in problems(descriptor_text(text)(package)) if p.code == "descriptor-syntax"]
    assert len(found) == 1
    assert found[0].row == line
    assert words in found[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("resources: [\n", "descriptor-syntax"),
        ("a: 1\na: 2\n", "property-repeated"),
        ("a: *x\n", "yaml-alias"),
        ("a: &x 1\n", "yaml-alias"),
        ("? [1]\n: 2\n", "descriptor-syntax"),
        ("a: !!python/object/apply:os.system [ls]\n", "descriptor-syntax"),
        ("a: !!binary aGk=\n", "descriptor-syntax"),
        ("a: !!set {b}\n", "descriptor-syntax"),
        ("a: 1\n---\nb: 2\n", "descriptor-syntax"),
        ("- 1\n", "descriptor-syntax"),
        ("", "descriptor-syntax"),
        ("[" * 5000, "descriptor-syntax"),
    ],
)
def test_yaml_says_nothing_that_json_cannot(text: str, code: str, package: Builder) -> None:
    """YAML's own inventions are refused, each with its code."""
    assert codes(descriptor_text(text, "datapackage.yaml")(package)) == {code}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name: x\n1: y\n", 2, "must be text"),
        ("name: x\ntitle: a: b\n", 2, "a colon cannot stand here"),
        ("name: x\nresources:\n\t- name: t\n", 3, "a tab"),
        ("name: x\n---\nname: y\n", 2, "a second document"),
        ("name: x\ntitle: !!binary aGk=\n", 2, "tags"),
        ('name: "x\n', 2, "not closed"),
        ("name: x\nkeywords: [a\n", 3, "not valid YAML"),
        ("  \n", 1, "empty"),
        ("text\n", 1, "one group"),
    ],
)
def test_yaml_syntax_is_told_in_plain_words(
    text: str, line: int, words: str, package: Builder
) -> None:
    """What is wrong is told as it is, on its line: not every fault is one of indentation."""
    (found,) = problems(descriptor_text(text, "datapackage.yaml")(package))
    assert (found.code, found.row) == ("descriptor-syntax", line)
    assert words in found.message
    assert "{" not in found.remedy


def test_a_descriptor_that_cannot_be_read_clashes_with_no_other(package: Builder) -> None:
    """Its name is not known, so that its folder's is not held against another package."""
    other = package(name="visits") / "service-requests"
    other.mkdir()
    (other / "datapackage.json").write_text('{"name": "calls"')
    found = problems(datasets(package(metric=metric_descriptor(name="calls"))))
    assert [(problem.code, problem.row) for problem in found] == [("descriptor-syntax", 1)]


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"measure": {"value": "requests", "aggregation": "sum", "weight": "on_time"}}, "weight"),
        (
            {"measure": {"value": "requests", "aggregation": "last", "cumulative": "fiscal-year"}},
            "cumulative",
        ),
        ({"total": "Citywide"}, "total"),
        (
            {"targets": [{"from": "2025-01", "value": 90, "near": 5, "prorate": True}]},
            "targets[1].prorate",
        ),
        (
            {
                "measure": {"value": "on_time", "aggregation": "none"},
                "unit": {"name": "points", "decimals": 0},
                "targets": [{"from": "2025-01", "value": 9, "near": 1, "basis": "fiscal-year"}],
            },
            "targets[1].basis",
        ),
        ({"title": "  "}, "title"),
    ],
)
def test_a_property_that_would_have_no_effect_is_told(
    properties: dict[str, Any], place: str, package: Builder
) -> None:
    """Who wrote it expects a figure that the site would not publish."""
    (found,) = problems(with_metric(**properties)(package))
    assert found.code == "property-value"
    assert found.column
    assert found.column.endswith(place)


def test_labels_of_missing_values_are_told_as_such(package: Builder) -> None:
    """The standard allows them; the programs that read the data do not know them yet."""
    case = schema_property(missingValues=["", {"value": "-99", "label": "not asked"}])
    (found,) = problems(case(package))
    assert (found.code, found.column) == (
        "standard",
        "resources[observations].schema.missingValues",
    )
    assert "labels" in found.message


def test_a_yaml_descriptor_gives_the_same_package(package: Builder) -> None:
    """Dates, on/off and numbers with leading zeros stay the text that a person wrote."""
    text = """
name: plain
title: on
created: 2026-11-20T00:00:00Z
version: 2026.10.0
resources:
  - name: observations
    path: observations.csv
    schema:
      fields:
        - {name: month, type: yearmonth}
        - {name: requests, type: integer}
        - {name: on_time, type: integer}
"""
    (read,) = gate(descriptor_text(text, "datapackage.yaml")(package)).packages
    assert read.title == "on"
    assert read.created == "2026-11-20T00:00:00Z"
    assert read.version == "2026.10.0"


def test_yaml_faults_have_their_lines(package: Builder) -> None:
    """A property of a YAML descriptor is found on its line."""
    text = "name: plain\nresources:\n  - name: a b\n    path: observations.csv\n"
    (found,) = problems(descriptor_text(text, "datapackage.yaml")(package))
    assert (found.code, found.row, found.column) == ("name-form", 3, "resources[a b].name")


def test_a_problem_names_property_line_value_and_cure(package: Builder) -> None:
    """The place is told by names and counts from 1, as a person would."""
    folder = package(targets=[{"from": "2025-01", "value": 90, "near": -1}])
    (found,) = problems(folder)
    text = (folder / "datapackage.json").read_text().splitlines()
    assert found.column == "metrics[requests-on-time].targets[1].near"
    assert found.row is not None
    assert '"near": -1' in text[found.row - 1]
    assert found.value == "-1"
    assert "0 or more" in found.message


def test_misspelt_properties_are_answered_with_the_nearest(package: Builder) -> None:
    """The remedy names the property that was meant."""
    (found,) = problems(package(limitation="None."))
    assert found.code == "property-unknown"
    assert found.remedy == "Did you mean limitations?"


def test_metric_for_metrics_does_not_pass_silently(package: Builder) -> None:
    """A slip that would drop every metric of the package is a problem."""
    folder = package(metric={}, descriptor={"metric": [metric_descriptor()]})
    assert codes(folder) == {"property-unknown"}


def test_a_fault_of_one_metric_does_not_hide_another(package: Builder) -> None:
    """Each metric is judged by itself, and its rows too."""
    folder = package("month,requests,on_time\n2025-01,100,190\n2025-02,-1,0\n", kind="x")
    facts = descriptor_of(folder)
    facts["metrics"].append(metric_descriptor(name="second"))
    facts["metrics"].append(metric_descriptor(name="third", priority="x"))
    found = codes(write(folder, facts))
    assert found == {
        "property-value",
        "priority",
        "numerator-over-denominator",
        "denominator-negative",
    }


def test_one_package_does_not_hide_another(package: Builder) -> None:
    """The good package is returned whole beside the bad one's problem."""
    package(name="good")
    bad = package(name="bad", metric={})
    (bad / "datapackage.json").write_text("{")
    examined = gate(datasets(bad))
    assert [p.name for p in examined.packages] == ["good"]
    assert {p.code for p in examined.problems} == {"descriptor-syntax"}


@pytest.mark.parametrize(
    ("frequency", "good", "bad"),
    [
        ("M", "yearmonth", "date"),
        ("D", "date", "yearmonth"),
        ("A", "year", "date"),
        ("Q", "string", "yearmonth"),
        ("W", "string", "date"),
    ],
)
def test_the_periods_type_fits_the_frequency(
    frequency: str, good: str, bad: str, package: Builder
) -> None:
    """Each frequency has its own type of column."""
    period = {"field": "month", "frequency": frequency, "lag": 1}
    for kind, expected in ((good, False), (bad, True)):
        folder = package(period=period, targets=None)
        facts = descriptor_of(folder)
        facts["resources"][0]["schema"]["fields"][0]["type"] = kind
        assert ("period-type" in codes(write(folder, facts))) is expected


def test_a_period_column_has_no_format_of_its_own(package: Builder) -> None:
    """Days like 09/14/2025 would be read as months by some."""
    text = "date,requests,on_time\n09/14/2025,100,90\n"
    fields = [
        {"name": "date", "type": "date", "format": "%m/%d/%Y"},
        {"name": "requests", "type": "integer"},
        {"name": "on_time", "type": "integer"},
    ]
    period = {"field": "date", "frequency": "D", "lag": 1}
    assert codes(package(text, fields=fields, period=period, targets=None)) == {"period-type"}


@pytest.mark.parametrize(
    ("direction", "target", "right"),
    [
        ("increase", {"value": 1}, True),
        ("increase", {"low": 1, "high": 2}, False),
        ("increase", {"value": 1, "low": 1}, False),
        ("increase", {}, False),
        ("decrease", {"value": 1}, True),
        ("range", {"low": 1, "high": 2}, True),
        ("range", {"low": 2, "high": 2}, False),
        ("range", {"low": 3, "high": 2}, False),
        ("range", {"low": 3}, False),
        ("range", {"value": 3}, False),
        ("none", {"value": 3}, False),
        ("increase", {"value": -1e15}, True),
        ("increase", {"value": 1.1e15}, False),
        ("decrease", {"value": 3, "near": 1e308}, False),
        ("range", {"low": 2, "high": 10**16}, False),
        ("range", {"low": -(10**16), "high": 3}, False),
    ],
)
def test_targets_fit_the_direction(
    direction: str, target: dict[str, Any], right: bool, package: Builder
) -> None:
    """A range has two limits in order, a wish to rise or fall one value, no wish no target.

    None is larger than a cell may be.
    """
    folder = package(direction=direction, targets=[{"from": "2025-01", "near": 0, **target}])
    assert codes(folder) == (set() if right else {"target-form"})


@pytest.mark.parametrize("key", ["near", "from"])
def test_a_target_needs_its_parts(key: str, package: Builder) -> None:
    """Near is required with a target, and so is its beginning."""
    target = {"from": "2025-01", "value": 90, "near": 0}
    del target[key]
    (found,) = problems(package(targets=[target]))
    assert found.code == "property-missing"
    assert found.column == f"metrics[requests-on-time].targets[1].{key}"


@pytest.mark.parametrize(
    "measure",
    [
        {},
        {"value": "on_time"},
        {"numerator": "on_time"},
        {"aggregation": "sum"},
        {"numerator": "on_time", "denominator": "requests", "value": "on_time"},
        {"numerator": "on_time", "denominator": "requests", "aggregation": "sum"},
        {"value": "on_time", "aggregation": "sum", "scale": 100},
    ],
)
def test_a_measure_is_a_ratio_or_a_value(measure: dict[str, Any], package: Builder) -> None:
    """Half of one, or of both, is neither."""
    assert codes(package(measure=measure)) == {"measure-form"}


def test_department_may_come_from_the_folder_above(package: Builder) -> None:
    """A package without the property belongs to the department whose folder it stands in."""
    folder = package(descriptor={"department": None})
    assert gate(folder).packages[0].department == "public-works"


def test_a_package_with_metrics_needs_a_department(package: Builder) -> None:
    """Without a department a metric has no page to stand on; plain data needs none."""
    elsewhere = package(department=None)
    (found,) = problems(elsewhere)
    assert found.code == "department"
    assert found.remedy == 'Add "department". There are: fire, public-works.'
    assert gate(package(department=None, metric={})).packages[0].department is None


def test_names_are_unique_in_the_whole_site(package: Builder) -> None:
    """Of two packages, and of two metrics, with one name the later is told where the first is."""
    package(name="a", descriptor={"name": "same"}, metric={})
    folder = package(name="b", descriptor={"name": "same"}, metric={})
    (found,) = problems(datasets(folder))
    assert found.code == "name-taken"
    assert "a/datapackage.json" in found.message.replace("\\", "/")
    assert found.file.endswith("b/datapackage.json")


@pytest.mark.parametrize("key", ["name", "path"])
def test_resources_do_not_share_names_or_files(key: str, package: Builder) -> None:
    """Names that differ by capitals only are one file on some computers."""
    folder = package()
    (folder / "other.csv").write_bytes((folder / "observations.csv").read_bytes())
    facts = descriptor_of(folder)
    first = facts["resources"][0]
    second = {**first, "name": "other", "path": "other.csv", key: first[key]}
    facts["resources"].append(second)
    assert "name-taken" in codes(write(folder, facts))


def test_related_metrics_are_sought_in_a_whole_site_only(package: Builder) -> None:
    """Of a single package nobody can say what else there is."""
    folder = package(related=["elsewhere"])
    assert codes(datasets(folder)) == {"related-unknown"}
    assert codes(folder) == set()
    assert codes(folder / "datapackage.json") == set()
    assert codes(folder.parent) == set()


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"created": "yesterday"}, "created"),
        ({"licenses": [{"title": "Free"}]}, "licenses"),
        ({"contributors": [{"title": "X", "email": "nobody"}]}, "contributors"),
        ({"missingValues": [""]}, "missingValues"),
    ],
)
def test_the_standard_is_told_in_plain_words(
    given: dict[str, Any], place: str, package: Builder
) -> None:
    """What frictionless finds is translated, with its place."""
    (found,) = problems(package(descriptor=given))
    assert found.code == "standard"
    assert found.column == place
    assert found.value is None
    assert "descriptor" not in found.message


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"type": "date", "constraints": {"minLength": 3}}, "constraints.minLength"),
        ({"type": "integer", "example": "many"}, "example"),
        ({"required": True}, "required"),
        ({"missingValues": [{"value": "x"}, {"value": "x"}]}, "missingValues"),
    ],
)
def test_the_standard_of_columns_is_told_in_plain_words(
    properties: dict[str, Any], place: str, package: Builder
) -> None:
    """A column's departure from the standard has its place in the schema."""
    folder = package("x\n2025-01-01\n", fields=[{"name": "x", **properties}], metric={})
    found = [p for p in problems(folder) if p.code == "standard"]
    assert [p.column for p in found] == [f"resources[observations].schema.fields[x].{place}"]
    assert found[0].value is None


@pytest.mark.parametrize(
    "constraints",
    [
        {"minimum": "many"},
        {"maximum": []},
        {"exclusiveMinimum": "x"},
        {"exclusiveMaximum": {}},
        {"enum": [1, "two"]},
    ],
)
def test_limits_are_of_the_columns_type(constraints: dict[str, Any], package: Builder) -> None:
    """A limit that is no value of the column's type would limit nothing."""
    fields = [{"name": "x", "type": "integer", "constraints": constraints}]
    found = codes(package("x\n1\n2\n", fields=fields, metric={}))
    assert found == {"property-value"}


@pytest.mark.parametrize(
    "key",
    [
        {"primaryKey": ["month", "zone"]},
        {"primaryKey": "zone"},
        {"uniqueKeys": [["zone"]]},
        {"foreignKeys": [{"fields": "zone", "reference": {"fields": "month"}}]},
        {"foreignKeys": [{"fields": "month", "reference": {"resource": "", "fields": "zone"}}]},
    ],
)
def test_keys_name_columns_that_exist(key: dict[str, Any], package: Builder) -> None:
    """A key over a column that is not there would guard nothing."""
    assert codes(schema_property(**key)(package)) == {"field-unknown"}


def test_foreign_keys_name_resources_that_exist(package: Builder) -> None:
    """A reference to another table names one of the package."""
    key = {"fields": "month", "reference": {"resource": "months", "fields": "month"}}
    assert codes(schema_property(foreignKeys=[key])(package)) == {"resource-unknown"}


@pytest.mark.parametrize(
    "dialect",
    [
        {"quoteChar": "''"},
        {"headerRows": [1, 2]},
        {"nullSequence": "\\N"},
        {"doubleQuote": False},
        {"delimiter": '"', "quoteChar": '"'},
        {"delimiter": '"'},
        {"quoteChar": ","},
        {"escapeChar": ","},
        {"commentChar": ","},
        {"csv": {"delimiter": '"'}},
        {"csv": ["delimiter"]},
        {"delimiter": "\n"},
        {"quoteChar": "\r"},
        {"escapeChar": " ", "skipInitialSpace": True},
    ],
)
def test_dialects_that_are_not_followed_are_refused(
    dialect: dict[str, Any], package: Builder
) -> None:
    """A dialect's setting is followed or refused, never passed over."""
    assert "dialect" in codes(with_resource(dialect=dialect)(package))


@pytest.mark.parametrize(
    ("given", "right"),
    [
        # 23 + 15 + 15 bytes; the checksums are those that sha256sum and md5sum print.
        ({"bytes": 53}, True),
        ({"bytes": 54}, False),
        ({"hash": "sha256:603ec7fb771c452be66a2069272627e0880ead8e5a9ed4730e27c5dde4ba5b60"}, True),
        ({"hash": "52be2874c52925d14e63c3dcbf534b99"}, True),
        ({"hash": "sha256:" + "0" * 64}, False),
        ({"hash": "0" * 32}, False),
    ],
)
def test_files_are_those_described(given: dict[str, Any], right: bool, package: Builder) -> None:
    """Size and checksum are compared where they are given."""
    assert codes(with_resource(**given)(package)) == (set() if right else {"file-changed"})


def test_a_checksum_of_a_known_kind_is_needed(package: Builder) -> None:
    """What cannot be compared is not a checksum."""
    assert codes(with_resource(hash="crc32:abcd")(package)) == {"property-value"}


@pytest.mark.parametrize(
    "value", [None, True, 0, -1.5, "", "x", [], [None], {}, {"x": 1}, [[]], [{}]]
)
@pytest.mark.parametrize(
    "key",
    ["name", "title", "resources", "metrics", "licenses", "sources", "contributors", "created"],
)
def test_wrong_types_at_the_top_are_problems(key: str, value: Any, package: Builder) -> None:
    """Whatever stands in a property, it is judged and nothing breaks."""
    folder = package()
    facts = descriptor_of(folder)
    facts[key] = value
    assert is_judged(write(folder, facts))


@pytest.mark.parametrize("value", [None, True, 0, -1.5, "", "x", [], [None], {}, {"x": 1}, [[]]])
@pytest.mark.parametrize("key", sorted(schema.known("metric")))
def test_wrong_types_in_a_metric_are_problems(key: str, value: Any, package: Builder) -> None:
    """Every property of a metric may hold anything without breaking the check."""
    folder = package()
    facts = descriptor_of(folder)
    facts["metrics"][0][key] = value
    assert is_judged(write(folder, facts))


@pytest.mark.parametrize("value", [None, True, 0, "", "x", [], [None], {}, {"x": 1}, [[]]])
@pytest.mark.parametrize("key", sorted({*schema.known("resource"), "data", "extrapaths"}))
def test_wrong_types_in_a_resource_are_problems(key: str, value: Any, package: Builder) -> None:
    """Every property of a resource may hold anything without breaking the check."""
    folder = package()
    facts = descriptor_of(folder)
    facts["resources"][0][key] = value
    assert is_judged(write(folder, facts))


@pytest.mark.parametrize("value", [None, True, 0, "", "x", [], [None], {}, {"x": 1}, [[]]])
@pytest.mark.parametrize("key", sorted({*schema.known("field"), *schema.known("table")}))
def test_wrong_types_in_a_schema_are_problems(key: str, value: Any, package: Builder) -> None:
    """Every property of a schema and a column may hold anything without breaking the check."""
    folder = package()
    facts = descriptor_of(folder)
    facts["resources"][0]["schema"][key] = value
    assert is_judged(write(folder, facts))
    facts = descriptor_of(package())
    facts["resources"][0]["schema"]["fields"][1][key] = value
    assert is_judged(write(folder, facts))


def test_the_schemas_know_every_type_that_is_read() -> None:
    """The types that the schema allows are those of the map of column types."""
    assert set(schema.known("field")["type"]["enum"]) == set(DTYPES)


def test_the_schemas_explain_every_property() -> None:
    """Each property of each published schema has a sentence that says what it means."""
    folder = Path(schema.__file__).parent.parent / "schemas"
    files = sorted(folder.glob("*.json"))
    assert len(files) == 10

    def walk(node: Any, place: str) -> None:
        if not isinstance(node, dict):
            return
        for name, below in node.get("properties", {}).items():
            described = below.get("description", "") or "$ref" in below
            assert described, f"{place}.{name}"
            if "description" in below:
                assert below["description"].endswith((".", "…")), f"{place}.{name}"
            walk(below, f"{place}.{name}")
        walk(node.get("items"), place)

    for file in files:
        document = json.loads(file.read_text(encoding="utf-8"))
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert document["description"].endswith(".")
        walk(document, file.name)
