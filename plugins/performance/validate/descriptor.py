"""The second gate: whether a descriptor agrees with itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from performance.model import Content
from performance.model.dialect import NO_SIGNS, dialect_properties, stated_dialect
from performance.validate import schema
from performance.validate.fault import Fault, Path, mapping, members, names

HASH = re.compile(r"(?:(md5|sha1|sha256|sha512):)?([0-9A-Fa-f]+)")
HASH_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
# Properties that the first version of the standard, or other programs, have: never misspelt ours.
OTHER = ("license", "source", "contributor", "author", "keyword", "profile", "views", "names")
ONE_SIGN = ("delimiter", "quoteChar", "escapeChar", "commentChar")
MOST_NAMED = 20  # names that a remedy lists: all departments of a city, not all its metrics


def faults(descriptor: Mapping[str, Any], content: Content, folder: str) -> Iterator[Fault]:
    """Yield where names clash, columns do not exist or a property cannot be followed.

    `folder` is the name of the folder above the package's.
    """
    yield from _misspelt(descriptor)
    yield from _department(descriptor, content, folder)
    yield from _resource_names(descriptor)
    for place, resource in members(descriptor, "resources"):
        path: Path = ("resources", place)
        if not {"path", "data", "url"} & resource.keys():
            yield Fault(
                "property-missing",
                (*path, "path"),
                "the property path is missing",
                'Add "path": the file, by its path from the package\'s folder.',
            )
        yield from _hash(resource, path)
        yield from _dialect(resource, (*path, "dialect"))
        yield from _schema(resource, descriptor, (*path, "schema"))


def department_of(descriptor: Mapping[str, Any], content: Content, folder: str) -> str | None:
    """Return a package's department: its own property, else the folder above if it is one."""
    named = descriptor.get("department")
    if isinstance(named, str):
        return named
    slugs = {department.slug for department in content.departments}
    return folder if folder in slugs else None


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return the remedy for a name that is not among those allowed."""
    choices = sorted(set(allowed))
    near = difflib.get_close_matches(name, choices, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    if not choices:
        return "There are none yet."
    more = f" and {len(choices) - MOST_NAMED} more" if len(choices) > MOST_NAMED else ""
    return f"There are: {', '.join(choices[:MOST_NAMED])}{more}."


def _misspelt(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield properties of a package that are nearly ones we know.

    The standard allows any others, so that only a package without metrics may hold look-alikes;
    but "metric" for "metrics" is a slip in any.
    """
    own = list(schema.known("package"))
    for name in descriptor:
        if name in own or name in OTHER:
            continue
        near = difflib.get_close_matches(name, own, n=1, cutoff=0.85)
        if near and ("metrics" in descriptor or near[0] == "metrics"):
            message = "this property is not known, and nearly one that is"
            yield Fault("property-unknown", (name,), message, f"Did you mean {near[0]}?")


def _department(descriptor: Mapping[str, Any], content: Content, folder: str) -> Iterator[Fault]:
    slugs = [department.slug for department in content.departments]
    named = department_of(descriptor, content, folder)
    if named is None and descriptor.get("metrics") and "department" not in descriptor:
        yield Fault(
            "department",
            ("department",),
            "a package with metrics needs a department",
            f'Add "department". {nearest("", slugs)}',
        )
    elif named is not None and named not in slugs:
        message = "there is no department of this name in content/departments/"
        yield Fault("department", ("department",), message, nearest(named, slugs), named)


def _resource_names(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for key, what in (("name", "name"), ("path", "file")):
        seen: set[str] = set()
        for place, resource in members(descriptor, "resources"):
            value = resource.get(key)
            if not isinstance(value, str):
                continue
            # Windows and macOS do not tell small letters from capitals in files' names.
            if value.lower() in seen:
                yield Fault(
                    "name-taken",
                    ("resources", place, key),
                    f"another resource of this package has the same {what}",
                    f"Give each resource its own {what}.",
                    value,
                )
            seen.add(value.lower())


def _hash(resource: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    value = resource.get("hash")
    if not isinstance(value, str):
        return
    found = HASH.fullmatch(value)
    if not found or len(found.group(2)) != HASH_LENGTHS[found.group(1) or "md5"]:
        message = "this is not a checksum that can be compared"
        remedy = "Write sha256: and its 64 hexadecimal digits, or remove the property."
        yield Fault("property-value", (*path, "hash"), message, remedy, value)


def _dialect(resource: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    dialect = dialect_properties(resource)
    for name in ONE_SIGN:
        value = dialect.get(name)
        empty_allowed = name in ("quoteChar", "escapeChar")
        if not isinstance(value, str) or (empty_allowed and value == ""):
            continue
        if len(value) != 1 or value in NO_SIGNS:
            yield _unsupported(
                (*path, name), "this must be a single sign, and no end of a line", value
            )
    below = mapping(resource.get("dialect")).get("csv", {})
    if not isinstance(below, Mapping):
        yield _unsupported((*path, "csv"), "this must be a group of properties")
    clash = stated_dialect(resource).clash
    if clash:
        yield _unsupported(path, clash)
    rows = dialect.get("headerRows")
    if isinstance(rows, list) and len(rows) > 1:
        yield _unsupported((*path, "headerRows"), "the header must be one row")
    if "nullSequence" in dialect:
        yield _unsupported((*path, "nullSequence"), "use missingValues in the schema for this")
    if dialect.get("doubleQuote") is False and not dialect.get("escapeChar"):
        message = "quotation marks inside cells must be doubled, or have an escapeChar"
        yield _unsupported((*path, "doubleQuote"), message)


def _unsupported(path: Path, message: str, value: str | None = None) -> Fault:
    remedy = "Save the file in the usual form (commas, one header row), and remove the property."
    return Fault("dialect", path, message, remedy, value)


def _schema(
    resource: Mapping[str, Any], descriptor: Mapping[str, Any], path: Path
) -> Iterator[Fault]:
    table = mapping(resource.get("schema"))
    if "fieldsMatch" in table:
        yield Fault(
            "fields-match",
            (*path, "fieldsMatch"),
            "fieldsMatch is not supported: the columns are compared one by one, in order",
            "Remove it, and list every column of the file under fields, in its order.",
        )
    own = _field_names(table)
    for place, field in members(table, "fields"):
        if field.get("name") in own[:place]:
            message = "another column of this resource has the same name"
            here = (*path, "fields", place, "name")
            yield Fault("name-taken", here, message, "Rename one of the two.", field["name"])
    yield from _unknown(names(table.get("primaryKey")), own, (*path, "primaryKey"))
    keys = table.get("uniqueKeys")
    for place, key in enumerate(keys if isinstance(keys, list) else ()):
        yield from _unknown(names(key), own, (*path, "uniqueKeys", place))
    for place, key in members(table, "foreignKeys"):
        yield from _foreign_key(key, own, descriptor, path=(*path, "foreignKeys", place))


def _foreign_key(
    key: Mapping[str, Any], own: list[str], descriptor: Mapping[str, Any], *, path: Path
) -> Iterator[Fault]:
    reference = mapping(key.get("reference"))
    here, there = names(key.get("fields")), names(reference.get("fields"))
    yield from _unknown(here, own, (*path, "fields"))
    if len(here) != len(there):
        message = "it names more columns on one side than on the other"
        remedy = "Name as many columns under fields as under reference."
        yield Fault("property-value", (*path, "reference", "fields"), message, remedy)
    target = reference.get("resource") or ""
    tables = {
        r["name"]: _field_names(mapping(r.get("schema")))
        for _, r in members(descriptor, "resources")
        if isinstance(r.get("name"), str)
    }
    if target and target not in tables:
        message = "the package has no resource of this name"
        where = (*path, "reference", "resource")
        yield Fault("resource-unknown", where, message, nearest(str(target), tables), str(target))
        return
    columns = tables[str(target)] if target else own
    yield from _unknown(there, columns, (*path, "reference", "fields"))


def _unknown(wanted: tuple[str, ...], own: list[str], path: Path) -> Iterator[Fault]:
    for name in wanted:
        if name not in own:
            message = "the table has no column of this name"
            yield Fault("field-unknown", path, message, nearest(name, own), name)


def _field_names(table: Mapping[str, Any]) -> list[str]:
    return [str(field.get("name", "")) for _, field in members(table, "fields")]
