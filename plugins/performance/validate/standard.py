"""The second gate: conformance to the Data Package standard, as frictionless judges it.

Frictionless 5.21 gets a part of the descriptor at a time, so that a problem has its place, and
never what it would follow: `$schema` and `profile` addresses are fetched by it, paths opened. Its
own words are translated; what is not known here is quoted as what was found.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from frictionless import Dialect, FrictionlessException, Package, Schema
from frictionless import Field as TableField
from frictionless import Resource as FrictionlessResource

from performance.validate.fault import Fault, Path, mapping, members

VERSION = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
# What frictionless would fetch, open or report a second time, or what another check owns.
LEFT_OUT = ("$schema", "profile", "profiles", "resources", "metrics", "schema", "dialect", "stats")
# fmt: off
FIELD_KEYS = (
    "name", "type", "title", "description", "format", "missingValues", "constraints",
    "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber",
    "delimiter", "itemType", "arrayItem", "example",
)
# fmt: on

STANDARDS = {
    "package": Package,
    "resource": FrictionlessResource,
    "dialect": Dialect,
    "schema": Schema,
}
# Values that the standard takes whatever they are, as long as they are written in this way; and
# one of them, which stands for all.
WORDS = (re.compile(r".+", re.DOTALL), "x")
ALIKE: Mapping[str, tuple[re.Pattern[str], str]] = {
    "title": WORDS,
    "description": WORDS,
    "department": WORDS,
    "homepage": WORDS,
    "version": WORDS,
    "hash": WORDS,
    "name": (re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*"), "x"),
    "path": (re.compile(r"[A-Za-z0-9_-]+\.[a-z]+|https://[a-z0-9.-]+/[A-Za-z0-9/._-]*"), "x.csv"),
    "created": (
        re.compile(
            r"2[0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
            r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
        ),
        "2026-11-20T00:00:00Z",
    ),
}

LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum")

# A note of frictionless, the property below the part that it is about, what it says and the cure.
# A note without words is one that our own checks report with its place.
NOTES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        r'property "created" is not valid',
        ("created",),
        "this must be a day and time",
        "Write it like 2026-11-20T00:00:00Z.",
    ),
    (
        r'license requires "path" or "name"',
        ("licenses",),
        "a license needs a name or a path",
        'Add "name", such as CC-BY-4.0, or "path", the address of its text.',
    ),
    (
        r'property "(\w+)\[\]\.email" is not valid',
        (r"\1",),
        "an e-mail address here is not one",
        "Write it like data@city.example, or remove it.",
    ),
    (
        r'constraint "(\w+)" is not supported by type "(\w+)"',
        ("constraints", r"\1"),
        r"the constraint \1 has no meaning for a column of type \2",
        "Remove the constraint, or correct the column's type.",
    ),
    (
        r"example value .* is not valid",
        ("example",),
        "the example does not fit the column's type",
        "Correct or remove the example.",
    ),
    (
        r'"(\w+)" should be set as "([\w.]+)"',
        (r"\1",),
        r"\1 does not belong here and has no effect",
        r"Move it to \2.",
    ),
    (
        r"missing value .* is not unique",
        ("missingValues",),
        "a text for missing values is listed twice",
        "Delete one of the two.",
    ),
    (
        r".* at property 'missingValues'",
        ("missingValues",),
        "a text for missing values is not plain text; labels for them are not supported",
        'List the texts alone: ["", "-99"].',
    ),
    (r"names of the (fields|resources) are not unique", (), "", ""),
    (r"(primary|foreign) key ", (), "", ""),
    (r'one of the properties "path" or "data" is required', (), "", ""),
    (r'properties "path" and "data" is mutually exclusive', (), "", ""),
    (r'path ".*" is not safe', (), "", ""),
)


def faults(descriptor: Mapping[str, Any], *, thorough: bool = False) -> Iterator[Fault]:
    """Yield departures from the standard of a descriptor that passed our own schemas.

    Descriptors that differ from one another in what the standard takes alike are judged once;
    `thorough` has each judged by itself.
    """
    parts = list(_parts(descriptor))
    if not thorough:
        form = [(sort, _form(part)) for sort, part, _ in parts]
        if _are_good(json.dumps(form, sort_keys=True)):
            return
    for sort, part, path in parts:
        yield from _judge(sort, part, path)


def _parts(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], Path]]:
    """Yield the parts that frictionless gets: of which sort each is, and its place."""
    yield "package", {**_without(descriptor), **VERSION, "resources": []}, ()
    for place, resource in members(descriptor, "resources"):
        path: Path = ("resources", place)
        yield "resource", _without(resource), path
        if isinstance(resource.get("dialect"), Mapping):
            yield "dialect", dict(resource["dialect"]), (*path, "dialect")
        schema = resource.get("schema")
        if not isinstance(schema, Mapping):
            continue
        path = (*path, "schema")
        own = {key: schema[key] for key in ("name", "title", "missingValues") if key in schema}
        yield "schema", {**own, "fields": []}, path
        for number, field in members(schema, "fields"):
            known = {key: value for key, value in field.items() if key in FIELD_KEYS}
            if "required" in field:
                known["required"] = field["required"]
            yield "field", known, (*path, "fields", number)


def field_reader(field: Mapping[str, Any], missing: tuple[str, ...]) -> Any:
    """Return frictionless's reader of a column's cells, none where the field is not usable.

    The reader takes a cell's text and returns its value and what is wrong with it, by name. Limits
    that are no values of the column's type are left out: the descriptor gate reports them.
    """
    wrong = set(unreadable_limits(field))
    constraints = mapping(field.get("constraints"))
    usable = {name: value for name, value in constraints.items() if name not in wrong}
    return _reader({**field, "constraints": usable}, missing)


def unreadable_limits(field: Mapping[str, Any]) -> list[str]:
    """Return the constraints whose values are not of the column's own type.

    Frictionless turns them to nothing, and then breaks off at the first cell that is compared.
    """
    constraints = mapping(field.get("constraints"))
    given = [name for name in LIMITS if constraints.get(name) is not None]
    if not given:
        return []
    read = _reader({**field, "constraints": {}}, ())
    wrong = []
    for name in given:
        values = constraints[name] if isinstance(constraints[name], list) else [constraints[name]]
        if read is not None and not (values and all(_reads(read, value) for value in values)):
            wrong.append(name)
    return wrong


def _reader(field: Mapping[str, Any], missing: tuple[str, ...]) -> Any:
    known = {key: value for key, value in field.items() if key in FIELD_KEYS and key != "example"}
    known["missingValues"] = list(missing)
    try:
        return TableField.from_descriptor(known, datapackage_version="v2").create_cell_reader()
    except Exception:
        # The field's own faults are told by the descriptor gate, whatever frictionless trips over.
        return None


def _field_class(field: Mapping[str, Any]) -> Any:
    try:
        return TableField.metadata_select_class(field.get("type", "string"))
    except FrictionlessException:
        return None  # An unknown type is refused by our own schema.


def _limits(field: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for name in unreadable_limits(field):
        yield Fault(
            "property-value",
            (*path, "constraints", name),
            f"this is not a value of the column's type, {field.get('type', 'string')}",
            "Write it as the file writes the column's values.",
        )


def _reads(read: Any, value: Any) -> bool:
    try:
        found, notes = read(value)
    except Exception:
        return False  # Frictionless expects some types and not others, and says so by stopping.
    return found is not None and not notes and found == found


def _without(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in LEFT_OUT}


@lru_cache(maxsize=10_000)
def _are_good(forms: str) -> bool:
    """Whether the parts of a descriptor are of forms that are all good: a city has few of them."""
    return all(_is_good(sort, json.dumps(form)) for sort, form in json.loads(forms))


@lru_cache(maxsize=10_000)
def _is_good(sort: str, form: str) -> bool:
    return not list(_judge(sort, json.loads(form), ()))


def _form(part: Any) -> Any:
    """Return a part with one value in place of all that the standard takes alike."""
    if isinstance(part, dict):
        return {key: _alike(key, value) for key, value in part.items()}
    return [_form(each) for each in part] if isinstance(part, list) else part


def _alike(key: str, value: Any) -> Any:
    if isinstance(value, str) and key in ALIKE:
        pattern, one = ALIKE[key]
        return one if pattern.fullmatch(value) else value
    if key == "bytes" and type(value) is int and value > 0:
        return 1
    return _form(value)


def _judge(sort: str, part: dict[str, Any], path: Path) -> Iterator[Fault]:
    standard: Any = _field_class(part) if sort == "field" else STANDARDS[sort]
    own = copy.deepcopy(part)
    if standard is not None:
        try:
            standard.metadata_transform(part)
            if sort in ("package", "resource", "schema"):
                part = {**part, **VERSION}
            notes = [error.note for error in standard.metadata_validate(part)]
        except FrictionlessException as error:
            notes = [error.error.note]
        except Exception:
            notes = ["it is built in a way that the standard does not know"]
        for note in notes:
            fault = _translated(note, path)
            if fault:
                yield fault
    if sort == "field":
        yield from _limits(own, path)


def _translated(note: str, path: Path) -> Fault | None:
    for pattern, steps, message, remedy in NOTES:
        found = re.match(pattern, note)
        if found and not message:
            return None
        if found:
            below = tuple(found.expand(step) for step in steps)
            return Fault("standard", (*path, *below), found.expand(message), found.expand(remedy))
    return Fault(
        "standard",
        path,
        "this part departs from the Data Package standard",
        "Compare it with a package that passes, or ask the data desk.",
        note,
    )
