"""Addresses as a document states them: whole where the site's is known, else relative to it."""

from __future__ import annotations

from msgspec import Struct

from performance import urls
from performance.settings import Settings


class Base(Struct, frozen=True):
    """What the addresses in a document are stated from.

    `site` is the site's public address without a slash at the end, empty where it is not known;
    `document` is the document's own address, relative to the site's root.
    """

    site: str
    document: str

    def of(self, address: str) -> str:
        """Return an address of the site as the document states it.

        Without a site it is a relative reference, which JSON-LD, CSVW and HTML resolve from the
        address that the document was read from.
        """
        if self.site:
            return f"{self.site}/{address}"
        return f"{urls.root(self.document)}{address}" or "./"


def base(settings: Settings, document: str) -> Base:
    """Return what the addresses in the document at an address of the site are stated from."""
    return Base(settings.site_url.rstrip("/"), document)
