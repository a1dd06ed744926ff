"""The table of a series: hundreds of cells, put in HTML once for every page that shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from performance.pages.parts import Badge, Column, cell, escaped

# What stands in a column: words alone, or badges alone.
Cells = Sequence[str] | Sequence[Badge]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A long table of words and badges, which several pages show and later builds remember.

    `id`, `caption` and `columns` are as in `Table`, `count` is the number of its rows. `pieces` are
    its rows in HTML, parted where a badge stands.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    count: int
    pieces: tuple[str | Badge, ...]

    def body(self, root: str, attainment: Callable[[Badge], Markup]) -> Markup:
        """Return the rows in HTML, a line each; the parameters are those of `Table.body`."""
        del root  # Nothing in it is a link.
        badges = {piece for piece in self.pieces if isinstance(piece, Badge)}
        known = {badge: str(attainment(badge)) for badge in badges}
        shown = [known[p] if isinstance(p, Badge) else p for p in self.pieces]
        return Markup("".join(shown))  # noqa: S704  # Every text of it was escaped before.


def value_table(id_: str, caption: str, columns: Sequence[tuple[Column, Cells]]) -> ValueTable:
    """Return a table of columns, each with its cells from top to bottom: words or badges."""
    cells = [_column(place, column, found) for place, (column, found) in enumerate(columns)]
    judged = [place for place, column in enumerate(cells) if isinstance(column[0], Badge)]
    pieces: list[str | Badge] = []
    text = ""
    for row in zip(*cells, strict=True):
        text += "<tr>"
        begun = 0
        for place in judged:
            pieces += [f"{text}{''.join(row[begun:place])}<td>", row[place]]
            text, begun = "</td>", place + 1
        text += f"{''.join(row[begun:])}</tr>\n"
    titles = tuple(column for column, _ in columns)
    return ValueTable(id_, caption, titles, len(cells[0]), (*pieces, text))


def _column(place: int, column: Column, cells: Cells) -> Sequence[Any]:
    """Return the cells of a column in HTML; the first one's are the headers of their rows."""
    if isinstance(cells[0], Badge):
        return cells
    if not place:
        return [f'<th scope="row">{escaped(str(words))}</th>' for words in cells]
    return [cell(str(words), column.numeric) for words in cells]
