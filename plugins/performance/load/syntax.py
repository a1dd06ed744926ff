"""Read the text of a descriptor: strict JSON, or YAML that says nothing JSON cannot."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from performance.load import position
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
        value, problems = _yaml(text, file) if is_yaml else _json(text, file)
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
    except yaml.YAMLError as error:
        return {}, [_yaml_problem(error, file)]
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


def _syntax(file: str, message: str, line: int | None, *, place: str = "") -> Problem:
    return Problem(
        "descriptor-syntax",
        file,
        message,
        "Look at this line and at the end of the line above it.",
        line,
        place or None,
    )


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, repeated keys, dates and other guesses: the values that JSON has."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way.

    def compose_node(self, parent: Any, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(None, None, ALIAS, event.start_mark)
        tag = getattr(event, "tag", None)
        if tag and tag.removeprefix("tag:yaml.org,2002:") not in PLAIN_TAGS:
            raise yaml.composer.ComposerError(None, None, TAG, event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = key.value
            if key.tag != "tag:yaml.org,2002:str":
                raise yaml.constructor.ConstructorError(None, None, NAME, key.start_mark)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, REPEATED, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


ALIAS = "anchors (&) and aliases (*) are not allowed"
REPEATED = "this property stands there twice, and only one of the two would count"
TAG = "tags (a word that begins with !) are not allowed"
NAME = "a property's name must be text; one made of digits stands in quotation marks"
PLAIN_TAGS = ("str", "int", "float", "bool", "null", "map", "seq")
YAML_WORDS = {
    TAG: TAG,
    NAME: NAME,
    "but found another document": "a second document begins here; a descriptor is one",
    "mapping values are not allowed here": "a colon cannot stand here: indent the line as its "
    "neighbors, or put a text with a colon between quotation marks",
    "found character '\\t'": "a tab stands here; lines are indented with spaces",
    "found unexpected end of stream": "a quotation mark is opened and not closed before here",
}

_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$"), list("-0123456789")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}(?:[eE][-+]?[0-9]{1,2})?$"),
    list("-0123456789"),
)


def _yaml(text: str, file: str) -> tuple[Any, list[Problem]]:
    del file  # Every fault of YAML stops its reading and is raised with its place.
    loader = _PlainLoader(text)
    try:
        value = loader.get_single_data()
    except (ValueError, TypeError, OverflowError) as error:
        raise yaml.YAMLError("a value cannot be read") from error
    finally:
        loader.dispose()
    return _plain(value, 0), []


def _plain(value: Any, depth: int) -> Any:
    """Return the value where it is one that JSON has; an explicit tag (!!) can make others."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {_name(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, depth + 1) for inner in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and value - value == 0:
        return value
    raise yaml.YAMLError("a value is of a kind that a descriptor cannot hold")


def _name(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise yaml.YAMLError(NAME)


def _yaml_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    words = getattr(error, "problem", None)
    if words == ALIAS:
        return Problem(
            "yaml-alias", file, ALIAS, "Write the text out at each place where it is needed.", line
        )
    if words == REPEATED:
        return Problem("property-repeated", file, REPEATED, "Delete one of the two.", line)
    place = f"column {mark.column + 1}" if mark else ""
    said = (said for known, said in YAML_WORDS.items() if str(words).startswith(known))
    message = next(said, "this is not valid YAML; the indentation must be even")
    return _syntax(file, message, line, place=place)
