"""The line: load → validate → compute → chart → downloads → catalogue → pages → write."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path

from performance import catalogue, chart, downloads, pages, search, urls
from performance.catalogue import sitemap
from performance.catalogue.inventory import inventory
from performance.city import City, examine
from performance.compute import compute
from performance.model import Drawing, Pack, Portal, Record
from performance.pages import share
from performance.pages.page import Page
from performance.problem import BuildError
from performance.progress import Steps
from performance.settings import Settings
from performance.text import Wording
from performance.write import Staging

Render = Callable[[Page], str]


def load(datasets: Path, city: City, steps: Steps, *, published: Path | None = None) -> Portal:
    """Return everything computed of the packages below `datasets`.

    `published` is the folder of the site as it was published before, none where it is not known.
    Raises BuildError with every problem where there is one: a site is published whole or not at
    all.
    """
    examined = examine([datasets], city, steps, published=published)
    if examined.problems:
        count = len(examined.problems)
        raise BuildError(
            f"The site was not built: {count} problem{'s' if count > 1 else ''} in the data.",
            examined.problems,
        )
    steps.begin("Computing", None)
    return compute(examined.packages, city.content, city.settings)


def publish(
    portal: Portal, chosen: Settings, render: Render, *, into: Staging, steps: Steps
) -> None:
    """Draw, write the downloads, the catalogues and the pages of a computed portal."""
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    steps.begin(
        "Drawing charts", len(portal.records) + sum(map(len, map(_discussed, portal.packs)))
    )
    with chart.bundling() as interactive:
        drawings, meetings = _drawn(portal, chosen, wording, steps=steps)
        into.write(urls.path(urls.VEGA), interactive())
    steps.begin("Writing downloads")
    sizes: dict[str, int] = {}
    sums: dict[str, str] = {}
    for address, data in _files(portal, drawings, sizes, chosen=chosen, wording=wording):
        into.write(urls.path(address), data)
        sizes[address], sums[address] = len(data), hashlib.sha256(data).hexdigest()
        steps.advance()
    for address, data in catalogue.catalogs(portal, inventory(sizes, sums), chosen):
        into.write(address, data)
        sizes[address], sums[address] = len(data), hashlib.sha256(data).hexdigest()
    steps.begin("Writing pages")
    addresses = []
    with search.Index() as index:
        if index.usable:
            # Made of the pages, so how large it will be is not known to them.
            sizes[urls.FINDER] = 0
        else:
            steps.note(search.UNUSABLE)
        for page in pages.build(portal, drawings, sizes, chosen, sums=sums, meetings=meetings):
            html = render(page)
            into.write(urls.path(page.address), html.encode())
            addresses.append(page.address)
            if page.sort:
                index.add(page.address, html)
            steps.advance()
        for path, data in index.files():
            into.write(f"{urls.PAGEFIND}{path}", data)
    for address, data in sitemap.files(addresses, portal, chosen):
        into.write(address, data)


def _drawn(
    portal: Portal, chosen: Settings, wording: Wording, *, steps: Steps
) -> tuple[dict[str, Drawing], dict[str, dict[str, Drawing]]]:
    """Return the drawings of every metric, and those of the packs of meetings by month and metric.

    A pack's are those of its month. The cabinet sees whole charts, everybody else sparklines.
    """
    words = share.cards(portal, chosen)
    cards = [words.get(record.metric.name) for record in portal.records]
    discussed = [record for pack in portal.packs for record in _discussed(pack)]
    steps.begin("Drawing charts", len(portal.records) + len(discussed))
    drawn = chart.draw_each(
        [*portal.records, *discussed],
        wording,
        cards=[*cards, *(None for _ in discussed)],
        workers=chosen.workers,
        progress=steps.advance,
    )
    own = iter(drawn[len(portal.records) :])
    drawings = {r.metric.name: d for r, d in zip(portal.records, drawn, strict=False)}
    meetings: dict[str, dict[str, Drawing]] = {}
    for pack in portal.packs:
        sparks = {name: chart.sketch(record, wording) for name, record in pack.records.items()}
        whole = {record.metric.name: next(own) for record in _discussed(pack)}
        meetings[pack.briefing.key] = sparks | whole
    return drawings, meetings


def _discussed(pack: Pack) -> list[Record]:
    """Return the records that the cabinet's briefing shows with their charts."""
    cabinet = pack.briefing.cabinet
    names = cabinet.metrics if cabinet is not None else ()
    return [pack.records[name] for name in names if name in pack.records]


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
