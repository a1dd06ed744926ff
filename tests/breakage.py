"""Break a good package at random: its bytes, its cells, its keys, its structure."""

import copy
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from conftest import SCHEMA
from gates import AS_OF, CONTENT, gate
from performance import downloads, pages
from performance.compute import compute
from performance.settings import Settings
from performance.text import Wording
from rendered import files as sizes
from rendered import render
from resident import drawing

# What a page may be rendered for; the others say nothing of a package.
TEMPLATES = ("metric.html", "package.html", "library.html", "department.html", "reporting.html")
MEMBERS = ("North", "South", "All")
CELLS = st.one_of(
    st.sampled_from(
        [
            "", " ", "0", "-1", "1,500", "n/a", "NaN", "INF", "1e400", "1.0E+05", "=1+1",
            "@x", "+1", "9" * 30, "0.1", "2025-01", "2025-13", "0000-01", "9999-12", "20l7",
            "20150", "3/4/2025", "2025-W05", "2025-Q1", "North", "Femal", "North ", "final",
            "missing", "suppressed", '"', ",", "\n", "\r", "\t", "\u202e", "\x1b[31m", "<b>",
            "##[error]", "::error::", "é",
            "a" * 1200, "١٢٣", "1_000", "#REF!", "TRUE", "\u00a0",
        ]
    ),
    st.text(max_size=6),
    st.integers(-(10**6), 10**6).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
)  # fmt: skip
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**19), 10**19),
    st.floats(allow_nan=False, allow_infinity=False),
    CELLS,
    st.lists(CELLS, max_size=3),
    st.dictionaries(
        st.sampled_from(["name", "fields", "path", "type", "value", "from", "near"]), CELLS
    ),
)


def table() -> list[list[str]]:
    """Return the rows of the good table: five months of two zones and the whole."""
    rows = [["month", "zone", "requests", "on_time", "obs_status", "note"]]
    for month in range(1, 6):
        for place, zone in enumerate(MEMBERS):
            due = 100 + month + 10 * place
            rows.append([f"2025-{month:02d}", zone, str(due), str(due - 8), "final", ""])
    return rows


def descriptor() -> dict[str, Any]:
    """Return the good description, with every sort of property."""
    names = table()[0]
    types = {"month": "yearmonth", "requests": "integer", "on_time": "integer"}
    fields: list[dict[str, Any]] = [
        {"name": name, "type": types.get(name, "string"), "title": name.capitalize()}
        for name in names
    ]
    fields[1]["constraints"] = {"enum": list(MEMBERS)}
    return {
        "$schema": SCHEMA,
        "name": "requests",
        "title": "Requests",
        "description": "What residents *asked for*.",
        "version": "2025.6.0",
        "created": "2025-06-15T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "title": "CC", "path": "https://example.org/"}],
        "sources": [{"title": "Work-order system", "path": "https://example.org/"}],
        "contributors": [{"title": "Public Works", "roles": ["publisher"]}],
        "department": "public-works",
        "resources": [
            {
                "name": "requests",
                "path": "requests.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ","},
                "schema": {"fields": fields, "primaryKey": ["month", "zone"]},
            }
        ],
        "metrics": [
            {
                "name": "on-time",
                "title": "On time",
                "description": "Share in time.",
                "kind": "quality",
                "stage": "pilot",
                "history": [
                    {"date": "2025-01-01", "stage": "proposed"},
                    {"date": "2025-02-01", "stage": "pilot", "reviewer": "Data desk"},
                ],
                "priority": "customer-service",
                "resource": "requests",
                "period": {"field": "month", "frequency": "M", "lag": 20},
                "measure": {"numerator": "on_time", "denominator": "requests", "scale": 100},
                "unit": {"name": "percent", "symbol": "%", "decimals": 1},
                "direction": "increase",
                "targets": [{"from": "2025-01", "value": 90, "near": 5, "reason": "R"}],
                "baseline": {"period": "2025-01"},
                "dimensions": ["zone"],
                "total": "All",
                "breaks": [{"period": "2025-02", "note": "New system."}],
                "actions": [{"date": "2025-03-01", "owner": "Commissioner", "text": "More crews."}],
            }
        ],
    }


def as_csv(rows: list[list[str]]) -> bytes:
    """Return rows as the bytes of a table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every property and item."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*path, key)
        if isinstance(each, (dict, list)):
            yield from paths_of(each, (*path, key))


def _cells(draw: Callable[..., Any], rows: list[list[str]]) -> list[list[str]]:
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.integers(0, len(rows) - 1))
        if rows[row]:
            rows[row][draw(st.integers(0, len(rows[row]) - 1))] = draw(CELLS)
    return rows


def _structure(draw: Callable[..., Any], rows: list[list[str]]) -> list[list[str]]:
    row = draw(st.integers(0, len(rows) - 1))
    match draw(st.sampled_from(["drop", "twice", "blank", "shorter", "longer", "swap", "cut"])):
        case "drop":
            del rows[row]
        case "twice":
            rows.insert(row, list(rows[row]))
        case "blank":
            rows.insert(row, [""] * 6)
        case "shorter":
            rows[row] = rows[row][:-1]
        case "longer":
            rows[row] = [*rows[row], draw(CELLS)]
        case "swap":
            rows = [[cells[1], cells[0], *cells[2:]] for cells in rows]
        case _:
            rows = rows[:row]
    return rows


def _bytes(draw: Callable[..., Any], data: bytes) -> bytes:
    place = draw(st.integers(0, len(data)))
    junk = draw(st.binary(min_size=1, max_size=4) | st.sampled_from([b'"', b"\0", b"\xff\xfe"]))
    match draw(st.sampled_from(["put", "over", "cut", "encode"])):
        case "put":
            return data[:place] + junk + data[place:]
        case "over":
            return data[:place] + junk + data[place + len(junk) :]
        case "cut":
            return data[:place]
        case _:
            codec = draw(st.sampled_from(["utf-16", "utf-8-sig", "utf-32", "cp1252"]))
            return data.decode("utf-8", "replace").encode(codec, "replace")


def _properties(draw: Callable[..., Any], facts: dict[str, Any]) -> dict[str, Any]:
    for _ in range(draw(st.integers(1, 3))):
        every = list(paths_of(facts))
        if not every:
            break
        *above, last = draw(st.sampled_from(every))
        here: Any = facts
        for step in above:
            here = here[step]
        match draw(st.sampled_from(["put", "drop", "rename"])):
            case "drop":
                del here[last]
            case "rename" if isinstance(here, dict):
                here[f"{last}{draw(st.sampled_from(['s', 'x', '_']))}"] = here.pop(last)
            case _:
                here[last] = draw(VALUES)
    return facts


@st.composite
def packages(draw: Callable[..., Any]) -> tuple[bytes, bytes]:
    """Draw a descriptor and a table that were good, each as bytes."""
    facts, rows = copy.deepcopy(descriptor()), table()
    for what in draw(st.sets(st.sampled_from(["cells", "structure", "keys"]), max_size=2)):
        if what == "keys":
            facts = _properties(draw, facts)
        elif rows:
            rows = _cells(draw, rows) if what == "cells" else _structure(draw, rows)
    described, data = json.dumps(facts, indent=1).encode(), as_csv(rows)
    match draw(st.sampled_from(["none", "none", "none", "descriptor", "table"])):
        case "descriptor":
            described = _bytes(draw, described)
        case "table":
            data = _bytes(draw, data)
    return described, data


def judged(folder: Path, given: tuple[bytes, bytes]) -> str:
    """Write a package, take it down the line and return what became of it: built or problems.

    Raises AssertionError where it is neither, and whatever the program raises where it breaks.
    """
    described, data = given
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_bytes(described)
    (folder / "requests.csv").write_bytes(data)
    examined = gate(folder)
    if examined.problems:
        for problem in examined.problems:
            for line in (problem.as_text(), problem.as_json(), problem.as_github()):
                assert len(line.splitlines()) == 1
                assert line.isprintable()
                line.encode()
        return "problems"
    assert len(examined.packages) == 1
    settings = Settings(as_of=AS_OF, city="Demo City")
    portal = compute(examined.packages, CONTENT, settings)
    for record in portal.records:
        assert list(downloads.metric_files(record, Wording(), settings))
    for package in portal.packages:
        assert list(downloads.package_files(package, settings, ()))
    drawn = {r.metric.name: drawing(r.metric.name) for r in portal.records}
    for page in pages.build(portal, drawn, sizes(portal), settings):
        if page.template in TEMPLATES:
            assert render(page).text
    return "built"
