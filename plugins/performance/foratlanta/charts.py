"""Read `charts/*.yml` of the original data: each department's groups and charts, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from yaml.resolver import BaseResolver

from performance.foratlanta.decisions import Office
from performance.foratlanta.read import bad, read_bytes
from performance.foratlanta.report import Fault
from performance.problem import BuildError, Exit, Problem


class Chart(Struct, frozen=True):
    """One chart: its department, code, group and every property as its file writes it.

    `order` is its place in the department's file, from 1; texts are unmended.
    """

    department: str
    code: str
    group: str
    group_description: str
    order: int
    properties: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """The chart's identity: department and code."""
        return self.department, self.code


class Words(yaml.BaseLoader):
    """Reads every scalar as the text it is, and remembers keys that a mapping has twice."""

    repeated: list[str]


def _mapping(loader: Words, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
    """Build a mapping; of a key that stands twice, the first value that is not empty is kept."""
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        value = loader.construct_object(value_node, deep=True)
        if key in values:
            loader.repeated.append(f"{key} (line {key_node.start_mark.line + 1})")
        values[key] = values.get(key) or value
    return values


Words.add_constructor(BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_charts(
    folder: Path, offices: tuple[Office, ...]
) -> tuple[tuple[Chart, ...], tuple[Fault, ...]]:
    """Return every chart in the order of the departments' files, and the faults met.

    Raises BuildError: for wrong use where there is no chart file, else with every problem found.
    """
    if not any(folder.glob("*.yml")):
        raise BuildError(
            f"{folder} holds no .yml file. SOURCE must be the folder that holds data.csv and "
            "charts/*.yml.",
            exitcode=Exit.WRONG_USE,
        )
    by_file = {f"{office.file}.yml": office for office in offices}
    charts: list[Chart] = []
    faults: list[Fault] = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yml")):
        if file.name not in by_file:
            problems.append(bad(file, "is not a department of the original data"))
            continue
        try:
            charts += _read_file(file, by_file[file.name], faults)
        except ValueError as error:
            problems.append(bad(file, str(error)))
    problems += _twice(folder, charts)
    if problems:
        raise BuildError(f"{folder} cannot be imported.", problems)
    place = {office.code: office.order for office in offices}
    return tuple(sorted(charts, key=lambda c: (place[c.department], c.order))), tuple(faults)


def _read_file(file: Path, office: Office, faults: list[Fault]) -> list[Chart]:
    """Return a department's charts; ValueError, in words, where the file cannot be used."""
    groups, repeated = _parse(file)
    faults += [
        Fault(
            "repeated-key",
            office.code,
            found=f"{file.name}: {key} stands twice in one chart",
            done="the value that is not empty is kept",
        )
        for key in repeated
    ]
    charts: list[Chart] = []
    for group, properties in _charts_of(groups):
        code = properties.get("datasource", "")
        if not code:
            raise ValueError("a chart has no datasource")
        named = properties.get("department", "")
        if named not in ("", office.code):
            raise ValueError(f"the chart {code} is of the department {named}, not {office.code}")
        if not named:
            faults.append(
                Fault(
                    "chart-without-department",
                    office.code,
                    code,
                    found="the chart names no department",
                    done=f"taken from its file, {file.name}",
                )
            )
        title, about = group.get("group-title", ""), group.get("group-description", "")
        charts.append(Chart(office.code, code, title, about, len(charts) + 1, properties))
    return charts


def _parse(file: Path) -> tuple[Any, list[str]]:
    """Return the file's content and the keys that stand twice; ValueError where it is not YAML."""
    try:
        loader = Words(read_bytes(file).decode("utf-8"))
        loader.repeated = []
        return loader.get_single_data(), loader.repeated
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise ValueError(f"is not YAML{where}") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _charts_of(groups: Any) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yield each chart with its group; ValueError where the file is not groups of charts."""
    for group in _list(groups, "must be a list of groups"):
        facts = group if isinstance(group, dict) else {}
        for chart in _list(facts.get("charts"), "every group must have a list of charts"):
            if not isinstance(chart, dict) or not all(isinstance(v, str) for v in chart.values()):
                raise ValueError("a chart must be lines of `name: value`")
            yield {k: v for k, v in facts.items() if isinstance(v, str)}, chart


def _list(value: Any, message: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(message)
    return value


def _twice(folder: Path, charts: list[Chart]) -> list[Problem]:
    keys = [chart.key for chart in charts]
    return [
        bad(folder, f"the chart {code} of {department} stands twice")
        for department, code in dict.fromkeys(keys)
        if keys.count((department, code)) > 1
    ]
