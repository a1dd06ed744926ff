"""A metric's table as an Excel workbook: its data, its dictionary and what to know about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

from performance import markup
from performance.catalogue.citation import publisher
from performance.downloads import words
from performance.downloads.blank import WIDEST, Blank
from performance.downloads.columns import IN_UNIT, Column
from performance.downloads.sheet import Texts
from performance.downloads.tables import Table
from performance.model import Link, Record
from performance.settings import Settings
from performance.text import Wording

# What a sheet of Excel can hold, without the header.
MOST_ROWS = 1_048_575

# Returns a workbook to be filled, by the number formats of the columns of `data`, empty where there
# is none, and the day on which it is made.
Blanks: TypeAlias = Callable[[tuple[str, ...], date], Blank]

DICTIONARY = ("column", "type", "unit", "description")


@lru_cache(maxsize=256)
def blank(formats: tuple[str, ...], created: date) -> Blank:
    """Return a workbook to be filled, made anew, as `Blanks` do."""
    from performance.downloads import writer  # Imported late: mostly a blank is kept.

    return writer.blank(formats, created)


def fits(made: Table) -> bool:
    """Whether a sheet of Excel can hold the table's rows."""
    return made.arrow.num_rows <= MOST_ROWS


def workbook(
    made: Table,
    record: Record,
    *,
    wording: Wording,
    settings: Settings,
    blanks: Blanks = blank,
) -> bytes:
    """Return the workbook: sheets `data`, `dictionary` and `readme`.

    Numbers are numbers, and dates from 1900 on, the first that Excel knows, are dates. Text is
    never taken for a formula or a link. One longer than Excel's 32,767 characters is cut short.
    """
    texts = Texts()
    given = list(zip(made.columns, made.cells, strict=True))
    data = [[texts.cell(c.name), *texts.cells(c.type, cells)] for c, cells in given]
    told = [(c.name, c.type, c.unit, c.description) for c in made.columns]
    rows = ([DICTIONARY, *told], _readme(record, wording, settings))
    others = [zip(*([*map(texts.cell, row)] for row in sheet), strict=True) for sheet in rows]
    form = blanks(_formats(made.columns, record.metric.unit.decimals), settings.today)
    widths = [_width(column, cells) for column, cells in given]
    return form.filled(record.metric.title, [data, *map(list, others)], texts, widths=widths)


def _formats(columns: Sequence[Column], decimals: int) -> tuple[str, ...]:
    """Return the number format of each column, empty where there is none."""
    in_unit = "#,##0" + ("." + "0" * decimals if decimals else "")
    return tuple(
        "yyyy-mm-dd" if c.type == "date" else in_unit if c.name in IN_UNIT else "" for c in columns
    )


def _width(column: Column, cells: Sequence[Any]) -> int:
    """Return a column's width in characters: that of its longest text, within reason."""
    if column.type == "string":
        longest = max((len(cell) for cell in cells if cell is not None), default=0)
    else:
        longest = 12
    # The filter's button takes the room of three characters of the header.
    return min(max(longest, len(column.name) + 3) + 1, WIDEST)


def _readme(record: Record, wording: Wording, settings: Settings) -> list[tuple[str, str]]:
    metric, package = record.metric, record.package
    rows = [
        ("Title", metric.title),
        ("Description", markup.plain(metric.description)),
        ("Unit", metric.unit.name),
        ("Measured as", words.measure_in_words(record, wording)),
        ("Limitations", markup.plain(metric.limitations)),
        ("Department", record.department.title),
        ("Publisher", publisher(package, settings)),
        ("Source", _links(package.sources)),
        ("License", _links(package.licenses) or "None stated"),
        ("Data package", f"{package.name} {package.version}".strip()),
        ("As of", wording.date(settings.today)),
        ("How to cite", words.citation(record, wording, settings)),
        ("Address", words.address(record, settings)),
    ]
    return [(label, text) for label, text in rows if text]


def _links(links: Sequence[Link]) -> str:
    named = ((link.title or link.name or "", link.path or "") for link in links)
    return "; ".join(" ".join(part for part in parts if part) for parts in named)
