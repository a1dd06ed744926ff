"""The datasets of a portal in the words of the standards that catalogues and programs read.

Each module is one standard, made from one description of a dataset (`dataset`) or from a package:
DCAT-US 1.1 and 3 for open-data catalogues, schema.org for search engines, CSV on the Web for
columns, Croissant for machine learning; beside them the sitemap, citations and licences in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from performance import urls
from performance.catalogue import dcat, dcat3
from performance.catalogue.address import base
from performance.catalogue.dataset import datasets
from performance.catalogue.inventory import Inventory
from performance.model import Department, Package, Record
from performance.settings import Settings

# On one line: a large city's catalogue is many megabytes.
_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Entries(Struct, frozen=True):
    """What a package and its metrics add to each catalogue: their datasets in JSON, with commas
    between them, as the bytes of the file."""

    dcat: bytes
    dcat3: bytes


def entries_of(
    package: Package,
    records: Sequence[Record],
    published: Inventory,
    *,
    department: Department | None,
    settings: Settings,
) -> Entries:
    """Return what a package and its metrics, which are `records`, add to each catalogue."""
    found = datasets(package, records, published, department=department, settings=settings)
    older, newer = base(settings, urls.DCAT), base(settings, urls.DCAT_3)
    both = [(dcat.dataset(each, older), dcat3.dataset(each, newer)) for each in found]
    return Entries(*(",".join(map(_json, several)).encode() for several in zip(*both, strict=True)))


def catalogs(entries: Sequence[Entries], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogues of every dataset, each with its address; `entries` are the packages'."""
    older = dcat.catalog(base(settings, urls.DCAT))
    newer = dcat3.catalog(settings, base(settings, urls.DCAT_3))
    yield urls.DCAT, _filled(older, [each.dcat for each in entries])
    yield urls.DCAT_3, _filled(newer, [each.dcat3 for each in entries])


def _filled(document: dict[str, Any], entries: Sequence[bytes]) -> bytes:
    """Return a catalogue that ends with its datasets, with these in it."""
    begin = _json(document).removesuffix("]}").encode()
    return b"%b%b]}\n" % (begin, b",".join(entries))
