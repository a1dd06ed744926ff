"""Packages, words and settings in; the whole portal out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from performance.compute.annual import annual
from performance.compute.budget import ledger
from performance.compute.new_values import new_values
from performance.compute.packs import packs
from performance.compute.past import Past, past, with_past
from performance.compute.record import record
from performance.compute.submissions import submissions
from performance.compute.unit_cost import unit_costs
from performance.model import Content, Department, Package, Portal, Record
from performance.settings import Settings


def compute(packages: Sequence[Package], content: Content, settings: Settings) -> Portal:
    """Return the portal: a record of every metric, in the packages' order.

    `packages` have passed the checks. The same input gives the same output: the date everything is
    seen from is `settings.today`, and fiscal years begin in month `settings.fiscal_year_start`.
    """
    pasts = {package.name: past(package) for package in packages}
    records = tuple(_records(packages, pasts, content, settings=settings))
    budgets = (package.budget for package in packages)
    found = next((ledger(budget, content) for budget in budgets if budget is not None), None)
    first_month = settings.fiscal_year_start
    costs = unit_costs(records, found, first_month=first_month)
    years = tuple(
        annual(
            records,
            report,
            first_month=first_month,
            as_of=settings.today,
            ledger=found,
            costs=costs,
        )
        for report in content.reports
    )
    return Portal(
        settings.today,
        content,
        tuple(packages),
        records,
        {name: before.revisions for name, before in pasts.items() if before is not None},
        found,
        years,
        packs=packs(content.briefings, records, settings),
        submissions=submissions(records, settings.today),
        unit_costs=costs,
    )


def _records(
    packages: Sequence[Package],
    pasts: Mapping[str, Past | None],
    content: Content,
    *,
    settings: Settings,
) -> Iterator[Record]:
    departments = {department.slug: department for department in content.departments}
    priorities = {priority.slug: priority for priority in content.priorities}
    for package in packages:
        before = pasts[package.name]
        slug = package.department or package.folder.parent.name
        department = departments.get(slug) or Department(slug, slug)
        for metric in package.metrics:
            priority = priorities.get(metric.priority or "")
            made = record(
                metric, package, department=department, priority=priority, settings=settings
            )
            if before is not None:
                made = with_past(made, before, settings)
            yield replace(made, new_values=new_values(made, settings))
