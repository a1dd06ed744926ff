"""The line: load → validate → compute → chart → downloads → catalogue → feeds → pages → write."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import chain
from pathlib import Path

from performance import annual_files, catalogue, chart, downloads, feeds, pages, search, urls
from performance.annual_files import Printing
from performance.catalogue import sitemap
from performance.catalogue.inventory import inventory
from performance.city import City, computed, examine, strangers
from performance.compute import pictured
from performance.model import Drawing, Portal
from performance.pages import share
from performance.pages.page import Page
from performance.problem import BuildError, Problem
from performance.progress import Steps
from performance.rendering import Render
from performance.settings import Settings
from performance.text import Wording
from performance.write import Staging


def load(datasets: Path, city: City, steps: Steps, *, published: Path | None = None) -> Portal:
    """Return everything computed of the packages below `datasets`.

    `published` is the folder of the site as it was published before, none where it is not known.
    Raises BuildError with every problem where there is one: a site is published whole or not at
    all.
    """
    examined = examine([datasets], city, steps, published=published)
    _none(examined.problems, "in the data")
    steps.begin("Computing", None)
    for report in strangers(examined, city):
        steps.note(f"{report.title} was left out: none of its key metrics is in these packages.")
    portal, problems = computed(examined, city)
    _none(problems, "in the annual report")
    return portal


def _none(problems: Sequence[Problem], where: str) -> None:
    count = len(problems)
    if problems:
        raise BuildError(
            f"The site was not built: {count} problem{'s' if count > 1 else ''} {where}.", problems
        )


def publish(
    portal: Portal, chosen: Settings, printing: Printing, *, into: Staging, steps: Steps
) -> None:
    """Draw, write the downloads, the reports, the catalogues and the pages of a computed portal."""
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    sizes: dict[str, int] = {}
    sums: dict[str, str] = {}
    drawings = _drawn(portal, chosen, wording, into=into, steps=steps)
    steps.begin("Writing downloads")
    made = _files(portal, drawings, sizes, chosen=chosen, wording=wording)
    reports = annual_files.files(
        portal, drawings, sizes, chosen=chosen, printing=printing, steps=steps
    )
    for address, data in chain(made, reports):
        into.write(urls.path(address), data)
        sizes[address], sums[address] = len(data), hashlib.sha256(data).hexdigest()
        steps.advance()
    catalogs = catalogue.catalogs(portal, inventory(sizes, sums), chosen)
    for address, data in chain(catalogs, feeds.feed_files(portal, wording, chosen)):
        into.write(address, data)
        sizes[address], sums[address] = len(data), hashlib.sha256(data).hexdigest()
    steps.begin("Writing pages")
    with search.Index() as index:
        if index.usable:
            # Made of the pages, so how large it will be is not known to them.
            sizes[urls.FINDER] = 0
        else:
            steps.note(search.UNUSABLE)
        site = pages.build(portal, drawings, sizes, chosen, sums=sums)
        addresses = _write_pages(site, printing.render, index, into=into, steps=steps)
        for path, data in index.files():
            into.write(f"{urls.PAGEFIND}{path}", data)
    for address, data in sitemap.files(addresses, portal, chosen):
        into.write(address, data)


def _drawn(
    portal: Portal, chosen: Settings, wording: Wording, *, into: Staging, steps: Steps
) -> Mapping[str, Drawing]:
    """Return every drawing, and write the script of the interactive charts meanwhile."""
    drawn = (*portal.records, *pictured(portal, chosen.fiscal_year_start))
    steps.begin("Drawing charts", len(drawn))
    with chart.bundling() as interactive:
        drawings = chart.draw_all(
            drawn,
            wording,
            cards=share.cards(portal, chosen),
            ledger=portal.ledger,
            workers=chosen.workers,
            progress=steps.advance,
        )
        into.write(urls.VEGA, interactive())
    into.write(urls.VEGA_LICENCES, chart.licences())
    return drawings


def _write_pages(
    site: Iterator[Page], render: Render, index: search.Index, *, into: Staging, steps: Steps
) -> list[str]:
    """Write every page, let the index read those that can be found, and return the addresses."""
    addresses = []
    for page in site:
        html = render(page)
        into.write(urls.path(page.address), html.encode())
        addresses.append(page.address)
        if page.sort:
            index.add(page.address, html)
        steps.advance()
    return addresses


def _files(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    made: Mapping[str, int],
    *,
    chosen: Settings,
    wording: Wording,
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the data: its address and bytes. `made` fills with those yielded."""
    for record in portal.records:
        name = record.metric.name
        yield from downloads.metric_files(record, wording, chosen)
        yield downloads.explore_file(record, wording)
        yield urls.metric(name, "chart.svg"), chart.standalone(drawings[name].wide)
        spec = json.dumps(drawings[name].spec, ensure_ascii=False, separators=(",", ":"))
        yield urls.metric(name, "chart.vl.json"), spec.encode()
        yield urls.metric(name, urls.CARD), drawings[name].card
    for package in portal.packages:
        yield from downloads.package_files(package, chosen, portal.revisions.get(package.name, ()))
        yield from downloads.release_files(package, portal, chosen)
    yield from downloads.bulk_files(portal, wording, chosen)
    yield from downloads.api_files(portal, made, chosen)
    for schema in sorted(resources.files("performance.schemas").iterdir(), key=lambda f: f.name):
        if schema.name.endswith(".json"):
            yield f"{urls.PROFILES}{schema.name}", schema.read_bytes()
