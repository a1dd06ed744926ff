"""The files of the meetings, month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from performance import content
from performance.briefings.facts import Facts, facts
from performance.content import SLUG
from performance.model import (
    Briefing,
    Cabinet,
    FrontLine,
    Memo,
    Publication,
    Roundtable,
)
from performance.period import Frequency, Period, parse
from performance.problem import Problem, shown

T = TypeVar("T")

FEWEST, MOST = 3, 6
ROUNDTABLE = "roundtable-"
FRONT_LINE = "frontline"
KNOWN = "Known are cabinet.md, memo.md, roundtable-<department>.md and frontline/<unit>.md."


class _Folder(Struct):
    """A month's folder while it is read."""

    path: Path
    problems: list[Problem] = field(default_factory=list)

    def one(self, file: Path, make: Callable[[Facts], T]) -> T | None:
        """Return what a file says, none where it cannot be read at all."""
        found, problems = facts(file)
        self.problems.extend(problems)
        if found is None:
            return None
        made = make(found)
        self.problems.extend(found.problems)
        return made

    def stray(self, path: Path, message: str, remedy: str = KNOWN) -> None:
        """Add a problem of a file that is none of a meeting's."""
        self.problems.append(Problem("briefing-file", shown(path), message, remedy))


def read(folder: Path) -> tuple[tuple[Briefing, ...], list[Problem]]:
    """Return what was written for each month below a folder, in order of time, and the problems."""
    found: list[Briefing] = []
    problems: list[Problem] = []
    for path in _entries(folder, problems):
        month = _month(path, problems)
        if month is not None:
            inside = _Folder(path)
            found.append(_briefing(month, inside))
            problems.extend(inside.problems)
    return tuple(sorted(found, key=lambda b: b.month.start)), problems


def _entries(folder: Path, problems: list[Problem]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(content.unusable(folder, error, ""))
        return []


def _month(path: Path, problems: list[Problem]) -> Period | None:
    try:
        if not path.is_dir():
            raise ValueError("is not a folder")
        return parse(path.name, Frequency.MONTH)
    except ValueError:
        remedy = "Packs lie in a folder for each month, named like 2026-10."
        message = "this is not a folder named after a month"
        problems.append(Problem("briefing-month", shown(path), message, remedy))
        return None


def _briefing(month: Period, inside: _Folder) -> Briefing:
    roundtables: list[Roundtable] = []
    cabinet: Cabinet | None = None
    memo: Memo | None = None
    units: tuple[FrontLine, ...] = ()
    for path in _entries(inside.path, inside.problems):
        name = path.name
        if path.is_dir() and name == FRONT_LINE:
            units = tuple(_units(path, inside))
        elif name == "cabinet.md":
            cabinet = inside.one(path, _cabinet)
        elif name == "memo.md":
            memo = inside.one(path, _memo)
        elif name.startswith(ROUNDTABLE) and path.suffix == ".md":
            made = inside.one(path, lambda f, slug=path.stem: _roundtable(f, slug))  # type: ignore[misc]
            roundtables += [made] if made is not None else []
        else:
            inside.stray(path, "this is not a pack that is known")
    return Briefing(month, tuple(roundtables), cabinet, memo, units)


def _units(folder: Path, inside: _Folder) -> Iterator[FrontLine]:
    for path in _entries(folder, inside.problems):
        if path.suffix != ".md":
            inside.stray(path, "this is not the sheet of a unit", "Name it <unit>.md.")
        elif not SLUG.fullmatch(path.stem):
            message = "its address would not be one: it has small letters, digits and hyphens alone"
            inside.stray(path, message, "Rename the file, as in zone-3.md.")
        else:
            made = inside.one(path, lambda f, slug=path.stem: _front_line(f, slug))  # type: ignore[misc]
            if made is not None:
                yield made


def _roundtable(facts: Facts, stem: str) -> Roundtable:
    facts.only(("department", "date", "status", "focus", "decisions"))
    named = stem.removeprefix(ROUNDTABLE)
    department = facts.text("department") or named
    if department != named:
        message = f"is not the department of the file's name, {named}"
        remedy = "Leave the line out, or rename the file."
        facts.fault("briefing-form", ("department",), message, remedy, department)
    return Roundtable(
        department=named,
        status=facts.status(),
        origin=facts.origin,
        date=facts.day("date"),
        focus=facts.text("focus"),
        decisions=facts.decisions(),
        body=facts.body,
    )


def _cabinet(facts: Facts) -> Cabinet:
    facts.only(("date", "status", "metrics", "decisions"))
    metrics = facts.names("metrics")
    if not FEWEST <= len(metrics) <= MOST or len({*metrics}) < len(metrics):
        message = f"must be {FEWEST} to {MOST} metrics, each once"
        remedy = "Choose those that the meeting decides about."
        count = len({*metrics})
        facts.fault("briefing-metrics", ("metrics",), message, remedy, f"{count} metrics")
    return Cabinet(
        metrics=tuple(dict.fromkeys(metrics)),
        status=facts.status(),
        origin=facts.origin,
        date=facts.day("date"),
        decisions=facts.decisions(),
        body=facts.body,
    )


def _memo(facts: Facts) -> Memo:
    facts.only(("date", "status", "to", "from"))
    made = Memo(
        status=facts.status(),
        origin=facts.origin,
        date=facts.day("date"),
        to=facts.role("to"),
        sender=facts.role("from"),
        body=facts.body,
    )
    if made.status is Publication.PUBLISHED and not made.body.strip():
        message = "the memo is published and needs the author's words"
        remedy = "Write them below the front matter, or set the status to draft."
        facts.fault("memo-words", ("status",), message, remedy)
    return made


def _front_line(facts: Facts, slug: str) -> FrontLine:
    facts.only(("title", "status", "member", "program", "metrics"))
    member, program, metrics = facts.text("member"), facts.text("program"), facts.names("metrics")
    if bool(member) is bool(program):
        remedy = "Name a `member` of a dimension, such as Zone 3, or a `program` of a department."
        facts.fault("briefing-form", ("member",), "must be a member or a program", remedy)
    if not metrics:
        remedy = "List the metrics that the unit can see its own work in."
        facts.fault("briefing-form", ("metrics",), "names no metric", remedy)
    return FrontLine(
        slug=slug,
        title=facts.text("title") or member or program,
        metrics=tuple(dict.fromkeys(metrics)),
        status=facts.status(),
        origin=facts.origin,
        member=member,
        program=program,
        body=facts.body,
    )
