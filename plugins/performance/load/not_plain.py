"""What a descriptor in YAML may not say."""

from __future__ import annotations

ALIAS = "anchors (&) and aliases (*) are not allowed"
REPEATED = "this property stands there twice, and only one of the two would count"


class NotPlainError(Exception):
    """YAML that cannot be read, or that says something JSON cannot: in words, and where.

    `column` is 0 where nobody knows it.
    """

    def __init__(self, words: str, line: int, column: int) -> None:
        super().__init__(words)
        self.words, self.line, self.column = words, line, column
