"""What the resident's pages are made from: the portal and everything made of it so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct

from performance.model import Department, Drawing, Portal, Record
from performance.pages.card import Glance, glance
from performance.pages.page import Site
from performance.pages.site import site, wording
from performance.settings import Settings
from performance.text import Wording


class Context(Struct, frozen=True):
    """The portal with its frame, wording, drawings by metric and downloads by address.

    `glance` returns what lists show of a metric. `downloads` holds sizes in bytes. The records are
    filed by department, priority and package, so that no page looks through all of them;
    `departments` are those of the city, then any other that a package names, so that every metric's
    department has its page.
    """

    portal: Portal
    site: Site
    settings: Settings
    wording: Wording
    drawings: Mapping[str, Drawing]
    glance: Callable[[Record], Glance]
    downloads: Mapping[str, int]
    departments: tuple[Department, ...]
    by_name: Mapping[str, Record]
    by_department: Mapping[str, tuple[Record, ...]]
    by_priority: Mapping[str, tuple[Record, ...]]

    def of_department(self, slug: str) -> tuple[Record, ...]:
        """Return the records of a department, in the packages' order."""
        return self.by_department.get(slug, ())

    def of_priority(self, slug: str) -> tuple[Record, ...]:
        """Return the records of a priority, in the packages' order."""
        return self.by_priority.get(slug, ())


def context(
    portal: Portal,
    drawings: Mapping[str, Drawing],
    downloads: Mapping[str, int],
    settings: Settings,
    *,
    glance: Callable[[Record], Glance] | None = None,
) -> Context:
    """Gather what the pages are made from; `glance` may know what it returns from before."""
    words = wording(settings)
    return Context(
        portal=portal,
        site=site(portal, settings),
        settings=settings,
        wording=words,
        drawings=drawings,
        glance=glance or partial(glance_of, drawings, words),
        downloads=downloads,
        departments=portal.departments,
        by_name={r.metric.name: r for r in portal.records},
        by_department=portal.by_department(),
        by_priority=portal.by_priority(),
    )


def glance_of(drawings: Mapping[str, Drawing], words: Wording, record: Record) -> Glance:
    """Return what lists show of a metric, which need not have a drawing."""
    drawing = drawings.get(record.metric.name)
    return glance(record, drawing.spark if drawing is not None else "", words)
