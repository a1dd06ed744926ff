"""The page on which a reader chooses what a metric's chart shows: members, periods, fiscal years.

Without JavaScript it holds the metric's own chart and newest values, and says so.
"""

from __future__ import annotations

from typing import ClassVar

from performance import urls
from performance.model import Record
from performance.pages.context import Context
from performance.pages.page import Anchor, Page
from performance.pages.parts import Download, Figure, download
from performance.pages.pictures import figure
from performance.pages.site import HOME
from performance.pages.value_table import ValueTable
from performance.sentences.figures import PERIODS

METRICS = Anchor("Metrics", urls.METRICS)
FILES = {"data.csv": "All values (CSV)", "data.json": "All values (JSON)"}


class ExplorePage(Page, frozen=True, kw_only=True):
    """The interactive chart of a metric.

    `metric` leads back to its page. `view` and `data` are the addresses of what the script reads,
    empty where nothing is published that could be shown. `each` names the choice of periods
    ("Months"), `years` that of fiscal years; empty where there are none to choose. `figure` and
    `values` are what stands here without the script.
    """

    template: ClassVar[str] = "explore.html"

    metric: Anchor
    view: str
    data: str
    each: str
    years: str
    figure: Figure | None
    values: ValueTable | None
    files: tuple[Download, ...]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The library that draws, then what asks it to."""
        return (urls.VEGA, urls.EXPLORE_SCRIPT) if self.view else ()

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The site's, then that of the controls."""
        return (*urls.STYLESHEETS, urls.EXPLORE_STYLES)


def explore(record: Record, context: Context, newest: ValueTable | None) -> ExplorePage:
    """Return the explore page of a metric; `newest` is the table of its newest periods."""
    metric, wording = record.metric, context.wording
    drawing = context.drawings.get(metric.name)
    some = newest is not None or any(b.members for b in record.breakdowns)
    beside = Anchor(metric.title, urls.metric(metric.name))
    years = "Years" if wording.fiscal_year_start == 1 else "Fiscal years"
    return ExplorePage(
        site=context.site,
        address=urls.explore(metric.name),
        title=f"Explore: {metric.title}",
        description=f"Choose periods, members and fiscal years of: {metric.title}. Link to what is "
        "shown, or download it.",
        crumbs=(HOME, METRICS, beside),
        metric=beside,
        view=urls.explore(metric.name, "explore.json") if some else "",
        data=urls.metric(metric.name, "data.json") if some else "",
        each=PERIODS[metric.frequency].capitalize(),
        years=years if record.has_years else "",
        figure=figure(drawing) if drawing else None,
        values=newest,
        files=tuple(
            download(title, address, context.downloads)
            for file, title in FILES.items()
            if (address := urls.metric(metric.name, file)) in context.downloads
        ),
    )
