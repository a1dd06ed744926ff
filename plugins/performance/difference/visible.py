"""Signs that readers cannot see, made visible: what is compared must be what is read."""

# Letters by their class, and blank all the same.
from __future__ import annotations

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str) -> str:
    """Return a text on one line, with controls and signs without width or of direction as numbers.

    "Zone\u200b3" with a space of no width is written "Zone\\u200b3".
    """
    line = " ".join(text.split())
    if line.isprintable() and BLANK.isdisjoint(line):
        return line
    return "".join(c if c.isprintable() and c not in BLANK else _number(c) for c in line)


def _number(sign: str) -> str:
    return f"\\u{ord(sign):04x}"
