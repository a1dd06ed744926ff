"""A small city of odd packages, to see that every page of it is still right.

Nothing of it is likely and all of it is allowed: titles of 120 letters, words of 40, twenty years
of months, values of billions and of millionths, no values at all. `files` gives its files by path,
`write` puts them into a folder; the same files every time.
"""

from pathlib import Path

from stress import crowd, members, numbers, times, wording
from stress.package import as_files

PACKAGES = (
    *crowd.packages(),
    *wording.packages(),
    *numbers.packages(),
    *times.packages(),
    *members.packages(),
)
SETTINGS = """\
city: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
title: Focus on Results
tagline: A city of odd cases
banner: A fictional city of odd cases, made to test how pages look. Nothing here is real.
contact: performance@example.org
site_url: https://example.org/
as_of: 2026-11-20
"""


def files() -> dict[str, str]:
    """Return the text of every file of the city, by its path below the city's folder."""
    found = {"content/settings.yaml": SETTINGS, **wording.content()}
    for made in PACKAGES:
        found |= as_files(made)
    return found


def write(folder: Path) -> None:
    """Write the city below a folder: `content/` and `datasets/`."""
    for path, text in files().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
