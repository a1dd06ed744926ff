"""Packages, words and settings in; the whole portal out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from performance.compute.annual import annual
from performance.compute.budget import ledger
from performance.compute.new_values import new_values
from performance.compute.packs import packs
from performance.compute.past import past, with_past
from performance.compute.record import record
from performance.compute.submissions import submissions
from performance.compute.unit_cost import unit_costs
from performance.model import (
    Content,
    Department,
    Figures,
    Ledger,
    Package,
    Portal,
    Priority,
    Recall,
    anew,
)
from performance.settings import Settings


def compute(
    packages: Sequence[Package], content: Content, settings: Settings, recall: Recall = anew
) -> Portal:
    """Return the portal: a record of every metric, in the packages' order.

    `packages` have passed the checks. The same input gives the same output: the date everything is
    seen from is `settings.today`, and fiscal years begin in month `settings.fiscal_year_start`.
    `recall` may know the figures of a package from before.
    """
    # Before the figures, after which a package lets go of its tables.
    rows = {p.name: recall(p, "rows", partial(_rows, p)) for p in packages}
    figures = [_figures(package, content, settings, recall=recall) for package in packages]
    records = tuple(record for each in figures for record in each.records)
    revised = ((p.name, each.revisions) for p, each in zip(packages, figures, strict=True))
    found = next((_ledger(p, content, recall) for p in packages if p.budget is not None), None)
    first_month = settings.fiscal_year_start
    costs = unit_costs(records, found, first_month=first_month)
    of_year = partial(
        annual, first_month=first_month, as_of=settings.today, ledger=found, costs=costs
    )
    years = tuple(of_year(records, report, recall=recall) for report in content.reports)
    return Portal(
        settings.today,
        content,
        tuple(packages),
        records,
        {name: revisions for name, revisions in revised if revisions is not None},
        found,
        years,
        packs=packs(content.briefings, records, settings, recall),
        submissions=submissions(records, settings.today, recall),
        unit_costs=costs,
        rows=rows,
    )


def _rows(package: Package) -> int:
    return sum(resource.height for resource in package.resources)


def _ledger(package: Package, content: Content, recall: Recall) -> Ledger:
    assert package.budget is not None
    make = partial(ledger, package.budget, content)
    return recall(package, ("ledger", content.departments), make)


def _figures(package: Package, content: Content, settings: Settings, *, recall: Recall) -> Figures:
    slug = package.department or package.folder.parent.name
    named = (d for d in content.departments if d.slug == slug)
    department = next(named, None) or Department(slug, slug)
    wanted = {metric.priority for metric in package.metrics}
    priorities = {p.slug: p for p in content.priorities if p.slug in wanted}

    def make() -> Figures:
        return figures(package, department, priorities, settings=settings)

    return recall(package, ("now", department, priorities), make)


def figures(
    package: Package,
    department: Department,
    priorities: Mapping[str, Priority],
    *,
    settings: Settings,
) -> Figures:
    """Return what is computed of a package of a department; `priorities` are by their slugs."""
    before = past(package)
    records = []
    for metric in package.metrics:
        priority = priorities.get(metric.priority or "")
        made = record(metric, package, department=department, priority=priority, settings=settings)
        if before is not None:
            made = with_past(made, before, settings)
        records.append(replace(made, new_values=new_values(made, settings)))
    return Figures(tuple(records), before.revisions if before is not None else None)
