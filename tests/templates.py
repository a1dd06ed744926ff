"""The templates of the theme, and which of them goes into which, as their own words have it."""

import re

from built import ROOT

THEME = ROOT / "theme" / "templates"
EVERY = sorted(file.relative_to(THEME).as_posix() for file in THEME.rglob("*.html"))
# What another template is named in, as this theme has it.
NAMED = re.compile(r'\{% (?:extends|include|from|import) "([^"]+)"')
# Where a tag of HTML begins.
TAG = re.compile(r"<([a-z][a-z0-9]*)(?=[ >])")


def uses(name: str, found: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return a template and all that it names, at any depth."""
    found |= {name}
    for other in NAMED.findall((THEME / name).read_text(encoding="utf-8")):
        found = found if other in found else uses(other, found)
    return found


def changed(text: str, mark: str) -> str:
    """Return a template that marks each tag which it shows."""
    return TAG.sub(rf"<\1 data-{mark}", text)
