"""The past of a package as files: its versions, what was revised, and metrics as of a release.

`v<version>/` holds the bytes that were committed (the descriptor and the files it names) and their
checksums, and nothing that this program makes: a newer library, setting or template may never
change what somebody has cited. `versions.json` lists every version with its files; the next build
can be held to it (`portal build --published`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from performance import urls
from performance.catalogue.files import SUMS
from performance.downloads import tables
from performance.downloads.columns import columns_of
from performance.downloads.tables import as_lines, number, quoted
from performance.model import Package, Record, Release, Revision, ValueRevision

DESCRIPTOR = "datapackage.json"
VERSIONS = "versions.json"
REVISIONS = "revisions.csv"

# What the columns of the two lists of revisions mean.
REVISION_COLUMNS = {
    "date": "Day of the release that made the change.",
    "version": "Version of that release; empty where it has none.",
    "resource": "Table.",
    "key": "The row: its primary key, several parts joined by ' / '.",
    "change": "changed (a cell), added (a new row: no revision) or removed (a cell of a row that "
    "is gone).",
    "field": "Column; empty for an added row.",
    "old": "The cell before, as the file had it; empty too where it is withheld now.",
    "new": "The cell since then.",
    "class": "routine, correction or methodology; empty for an added row.",
    "reason": "Why, as far as somebody said.",
}


def release_files(package: Package, records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a package's past, each with its address; `records` are of its metrics.

    They are the versions before the newest, the vintages and revisions of its metrics, and the
    list of all.
    """
    history = package.history
    newest = package.version
    for release in history.past if history else ():
        if release.is_addressable and release.files and release.version != newest:
            for path, data in frozen(_described(release)).items():
                yield urls.package_file(package.name, f"v{release.version}", path), data
    vintages: list[dict[str, Any]] = []
    for record in records:
        for address, data, facts in _vintages(record):
            vintages.append(facts)
            yield address, data
        if record.revisions:
            yield urls.metric(record.metric.name, REVISIONS), values_csv(record)
    yield urls.package(package.name, VERSIONS), _versions(package, vintages)


def frozen(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a version's folder: as they were committed, with their checksums."""
    made = dict(sorted(files.items()))
    sums = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in made.items()]
    return {**made, SUMS: "".join(sums).encode()}


def described(files: Mapping[str, bytes], descriptor: Mapping[str, Any]) -> Mapping[str, bytes]:
    """Return a package's files with a descriptor in JSON, for one that has it in YAML."""
    return files if DESCRIPTOR in files else {DESCRIPTOR: as_lines(descriptor), **files}


def _described(release: Release) -> Mapping[str, bytes]:
    package = release.package
    return release.files if package is None else described(release.files, package.descriptor)


def rows_csv(revisions: Iterable[Revision]) -> bytes:
    """Return what releases changed in a package's tables as CSV, the newest first."""
    return _csv(REVISION_COLUMNS, (_row(revision) for revision in revisions))


def values_csv(record: Record) -> bytes:
    """Return the published values of a metric that were changed as CSV, the newest first."""
    columns = ("date", "version", "period", *record.metric.dimensions, "old", "new",
               "old_status", "new_status", "class", "reason")  # fmt: skip
    return _csv(columns, (_value(revision) for revision in record.revisions))


def _csv(columns: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    lines = [",".join(map(quoted, columns))]
    lines += [",".join(map(quoted, row)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _row(revision: Revision) -> tuple[str, ...]:
    return (
        revision.date.isoformat(),
        revision.version,
        revision.resource,
        " / ".join(cell for _, cell in revision.key),
        revision.change,
        revision.field,
        revision.old,
        revision.new,
        revision.class_ or "",
        revision.reason,
    )


def _value(revision: ValueRevision) -> tuple[str, ...]:
    return (
        revision.date.isoformat(),
        revision.version,
        revision.period.key,
        *revision.members,
        "" if revision.old is None else number(revision.old + 0.0),
        "" if revision.new is None else number(revision.new + 0.0),
        revision.old_status,
        revision.new_status or "",
        revision.class_,
        revision.reason,
    )


def _vintages(record: Record) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield the table as of each past release: address, bytes and what the list says of it."""
    for vintage in record.vintages:
        then = replace(record, metric=vintage.metric, package=vintage.package, tidy=vintage.tidy)
        columns = columns_of(then)
        data = tables.csv(columns, tables.cells_of(then, columns))
        address = urls.vintage(record.metric.name, vintage.names[0])
        yield (
            address,
            data,
            {
                "metric": record.metric.name,
                "releases": list(vintage.names),
                "date": vintage.date.isoformat(),
                "address": address,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            },
        )


def _versions(package: Package, vintages: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the list of a package's versions, the newest first."""
    releases = package.history.releases if package.history else ()
    facts = {
        "package": package.name,
        "latest": package.version or None,
        "versions": [
            _version(package, release)
            for release in reversed(releases)
            if release.is_addressable and release.files
        ],
        "vintages": list(vintages),
    }
    return as_lines(facts)


def _version(package: Package, release: Release) -> dict[str, Any]:
    is_newest = package.history is not None and release is package.history.newest
    described = package if is_newest else release.package
    return {
        "version": release.version,
        "date": release.date.isoformat(),
        "is_latest": is_newest,
        "reason": release.reason,
        "is_readable": described is not None,
        "address": urls.package_file(package.name, f"v{release.version}", ""),
        "files": [
            {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for path, data in sorted(release.files.items())
        ],
        "columns": _columns(described) if described is not None else {},
    }


def _columns(package: Package) -> dict[str, list[dict[str, str]]]:
    return {
        resource.name: [{"name": f.name, "type": f.type} for f in resource.fields]
        for resource in package.resources
        if resource.is_table
    }
