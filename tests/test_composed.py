"""YAML that is read once."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from performance.composed import composed, loaded

SIGNS = (
    *(
        "a",
        "b: 1",
        ": ",
        "- ",
        "\n",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&x ",
        "*x",
        "<<: *x",
        "=",
        "? ",
    ),
    *("? ", "2026-11-20", "1e3", "null", "~", "|", ">", '"', "'", "!!set ", "#", "\t", "%"),
)


def told(read: object, text: str) -> object:
    """Return what a reader makes of a text, or the words in which it fails."""
    assert callable(read)
    try:
        return repr(read(text))
    except (yaml.YAMLError, TypeError, ValueError, RecursionError, AttributeError) as error:
        return type(error), str(error)


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_values_are_those_of_the_library(text: str) -> None:
    """The first time and every other, in its words where they cannot be read."""
    assert told(loaded, text) == told(yaml.safe_load, text)
    assert told(loaded, text) == told(yaml.safe_load, text)


@pytest.mark.parametrize("text", ["a: [1]\n", "x: &x {a: 1}\ny:\n  <<: *x\n"])
def test_values_are_new_each_time(text: str) -> None:
    """Who changes them changes nobody else's; the nodes stay as they stand in the text."""
    first, lines = loaded(text), yaml.serialize(composed(text))
    first["more"] = 1
    assert "more" not in loaded(text)
    assert yaml.serialize(composed(text)) == lines == yaml.serialize(yaml.compose(text))
