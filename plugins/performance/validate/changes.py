"""Whether a package keeps what readers of its last version rely on: metrics, columns, rows, values.

A metric's name is its address, a row's key what others cite, a final value what they quoted. Each
may change, but never in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from performance.model import Entry, Metric, ObsStatus, Package, Resource
from performance.problem import Problem
from performance.validate.descriptor import nearest
from performance.validate.fault import Fault, members
from performance.validate.listing import limited
from performance.validate.releases import Published, columns_changed

if TYPE_CHECKING:
    import pandas as pd

# A value of these may be replaced without a word: the row has said that it would be.
OPEN = (ObsStatus.PROVISIONAL, ObsStatus.ESTIMATED, ObsStatus.MISSING)
JOINED = " / "


class Before(Struct, frozen=True):
    """A package as it was, and what has since been said of it.

    `entries` are the lines of its `revisions.csv` now; `has_reason` is whether a commit since then
    gives one in its message.
    """

    package: Package
    entries: tuple[Entry, ...] = ()
    has_reason: bool = False


def faults(descriptor: Mapping[str, Any], before: Package) -> Iterator[Fault]:
    """Yield the metrics that a package had and has no more, under their name."""
    given = [facts.get("name") for _, facts in members(descriptor, "metrics")]
    names = [name for name in given if isinstance(name, str)]
    published = {metric.name for metric in before.metrics}
    for name in sorted(published.difference(names)):
        new = [each for each in names if each not in published]
        hint = nearest(name, new) if new else ""
        hint = hint if hint.startswith("Did you mean") else ""
        yield Fault(
            "metric-gone",
            ("metrics",),
            f"the metric {name} is gone or has another name, and its name is its address",
            f"{hint + ' ' if hint else ''}Give it back the name {name} (its title may change); a "
            "metric that is no longer kept gets the stage retired.",
            name,
        )


def gone(
    before: Mapping[str, Before], names: Collection[str], here: Collection[Path]
) -> Iterator[Problem]:
    """Yield the metrics of packages that were there and are not, by their names.

    `here` are the descriptors that are there: a package whose descriptor is broken is not gone.
    """
    there = {path.absolute() for path in here}
    for name, was in before.items():
        own = was.package
        if name in names or (own.folder / Path(own.file).name).absolute() in there:
            continue
        for fault in faults({}, own):
            yield fault.problem(own.file, None, {})


def problems(
    descriptor: Mapping[str, Any],
    resources: Sequence[Resource],
    before: Before,
    *,
    file: str,
    files: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield the columns, rows and final values that changed in silence since `before`.

    `file` is the descriptor's, `files` those of the tables by the name of the resource.
    """
    was = before.package
    version = descriptor.get("version")
    tables = {each.name: each for each in resources if each.is_table}
    now = Published(version if isinstance(version, str) else "", {}, _columns(tables.values()))
    listed = {facts.get("name") for _, facts in members(descriptor, "resources")}
    # A table that is listed and cannot be read has been told.
    kept = {n: old for n, old in _columns(was.resources).items() if n in tables or n not in listed}
    yield from columns_changed(now, Published(was.version, {}, kept), file)
    for resource in was.resources:
        metrics = [metric for metric in was.metrics if metric.resource == resource.name]
        new = tables.get(resource.name)
        if new is not None and resource.data == new.data and resource.raw == new.raw:
            continue
        if metrics and new is not None and resource.is_table:
            key = was.key(resource)
            yield from _rows(key, resource, new, metrics, before=before, file=files[new.name])


def _columns(resources: Collection[Resource]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        resource.name: tuple((field.name, field.type) for field in resource.fields)
        for resource in resources
        if resource.is_table
    }


def _rows(
    key: Sequence[str],
    old: Resource,
    new: Resource,
    metrics: Sequence[Metric],
    *,
    before: Before,
    file: str,
) -> Iterator[Problem]:
    assert old.text is not None
    assert new.text is not None
    if not key or not set(key) <= set(new.text.columns):
        return
    then, now = _keyed(old.text, key), _keyed(new.text, key)
    yield from limited(
        [
            Problem(
                "row-gone",
                file,
                f"the row for {', '.join(cells)} was published (row {then[cells]}) and is gone",
                "Put it back. A value that does not hold gets the status missing and a note why.",
                None,
                ", ".join(key),
                ", ".join(cells),
            )
            for cells in then
            if cells not in now
        ]
    )
    for metric in metrics:
        yield from _values(metric, old, new, before=before, file=file, rows=(then, now))


def _keyed(text: pd.DataFrame, key: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the row of each key; of a repeated one the first."""
    cells = zip(*(text[name].tolist() for name in key), strict=True)
    found: dict[tuple[str, ...], int] = {}
    for row, each in zip(text.index.tolist(), cells, strict=True):
        found.setdefault(each, int(row))
    return found


def _values(
    metric: Metric,
    old: Resource,
    new: Resource,
    *,
    before: Before,
    file: str,
    rows: tuple[Mapping[tuple[str, ...], int], Mapping[tuple[str, ...], int]],
) -> Iterator[Problem]:
    then, now = rows
    assert old.text is not None
    assert new.text is not None
    found = []
    for column in metric.measure.columns:
        if column not in old.text.columns or column not in new.text.columns:
            continue
        earlier, later = old.text[column], new.text[column]
        for key, row in now.items():
            was = then.get(key)
            if was is None or same(earlier[was], later[row]):
                continue
            if not _is_open(metric, old.text, was) and not _is_told(
                metric, (old.text, was), (new.text, row), before, key=key, column=column
            ):
                found.append(_changed(metric, column, earlier[was], file=file, row=row, now=later))
    yield from limited(found)


def _changed(
    metric: Metric, column: str, old: str, *, file: str, row: int, now: pd.Series[str]
) -> Problem:
    return Problem(
        "value-changed",
        file,
        f"this value was published as {old or 'nothing'} and final, and no reason is given",
        f"Say why in the row's {metric.note_field}, or put the old value back.",
        row,
        column,
        now[row],
    )


def same(old: str, new: str) -> bool:
    """Whether two cells say the same: 90 is 90.0."""
    if old == new:
        return True
    try:
        return float(old) == float(new)
    except ValueError:
        return False


def _is_open(metric: Metric, text: pd.DataFrame, row: int) -> bool:
    """Whether a row said by its status that its value was not the last word."""
    column = metric.obs_status_field
    return column in text.columns and text.loc[row, column] in OPEN


def _is_told(
    metric: Metric,
    old: tuple[pd.DataFrame, int],
    new: tuple[pd.DataFrame, int],
    before: Before,
    *,
    key: tuple[str, ...],
    column: str,
) -> bool:
    """Whether the row's note, the list of revisions or a commit says why a value changed."""

    def note(text: pd.DataFrame, row: int) -> str:
        there = metric.note_field in text.columns
        return str(text.loc[row, metric.note_field]).strip() if there else ""

    said = note(*new)
    if before.has_reason or (said and said != note(*old)):
        return True
    text, row = new
    return any(
        entry.key == JOINED.join(key)
        and entry.field == column
        and same(entry.new, str(text.loc[row, column]))
        and entry.reason
        for entry in before.entries
    )
