"""The table of a metric's values: every period, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from performance.model import Attainment, Frame, Metric, ObsStatus, Record, Unit
from performance.pages.parts import BADGES, Badge, Cell, Column, unbroken
from performance.pages.value_table import ValueTable, value_table
from performance.period import Frequency, parse
from performance.sentences.figures import PERIODS, beside, capital, exact
from performance.text import OBS_STATUS_WORDS, Wording

# How many of the newest periods stand before the fold: a year and the month it is compared with.
NEWEST = 13

Cells = list[Cell]
# A column with what stands in it, the newest period first.
Told = tuple[Column, Sequence[str] | Sequence[Badge]]
# Columns of `SERIES` as lists: a page asks for them cell by cell, which arrays are slow at.
Rows = Mapping[str, Sequence[Any]]

ABSENT = {status.value: words for status, words in OBS_STATUS_WORDS.items()}
OF_STATUS = {status: capital(words) for status, words in ABSENT.items()}
ATTAINMENTS = {a.value: BADGES[a] for a in Attainment}
NOTHING = "–"
MET = Attainment.MET.value
HOLLOW = {ObsStatus.PROVISIONAL.value, ObsStatus.ESTIMATED.value}
TARGETS = ("target", "target_low", "target_high")
COUNTS = ("numerator", "denominator", "volume")
SHOWN = ("period", "value", *TARGETS, "attainment", *COUNTS, "obs_status", "note")


def tables(record: Record, wording: Wording) -> tuple[ValueTable | None, ValueTable | None]:
    """Return the newest periods and the older ones; none where there are none."""
    if not len(record.series):
        return None, None
    first, found = _fold(len(record.series)), list(columns(record, wording))
    above = [(column, cells[:first]) for column, cells in found]
    newest = value_table("values", _caption(record, wording), above)
    if first == len(record.series):
        return newest, None
    # What a row says is the same in both: the first table alone carries it.
    below = [(column._replace(say=None), cells[first:]) for column, cells in found]
    title = f"{record.metric.title}: older {PERIODS[record.metric.frequency]}"
    return newest, value_table("older", title, below)


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


def values_at(series: Frame, keys: Sequence[str], metric: Metric, *, wording: Wording) -> Cells:
    """Return the values of the periods `keys`; where there is none, why there is none."""
    periods = series["period"].tolist()
    rows = [periods.index(key) for key in keys if key in periods]
    columns = ("value", "obs_status", "attainment", *TARGETS)
    at = {name: series[name][rows].tolist() for name in columns}
    found = iter(_values(at, metric, wording))
    return [Cell(next(found) if key in periods else NOTHING, numeric=True) for key in keys]


def columns(record: Record, wording: Wording) -> Iterator[Told]:
    """Yield the columns that a series needs, with the words and badges of its periods."""
    metric, rows = record.metric, _rows(record)
    unit = metric.unit
    yield Column("Period", say=""), _periods(rows["period"], metric, wording)
    name = f"Value ({unit.name})" if not unit.symbol else "Value"
    yield Column(name, numeric=True, say=": "), _values(rows, metric, wording)
    if _any(rows["target"]) or _any(rows["target_low"]):
        yield Column("Target", numeric=True, say=", target "), _targets(rows, metric, wording)
        yield Column("Attainment", say=". "), [ATTAINMENTS[name] for name in rows["attainment"]]
    for column, counted in _counts(record, rows):
        yield column, _plain(rows[counted], wording)
    statuses = set(rows["obs_status"])
    if statuses - {ObsStatus.FINAL.value}:
        # Why there is no value stands in its place: only what is not final has to be said.
        say = ". " if statuses & HOLLOW else None
        yield Column("Status of the value", say=say), [OF_STATUS[s] for s in rows["obs_status"]]
    if any(rows["note"]):
        yield Column("Note"), [str(note) for note in rows["note"]]


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


def _periods(keys: Sequence[str], metric: Metric, wording: Wording) -> list[str]:
    return [_period(key, metric.frequency, metric.year_start, wording) for key in keys]


@lru_cache(maxsize=16_384)  # the metrics of a site share most of their periods
def _period(key: str, frequency: Frequency, year_start: int, wording: Wording) -> str:
    return unbroken(wording.period_short(parse(key, frequency, year_start)))


def _values(rows: Rows, metric: Metric, wording: Wording) -> list[str]:
    unit, figures = metric.unit, rows["value"]
    found = wording.values(figures, unit)
    aims = [rows[name] for name in TARGETS if _any(rows[name])]
    # Only a value this near to a target that it did not meet could be rounded onto it.
    close = 10.0**-unit.decimals
    for place, (value, attainment) in enumerate(zip(figures, rows["attainment"], strict=True)):
        if value != value:
            found[place] = ABSENT[rows["obs_status"][place]]
        elif aims and attainment != MET:
            near = [aim[place] for aim in aims if abs(value - aim[place]) <= close]
            if near:
                found[place] = wording.value(value, beside(value, near, unit))
    return found


def _targets(rows: Rows, metric: Metric, wording: Wording) -> list[str]:
    bare = replace(metric.unit, name="")
    each = list(zip(*(rows[name] for name in TARGETS if _any(rows[name])), strict=True))
    known = {given: _target(given, bare, wording) for given in set(each)}
    return [known[given] for given in each]


def _target(given: tuple[float, ...], unit: Unit, wording: Wording) -> str:
    """Return a target of one figure or, as a range has it, of two; NaN stands for none."""
    figures = [figure for figure in given if figure == figure]
    return " to ".join(exact(figure, unit, wording).strip() for figure in figures) or NOTHING


def _plain(figures: Sequence[float], wording: Wording) -> list[str]:
    return [NOTHING if v != v else wording.number(v, 0 if v.is_integer() else 2) for v in figures]
