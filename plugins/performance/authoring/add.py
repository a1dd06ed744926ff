"""Add the rows of a spreadsheet to a package: read, compare, check; write when a person agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from performance import check, load
from performance.authoring import plan as plans
from performance.authoring import rewrite, trial
from performance.authoring.matching import matches
from performance.authoring.plan import Plan
from performance.authoring.rows import Row, short
from performance.authoring.spreadsheet import read
from performance.authoring.template import GUIDE
from performance.authoring.version import stamped
from performance.city import City
from performance.load.history import files_of
from performance.model import Package, dialect_of
from performance.problem import BuildError, Exit, Problem, shown
from performance.validate import fixity, safety
from performance.validate.changes import Before

MOST_SHOWN = 60  # Lines of one kind: more scroll what matters away.


class Proposal(Struct, frozen=True):
    """What a spreadsheet would change in a package: a plan for each table that it holds.

    `passed` are its sheets that hold no table of the package.
    """

    package: Package
    source: Path
    plans: tuple[Plan, ...]
    passed: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return any(plan.added or plan.revised for plan in self.plans)

    @property
    def needs_reason(self) -> int:
        """How many rows have a final value that would change without a reason."""
        return sum(len(plan.needs_reason) for plan in self.plans)


def package_at(path: Path, city: City) -> Package:
    """Return the package in a folder; BuildError, with its problems, where it is not sound."""
    found = check.examine([path], city.content, city.settings)
    if len(found.packages) == 1 and not found.problems:
        return found.packages[0]
    if found.problems:
        raise BuildError("The package has problems of its own: mend them first.", found.problems)
    raise BuildError(f"{path} holds several packages. Name the folder of one.")


def proposal(package: Package, source: Path, city: City, only: str | None = None) -> Proposal:
    """Return what a spreadsheet would change; BuildError where it cannot be read at all."""
    grids = read(source, city.settings.max_file_mb * safety.MEGABYTE)
    found, passed = matches(grids, package, only)
    return Proposal(package, source, tuple(plans.plan(m, package) for m in found), tuple(passed))


def explained(proposed: Proposal, reason: str) -> Proposal:
    """Return the proposal with a reason in the note of every row that needs one."""
    made = tuple(plans.with_reason(p, reason) if p.needs_reason else p for p in proposed.plans)
    return replace(proposed, plans=made)


def files(proposed: Proposal, today: date) -> tuple[dict[str, bytes], str]:
    """Return the package's files as they would be, by their paths, and its new version."""
    package = proposed.package
    made = dict(files_of(package))
    for plan in proposed.plans:
        made[plan.resource.path] = _table(plan)
    return _described(package, made, today)


def problems(
    proposed: Proposal, made: Mapping[str, bytes], city: City
) -> tuple[list[Problem], list[Problem]]:
    """Return what would be wrong with the files: in rows of the spreadsheet, and elsewhere."""
    package = proposed.package
    places = {
        (shown(package.folder / plan.resource.path), row): number
        for plan in proposed.plans
        for row, number in _numbers(plan)
    }
    own, other = [], []
    for problem in trial.problems(package.folder, made, city, before=Before(package)):
        number = places.get((problem.file, problem.row or 0))
        if number is None:
            other.append(problem)
        else:
            own.append(replace(problem, file=shown(proposed.source), row=number, line=None))
    return own, other


def summary(proposed: Proposal) -> Iterator[str]:
    """Yield in lines what would change: rows added, revised, unchanged and not usable."""
    for name in proposed.passed:
        if name == GUIDE:
            continue
        yield f"The sheet {name} holds no table of this package and is passed over."
    for plan in proposed.plans:
        yield f"{plan.sheet} → {shown(proposed.package.folder / plan.resource.path)}"
        for note in plan.notes:
            yield f"  Read so    {note}"
        yield from _some([f"  Added      {_added(row)}" for row in plan.added])
        yield from _some([f"  Revised    {_revised(row)}" for row in plan.revised])
        yield f"  Unchanged  {plan.unchanged} row{'' if plan.unchanged == 1 else 's'}"
        for each in plan.unusable:
            value = f" ({short(each.value)})" if each.value else ""
            yield f"  Not used   row {each.number}, {each.column}{value}: {each.why}."


def _added(row: Row) -> str:
    cells = ", ".join(f"{k} {short(v)}" for k, v in row.cells.items() if v and v not in row.key)
    return f"{', '.join(row.key)}: {cells} (row {row.number})"


def _revised(row: Row) -> str:
    cells = ", ".join(
        f"{name} {short(row.old.get(name) or 'empty')} → {short(new or 'empty')}"
        for name, new in row.cells.items()
    )
    return f"{', '.join(row.key)}: {cells} (row {row.number})"


def _some(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first lines of many, and how many more there are."""
    yield from lines[:MOST_SHOWN]
    if len(lines) > MOST_SHOWN:
        yield f"{lines[0][:13]}… and {len(lines) - MOST_SHOWN} more rows"


def _table(plan: Plan) -> bytes:
    """Return the bytes of a table with the rows of a plan."""
    resource = plan.resource
    dialect = dialect_of(resource.raw)
    text = resource.data.decode("utf-8")
    assert resource.text is not None
    made = rewrite.rewritten(
        text,
        dialect,
        [str(name) for name in resource.text.columns],
        changed={row.at: row.cells for row in plan.revised if row.at is not None},
        added=[row.cells for row in plan.added],
    )
    return made.encode("utf-8")


def _numbers(plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield the rows of the table that a plan writes, with their rows in the spreadsheet."""
    assert plan.resource.text is not None
    for row in plan.revised:
        if row.at is not None:
            yield row.at, row.number
    last = max((int(n) for n in plan.resource.text.index), default=1)
    for place, row in enumerate(plan.added, 1):
        yield last + place, row.number


def _described(
    package: Package, made: dict[str, bytes], today: date
) -> tuple[dict[str, bytes], str]:
    """Return the files with the descriptor's version, date and checksums brought up to date."""
    name = Path(package.file).name
    text, version = stamped(package, today)
    lines = load.lines(text, is_yaml=name.endswith(".yaml"))
    for place, facts in enumerate(package.descriptor.get("resources", ())):
        data = made.get(str(facts.get("path")), b"")
        for fault in fixity.faults(facts, data, ("resources", place)):
            line = load.line_of(fault.path, lines)
            if line is not None:
                now = fixity.current(facts, data, str(fault.path[-1]))
                text = rewrite.property_set(text, line, str(fault.path[-1]), now)
    return {**made, name: text.encode("utf-8")}, version


def must_be_usable(proposed: Proposal) -> None:
    """Raise BuildError where a row of the spreadsheet cannot be used: all of it is, or nothing."""
    count = len({u.number for plan in proposed.plans for u in plan.unusable})
    if count:
        raise BuildError(
            f"Nothing was written: {count} row{' has' if count == 1 else 's have'} cells that "
            "cannot be used. Mend them in the spreadsheet, save it, and run the command again.",
            exitcode=Exit.PROBLEMS,
        )
