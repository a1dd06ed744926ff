"""The words of the imported site: texts cleaned of HTML, departments, settings, a page about it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence

from performance.foratlanta.charts import Chart
from performance.foratlanta.decisions import Office
from performance.foratlanta.report import FAULTS, Report

BREAKS = re.compile(r"\s*(?:<br\s*/?>\s*)+", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

AS_OF = "2016-10-20"
BANNER = (
    "Historical data of the City of Atlanta, January 2010 to September 2016, converted from the "
    "files the city published; not an official site of the city."
)
NO_WORDS = (
    "The files that the City of Atlanta published have no description of this department and no "
    "contact."
)


def markdown(text: str) -> str:
    """Return a text of the source as Markdown: line breaks as paragraphs, other tags dropped."""
    parts = BREAKS.split(text.strip())
    return "\n\n".join(filter(None, (plain_text(part) for part in parts)))


def plain_text(text: str) -> str:
    """Return a text of the source on one line, without tags."""
    return " ".join(html.unescape(TAG.sub("", text)).split())


def department(office: Office, charts: Iterable[Chart]) -> bytes:
    """Return the Markdown file of a department: its title and what its groups are about."""
    groups = {c.group: c.group_description for c in charts if c.department == office.code}
    about = [f"**{plain_text(g)}**: {markdown(words)}" for g, words in groups.items() if words]
    front: dict[str, str | int] = {
        "title": office.title,
        "slug": office.file,
        "order": office.order,
    }
    return _page(front, [NO_WORDS, *about])


def settings() -> bytes:
    """Return `settings.yaml`: the city, the portal's name, its banner, the date it speaks from."""
    values = {
        "city": "Atlanta",
        "title": "FOR Atlanta",
        "tagline": "Focus on Results, 2010 to 2016",
        "banner": BANNER,
        "publisher": "City of Atlanta",
    }
    lines = [f"{name}: {json.dumps(value)}" for name, value in values.items()]
    return "\n".join([*lines, f"as_of: {AS_OF}", "fiscal_year_start: 7", ""]).encode()


def about(report: Report) -> bytes:
    """Return the page that says where the data comes from and what the import did with it."""
    return _page(
        {"title": "About this data", "slug": "about", "order": 1},
        [
            BANNER,
            "Every figure is the one in the city's file. A share is given in percent. What the "
            "import could mend it mended, what it could not it left and marked: a note that begins "
            "with “Import:” is the import's, any other is the city's.",
            report.equation,
            "What was met in the city's files, and how often:",
            "\n".join(
                f"- {times:,} times: {FAULTS[code]}" for code, times in report.counts().items()
            ),
        ],
    )


def _page(front: dict[str, str | int], body: Sequence[str]) -> bytes:
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
    return ("\n".join(["---", *lines, "---", ""]) + "\n" + "\n\n".join(body) + "\n").encode()
