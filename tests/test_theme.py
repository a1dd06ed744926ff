"""Tests of the style sheets: contrast of the tokens, and no colour outside of them."""

import re
from pathlib import Path

import pytest

from performance import urls

CSS = Path(__file__).parents[1] / "theme" / "static" / "css"
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})\b")
# The sheet of the PDF, which no page has.
PAPER = "theme/css/paper.css"
USED = re.compile(r"var\(--([a-z-]+)\)")
TEXTS = ("ink", "muted", "link", "met", "near", "missed", "open", "accent")


def tokens(text: str) -> dict[str, str]:
    """Return the colours that a piece of CSS sets, by token."""
    return dict(TOKEN.findall(text))


LIGHT_TEXT, DARK_TEXT = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media", 1)
LIGHT = tokens(LIGHT_TEXT)
DARK = LIGHT | tokens(DARK_TEXT)
PRINT = LIGHT | tokens((CSS / "site.css").read_text(encoding="utf-8").split("@media print")[1])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours after WCAG 2.2: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    channels = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_worked_out_as_wcag_says() -> None:
    """Black on white is 21 to 1; #767676 on white is the well-known 4.54."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_its_ground(scheme: dict[str, str], ground: str, text: str) -> None:
    """Every colour of text has a contrast of 4.5 to 1 on paper and on panels."""
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_the_header_the_notice_and_the_focus_stand_out(scheme: dict[str, str]) -> None:
    """Text 4.5 to 1 on both bands; the ring of the focus 3 to 1 on paper."""
    assert contrast(scheme["brand-ink"], scheme["brand"]) >= 4.5
    assert contrast(scheme["ink"], scheme["notice"]) >= 4.5
    assert contrast(scheme["focus"], scheme["paper"]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_lines_of_series_stand_out(scheme: str, ground: str) -> None:
    """Each of the six colours of lines has a contrast of 3 to 1 on its ground, and is another."""
    text, colours = (LIGHT_TEXT, LIGHT) if scheme == "light" else (DARK_TEXT, DARK)
    series = re.findall(r"--series-[1-6]: (#[0-9a-f]{6});", text)
    assert len(set(series)) == 6
    assert min(contrast(colour, colours[ground]) for colour in series) >= 3


def test_every_token_that_is_used_is_set() -> None:
    """A name that is not a token would silently be no colour; scripts may set more of them."""
    scripts = "".join(s.read_text(encoding="utf-8") for s in CSS.parent.glob("js/*.js"))
    moved = set(re.findall(r'setProperty\("--([a-z-]+)"', scripts))
    for address in (*urls.STYLESHEETS, urls.REPORT_STYLES, PAPER):
        text = (CSS / Path(address).name).read_text(encoding="utf-8")
        known = set(re.findall(r"--([a-z-]+):", LIGHT_TEXT)) | set(tokens(text)) | moved
        assert set(USED.findall(text)) <= known


def test_there_are_about_twenty_tokens_and_colours_nowhere_else() -> None:
    """A city makes the site its own in one short file."""
    assert len(set(re.findall(r"--([a-z-]+):", LIGHT_TEXT))) <= 24
    screen = (CSS / "site.css").read_text(encoding="utf-8").split("@media print")[0]
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|hsl\(", screen)


def test_nothing_is_loaded_from_elsewhere() -> None:
    """No web font, no import, no picture."""
    for address in (*urls.STYLESHEETS, urls.REPORT_STYLES, PAPER):
        text = (CSS / Path(address).name).read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text
