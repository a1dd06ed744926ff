"""Pass packages through the gates and see which problems come out."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from conftest import Builder, metric_descriptor
from performance.check import Examined, examine
from performance.model import Content, Department, Priority
from performance.problem import Problem
from performance.settings import Settings

# A case builds something with one fault and returns the path to examine.
Case = Callable[[Builder], Path]
Change = Callable[[dict[str, Any]], None]

AS_OF = date(2025, 6, 30)
CONTENT = Content(
    (Department("public-works", "Public Works"), Department("fire", "Fire and Rescue")),
    (Priority("customer-service", "Customer service"),),
)
FIELDS = (
    {"name": "month", "type": "yearmonth"},
    {"name": "requests", "type": "integer"},
    {"name": "on_time", "type": "integer"},
)


def gate(path: Path, **settings: Any) -> Examined:
    """Examine a path with two departments, one priority and an as-of date of 30 June 2025."""
    return examine([path], CONTENT, Settings(**{"as_of": AS_OF, **settings}))


def is_judged(path: Path, **settings: Any) -> bool:
    """Whether a path comes out of the gates as a package or as problems, each said on one line."""
    examined = gate(path, **settings)
    said = [problem.as_text() for problem in examined.problems]
    return bool(examined.packages or said) and all(len(text.splitlines()) == 1 for text in said)


def problems(path: Path, **settings: Any) -> list[Problem]:
    """Return the problems of a path."""
    return gate(path, **settings).problems


def codes(path: Path, **settings: Any) -> set[str]:
    """Return the codes of a path's problems."""
    return {problem.code for problem in problems(path, **settings)}


def datasets(folder: Path) -> Path:
    """Return the datasets folder that a built package stands in."""
    return folder.parent.parent


def descriptor_of(folder: Path) -> dict[str, Any]:
    """Return the descriptor of a built package."""
    facts: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return facts


def write(folder: Path, facts: Mapping[str, Any]) -> Path:
    """Write a descriptor in place of a built package's and return the folder."""
    text = json.dumps(facts, indent=2)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return folder


def changed(change: Change) -> Case:
    """Return a case: the builder's package after a change of its descriptor."""

    def case(package: Builder) -> Path:
        folder = package()
        facts = descriptor_of(folder)
        change(facts)
        return write(folder, facts)

    return case


def with_metric(**properties: Any) -> Case:
    """Return a case: the builder's package with properties laid over its metric."""
    return lambda package: package(**properties)


def with_resource(**properties: Any) -> Case:
    """Return a case: the builder's package with properties laid over its resource."""
    return changed(lambda facts: facts["resources"][0].update(properties))


def with_rows(
    text: str | bytes, fields: Any = None, *, primary_key: Any = None, **properties: Any
) -> Case:
    """Return a case: a package of this CSV with properties laid over the builder's metric."""
    return lambda package: package(text, fields=fields, primary_key=primary_key, **properties)


def plain(text: str | bytes, fields: Any = None, schema: Any = None) -> Case:
    """Return a case: a package of this CSV without metrics."""

    def case(package: Builder) -> Path:
        folder = package(text, fields=fields, metric={})
        facts = descriptor_of(folder)
        facts["resources"][0]["schema"].update(schema or {})
        return write(folder, facts)

    return case


def values(*cells: Any, notes: Mapping[int, str] | None = None, **properties: Any) -> Case:
    """Return a case: a metric of one summed value, by month from January 2024."""
    rows = ["month,value,note"]
    for place, cell in enumerate(cells):
        month = f"{2024 + place // 12}-{place % 12 + 1:02d}"
        rows.append(f"{month},{cell},{(notes or {}).get(place, '')}")
    given = {
        "measure": {"value": "value", "aggregation": "sum"},
        "unit": {"name": "requests"},
        "targets": [],
        **properties,
    }
    return lambda package: package(
        "\n".join(rows) + "\n",
        fields=[
            {"name": "month", "type": "yearmonth"},
            {"name": "value", "type": "number"},
            {"name": "note", "type": "string"},
        ],
        metric=metric_descriptor(**given),
    )
