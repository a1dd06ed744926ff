"""Tests of Markdown as sanitised HTML."""

import re
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markupsafe import Markup

from performance import markup

ALLOWED_SCHEMES = ("http:", "https:", "mailto:")


def test_markdown_becomes_html_that_templates_do_not_escape() -> None:
    """The result is Markup: a template shows it as it is."""
    found = markup.html("Keeps the city *clean*.")
    assert isinstance(found, Markup)
    assert found == "<p>Keeps the city <em>clean</em>.</p>"


def test_an_empty_text_is_empty() -> None:
    """A template can ask whether there is anything to show."""
    assert markup.html(" \n") == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<iframe src='https://x.org'></iframe>",
        "<img src=x onerror=alert(1)>",
        "![x](https://x.org/a.png)",
        "<p onclick='x()' style='color:red' class='badge' id='main'>a</p>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "<a href='vbscript:x'>a</a>",
        "<form action='/x'><input name=a></form>",
        "<svg><script>x</script></svg>",
        "<base href='https://x.org'>",
    ],
)
def test_what_is_not_prose_is_dropped(text: str) -> None:
    """Nothing that runs, loads, styles or submits passes."""
    found = markup.html(text).lower()
    for word in ("<script", "<style", "<iframe", "<img", "<form", "<input", "<svg", "<base"):
        assert word not in found
    for word in ("onclick", "onerror", "style=", "class=", "id=", "script:", "data:", "alert(1)<"):
        assert word not in found


def test_links_lead_to_the_web_to_mail_and_within_the_site() -> None:
    """Other links are words alone, and a link without words is dropped."""
    found = markup.html(
        "[web](https://example.org) [mail](mailto:a@example.org) [beside](../b/) "
        "[code](javascript:x) [nowhere]() [](https://example.org)"
    )
    assert 'href="https://example.org"' in found
    assert 'href="mailto:a@example.org"' in found
    assert 'href="../b/"' in found
    assert found.count("<a ") == 3
    assert "code nowhere" in found


def test_a_link_from_the_root_is_reached_from_the_page() -> None:
    """/metrics/x/ works at a domain's root and below it, from any depth."""
    assert 'href="../../metrics/x/"' in markup.html("[x](/metrics/x/)", root="../../")
    assert 'href="./metrics/x/"' in markup.html("[x](/metrics/x/)")
    assert 'href="../../"' in markup.html("[x](/)", root="../../")
    assert 'href="//example.org/"' in markup.html("[x](//example.org/)", root="../../")


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("# A\n\n## B\n\n# C", 3, [3, 4, 3]),
        ("### A\n\n###### B\n\n# C", 3, [3, 4, 3]),  # No level is left out.
        ("# A\n\n## B\n\n### C\n\n#### D", 5, [5, 6, 6, 6]),  # None is deeper than six.
        ("<h1>A</h1>\n\n## B", 4, [4, 5]),
    ],
)
def test_headings_go_below_those_of_the_page(text: str, top: int, levels: list[int]) -> None:
    """The outline of the page stays whole, whatever level a text begins with."""
    tree = lxml_html.fragment_fromstring(str(markup.html(text, top)), create_parent="div")
    found = [int(str(e.tag)[1]) for e in tree.iter() if str(e.tag)[1:].isdigit()]
    assert found == levels


def test_tables_have_header_cells_with_their_scope() -> None:
    """A table in Markdown is as accessible as the site's own."""
    found = markup.html("a|b\n-|-\n1|2")
    assert found.count('<th scope="col">') == 2


def test_what_may_be_wide_scrolls_within_itself_by_keyboard_too() -> None:
    """A table or a listing wider than a phone does not widen the page, and can be scrolled."""
    tree = lxml_html.fragment_fromstring(
        str(markup.html("a|b\n-|-\n1|2\n\n```\nlong\n```")), create_parent="div"
    )
    assert tree.xpath("string(//table/parent::div/@class)") == "scroll"
    assert tree.xpath("//*[@tabindex='0']") == [tree.find("div"), tree.find("pre")]


def test_code_that_looks_like_markup_stays_code() -> None:
    """What a text shows as code is not taken for headings or cells."""
    found = markup.html("`<h1>` and `<th>`", 4)
    assert "<code>&lt;h1&gt;</code>" in found
    assert "<code>&lt;th&gt;</code>" in found


def test_plain_text_is_one_line_of_words() -> None:
    """Descriptions for search engines have no markup and keep every sign."""
    assert markup.plain("# A & B\n\nOne *two*\nthree <script>x</script>") == "A & B One two three"


# What a text may bring along, and what the converter itself puts around a table.
ATTRIBUTES = {"href", "title", "start", "scope", "tabindex"}
SCROLLS = {"class": "scroll", "tabindex": "0"}


@given(st.text(alphabet="ab <>\"'/=#*[]()!`|-\n&;:javscriptone", max_size=80))
def test_no_text_gets_through_the_sieve(text: str) -> None:
    """Whatever is written, only allowed elements, attributes and schemes come out."""
    found = str(markup.html(text, 3))
    if not found.strip():
        return
    tree = lxml_html.fragment_fromstring(found, create_parent="div")
    for element in tree.iterdescendants():
        assert element.tag in markup.TAGS or dict(element.attrib) == SCROLLS
        assert element.tag == "div" or set(element.attrib) <= ATTRIBUTES
        address = str(element.get("href", ""))
        head = address.split("/")[0].split("?")[0].split("#")[0].lower()
        assert ":" not in head or head.startswith(ALLOWED_SCHEMES)


WORDS = st.text(st.sampled_from("aZé٣1 .,;:?%/()'\"’“”–—-_*[]<>&#|`~+=!\\\n\t"), max_size=12)
PROSE = st.from_regex(markup.PROSE, fullmatch=True) | WORDS.map("A".__add__) | st.text()


@given(PROSE)
@example("Mayor: the share of calls (in %) that were answered")
@example("A line\u2028break")
@example("www.example.org/a-b and http://example.org")
@example("A  b")
@example("A -- b --- c")
def test_prose_becomes_what_markdown_makes_of_it(text: str) -> None:
    """A text that is taken for one without markup is the paragraph that it would be anyway."""
    if markup.PROSE.fullmatch(text):
        with patch.object(markup, "PROSE", re.compile("(?!)")):
            made = markup._html.__wrapped__(text, 3, "")
        assert markup.html(text) == made == f"<p>{text}</p>"
        assert markup.plain(text) == " ".join(str(made.striptags()).split())
