"""The specifications of forms, without the library that builds them: a build may know them all."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

# Returns the specification of a form by its key: what `make` returns, of now or of an earlier time.
Recall = Callable[[str, Callable[[], str]], str]


class Forms:
    """The specifications of forms by their keys, each built when it is first asked for.

    `recall` may know those of an earlier time: where it does, the library is not even loaded.
    """

    def __init__(self, recall: Recall | None = None) -> None:
        self._recall = recall
        self._texts: dict[str, str] = {}
        self._read: dict[str, dict[str, Any]] = {}

    def text(self, key: str) -> str:
        """Return the Vega-Lite specification of a form as JSON, valid but without data."""
        if key not in self._texts:
            make = partial(_built, key)
            self._texts[key] = self._recall(key, make) if self._recall is not None else make()
        return self._texts[key]

    def read(self, key: str) -> dict[str, Any]:
        """Return the same as a value, which nobody may change."""
        if key not in self._read:
            self._read[key] = json.loads(self.text(key))
        return self._read[key]


def _built(key: str) -> str:
    from performance.chart.specification import specification

    return specification(key)


# Those that this process builds.
BUILT = Forms()
