"""The annual report on paper: HTML → a tagged PDF that is the same bytes wherever it is made.

WeasyPrint lays it out in a process of its own (`layout`), with the bundled Noto Sans and no font of
the system; `tags` then mends what it leaves undone for PDF/UA.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from performance.paper import fonts
from performance.paper.pango import version
from performance.problem import BuildError

__all__ = ["key", "make", "version", "why_not"]

SOURCE_ROOT = Path(__file__).parents[2]
COMMAND = (
    "import sys; sys.path.append(sys.argv[1]); from performance.paper.layout import run; run()"
)
MADE_BY = ("weasyprint", "pydyf", "fonttools", "pikepdf", "pyphen", "tinycss2", "tinyhtml5")
SOURCES = ("__init__.py", "fonts.py", "layout.py", "tags.py")


def why_not() -> str:
    """Return why no PDF can be made on this machine, in words; "" where one can."""
    if version() is None:
        return (
            "the Pango library was not found (Debian: sudo apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0; macOS: brew install pango)"
        )
    return ""


def key(html: str, style: str, on: date) -> str:
    """Return what a PDF depends on, as a file name: the HTML, style, date, fonts, versions."""
    from importlib import metadata  # Imported late: most builds print nothing.

    whole = hashlib.sha256()
    parts = [html, style, on.isoformat(), str(version()), sys.platform]
    parts += [f"{name} {metadata.version(name)}" for name in MADE_BY]
    here = resources.files("performance.paper")
    parts += [(here / name).read_text(encoding="utf-8") for name in SOURCES]
    parts += [fonts.digest()]
    for part in parts:
        whole.update(hashlib.sha256(part.encode()).digest())
    return f"{whole.hexdigest()}.pdf"


def make(html: str, style: str, on: date) -> bytes:
    """Return the PDF of a page by a CSS text; `on` is the date that it says it was made on.

    Raises BuildError, in words, where it cannot be laid out.
    """
    from performance.paper.tags import finished  # Imported late: most builds print nothing.

    with fonts.alone() as environment:
        ended = subprocess.run(  # noqa: S603  # Our own program and interpreter.
            [sys.executable, "-c", COMMAND, str(SOURCE_ROOT)],
            input=json.dumps([html, style]).encode(),
            capture_output=True,
            env=environment,
            check=False,
        )
    if ended.returncode != 0 or not ended.stdout.startswith(b"%PDF"):
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise BuildError(f"The report's PDF could not be made: {said[-1] if said else 'no words'}")
    return finished(ended.stdout, on, _names(html))


def _names(html: str) -> dict[str, str]:
    """Return what each anchor of a page is, in words: its row's header, its heading, its text."""
    from lxml.html import document_fromstring  # Imported late: see `make`.

    page: Any = document_fromstring(html)
    return {
        node.get("id"): f"To: {' '.join(' '.join(words).split())}"
        for node in page.xpath("//*[@id]")
        for words in [node.xpath("(.//th)[1]//text()") or node.xpath(".//text()")]
        if words
    }
