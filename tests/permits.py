"""A package of permits, and the ways in which people break it: one mistake, one line."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import SCHEMA
from gates import problems
from performance.problem import Problem

GOOD = """month,applicant,permits,on_time,obs_status,note
2025-01,Female,1200,1100,final,
2025-01,Male,1300,1150,final,
2025-02,Female,1250,1120,final,
2025-02,Male,1310,1160,final,
2025-03,Female,1180,1090,final,
2025-03,Male,1290,1130,final,
2025-04,Female,1210,1105,final,
2025-04,Male,1305,1175,final,
2025-05,Female,1230,1115,provisional,
2025-05,Male,1320,1180,provisional,
"""
DESCRIPTOR: dict[str, Any] = {
    "$schema": SCHEMA,
    "name": "permits",
    "title": "Permits",
    "version": "2025.5.0",
    "created": "2025-06-15T00:00:00Z",
    "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
    "sources": [{"title": "Permit system"}],
    "department": "public-works",
    "resources": [
        {
            "name": "permits",
            "path": "permits.csv",
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": "month", "type": "yearmonth", "title": "Month"},
                    {
                        "name": "applicant",
                        "type": "string",
                        "title": "Applicant",
                        "constraints": {"enum": ["Female", "Male"]},
                    },
                    {"name": "permits", "type": "integer", "title": "Permits due"},
                    {"name": "on_time", "type": "integer", "title": "Issued in time"},
                    {"name": "obs_status", "type": "string", "title": "Status"},
                    {"name": "note", "type": "string", "title": "Note"},
                ],
                "primaryKey": ["month", "applicant"],
            },
        }
    ],
    "metrics": [
        {
            "name": "permits-on-time",
            "title": "Permits issued in time",
            "kind": "quality",
            "resource": "permits",
            "period": {"field": "month", "frequency": "M", "lag": 20},
            "measure": {"numerator": "on_time", "denominator": "permits", "scale": 100},
            "unit": {"name": "percent", "symbol": "%", "decimals": 1},
            "direction": "increase",
            "targets": [{"from": "2025-01", "value": 90, "near": 5}],
            "dimensions": ["applicant"],
        }
    ],
}
FEMALE = "2025-03,Female,1180,1090,final,"  # Row 6 as Excel shows it.
# What an administrative assistant should not have to know.
JARGON = re.compile(r"\b(schema|regex|NaN|null|parse|encoding error|exception|traceback|dtype)\b")

Table = Callable[[str], "str | bytes"]


@dataclass(frozen=True)
class Slip:
    """A mistake: how the table is broken, and the one line that must come of it."""

    broken: Table
    code: str
    row: int | None
    column: str | None
    value: str | None
    says: str
    remedy: str


def row_6(new: str) -> Table:
    """Return what puts another row in the place of row 6."""
    return lambda text: text.replace(FEMALE, new)


def every_line(head: str, tail: str) -> Table:
    """Return what adds something at the end of the header and of every row."""
    return lambda text: "".join(
        f"{line}{tail if place else head}\n" for place, line in enumerate(text.splitlines())
    )


def package(folder: Path, table: str | bytes = GOOD, descriptor: str | None = None) -> Path:
    """Write the package and return its folder."""
    made = folder / "datasets" / "public-works" / "permits"
    made.mkdir(parents=True, exist_ok=True)
    (made / "permits.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    text = json.dumps(DESCRIPTOR, indent=2) if descriptor is None else descriptor
    (made / "datapackage.json").write_text(text, encoding="utf-8")
    return made


def only(folder: Path) -> Problem:
    """Return the one problem of a package: a mistake is told once, not with what follows."""
    found = problems(folder)
    assert len(found) == 1, [problem.as_text() for problem in found]
    return found[0]


def must_be(found: Problem, slip: Slip, file: Path) -> None:
    """Assert that a problem says what a mistake must come to, on one line and in plain words."""
    assert found.file == str(file)
    assert (found.code, found.row, found.column, found.value) == (
        slip.code, slip.row, slip.column, slip.value,
    )  # fmt: skip
    assert slip.says in found.message
    assert slip.remedy in found.remedy
    line = found.as_text()
    assert len(line.splitlines()) == 1
    assert not JARGON.search(line)
