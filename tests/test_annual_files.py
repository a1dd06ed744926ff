"""The files of a report: kept from build to build, missing only where a line says so."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import reports as written
from performance import annual_files, paper
from performance.annual_files import Printing
from performance.memory import Store
from performance.model import Portal
from performance.pages.page import Page
from performance.problem import BuildError


class Said:
    """Stands where the terminal is, and remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, words: str) -> None:
        """Remember a line."""
        self.lines.append(words)

    def begin(self, name: str, total: int | None = None) -> None:
        """Nothing is shown."""

    def advance(self, count: int = 1) -> None:
        """Nothing is counted."""


def render(page: Page) -> str:
    """Return a page as the smallest HTML there is."""
    return f"<html lang=en><title>{page.title}</title><p>{page.description}"


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """A portal with a report."""
    written.write(tmp_path / "content")
    return written.portal(tmp_path / "content")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What PDFs are made, each for its HTML, in place of long work."""
    asked: list[str] = []

    def make(html: str, style: str, on: Any) -> bytes:
        asked.append(html)
        return f"%PDF {html} {on}".encode()

    monkeypatch.setattr(paper, "make", make)
    return asked


def files(portal: Portal, cache: Path, said: Any = None, **more: Any) -> Mapping[str, bytes]:
    """Return the files of the portal's reports."""
    with Store(cache) as store:
        printing = Printing(render, "p {}", store, **more)
        found = annual_files.files(
            portal, {}, {}, chosen=written.SETTINGS, printing=printing, steps=said or Said()
        )
        return dict(found)


def test_an_unchanged_report_is_not_made_again(
    portal: Portal, tmp_path: Path, made: list[str]
) -> None:
    """The second build takes the PDF of the first; the bytes are the same."""
    first = files(portal, tmp_path / "cache")
    second = files(portal, tmp_path / "cache")
    assert len(made) == 1
    assert first == second
    assert set(first) == {"reports/2026/report.zip", "reports/2026/report.pdf"}


def test_a_changed_report_is_made_again(tmp_path: Path, portal: Portal, made: list[str]) -> None:
    """Another title is another page, and another PDF."""
    files(portal, tmp_path / "cache")
    letter = written.LETTER.replace("fiscal year 2026", "the year 2026") + "We did well.\n"
    written.write(tmp_path / "content", {"letter.md": letter})
    files(written.portal(tmp_path / "content"), tmp_path / "cache")
    assert len(made) == 2


@pytest.mark.parametrize("damage", [b"", b"x" * 40, None])
def test_a_damaged_file_is_made_again(
    portal: Portal, tmp_path: Path, made: list[str], damage: bytes | None
) -> None:
    """What was kept is believed only with its checksum: half a file is none, a folder is none."""
    good = files(portal, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    if damage is None:
        kept.unlink()
        kept.mkdir()
    else:
        kept.write_bytes(damage)
    assert files(portal, tmp_path / "cache") == good
    assert len(made) == 2


def test_without_pango_a_line_says_that_there_is_no_pdf(
    portal: Portal, tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is built; one line names what is missing."""
    monkeypatch.setattr(paper, "why_not", lambda: "the Pango library was not found")
    said = Said()
    assert set(files(portal, tmp_path, said)) == {"reports/2026/report.zip"}
    assert said.lines == [
        "The PDF of the annual report was not made: the Pango library was not found."
    ]
    assert made == []


def test_a_published_site_must_have_its_pdf(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """publishconf.py builds nothing rather than a site without the PDF."""
    monkeypatch.setattr(paper, "why_not", lambda: "the Pango library was not found")
    with pytest.raises(BuildError, match="A published site must have it") as raised:
        files(portal, tmp_path, published=True)
    assert raised.value.exitcode == 2


def test_a_city_without_a_report_hears_nothing_of_pdfs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has no report needs no Pango, even when publishing."""
    monkeypatch.setattr(paper, "why_not", lambda: "the Pango library was not found")
    said = Said()
    assert files(written.with_reports(()), tmp_path, said, published=True) == {}
    assert said.lines == []
