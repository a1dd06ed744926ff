"""Hold what is seen to be good at a glance to frictionless, on packages broken at random."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Dialect, Schema
from frictionless import Package as TheirPackage
from frictionless.resources import TableResource
from hypothesis import strategies as st

from breakage import CELLS, as_csv, descriptor, packages, table
from gates import AS_OF, CONTENT
from performance.check import Examined, examine
from performance.model import Package, Resource
from performance.settings import Settings

# For each type properties of a column, and cells at which judges could differ.
KINDS: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "string": (
        [
            {},
            {"constraints": {"enum": ["a", "b"]}},
            {"constraints": {"required": True}},
            {"constraints": {"unique": True}},
            {"constraints": {"minLength": 2}},
            {"constraints": {"pattern": "^[A-Z]{2}$"}},
            {"format": "email"},
            {"categories": ["a", {"value": "b", "label": "B"}]},
            {"missingValues": ["", "-"]},
        ],
        ["a", "b", "AB", "-", "", " a", "a ", "+a", "=a", "\ta", "a@b.co", "é", "a\u00a0"],
    ),
    "integer": (
        [
            {},
            {"constraints": {"minimum": 1, "maximum": 100}},
            {"constraints": {"exclusiveMinimum": 0}},
            {"constraints": {"minimum": 0.5}},
            {"constraints": {"enum": [1, 2]}},
            {"constraints": {"unique": True}},
            {"bareNumber": False},
        ],
        [
            "0",
            "1",
            "2",
            "100",
            "-0",
            "-1",
            "+1",
            "01",
            "1.0",
            " 1",
            "1_000",
            "1e2",
            "٣",
            "$1",
            "999999999999999",
            "9999999999999999",
            "99999999999999999999",
        ],
    ),
    "number": (
        [
            {},
            {"constraints": {"minimum": 0}},
            {"constraints": {"exclusiveMaximum": 0.1}},
            {"constraints": {"maximum": 100.1}},
            {"decimalChar": ","},
            {"groupChar": ","},
            {"constraints": {"unique": True}},
        ],
        [
            "0",
            "0.0",
            "-0.0",
            "0.1",
            "0.10",
            "0.1000000000000000001",
            "100.1",
            "100.10",
            "1.",
            ".5",
            "1,5",
            "1,000",
            "1e3",
            "1.5E+03",
            "NaN",
            "INF",
            "1_0",
            "00",
            "0.09999999999",
            "1e-16",
            "99999999999999.5",
            "1000000000000000",
            "9999999999999999",
        ],
    ),
    "boolean": (
        [{}, {"trueValues": ["yes"]}],
        ["true", "0", "True", "1", "0", "yes", "no", "TRUE "],
    ),
    "date": (
        [{}, {"format": "any"}, {"format": "%d/%m/%Y"}, {"constraints": {"minimum": "2025-01-01"}}],
        [
            "2025-01-31",
            "2024-02-29",
            "2025-02-30",
            "20250131",
            "2025-1-1",
            "31/01/2025",
            "0999-01-01",
            "2024-12-31",
            "２０２５-01-01",
        ],
    ),
    "year": (
        [{}, {"constraints": {"minimum": 2000}}],
        ["2025", "2024", "0999", "25", "12025", "1999"],
    ),
    "yearmonth": (
        [{}],
        ["2025-01", "2024-12", "2025-1", "2025-13", "0000-01", "12025-01", "2025-01-01"],
    ),
    "any": ([{}, {"constraints": {"enum": ["a", 1]}}], ["a", "1", "+1", "=1", "b"]),
    "datetime": (
        [{}],
        ["2025-01-01T10:00:00Z", "2025-01-01T00:00:00Z", "2025-01-01", "2025-01-01T10:00:00+25:00"],
    ),
}
KEYS = ["month", "zone", "requests", "on_time"]


@st.composite
def varied(draw: Callable[..., Any]) -> tuple[bytes, bytes]:
    """Draw a package with further columns of every type, its file written in any way."""
    facts, rows = descriptor(), table()
    schema = facts["resources"][0]["schema"]
    for number, kind in enumerate(draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=3))):
        properties, pool = KINDS[kind]
        field = {"name": f"x{number}", "type": kind, **draw(st.sampled_from(properties))}
        schema["fields"].append(field)
        rows[0].append(field["name"])
        # The first cells of each type are good ones, so that packages of all sorts are accepted.
        cells = draw(st.sampled_from([st.sampled_from(pool[:2]), st.sampled_from(pool) | CELLS]))
        few = draw(st.lists(cells, min_size=1, max_size=3))
        for row in rows[1:]:
            row.append(draw(st.sampled_from([*few, ""])))
    key = draw(st.lists(st.sampled_from([*KEYS, rows[0][-1]]), max_size=3, unique=True))
    schema["primaryKey"] = draw(st.sampled_from([["month", "zone"], key]))
    facts["resources"][0].update(draw(st.just({}) | st.sampled_from(RESOURCES)))
    facts.update(draw(st.just({}) | st.sampled_from(PACKAGES)))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        row = draw(st.integers(1, len(rows) - 1))
        column = draw(st.integers(0, len(rows[0]) - 1))
        rows[row][column] = draw(
            st.sampled_from(["0", "1", "5000", "", "2025-09", "All", '"', "x"])
        )
    data = as_csv(rows)
    for old, new in draw(st.just([]) | st.lists(st.sampled_from(WRITTEN), max_size=2)):
        data = data.replace(old, new)
    return json.dumps(facts, indent=1).encode(), data


RESOURCES: list[dict[str, Any]] = [
    {},
    {"dialect": {"delimiter": ";"}},
    {"dialect": {"quoteChar": "'"}},
    {"dialect": {"commentChar": "#"}},
    {"dialect": {"headerRows": [1]}},
    {"dialect": {"skipInitialSpace": True}},
    {"sources": [{"title": "S", "email": "a@b"}]},
    {"licenses": [{"title": "No name"}]},
    {"bytes": 0},
    {"encoding": "latin-1"},
    {"hash": "0" * 32},
]
PACKAGES: list[dict[str, Any]] = [
    {},
    {"created": "2025-06-15"},
    {"created": "2025-06-15T25:00:00Z"},
    {"contributors": [{"title": "Desk", "email": "data@city.example", "roles": ["contact"]}]},
    {"contributors": [{"title": "Desk", "email": "data@city", "roles": ["contact"]}]},
    {"keywords": ["a"]},
    {"missingValues": [""]},
    {"licenses": [{"name": ""}]},
    {"sources": [{}]},
]
WRITTEN: list[tuple[bytes, bytes]] = [
    (b"\n", b"\r\n"),
    (b"\n", b"\r"),
    (b"\n2025-03", b"\n\n2025-03"),
    (b"\n2025-03", b"\n,,,,,\n2025-03"),
    (b"final", b'"final"'),
    (b"final", b'fi"nal'),
    (b"final", b'"fi"nal'),
    (b"final", b'"fi""nal"'),
    (b"final", b'"fi\nnal"'),
    (b",", b";"),
    (b",final", b", final"),
    (b"final,", b"final"),
    (b"2025-05", b"#025-05"),
    (b"on_time,obs", b"on_time,,obs"),
    (b"month,zone", b"zone,month"),
]
broken = packages() | varied()


def glance(folder: Path, given: tuple[bytes, bytes]) -> str:
    """Write a package, examine it at a glance and thoroughly; return what became of it.

    Raises AssertionError where the two differ in anything, and where frictionless refuses what was
    accepted or reads another value.
    """
    described, data = given
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_bytes(described)
    (folder / "requests.csv").write_bytes(data)
    quick, slow = (_examined(folder, thorough=thorough) for thorough in (False, True))
    assert quick.problems == slow.problems
    assert len(quick.packages) == len(slow.packages)
    for ours, theirs in zip(quick.packages, slow.packages, strict=True):
        _same_tables(ours, theirs)
        _frictionless_agrees(ours)
    return "problems" if quick.problems else "accepted"


def _examined(folder: Path, *, thorough: bool) -> Examined:
    return examine([folder], CONTENT, Settings(as_of=AS_OF), thorough=thorough)


def _same_tables(ours: Package, theirs: Package) -> None:
    assert ours.metrics == theirs.metrics
    for one, two in zip(ours.resources, theirs.resources, strict=True):
        assert one.sha256 == two.sha256
        assert one.is_table == two.is_table
        if one.text is not None and two.text is not None:
            pd.testing.assert_frame_equal(one.text, two.text)
            pd.testing.assert_frame_equal(_table(one), _table(two))


def _table(resource: Resource) -> pd.DataFrame:
    assert resource.table is not None
    return resource.table


def _frictionless_agrees(package: Package) -> None:
    """Ask frictionless for its verdict on an accepted package and its values of every cell."""
    facts = {k: v for k, v in package.descriptor.items() if k not in ("resources", "metrics")}
    assert not list(TheirPackage.metadata_validate({**facts, "resources": []}))
    for resource in package.resources:
        if not resource.is_table or "schema" not in resource.raw:
            continue
        raw = json.loads(json.dumps(dict(resource.raw)))
        their_fields = {"fields": raw["schema"]["fields"], **_missing(raw["schema"])}
        theirs = TableResource(
            data=resource.data,
            format="csv",
            encoding="utf-8",
            scheme="buffer",
            schema=Schema.from_descriptor(their_fields, datapackage_version="v2"),
            dialect=Dialect.from_descriptor(raw.get("dialect", {})),
        )
        with theirs:
            rows = [(row.errors, row.to_dict()) for row in theirs.row_stream]
        assert not [errors for errors, _ in rows if errors]
        for field in resource.fields:
            values = [row[field.name] for _, row in rows]
            _same_values(field.type, values, resource)(field.name)


def _missing(schema: dict[str, Any]) -> dict[str, Any]:
    return {"missingValues": schema["missingValues"]} if "missingValues" in schema else {}


def _same_values(kind: str, theirs: Sequence[Any], resource: Resource) -> Callable[[str], None]:
    def compare(name: str) -> None:
        assert resource.text is not None
        cells = zip(_table(resource)[name], theirs, resource.text[name], strict=True)
        for own, value, cell in cells:
            same_value(kind, own, value, cell=cell)

    return compare


def same_value(kind: str, own: Any, value: Any, *, cell: str) -> None:
    """Hold our value of a cell of a type to the one that frictionless reads."""
    if value is None:
        assert pd.isna(own)
    elif kind in ("integer", "boolean", "year"):
        assert own == value
    elif kind == "number":
        assert own == float(value)
    elif kind == "date":
        assert own.date() == value
    elif kind == "datetime":
        offset = value.utcoffset()
        plain = value.replace(tzinfo=None) - offset if offset else value.replace(tzinfo=None)
        assert own == plain
    else:
        assert own == cell
