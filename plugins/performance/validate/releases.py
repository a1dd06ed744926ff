"""Whether a package keeps what its published versions promised: their bytes and their columns.

A version is published for good: other bytes need another version. Columns that readers rely on may
only be renamed, reordered, retyped or dropped by a new major version, one whose first number is
greater; new columns come after the old ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from performance.problem import Problem

# The columns of each table by the resource's name, each column with its type.
Columns = Mapping[str, Sequence[tuple[str, str]]]


class Published(Struct, frozen=True):
    """A published version: the SHA-256 of its files by path, and the columns of its tables."""

    version: str
    files: Mapping[str, str]
    columns: Columns


def bytes_changed(now: Published, before: Published, file: str) -> Problem | None:
    """Return the problem of a version whose files are not those it was published with."""
    if now.files == before.files:
        return None
    changed = sorted(
        path
        for path in {*now.files, *before.files}
        if now.files.get(path) != before.files.get(path)
    )
    return Problem(
        "version-changed",
        file,
        f"version {now.version} was already published with other bytes of {', '.join(changed)}",
        f"Give the package a new version, such as {following(now.version)}.",
        column="version",
        value=now.version,
    )


def following(version: str) -> str:
    """Return the version after a version, its last number greater by one: 2026.10.1."""
    found = re.search(r"(\d{1,15})(\D*)$", version)
    if found is None:
        return f"{version}.1"
    return f"{version[: found.start()]}{int(found[1]) + 1}{found[2]}"


def gone(version: str, file: str) -> Problem:
    """Return the problem of a published version that would no longer be on the site."""
    return Problem(
        "version-missing",
        file,
        f"version {version} was published and is not in the history that this build can see",
        "Build from the whole git history (fetch-depth: 0), or restore the package.",
        column="version",
        value=version,
    )


def columns_changed(now: Published, before: Published, file: str) -> Iterator[Problem]:
    """Yield where columns of the version before were changed, unless this is a major version."""
    if is_major(now.version, before.version):
        return
    for name, old in before.columns.items():
        found = broken(old, now.columns.get(name))
        if found:
            yield Problem(
                "columns-changed",
                file,
                f"{found}; version {before.version or 'before'} had the columns "
                f"{', '.join(column for column, _ in old)}",
                "Keep them, in this order and before any new ones, or give a version whose first "
                "number is greater.",
                column=f"resources[{name}].schema.fields",
                value=now.version or None,
            )


def is_major(version: str, before: str) -> bool:
    """Whether a version is a major one after another: its first number is greater.

    So it is for 2.0.0 after 1.4.2 and for 2027.1.0 after 2026.12.0; 2026.11.0 is not after
    2026.10.0. Without a number, whatever stands before the first point must differ.
    """
    first, earlier = (re.split(r"[.+-]", text, maxsplit=1)[0] for text in (version, before))
    numbers = [re.sub(r"\D", "", each)[:18] for each in (first, earlier)]
    if all(numbers):
        return int(numbers[0]) > int(numbers[1])
    return bool(first) and first != earlier


def major_after(version: str) -> str:
    """Return the first version that may change columns after a version: 2027.0.0, 2.0.0."""
    found = re.match(r"\d{1,15}", re.sub(r"^\D+", "", version))
    return f"{int(found[0]) + 1}.0.0" if found else "2.0.0"


def broken(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]] | None) -> str:
    """Return in words how the columns of a table no longer hold; empty where they do."""
    if new is None:
        return "the table is gone or has another name"
    types = dict(new)
    missing = [name for name, _ in old if name not in types]
    if missing:
        return f"the column {missing[0]} is gone or has another name"
    for name, kind in old:
        if types[name] != kind:
            return f"the column {name} is {types[name]} and was {kind}"
    if [name for name, _ in new[: len(old)]] != [name for name, _ in old]:
        return "the columns stand in another order"
    return ""
