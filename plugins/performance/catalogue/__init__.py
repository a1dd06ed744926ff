"""The datasets of a portal in the words of the standards that catalogues and programs read.

Each module is one standard, made from one description of a dataset (`dataset`) or from a package:
DCAT-US 1.1 and 3 for open-data catalogues, schema.org for search engines, CSV on the Web for
columns, Croissant for machine learning; beside them the sitemap, citations and licences in words.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from performance import urls
from performance.catalogue import dcat, dcat3
from performance.catalogue.address import base
from performance.catalogue.dataset import described, records_by_package
from performance.catalogue.inventory import Inventory
from performance.model import Department, Package, Portal, Record
from performance.settings import Settings

# On one line: a large city's catalogue is many megabytes.
_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a package and its metrics add to each catalogue: their datasets in JSON, with commas
    between them."""

    dcat: str
    dcat3: str


def entries_of(
    package: Package,
    records: Sequence[Record],
    published: Inventory,
    *,
    department: Department | None,
    settings: Settings,
) -> Entries:
    """Return what a package and its metrics, which are `records`, add to each catalogue."""
    found = tuple(described(package, records, published, department=department, settings=settings))
    return Entries(
        _json(dcat.entries(found, base(settings, urls.DCAT)))[1:-1],
        _json(dcat3.entries(found, base(settings, urls.DCAT_3)))[1:-1],
    )


def catalogs(
    portal: Portal,
    published: Inventory,
    settings: Settings,
    known: Callable[[Package], Entries] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogues of every dataset, each with its address.

    `known` may know from before what a package adds.
    """
    departments = {department.slug: department for department in portal.content.departments}
    records = records_by_package(portal)

    def make(package: Package) -> Entries:
        own, department = records.get(package.name, ()), departments.get(package.department or "")
        return entries_of(package, own, published, department=department, settings=settings)

    found = list(map(known or make, portal.packages))
    yield _catalog(
        urls.DCAT, dcat.catalog((), base(settings, urls.DCAT)), [each.dcat for each in found]
    )
    yield _catalog(
        urls.DCAT_3,
        dcat3.catalog((), settings, base(settings, urls.DCAT_3)),
        [each.dcat3 for each in found],
    )


def _catalog(address: str, document: dict[str, Any], entries: Sequence[str]) -> tuple[str, bytes]:
    """Return a catalogue with its address; `document` is that of no dataset, and ends with them."""
    text = _json(document).removesuffix("]}")
    return address, f"{text}{','.join(entries)}]}}\n".encode()
