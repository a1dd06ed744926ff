"""How wide a text is drawn, in pixels, worked out without any font.

The widths are those of Arial and of the fonts made to measure the same (Liberation Sans, which the
drawing library carries). Nothing is asked of the machine, so that every machine lays out alike.
"""

from __future__ import annotations

from functools import lru_cache

FONT_SIZE = 13
ELLIPSIS = "…"

# Widths in thousandths of the font size, of the printable ASCII characters from the space on.
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 "
    "556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 "
    "556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 "
    "500 500 500 334 260 334 584"
)
_WIDTHS = {chr(32 + index): int(width) for index, width in enumerate(_ASCII.split())}
_WIDTHS |= {
    "–": 556,
    "—": 1000,
    "−": 584,
    ELLIPSIS: 1000,
    "○": 604,
    "□": 604,
    "\N{NO-BREAK SPACE}": 278,
}
_LATIN, _WIDE = 611, 1000
# Readers' own fonts are up to a tenth wider than Arial; labels must not touch there either.
_RESERVE = 1.06


@lru_cache(maxsize=16_384)  # the metrics of a site share most of their labels
def width(text: str, size: float = FONT_SIZE) -> float:
    """Return the width of a text in pixels at a font size in pixels, a little on the safe side."""
    units = sum(_WIDTHS.get(letter) or (_WIDE if letter > "⺀" else _LATIN) for letter in text)
    return units * size / 1000 * _RESERVE


def fit(text: str, room: float) -> str:
    """Return the text, shortened by an ellipsis at its end where it is wider than `room` pixels."""
    if width(text) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + ELLIPSIS) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,.;:–-(") + ELLIPSIS if kept.strip() else ""
