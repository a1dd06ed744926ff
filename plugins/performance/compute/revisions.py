"""What a release changed in the tables of a package, cell by cell.

Rows are the same where their primary key is. A row that was not there before is a new value and no
revision. A number that is written otherwise (90 for 90.0) has not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from performance.compute.timeline import Flags, Whole
from performance.load.dtypes import column
from performance.model import (
    Entry,
    Grid,
    Metric,
    ObsStatus,
    Package,
    Release,
    Resource,
    Revision,
    RevisionClass,
)

CORRECTION = re.compile(
    r"\b(correct|corrected|correction|corrects|error|errors|mistake|mistakes|mistyped|typo|wrong|"
    r"wrongly|fix|fixed|fixes|counted twice|duplicate|duplicates)\b",
    re.IGNORECASE,
)
LOGGED = " / "


class Step(Struct, frozen=True):
    """One release after another: the package before, the package then, and what made it so."""

    before: Package
    after: Package
    release: Release


class _Rows(Struct, frozen=True):
    """Two states of a table: `at` is each new row's place in the old, −1 for an added row."""

    step: Step
    old: Grid
    new: Grid
    key: tuple[str, ...]
    at: Whole
    gone: Flags


def steps(package: Package) -> Iterator[Step]:
    """Yield each release of a package after its first, oldest first; those that cannot be read
    are passed over: what they changed counts with the next.
    """
    if package.history is None:
        return
    before: Package | None = None
    for release in package.history.releases:
        is_newest = release is package.history.newest
        after = package if is_newest else release.package
        if after is None:
            continue
        if before is not None:
            yield Step(before, after, release)
        before = after


def revisions(step: Step, entries: Sequence[Entry]) -> Iterator[Revision]:
    """Yield what one release changed, added and removed, table by table.

    `entries` are what the package wrote down of its changes: their words go before all others.
    """
    written = {(e.resource, e.key, e.field, e.old, e.new): e for e in entries if e.field}
    old = {resource.name: resource for resource in step.before.resources}
    for resource in step.after.resources:
        earlier = old.get(resource.name)
        rows = _rows(step, earlier, resource) if earlier is not None else None
        if rows is None or earlier is None:
            continue
        said = _Said(step, resource, written)
        yield from _changed(rows, earlier, resource, said=said)
        yield from _added(rows, resource.name)
        yield from _removed(rows, resource.name, said)


def redefined(before: Metric, after: Metric) -> bool:
    """Whether a metric's values are worked out otherwise, or a break in the series was named."""
    same = all(
        getattr(before, name) == getattr(after, name)
        for name in ("measure", "unit", "dimensions", "total", "frequency")
    )
    return not same or not set(after.breaks) <= set(before.breaks)


class _Said(Struct, frozen=True):
    """Why the rows of a table were changed, as somebody said."""

    step: Step
    resource: Resource
    written: Mapping[tuple[str, str, str, str, str], Entry]

    def of(
        self, key: str, field: str, old: str, new: str, *, note: str
    ) -> tuple[RevisionClass, str]:
        """Return class and reason of a change; `note` is the row's, if it is new itself."""
        entry = self.written.get((self.resource.name, key, field, old, new))
        if entry is not None and entry.class_ is not None:
            return entry.class_, entry.reason
        reason = note or self.step.release.reason
        return self.step.release.class_ or self._class(reason), reason

    def _class(self, reason: str) -> RevisionClass:
        now = {m.name: m for m in self.step.after.metrics if m.resource == self.resource.name}
        if any(m.name in now and redefined(m, now[m.name]) for m in self.step.before.metrics):
            return RevisionClass.METHODOLOGY
        is_correction = CORRECTION.search(reason) is not None
        return RevisionClass.CORRECTION if is_correction else RevisionClass.ROUTINE


def _rows(step: Step, old: Resource, new: Resource) -> _Rows | None:
    """Return two states of a table; none where they are the same or rows cannot be told apart."""
    key = step.after.key(new)
    if old.rows is None or new.rows is None or not key or not set(key) <= set(old.columns):
        return None
    was, now = old.rows(), new.rows()
    if _same(was, now):
        return None
    before, after = list(was.texts(key)), list(now.texts(key))
    places = {cells: place for place, cells in enumerate(before)}
    if len(places) < len(before) or len(set(after)) < len(after):
        return None
    at = np.array([places.get(cells, -1) for cells in after], dtype="int64")
    gone = np.ones(len(before), dtype=bool)
    gone[at[at >= 0]] = False
    return _Rows(step, was, now, key, at, gone)


def _same(old: Grid, new: Grid) -> bool:
    if old is new:
        return True
    if [*old.columns] != [*new.columns] or len(old.rows) != len(new.rows):
        return False
    pairs = zip(old.columns.values(), new.columns.values(), strict=True)
    return all(bool((one.text() == other.text()).all()) for one, other in pairs)


def _changed(rows: _Rows, old: Resource, new: Resource, *, said: _Said) -> Iterator[Revision]:
    note, status = _note(rows.step.after, new.name), _status(rows.step.after, new.name)
    kept = np.flatnonzero(rows.at >= 0)
    places: list[tuple[int, int, str]] = []
    for name in rows.new.columns:
        if name in rows.key or name not in rows.old.columns:
            continue
        before, after = rows.old.columns[name].text(), rows.new.columns[name].text()
        differ = before[rows.at[kept]] != after[kept]
        for place in kept[differ].tolist():
            if not _equal(old, new, name, (int(rows.at[place]), place)):
                places.append((place, int(rows.at[place]), name))
    order = {name: place for place, name in enumerate(rows.new.columns)}
    for place, earlier, name in sorted(places, key=lambda p: (p[0], order[p[2]])):
        cells = _row(rows.new, place)
        was, now = _cell(rows.old, name, earlier), cells[name]
        key = tuple((part, cells[part]) for part in rows.key)
        own = _note_of(rows, earlier, cells, note)
        class_, reason = said.of(LOGGED.join(c for _, c in key), name, was, now, note=own)
        hidden = cells.get(status) == ObsStatus.SUPPRESSED and name not in (note, status)
        yield Revision(
            date=rows.step.release.date,
            version=rows.step.release.version,
            resource=new.name,
            key=key,
            change="changed",
            field=name,
            old="" if hidden else was,
            new=now,
            class_=class_,
            reason=reason,
            withheld=hidden,
        )


def _added(rows: _Rows, name: str) -> Iterator[Revision]:
    release = rows.step.release
    for place in np.flatnonzero(rows.at < 0).tolist():
        cells = _row(rows.new, place)
        key = tuple((part, cells[part]) for part in rows.key)
        yield Revision(release.date, release.version, name, key, "added")


def _removed(rows: _Rows, name: str, said: _Said) -> Iterator[Revision]:
    release = rows.step.release
    for place in np.flatnonzero(rows.gone).tolist():
        cells = _row(rows.old, place)
        key = tuple((part, cells[part]) for part in rows.key)
        for field, old in cells.items():
            if field not in rows.key and old:
                class_, reason = said.of("", field, old, "", note="")
                yield Revision(
                    release.date, release.version, name, key, "removed",
                    field=field, old=old, class_=class_, reason=reason,
                )  # fmt: skip


def _equal(old: Resource, new: Resource, name: str, places: tuple[int, int]) -> bool:
    """Whether two cells that are written otherwise say the same."""
    was, now = column(old, name), column(new, name)
    if was is None or now is None:
        return False
    before, after = (
        values.distinct[values.codes[at]] for values, at in zip((was, now), places, strict=True)
    )
    # What is no number is not equal to itself, and says nothing, as a missing value does.
    nothing = [value is None or value != value for value in (before, after)]
    return all(nothing) if any(nothing) else bool(before == after)


def _row(table: Grid, place: int) -> dict[str, str]:
    return {name: _cell(table, name, place) for name in table.columns}


def _cell(table: Grid, name: str, place: int) -> str:
    cells = table.columns[name]
    return cells.distinct[int(cells.codes[place])]


def _note_of(rows: _Rows, earlier: int, cells: Mapping[str, str], note: str) -> str:
    """Return the row's note where it says why: where it is new, or where nobody else says."""
    now = cells.get(note, "")
    before = _cell(rows.old, note, earlier) if note in rows.old.columns else ""
    return now if now != before or not rows.step.release.reason else ""


def _note(package: Package, resource: str) -> str:
    return next((m.note_field for m in package.metrics if m.resource == resource), "note")


def _status(package: Package, resource: str) -> str:
    found = (m.obs_status_field for m in package.metrics if m.resource == resource)
    return next(found, "obs_status")
