"""The line: load → validate → compute → chart → downloads → pages → write."""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path

from performance import chart, downloads, pages, search, urls
from performance.city import City, examine
from performance.compute import compute
from performance.model import Drawing, Portal
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
    """Draw, write the downloads and write the pages of a computed portal."""
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    steps.begin("Drawing charts", len(portal.records))
    with chart.bundling() as interactive:
        drawings = chart.draw_all(
            portal.records,
            wording,
            cards=share.cards(portal, chosen),
            workers=chosen.workers,
            progress=steps.advance,
        )
        into.write(urls.path(urls.VEGA), interactive())
    steps.begin("Writing downloads")
    sizes: dict[str, int] = {}
    for address, data in _files(portal, drawings, chosen=chosen, wording=wording):
        into.write(urls.path(address), data)
        sizes[address] = len(data)
        steps.advance()
    steps.begin("Writing pages")
    with search.Index() as index:
        if index.usable:
            # Made of the pages, so how large it will be is not known to them.
            sizes[urls.FINDER] = 0
        else:
            steps.say(search.UNUSABLE)
        for page in pages.build(portal, drawings, sizes, chosen):
            html = render(page)
            into.write(urls.path(page.address), html.encode())
            if page.sort:
                index.add(page.address, html)
            steps.advance()
        for path, data in index.files():
            into.write(f"{urls.PAGEFIND}{path}", data)


def _files(
    portal: Portal, drawings: Mapping[str, Drawing], *, chosen: Settings, wording: Wording
) -> Iterator[tuple[str, bytes]]:
    """Yield every file that is not a page: its address and bytes."""
    for record in portal.records:
        name = record.metric.name
        yield from downloads.metric_files(record, wording, chosen)
        yield urls.metric(name, "chart.svg"), chart.standalone(drawings[name].wide)
        spec = json.dumps(drawings[name].spec, ensure_ascii=False, separators=(",", ":"))
        yield urls.metric(name, "chart.vl.json"), spec.encode()
        yield urls.metric(name, urls.CARD), drawings[name].card
    for package in portal.packages:
        yield from downloads.package_files(package, chosen, portal.revisions.get(package.name, ()))
        yield from downloads.release_files(package, portal, chosen)
    for schema in sorted(resources.files("performance.schemas").iterdir(), key=lambda f: f.name):
        if schema.name.endswith(".json"):
            yield f"{urls.PROFILES}{schema.name}", schema.read_bytes()
