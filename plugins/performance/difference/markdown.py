"""A report as Markdown that fits into a comment on GitHub.

Every text may be written by somebody who wishes harm: it can neither break out of its cell nor
call a person, point to an issue, load a picture or become a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from performance.difference.report import Report
from performance.difference.section import Chapter, Listing, Section
from performance.difference.visible import visible

# GitHub refuses a comment above 65,536 characters; the workflow adds a few lines of its own.
LONGEST = 60_000
LONGEST_TEXT = 300
MARKS = re.compile(r"[\\`*_\[\]#|~>]|^[-+=]")
# What GitHub makes links of in plain text. An empty comment between the signs keeps it from that,
# and is not seen.
CALLS = re.compile(r"(?i)([@#:$]|\bwww|\bgh(?=-))(?=\S)")
NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
APART = "<!-- -->"
LEFT_OUT = "\n*The rest does not fit into a comment: the whole is in the artifact of this run.*\n"


def markdown(report: Report, longest: int = LONGEST) -> str:
    """Return a report as Markdown of at most `longest` characters, the gravest first.

    Whole blocks are left out from the end where it would be longer, and the end says so.
    """
    kept: list[str] = []
    length = len(LEFT_OUT)
    for block in _blocks(report):
        if length + len(block) + 2 > longest:
            return "\n\n".join(kept) + "\n" + LEFT_OUT
        kept.append(block)
        length += len(block) + 2
    return "\n\n".join(kept) + "\n"


def escaped(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text as Markdown shows it letter by letter, on one line, cut after `longest`.

    Signs that are not seen (of direction, without width, controls) are written as their numbers.
    """
    line = visible(text)
    line = line if len(line) <= longest else f"{line[:longest]}…"
    marked = NUMBERED.sub(r"\1\\\2", MARKS.sub(r"\\\g<0>", line))
    plain = marked.replace("&", "&amp;").replace("<", "&lt;").replace("\\>", "&gt;")
    return CALLS.sub(rf"\1{APART}", plain)


def _blocks(report: Report) -> Iterator[str]:
    yield "## What merging changes"
    yield from (escaped(sentence, 2_000) for sentence in report.summary)
    for chapter in report.chapters:
        yield from _chapter(chapter)
    yield f"*{escaped(report.compared)}*"


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"### {escaped(chapter.title)}"
    yield from (f"> **{escaped(alert)}**" for alert in chapter.alerts)
    if chapter.sentences:
        yield "\n".join(f"- {escaped(sentence, 1_000)}" for sentence in chapter.sentences)
    for section in chapter.sections:
        yield from _section(section)
    yield from map(_listing, chapter.listings)


def _section(section: Section) -> Iterator[str]:
    yield f"#### {escaped(section.title)}"
    if section.sentences:
        yield "\n\n".join(escaped(sentence, 1_000) for sentence in section.sentences)
    yield from map(_listing, section.listings)
    if section.sparks is not None:
        lines = (("Now", section.sparks.before), ("After merging", section.sparks.after))
        shown = "\n".join(f"- {name}: {escaped(line)}" for name, line in lines if line)
        yield f"{escaped(section.sparks.words)}\n\n{shown}"


def _listing(listing: Listing) -> str:
    edges = ["---:" if n in listing.numeric else "---" for n in range(len(listing.columns))]
    rows = [
        _row([escaped(column) for column in listing.columns]),
        _row(edges),
        *(_row([escaped(cell) for cell in row]) for row in listing.rows),
    ]
    table = "\n".join([f"{escaped(listing.caption)}:", "", *rows])
    if not listing.more:
        return table
    plural = "" if listing.more == 1 else "s"
    return f"{table}\n\n… and {listing.more:,} more row{plural}."


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
