"""Read the annual reports below `content/reports/`: a folder a fiscal year.

`letter.md` describes the report in its front matter; `purpose.md`, `money.md`, `quality.md`,
`next.md` and, where there is something to say, `changes.md`, `survey.md` and `corrections.md` hold
the other words; `priorities/<slug>.md` one priority each; `explanations.md` a section for each
missed target, under the metric's name; `frozen.json` the figures of a published report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from performance.content import line_of, placed_front_matter
from performance.model import Passage, PriorityPart, Report
from performance.problem import Problem, shown
from performance.reports import facts as given
from performance.reports.freeze import thawed
from performance.reports.reference import asked
from performance.settings import YEARS

LETTER = "letter.md"
EXPLANATIONS = "explanations.md"
FROZEN = "frozen.json"
WORDS = ("purpose", "money", "quality", "next", "changes", "survey", "corrections")
SECTION = re.compile(r"^##\s+`?([a-z0-9-]+)`?\s*$")
FENCE = re.compile(r"^\s*(```|~~~)")


def read(folder: Path) -> tuple[tuple[Report, ...], list[Problem]]:
    """Return the reports below a content folder, the newest first, and the problems."""
    problems: list[Problem] = []
    found: list[Report] = []
    above = folder / "reports"
    for each in sorted(above.iterdir()) if above.is_dir() else ():
        if each.name.startswith("."):
            continue
        if not (each.is_dir() and each.name.isdigit() and int(each.name) in YEARS):
            message = "only folders named by a fiscal year, like 2026, stand here"
            problems.append(_problem(each, ValueError(message)))
            continue
        report = _report(each, problems)
        if report is not None:
            found.append(report)
    return tuple(sorted(found, key=lambda report: -report.fiscal_year)), problems


def _report(folder: Path, problems: list[Problem]) -> Report | None:
    letter = _read(folder / LETTER, problems)
    if letter is None:
        return None
    facts, words, _ = letter
    try:
        known = given.letter(facts)
    except ValueError as error:
        problems.append(_problem(folder / LETTER, error))
        return None
    report = Report(fiscal_year=int(folder.name), file=shown(folder / LETTER), **known)
    passages, more = {"letter": words}, dict[str, Any]()
    for name in WORDS:
        file = folder / f"{name}.md"
        if file.exists() and (read := _read(file, problems)) is not None:
            passages[name] = read[1]
            more |= _more(name, file, read[0], problems)
    report = replace(
        report,
        words=passages,
        priorities=tuple(_priorities(folder / "priorities", problems)),
        explanations=_explanations(folder / EXPLANATIONS, problems),
        **more,
    )
    _unknown(folder, problems)
    report = replace(report, asked=_asked(report))
    return _with_frozen(report, folder / FROZEN, problems)


def _more(
    name: str, file: Path, facts: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    """Return what the front matter of a file adds to the report."""
    try:
        if name == "money":
            return {"money": given.money(facts)}
        if name == "quality":
            return {"grades": given.grades(facts)}
        given.only(facts, ())
    except ValueError as error:
        problems.append(_problem(file, error))
    return {}


def _priorities(folder: Path, problems: list[Problem]) -> Iterator[PriorityPart]:
    for file in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        read = _read(file, problems)
        if read is None:
            continue
        try:
            metrics, steps = given.priority(read[0])
        except ValueError as error:
            problems.append(_problem(file, error))
            continue
        placed = (
            replace(step, line=line_of(read[2], "steps", number, "what"))
            for number, step in enumerate(steps)
        )
        yield PriorityPart(file.stem, metrics, read[1], tuple(placed))


def _explanations(file: Path, problems: list[Problem]) -> dict[str, Passage]:
    """Return the sections of a file by their headings, which are names of metrics."""
    if not file.exists():
        return {}
    read = _read(file, problems)
    if read is None:
        return {}
    found: dict[str, Passage] = {}
    whole = read[1]
    for name, line, text in _sections(whole):
        if not name or name in found:
            why = f"{name} has two sections" if name else "words stand before the first section"
            message = f"{why}; each section begins with `## ` and the name of a metric"
            problems.append(replace(_problem(file, ValueError(message)), row=line))
            continue
        found[name] = Passage(text, whole.file, line)
    return found


def _sections(whole: Passage) -> Iterator[tuple[str, int, str]]:
    """Yield each section: its heading ("" above the first), the line of its text, its text."""
    name, line, lines, fenced = "", whole.line, list[str](), False
    for number, text in enumerate(whole.text.splitlines(), whole.line):
        fenced ^= bool(FENCE.match(text))
        heading = None if fenced else SECTION.match(text)
        if heading is None:
            lines.append(text)
            continue
        if name or "".join(lines).strip():
            yield name, *_trimmed(line, lines)
        name, line, lines = heading[1], number + 1, []
    if name or "".join(lines).strip():
        yield name, *_trimmed(line, lines)


def _trimmed(line: int, lines: list[str]) -> tuple[int, str]:
    blank = next((count for count, text in enumerate(lines) if text.strip()), 0)
    return line + blank, "\n".join(lines).strip()


def _read(file: Path, problems: list[Problem]) -> tuple[Mapping[str, Any], Passage, str] | None:
    """Return a file's front matter, empty without one, its words, and the whole text."""
    try:
        text = file.read_text(encoding="utf-8")
        if text.lstrip().startswith("---"):
            facts, body, line = placed_front_matter(text)
        else:
            blank = len(text) - len(text.lstrip())
            facts, body, line = {}, text.strip(), 1 + text.count("\n", 0, blank)
    except FileNotFoundError:
        missing = ValueError("the file is not there, and a report begins with it")
        problems.append(_problem(file, missing))
        return None
    except UnicodeDecodeError:
        problems.append(_problem(file, ValueError("it is not text in UTF-8")))
        return None
    except (ValueError, OSError) as error:
        problems.append(_problem(file, error))
        return None
    return facts, Passage(body, shown(file), line), text


def _unknown(folder: Path, problems: list[Problem]) -> None:
    known = {LETTER, EXPLANATIONS, FROZEN, "priorities", *(f"{name}.md" for name in WORDS)}
    for each in sorted(folder.iterdir()):
        if each.name not in known and not each.name.startswith("."):
            message = f"it is no part of a report; allowed: {', '.join(sorted(known))}"
            problems.append(_problem(each, ValueError(message)))


def _with_frozen(report: Report, file: Path, problems: list[Problem]) -> Report:
    if not file.exists():
        return report
    try:
        frozen = thawed(file.read_text(encoding="utf-8"), shown(file))
        if frozen.annual.fiscal_year != report.fiscal_year:
            raise ValueError(f"it is of fiscal year {frozen.annual.fiscal_year}")
        if frozen.version != report.version:
            raise ValueError(f"it is of version {frozen.version}, the report of {report.version}")
    except (ValueError, OSError) as error:
        remedy = "Restore the file as it was committed, or take it away and freeze the report anew."
        problems.append(Problem("report-frozen", shown(file), f"cannot be used: {error}", remedy))
        return report
    return replace(report, frozen=frozen)


def _asked(report: Report) -> dict[str, frozenset[str]]:
    """Return the periods that the words of a report speak of, by metric."""
    found: dict[str, set[str]] = {}
    for passage in passages(report):
        for metric, period in asked(passage.text):
            found.setdefault(metric, set()).add(period)
    return {metric: frozenset(periods) for metric, periods in found.items()}


def passages(report: Report) -> Iterator[Passage]:
    """Yield every passage of a report."""
    yield from report.words.values()
    yield from report.explanations.values()
    yield from (part.factors for part in report.priorities)


def _problem(file: Path, error: ValueError | OSError) -> Problem:
    words = str(error)
    if isinstance(error, OSError):
        words = (error.strerror or "unknown reason").lower()
    remedy = "The demo city's report in content/reports/2026/ shows how it is written."
    return Problem("report-file", shown(file), words, remedy)
