"""Names of units as the import writes them."""

import re

# A program that capitalised every word wrote "Mayor'S".
CAPITAL_S = re.compile(r"(?<=[a-z]['’])S\b")


# What a dash of Windows-1252 becomes where a program takes it for Latin-1.
DASH = "\x96"


def mended(name: str) -> str:
    """Return a name with single spaces, a true dash, and no capital s after an apostrophe."""
    dashed = name.replace(DASH, "\N{EN DASH}")
    return CAPITAL_S.sub("s", " ".join(dashed.split()))
