"""The datasets of a portal in the words of the standards that catalogues and programs read.

Each module is one standard, made from one description of a dataset (`dataset`) or from a package:
DCAT-US 1.1 and 3 for open-data catalogues, schema.org for search engines, CSV on the Web for
columns, Croissant for machine learning; beside them the sitemap, citations and licences in words.
"""

import json
from collections.abc import Iterator

from performance import urls
from performance.catalogue import dcat, dcat3
from performance.catalogue.address import base
from performance.catalogue.dataset import datasets
from performance.catalogue.inventory import Inventory
from performance.model import Portal
from performance.settings import Settings


def catalogs(
    portal: Portal, published: Inventory, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogues of every dataset, each with its address."""
    found = tuple(datasets(portal, published, settings))
    made = {
        urls.DCAT: dcat.catalog(found, base(settings, urls.DCAT)),
        urls.DCAT_3: dcat3.catalog(found, settings, base(settings, urls.DCAT_3)),
    }
    for address, document in made.items():
        # On one line: a large city's catalogue is many megabytes.
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        yield address, text.encode() + b"\n"
