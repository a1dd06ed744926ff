"""Pass data packages through the three gates: find, read and judge all of them in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from performance import budgets, load
from performance.draft import Draft, file_of, is_own, placed, read_descriptor, read_resource
from performance.model import Content, Grid, Metric, Package, Resource, Sound
from performance.problem import Problem, in_order
from performance.recognized import note, recognized
from performance.settings import Settings
from performance.validate import budget as budget_facts
from performance.validate import (
    cells,
    changes,
    descriptor,
    keys,
    observations,
    observed,
    plain,
    requests,
    schema,
    sense,
    site,
)
from performance.validate import metric as metrics
from performance.validate.fault import Fault, members


class Examined(Struct, frozen=True):
    """The packages that have no problem, in order of their paths, and every problem of the rest.

    `whole` is whether these are all packages of a portal.
    """

    packages: tuple[Package, ...]
    problems: list[Problem]
    whole: bool = True


def examine(
    paths: Sequence[Path],
    content: Content,
    settings: Settings,
    *,
    before: Mapping[str, changes.Before] | None = None,
    progress: Callable[[int, int], object] | None = None,
    thorough: bool = False,
    sound: Sound | None = None,
) -> Examined:
    """Examine every package at or below the paths: datasets folders, packages or descriptors.

    `before` are the packages as they were, by their names, where they are to be compared.
    `progress` is told how many packages have been examined, of how many. Raises nothing for any
    content of the files. Whether a period lies in the future is asked only where the settings
    have an as-of date. `thorough` judges everything the slow way, also what can be seen to be good
    at a glance: the problems are the same. `sound` knows of earlier checks.
    """
    found = load.find(paths)
    drafts = []
    for number, place in enumerate(found.places, 1):
        known = recognized(place, content, settings, sound) if sound is not None else None
        drafts.append(known or drafted(place, content, settings, thorough=thorough))
        if sound is not None and known is None:
            note(drafts[-1], content, sound)
        if progress:
            progress(number, len(found.places))
    slugs = {department.slug for department in content.departments}
    whole = any(folder.name not in slugs for folder in found.folders if folder in paths)
    gone = _judge_together(drafts, content, whole=whole, before=before or {})
    problems = [*found.problems, *gone]
    links = {problem.file for problem in found.problems if problem.code == "symlink"}
    packages = []
    for draft in drafts:
        own = [*draft.problems, *placed(draft)]
        problems.extend(p for p in own if p.code != "symlink" or p.file not in links)
        if not own:
            packages.append(_package(draft, content))
    return Examined(tuple(packages), in_order(problems), whole)


def _judge_together(
    drafts: Sequence[Draft],
    content: Content,
    *,
    whole: bool,
    before: Mapping[str, changes.Before],
) -> Iterator[Problem]:
    """Hold packages to each other and to what they were; return what is gone altogether."""
    # A descriptor that cannot be read has told no name that could clash.
    told = [draft for draft in drafts if draft.is_read]
    named = [(d.place.file, load.name_of(d.place, d.descriptor), d.descriptor) for d in told]
    for number, fault in site.faults(named, whole=whole):
        told[number].faults.append(fault)
    _judge_programs(told, content, whole=whole)
    for (_, name, _), draft in zip(named, told, strict=True):
        if name in before:
            _compare(draft, before[name])
    return changes.gone(
        before, {name for _, name, _ in named}, {draft.place.path for draft in drafts}
    )


def drafted(
    place: load.Place, content: Content, settings: Settings, *, thorough: bool = False
) -> Draft:
    """Return one package, read and judged by itself: of its files, the content and the settings.

    What packages must have of one another, and of their past, is not asked here.
    """
    draft = Draft(place, thorough=thorough)
    read_descriptor(draft)
    if not draft.is_read:
        return draft
    _judge_descriptor(draft, content, settings)
    for number, properties in members(draft.descriptor, "resources"):
        read_resource(draft, number, properties, settings=settings)
    tables = {r.name: (r, draft.grids[n]) for n, r in draft.resources.items() if n in draft.grids}
    _judge_rows(draft, tables, settings)
    draft.metrics = tuple(_metrics(draft, settings))
    for metric in draft.metrics:
        if metric.resource in tables:
            table, grid = tables[metric.resource]
            _judge_metric(draft, metric, table, grid=grid, settings=settings)
    resources = {name: resource for name, (resource, _) in tables.items()}
    _judge_budget(draft, resources, settings)
    if draft.problems:
        files = {file_of(draft, r.path): r for r in resources.values()}
        draft.problems = load.on_lines(draft.problems, files)
    return draft


def _judge_rows(
    draft: Draft, tables: Mapping[str, tuple[Resource, Grid]], settings: Settings
) -> None:
    patterns, own = settings.allowed_patterns, is_own(draft)
    others = {name: resource for name, (resource, _) in tables.items()}
    for resource, grid in tables.values():
        file, slow = file_of(draft, resource.path), draft.thorough
        draft.problems.extend(
            cells.problems(resource, grid, file, patterns=patterns, own=own, thorough=slow)
        )
        draft.problems.extend(
            keys.problems(resource, grid, others=others, file=file, thorough=slow)
        )


def _judge_metric(
    draft: Draft, metric: Metric, table: Resource, *, grid: Grid, settings: Settings
) -> None:
    """Judge the observations of a metric, where its table has all of its columns."""
    placing = {metric.period_field, *metric.dimensions}
    if not placing | set(metric.measure.columns) <= set(grid.columns):
        return
    file = file_of(draft, table.path)
    fields = {field.name: field for field in table.fields}
    numbers = {
        name: load.floats(grid.columns[name], fields[name]) for name in metric.measure.columns
    }
    seen = observed.of_grid(metric, grid, numbers)
    draft.problems.extend(observations.problems(metric, table, grid, seen=seen, file=file))
    doubtful = keys.doubtful(draft.problems, file, placing)
    draft.problems.extend(
        sense.problems(metric, seen, file, as_of=settings.as_of, doubtful=doubtful)
    )


def _judge_budget(draft: Draft, tables: Mapping[str, Resource], settings: Settings) -> None:
    facts = draft.descriptor.get("budget")
    if not isinstance(facts, Mapping) or draft.has_fault("budget"):
        return
    name, folder = load.name_of(draft.place, draft.descriptor), draft.place.folder
    draft.budget, problems = budgets.examined(name, facts, tables, folder=folder, settings=settings)
    draft.problems.extend(problems)


def _judge_programs(drafts: Sequence[Draft], content: Content, *, whole: bool) -> None:
    """Hold the programs that metrics name to the budget; without it only where all is here."""
    found = next((draft.budget for draft in drafts if draft.budget is not None), None)
    if found is None and (not whole or any("budget" in d.descriptor for d in drafts)):
        return
    named = [(_department(draft, content), draft.descriptor) for draft in drafts]
    for number, fault in budgets.programs(named, found, content):
        drafts[number].faults.append(fault)


def _compare(draft: Draft, before: changes.Before) -> None:
    """Hold a package to what it was."""
    tables = {r.name: file_of(draft, r.path) for r in draft.resources.values()}
    resources = tuple(draft.resources.values())
    draft.faults.extend(changes.faults(draft.descriptor, before.package))
    draft.problems.extend(
        changes.problems(draft.descriptor, resources, before, file=draft.place.file, files=tables)
    )


def _judge_descriptor(draft: Draft, content: Content, settings: Settings) -> None:
    facts = draft.descriptor
    above = draft.place.path.absolute().parent.parent.name
    draft.faults.extend(requests.faults(facts, settings))
    unsafe = {fault.path for fault in draft.faults}
    form = [
        fault for fault in schema.faults(facts, thorough=draft.thorough) if fault.path not in unsafe
    ]
    draft.faults.extend(form)
    if all(fault.path[:1] == ("metrics",) for fault in form):
        draft.faults.extend(_of_standard(draft))
    draft.faults.extend(descriptor.faults(facts, content, above))
    draft.faults.extend(metrics.faults(facts, content, settings))
    draft.faults.extend(budget_facts.faults(facts))


def _of_standard(draft: Draft) -> Iterator[Fault]:
    if draft.thorough or not plain.accepts(draft.descriptor):
        # Imported late: frictionless takes as long as a hundred packages that do not need it.
        from performance.validate import standard

        yield from standard.faults(draft.descriptor, thorough=draft.thorough)


def _metrics(draft: Draft, settings: Settings) -> Iterator[Metric]:
    """Yield the metrics of a package whose description, and whose table's, has no fault."""
    for number, facts in members(draft.descriptor, "metrics"):
        if not draft.has_fault("metrics", number):
            yield load.metric(facts, settings)


def _package(draft: Draft, content: Content) -> Package:
    # Of a large city's rows only those that somebody asks for again need be in memory.
    draft.grids.clear()
    return load.package(
        draft.place,
        draft.descriptor,
        [resource for _, resource in sorted(draft.resources.items())],
        department=_department(draft, content),
        metrics=draft.metrics,
        written=draft.written,
        budget=draft.budget,
    )


def _department(draft: Draft, content: Content) -> str | None:
    above = draft.place.path.absolute().parent.parent.name
    return descriptor.department_of(draft.descriptor, content, above)
