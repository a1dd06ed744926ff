"""The table of a series in HTML: its words escaped, its badges as the theme shows them."""

import pytest
from markupsafe import Markup, escape

from performance.model import Attainment
from performance.pages.parts import Badge, Column, badge
from performance.pages.value_table import value_table

MET, MISSED = badge(Attainment.MET), badge(Attainment.MISSED)
HOSTILE = "<td>\"1\" & '2'</td>"


def shown(found: Badge) -> Markup:
    """Return a badge as a theme may have it."""
    return Markup("<b>{}</b>").format(found.words)


def test_rows_have_a_header_and_cells_of_words_and_numbers() -> None:
    """The first cell is the row's header, numbers are aligned, hostile words stay words."""
    table = value_table(
        "values",
        "Caption",
        [
            (Column("Period"), ["Sep 2026", HOSTILE]),
            (Column("Value", numeric=True), ["91.2%", HOSTILE]),
            (Column("Note"), [HOSTILE, ""]),
        ],
    )
    safe = escape(HOSTILE)
    assert (table.id, table.caption, table.count) == ("values", "Caption", 2)
    assert [column.title for column in table.columns] == ["Period", "Value", "Note"]
    assert table.body("../", shown) == (
        f'<tr><th scope="row">Sep 2026</th><td class="number">91.2%</td><td>{safe}</td></tr>\n'
        f'<tr><th scope="row">{safe}</th><td class="number">{safe}</td><td></td></tr>\n'
    )


@pytest.mark.parametrize("word", ["plain", "\x01", "\x02\x01\x03", "<0>", "%s"])
def test_badges_stand_where_they_belong(word: str) -> None:
    """Whatever character a note has, it is not taken for the place of a badge."""
    table = value_table(
        "values",
        "Caption",
        [
            (Column("Period"), ["3", "2", "1"]),
            (Column("Attainment"), [MISSED, MET, MISSED]),
            (Column("Note"), [word, "", word]),
            (Column("A year ago"), [MET, MET, MISSED]),
        ],
    )
    rows = [("3", "Missed", word, "Met"), ("2", "Met", "", "Met"), ("1", "Missed", word, "Missed")]
    assert table.body("", shown) == "".join(
        f'<tr><th scope="row">{period}</th><td><b>{now} target</b></td><td>{escape(note)}</td>'
        f"<td><b>{ago} target</b></td></tr>\n"
        for period, now, note, ago in rows
    )
