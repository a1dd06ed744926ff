"""Make the nouns (package, resource, field) of a descriptor's properties.

Everything here takes what it can use and passes over the rest: the descriptor gate has told what
is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from performance.load.dtypes import typed_grid
from performance.load.file import sha256
from performance.load.find import Place
from performance.load.grid import frame
from performance.model import Budget, Contributor, Field, Link, Metric, Package, Resource, Rows


def package(
    place: Place,
    descriptor: Mapping[str, Any],
    resources: Sequence[Resource],
    *,
    department: str | None,
    metrics: Iterable[Metric],
    written: bytes = b"",
    budget: Budget | None = None,
) -> Package:
    """Return a package of its descriptor (the bytes `written`), resources, metrics and budget."""
    name = name_of(place, descriptor)
    return Package(
        name=name,
        folder=place.folder,
        file=place.file,
        descriptor=descriptor,
        title=_text(descriptor, "title") or name,
        description=_text(descriptor, "description"),
        version=_text(descriptor, "version"),
        created=_text(descriptor, "created"),
        department=department,
        licenses=_licenses(descriptor),
        sources=tuple(_link(each) for each in _members(descriptor, "sources")),
        contributors=tuple(_contributor(each) for each in _members(descriptor, "contributors")),
        resources=tuple(resources),
        metrics=tuple(metrics),
        written=written,
        budget=budget,
    )


def name_of(place: Place, descriptor: Mapping[str, Any]) -> str:
    """Return a package's name: its own, else its folder's as an address can have it."""
    name = descriptor.get("name")
    if isinstance(name, str) and name:
        return name
    return name_of_folder(place.path.absolute().parent.as_posix())


def name_of_folder(folder: str) -> str:
    """Return the name of a package that has none of its own: its folder's, for an address."""
    plain = unicodedata.normalize("NFKD", folder.rpartition("/")[2])
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower())
    return slug.strip("-") or "package"


def fields(resource: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields that a resource's schema describes, in order."""
    schema = resource.get("schema")
    if not isinstance(schema, Mapping):
        return ()
    missing = _missing(schema.get("missingValues"), ("",))
    return tuple(
        Field(
            name=each["name"],
            type=_text(each, "type") or "string",
            format=_text(each, "format").removeprefix("fmt:") or "default",
            title=_text(each, "title"),
            description=_text(each, "description"),
            unit=_text(each, "unit"),
            constraints=_mapping(each.get("constraints")),
            missing_values=_missing(each.get("missingValues"), missing),
            raw=each,
        )
        for each in _members(schema, "fields")
        if isinstance(each.get("name"), str)
    )


def resource(properties: Mapping[str, Any], data: bytes, rows: Rows | None) -> Resource:
    """Return a resource of a file's bytes; `rows` are those of its table where it is one."""
    described = fields(properties) if rows is not None else ()
    if rows is not None and not described:
        described = tuple(Field(name, raw={"name": name}) for name in rows().columns)
    schema = _mapping(properties.get("schema"))
    made = Resource(
        name=_text(properties, "name"),
        path=_text(properties, "path"),
        data=data,
        sha256=sha256(data),
        title=_text(properties, "title"),
        description=_text(properties, "description"),
        mediatype=_text(properties, "mediatype"),
        fields=described,
        primary_key=_names(schema.get("primaryKey")),
        raw=properties,
    )
    return made if rows is None else with_rows(made, rows)


def with_rows(resource: Resource, rows: Rows) -> Resource:
    """Return a resource with the rows of its table, of which its `text` and `table` are made."""
    fields = {field.name: field for field in resource.fields}
    return replace(
        resource,
        text=lambda: frame(rows()),
        table=lambda: typed_grid(rows(), fields),
        rows=rows,
    )


def _missing(value: object, default: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list):
        return default
    found = [each.get("value") if isinstance(each, Mapping) else each for each in value]
    return tuple(each for each in found if isinstance(each, str))


def _licenses(descriptor: Mapping[str, Any]) -> tuple[Link, ...]:
    found = [_link(each) for each in _members(descriptor, "licenses")]
    old = descriptor.get("license")  # How the first version of the standard had it.
    if isinstance(old, str):
        found.append(Link(old, name=old))
    elif isinstance(old, Mapping):
        found.append(_link(old))
    return tuple(found)


def _link(facts: Mapping[str, Any]) -> Link:
    path = _first(facts, "path", "url", "web") or None
    name = _first(facts, "name", "type") or None
    return Link(_text(facts, "title") or name or path or "", path, name)


def _contributor(facts: Mapping[str, Any]) -> Contributor:
    roles = _names(facts.get("roles")) or _names(facts.get("role"))
    return Contributor(
        title=_first(facts, "title", "name") or _text(facts, "organization"),
        roles=roles,
        email=_text(facts, "email") or None,
        path=_first(facts, "path", "web") or None,
    )


def _first(facts: Mapping[str, Any], *keys: str) -> str:
    return next((text for key in keys if (text := _text(facts, key))), "")


def _text(facts: Mapping[str, Any], key: str) -> str:
    value = facts.get(key)
    return value if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...]:
    """Return a list of names; one name may stand for a list of it."""
    if isinstance(value, str):
        return (value,) if value else ()
    items = value if isinstance(value, list) else ()
    return tuple(item for item in items if isinstance(item, str))


def _members(facts: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = facts.get(key)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
