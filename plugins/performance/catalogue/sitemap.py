"""What search engines are told: /sitemap.xml and /robots.txt.

A sitemap holds whole addresses alone, so that a site whose address is not known has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from performance import urls
from performance.catalogue.dataset import created
from performance.model import Portal
from performance.settings import Settings

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The most addresses that one file may hold.
MOST = 50_000


def files(
    addresses: Iterable[str], portal: Portal, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap of pages at `addresses`, each with its address, and robots.txt.

    More pages than one file may hold are split over several, which sitemap.xml then lists.
    """
    site = settings.site_url.rstrip("/")
    robots = "User-agent: *\nAllow: /\n"
    if site:
        robots += f"\nSitemap: {site}/{urls.SITEMAP}\n"
        dates = _dates(portal)
        listed = [address for address in addresses if is_listed(address)]
        parts = [listed[start : start + MOST] for start in range(0, len(listed), MOST)]
        if len(parts) == 1:
            yield urls.SITEMAP, _pages(parts[0], site, dates)
        else:
            names = [urls.sitemap_part(number) for number in range(1, len(parts) + 1)]
            for name, part in zip(names, parts, strict=True):
                yield name, _pages(part, site, dates)
            yield urls.SITEMAP, _document("sitemapindex", "sitemap", [(site, n, "") for n in names])
    yield urls.ROBOTS, robots.encode()


def is_listed(address: str) -> bool:
    """Whether a search engine should find a page: not another view of what a listed one holds."""
    views = ("embed/", "metrics/attainment/", urls.SEARCH)
    return not (
        address == urls.NOT_FOUND or address.endswith("/explore/") or address.startswith(views)
    )


def _dates(portal: Portal) -> Mapping[str, str]:
    """Return the days that the pages of data were last made, by address."""
    found = {urls.package(p.name): created(p) for p in portal.packages}
    found |= {urls.metric(r.metric.name): created(r.package) for r in portal.records}
    newest = max(found.values(), default="")
    whole = (urls.HOME, urls.METRICS, urls.DATA, urls.REPORTING)
    return found | dict.fromkeys(whole, newest)


def _pages(addresses: Sequence[str], site: str, dates: Mapping[str, str]) -> bytes:
    return _document("urlset", "url", [(site, a, dates.get(a, "")) for a in addresses])


def _document(root: str, entry: str, entries: Iterable[tuple[str, str, str]]) -> bytes:
    """Return a document of entries: the site, an address in it and the day it was made, or ""."""
    whole = etree.Element(f"{{{NAMESPACE}}}{root}", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for site, address, day in entries:
        one = etree.SubElement(whole, f"{{{NAMESPACE}}}{entry}")
        etree.SubElement(one, f"{{{NAMESPACE}}}loc").text = f"{site}/{address}"
        if day:
            etree.SubElement(one, f"{{{NAMESPACE}}}lastmod").text = day
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8", pretty_print=True)
