"""A difference as a report in words: what every form (Markdown, HTML) shows, in order.

All texts are plain: whoever writes them into a page escapes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from performance.difference import summary
from performance.difference.chapter import chapter
from performance.difference.section import Chapter
from performance.difference.values import Difference
from performance.text import Wording


class Report(Struct, frozen=True):
    """The sentences that say all in short, then a chapter for each package.

    `compared` says between which states.
    """

    summary: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    compared: str


def report(found: Difference, wording: Wording) -> Report:
    """Return the report of a difference."""
    return Report(
        tuple(summary.summary(found, wording)),
        tuple(_chapters(found, wording)),
        f"Compared: {found.before} with {found.after}.",
    )


def _chapters(found: Difference, wording: Wording) -> Iterator[Chapter]:
    for package in found.packages:
        yield chapter(package, wording)
