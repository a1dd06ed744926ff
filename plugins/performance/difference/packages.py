"""Pair the packages of two states, and say what changes of each."""

from __future__ import annotations

from collections.abc import Iterator

from performance.city import City
from performance.difference import tables
from performance.difference.metrics import metrics
from performance.difference.state import folders, state
from performance.difference.values import PackageDifference, PackageState, TableDifference
from performance.load.snapshot import Snapshot
from performance.model import Package
from performance.validate.releases import following, is_major, major_after

OURS = ("resources", "metrics", "version", "created")


def packages(before: Snapshot, after: Snapshot, city: City) -> Iterator[PackageDifference]:
    """Yield what changes of each package, in order of their names; nothing of those unchanged."""
    old, new = folders(before), folders(after)
    was = [state(before, at, names, city) for at, names in old.items() if new.get(at) != names]
    now = [state(after, at, names, city) for at, names in new.items() if old.get(at) != names]
    pairs: dict[str, list[PackageState | None]] = {}
    for side, states in enumerate((was, now)):
        for each in states:
            pairs.setdefault(_same(each, was), [None, None])[side] = each
    for _, (first, second) in sorted(pairs.items()):
        yield _difference(first, second, city)


def _same(found: PackageState, was: list[PackageState]) -> str:
    """Return what a package is known by: its name; of one that cannot be read its folder's."""
    if found.package is not None:
        broken = [s for s in was if s.package is None and s.file == found.file]
        return broken[0].name if broken else found.name
    return next((s.name for s in was if s.file == found.file), found.name)


def _difference(
    before: PackageState | None, after: PackageState | None, city: City
) -> PackageDifference:
    was = before.package if before is not None else None
    now = after.package if after is not None else None
    if (before and was is None) or (after and now is None):
        return PackageDifference(before, after)
    changed = tuple(_tables(was, now)) if was is not None and now is not None else ()
    breaking = _breaking(was, now, changed)
    version = was.version if was is not None else ""
    is_same = was is not None and now is not None and version == now.version
    is_touched = was is not None and now is not None and _bytes(was) != _bytes(now)
    wants = following(version) if version and is_same and is_touched else ""
    return PackageDifference(
        before,
        after,
        tables=changed,
        files=tuple(_files(was, now)),
        metrics=tuple(metrics(was, now, city)),
        properties=_properties(was, now),
        breaking=breaking,
        needs=major_after(version) if breaking and now is not None else "",
        is_allowed=not breaking or (now is not None and is_major(now.version, version)),
        wants=wants if not breaking else "",
    )


def _tables(was: Package, now: Package) -> Iterator[TableDifference]:
    old = {r.name: r for r in was.resources if r.text is not None}
    new = {r.name: r for r in now.resources if r.text is not None}
    for name, resource in new.items():
        if name in old:
            found = tables.table((was, old[name]), (now, resource))
            if found is not None:
                yield found
    for name, resource in old.items():
        if name not in new:
            yield tables.gone(resource)


def _breaking(
    was: Package | None, now: Package | None, changed: tuple[TableDifference, ...]
) -> tuple[str, ...]:
    if was is None:
        return ()
    if now is None:
        return ("the package is removed, and its published versions would be gone from the site",)
    return tuple(f"{table.file}: {table.broken}" for table in changed if table.broken)


def _files(was: Package | None, now: Package | None) -> Iterator[str]:
    """Yield what happens to files that are no tables, and to tables that are new."""
    old = {r.name: r for r in was.resources} if was is not None else {}
    new = {r.name: r for r in now.resources} if now is not None else {}
    if was is None or now is None:
        return
    for name, resource in new.items():
        if name not in old:
            yield f"{resource.path} is new"
        elif resource.text is None and resource.data != old[name].data:
            yield f"{resource.path} has other bytes"
    for name, resource in old.items():
        if name not in new and resource.text is None:
            yield f"{resource.path} is removed"


def _properties(was: Package | None, now: Package | None) -> tuple[str, ...]:
    if was is None or now is None:
        return ()
    names = dict.fromkeys((*was.descriptor, *now.descriptor))
    return tuple(
        name
        for name in names
        if name not in OURS and was.descriptor.get(name) != now.descriptor.get(name)
    )


def _bytes(package: Package) -> tuple[bytes, ...]:
    return (package.written, *(resource.data for resource in package.resources))
