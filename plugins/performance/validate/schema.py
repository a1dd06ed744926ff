"""The second gate: our JSON Schemas, read from disk, and their errors in plain words."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from performance.validate.fault import Fault, Path, shown

KINDS = {
    "string": 'text between quotation marks ("…")',
    "number": "a number without quotation marks",
    "integer": "a whole number without quotation marks",
    "boolean": "true or false, without quotation marks",
    "array": "a list between [ and ]",
    "object": "a group of properties between { and }",
}
NAMES = ("name", "department")


def faults(descriptor: Mapping[str, Any], *, thorough: bool = False) -> list[Fault]:
    """Return every departure of a descriptor from our schemas, each once, in order.

    A compiled validator says at a glance that there is none. What it does not accept is judged by
    `jsonschema`, whose errors have the words; `thorough` has everything judged so.
    """
    if not thorough and _is_valid(descriptor):
        return []
    found: dict[tuple[str, Path], Fault] = {}
    for error in _validator().iter_errors(descriptor):
        for fault in _translate(error):
            found.setdefault((fault.code, fault.path), fault)
    slips = {(f.path[:-1], _suggested(f)) for f in found.values() if f.code == "property-unknown"}
    # A misspelt property is one mistake, not also one that is missing.
    return [
        fault
        for fault in found.values()
        if fault.code != "property-missing" or (fault.path[:-1], fault.path[-1]) not in slips
    ]


def _suggested(fault: Fault) -> str:
    """Return the property that an unknown one is taken for, empty where for none."""
    found = re.fullmatch(r"Did you mean (\w+)\?", fault.remedy)
    return found[1] if found else ""


def known(name: str) -> Mapping[str, Any]:
    """Return the properties that a schema ("metric", "resource" …) describes."""
    properties = _documents()[f"{name}.json"]["properties"]
    assert isinstance(properties, dict)
    return properties


@cache
def _documents() -> dict[str, dict[str, Any]]:
    files = resources.files("performance.schemas").iterdir()
    return {f.name: json.loads(f.read_text("utf-8")) for f in files if f.name.endswith(".json")}


def _is_valid(descriptor: Mapping[str, Any]) -> bool:
    try:
        return bool(_compiled().is_valid(descriptor))
    except ValueError:
        return False  # A text that is no Unicode, such as half of a surrogate pair.


@cache
def _compiled() -> Any:
    registry = jsonschema_rs.Registry(list(_documents().items()))
    return jsonschema_rs.Draft202012Validator(_documents()["package.json"], registry=registry)


@cache
def _validator() -> Any:
    # Imported late: a good descriptor needs none of it.
    import jsonschema
    from jsonschema.exceptions import ValidationError
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    def whole_pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
        """Match to the very end: Python's $ would let a line break through at a name's end."""
        if isinstance(instance, str) and not re.search(pattern.removesuffix("$") + r"\Z", instance):
            yield ValidationError("does not match")

    # The references between schemas are met from disk: nothing is fetched.
    registry: Registry[Any] = Registry().with_resources(
        (name, DRAFT202012.create_resource(schema)) for name, schema in _documents().items()
    )
    extend: Any = jsonschema.validators.extend  # It publishes no types.
    strict = extend(jsonschema.Draft202012Validator, {"pattern": whole_pattern})
    return strict(_documents()["package.json"], registry=registry)


def _translate(error: Any) -> Iterator[Fault]:
    # An error's parts have the types that its keyword asks for, which its stubs cannot say.
    make = _WORDS.get(str(error.validator), _value)
    yield from make(error, tuple(error.absolute_path))


def _required(error: Any, path: Path) -> Iterator[Fault]:
    for name in error.validator_value:
        if name not in error.instance:
            meaning = _meaning(error.schema["properties"].get(name, {}))
            yield Fault(
                "property-missing",
                (*path, name),
                f"the property {name} is missing",
                f'Add "{name}": {meaning}',
            )


def _unknown(error: Any, path: Path) -> Iterator[Fault]:
    allowed = list(error.schema["properties"])
    for name in error.instance:
        if name not in allowed:
            near = difflib.get_close_matches(str(name), allowed, n=1)
            remedy = f"Did you mean {near[0]}?" if near else f"Allowed: {', '.join(allowed)}."
            yield Fault("property-unknown", (*path, name), "this property is not known", remedy)


def _type(error: Any, path: Path) -> Iterator[Fault]:
    wanted = error.validator_value
    kinds = [wanted] if isinstance(wanted, str) else wanted
    words = " or ".join(KINDS[kind] for kind in kinds)
    remedy = _meaning(error.schema)
    yield Fault("property-type", path, f"this must be {words}", remedy, shown(error.instance))


def _enum(error: Any, path: Path) -> Iterator[Fault]:
    allowed = [str(value) for value in error.validator_value]
    near = difflib.get_close_matches(str(error.instance), allowed, n=1)
    is_field_type = "fields" in path and path[-1] == "type"
    yield Fault(
        "field-type" if is_field_type else "property-value",
        path,
        f"this must be one of: {', '.join(allowed)}",
        f"Did you mean {near[0]}?" if near else _meaning(error.schema),
        shown(error.instance),
    )


def _pattern(error: Any, path: Path) -> Iterator[Fault]:
    if path == ("department",):
        return  # That there is none of this name is told, with the nearest.
    code = "name-form" if path and path[-1] in NAMES else "property-value"
    message = "this cannot be part of an address of the site"
    yield Fault(code, path, message, _meaning(error.schema), shown(error.instance))


def _measure(error: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(error.instance, Mapping):
        return  # That it is no group of properties is told already.
    yield Fault(
        "measure-form",
        path,
        "a measure is either a ratio (numerator and denominator) or a value with an aggregation",
        'Give "numerator", "denominator" and "scale", or "value" and "aggregation".',
    )


def _value(error: Any, path: Path) -> Iterator[Fault]:
    limit = error.validator_value
    words = {
        "minLength": "this must not be empty",
        "maxLength": f"this must have at most {limit} characters",
        "minimum": f"this must be {limit} or more",
        "maximum": f"this must be {limit} or less",
        "exclusiveMinimum": f"this must be more than {limit}",
        "minItems": "this list must not be empty",
        "uniqueItems": "something stands in this list twice",
    }
    message = words.get(str(error.validator), "this is not allowed here")
    yield Fault("property-value", path, message, _meaning(error.schema), shown(error.instance))


def _meaning(schema: Any) -> str:
    described = schema.get("description") if isinstance(schema, Mapping) else None
    return str(described or "See the profile of the package.")


_WORDS: Mapping[str, Callable[[Any, Path], Iterator[Fault]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "oneOf": _measure,
}
