"""The catalogue in DCAT-US 1.1 (Project Open Data), which data.gov reads: /data.json.

The codes of federal bureaus and programs are left out: a city has none. Without a public address of
the site the addresses are relative references, which JSON-LD resolves from where the document was
read; data.gov takes a catalogue with a public address alone.
"""

from __future__ import annotations

from typing import Any

from performance import urls
from performance.catalogue import licence
from performance.catalogue.address import Base
from performance.catalogue.dataset import Contact, Dataset
from performance.catalogue.files import File
from performance.period import Frequency

_STANDARD = "https://project-open-data.cio.gov/v1.1/schema"
JSON = "application/json"

# ISO 8601 repeating intervals, as the standard has frequencies.
FREQUENCIES = {
    Frequency.DAY: "R/P1D",
    Frequency.WEEK: "R/P1W",
    Frequency.MONTH: "R/P1M",
    Frequency.QUARTER: "R/P3M",
    Frequency.YEAR: "R/P1Y",
}


def catalog(base: Base) -> dict[str, Any]:
    """Return the catalogue as JSON holds it, which ends with its datasets, of none yet."""
    return {
        "@context": f"{_STANDARD}/catalog.jsonld",
        "@id": base.of(urls.DCAT),
        "@type": "dcat:Catalog",
        "conformsTo": _STANDARD,
        "describedBy": f"{_STANDARD}/catalog.json",
        "dataset": [],
    }


def dataset(described: Dataset, base: Base) -> dict[str, Any]:
    """Return a dataset as the catalogue has it."""
    licences = [found for each in described.licences if (found := licence.address(each))]
    page = base.of(described.address)
    covers = described.covers
    facts: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": page,
        "title": described.title,
        "description": described.description,
        "keyword": list(described.keywords),
        "modified": described.modified,
        "publisher": {"@type": "org:Organization", "name": described.publisher},
        "contactPoint": _contact(described.contact),
        "accessLevel": "public",
        "license": licences[0] if licences else "",
        "temporal": f"{covers[0].isoformat()}/{covers[1].isoformat()}" if covers else "",
        "spatial": described.place,
        "accrualPeriodicity": FREQUENCIES[described.frequency] if described.frequency else "",
        "landingPage": page,
        "describedBy": base.of(described.dictionary),
        "describedByType": JSON,
        "isPartOf": base.of(described.part_of) if described.part_of else "",
        "distribution": [_distribution(file, base) for file in described.files],
    }
    return {key: value for key, value in facts.items() if value}


def _contact(contact: Contact) -> dict[str, str]:
    facts = {"@type": "vcard:Contact", "fn": contact.name}
    if contact.email:
        facts["hasEmail"] = f"mailto:{contact.email}"
    return facts


def _distribution(file: File, base: Base) -> dict[str, str]:
    facts = {
        "@type": "dcat:Distribution",
        "title": file.title,
        "downloadURL": base.of(file.address),
        "mediaType": file.mediatype,
        "format": file.format,
    }
    return {key: value for key, value in facts.items() if value}
