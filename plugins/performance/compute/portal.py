"""Packages, words and settings in; the whole portal out."""

from collections.abc import Sequence
from dataclasses import replace

from performance.compute.annual import annual
from performance.compute.budget import ledger
from performance.compute.new_values import new_values
from performance.compute.past import past, with_past
from performance.compute.record import record
from performance.model import Content, Department, Package, Portal
from performance.settings import Settings


def compute(packages: Sequence[Package], content: Content, settings: Settings) -> Portal:
    """Return the portal: a record of every metric, in the packages' order.

    `packages` have passed the checks. The same input gives the same output: the date everything is
    seen from is `settings.today`, and fiscal years begin in month `settings.fiscal_year_start`.
    """
    departments = {department.slug: department for department in content.departments}
    priorities = {priority.slug: priority for priority in content.priorities}
    records = []
    revisions = {}
    for package in packages:
        before = past(package)
        if before is not None:
            revisions[package.name] = before.revisions
        slug = package.department or package.folder.parent.name
        department = departments.get(slug) or Department(slug, slug)
        for metric in package.metrics:
            priority = priorities.get(metric.priority or "")
            made = record(
                metric, package, department=department, priority=priority, settings=settings
            )
            if before is not None:
                made = with_past(made, before, settings)
            records.append(replace(made, new_values=new_values(made, settings)))
    budgets = (package.budget for package in packages)
    found = next((ledger(budget, content) for budget in budgets if budget is not None), None)
    years = tuple(
        annual(
            records,
            report,
            first_month=settings.fiscal_year_start,
            as_of=settings.today,
            ledger=found,
        )
        for report in content.reports
    )
    return Portal(settings.today, content, tuple(packages), tuple(records), revisions, found, years)
