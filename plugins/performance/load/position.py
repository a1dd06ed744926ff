"""Where things stand in a text: the line of a descriptor's property, and of a table's row.

Lines are looked up only for properties that have a problem, so a good package costs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from performance.composed import composed
from performance.load.table import first_lines
from performance.model import Resource, dialect_of
from performance.problem import Problem

Path = tuple[str | int, ...]

TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def lines(text: str, *, is_yaml: bool = False) -> Mapping[Path, int]:
    """Return the line (from 1) of every property and item, by its path from the top.

    Works as far as the text can be understood; never raises.
    """
    try:
        pairs = list(_yaml_lines(text) if is_yaml else _json_lines(text))
    except (ValueError, IndexError, RecursionError):
        return {}
    return dict(reversed(pairs))  # Of a repeated property the first is kept.


def line_of(path: Path, known: Mapping[Path, int]) -> int | None:
    """Return the line of a property, or of what holds it where it is itself not there."""
    for length in range(len(path), 0, -1):
        if path[:length] in known:
            return known[path[:length]]
    return 1 if known else None


def on_lines(problems: Sequence[Problem], tables: Mapping[str, Resource]) -> list[Problem]:
    """Return problems with their lines, where a cell's new line parts the lines from the rows.

    `tables` are by the file that a problem names.
    """
    begins = {
        file: first_lines(table.data.decode("utf-8", "replace"), dialect_of(table.raw))
        for file, table in tables.items()
        if problems and b'"' in table.data
    }
    made = []
    for problem in problems:
        lines, row = begins.get(problem.file, ()), problem.row
        moved = row is not None and 0 < row < len(lines) and lines[row - 1] != row
        made.append(replace(problem, line=lines[row - 1]) if moved and row else problem)
    return made


def repeated(text: str) -> list[tuple[Path, int]]:
    """Return the path and line of every property of a JSON text that is there a second time."""
    seen: set[Path] = set()
    again = []
    for path, line in _json_lines(text):
        if path in seen and isinstance(path[-1], str):
            again.append((path, line))
        seen.add(path)
    return again


def line_of_token(text: str, token: str) -> int | None:
    """Return the line where a bare word or number (outside quotation marks) first stands."""
    for found in TOKEN.finditer(text):
        if found.group() == token:
            return text.count("\n", 0, found.start()) + 1
    return None


def _json_lines(text: str) -> Iterator[tuple[Path, int]]:
    """Walk the signs and words of a JSON text that parses."""
    path: list[str | int] = []
    line, at = 1, 0
    opened: list[str] = []
    expects_key = False
    for found in TOKEN.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        sign = found.group()
        in_list = bool(opened) and opened[-1] == "["
        if expects_key and sign[0] == '"':
            path[-1] = json.loads(sign)
            yield tuple(path), line
            expects_key = False
        elif sign in "}]":
            opened.pop()
            path.pop()
            expects_key = False
        elif sign == ",":
            expects_key = not in_list
            if in_list:
                path[-1] = int(path[-1]) + 1
        elif sign != ":":
            if in_list:
                yield tuple(path), line
            if sign in "{[":
                opened.append(sign)
                path.append("" if sign == "{" else 0)
                expects_key = sign == "{"


def _yaml_lines(text: str) -> Iterator[tuple[Path, int]]:
    import yaml  # Imported late: see `composed`.

    try:
        top = composed(text)
    except yaml.YAMLError as error:
        raise ValueError(text) from error
    waiting: list[tuple[Path, yaml.Node | None]] = [((), top)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*path, str(key.value))
                yield inner, key.start_mark.line + 1
                waiting.append((inner, value))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                yield (*path, index), item.start_mark.line + 1
                waiting.append(((*path, index), item))


def at_trailing_comma(error: json.JSONDecodeError, text: str) -> json.JSONDecodeError:
    """Return an error as Python tells it from 3.13 on: a comma too many where it stands."""
    before, after = text[: error.pos].rstrip(), text[error.pos :].lstrip()[:1]
    of = {"}": "object", "]": "array"}.get(after)
    if of is None or not before.endswith(","):
        return error
    words = f"Illegal trailing comma before end of {of}"
    return json.JSONDecodeError(words, text, len(before) - 1)
