"""The page of patterns is complete: a new component without a pattern fails here."""

import re
from pathlib import Path

import pytest

from patterns import PatternsPage, patterns

THEME = Path(__file__).parents[1] / "theme"
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASSES = re.compile(r'class="([^"]*)"')
SELECTED = re.compile(r"\.([a-z][\w-]*)")
MACRO = re.compile(r"\{% macro (\w+)\((\w+)")


def used() -> set[str]:
    """Return every class that a template writes out, and every one that a style sheet knows."""
    found: set[str] = set()
    for template in TEMPLATES:
        plain = JINJA.sub("", template.read_text(encoding="utf-8"))
        found.update(*(names.split() for names in CLASSES.findall(plain)))
    for address in PatternsPage.STYLES:
        sheet = (THEME / "static" / "css" / Path(address).name).read_text(encoding="utf-8")
        bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
        found.update(SELECTED.findall(re.sub(r"\{[^{}]*\}", "{}", bare)))
    return found


def test_every_class_has_a_pattern() -> None:
    """What a template or a style sheet names is on the page, so that it is seen and tested."""
    shown = {name for names in patterns().tree.xpath("//@class") for name in names.split()}
    assert sorted(used() - shown) == []


def test_every_macro_has_a_pattern() -> None:
    """Each macro is imported from its file by the page of patterns, and is called there."""
    page = (THEME / "templates" / PatternsPage.template).read_text(encoding="utf-8")
    imported = {
        (file, name.split(" as ")[0].strip(), name.split(" as ")[-1].strip())
        for file, names in re.findall(r'\{% from "macros/([\w.]+)" import ([^%]+) %\}', page)
        for name in names.split(",")
    }
    for file in sorted((THEME / "templates" / "macros").glob("*.html")):
        for macro, first in MACRO.findall(file.read_text(encoding="utf-8")):
            if first == "page":
                continue  # It is a part of a kind of page, not a component.
            called = [to for source, name, to in imported if (source, name) == (file.name, macro)]
            assert called, f"{file.name}: {macro}"
            assert all(re.search(rf"\{{\{{ {to}\(", page) for to in called), f"{file.name}: {macro}"


@pytest.mark.parametrize(
    ("what", "least"),
    [
        ("//*[contains(@class, 'badge met')]", 2),
        ("//*[contains(@class, 'badge no_data')]", 2),
        ("//li[contains(@class, 'card ')]", 13),
        ("//svg[contains(@class, 'chart-wide')]", 14),
        ("//svg[contains(@class, 'chart-panels')]", 4),
        ("//details", 1),
        ("//*[@class='reader']", 1),
    ],
)
def test_every_state_is_shown(what: str, least: int) -> None:
    """Seven attainments, cards of each kind, each form of chart, panels, a fold, a reader."""
    assert len(patterns().tree.xpath(what)) >= least


def test_the_page_is_not_published() -> None:
    """It is made by tests alone: no address of the site leads to it."""
    program = (THEME.parent / "plugins").rglob("*.py")
    assert [file for file in program if "patterns.html" in file.read_text(encoding="utf-8")] == []
