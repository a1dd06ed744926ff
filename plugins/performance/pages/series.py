"""The table of a metric's values: every period, the newest first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from performance.model import Attainment, Metric, ObsStatus, Record
from performance.pages.parts import BADGES, Cell, Column, Table, unbroken
from performance.period import Frequency, parse
from performance.sentences.figures import PERIODS, beside, capital, exact
from performance.text import OBS_STATUS_WORDS, Wording

# How many of the newest periods stand before the fold: a year and the month it is compared with.
NEWEST = 13

Cells = list[Cell]
# Columns of `SERIES` as lists: a page asks for them cell by cell, which a data frame is slow at.
Rows = Mapping[str, Sequence[Any]]
Maker = Callable[[Rows], Cells]

ABSENT = {status.value: words for status, words in OBS_STATUS_WORDS.items()}
ATTAINMENTS = {a.value: Cell("", badge=BADGES[a]) for a in Attainment}
NOTHING = Cell("–", numeric=True)
MET = Attainment.MET.value
HOLLOW = {ObsStatus.PROVISIONAL.value, ObsStatus.ESTIMATED.value}
TARGETS = ("target", "target_low", "target_high")
COUNTS = ("numerator", "denominator", "volume")
SHOWN = ("period", "value", *TARGETS, "attainment", *COUNTS, "obs_status", "note")


def tables(record: Record, wording: Wording) -> tuple[Table | None, Table | None]:
    """Return the newest periods and the older ones; none where there are none."""
    if record.series.empty:
        return None, None
    first, held = _fold(len(record.series)), _rows(record)
    found = list(_columns(record, held, wording))
    columns = tuple(column for column, _ in found)
    rows = tuple(zip(*(cells(held) for _, cells in found), strict=True))
    # What a row says is the same in both: the first table alone carries it.
    silent = tuple(column._replace(say=None) for column in columns)
    title = f"{record.metric.title}: older {PERIODS[record.metric.frequency]}"
    older = Table("older", title, silent, rows[first:])
    newest = Table("values", _caption(record, wording), columns, rows[:first])
    return newest, older if older.rows else None


def _fold(count: int) -> int:
    """Return how many of so many periods stand before the fold."""
    # A fold of one or two rows would cost more than it saves.
    return count if count <= NEWEST + 2 else NEWEST


def _caption(record: Record, wording: Wording) -> str:
    count, noun = len(record.series), PERIODS[record.metric.frequency]
    first = _fold(count)
    which = "all" if first == count else f"the newest {wording.number(first)}"
    return f"{record.metric.title}: {which} {noun}"


def _rows(record: Record) -> Rows:
    """Return the columns of a series that are shown, the newest period first."""
    series = record.series
    return {name: series[name].tolist()[::-1] for name in SHOWN}


def column_titles(record: Record) -> dict[str, str]:
    """Return the titles of the columns of the metric's resource, by name."""
    resource = record.package.resource(record.metric.resource)
    return {field.name: field.title or field.name for field in resource.fields}


def values_at(
    series: pd.DataFrame, keys: Sequence[str], metric: Metric, *, wording: Wording
) -> Cells:
    """Return the values of the periods `keys`; where there is none, why there is none."""
    periods = series["period"].tolist()
    rows = [periods.index(key) for key in keys if key in periods]
    columns = ("value", "obs_status", "attainment", *TARGETS)
    at = {name: [array[row] for row in rows] for name in columns for array in [series[name].array]}
    found = iter(_values(at, metric, wording))
    return [next(found) if key in periods else NOTHING for key in keys]


def _columns(record: Record, rows: Rows, wording: Wording) -> Iterator[tuple[Column, Maker]]:
    """Yield the columns that a series needs, each with what makes cells of its rows or of some."""
    metric = record.metric
    unit = metric.unit
    yield Column("Period", say=""), lambda some: _periods(some["period"], metric, wording)
    name = f"Value ({unit.name})" if not unit.symbol else "Value"
    yield Column(name, numeric=True, say=": "), lambda some: _values(some, metric, wording)
    if _any(rows["target"]) or _any(rows["target_low"]):
        aim = Column("Target", numeric=True, say=", target ")
        yield aim, lambda some: _targets(some, metric, wording)
        judged = Column("Attainment", say=". ")
        yield judged, lambda some: [ATTAINMENTS[name] for name in some["attainment"]]
    for column, counted in _counts(record, rows):
        yield column, partial(_plain, column=counted, wording=wording)
    if any(status != ObsStatus.FINAL.value for status in rows["obs_status"]):
        # Why there is no value stands in its place: only what is not final has to be said.
        say = ". " if HOLLOW.intersection(rows["obs_status"]) else None
        status = Column("Status of the value", say=say)
        yield status, lambda some: _words(some["obs_status"], _obs_status)
    if any(rows["note"]):
        yield Column("Note"), lambda some: _words(some["note"], str)


def _counts(record: Record, rows: Rows) -> Iterator[tuple[Column, str]]:
    """Yield the columns that the value is made of, and its volume, under their own titles."""
    measure, titles = record.metric.measure, column_titles(record)
    named = {
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "volume": measure.volume,
    }
    shown: set[str] = set()
    for column, field in named.items():
        # The volume is often the denominator, which is said once.
        if field is not None and field not in shown and _any(rows[column]):
            shown.add(field)
            yield Column(titles.get(field, field), numeric=True), column


def _any(figures: Sequence[float]) -> bool:
    # NaN stands for no figure, and is not equal to itself.
    return any(figure == figure for figure in figures)


def _periods(keys: Sequence[str], metric: Metric, wording: Wording) -> Cells:
    return [_period(key, metric.frequency, metric.year_start, wording) for key in keys]


@lru_cache(maxsize=16_384)  # the metrics of a site share most of their periods
def _period(key: str, frequency: Frequency, year_start: int, wording: Wording) -> Cell:
    return Cell(unbroken(wording.period_short(parse(key, frequency, year_start))))


def _values(rows: Rows, metric: Metric, wording: Wording) -> Cells:
    unit = metric.unit
    # Only a value this near to a target that it did not meet could be rounded onto it.
    close = 10.0**-unit.decimals
    cells: Cells = []
    for value, obs_status, attainment, *edges in zip(
        rows["value"],
        rows["obs_status"],
        rows["attainment"],
        *(rows[name] for name in TARGETS),
        strict=True,
    ):
        if value != value:
            cells.append(Cell(ABSENT[obs_status], numeric=True))
            continue
        told = unit
        if attainment != MET:
            near = [edge for edge in edges if abs(value - edge) <= close]
            told = beside(value, near, unit) if near else unit
        cells.append(Cell(wording.value(value, told), numeric=True))
    return cells


def _targets(rows: Rows, metric: Metric, wording: Wording) -> Cells:
    cells: dict[tuple[float, ...], Cell] = {}
    bare = replace(metric.unit, name="")
    found: Cells = []
    for figures in zip(*(rows[name] for name in TARGETS), strict=True):
        given = tuple(figure for figure in figures if figure == figure)
        if given not in cells:
            words = " to ".join(exact(figure, bare, wording).strip() for figure in given)
            cells[given] = Cell(words, numeric=True) if words else NOTHING
        found.append(cells[given])
    return found


def _plain(rows: Rows, *, column: str, wording: Wording) -> Cells:
    return [
        NOTHING if v != v else Cell(wording.number(v, 0 if v.is_integer() else 2), numeric=True)
        for v in rows[column]
    ]


def _words(texts: Sequence[str], wording: Callable[[str], str]) -> Cells:
    return [Cell(wording(text)) for text in texts]


def _obs_status(value: str) -> str:
    return capital(ABSENT[value])
