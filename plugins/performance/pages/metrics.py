"""The table of every metric, and the same table by attainment: plain links as filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import ClassVar

from msgspec import Struct

from performance import urls
from performance.model import Attainment, Record, counts
from performance.pages.context import Context
from performance.pages.overview import (
    COUNTED,
    count_of,
    summary,
    with_department,
    with_departments,
)
from performance.pages.page import Anchor, Page
from performance.pages.parts import Cell, Table
from performance.pages.site import HOME
from performance.text import Wording

ALL = Anchor("Metrics", urls.METRICS)

# What follows "metrics" in the heading of a filtered table.
WHICH = {
    Attainment.MET: "that met their target",
    Attainment.NEAR: "that are near their target",
    Attainment.MISSED: "that missed their target",
    Attainment.LATE: "that are late",
    Attainment.PENDING: "that are not judged yet",
    Attainment.NO_TARGET: "with no target",
    Attainment.NO_DATA: "with no data",
}


class Filter(Struct, frozen=True):
    """A link to the metrics of one attainment; `here` where it is the page itself."""

    title: str
    address: str
    here: bool


class MetricsPage(Page, frozen=True, kw_only=True):
    """Metrics as a table, none where there is no metric. `apart` are those that are not counted."""

    template: ClassVar[str] = "metrics.html"

    summary: str
    filters: tuple[Filter, ...]
    table: Table | None
    apart: Table | None
    departments: tuple[Anchor, ...]
    priorities: tuple[Anchor, ...]


def metrics(context: Context) -> Iterator[MetricsPage]:
    """Yield the table of all metrics, then that of each attainment, empty ones too.

    The addresses of the filters are permanent, whether or not a metric stands there today.
    """
    records = context.portal.records
    by_title = sorted(records, key=lambda r: (r.metric.title.casefold(), r.metric.name))
    counted = tuple(r for r in by_title if r.counted)
    apart = tuple(r for r in by_title if not r.counted)
    # Most stand on two pages.
    rows = {record.metric.name: with_department(record, context) for record in records}
    page = partial(_page, context, found=counts(counted), rows=rows)
    yield page(None, counted, apart=apart)
    for attainment in COUNTED:
        yield page(attainment, tuple(r for r in counted if r.attainment is attainment))


def _page(
    context: Context,
    attainment: Attainment | None,
    records: tuple[Record, ...],
    *,
    found: Mapping[Attainment, int],
    rows: Mapping[str, tuple[Cell, ...]],
    apart: tuple[Record, ...] = (),
) -> MetricsPage:
    """Return the table of some metrics; `found` are the numbers of all by attainment, and `rows`
    the rows of all metrics by their names."""
    wording, site = context.wording, context.site
    title = "Metrics" if attainment is None else f"Metrics {WHICH[attainment]}"
    address = urls.METRICS if attainment is None else urls.metrics_by(attainment)
    number = count_of(len(records), wording)
    lead = summary(records, wording) if attainment is None else f"{number} {WHICH[attainment]}"
    caption = "All metrics" if attainment is None else title
    uncounted = "Proposed and retired metrics, which are not counted"

    def table(of: tuple[Record, ...], name: str, caption: str) -> Table | None:
        shown = (rows[record.metric.name] for record in of)
        return with_departments(shown, name=name, caption=caption) if of else None

    return MetricsPage(
        site=site,
        address=address,
        title=title,
        description=f"{lead}. {site.city}, data as of {site.as_of}.",
        crumbs=(HOME,) if attainment is None else (HOME, ALL),
        summary=f"{lead}.",
        filters=_filters(found, address, wording),
        table=table(records, "metrics", caption),
        apart=table(apart, "apart", uncounted),
        departments=tuple(Anchor(d.title, urls.department(d.slug)) for d in context.departments),
        priorities=tuple(
            Anchor(p.title, urls.priority(p.slug)) for p in context.portal.content.priorities
        ),
    )


def _filters(found: Mapping[Attainment, int], here: str, wording: Wording) -> tuple[Filter, ...]:
    every = wording.number(sum(found.values()))
    return (
        Filter(f"All ({every})", urls.METRICS, here == urls.METRICS),
        *(
            Filter(
                f"{words[:1].upper()}{words[1:]} ({wording.number(found[attainment])})",
                urls.metrics_by(attainment),
                here == urls.metrics_by(attainment),
            )
            for attainment, words in COUNTED.items()
        ),
    )
