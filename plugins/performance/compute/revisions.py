"""What a release changed in the tables of a package, cell by cell.

Rows are the same where their primary key is. A row that was not there before is a new value and no
revision. A number that is written otherwise (90 for 90.0) has not changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from performance.compute.timeline import Flags, Whole
from performance.model import (
    Entry,
    Metric,
    ObsStatus,
    Package,
    Release,
    Resource,
    Revision,
    RevisionClass,
)

# Between the parts of a key, where no file can have it.
SEPARATOR = "\x1f"
CORRECTION = re.compile(
    r"\b(correct|corrected|correction|corrects|error|errors|mistake|mistakes|mistyped|typo|wrong|"
    r"wrongly|fix|fixed|fixes|counted twice|duplicate|duplicates)\b",
    re.IGNORECASE,
)
LOGGED = " / "


@dataclass(frozen=True, slots=True)
class Step:
    """One release after another: the package before, the package then, and what made it so."""

    before: Package
    after: Package
    release: Release


@dataclass(frozen=True, slots=True)
class _Rows:
    """Two states of a table: `at` is each new row's place in the old, −1 for an added row."""

    step: Step
    old: pd.DataFrame
    new: pd.DataFrame
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


@dataclass(frozen=True, slots=True)
class _Said:
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
    if old.text is None or new.text is None or not key or not set(key) <= set(old.text.columns):
        return None
    if old.text is new.text or (old.text.columns.equals(new.text.columns) and _same(old, new)):
        return None
    before, after = (_keys(table, key) for table in (old.text, new.text))
    if not (before.is_unique and after.is_unique):
        return None
    at = before.get_indexer(after)
    gone = np.ones(len(before), dtype=bool)
    gone[at[at >= 0]] = False
    return _Rows(step, old.text, new.text, key, at, gone)


def _same(old: Resource, new: Resource) -> bool:
    assert old.text is not None
    assert new.text is not None
    return len(old.text) == len(new.text) and bool(
        (old.text.to_numpy() == new.text.to_numpy()).all()
    )


def _keys(table: pd.DataFrame, key: tuple[str, ...]) -> pd.Index:
    joined = table[key[0]].astype(str)
    for name in key[1:]:
        joined = joined + SEPARATOR + table[name].astype(str)
    return pd.Index(joined.to_numpy())


def _changed(rows: _Rows, old: Resource, new: Resource, *, said: _Said) -> Iterator[Revision]:
    note, status = _note(rows.step.after, new.name), _status(rows.step.after, new.name)
    kept = np.flatnonzero(rows.at >= 0)
    places: list[tuple[int, int, str]] = []
    for column in map(str, rows.new.columns):
        if column in rows.key or column not in rows.old.columns:
            continue
        differ = rows.old[column].to_numpy()[rows.at[kept]] != rows.new[column].to_numpy()[kept]
        for place in kept[differ].tolist():
            if not _equal(old, new, column, (int(rows.at[place]), place)):
                places.append((place, int(rows.at[place]), column))
    order = {str(name): place for place, name in enumerate(rows.new.columns)}
    for place, earlier, column in sorted(places, key=lambda p: (p[0], order[p[2]])):
        cells = _row(rows.new, place)
        was, now = str(rows.old[column].iloc[earlier]), cells[column]
        key = tuple((name, cells[name]) for name in rows.key)
        own = _note_of(rows, earlier, cells, note)
        class_, reason = said.of(LOGGED.join(c for _, c in key), column, was, now, note=own)
        hidden = cells.get(status) == ObsStatus.SUPPRESSED and column not in (note, status)
        yield Revision(
            date=rows.step.release.date,
            version=rows.step.release.version,
            resource=new.name,
            key=key,
            change="changed",
            field=column,
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
        key = tuple((column, cells[column]) for column in rows.key)
        yield Revision(release.date, release.version, name, key, "added")


def _removed(rows: _Rows, name: str, said: _Said) -> Iterator[Revision]:
    release = rows.step.release
    for place in np.flatnonzero(rows.gone).tolist():
        cells = _row(rows.old, place)
        key = tuple((column, cells[column]) for column in rows.key)
        for column, old in cells.items():
            if column not in rows.key and old:
                class_, reason = said.of("", column, old, "", note="")
                yield Revision(
                    release.date, release.version, name, key, "removed",
                    field=column, old=old, class_=class_, reason=reason,
                )  # fmt: skip


def _equal(old: Resource, new: Resource, column: str, places: tuple[int, int]) -> bool:
    """Whether two cells that are written otherwise say the same."""
    if old.table is None or new.table is None:
        return False
    before: Any = old.table[column].iloc[places[0]]
    now: Any = new.table[column].iloc[places[1]]
    if pd.isna(before) or pd.isna(now):
        return bool(pd.isna(before) and pd.isna(now))
    return bool(before == now)


def _row(table: pd.DataFrame, place: int) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in table.iloc[place].items()}


def _note_of(rows: _Rows, earlier: int, cells: Mapping[str, str], note: str) -> str:
    """Return the row's note where it says why: where it is new, or where nobody else says."""
    now = cells.get(note, "")
    before = str(rows.old[note].iloc[earlier]) if note in rows.old.columns else ""
    return now if now != before or not rows.step.release.reason else ""


def _note(package: Package, resource: str) -> str:
    return next((m.note_field for m in package.metrics if m.resource == resource), "note")


def _status(package: Package, resource: str) -> str:
    found = (m.obs_status_field for m in package.metrics if m.resource == resource)
    return next(found, "obs_status")
