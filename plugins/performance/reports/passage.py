"""A text with references → HTML: the references are put in after everything else was sanitised."""

from __future__ import annotations

import re

from markupsafe import Markup

from performance import markup
from performance.model import Passage
from performance.reports.figure import Resolved, Source, Unresolved
from performance.reports.reference import Reference, references
from performance.reports.resolve import resolved

# Two characters of the private use area around the number of a reference: Markdown and the
# sanitiser carry them through, and no author's text keeps them.
OPEN, CLOSE = "\ue000", "\ue001"
HOLDER = re.compile(f"{OPEN}(\\d+){CLOSE}")
# A tag of sanitised HTML: its attributes are in double quotes.
TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')


def html(passage: Passage, source: Source, *, top: int = 3, root: str = "") -> Markup:
    """Return a passage as sanitised HTML, each reference a link to the row of its figure.

    `top` is the level of the highest heading and `root` the way to the site's root. The references
    have been checked; one that leads nowhere raises Unresolved.
    """
    found = list(references(passage.text))
    return _filled(_converted(passage.text, found, top, root), [resolved(r, source) for r in found])


def misplaced(passage: Passage) -> list[Reference]:
    """Return the references that stand in the address or title of a link, where no figure fits."""
    found = list(references(passage.text))
    parts = TAG.split(_converted(passage.text, found, 3, ""))
    placed = {int(n) for text in parts[::2] for n in HOLDER.findall(text)}
    return [reference for number, reference in enumerate(found) if number not in placed]


def bare(text: str, found: list[Reference]) -> str:
    """Return a text with a blank in place of every character of its references."""
    for reference in found:
        end = reference.start + len(reference.text)
        gap = re.sub(r"[^\n]", " ", reference.text)
        text = text[: reference.start] + gap + text[end:]
    return text


def _converted(text: str, found: list[Reference], top: int, root: str) -> str:
    """Return a text as sanitised HTML with the number of each reference in its place."""
    written, at = [], 0
    for number, reference in enumerate(found):
        written.append(_own(text[at : reference.start]))
        written.append(f"{OPEN}{number}{CLOSE}")
        at = reference.start + len(reference.text)
    written.append(_own(text[at:]))
    return str(markup.html("".join(written), top, root))


def _own(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def _filled(converted: str, found: list[Resolved]) -> Markup:
    parts, in_link = [], False
    for place, part in enumerate(TAG.split(converted)):
        if place % 2:
            in_link = part.startswith("<a ") if part.startswith(("<a ", "</a")) else in_link
            parts.append(HOLDER.sub("", part))
        else:
            linked = not in_link
            parts.append(HOLDER.sub(lambda m, to=linked: _put(found[int(m[1])], linked=to), part))
    return Markup("".join(parts))  # noqa: S704  # Sanitised, and the figures are escaped.


def _put(figure: Resolved, *, linked: bool) -> str:
    if figure.source:
        return str(Markup("{} ({})").format(figure.words, figure.source))
    if not figure.anchor or not linked:
        return str(Markup("{}").format(figure.words))
    return str(Markup('<a href="#{}">{}</a>').format(figure.anchor, figure.words))


__all__ = ["Unresolved", "bare", "html", "misplaced"]
