"""The catalogue in DCAT-US 3, the United States' profile of W3C's DCAT 3: /data/dcat-us-3.json.

It is JSON-LD. Without a public address of the site the addresses are relative references, which are
resolved from where the document was read.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from performance import urls
from performance.catalogue import licence
from performance.catalogue.address import Base
from performance.catalogue.dataset import Contact, Dataset
from performance.catalogue.files import File
from performance.period import Frequency
from performance.settings import Settings

CONTEXT = "https://raw.githubusercontent.com/DOI-DO/dcat-us/main/context/dcat-us-3.0.jsonld"
STANDARD = "https://resources.data.gov/resources/dcat-us3/"
ENGLISH = "http://id.loc.gov/vocabulary/iso639-1/en"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

# Dublin Core's vocabulary of frequencies, which the profile names.
FREQUENCIES = {
    Frequency.DAY: "http://purl.org/cld/freq/daily",
    Frequency.WEEK: "http://purl.org/cld/freq/weekly",
    Frequency.MONTH: "http://purl.org/cld/freq/monthly",
    Frequency.QUARTER: "http://purl.org/cld/freq/quarterly",
    Frequency.YEAR: "http://purl.org/cld/freq/annual",
}


def catalog(settings: Settings, base: Base) -> dict[str, Any]:
    """Return the catalogue as JSON holds it, which ends with its datasets, of none yet."""
    publisher = settings.publisher or settings.city
    return {
        "@context": CONTEXT,
        "@id": base.of(urls.DCAT_3),
        "@type": "dcat:Catalog",
        "title": f"{settings.title}: open data of {settings.city}",
        "description": f"Every dataset of {settings.city}'s performance portal: data packages, and "
        "the series of each metric made from them.",
        "publisher": {
            "@id": _agent(publisher, base),
            "@type": "foaf:Agent",
            "name": publisher,
        },
        "homepage": base.of(urls.DATA),
        "conformsTo": STANDARD,
        "language": [ENGLISH],
        "modified": settings.today.isoformat(),
        "dataset": [],
    }


def dataset(described: Dataset, base: Base) -> dict[str, Any]:
    """Return a dataset as the catalogue has it."""
    page = base.of(described.address)
    facts: dict[str, Any] = {
        "@id": page,
        "@type": "dcat:Dataset",
        "identifier": [page],
        "title": described.title,
        "description": described.description,
        # The profile's schema has one keyword where its vocabulary has many: the map has room.
        "keywordMap": {"en": list(described.keywords)},
        "publisher": {
            "@id": _agent(described.publisher, base),
            "@type": "org:Organization",
            "name": described.publisher,
            "prefLabel": described.publisher,
        },
        "contactPoint": _contacts(described.contact),
        "landingPage": page,
        "version": described.version,
        "issued": described.modified,
        "modified": described.modified,
        "accrualPeriodicity": FREQUENCIES[described.frequency] if described.frequency else "",
        "temporal": _periods(described.covers),
        "spatial": _places(described.place),
        "language": [ENGLISH],
        "hasPart": [base.of(part) for part in described.parts],
        "describedBy": {
            "@type": "dcat:Distribution",
            "title": "Data dictionary",
            "downloadURL": base.of(described.dictionary),
            "mediaType": f"{MEDIA_TYPES}application/json",
        },
        "distribution": [_distribution(file, described, base) for file in described.files],
    }
    return _said(facts)


def _distribution(file: File, described: Dataset, base: Base) -> dict[str, Any]:
    licences = [found for each in described.licences if (found := licence.address(each))]
    address = base.of(file.address)
    facts: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "title": file.title,
        "accessURL": base.of(described.address),
        "downloadURL": address,
        "mediaType": f"{MEDIA_TYPES}{file.mediatype}",
        "byteSize": str(file.bytes),
        "license": licences[0] if licences else "",
    }
    if file.sha256:
        facts["checksum"] = {
            "@type": "spdx:Checksum",
            "algorithm": SHA256,
            "checksumValue": file.sha256,
        }
    return _said(facts)


def _contacts(contact: Contact) -> list[dict[str, str]]:
    """Return whom to ask; nobody without an e-mail address, which the profile requires."""
    if not contact.email:
        return []
    return [{"@type": "vcard:Kind", "fn": contact.name, "hasEmail": f"mailto:{contact.email}"}]


def _periods(covers: tuple[date, date] | None) -> list[dict[str, str]]:
    if covers is None:
        return []
    first, last = (day.isoformat() for day in covers)
    return [{"@type": "dcterms:PeriodOfTime", "startDate": first, "endDate": last}]


def _places(place: str) -> list[dict[str, str]]:
    return [{"@type": "dcterms:Location", "prefLabel": place}] if place else []


def _agent(name: str, base: Base) -> str:
    """Return an identifier of a publisher: the same name has the same."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{base.of(urls.DATA)}#publisher-{digest}"


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in ("", [])}
