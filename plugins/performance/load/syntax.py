"""Read the text of a descriptor: strict JSON, or YAML that says nothing JSON cannot."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from performance.load import position
from performance.load.not_plain import ALIAS, REPEATED, NotPlainError
from performance.problem import Problem

DEEPEST = 40
LONGEST_NUMBER = 18
# What stands where JSON breaks off, and what is to be said of it.
CONFLICT = (
    "two people changed the descriptor at once, and git's marks of it are in it; keep what is "
)
CONFLICT += "right and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
STARTS = (
    (
        ("“", "”", "„", "‟"),
        "curly quotation marks stand here, as Word writes them; type straight ones",
    ),
    (("<<<<<<<", "=======", ">>>>>>>"), CONFLICT),
    (("//", "/*", "#"), "JSON knows no comments; delete it"),
    (
        ("'", "‘", "’"),
        "texts and names stand between double quotation marks, not between single ones",
    ),
    (("True", "False", "None"), "true, false and null are written in small letters"),
    (
        ("\u00a0", "\u200b", "\ufeff"),
        "a sign that cannot be seen stands here; delete it, or type a space",
    ),
)


class _RefusedError(ValueError):
    """Something that JSON readers disagree about, at a word or number of the text."""

    def __init__(self, message: str, remedy: str, token: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy, self.token = message, remedy, token


def parse(text: str, file: str, *, is_yaml: bool) -> tuple[Mapping[str, Any], list[Problem]]:
    """Return a descriptor's properties, empty where it cannot be read, and what is wrong with it.

    Never raises for any text. What is returned is made of plain JSON values, at most 40 deep.
    """
    try:
        if not text.strip():
            raise _RefusedError("the descriptor is empty", "Restore it from an earlier version.")
        value, problems = _yaml(text) if is_yaml else _json(text, file)
        _limit_depth(value)
        if not isinstance(value, dict):
            raise _RefusedError(
                "the descriptor must be one group of properties",
                "Write a property on each line, such as name: requests."
                if is_yaml
                else "Begin the file with { and end it with }.",
            )
    except json.JSONDecodeError as error:
        told = position.at_trailing_comma(error, text)
        words = _json_words(told, text)
        return {}, [_syntax(file, words, told.lineno, place=f"column {told.colno}")]
    except NotPlainError as error:
        return {}, [_not_plain(error, file)]
    except RecursionError:
        return {}, [_syntax(file, f"properties stand more than {DEEPEST} deep in one another", 1)]
    except _RefusedError as error:
        line = position.line_of_token(text, error.token) if error.token else 1
        shown = error.token[:60] or None
        return {}, [
            Problem("descriptor-syntax", file, error.message, error.remedy, line, value=shown)
        ]
    return value, problems


def _json(text: str, file: str) -> tuple[Any, list[Problem]]:
    again: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(found)
        if len(members) < len(found):
            again.append(found[0][0])
        return members

    value = json.loads(
        text,
        object_pairs_hook=pairs,
        parse_constant=_constant,
        parse_int=_whole,
        parse_float=_decimal,
    )
    return value, list(_repeats(text, file)) if again else []


def _repeats(text: str, file: str) -> Iterator[Problem]:
    for path, line in position.repeated(text):
        yield Problem(
            "property-repeated",
            file,
            "this property stands there twice, and only one of the two would count",
            "Delete one of the two.",
            line,
            str(path[-1]),
        )


def _constant(token: str) -> Any:
    raise _RefusedError(
        f"{token} is not a number that JSON knows", "Write a number, or remove it.", token
    )


def _whole(token: str) -> int:
    if len(token) > LONGEST_NUMBER:
        raise _RefusedError(
            "this number has too many digits to be kept exactly",
            'Put it between quotation marks ("…") if it is a code, or shorten it.',
            token,
        )
    return int(token)


def _decimal(token: str) -> float:
    value = float(token)
    if value in (float("inf"), float("-inf")):
        raise _RefusedError("this number is too large", "Write a smaller number.", token)
    return value


def _limit_depth(value: Any) -> None:
    """Refuse deep nesting before anything walks the descriptor with Python's own stack."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise RecursionError


def _json_words(error: json.JSONDecodeError, text: str) -> str:
    rest = text[error.pos :]
    if not rest.strip():
        return "the descriptor breaks off here: what comes after is lost, or a } or ] is missing"
    for start, told in STARTS:
        if rest.startswith(start):
            return told
    found = re.match(r"[A-Za-z' ]+", error.msg)
    words = {
        "Expecting ',' delimiter": "a comma is missing before this place, or a quotation mark",
        "Expecting ':' delimiter": "a colon is missing between a property's name and its value",
        "Expecting property name enclosed in double quotes": "a property's name in double "
        "quotation marks must stand here",
        "Expecting value": "a value is missing here",
        "Unterminated string starting at": "a quotation mark is opened here and not closed",
        "Extra data": "the descriptor ends before this place, yet more text follows",
        "Invalid control character at": "a text in quotation marks must stay on one line; write "
        "\\n for a new line",
        "Illegal trailing comma before end of object": "the comma after the last property is one "
        "too many",
        "Illegal trailing comma before end of array": "the comma after the last item is one too "
        "many",
    }
    for known, said in words.items():
        if error.msg.startswith(known):
            return said
    if error.msg.startswith("Invalid") and "\\" in error.msg:
        return "a backslash in a text must be written twice (\\\\)"
    return "this is not valid JSON" if found is None else "this place is not valid JSON"


def _yaml(text: str) -> tuple[Any, list[Problem]]:
    from performance.load.plain_yaml import loaded  # Imported late: see `composed`.

    # Every fault of YAML stops its reading and is raised with its place.
    return loaded(text, DEEPEST), []


def _not_plain(error: NotPlainError, file: str) -> Problem:
    if error.words == ALIAS:
        remedy = "Write the text out at each place where it is needed."
        return Problem("yaml-alias", file, ALIAS, remedy, error.line)
    if error.words == REPEATED:
        return Problem("property-repeated", file, REPEATED, "Delete one of the two.", error.line)
    place = f"column {error.column}" if error.column else ""
    return _syntax(file, error.words, error.line, place=place)


def _syntax(file: str, message: str, line: int | None, *, place: str = "") -> Problem:
    return Problem(
        "descriptor-syntax",
        file,
        message,
        "Look at this line and at the end of the line above it.",
        line,
        place or None,
    )
