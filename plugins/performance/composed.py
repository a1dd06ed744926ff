"""YAML read once: its values, and the nodes that know on which lines they stand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

# PyYAML is imported late, here and elsewhere: words that are remembered are not read, and most
# descriptors are JSON.


@lru_cache(maxsize=1_024)
def composed(text: str) -> yaml.Node | None:
    """Return the nodes of a text, none where it says nothing. They are everybody's.

    Raises yaml.YAMLError where it is not YAML, and RecursionError.
    """
    import yaml

    return yaml.compose(text, Loader=yaml.SafeLoader)


def loaded(text: str) -> Any:
    """Return the values of a text, new ones each time.

    Raises yaml.YAMLError where it is not YAML, RecursionError, and TypeError or OverflowError where
    a value cannot be.
    """
    import yaml

    if "<<" in text:
        return yaml.safe_load(text)  # What such a key stands for is put into the nodes themselves.
    node = composed(text)
    made = yaml.constructor.SafeConstructor()
    return None if node is None else made.construct_document(node)
