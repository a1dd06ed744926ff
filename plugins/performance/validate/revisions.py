"""Whether the revisions that a package writes down lead to the values that it publishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from performance.model import Entry
from performance.problem import Problem
from performance.validate.descriptor import nearest
from performance.validate.listing import limited

NO_DAY = date.min


class Keyed(Struct, frozen=True):
    """A table by its rows' keys: the cells of each column, and each row's place.

    `ends` are the last days of the periods that the rows are about, where a metric says so.
    """

    cells: Mapping[str, Sequence[str]]
    places: Mapping[str, int]
    ends: Mapping[str, date]


def problems(
    entries: Sequence[Entry], tables: Mapping[str, Keyed], file: str, *, as_of: date | None
) -> Iterator[Problem]:
    """Yield what is wrong with the entries of a log, which are in the order of their dates.

    `tables` are the package's by name, `file` is the log.
    """
    for entry in entries:
        found = _unknown(entry, tables, file) or _said(entry, file, as_of)
        if found:
            yield found
    for name, table in tables.items():
        own = [entry for entry in entries if entry.resource == name]
        yield from limited(list(_chains(own, table, file)))
        yield from limited(list(_rows(own, table, file)))


def _unknown(entry: Entry, tables: Mapping[str, Keyed], file: str) -> Problem | None:
    table = tables.get(entry.resource)
    if table is None:
        message, value = "the package has no table of this name", entry.resource
        return _problem("revision-unknown", entry, file, (message, nearest(value, tables)),
                        column="resource", value=value)  # fmt: skip
    if not table.places:
        words = ("the table has no primary key", "Name its primaryKey in the descriptor's schema.")
        return _problem("revision-unknown", entry, file, words, column="resource")
    if entry.key not in table.places:
        words = ("no row of the table has this key", nearest(entry.key, table.places))
        return _problem("revision-unknown", entry, file, words, column="key", value=entry.key)
    if entry.field and entry.field not in table.cells:
        words = ("the table has no column of this name", nearest(entry.field, table.cells))
        return _problem("revision-unknown", entry, file, words, column="field", value=entry.field)
    return None


def _said(entry: Entry, file: str, as_of: date | None) -> Problem | None:
    if as_of is not None and entry.date > as_of:
        words = (f"the day is after the one that the site speaks from, {as_of.isoformat()}",
                 "Correct the date.")  # fmt: skip
        day = entry.date.isoformat()
        return _problem("revision-future", entry, file, words, column="date", value=day)
    if entry.class_ is not None and not entry.reason:
        words = ("the reason is empty", "Say in a sentence why the value was changed.")
        return _problem("revision-reason", entry, file, words, column="reason")
    return None


def _chains(entries: Sequence[Entry], table: Keyed, file: str) -> Iterator[Problem]:
    """Yield where a change does not begin with what the one before it, or the file, has."""
    expected: dict[tuple[str, str], tuple[str, str]] = {}
    for entry in reversed(entries):
        if not entry.field or entry.key not in table.places or entry.field not in table.cells:
            continue
        cell = (entry.key, entry.field)
        now = table.cells[entry.field][table.places[entry.key]]
        wanted, where = expected.get(cell, (now, "the file"))
        if entry.new != wanted:
            words = (f"{where} has {wanted or 'an empty cell'} next",
                     "Correct new, or add the revision that is missing.")  # fmt: skip
            yield _problem("revision-chain", entry, file, words, column="new", value=entry.new)
        expected[cell] = (entry.old, f"row {entry.row}")


def _rows(entries: Sequence[Entry], table: Keyed, file: str) -> Iterator[Problem]:
    """Yield rows that must have been new after the log began and are not listed so.

    A period that ended after the log's first day cannot have been reported before.
    """
    listed = {entry.key for entry in entries if not entry.field}
    if not listed:
        return
    begun = entries[0]
    for key in table.places:
        if key not in listed and table.ends.get(key, NO_DAY) >= begun.date:
            words = (
                "new rows are listed here, but not this one, whose period ended later than the "
                "first line",
                "Add a line of the class new with the day on which it was first published.",
            )
            yield _problem("revision-row", begun, file, words, column="key", value=key)


def _problem(code: str, entry: Entry, file: str, words: tuple[str, str], **more: Any) -> Problem:
    message, remedy = words
    return Problem(code, file, message, remedy, entry.row, **more)
