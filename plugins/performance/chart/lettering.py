"""Set words for painting: the font, how wide words are in it, and lines that have room.

The font is a package of its own, not the system's: every machine sets the same lines.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from io import BytesIO
from unicodedata import category

from PIL import ImageFont

from performance.chart.measure import ELLIPSIS

REGULAR, BOLD = 400, 700
_FONT = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
# Scripts from Hebrew to Mongolian are written from the right or join their letters, which this way
# of setting them cannot; what comes before is Latin, Greek, Cyrillic and Armenian.
_JOINED, _SEPARATE = "\u0590", "\u1e00"
_PUSH_POP = b"\xb0\x00\x21"  # PUSHB[0] 0, POP[] (OpenType, "TrueType instruction set")
_STANDS_FOR = {"≥": ">=", "≤": "<=", "≠": "!="}
_MISSING = "\U0010ffff"  # never a letter
# Punctuation that an ellipsis does not follow.
_LOOSE = " ,.;:–-("


@lru_cache(maxsize=64)
def font(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    """Return Noto Sans in a size in pixels and a weight (400 is regular, 700 bold)."""
    # The other engine takes a library of the system where there is one.
    found = ImageFont.truetype(BytesIO(_file()), size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([weight, 100])
    return found


@lru_cache(maxsize=1)
def _file() -> bytes:
    """Return the font's file, with a program for grid-fitting that leaves letters as they are.

    The letters of a font without one are fitted by FreeType itself, which looks at the whole font
    first: 12 ms for each size, more than all else that a card takes. Its own program, `prep`, is
    so short that FreeType counts it as none; a number that is pushed and popped makes it longer.
    """
    package, file = _FONT
    data = bytearray((resources.files(package) / file).read_bytes())
    # The list of tables (OpenType, "Table directory"): tag, sum, place and length of each.
    tables = range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    own = next(place for place in tables if data[place : place + 4] == b"prep")
    begin, size = struct.unpack_from(">II", data, own + 8)
    program = data[begin : begin + size] + _PUSH_POP
    struct.pack_into(">II", data, own + 8, len(data), len(program))
    return bytes(data + program)


def legible(text: str) -> str:
    """Return a text as the font can write it: without the signs that it lacks.

    Of a text with letters that it lacks or would misjoin nothing is left: a sentence of empty boxes
    says less than none.
    """
    unknown = [letter for letter in text if letter >= _JOINED and not _known(letter)]
    if any(category(letter).startswith(("L", "M")) for letter in unknown):
        return ""
    for sign in unknown:
        text = text.replace(sign, _STANDS_FOR.get(sign, ""))
    return text


@lru_cache(maxsize=4_096)  # the cards of a site share most of their words
def length(letters: ImageFont.FreeTypeFont, text: str) -> float:
    """Return how wide a text is drawn, in pixels."""
    return letters.getlength(text)


def wrapped(text: str, room: float, letters: ImageFont.FreeTypeFont, *, lines: int) -> list[str]:
    """Return a text broken into at most `lines` lines, each at most `room` pixels wide.

    The lines are about as long as each other. A word wider than a line is broken within; a text
    that is too long ends with an ellipsis.
    """
    words = _words(text, room, letters)
    widths = [length(letters, word) for word in words]
    space = length(letters, " ")
    rows = _rows(widths, room, space)
    if len(rows) > lines:
        rest = " ".join(words[rows[lines - 1][0] :])
        kept = [" ".join(words[first:stop]) for first, stop in rows[: lines - 1]]
        return [*kept, shortened(rest, room, letters)]
    for tenths in (9, 8, 7, 6):
        narrower = _rows(widths, room * tenths / 10, space)
        rows = narrower if len(narrower) == len(rows) else rows
    return [" ".join(words[first:stop]) for first, stop in rows]


def shortened(text: str, room: float, letters: ImageFont.FreeTypeFont) -> str:
    """Return a text, with an ellipsis in place of its end where it is wider than `room` pixels."""
    if length(letters, text) <= room:
        return text
    kept = _start(text, room - length(letters, ELLIPSIS), letters)
    return kept.rstrip(_LOOSE) + ELLIPSIS


def _words(text: str, room: float, letters: ImageFont.FreeTypeFont) -> list[str]:
    """Return the words of a text, those wider than `room` in pieces."""
    words: list[str] = []
    for word in text.split():
        rest = word
        while length(letters, rest) > room:
            words.append(_start(rest, room, letters))
            rest = rest[len(words[-1]) :]
        words.append(rest)
    return words


def _rows(widths: Sequence[float], room: float, space: float) -> list[tuple[int, int]]:
    """Return which words each line holds, as the first one's place and that after the last."""
    rows: list[tuple[int, int]] = []
    first, used = 0, 0.0
    for place, width in enumerate(widths):
        if place > first and used + space + width > room:
            rows.append((first, place))
            first, used = place, 0.0
        used += width + (space if place > first else 0.0)
    return [*rows, (first, len(widths))] if widths else rows


@lru_cache(maxsize=4_096)
def _known(letter: str) -> bool:
    letters = font(16)
    return letter >= _SEPARATE and bytes(letters.getmask(letter)) != bytes(
        letters.getmask(_MISSING)
    )


def _start(text: str, room: float, letters: ImageFont.FreeTypeFont) -> str:
    """Return as much of a text's start as fits, one letter at the least."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if length(letters, text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low]
