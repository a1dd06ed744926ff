"""Paint a picture of few colours: shapes and words in ink on paper, as a small PNG file.

Every ink is laid on through a mask of how much of each pixel it covers, as one of a few steps from
the ground's colour to its own. So the picture never has more colours than a palette holds, and
nothing has to look for the best ones afterwards, which would take most of the time.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont

from performance.chart.lettering import length

Box = tuple[int, int, int, int]
Place = tuple[float, float]

# Words of the PNG specification: a palette's picture, and a row told by the one above.
SIGNATURE = b"\x89PNG\r\n\x1a\n"
INDEXED, UP = 3, 2
LIGHT = 29_000  # bytes of pixels: with its palette a picture then weighs less than 30 KB
STEPS = 5  # from an ink's ground to the ink; more are not seen and cost a kilobyte
SMOOTH = 3  # shapes are drawn so many times as large, then made small, which smooths their edges


class Mask(NamedTuple):
    """How much of each pixel an ink covers (mode L), and which pixels it covers at all (mode 1)."""

    share: Image.Image
    covered: Image.Image


class Sheet:
    """A sheet of paper in one colour, in pixels, on which inks are laid. Colours are #rrggbb."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        self.colours = [_channels(paper)]
        # Each pixel is its colour's place in the palette, which is not the picture's own: a mask
        # is laid on a picture of its own kind, and nothing has to be turned into another.
        self.image = Image.new("L", (width, height), 0)
        self.inks: dict[tuple[str, str], Sequence[int]] = {}

    def copy(self) -> Sheet:
        """Return a sheet of its own with everything that is on this one."""
        other = copy(self)
        other.image, other.colours = self.image.copy(), list(self.colours)
        other.inks = dict(self.inks)
        return other

    def fill(self, box: Box, colour: str) -> None:
        """Fill a box with a colour, which becomes the ground of what is laid there later."""
        channels = _channels(colour)
        if channels not in self.colours:
            self.colours.append(channels)
        self.image.paste(self.colours.index(channels), box)

    def words(
        self,
        text: str,
        at: Place,
        letters: ImageFont.FreeTypeFont,
        *,
        ink: str,
        ground: str,
        right: bool = False,
    ) -> None:
        """Write words whose line begins at a place, or ends there: `right`."""
        wide = length(letters, text)
        ascent, _ = letters.getmetrics()
        left = round(at[0] - wide if right else at[0])
        place = left - _around(letters), round(at[1]) - ascent
        self.lay(_written(text, letters), place, ink=ink, ground=ground)

    def lay(self, mask: Mask, at: tuple[int, int], *, ink: str, ground: str) -> None:
        """Lay an ink through a mask, whose upper left corner stands at a place."""
        shades = self.inks.get((ink, ground))
        if shades is None:
            shades = self.inks[ink, ground] = self._shades(ink, ground)
        self.image.paste(mask.share.point(shades), at, mask.covered)

    def png(self) -> bytes:
        """Return the sheet as the bytes of a PNG file."""
        palette = bytes(channel for colour in self.colours for channel in colour)
        header = struct.pack(">IIBBBBB", *self.image.size, 8, INDEXED, 0, 0, 0)
        chunks = {b"IHDR": header, b"PLTE": palette, b"IDAT": self._pressed(), b"IEND": b""}
        return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks.items())

    def _pressed(self) -> bytes:
        """Return the pixels as PNG has them, each row as what sets it apart from that above.

        Pillow would press the rows as they are, which takes almost twice as long and more bytes.
        """
        here = self.image
        wide, high = here.size
        above = Image.new("L", (wide, high), 0)
        above.paste(here, (0, 1))
        rows = Image.new("L", (wide + 1, high), UP)
        rows.paste(ImageChops.subtract_modulo(here, above), (1, 0))
        plain = rows.tobytes()
        # What sets rows apart is mostly runs of nothing: to look for these alone takes less than
        # half the time and a twentieth more bytes. Only much writing is worth the search for more.
        # Its table of strings, then of no use, is small: it takes time to move it on.
        press = zlib.compressobj(memLevel=5, strategy=zlib.Z_RLE)
        pressed = press.compress(plain) + press.flush()
        return pressed if len(pressed) <= LIGHT else zlib.compress(plain, 5)

    def _shades(self, ink: str, ground: str) -> Sequence[int]:
        """Return the palette's place for each of the 256 values of a mask."""
        first = len(self.colours)
        one, two = _channels(ground), _channels(ink)
        for step in range(1, STEPS + 1):
            mixed = (a + (b - a) * step / STEPS for a, b in zip(one, two, strict=True))
            self.colours.append(tuple(round(channel) for channel in mixed))
        return _places(first)


class Stencil:
    """A mask on which shapes are cut out, in pixels of the sheet; `mask` has smooth edges."""

    def __init__(self, width: int, height: int) -> None:
        self.large = Image.new("L", (width * SMOOTH, height * SMOOTH), 0)
        self.draw = ImageDraw.Draw(self.large)

    @property
    def mask(self) -> Mask:
        """The mask for `Sheet.lay`."""
        return _mask(self.large.reduce(SMOOTH))

    def line(self, places: Sequence[Place], thick: float, *, value: int = 255) -> None:
        """Cut a line through places, round at its ends and corners."""
        large = [(x * SMOOTH, y * SMOOTH) for x, y in places]
        self.draw.line(large, fill=value, width=round(thick * SMOOTH))
        for place in places:
            self.dot(place, thick / 2, value=value)

    def dot(self, place: Place, radius: float, *, value: int = 255) -> None:
        """Cut a dot."""
        x, y, r = (number * SMOOTH for number in (*place, radius))
        # Pillow counts the last pixel in: a dot must not be thicker than the line that ends in it.
        self.draw.ellipse((x - r, y - r, x + r - 1, y + r - 1), fill=value)

    def box(self, one: Place, two: Place) -> None:
        """Cut a box between two opposite corners; one without any height is nothing."""
        left, right = sorted((round(one[0] * SMOOTH), round(two[0] * SMOOTH)))
        top, bottom = sorted((round(one[1] * SMOOTH), round(two[1] * SMOOTH)))
        if bottom > top:
            # Pillow counts the last pixel in.
            self.draw.rectangle((left, top, max(left, right - 1), bottom - 1), fill=255)

    def sector(
        self, centre: Place, radius: float, angles: tuple[float, float], *, value: int
    ) -> None:
        """Cut a slice of a circle between two angles in degrees, clockwise from the right."""
        x, y, r = (number * SMOOTH for number in (*centre, radius))
        self.draw.pieslice((x - r, y - r, x + r, y + r), *angles, fill=value)


@lru_cache(maxsize=64)  # verdicts, units, periods and targets come again from card to card
def _written(text: str, letters: ImageFont.FreeTypeFont) -> Mask:
    """Return the mask of words, with some room on both sides."""
    ascent, descent = letters.getmetrics()
    around = _around(letters)
    share = Image.new("L", (round(length(letters, text)) + 2 * around, ascent + descent), 0)
    ImageDraw.Draw(share).text((around, ascent), text, fill=255, font=letters, anchor="ls")
    return _mask(share)


def _mask(share: Image.Image) -> Mask:
    return Mask(share, share.point(_COVERED, "1"))


def _around(letters: ImageFont.FreeTypeFont) -> int:
    """Return the room beside words: letters may lean out of their own width."""
    return round(letters.size) // 6


# For each of the 256 values of a mask: the step nearest to it, and whether that is one at all.
_STEPS = [round(value / 255 * STEPS) for value in range(256)]
_COVERED = [255 if step else 0 for step in _STEPS]


@lru_cache(maxsize=64)  # the cards of a site have their inks in much the same order
def _places(first: int) -> Sequence[int]:
    """Return where each value of a mask stands in a palette whose steps of an ink begin there."""
    return [first + max(0, step - 1) for step in _STEPS]


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG file: its length, its kind, its data and the sum that checks them."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
