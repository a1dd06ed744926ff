"""The chapters of lists: pages on several metrics, each made again where something of it is new.

What tells of all metrics may tell of anything in the portal, and is made again with every change of
it. What tells of a part, or only says what is defined, is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from performance import urls
from performance.model import Department, Package, Portal, Priority, Record
from performance.model.described import defined, description
from performance.pages import changes, department, index, library, priority, reporting, search
from performance.pages.chapter import Chapter, listing, narrowed, of_ledger, reference
from performance.pages.context import Context
from performance.pages.home import home
from performance.pages.metrics import metrics
from performance.pages.page import Page
from performance.pages.report import pages as reports

Group = TypeVar("Group", Priority, Department)


def of_metrics(context: Context) -> Iterator[Chapter]:
    """Yield home, the lists of metrics and the reports; the page of a priority or department, which
    tells of its own metrics alone, is a chapter by itself."""

    def first() -> Iterator[Page]:
        yield home(context)
        yield from priority.priorities(context)

    def last() -> Iterator[Page]:
        yield from metrics(context)
        yield from reports(context)

    group = partial(_of_group, context=context, budgets=of_ledger(context))
    yield Chapter(first, whole="home")
    for goal in context.portal.content.priorities:
        yield group(priority.page, goal, context.of_priority(goal.slug))
    yield Chapter(partial(department.departments, context), whole="departments")
    for unit in context.departments:
        yield group(department.page, unit, context.of_department(unit.slug))
    yield Chapter(last, whole="metrics")


def _of_group(
    page: Callable[[Group, Context], Page],
    group: Group,
    records: tuple[Record, ...],
    *,
    context: Context,
    budgets: tuple[Package, ...],
) -> Chapter:
    """Return the page of a priority or a department; `budgets` are the packages of the budget."""

    def make() -> Iterator[Page]:
        yield page(group, listing(context, records))

    # The budget goes by what the departments are called.
    words = context.portal.content.departments if budgets else ()
    return Chapter(make, (group, words), records, budgets, brief=True)


def of_everything(context: Context) -> Iterator[Chapter]:
    """Yield the pages that tell of every metric, or name it."""
    yield Chapter(partial(reference, context, (reporting,)), whole="reporting")
    yield _of_definitions("library", context, (library,))
    yield Chapter(partial(reference, context, (changes,)), whole="changes")
    yield _of_definitions("names", context, (search, index))


def _of_definitions(name: str, context: Context, modules: tuple[object, ...]) -> Chapter:
    """Return pages that say what is defined and how things are called, in data, content and budget:
    they stay where figures change."""
    before = context.portal
    words = replace(before.content, articles=(), briefings=())
    found = {urls.FINDER: 0} if urls.FINDER in context.downloads else {}

    def make() -> Iterator[Page]:
        portal = Portal(
            *(before.as_of, words, tuple(map(description, before.packages))),
            tuple(map(defined, before.records)),
            ledger=before.ledger,
        )
        return reference(replace(narrowed(context, found), portal=portal), modules)

    # The files of a report tell it in less time than what was read of them.
    told = [report.written or report for report in words.reports]
    beside = (name, words.departments, words.priorities, told, list(found))
    of_money = of_ledger(context)
    return Chapter(make, beside, packages=of_money, defined=before.packages, brief=True)
