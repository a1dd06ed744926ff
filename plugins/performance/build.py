"""The line: load → validate → compute → chart → downloads → catalogue → feeds → pages → write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from performance import annual_files, page_files, pages, search, urls
from performance.annual_files import Printing
from performance.by_package import ByPackage
from performance.catalogue import sitemap
from performance.city import City, computed, examine, strangers
from performance.drawn import Drawn, draw
from performance.finding import Finder
from performance.memory import File, Files, Made, Site, digest, program
from performance.memory.memory import Memory
from performance.model import Portal
from performance.page_files import Keys
from performance.problem import BuildError, Problem
from performance.progress import Steps
from performance.published import Published
from performance.write import Staging


def load(
    datasets: Path, city: City, steps: Steps, *, memory: Memory, before: Path | None = None
) -> Portal:
    """Return everything computed of the packages below `datasets`.

    `before` is the folder of the site as it was published before, none where it is not known.
    Raises BuildError with every problem where there is one: a site is published whole or not at
    all.
    """
    examined = examine([datasets], city, steps, published=before, sound=memory, traces=memory.hold)
    _none(examined.problems, "in the data")
    steps.begin("Computing", None)
    for report in strangers(examined, city):
        steps.note(f"{report.title} was left out: none of its key metrics is in these packages.")
    portal, problems = computed(examined, city, memory.recall)
    _none(problems, "in the annual report")
    return portal


def _none(problems: Sequence[Problem], where: str) -> None:
    count = len(problems)
    if problems:
        raise BuildError(
            f"The site was not built: {count} problem{'s' if count > 1 else ''} {where}.", problems
        )


def publish(
    portal: Portal, printing: Printing, memory: Memory, *, into: Staging, steps: Steps
) -> None:
    """Draw, write the downloads, the reports, the catalogues and the pages of a computed portal.

    The pages of metrics and of the staff's words are written as soon as they can be: `portal serve`
    shows them from then on.
    """
    chosen = memory.settings
    site = Site(memory.store, into, digest(program(), chosen))
    drawn = draw(portal, memory, site=site, steps=steps)
    steps.begin("Writing downloads", len(portal.packages))
    files = Files()
    filed = ByPackage(portal, memory)
    published = Published(portal, drawn.drawings, memory, filed=filed)
    files.take(published.of_packages(site, files.sizes, steps.advance))
    chapters = pages.chapters(
        *(portal, drawn.drawings, files.sizes, chosen),
        told=published.told,
        sums=files.sums,
        meetings=drawn.meetings,
        glance=page_files.glances(filed, drawn.drawings, chosen),
    )
    keys = Keys(chapters, portal, memory, files)
    write = partial(page_files.written, keys=keys, printing=printing, site=site, steps=steps)
    with Finder(memory, site) as finder:
        shown = list(finder.sought(write(chapters.first())))
        files.take(published.of_all(site, files.sizes))
        files.take(_reports(portal, drawn, memory, printing, site=site, files=files, steps=steps))
        files.take(published.about(site))
        if finder.usable:
            # It is made of the pages.
            files.expect(urls.FINDER)
        else:
            steps.note(search.UNUSABLE)
        shown += finder.sought(write(chapters.rest()))
        files.take(finder.write())
    _map(shown, portal, memory, site)


def _map(shown: Sequence[Made], portal: Portal, memory: Memory, site: Site) -> None:
    """Write what lists the pages that are shown for search engines."""
    addresses = chain.from_iterable(made.addresses for made in shown)
    for address, data in sitemap.files(addresses, portal, memory.settings):
        site.write(File(address, address, data))


def _reports(
    portal: Portal,
    drawn: Drawn,
    memory: Memory,
    printing: Printing,
    *,
    site: Site,
    files: Files,
    steps: Steps,
) -> Iterator[Made]:
    """Write the files of annual reports and yield each."""
    of = (memory.of_portal(portal), files.digest) if portal.content.reports else ()
    make = partial(
        annual_files.files,
        *(portal, drawn.drawings, files.sizes),
        chosen=memory.settings,
        printing=printing,
        steps=steps,
    )
    return annual_files.written(make, printing, site, of=of)
