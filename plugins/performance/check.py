"""Pass data packages through the three gates: find, read and judge all of them in one run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from performance import budgets, load
from performance.model import Budget, Content, Metric, Package, Resource, Sheet
from performance.problem import Problem, in_order, shown
from performance.settings import Settings
from performance.validate import budget as budget_facts
from performance.validate import (
    cells,
    changes,
    descriptor,
    fixity,
    header,
    keys,
    observations,
    observed,
    requests,
    safety,
    schema,
    sense,
    site,
    standard,
)
from performance.validate import metric as metrics
from performance.validate.fault import Fault, members

DESCRIPTOR_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Examined:
    """The packages that have no problem, in order of their paths, and every problem of the rest.

    `whole` is whether these are all packages of a portal.
    """

    packages: tuple[Package, ...]
    problems: list[Problem]
    whole: bool = True


@dataclass(slots=True)
class _Draft:
    """A package while it is examined: what is read of it and what is wrong so far.

    `resources` are by place in the descriptor; `sheets` are the delimited files among them.
    """

    place: load.Place
    text: str = ""
    written: bytes = b""
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    is_read: bool = False
    faults: list[Fault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    resources: dict[int, Resource] = field(default_factory=dict)
    budget: Budget | None = None

    @property
    def is_yaml(self) -> bool:
        return self.place.path.suffix == ".yaml"

    def has_fault(self, *path: str | int) -> bool:
        """Whether something is wrong at or below a property."""
        return any(fault.path[: len(path)] == path for fault in self.faults)


def examine(
    paths: Sequence[Path],
    content: Content,
    settings: Settings,
    *,
    before: Mapping[str, changes.Before] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Examined:
    """Examine every package at or below the paths: datasets folders, packages or descriptors.

    `before` are the packages as they were, by their names, where they are to be compared.
    `progress` is told the descriptor of each package when it has been examined. Raises nothing for
    any content of the files. Whether a period lies in the future is asked only where the settings
    have an as-of date.
    """
    found = load.find(paths)
    drafts = []
    for place in found.places:
        drafts.append(_examine(place, content, settings))
        if progress:
            progress(place.file)
    slugs = {department.slug for department in content.departments}
    whole = any(folder.name not in slugs for folder in found.folders if folder in paths)
    # A descriptor that cannot be read has told no name that could clash.
    told = [draft for draft in drafts if draft.is_read]
    named = [(d.place.file, load.name_of(d.place, d.descriptor), d.descriptor) for d in told]
    for number, fault in site.faults(named, whole=whole):
        told[number].faults.append(fault)
    _judge_programs(told, content, whole=whole)
    for (_, name, _), draft in zip(named, told, strict=True):
        if before and name in before:
            _compare(draft, before[name])
    names = {name for _, name, _ in named}
    problems = [
        *found.problems,
        *changes.gone(before or {}, names, {draft.place.path for draft in drafts}),
    ]
    links = {problem.file for problem in found.problems if problem.code == "symlink"}
    packages = []
    for draft in drafts:
        own = [*draft.problems, *_placed(draft)]
        problems.extend(p for p in own if p.code != "symlink" or p.file not in links)
        if not own:
            packages.append(_package(draft, content, settings))
    return Examined(tuple(packages), in_order(problems), whole)


def _examine(place: load.Place, content: Content, settings: Settings) -> _Draft:
    draft = _Draft(place)
    _read_descriptor(draft)
    if not draft.is_read:
        return draft
    _judge_descriptor(draft, content, settings)
    for number, properties in members(draft.descriptor, "resources"):
        _read_resource(draft, number, properties, settings=settings)
    tables = {r.name: r for r in draft.resources.values() if r.table is not None}
    patterns, own = settings.allowed_patterns, _is_own(draft)
    for resource in tables.values():
        file = _file_of(draft, resource.path)
        draft.problems.extend(cells.problems(resource, file, patterns=patterns, own=own))
        draft.problems.extend(keys.problems(resource, tables, file))
    for metric in _metrics(draft, settings):
        table = tables.get(metric.resource)
        columns = {metric.period_field, *metric.measure.columns, *metric.dimensions}
        if table is not None and table.text is not None and columns <= set(table.text.columns):
            file = _file_of(draft, table.path)
            seen = observed.observed(metric, table)
            draft.problems.extend(observations.problems(metric, table, seen, file=file))
            doubtful = keys.doubtful(
                draft.problems, file, {metric.period_field, *metric.dimensions}
            )
            draft.problems.extend(
                sense.problems(metric, seen, file, as_of=settings.as_of, doubtful=doubtful)
            )
    _judge_budget(draft, tables, settings)
    files = {_file_of(draft, r.path): r for r in tables.values()}
    draft.problems = load.on_lines(draft.problems, files)
    return draft


def _judge_budget(draft: _Draft, tables: Mapping[str, Resource], settings: Settings) -> None:
    facts = draft.descriptor.get("budget")
    if not isinstance(facts, Mapping) or draft.has_fault("budget"):
        return
    name, folder = load.name_of(draft.place, draft.descriptor), draft.place.folder
    draft.budget, problems = budgets.examined(name, facts, tables, folder=folder, settings=settings)
    draft.problems.extend(problems)


def _judge_programs(drafts: Sequence[_Draft], content: Content, *, whole: bool) -> None:
    """Hold the programs that metrics name to the budget; without it only where all is here."""
    found = next((draft.budget for draft in drafts if draft.budget is not None), None)
    if found is None and (not whole or any("budget" in d.descriptor for d in drafts)):
        return
    named = [(_department(draft, content), draft.descriptor) for draft in drafts]
    for number, fault in budgets.programs(named, found, content):
        drafts[number].faults.append(fault)


def _is_own(draft: _Draft) -> bool:
    """Whether a package is kept for this site; one without metrics may be as it was found."""
    return bool(draft.descriptor.get("metrics") or draft.descriptor.get("budget"))


def _compare(draft: _Draft, before: changes.Before) -> None:
    """Hold a package to what it was."""
    tables = {r.name: _file_of(draft, r.path) for r in draft.resources.values()}
    resources = tuple(draft.resources.values())
    draft.faults.extend(changes.faults(draft.descriptor, before.package))
    draft.problems.extend(
        changes.problems(draft.descriptor, resources, before, file=draft.place.file, files=tables)
    )


def _read_descriptor(draft: _Draft) -> None:
    place = draft.place
    unsafe = safety.file(place.folder, place.path.name, DESCRIPTOR_LIMIT)
    data = None if unsafe else _bytes(draft, place.path, DESCRIPTOR_LIMIT, file=place.file)
    if unsafe:
        draft.problems.append(_unsafe(unsafe, place.file))
    if data is None:
        return
    draft.written = data
    read = safety.read(data)
    draft.problems.extend(_unsafe(each, place.file) for each in read.unsafe)
    if read.text is None:
        return
    draft.text = read.text
    draft.descriptor, problems = load.parse(read.text, place.file, is_yaml=draft.is_yaml)
    draft.problems.extend(problems)
    # A repeated property is a problem of a descriptor that can be read all the same.
    draft.is_read = bool(draft.descriptor) or not problems


def _judge_descriptor(draft: _Draft, content: Content, settings: Settings) -> None:
    facts = draft.descriptor
    above = draft.place.path.absolute().parent.parent.name
    draft.faults.extend(requests.faults(facts, settings))
    unsafe = {fault.path for fault in draft.faults}
    form = [fault for fault in schema.faults(facts) if fault.path not in unsafe]
    draft.faults.extend(form)
    if all(fault.path[:1] == ("metrics",) for fault in form):
        draft.faults.extend(standard.faults(facts))
    draft.faults.extend(descriptor.faults(facts, content, above))
    draft.faults.extend(metrics.faults(facts, content, settings))
    draft.faults.extend(budget_facts.faults(facts))


def _read_resource(
    draft: _Draft, number: int, properties: Mapping[str, Any], *, settings: Settings
) -> None:
    """Read the file of a resource where that is safe, and judge it as a whole."""
    path = properties.get("path")
    where = ("resources", number, "path")
    if not isinstance(path, str) or draft.has_fault(*where) or "data" in properties:
        return
    limit = settings.max_file_mb * safety.MEGABYTE
    file = _file_of(draft, path)
    unsafe = safety.file(draft.place.folder, path, limit)
    if unsafe and unsafe.code == "file-missing":
        draft.faults.append(Fault(unsafe.code, where, unsafe.message, unsafe.remedy, path))
        return
    if unsafe:
        draft.problems.append(_unsafe(unsafe, file))
        return
    data = _bytes(draft, draft.place.folder / path, limit, file=file)
    if data is None:
        return
    draft.faults.extend(fixity.faults(properties, data, where[:2]))
    text = _text(draft, path, data, file=file) if requests.is_text(path) else None
    table = None
    if text is not None and load.is_table(properties):
        sheet = _sheet(draft, properties, text, file=file)
        table = load.text_table(sheet) if sheet else None
    draft.resources[number] = load.resource(properties, data, table)


def _text(draft: _Draft, path: str, data: bytes, *, file: str) -> str | None:
    own = _is_own(draft)
    read = safety.read(data, whole=load.is_table({"path": path}), own=own)
    draft.problems.extend(_unsafe(each, file) for each in read.unsafe)
    return read.text


def _sheet(draft: _Draft, properties: Mapping[str, Any], text: str, *, file: str) -> Sheet | None:
    """Return the sheet of a delimited file, none where its cells cannot be told apart."""
    dialect = load.dialect_of(properties)
    described = [each.name for each in load.fields(properties)]
    try:
        sheet = load.sheet(text, dialect, described)
    except load.TableError as error:
        message = (
            "a quotation mark on this row, or before it, is not closed or stands inside a cell"
        )
        remedy = 'Close it; a quotation mark inside a cell is doubled: "the ""big"" bin".'
        draft.problems.append(Problem("quotes", file, message, remedy, error.row))
        return None
    has_schema = isinstance(properties.get("schema"), Mapping)
    problems = header.problems(
        sheet,
        file,
        described=load.fields(properties) if has_schema else None,
        delimiter=dialect.delimiter,
    )
    draft.problems.extend(problems)
    return (
        None
        if any(p.code in ("delimiter", "file-empty", "header-place") for p in problems)
        else sheet
    )


def _metrics(draft: _Draft, settings: Settings) -> Iterator[Metric]:
    """Yield the metrics of a package whose description, and whose table's, has no fault."""
    for number, facts in members(draft.descriptor, "metrics"):
        if not draft.has_fault("metrics", number):
            yield load.metric(facts, settings)


def _package(draft: _Draft, content: Content, settings: Settings) -> Package:
    return load.package(
        draft.place,
        draft.descriptor,
        [resource for _, resource in sorted(draft.resources.items())],
        department=_department(draft, content),
        metrics=_metrics(draft, settings),
        written=draft.written,
        budget=draft.budget,
    )


def _department(draft: _Draft, content: Content) -> str | None:
    above = draft.place.path.absolute().parent.parent.name
    return descriptor.department_of(draft.descriptor, content, above)


def _bytes(draft: _Draft, path: Path, limit: int, *, file: str) -> bytes | None:
    """Read a file that the safety gate allowed; a problem where it changed since, or is refused."""
    try:
        data = load.read(path, limit)
    except OSError as error:
        draft.problems.append(load.unreadable(path, error))
        return None
    larger = safety.too_large(len(data), limit)
    if larger:
        draft.problems.append(_unsafe(larger, file))
        return None
    return data


def _unsafe(unsafe: safety.Unsafe, file: str) -> Problem:
    return Problem(unsafe.code, file, unsafe.message, unsafe.remedy, unsafe.row, None, unsafe.value)


def _file_of(draft: _Draft, path: str) -> str:
    return shown(draft.place.folder / path)


def _placed(draft: _Draft) -> Iterator[Problem]:
    """Yield the descriptor's faults as problems, with their lines."""
    known = load.lines(draft.text, is_yaml=draft.is_yaml) if draft.faults else {}
    for fault in draft.faults:
        line = load.line_of(fault.path, known)
        yield fault.problem(draft.place.file, line, draft.descriptor)
