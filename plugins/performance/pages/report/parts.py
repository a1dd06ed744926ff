"""The parts that an annual report is put together from: what the macros of `report.html` show."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from performance.pages.page import Anchor
from performance.pages.parts import Badge, Cell, Column, Fact, Figure, Table


class Row(Struct, frozen=True):
    """A row of a grid: its anchor ("" for none), its badge below the name, its cells."""

    id: str
    cells: tuple[Cell, ...]
    badge: Badge | None = None


class Grid(Struct, frozen=True):
    """A table whose rows have anchors; the first cell of each row is the row's header.

    `note` is a sentence below it, "" for none.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


class Picture(Struct, frozen=True):
    """A chart as an image of its own, for paper: its data address and what it shows."""

    address: str
    alternative: str


class KeyMetric(Struct, frozen=True):
    """A key metric: how it stood in a sentence, its chart, why its target was missed.

    `figure` is there on the screen, `picture` on paper.
    """

    id: str
    title: str
    address: str
    badge: Badge
    sentence: str
    explanation: Markup
    figure: Figure | None = None
    picture: Picture | None = None


class Explained(Struct, frozen=True):
    """A missed target that is no key metric, and why it was missed."""

    title: str
    address: str
    words: Markup


class PriorityBlock(Struct, frozen=True):
    """A priority: the goal, the New York form, its key metrics with the misses first, next steps.

    `factors` are what the city does not control.
    """

    id: str
    title: str
    goal: Markup
    counts: str
    form: Grid
    metrics: tuple[KeyMetric, ...]
    factors: Markup
    steps: Table


class DepartmentBlock(Struct, frozen=True):
    """A department: mission, money and staff, all metrics, cost per unit of output.

    `costs` are those of its programs, none where no metric counts what a program puts out.
    """

    id: str
    title: str
    mission: Markup
    money: tuple[Fact, ...]
    form: Grid | None
    costs: Grid | None
    explained: tuple[Explained, ...]


class SurveyBlock(Struct, frozen=True):
    """The survey of residents: words, all of its metrics in the New York form, and those in full.

    `metrics` are those that are no key metrics of a priority, which has them in full.
    """

    words: Markup
    form: Grid
    metrics: tuple[KeyMetric, ...]


class MoneyBlock(Struct, frozen=True):
    """Revenue, spending and staff beside the year before; none where not given.

    `budget` leads to the year in the city's budget, none where it publishes none.
    """

    words: Markup
    tables: tuple[Grid, ...]
    budget: Anchor | None = None


class ChangesBlock(Struct, frozen=True):
    """What changed in the metrics: a table for each sort of change, a sentence where none is.

    `absent` are the sentences of the sorts of changes that there are none of.
    """

    words: Markup
    tables: tuple[Table, ...]
    absent: str


class QualityBlock(Struct, frozen=True):
    """Where the figures come from and how far they were checked."""

    words: Markup
    table: Table


class Heading(Struct, frozen=True):
    """A part of the report in its list of contents, with the parts below it."""

    title: str
    id: str
    below: tuple[Anchor, ...] = ()
