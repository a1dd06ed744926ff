"""The table of a series: hundreds of cells, put in HTML once for every page that shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TypeGuard

from markupsafe import Markup, escape
from msgspec import Struct

from performance.pages.parts import Badge, Column, escaped

# What stands in a column: words alone, or badges alone.
Cells = Sequence[str] | Sequence[Badge]


class ValueTable(Struct, frozen=True):
    """A long table of words and badges, which several pages show and later builds remember.

    `id`, `caption` and `columns` are as in `Table`, `count` is the number of its rows. `rows` are
    these in HTML, with a `sign` in the place of each badge: `judged` tells which of the `badges`.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    count: int
    rows: str
    sign: str
    badges: tuple[Badge, ...]
    judged: tuple[int, ...]

    def body(self, root: str, attainment: Callable[[Badge], Markup]) -> Markup:
        """Return the rows in HTML, a line each; the parameters are those of `Table.body`."""
        del root  # Nothing in it is a link.
        known = [str(attainment(badge)) for badge in self.badges]
        shown = [""] * (2 * len(self.judged) + 1)
        shown[::2] = self.rows.split(self.sign)
        shown[1::2] = [known[place] for place in self.judged]
        return Markup("".join(shown))  # noqa: S704  # Every text of it was escaped before.


def value_table(id_: str, caption: str, columns: Sequence[tuple[Column, Cells]]) -> ValueTable:
    """Return a table of columns, each with its cells from top to bottom: words or badges."""
    judged = [cells for _, cells in columns if _are_badges(cells)]
    each = [badge for row in zip(*judged, strict=True) for badge in row]
    # By identity: there are few of them, and many cells.
    known = {id(badge): badge for badge in each}
    places = {found: place for place, found in enumerate(known)}
    # A sign that no text has: for nearly every table the first character there is.
    for sign in map(chr, count(1)):
        rows = _rows(columns, sign)
        if rows.count(sign) == len(each):
            break
    return ValueTable(
        id_,
        caption,
        columns=tuple(column for column, _ in columns),
        count=len(columns[0][1]),
        rows=rows,
        sign=sign,
        badges=tuple(known.values()),
        judged=tuple([places[id(badge)] for badge in each]),
    )


def _are_badges(cells: Cells) -> TypeGuard[Sequence[Badge]]:
    return isinstance(cells[0], Badge)


def _rows(columns: Sequence[tuple[Column, Cells]], sign: str) -> str:
    """Return the rows in HTML; the first cell of each is its header."""
    shells = ['<td class="number">%s</td>' if c.numeric else "<td>%s</td>" for c, _ in columns]
    shells[0] = '<th scope="row">%s</th>'
    row = f"<tr>{''.join(shells)}</tr>\n"
    cells = [_texts(found, sign) for _, found in columns]
    return "".join([row % found for found in zip(*cells, strict=True)])


def _texts(cells: Cells, sign: str) -> Sequence[str]:
    """Return what stands in the cells of a column, in HTML."""
    if _are_badges(cells):
        return [sign] * len(cells)
    texts = [str(words) for words in cells]
    whole = "".join(texts)
    # Mostly nothing in a whole column has to be escaped.
    return texts if escape(whole) == whole else [escaped(text) for text in texts]
