"""The line: load → validate → compute → chart → downloads → pages → write."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import chain
from pathlib import Path

from performance import annual_files, chart, downloads, pages, urls
from performance.annual_files import Printing
from performance.city import City, computed, examine, strangers
from performance.compute import pictured
from performance.model import Drawing, Portal
from performance.problem import BuildError, Problem
from performance.progress import Steps
from performance.settings import Settings
from performance.text import Wording
from performance.write import Staging


def load(datasets: Path, city: City, steps: Steps) -> Portal:
    """Return everything computed of the packages below `datasets`.

    Raises BuildError with every problem where there is one: a site is published whole or not at
    all.
    """
    examined = examine([datasets], city, steps)
    _none(examined.problems, "in the data")
    steps.begin("Computing", None)
    for report in strangers(examined, city):
        steps.say(f"{report.title} was left out: none of its key metrics is in these packages.")
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
    """Draw, write the downloads and the reports, and write the pages of a computed portal."""
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    drawn = (*portal.records, *pictured(portal, chosen.fiscal_year_start))
    steps.begin("Drawing charts", len(drawn))
    drawings = chart.draw_all(drawn, wording, workers=chosen.workers, progress=steps.advance)
    steps.begin("Writing downloads")
    sizes: dict[str, int] = {}
    made = _files(portal, drawings, chosen=chosen, wording=wording)
    reports = annual_files.files(
        portal, drawings, sizes, chosen=chosen, printing=printing, steps=steps
    )
    for address, data in chain(made, reports):
        into.write(urls.path(address), data)
        sizes[address] = len(data)
        steps.advance()
    steps.begin("Writing pages")
    for page in pages.build(portal, drawings, sizes, chosen):
        into.write(urls.path(page.address), printing.render(page).encode())
        steps.advance()


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
    for package in portal.packages:
        yield from downloads.package_files(package, chosen)
    for schema in sorted(resources.files("performance.schemas").iterdir(), key=lambda f: f.name):
        if schema.name.endswith(".json"):
            yield f"{urls.PROFILES}{schema.name}", schema.read_bytes()
