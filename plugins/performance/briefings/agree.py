"""Whether what meetings name is in the portal: metrics, departments, members and programs."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator, Sequence

from performance.briefings.facts import Place, problem
from performance.load.dtypes import column
from performance.model import (
    Briefing,
    Cabinet,
    Content,
    FrontLine,
    Metric,
    Origin,
    Package,
    Roundtable,
)
from performance.problem import Problem

# So many unknown names are no slips of the pen.
SEVERAL = 3


def problems(content: Content, packages: Sequence[Package]) -> list[Problem]:
    """Return a problem for each name in the meetings that the whole portal does not have."""
    metrics = {metric.name: (metric, package) for package in packages for metric in package.metrics}
    departments = {department.slug for department in content.departments}
    departments |= {package.department for package in packages if package.department}
    programs = {program for department in content.departments for program in department.programs}
    found: list[Problem] = []
    for briefing in content.briefings:
        if is_strange(briefing, metrics):
            continue
        for written in briefing.written:
            for place, name in _metrics_of(written):
                if name not in metrics:
                    found.append(_unknown(written.origin, place, name, among=metrics))
            if isinstance(written, Roundtable) and written.department not in departments:
                place = ("department",)
                name = written.department
                found.append(_unknown(written.origin, place, name, among=departments))
            if isinstance(written, FrontLine):
                found.extend(_unit(written, metrics, programs))
    return found


def is_strange(briefing: Briefing, metrics: Container[str]) -> bool:
    """Return whether a month's meetings name several metrics and `metrics` hold none of them.

    So it is where the packages of one city are built with the words of another.
    """
    named = {name for written in briefing.written for _, name in _metrics_of(written)}
    return len(named) >= SEVERAL and not any(name in metrics for name in named)


def _metrics_of(written: object) -> Iterator[tuple[Place, str]]:
    """Yield the metrics that a pack names, with their place in its front matter."""
    if isinstance(written, (Cabinet, FrontLine)):
        for number, name in enumerate(written.metrics):
            yield ("metrics", number), name
    if isinstance(written, (Cabinet, Roundtable)):
        for number, decision in enumerate(written.decisions):
            if decision.metric:
                yield ("decisions", number, "metric"), decision.metric


def _unit(
    sheet: FrontLine, metrics: dict[str, tuple[Metric, Package]], programs: set[str]
) -> Iterator[Problem]:
    if sheet.program and sheet.program not in programs:
        yield _unknown(sheet.origin, ("program",), sheet.program, among=programs)
    if not sheet.member:
        return
    for number, name in enumerate(sheet.metrics):
        if name not in metrics:
            continue
        members = _members(*metrics[name])
        if sheet.member not in members:
            yield problem(
                sheet.origin,
                "briefing-unknown",
                ("metrics", number),
                f"the metric has no member {sheet.member}",
                _cure(sheet.member, members),
                value=name,
            )


def _members(metric: Metric, package: Package) -> set[str]:
    """Return the members of all dimensions of a metric, as the data write them."""
    resource = package.resource(metric.resource)
    columns = (column(resource, dimension) for dimension in metric.dimensions)
    cells = {cell for values in columns if values is not None for cell in values.distinct}
    return {str(cell) for cell in cells if cell is not None} - {metric.whole}


def _unknown(origin: Origin, place: Place, name: str, *, among: Iterable[str]) -> Problem:
    what = {"department": "a department", "program": "a program"}.get(str(place[0]), "a metric")
    return problem(
        origin,
        "briefing-unknown",
        place,
        f"is not {what} of the portal",
        _cure(name, among),
        value=name,
    )


def _cure(name: str, among: Iterable[str]) -> str:
    known = sorted(among)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    if not known:
        return "Leave it out: there is none in the portal."
    more = f" … ({len(known)} in all)" if len(known) > 10 else ""
    return f"Known: {', '.join(known[:10])}{more}."
