"""Packages, words and settings in; the whole portal out."""

from collections.abc import Sequence

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
            records.append(made if before is None else with_past(made, before, settings))
    return Portal(settings.today, content, tuple(packages), tuple(records), revisions)
