"""Hold a package to what was published of it: by git's history, and by the published site's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from performance.model import History, Package, Release
from performance.past.releases import Course
from performance.problem import Problem
from performance.validate.releases import (
    Columns,
    Published,
    bytes_changed,
    columns_changed,
    gone,
)

# Made by the build where the package has its description in YAML.
CONVERTED = "datapackage.json"


def columns_of(package: Package) -> Columns:
    """Return the columns of a package's tables, with their types, by the table's name."""
    return {
        resource.name: tuple((field.name, field.type) for field in resource.fields)
        for resource in package.resources
        if resource.is_table
    }


def by_history(package: Package, of: Course, past: Sequence[Release]) -> Iterator[Problem]:
    """Yield what git's history says against a package.

    A version's bytes count for good; its columns only until it has been published.
    """
    if not package.version:
        return
    columns = columns_of(package)
    same = of.same_version(package.version)
    if same is not None:
        now = Published(package.version, of.files, columns)
        found = bytes_changed(now, Published(same.version, same.files, {}), package.file)
        if found:
            yield found
    before = past[-1] if past else None
    if not of.is_out and before is not None and before.package is not None:
        last = Published(before.version, {}, columns_of(before.package))
        yield from columns_changed(Published(package.version, {}, columns), last, package.file)


def by_site(package: Package, history: History, listed: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what a package's published list of versions says against it."""
    known = {r.version: r for r in history.releases if r.version and r.files}
    file = package.file
    versions = [_published(each) for each in listed["versions"]]
    for before in versions:
        release = known.get(before.version)
        if release is None:
            yield gone(before.version, file)
            continue
        now = Published(before.version, _sums(release.files), {})
        found = bytes_changed(now, before, file)
        if found:
            yield found
    # The list begins with the newest.
    others = [each for each in versions if each.version != package.version]
    if package.version and others and versions[0].version != package.version:
        yield from columns_changed(
            Published(package.version, {}, columns_of(package)), versions[0], file
        )


def _published(facts: Mapping[str, Any]) -> Published:
    files = {each["path"]: each["sha256"] for each in facts["files"]}
    if "datapackage.yaml" in files:
        files.pop(CONVERTED, None)
    columns = {
        name: tuple((each["name"], each["type"]) for each in given)
        for name, given in facts.get("columns", {}).items()
    }
    return Published(facts["version"], files, columns)


def _sums(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: sha256(data).hexdigest() for path, data in files.items()}
