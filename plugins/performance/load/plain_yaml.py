"""YAML that says nothing JSON cannot."""

from __future__ import annotations

import re
from typing import Any

import yaml

from performance.load.not_plain import ALIAS, REPEATED, NotPlainError

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


def loaded(text: str, deepest: int) -> Any:
    """Return the value of a text: plain JSON values, at most so many deep in one another.

    Raises NotPlainError where it is none, or no YAML, and RecursionError.
    """
    try:
        loader = _PlainLoader(text)
        try:
            return _plain(loader.get_single_data(), deepest)
        finally:
            loader.dispose()
    except (ValueError, TypeError, OverflowError):
        # A value that cannot be read.
        raise _told(yaml.YAMLError()) from None
    except yaml.YAMLError as error:
        raise _told(error) from error


def _plain(value: Any, deepest: int) -> Any:
    """Return the value where it is one that JSON has; an explicit tag (!!) can make others."""
    if deepest < 0:
        raise RecursionError
    if isinstance(value, dict):
        return {_name(key): _plain(inner, deepest - 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, deepest - 1) for inner in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and value - value == 0:
        return value
    raise yaml.YAMLError("a value is of a kind that a descriptor cannot hold")


def _name(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise yaml.YAMLError(NAME)


def _told(error: yaml.YAMLError) -> NotPlainError:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
    words = getattr(error, "problem", None)
    if words in (ALIAS, REPEATED):
        return NotPlainError(words, line, column)
    said = (said for known, said in YAML_WORDS.items() if str(words).startswith(known))
    message = next(said, "this is not valid YAML; the indentation must be even")
    return NotPlainError(message, line, column)
