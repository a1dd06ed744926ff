"""A package in Croissant 1.0, MLCommons' description of data sets for machine learning.

Its records are read from the Parquet files, which carry the types; where the site's address is not
known the files are named as they lie beside the description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from performance import markup, urls
from performance.catalogue import licence
from performance.catalogue.address import Base
from performance.catalogue.citation import edition_citation, publisher
from performance.catalogue.dataset import created
from performance.model import Field, Package, Resource
from performance.settings import Settings

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
PARQUET = "application/x-parquet"

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

# By the types of the Parquet files; every other type of a Table Schema is text in them.
TYPES = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}


def document(
    package: Package,
    facts: Mapping[str, tuple[int, str]],
    *,
    places: Mapping[str, str],
    edition: str,
    settings: Settings,
) -> dict[str, Any]:
    """Return the description of an edition's tables, as JSON holds it.

    `facts` are the size in bytes and the SHA-256 of the edition's files, by their paths in it;
    `places` the paths of the resources' own files, by the resources' names. `edition` is the one
    whose permanent addresses are stated.
    """
    ids = _ids([*places.values(), *(f"{name}.parquet" for name in places)])
    base = Base(settings.site_url.rstrip("/"), urls.package_file(package.name, edition, ""))
    folder = urls.package_file(package.name, edition, "") if base.site else ""
    tables = [r for r in package.resources if r.is_table]
    objects = []
    for resource in tables:
        own, parquet = places[resource.name], f"{resource.name}.parquet"
        for path, form in ((own, "text/csv"), (parquet, PARQUET)):
            address = f"{folder}{quote(path)}"
            url = base.of(address) if base.site else path
            objects.append(_file(ids[path], form, url, *facts[path]))
    described = {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        **_identity(package, base, settings),
        "distribution": list({each["@id"]: each for each in objects}.values()),
        "recordSet": [_records(r, ids[f"{r.name}.parquet"]) for r in tables],
    }
    return {key: value for key, value in described.items() if value not in ("", [], None)}


def _identity(package: Package, base: Base, settings: Settings) -> dict[str, Any]:
    by = publisher(package, settings)
    licences = [licence.address(each) or each.title for each in package.licenses]
    return {
        "name": package.name,
        "alternateName": package.title,
        "description": markup.plain(package.description)
        or f"{package.title or package.name}, published by {by}.",
        "url": base.of(urls.package(package.name)) if base.site else "",
        "license": licences[0] if len(licences) == 1 else licences,
        "creator": {"@type": "sc:Organization", "name": by},
        "publisher": {"@type": "sc:Organization", "name": by},
        "citeAs": edition_citation(package, settings),
        "datePublished": created(package),
        "version": package.version,
        "isLiveDataset": False,
    }


def _ids(names: Sequence[str]) -> dict[str, str]:
    """Return an identifier for each name, of the signs that Croissant takes, no two the same."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_./-]+", "-", name)
        made, number = plain, 2
        while made in found.values():
            made, number = f"{plain}-{number}", number + 1
        found.setdefault(name, made)
    return found


def _file(name: str, form: str, url: str, size: int, sha256: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": url,
        "contentSize": f"{size} B",
        "encodingFormat": form,
        "sha256": sha256,
    }


def _records(resource: Resource, parquet: str) -> dict[str, Any]:
    """Return the rows of a table as a record set, read from its Parquet file."""
    described = {field.name: field for field in resource.fields}
    names = resource.columns
    ids = _ids(names)
    facts: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": markup.plain(resource.description),
        "key": [{"@id": f"{resource.name}/{ids[name]}"} for name in resource.primary_key],
        "field": [
            _field(described.get(name) or Field(name), f"{resource.name}/{ids[name]}", parquet)
            for name in names
        ],
    }
    return {key: value for key, value in facts.items() if value}


def _field(field: Field, identifier: str, parquet: str) -> dict[str, Any]:
    words = field.description or field.title
    facts: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": identifier,
        "name": field.name,
        "description": f"{words} Unit: {field.unit}." if field.unit and words else words,
        "dataType": TYPES.get(field.type, "sc:Text"),
        "source": {
            "fileObject": {"@id": parquet},
            "extract": {"column": field.name},
        },
    }
    return {key: value for key, value in facts.items() if value}
