"""The PDF of the annual report: tagged, the same bytes everywhere, set in the bundled font."""

import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html

from built import ROOT
from performance import paper
from performance.paper.layout import RELATIVE
from performance.paper.tags import elements, kids

ON = date(2026, 11, 20)
CSS = ROOT / "theme" / "static" / "css" / "paper.css"
STYLE = CSS.read_text(encoding="utf-8")
SMALL = """<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title>Small</title></head>
<body><main><h1>Small</h1><p>Words in <strong>bold</strong> and <em>italics</em>, “quoted” − here.
<a href="#there">There</a> <a href="metrics/x/">Nowhere</a></p>
<dl><div><dt>Term</dt><dd>Said of it</dd></div></dl>
<table><thead><tr><th scope="col">Head</th><th scope="col">Other</th></tr></thead>
<tbody><tr id="there"><th scope="row">Row one</th><td>1</td></tr></tbody></table>
<p><img alt="Chart: a line" src="data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20
viewBox='0%200%209%209'%3E%3Cpath%20d='M0%200h9v9z'/%3E%3Ctext%20y='9'%3EIn%20the%20chart%3C/text%3E
%3C/svg%3E"></p></main></body></html>"""
MAKE = (
    "import sys; from datetime import date; from performance import paper; "
    "style = open(sys.argv[1]).read(); "
    "sys.stdout.buffer.write(paper.make(sys.stdin.read(), style, date(2026, 11, 20)))"
)
# The part of a letter page between the running heads, in points.
WITHIN = ("-r", "72", "-x", "0", "-y", "61", "-W", "612", "-H", "673")


@pytest.fixture(scope="module")
def small() -> bytes:
    """The PDF of a small page."""
    return paper.make(SMALL, STYLE, ON)


@pytest.fixture(scope="module")
def report(demo_site: Path) -> Path:
    """The PDF of the demo city's report."""
    return demo_site / "reports" / "2026" / "report.pdf"


@pytest.fixture(scope="module")
def opened(report: Path) -> Iterator[pikepdf.Pdf]:
    """The same, opened."""
    with pikepdf.Pdf.open(report) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def read_aloud(report: Path) -> str:
    """What stands in its tags, which poppler takes a minute to find."""
    return said("pdfinfo", "-struct-text", report)


@pytest.fixture(scope="module")
def page(demo_site: Path) -> html.HtmlElement:
    """The report on the screen."""
    return html.fromstring((demo_site / "reports" / "2026" / "index.html").read_bytes())


def said(tool: str, *words: str | Path) -> str:
    """Return what a program of poppler prints."""
    ended = subprocess.run([tool, *words], capture_output=True, text=True, check=True)
    return ended.stdout


def tree(pdf: pikepdf.Pdf) -> list[Any]:
    """Return every element of a PDF's structure tree."""
    return list(elements(pdf.Root.StructTreeRoot.K))


def words(text: str) -> Counter[str]:
    """Return the words of a text, without the dots that lead to a page number."""
    return Counter(w for w in text.split() if w.strip("."))


def test_the_same_page_is_the_same_bytes_elsewhere(small: bytes) -> None:
    """Another time zone, hash seed, locale, folder and clock make no difference."""
    for more in (
        {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8"},
        {"TZ": "America/New_York", "SOURCE_DATE_EPOCH": "1", "HOME": "/nonexistent"},
    ):
        environment = {**os.environ, **more, "PYTHONPATH": str(ROOT / "plugins")}
        again = subprocess.run(
            [sys.executable, "-c", MAKE, str(CSS)],
            input=SMALL.encode(),
            env=environment,
            cwd="/",
            capture_output=True,
            check=True,
        )
        assert again.stdout == small


def test_a_key_is_that_of_everything_that_goes_in() -> None:
    """Another word, rule or date is another PDF; the same is the same."""
    key = paper.key(SMALL, STYLE, ON)
    assert paper.key(SMALL, STYLE, ON) == key
    assert paper.key(f"{SMALL} ", STYLE, ON) != key
    assert paper.key(SMALL, f"{STYLE} ", ON) != key
    assert paper.key(SMALL, STYLE, date(2026, 11, 21)) != key


def test_it_says_what_it_is(small: bytes) -> None:
    """PDF/UA-1, title shown, language, dates from the data and none from the clock."""
    with pikepdf.Pdf.open(io.BytesIO(small)) as pdf:
        assert pdf.Root.Lang == "en-US"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Small"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261120000000Z"
        with pdf.open_metadata(set_pikepdf_as_editor=False) as known:
            assert known["pdfuaid:part"] == "1"
            assert known["xmp:ModifyDate"] == "2026-11-20T00:00:00Z"


def test_header_cells_say_what_they_head(small: bytes) -> None:
    """Those of the table's head a column, the others their row."""
    with pikepdf.Pdf.open(io.BytesIO(small)) as pdf:
        scopes = [str(node.A.Scope) for node in tree(pdf) if node.S == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_a_term_and_its_words_are_one_item(small: bytes) -> None:
    """A definition list is a list of items with a label and a body."""
    with pikepdf.Pdf.open(io.BytesIO(small)) as pdf:
        (item,) = [node for node in tree(pdf) if node.S == "/LI"]
        assert [str(kid.S) for kid in kids(item)] == ["/Lbl", "/LBody"]
        assert str(item.P.S) == "/L"


def test_links_say_where_they_lead_and_none_leads_nowhere(small: bytes) -> None:
    """A link within the report names its row; an address relative to a web page is no link."""
    with pikepdf.Pdf.open(io.BytesIO(small)) as pdf:
        links = [str(a.Contents) for p in pdf.pages for a in p.obj.get("/Annots", ())]
    assert links == ["To: Row one"]
    assert RELATIVE.sub("<a>", '<a href="#x"><a href="https://x/"><a href="y/">').endswith("<a>")


def test_what_cannot_be_laid_out_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies is said with its last words."""
    monkeypatch.setattr(paper, "COMMAND", "raise SystemExit('the font is gone')")
    with pytest.raises(paper.BuildError, match="could not be made: the font is gone"):
        paper.make(SMALL, STYLE, ON)


def test_only_the_bundled_font_is_used(report: Path) -> None:
    """Every font is Noto Sans, embedded: none of the machine's."""
    lines = said("pdffonts", report).splitlines()[2:]
    assert lines
    for line in lines:
        assert re.match(r"[A-Z]{6}\+Noto-Sans", line), line
        assert re.search(r"Identity-H +yes yes yes", line), line


def test_nearly_every_word_is_reached_by_the_tags(
    report: Path, page: html.HtmlElement, read_aloud: str
) -> None:
    """At least 98% of the words between the running heads; those in charts have their alt text."""
    shown = words(said("pdftotext", *WITHIN, report, "-"))
    drawn = page.xpath("//*[local-name()='svg'][contains(@class,'chart-narrow')]")
    for text in (t for svg in drawn for t in svg.xpath(".//*[local-name()='text']")):
        shown.subtract(words(text.text_content()))
    shown = +shown
    tagged = re.findall(r'"((?:[^"\\]|\\.)*)"', read_aloud)
    reached = shown & words(" ".join(tagged).replace('\\"', '"'))
    assert shown.total() > 5_000
    assert reached.total() / shown.total() >= 0.98


def test_running_heads_are_not_read_aloud(
    report: Path, opened: pikepdf.Pdf, read_aloud: str
) -> None:
    """The city's name and page numbers stand in the margin of every page, and in no tag."""
    text = said("pdftotext", "-layout", report, "-")
    assert text.count("Port Alder: Annual performance report") >= len(opened.pages) - 1
    assert f"{len(opened.pages)} of {len(opened.pages)}" in text
    assert f'of {len(opened.pages)}"' not in read_aloud
    content = opened.pages[4].Contents.read_bytes()
    assert b"/Artifact" in content


def test_every_header_of_the_report_has_a_scope(opened: pikepdf.Pdf) -> None:
    """Each table has column headers, and row headers in its body."""
    tables = [node for node in tree(opened) if node.S == "/Table"]
    assert len(tables) > 40
    for table in tables:
        scopes = [str(cell.A.Scope) for cell in elements(table) if cell.S == "/TH"]
        assert set(scopes) <= {"/Column", "/Row"}
        assert "/Row" in scopes
        assert "/Column" in scopes


def test_every_figure_has_its_words(opened: pikepdf.Pdf, page: html.HtmlElement) -> None:
    """Each chart of the page is a figure of the PDF whose alternative is its description."""
    figures = [node for node in tree(opened) if node.S == "/Figure"]
    descriptions = page.xpath(
        "//*[local-name()='svg'][contains(@class,'chart-narrow')]/*[local-name()='desc']/text()"
    )
    assert len(figures) == len(descriptions) > 20
    for figure, description in zip(figures, descriptions, strict=True):
        assert str(figure.Alt).startswith("Chart: ")
        assert str(figure.Alt).endswith(description)


def test_bookmarks_are_the_parts_of_the_report(opened: pikepdf.Pdf) -> None:
    """The parts in order, with the priorities and departments below them."""
    with opened.open_outline() as outline:
        top = [item.title for item in outline.root]
        below = {item.title: [child.title for child in item.children] for item in outline.root}
    assert top[:5] == [
        "Annual performance report, fiscal year 2026",
        "Contents",
        "Letter",
        "The year at a glance",
        "Purpose and scope",
    ]
    assert top[-1] == "Feedback and downloads"
    assert below["Priorities"][0] == "Public Safety"
    assert len(below["Priorities"]) == 6
    assert len(below["Departments"]) == 10


def test_no_paragraph_is_set_one_word_a_line(report: Path) -> None:
    """A font that lies about its widths breaks lines after every word: four in a row are none."""
    blocks = said("pdftotext", *WITHIN, report, "-").split("\n\n")
    for block in blocks:
        lines = [line.split() for line in block.splitlines() if line.strip()]
        run = 0
        for line in lines:
            run = run + 1 if len(line) == 1 and line[0].isalpha() and line[0].islower() else 0
            assert run < 4, block


def test_the_contents_name_the_page_of_each_part(report: Path) -> None:
    """A number in the list of contents is that of the page with the heading."""
    text = said("pdftotext", "-layout", report, "-").split("\f")
    for title in ("Money and staff", "What changed in the measures"):
        number = int(re.search(rf"{title} \.+ (\d+)", text[1])[1])  # type: ignore[index]
        assert re.search(rf"^{title}$", text[number - 1], re.MULTILINE), title


def test_no_machine_without_pango_is_left_in_the_dark(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said with the command that installs it."""
    monkeypatch.setattr("performance.paper.version", lambda: None)
    assert "sudo apt-get install libpango-1.0-0" in paper.why_not()
