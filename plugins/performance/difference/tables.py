"""Compare two states of a table by whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from performance.difference.values import CELLS, TableDifference
from performance.model import Metric, ObsStatus, Package, Resource
from performance.period import Period, parse
from performance.validate.releases import broken

NUMBERS = ("integer", "number", "year")
# Between the parts of a key: as the lists of revisions write it.
JOINED = " / "
Places = NDArray[np.intp]


def table(
    before: tuple[Package, Resource], after: tuple[Package, Resource]
) -> TableDifference | None:
    """Return what changes in a table, each state with its package; none where nothing does."""
    (_, old), (package, new) = before, after
    if old.text is None or new.text is None or (old.data == new.data and old.raw == new.raw):
        return None
    key = _key(before, after)
    was, now = _keys(old.text, key), _keys(new.text, key)
    is_keyed = was.is_unique and now.is_unique and bool(key)
    if not is_keyed:
        was, now = _whole(old.text), _whole(new.text)
    at = was.get_indexer(now)
    gone = np.ones(len(was), dtype=bool)
    gone[at[at >= 0]] = False
    kept = np.flatnonzero(at >= 0)
    cells = _cells(old, new, now, pairs=(at[kept], kept))
    cells = _withheld(cells, new, package)
    touched = np.isin(new.text.index.to_numpy(), cells["row"].to_numpy()) | (at < 0)
    found = TableDifference(
        name=new.name,
        file=new.path,
        added=tuple(_shown(now[at < 0])),
        removed=tuple(_shown(was[gone])),
        cells=cells.reset_index(drop=True),
        periods=_periods(package, (old, gone), (new, touched)),
        is_keyed=is_keyed,
        new_columns=tuple(c for c in map(str, new.text.columns) if c not in old.text.columns),
        broken=broken(_columns(old), _columns(new)),
    )
    return found if found.is_changed else None


def gone(resource: Resource) -> TableDifference:
    """Return the difference of a table that is no longer there."""
    return TableDifference(resource.name, resource.path, broken=broken(_columns(resource), None))


def _columns(resource: Resource) -> list[tuple[str, str]]:
    """Return the columns that the file has, with the types that they are described with."""
    assert resource.text is not None
    types = {field.name: field.type for field in resource.fields}
    return [(name, types.get(name, "string")) for name in map(str, resource.text.columns)]


def _key(before: tuple[Package, Resource], after: tuple[Package, Resource]) -> tuple[str, ...]:
    """Return the columns that tell rows apart in both states; empty where none do."""
    key = after[0].key(after[1]) or before[0].key(before[1])
    texts = (before[1].text, after[1].text)
    return key if all(t is not None and set(key) <= set(t.columns) for t in texts) else ()


def _keys(text: pd.DataFrame, key: tuple[str, ...]) -> pd.Index:
    if not key:
        return pd.Index([""] * len(text), dtype=object)
    joined: pd.Series[Any] = text[key[0]].astype(object)
    for name in key[1:]:
        joined = joined + JOINED + text[name].astype(object)
    found: pd.Index[Any] = pd.Index(joined.to_numpy(), dtype=object)
    return found


def _whole(text: pd.DataFrame) -> pd.Index:
    """Return rows as keys of themselves, equal ones numbered."""
    joined = pd.Series(_keys(text, tuple(map(str, text.columns))))
    number = joined.groupby(joined).cumcount().astype(str)
    found: pd.Index[Any] = pd.Index((joined + "\x1f" + number).to_numpy(), dtype=object)
    return found


def _shown(keys: pd.Index) -> list[str]:
    return [str(key).partition("\x1f")[0] for key in keys.tolist()]


def _cells(
    old: Resource, new: Resource, keys: pd.Index, *, pairs: tuple[Places, Places]
) -> pd.DataFrame:
    """Return the cells that differ between rows; `pairs` are their places in the old and new."""
    assert old.text is not None
    assert new.text is not None
    found = []
    for order, column in enumerate(map(str, new.text.columns)):
        if column not in old.text.columns:
            continue
        cells = _column(old, new, column, pairs=pairs)
        if cells is not None:
            places, columns = cells
            first = {"key": _shown(keys[places]), "row": new.text.index.to_numpy()[places]}
            found.append(pd.DataFrame({**first, "column": column, **columns, "order": order}))
    if not found:
        return pd.DataFrame({name: [] for name in CELLS}).astype({"is_number": bool})
    cells_ = pd.concat(found, ignore_index=True).sort_values(["row", "order"], kind="stable")
    return cells_[list(CELLS)]


def _column(
    old: Resource, new: Resource, column: str, *, pairs: tuple[Places, Places]
) -> tuple[Places, dict[str, Any]] | None:
    """Return where a column's cells differ, by place in the new table, and how; none where none."""
    assert old.text is not None
    assert new.text is not None
    was_at, now_at = pairs
    was = old.text[column].to_numpy(dtype=object)[was_at]
    now = new.text[column].to_numpy(dtype=object)[now_at]
    differ = np.flatnonzero(was != now)
    is_number = any(f.name == column and f.type in NUMBERS for f in new.fields)
    percent = np.full(len(differ), np.nan)
    if is_number:
        before = _figures(old, column, was_at[differ])
        after = _figures(new, column, now_at[differ])
        # A number that is written otherwise (90 for 90.0) has not changed.
        unlike = ~(before == after)
        differ, before, after = differ[unlike], before[unlike], after[unlike]
        with np.errstate(divide="ignore", invalid="ignore"):
            percent = (after - before) / np.abs(before) * 100
        percent[~np.isfinite(percent)] = np.nan
    if not len(differ):
        return None
    cells = {"is_number": is_number, "old": was[differ], "new": now[differ], "percent": percent}
    return now_at[differ], cells


def _figures(resource: Resource, column: str, places: Places) -> NDArray[np.float64]:
    assert resource.table is not None
    found = resource.table[column].iloc[places]
    if not pd.api.types.is_numeric_dtype(found.dtype):
        return np.full(len(places), np.nan)
    return found.to_numpy("float64", na_value=np.nan)


def _withheld(cells: pd.DataFrame, new: Resource, package: Package) -> pd.DataFrame:
    """Leave out what stood in a row that is suppressed now: it must not be read once more."""
    assert new.text is not None
    of = next((m for m in package.metrics if m.resource == new.name), None)
    status, note = (of.obs_status_field, of.note_field) if of else ("obs_status", "note")
    if status not in new.text.columns or not len(cells):
        return cells
    hidden = new.text.index[(new.text[status] == ObsStatus.SUPPRESSED.value).to_numpy()]
    secret = cells["row"].isin(hidden) & ~cells["column"].isin((status, note))
    return cells.assign(
        old=cells["old"].mask(secret, "withheld"), percent=cells["percent"].mask(secret, np.nan)
    )


def _periods(package: Package, *states: tuple[Resource, NDArray[np.bool_]]) -> tuple[Period, ...]:
    """Return the periods that rows are about, in order of time."""
    metric = next((m for m in package.metrics if m.resource == states[0][0].name), None)
    found: dict[str, Period] = {}
    for resource, chosen in states:
        if metric is None or resource.text is None or metric.period_field not in resource.text:
            continue
        for cell in dict.fromkeys(resource.text[metric.period_field].to_numpy()[chosen].tolist()):
            period = _period(cell, metric)
            if period is not None:
                found[cell] = period
    return tuple(sorted(found.values(), key=lambda period: period.start))


def _period(cell: str, metric: Metric) -> Period | None:
    try:
        return parse(cell, metric.frequency, metric.year_start)
    except ValueError:
        return None
