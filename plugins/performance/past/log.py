"""The log of revisions beside a package's descriptor, and the releases that it tells of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from performance import load
from performance.load import recorded
from performance.model import Entry, Package, Release, Resource
from performance.period import Period, parse
from performance.problem import Problem, shown
from performance.settings import Settings
from performance.validate import revisions, safety
from performance.validate.revisions import Keyed

# Bytes of a log beyond which it is not read twice.
LARGE = 10 * safety.MEGABYTE
FORM = "Write the columns date, resource, key, field, old, new, class and reason."


def written(package: Package) -> bytes | None:
    """Return the bytes of a package's `revisions.csv`, empty where there is no such file; none
    where they cannot be read, or only with care (a link, or a file that is very large)."""
    path = package.folder / recorded.NAME
    try:
        if path.is_symlink() or path.stat().st_size > LARGE:
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError:
        return None


def read(package: Package, settings: Settings) -> tuple[tuple[Entry, ...], list[Problem]]:
    """Return the entries of a package's `revisions.csv`, in order of their dates, and its problems.

    None where there is no such file, or where the package holds it as data of its own.
    """
    path = package.folder / recorded.NAME
    own = {resource.path.casefold() for resource in package.resources}
    if recorded.NAME in own or not (path.exists() or path.is_symlink()):
        return (), []
    file = shown(path)
    text, problems = _text(path, file, settings)
    if text is None or problems:
        return (), problems
    tables = {r.name: r for r in package.resources if r.is_table}
    try:
        found = recorded.entries(text, list(tables))
    except recorded.NotALogError as error:
        problem = Problem(
            "revision-form", file, error.message, FORM, error.row, error.column, error.value or None
        )
        return (), [problem]
    entries = tuple(sorted(found, key=lambda e: (e.date, e.row)))
    keyed = {name: _keyed(package, table) for name, table in tables.items()}
    wrong = list(revisions.problems(entries, keyed, file, as_of=settings.as_of))
    return entries, wrong


def releases(package: Package, entries: Sequence[Entry], until: date | None) -> tuple[Release, ...]:
    """Return the releases that entries tell of: one for each of their days, the oldest first.

    `package` is what they lead to, `until` the day after which others know more (none for all).
    Before them stands what the first of them changed. Of a day that the entries do not tell
    exactly there is none.
    """
    known = [entry for entry in entries if until is None or entry.date <= until]
    if not known:
        return ()
    days = sorted({entry.date for entry in known})
    # A table of which no row is ever new is not told whole: only its changes are.
    exact = frozenset(entry.resource for entry in known if not entry.field)
    made = [_release(package, known, days[0] - timedelta(days=1), exact=frozenset())]
    made += [_release(package, known, day, exact=exact) for day in days]
    return tuple(release for release in made if release is not None)


def _release(
    package: Package, entries: Sequence[Entry], day: date, *, exact: frozenset[str]
) -> Release | None:
    stood = recorded.before(package, [entry for entry in entries if entry.date > day])
    if stood is None:
        return None
    return Release("", day, package=replace(stood, version="", history=None), exact=exact)


def _text(path: Path, file: str, settings: Settings) -> tuple[str | None, list[Problem]]:
    limit = settings.max_file_mb * safety.MEGABYTE
    unsafe = safety.file(path.parent, path.name, limit)
    if unsafe:
        return None, [_problem(unsafe, file)]
    try:
        found = safety.read(load.read(path, limit))
    except OSError as error:
        return None, [load.unreadable(path, error)]
    return found.text, [_problem(each, file) for each in found.unsafe]


def _problem(unsafe: safety.Unsafe, file: str) -> Problem:
    return Problem(unsafe.code, file, unsafe.message, unsafe.remedy, unsafe.row, None, unsafe.value)


def _keyed(package: Package, table: Resource) -> Keyed:
    assert table.rows is not None
    keys = recorded.keys(package, table)
    return Keyed(
        cells={name: cells.text().tolist() for name, cells in table.rows().columns.items()},
        places={key: place for place, key in enumerate(keys)},
        ends=dict(_ends(package, table, keys)),
    )


def _ends(package: Package, table: Resource, keys: Sequence[str]) -> Iterator[tuple[str, date]]:
    """Yield the last day of the period that each row is about."""
    assert table.rows is not None
    metric = next((m for m in package.metrics if m.resource == table.name), None)
    cells = table.rows().columns.get(metric.period_field) if metric is not None else None
    if metric is None or cells is None:
        return
    ends: dict[str, Period] = {}
    for key, cell in zip(keys, cells.text().tolist(), strict=False):
        if cell not in ends:
            try:
                ends[cell] = parse(cell, metric.frequency, metric.year_start)
            except ValueError:
                continue
        yield key, ends[cell].end
