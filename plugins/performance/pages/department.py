"""The departments: the list, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.model import Department, Record, Stage
from performance.pages import budget, money
from performance.pages.card import Card
from performance.pages.context import Context
from performance.pages.groups import Group, by_group, cards
from performance.pages.overview import count_of, counted, summary, total, with_year_ago
from performance.pages.page import Anchor, Page
from performance.pages.parts import Cell, Column, Count, Fact, Table, outside, reach
from performance.pages.site import HOME, feed
from performance.sentences import lateness

LIST = Anchor("Departments", urls.DEPARTMENTS)


class Row(Struct, frozen=True):
    """A department in the list: the beginning of its mission and its counts."""

    title: str
    address: str
    words: str
    metrics: str
    counts: tuple[Count, ...]


class DepartmentsPage(Page, frozen=True, kw_only=True):
    """Every department, in the order that the city gives them."""

    template: ClassVar[str] = "departments.html"

    rows: tuple[Row, ...]


class DepartmentPage(Page, frozen=True, kw_only=True):
    """A department. `apart` are proposed and retired metrics, which are not counted."""

    template: ClassVar[str] = "department.html"
    sort: ClassVar[str] = "Department"

    metrics: str
    counts: tuple[Count, ...]
    mission: Markup
    people: tuple[Fact, ...]
    programs: tuple[Anchor, ...]
    money: tuple[Fact, ...]
    table: Table | None
    groups: tuple[Group, ...]
    apart: tuple[Card, ...]
    reporting: Table | None


def departments(context: Context) -> Iterator[Page]:
    """Yield the list of departments; nothing where there is none."""
    found = context.departments
    if not found:
        return
    site = context.site
    yield DepartmentsPage(
        site=site,
        address=urls.DEPARTMENTS,
        title="Departments",
        description=f"The departments of {site.city} and how each stands to its targets.",
        crumbs=(HOME,),
        rows=tuple(_row(department, context) for department in found),
    )


def _row(department: Department, context: Context) -> Row:
    records = context.of_department(department.slug)
    return Row(
        department.title,
        urls.department(department.slug),
        markup.plain(department.body.strip().split("\n\n")[0]),
        count_of(total(records), context.wording),
        counted(records, context.wording) if total(records) else (),
    )


def page(department: Department, context: Context) -> DepartmentPage:
    """Return the page of a department, whose records are those of the context."""
    wording = context.wording
    address = urls.department(department.slug)
    records = context.portal.records
    live = tuple(r for r in records if r.counted)
    caption = f"All metrics of {department.title}"
    return DepartmentPage(
        site=context.site,
        address=address,
        title=department.title,
        description=f"{department.title}: {summary(records, wording)}.",
        crumbs=(HOME, LIST),
        metrics=count_of(len(live), wording),
        counts=counted(records, wording) if live else (),
        mission=markup.html(department.body, 3, urls.root(address)),
        people=tuple(_people(department)),
        programs=tuple(budget.programs(context, department)),
        money=tuple(_money(department, context)),
        table=with_year_ago(live, context, name="metrics", caption=caption) if live else None,
        groups=by_group(live, context),
        apart=cards((r for r in records if not r.counted), context),
        reporting=_reporting(records, context),
        feeds=(feed("departments", department.slug, department.title),),
    )


def _people(department: Department) -> Iterator[Fact]:
    head = ", ".join(part for part in (department.head, department.head_title) if part)
    if head:
        yield Fact("Head", head)
    if department.contact:
        yield Fact("Contact", reach(department.contact))
    if department.phone:
        yield Fact("Telephone", department.phone)
    if department.website:
        yield Fact("Website", outside(department.website, department.website))


def _money(department: Department, context: Context) -> Iterator[Fact]:
    wording = context.wording
    # Where the budget package has the department it wins: no page shows two different amounts.
    budgeted = budget.of_department(context, department.slug)
    spent = money.spending(department.spending, department.fiscal_year, wording)
    if budgeted:
        yield from budgeted
    elif spent:
        yield Fact("Spending", spent)
    positions = money.staff(department.staff, wording)
    if positions:
        yield Fact("Staff", positions)


def _reporting(records: tuple[Record, ...], context: Context) -> Table | None:
    """Return for each package whether its data is in on time; none where nothing is due."""
    due: dict[str, list[Record]] = {}
    for record in records:
        if record.metric.stage in (Stage.LIVE, Stage.PILOT):
            due.setdefault(record.package.name, []).append(record)
    if not due:
        return None
    rows = []
    for name, members in due.items():
        package = members[0].package
        late = [r for r in members if r.lateness.days > 0]
        worst = max(late, key=lambda r: r.lateness.days, default=None)
        words = lateness(worst, context.wording) if worst is not None else "On time"
        count = f"{context.wording.number(len(late))} of {context.wording.number(len(members))}"
        rows.append(
            (
                Cell(package.title or name, address=urls.package(name)),
                Cell(count, numeric=True),
                Cell(words),
            )
        )
    columns = (Column("Data"), Column("Metrics late", numeric=True), Column("Reporting"))
    return Table("reporting", "Whether the data is in on time", columns, tuple(rows))
