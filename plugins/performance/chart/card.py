"""The social card of a metric: the picture that a link to its page shows elsewhere.

It is seen as small as a thumb: the title, the verdict, the latest value and the course of the
series, without axes. The drawing processes import this: no pandas here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

from msgspec import Struct

from performance.chart.lettering import BOLD, font, legible, length, shortened, wrapped
from performance.chart.paint import SMOOTH, Mask, Place, Sheet, Stencil

WIDTH, HEIGHT = 1200, 630
MARGIN = 60
ROOM = WIDTH - 2 * MARGIN
FOOT = 90  # the band with the city's name
COLUMN = 480  # where figures stand beside a picture

# The light colours of theme/static/css/tokens.css; a test compares them.
INKS = {
    "paper": "#fffdf9",
    "ink": "#1f2328",
    "muted": "#575249",
    "rule": "#d8cfbf",
    "brand": "#17324d",
    "brand-ink": "#ffffff",
    "brand-mark": "#e8ae3c",
    "met": "#00558c",
    "near": "#9a5b00",
    "missed": "#8f1d4f",
    "open": "#575249",
    "accent": "#00558c",
}
# The icon and the ink of each attainment, as the site's badges have them.
SIGNS = {
    "met": ("met", "met"),
    "near": ("near", "near"),
    "missed": ("missed", "missed"),
    "late": ("late", "missed"),
}


class Type(NamedTuple):
    """A way to set a title: size and distance of its lines in pixels, and how many of them."""

    size: int
    leading: int
    lines: int


TITLES = (Type(68, 80, 1), Type(60, 72, 2), Type(50, 61, 3))
VALUES = (124, 108, 92, 76, 62, 50, 40, 32, 24, 18)
CAPITAL = 0.74  # the height of capitals and figures
GAP, LEADING = 55, 43  # from the value to the first line below it, and from line to line
CROWDED = 240  # a title that ends below this leaves room for few lines


class Card(Struct, frozen=True):
    """What a card shows, in plain values that JSON can carry.

    `words` are those of a model.SocialCard, `outline` the fields of an outline.Outline.
    """

    words: Mapping[str, str]
    outline: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        """Return the card as values that JSON can carry; `Card(**values)` is the way back."""
        return {"words": self.words, "outline": self.outline}


def png(card: Card) -> bytes:
    """Return the card as the bytes of a PNG file of 1200 × 630 pixels."""
    words = {name: legible(text) for name, text in card.words.items()}
    sheet = _frame(words["site"], words["city"], words["as_of"]).copy()
    top = _title(sheet, words["title"]) + 34
    _figures(sheet, words, top, room=ROOM if card.outline["last"] is None else COLUMN)
    if card.outline["last"] is not None:
        _course(sheet, card.outline, (MARGIN + COLUMN + 40, top, WIDTH - MARGIN, HEIGHT - FOOT))
    return sheet.png()


@lru_cache(maxsize=1)  # all cards of a site share it
def _frame(site: str, city: str, as_of: str) -> Sheet:
    """Return a sheet with the band at its foot: whose figures these are, and as of when."""
    sheet = Sheet(WIDTH, HEIGHT, INKS["paper"])
    band = HEIGHT - FOOT
    sheet.fill((0, band, WIDTH, HEIGHT), INKS["brand"])
    sheet.fill((0, band, WIDTH, band + 6), INKS["brand-mark"])
    ground, base = INKS["brand"], HEIGHT - 31
    date = f"Data as of {as_of}"
    letters = font(27)
    sheet.words(
        date, (WIDTH - MARGIN, base), letters, ink=INKS["brand-ink"], ground=ground, right=True
    )
    left = MARGIN + 62
    rings, point = _mark()
    sheet.lay(rings, (MARGIN, band + 25), ink=INKS["brand-ink"], ground=ground)
    sheet.lay(point, (MARGIN, band + 25), ink=INKS["brand-mark"], ground=ground)
    room = WIDTH - MARGIN - length(letters, date) - 40 - left
    strong = font(31, BOLD)
    title = shortened(site, room, strong)
    sheet.words(title, (left, base), strong, ink=INKS["brand-ink"], ground=ground)
    after = length(strong, title) + 18
    city = shortened(city, room - after, letters)
    if len(city) > 1:
        sheet.words(city, (left + after, base), letters, ink=INKS["brand-ink"], ground=ground)
    return sheet


def _title(sheet: Sheet, title: str) -> int:
    """Write the title as large as it can be and return where it ends."""
    for way in TITLES:
        letters = font(way.size, BOLD)
        lines = wrapped(title, ROOM, letters, lines=way.lines)
        if way is TITLES[-1] or " ".join(lines) == " ".join(title.split()):
            break
    base = 41 if len(lines) == 3 else 48
    for line in lines:
        base += way.leading
        at = (MARGIN, base - way.leading * 0.24)
        sheet.words(line, at, letters, ink=INKS["ink"], ground=INKS["paper"])
    return base


def _figures(sheet: Sheet, words: Mapping[str, str], top: int, *, room: int) -> None:
    """Write the verdict, the value with its unit and period, and the target."""
    paper = INKS["paper"]
    icon, tone = SIGNS.get(words["attainment"], ("open", "open"))
    sheet.lay(_icon(icon), (MARGIN, top), ink=INKS[tone], ground=paper)
    sheet.words(
        shortened(words["verdict"], room - 60, font(40, BOLD)),
        (MARGIN + 60, top + 37),
        font(40, BOLD),
        ink=INKS[tone],
        ground=paper,
    )
    below = _below(words, room, lines=3 if top > CROWDED else 4)
    limit = HEIGHT - FOOT - 22 - GAP - LEADING * max(0, len(below) - 1)
    start = top + 62 + 8 * (len(below) < 4)
    sizes = [size for size in VALUES if start + size * CAPITAL <= limit] or [VALUES[-1]]
    # A figure is never shortened: it would be another figure.
    fitting = (size for size in sizes if length(font(size, BOLD), words["value"]) <= room)
    strong = font(next(fitting, sizes[-1]), BOLD)
    base = start + round(strong.size * CAPITAL)
    base += round(min(max(limit - base, 0) / 2, 36))
    sheet.words(words["value"], (MARGIN - 3, base), strong, ink=INKS["ink"], ground=paper)
    base += GAP - LEADING
    for line, ink in below:
        base += LEADING
        sheet.words(line, (MARGIN, base), font(34), ink=INKS[ink], ground=paper)


def _below(words: Mapping[str, str], room: float, *, lines: int) -> list[tuple[str, str]]:
    """Return the lines below the value, each with its ink: unit and period, then the target."""
    letters = font(34)
    parts = [part for part in (words["unit"], words["period"]) if part]
    if len(parts) == 2 and length(letters, " · ".join(parts)) <= room:
        parts = [" · ".join(parts)]
    shown = [shortened(part, room, letters) for part in parts[:-1]]
    # A date without its year would be another date: it goes on where there is any room.
    for part in parts[-1:]:
        shown += wrapped(part, room, letters, lines=2 if lines - len(shown) > 2 else 1)
    target = wrapped(words["target"], room, letters, lines=max(1, lines - len(shown)))
    return [(line, "muted") for line in shown] + [(line, "ink") for line in target]


def _course(sheet: Sheet, outline: Mapping[str, Any], box: tuple[int, int, int, int]) -> None:
    """Draw the series and its target into a box, with the periods at both ends below it."""
    left, top, right, bottom = box
    top, bottom = top + 6, bottom - 66
    edge = 14  # room for round ends
    wide, high = right - left, bottom - top
    paper = INKS["paper"]

    def place(at: Sequence[float]) -> Place:
        return edge + at[0] * wide, edge + at[1] * high

    course = Stencil(wide + 2 * edge, high + 2 * edge)
    thick = 7.0 if sum(map(len, outline["lines"])) < 60 else 4.5
    for line in outline["lines"]:
        course.line([place(at) for at in line], thick)
    for one, two in outline["bars"]:
        course.box(place(one), place(two))
    if outline["lines"]:
        course.dot(place(outline["last"]), 11)
    at = left - edge, top - edge
    floor = top + round((1.0 if outline["base"] is None else outline["base"]) * high)
    sheet.fill((left, floor - 1, right, floor + 2), INKS["rule"])
    steps = [[(at[0] + x, at[1] + y) for x, y in map(place, one)] for one in outline["target"]]
    if outline["lines"]:
        # Under the line: nothing may seem to break it but an absent value.
        _rules(sheet, steps)
        sheet.lay(course.mask, at, ink=INKS["accent"], ground=paper)
    else:
        sheet.lay(course.mask, at, ink=INKS["accent"], ground=paper)
        _rules(sheet, steps, margin=2)
    ends = ((outline["first_label"], left, False), (outline["last_label"], right, True))
    for text, x, is_last in ends:
        at = x, bottom + 44
        sheet.words(text, at, font(28), ink=INKS["muted"], ground=paper, right=is_last)


def _rules(sheet: Sheet, stretches: Sequence[Sequence[Place]], *, margin: int = 0) -> None:
    """Draw stepped rules three pixels thick, with a margin of paper that parts them from bars."""
    for colour, half in ((INKS["paper"], 1 + margin), (INKS["ink"], 1)):
        for (x, y), (u, v) in chain.from_iterable(map(pairwise, stretches)):
            left, right = sorted((round(x), round(u)))
            top, bottom = sorted((round(y), round(v)))
            sheet.fill((left - half, top - half, right + half + 1, bottom + half + 1), colour)


@lru_cache(maxsize=8)
def _icon(name: str) -> Mask:
    """Return an icon of the site (theme/templates/macros/sprite.html) as a mask of 44 pixels."""
    unit = 44 / 20

    def at(*numbers: float) -> list[Place]:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return [(x * unit, y * unit) for x, y in pairs]

    stencil = Stencil(44, 44)
    centre, cut = at(10, 10)[0], 2.5 * unit
    match name:
        case "met":
            stencil.dot(centre, 9 * unit)
            stencil.line(at(5.5, 10.5, 8.5, 13.5, 14.5, 7), cut, value=0)
        case "near":
            large = [(x * SMOOTH, y * SMOOTH) for x, y in at(10, 1, 19.5, 18.5, 0.5, 18.5)]
            stencil.draw.polygon(large, fill=255)
            stencil.line(at(6.5, 14.5, 13.5, 14.5), cut, value=0)
        case "missed":
            stencil.box(*at(1, 1, 19, 19))
            stencil.line(at(6, 6, 14, 14), cut, value=0)
            stencil.line(at(14, 6, 6, 14), cut, value=0)
        case _:
            stencil.dot(centre, 9 * unit)
            stencil.dot(centre, 7 * unit, value=0)
    if name == "late":
        stencil.line(at(10, 5, 10, 10.5, 13.5, 12.5), 2 * unit)
    if name == "open":
        for turn in range(8):
            stencil.sector(centre, 10 * unit, (turn * 45, turn * 45 + 19), value=0)
    return stencil.mask


@lru_cache(maxsize=1)
def _mark() -> tuple[Mask, Mask]:
    """Return the site's mark as two masks of 46 pixels: its rings, and its point."""
    unit = 46 / 40
    rings, point = Stencil(46, 46), Stencil(46, 46)
    for radius in (17.25, 14.75, 9.75, 7.25):
        value = 255 if radius in (17.25, 9.75) else 0
        rings.dot((20 * unit, 20 * unit), radius * unit, value=value)
    corners = ((15, 20.5), (19.5, 25), (37, 7))
    point.line([(x * unit, y * unit) for x, y in corners], 4 * unit)
    return rings.mask, point.mask
