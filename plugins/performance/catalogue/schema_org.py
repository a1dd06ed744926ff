"""Datasets in the words of schema.org, as JSON-LD within a page, for search engines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from performance import urls
from performance.catalogue import licence
from performance.catalogue.address import Base
from performance.catalogue.dataset import Contact, Dataset, Variable
from performance.catalogue.files import File

CONTEXT = "https://schema.org/"

# The lengths of a description that search engines for datasets take.
SHORTEST, LONGEST = 50, 5_000

# The code of the unit in UN/CEFACT's list, by the unit's name.
UNIT_CODES = {"percent": "P1", "days": "DAY", "hours": "HUR", "minutes": "MIN", "seconds": "SEC"}


def dataset(described: Dataset, base: Base, *, site_title: str) -> Markup:
    """Return a dataset as the content of a script element of type application/ld+json."""
    return embedded({"@context": CONTEXT, **_dataset(described, base, site_title=site_title)})


def catalogue(
    title: str, publisher: str, packages: Sequence[tuple[str, str]], base: Base
) -> Markup:
    """Return a catalogue of packages, each a title and an address, likewise."""
    document = {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": base.of(urls.DATA),
        "name": title,
        "url": base.of(urls.DATA),
        "publisher": _organization(publisher),
        "dataset": [
            {"@type": "Dataset", "@id": base.of(address), "name": name, "url": base.of(address)}
            for name, address in packages
        ],
    }
    return embedded(document)


def embedded(document: Mapping[str, Any]) -> Markup:
    """Return JSON that may stand within a script element: nothing in it can end the element."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # No sign of HTML is left in it.


def _dataset(described: Dataset, base: Base, *, site_title: str) -> dict[str, Any]:
    address = base.of(described.address)
    licences = [found for each in described.licences if (found := licence.address(each))]
    facts: dict[str, Any] = {
        "@type": "Dataset",
        "@id": address,
        "name": described.title,
        "description": _description(described),
        "url": address,
        "identifier": described.name,
        "keywords": list(described.keywords),
        "license": licences[0] if len(licences) == 1 else licences,
        "isAccessibleForFree": True,
        "creator": _organization(described.publisher, described.contact),
        "publisher": _organization(described.publisher),
        "version": described.version,
        "dateModified": described.modified,
        "temporalCoverage": _interval(described),
        "spatialCoverage": {"@type": "Place", "name": described.place} if described.place else None,
        "measurementTechnique": described.method,
        "variableMeasured": [_variable(variable) for variable in described.variables],
        "includedInDataCatalog": _included(base, site_title),
        "isPartOf": base.of(described.part_of) if described.part_of else "",
        "hasPart": [base.of(part) for part in described.parts],
        "distribution": [_download(file, base) for file in described.files],
    }
    return {key: value for key, value in facts.items() if value not in (None, "", [])}


def _description(described: Dataset) -> str:
    words = described.description
    if len(words) < SHORTEST:
        words = f"{words} {described.title}, published by {described.publisher} as open data."
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _interval(described: Dataset) -> str:
    if described.covers is None:
        return ""
    first, last = described.covers
    return f"{first.isoformat()}/{last.isoformat()}"


def _organization(name: str, contact: Contact | None = None) -> dict[str, Any]:
    facts: dict[str, Any] = {"@type": "Organization", "name": name}
    if contact and contact.email:
        facts["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "name": contact.name,
            "email": contact.email,
        }
    return facts


def _variable(variable: Variable) -> dict[str, Any]:
    facts = {
        "@type": "PropertyValue",
        "name": variable.name,
        "description": variable.description,
        "unitText": variable.unit,
        "unitCode": UNIT_CODES.get(variable.unit, ""),
    }
    return {key: value for key, value in facts.items() if value}


def _included(base: Base, site_title: str) -> dict[str, Any]:
    address = base.of(urls.DATA)
    return {"@type": "DataCatalog", "@id": address, "name": site_title, "url": address}


def _download(file: File, base: Base) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "encodingFormat": file.mediatype,
        "contentUrl": base.of(file.address),
        "contentSize": f"{file.bytes} B",
    }
