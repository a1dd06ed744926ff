"""A package while it is examined: its files are read where that is safe, its faults collected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from performance import load
from performance.model import Budget, Grid, Metric, Resource, Rows, dialect_of
from performance.problem import Problem, shown
from performance.settings import Settings
from performance.validate import fixity, header, requests, safety, strays
from performance.validate.fault import Fault, mapping, members

DESCRIPTOR_LIMIT = 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class Draft(Struct):
    """A package while it is examined: what is read of it and what is wrong so far.

    `resources` and the cells of those that are tables, `grids`, are by place in the descriptor.
    `thorough` is whether everything is judged the slow way, also what is surely good: the problems
    are the same.
    """

    place: load.Place
    text: str = ""
    written: bytes = b""
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    is_read: bool = False
    faults: list[Fault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    resources: dict[int, Resource] = field(default_factory=dict)
    grids: dict[int, Grid] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()
    budget: Budget | None = None
    thorough: bool = False

    @property
    def is_yaml(self) -> bool:
        """Whether the descriptor is written in YAML."""
        return self.place.path.suffix == ".yaml"

    def has_fault(self, *path: str | int) -> bool:
        """Whether something is wrong at or below a property."""
        return any(fault.path[: len(path)] == path for fault in self.faults)


def read_descriptor(draft: Draft) -> None:
    """Read the descriptor where that is safe, and judge it as a file."""
    place = draft.place
    if not _describes(draft):
        return
    read = safety.read(draft.written)
    draft.problems.extend(_unsafe(each, place.file) for each in read.unsafe)
    if read.text is None:
        return
    draft.text = read.text
    draft.descriptor, problems = load.parse(read.text, place.file, is_yaml=draft.is_yaml)
    draft.problems.extend(problems)
    # A repeated property is a problem of a descriptor that can be read all the same.
    draft.is_read = bool(draft.descriptor) or not problems


def reread_descriptor(draft: Draft, is_sound: Callable[[], bool]) -> bool:
    """Read the descriptor where `is_sound` knows its bytes, and all that was judged with them, to
    be good; whether it does."""
    if not _describes(draft) or not is_sound():
        return False
    draft.text = draft.written.decode()
    if draft.is_yaml:
        draft.descriptor, _ = load.parse(draft.text, draft.place.file, is_yaml=True)
    else:
        # Nothing that JSON readers disagree about was in it.
        draft.descriptor = json.loads(draft.text)
    draft.is_read = True
    return True


def _describes(draft: Draft) -> bool:
    """Read the bytes of the descriptor where that is safe; whether they could be read."""
    place = draft.place
    unsafe = safety.file(place.folder, place.path.name, DESCRIPTOR_LIMIT)
    if unsafe:
        draft.problems.append(_unsafe(unsafe, place.file))
        return False
    data = _bytes(draft, place.path, DESCRIPTOR_LIMIT, file=place.file)
    draft.written = data or b""
    return data is not None


def read_resource(
    draft: Draft, number: int, properties: Mapping[str, Any], *, settings: Settings
) -> None:
    """Read the file of a resource where that is safe, and judge it as a whole."""
    data = _opened(draft, number, properties, settings=settings)
    if data is None:
        return
    path = properties["path"]
    file = file_of(draft, path)
    draft.faults.extend(fixity.faults(properties, data, ("resources", number)))
    text = _text(draft, path, data, file=file) if requests.is_text(path) else None
    grid = None
    if text is not None and load.is_table(properties):
        grid = _grid(draft, properties, text, file=file)
    if grid is not None:
        draft.grids[number] = grid
    rows = Rows(partial(_rows, draft, properties, data), grid) if grid is not None else None
    draft.resources[number] = load.resource(properties, data, rows)


def reopen(draft: Draft, number: int, properties: Mapping[str, Any], *, settings: Settings) -> None:
    """Read the file of a resource whose bytes are known to be good: its rows when they are asked.

    Problems of the file itself, such as that it is a link now, are noted all the same.
    """
    data = _opened(draft, number, properties, settings=settings)
    if data is not None:
        is_table = requests.is_text(properties["path"]) and load.is_table(properties)
        rows = Rows(partial(_rows, draft, properties, data)) if is_table else None
        draft.resources[number] = load.resource(properties, data, rows)


def _rows(draft: Draft, properties: Mapping[str, Any], data: bytes) -> Grid:
    path = properties["path"]
    file = file_of(draft, path)
    text = _text(draft, path, data, file=file)
    grid = _grid(draft, properties, text, file=file) if text is not None else None
    assert grid is not None, f"{file} was good when it was checked"
    return grid


def _opened(
    draft: Draft, number: int, properties: Mapping[str, Any], *, settings: Settings
) -> bytes | None:
    """Return the bytes of a resource's file where it is safe to open it, else note why not."""
    path = properties.get("path")
    where = ("resources", number, "path")
    if not isinstance(path, str) or draft.has_fault(*where) or "data" in properties:
        return None
    limit = settings.max_file_mb * safety.MEGABYTE
    file = file_of(draft, path)
    unsafe = safety.file(draft.place.folder, path, limit)
    if unsafe and unsafe.code == "file-missing":
        draft.faults.append(Fault(unsafe.code, where, unsafe.message, unsafe.remedy, path))
        return None
    if unsafe:
        draft.problems.append(_unsafe(unsafe, file))
        return None
    return _bytes(draft, draft.place.folder / path, limit, file=file)


def _text(draft: Draft, path: str, data: bytes, *, file: str) -> str | None:
    own = is_own(draft)
    read = safety.read(data, whole=load.is_table({"path": path}), own=own)
    draft.problems.extend(_unsafe(each, file) for each in read.unsafe)
    return read.text


def _grid(draft: Draft, properties: Mapping[str, Any], text: str, *, file: str) -> Grid | None:
    """Return the rows of a delimited file, none where its cells cannot be told apart."""
    dialect = dialect_of(properties)
    fields, periods = load.fields(properties), _period_columns(draft, properties)
    described = [each.name for each in fields]
    plain = None if draft.thorough else load.plain_grid(text, dialect, described)
    if plain is not None:
        columns = {name: cells.distinct for name, cells in plain.columns.items()}
        if not (is_own(draft) and strays.suspected(columns, fields, periods)):
            return plain
    try:
        sheet = load.sheet(text, dialect, described)
    except load.TableError as error:
        message = (
            "a quotation mark on this row, or before it, is not closed or stands inside a cell"
        )
        remedy = 'Close it; a quotation mark inside a cell is doubled: "the ""big"" bin".'
        draft.problems.append(Problem("quotes", file, message, remedy, error.row))
        return None
    marked = strays.conflict(sheet, file)
    if marked is not None:
        draft.problems.append(marked)
        return None
    # Data published as they were found may have whatever rows they have.
    found: list[Problem] = []
    if is_own(draft):
        sheet, found = strays.without(sheet, file, described=fields, periods=periods)
    has_schema = isinstance(properties.get("schema"), Mapping)
    problems = header.problems(
        sheet, file, described=fields if has_schema else None, delimiter=dialect.delimiter
    )
    draft.problems += [*found, *problems]
    if any(p.code in ("delimiter", "file-empty", "header-place") for p in problems):
        return None
    return load.grid_of(sheet)


def _period_columns(draft: Draft, properties: Mapping[str, Any]) -> frozenset[str]:
    """Return the columns of a table that hold periods of metrics."""
    own = [m for _, m in members(draft.descriptor, "metrics")]
    named = [mapping(m.get("period")) for m in own if m.get("resource") == properties.get("name")]
    return frozenset(str(period.get("field")) for period in named)


def placed(draft: Draft) -> Iterator[Problem]:
    """Yield the descriptor's faults as problems, with their lines."""
    known = load.lines(draft.text, is_yaml=draft.is_yaml) if draft.faults else {}
    for fault in draft.faults:
        line = load.line_of(fault.path, known)
        yield fault.problem(draft.place.file, line, draft.descriptor)


def _bytes(draft: Draft, path: Path, limit: int, *, file: str) -> bytes | None:
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


def file_of(draft: Draft, path: str) -> str:
    """Return a file of the package as a person here would open it."""
    place = draft.place
    if NAME.fullmatch(path):
        return place.file.removesuffix(place.path.name) + path  # It stands beside the descriptor.
    return shown(place.folder / path)


def is_own(draft: Draft) -> bool:
    """Whether a package is kept for this site; one without metrics may be as it was found."""
    return bool(draft.descriptor.get("metrics") or draft.descriptor.get("budget"))
