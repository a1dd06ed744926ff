"""A table's columns in CSV on the Web (CSVW), beside the file: <file>-metadata.json.

That is where a reader of CSVW looks for it, so that the file's own address is all it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from performance.catalogue import licence
from performance.model import Field, Link, Resource, dialect_of

CONTEXT = "http://www.w3.org/ns/csvw"
TYPES = {
    "integer": "integer",
    "number": "number",
    "date": "date",
    "datetime": "dateTime",
    "time": "time",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "duration": "duration",
    "object": "json",
    "array": "json",
    "geojson": "json",
}
RANGES = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "minExclusive",
    "exclusiveMaximum": "maxExclusive",
}
# Lengths are those of text; ranges those of numbers and days.
RANGED = ("integer", "number", "date")
XSD_BOOLEANS = {"true", "false", "1", "0"}


def document(
    url: str,
    fields: Sequence[Field],
    *,
    title: str,
    description: str,
    licences: Sequence[Link],
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the description of a CSV file, which `url` names from beside it.

    `fields` are in the order of the file's columns; `more` are other properties of the table.
    """
    addresses = [found for each in licences if (found := licence.address(each))]
    facts: dict[str, Any] = {
        "@context": [CONTEXT, {"@language": "en"}],
        "url": quote(url),
        "dc:title": title,
        "dc:description": description,
        "dc:license": {"@id": addresses[0]} if addresses else None,
        **(more or {}),
    }
    said = {key: value for key, value in facts.items() if value}
    # An empty `null` means that no text stands for no value.
    return {**said, "tableSchema": {"columns": [column(field) for field in fields]}}


def of_resource(resource: Resource, url: str, licences: Sequence[Link]) -> dict[str, Any]:
    """Return the description of a package's table; ValueError where it is none."""
    if not resource.is_table:
        raise ValueError(f"{resource.name} is not a table")
    described = {field.name: field for field in resource.fields}
    fields = [described.get(name) or Field(name) for name in resource.columns]
    made = document(
        url,
        [],
        title=resource.title or resource.name,
        description=resource.description,
        licences=licences,
        more={"dialect": _dialect(resource)},
    )
    schema: dict[str, Any] = {"columns": [_of_field(field, resource) for field in fields]}
    if resource.primary_key:
        schema["primaryKey"] = [variable(name) for name in resource.primary_key]
    return {**made, "tableSchema": schema}


def _of_field(field: Field, resource: Resource) -> dict[str, Any]:
    # How yes and no are written is all that the cells tell of a column.
    if field.type != "boolean" or resource.rows is None:
        return column(field)
    return column(field, resource.rows().columns[field.name].distinct)


def column(field: Field, texts: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the description of a column; `texts` are its distinct cells."""
    facts: dict[str, Any] = {
        "name": variable(field.name),
        "titles": [field.name],
        "datatype": _datatype(field, texts),
        "dc:title": field.title if field.title != field.name else "",
        "dc:description": field.description,
        "schema:unitText": field.unit,
    }
    said = {key: value for key, value in facts.items() if value}
    if field.constraints.get("required") is True:
        said["required"] = True
    if field.missing_values != ("",):
        said["null"] = list(field.missing_values)
    return said


def variable(name: str) -> str:
    """Return a column's name as CSVW takes it: a name of a variable in a URI template."""
    return re.sub(
        r"[^A-Za-z0-9_]|^_",
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()),
        name,
    )


def _datatype(field: Field, texts: Sequence[str] | None) -> str | dict[str, Any]:
    """Return the type of a column's cells; where CSVW has none for it, they are text."""
    if field.type == "boolean":
        return _boolean(field, texts)
    kind = TYPES.get(field.type, "string")
    plain = field.raw.get("bareNumber") is not False
    if not plain or (kind != "string" and field.format not in ("default", "")):
        return "string"
    facts: dict[str, Any] = {"base": kind}
    signs = {sign: field.raw[sign] for sign in ("decimalChar", "groupChar") if field.raw.get(sign)}
    if signs and kind in ("integer", "number"):
        # Such signs belong to decimal numbers, which have no exponent.
        facts |= {"base": "decimal", "format": signs}
    if kind in RANGED:
        given = ((to, field.constraints.get(name)) for name, to in RANGES.items())
        facts |= {to: value for to, value in given if value is not None}
    return facts if len(facts) > 1 else kind


def _boolean(field: Field, texts: Sequence[str] | None) -> str | dict[str, Any]:
    """Return how the column writes yes and no: CSVW allows one text for each."""
    if texts is None:
        return "boolean"
    yes = [str(text) for text in field.raw.get("trueValues") or ("true", "True", "TRUE", "1")]
    no = [str(text) for text in field.raw.get("falseValues") or ("false", "False", "FALSE", "0")]
    used = set(texts) - set(field.missing_values) - {""}
    if used <= XSD_BOOLEANS and used <= {*yes, *no}:
        return "boolean"
    used_yes, used_no = [t for t in yes if t in used], [t for t in no if t in used]
    if len(used_yes) > 1 or len(used_no) > 1 or any("|" in text for text in used):
        return "string"
    pair = ((used_yes or yes)[0], (used_no or no)[0])
    return {"base": "boolean", "format": "|".join(pair)}


def _dialect(resource: Resource) -> dict[str, Any]:
    """Return how the file is written where it is not as CSVW takes it to be."""
    stated = dialect_of(resource.raw)
    facts: dict[str, Any] = {
        "delimiter": stated.delimiter if stated.delimiter != "," else None,
        "quoteChar": stated.quote if stated.quote not in ('"', None) else None,
        "doubleQuote": None if stated.double_quote else False,
        "skipInitialSpace": True if stated.skip_initial_space else None,
        "skipBlankRows": True if stated.skip_blank else None,
        "commentPrefix": stated.comment or None,
    }
    said = {key: value for key, value in facts.items() if value is not None}
    if stated.quote is None:
        said["quoteChar"] = None
    if not stated.has_header:
        said["header"] = False
    elif (stated.header_row or 1) > 1:
        said["skipRows"] = (stated.header_row or 1) - 1
    return said
