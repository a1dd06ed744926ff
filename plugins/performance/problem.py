"""Problems: what is wrong in the data, where, and how to mend it.

Every check reports with a code from `CATALOGUE`, which is also a page of the site for each code.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from performance.problem_catalogue import CATALOGUE, Kind

__all__ = ["CATALOGUE", "BuildError", "Exit", "Kind", "Problem", "harmless", "in_order", "shown"]


# Files whose places are lines, not rows of a spreadsheet.
LINED = (".json", ".yaml", ".yml", ".md")


class Exit(IntEnum):
    """Exit statuses of the command line."""

    GOOD = 0
    PROBLEMS = 1
    WRONG_USE = 2


class Problem(Struct, frozen=True):
    """One thing that is wrong.

    `file` is the path a reader would open. `row` is the line as a spreadsheet numbers it (the
    header is row 1) or, in a descriptor or Markdown file, the line. `column` is the column's name,
    or the property's path in a descriptor. `value` is what was found. `message` says what is wrong
    and what is allowed; `remedy` says what to do. `line` is the line of the file where it is not
    the row, because a cell above holds a new line.
    """

    code: str
    file: str
    message: str
    remedy: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        if self.code not in CATALOGUE:
            # Each code is a public page: an uncatalogued one would be a dead link.
            raise KeyError(f"{self.code!r} is not in the catalog of problems")

    def as_text(self) -> str:
        """Return the problem on one line: where, what was found, what is allowed, the cure."""
        place = self.file
        if self.row is not None:
            word = "line" if self.file.endswith(LINED) else "row"
            place += f", {word} {self.row}"
        if self.column:
            place += f", {self.column}"
        found = f" (found {_short(self.value)})" if self.value is not None else ""
        return harmless(f"{place}: {self.message}{found}. {self.remedy} [{self.code}]")

    def as_json(self) -> str:
        """Return one JSON object: code, file, row, column, value, message, remedy."""
        facts = asdict(self)
        keys = ("code", "file", "row", "column", "value", "message", "remedy")
        written = json.dumps({key: facts[key] for key in keys}, ensure_ascii=False)
        return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in written).replace(
            "##[", "\\u0023#["
        )

    def as_github(self) -> str:
        """Return a GitHub workflow command that puts the problem on its line of the diff."""
        place = f"file={_property(self.file)}"
        line = self.row if self.line is None else self.line
        if line is not None:
            place += f",line={line}"
        column = f"{self.column}: " if self.column else ""
        found = f" (found {_short(self.value)})" if self.value is not None else ""
        body = f"{column}{self.message}{found}. {self.remedy}"
        return _visible(f"::error {place},title={_property(self.code)}::{_data(body)}")


class BuildError(Exception):
    """The build cannot go on; carries every problem found and the exit status to end with."""

    def __init__(
        self, message: str, problems: Iterable[Problem] = (), exitcode: Exit = Exit.PROBLEMS
    ) -> None:
        self.message = message
        self.problems = tuple(problems)
        # Pelican ends the process with an exception's `exitcode`.
        self.exitcode = int(exitcode)
        super().__init__("\n".join([message, *(p.as_text() for p in self.problems)]))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats, by file, row, column and code."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.file, p.row or 0, p.column or "", p.code, p.value or ""))


def shown(path: Path) -> str:
    """Return a path as a person here would open it: from the current folder where it is below."""
    absolute = Path(os.path.normpath(path.absolute()))
    try:
        return absolute.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def _short(value: str) -> str:
    """Quote a value, on one line and at most 60 characters."""
    shown = value if len(value) <= 60 else value[:57] + "…"
    return json.dumps(shown, ensure_ascii=False)


def harmless(text: str) -> str:
    """Return text on one line that no terminal and no workflow takes for a command."""
    shown = _visible(text)
    return f"./{shown}" if shown.startswith("::") else shown


def _visible(text: str) -> str:
    # GitHub reads "##[" anywhere on a line as the beginning of a command, as it once was written.
    if text.isprintable() and "##[" not in text:
        return text
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return shown.replace("##[", "#\\u0023[")


def _data(text: str) -> str:
    # The escapes of GitHub's workflow commands.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
