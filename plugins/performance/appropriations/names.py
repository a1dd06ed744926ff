"""Names of units as the import writes them."""

from __future__ import annotations

import re

# A program that capitalized every word wrote "Mayor'S" and "Department Of Law".
CAPITAL_S = re.compile(r"(?<=[a-z]['’])S\b")
SMALL_WORD = re.compile(r"(?<=[\w,.&] )(Of|And|For|The|With)(?= \w)")

# What a dash of Windows-1252 becomes where a program takes it for Latin-1.
DASH = "\x96"


def mended(name: str) -> str:
    """Return a name with single spaces, a true dash, and no capital where none belongs.

    None belongs to an s after an apostrophe, nor to a small word within the name ("of", "and").
    """
    dashed = name.replace(DASH, "\N{EN DASH}")
    small = SMALL_WORD.sub(lambda found: found[0].lower(), " ".join(dashed.split()))
    return CAPITAL_S.sub("s", small)
