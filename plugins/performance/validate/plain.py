"""Descriptors that need no judge: accept at a glance what the Data Package standard accepts.

What is accepted here frictionless accepts (`validate.standard`); what is not accepted is not
thereby wrong. Only what most packages say of themselves is looked at: the first property that is
not among it ends the glance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from performance.validate.fault import mapping

Accepts = Callable[[Any], bool]


def accepts(descriptor: Mapping[str, Any]) -> bool:
    """Whether the standard surely finds nothing in a descriptor that passed our own schemas."""
    return _has(descriptor, PACKAGE) and all(map(_is_resource, descriptor["resources"]))


def _is_resource(resource: Any) -> bool:
    if not (_has(resource, RESOURCE) and "name" in resource and "path" in resource):
        return False
    return "schema" not in resource or all(map(_is_field, resource["schema"]["fields"]))


def _is_field(field: Any) -> bool:
    if not (_has(field, FIELD) and "name" in field):
        return False
    constraints = mapping(field.get("constraints"))
    is_text = field.get("type", "string") == "string"
    return "enum" not in constraints or (is_text and _are_texts(constraints["enum"]))


def _has(facts: Any, known: Mapping[str, Accepts]) -> bool:
    """Whether all properties of a group are known ones with values that are accepted."""
    return isinstance(facts, dict) and all(
        key in known and known[key](value) for key, value in facts.items()
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _are_different_texts(value: Any) -> bool:
    return _are_texts(value) and len(set(value)) == len(value)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_anything(_value: Any) -> bool:
    return True


def _one_of(*allowed: str) -> Accepts:
    return lambda value: value in allowed


def _written(pattern: str) -> Accepts:
    form = re.compile(pattern)
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _group(known: Mapping[str, Accepts]) -> Accepts:
    return lambda value: _has(value, known)


def _list_of(known: Mapping[str, Accepts], *, one_of: tuple[str, ...] = ()) -> Accepts:
    """Accept a list of groups; where `one_of` are given, one of them is there and not empty."""

    def accept(value: Any) -> bool:
        return isinstance(value, list) and all(
            _has(each, known) and (not one_of or any(each.get(key) for key in one_of))
            for each in value
        )

    return accept


LINK = {"name": _is_text, "title": _is_text, "path": _is_text}
CONTRIBUTOR = {
    "title": _is_text,
    "path": _is_text,
    "role": _is_text,
    "roles": _are_texts,
    "email": _written(r"[a-z]{1,20}(?:[.-][a-z]{1,20})?@(?:[a-z]{1,20}\.){1,3}[a-z]{2,10}"),
}
PACKAGE: Mapping[str, Accepts] = {
    "$schema": _is_anything,  # Never read: see `validate.standard`.
    "name": _is_text,
    "title": _is_text,
    "description": _is_text,
    "homepage": _is_text,
    "version": _is_text,
    "created": _written(
        r"2[0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
        r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
    ),
    "keywords": _are_texts,
    "licenses": _list_of(LINK, one_of=("name", "path")),
    "sources": _list_of(LINK),
    "contributors": _list_of(CONTRIBUTOR),
    "spatial": _is_text,
    "department": _is_text,
    "resources": lambda value: isinstance(value, list),
    "metrics": _is_anything,  # Ours alone.
    "budget": _is_anything,
}
TABLE: Mapping[str, Accepts] = {
    "fields": lambda value: isinstance(value, list),
    "name": _is_text,
    "title": _is_text,
    "missingValues": _are_different_texts,
    # Held to the fields by our own checks, and not given to frictionless.
    "description": _is_anything,
    "primaryKey": _is_anything,
    "uniqueKeys": _is_anything,
    "foreignKeys": _is_anything,
}


def _is_table(value: Any) -> bool:
    return _has(value, TABLE) and "fields" in value


RESOURCE: Mapping[str, Accepts] = {
    "name": _is_text,
    "path": _written(r"[A-Za-z0-9_-]+\.[a-z]+"),
    "type": _one_of("table"),
    "title": _is_text,
    "description": _is_text,
    "format": _is_text,
    "mediatype": _is_text,
    "encoding": _is_text,
    "hash": _is_text,
    "bytes": lambda value: type(value) is int and value > 0,
    "licenses": _list_of(LINK, one_of=("name", "path")),
    "sources": _list_of(LINK),
    "dialect": _group({"delimiter": _written("[,;\t|]")}),
    "schema": _is_table,
}
FIELD: Mapping[str, Accepts] = {
    "name": _is_text,
    "type": _one_of("string", "integer", "number", "yearmonth", "year", "date", "boolean"),
    "title": _is_text,
    "description": _is_text,
    "unit": _is_text,
    "categories": _is_anything,  # Ours alone: frictionless does not know it.
    "constraints": _group({"required": _is_bool, "unique": _is_bool, "enum": _are_texts}),
}
