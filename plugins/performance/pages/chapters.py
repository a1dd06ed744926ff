"""The chapters of the site: pages made together, each with everything that goes into them.

A build that remembers earlier ones makes a chapter again only where something of that is new. So
nothing else may go in: a chapter of one metric or package is given a context that holds no other.
Those of lists are in `lists`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from performance import urls
from performance.catalogue.dataset import records_by_package
from performance.catalogue.inventory import Folders, inventory
from performance.model import Article, Content, Drawing, Package, Portal, Record
from performance.model.described import described
from performance.pages import articles, budget, data, lists, problems, profiles
from performance.pages.catalogue import catalogue
from performance.pages.chapter import Chapter, narrowed, of_ledger, reference
from performance.pages.context import Context
from performance.pages.embed import embed
from performance.pages.explore import explore
from performance.pages.metric import metric, related
from performance.pages.packs import packs
from performance.pages.page import Anchor, Page

# Pages that say the same whatever the data are.
SAME = (problems, profiles)

Meetings = Mapping[str, Mapping[str, Drawing]]
# Returns the sizes of the files by their folders, as `Folders` have them.
Held = Callable[[], Mapping[str, Mapping[str, int]]]


class Chapters:
    """The chapters of a site, in an order that depends on the portal alone.

    `frame` is what all pages share. `sums`, `meetings` and `told` are as `pages.chapters` has them.
    """

    def __init__(
        self,
        context: Context,
        sums: Mapping[str, str],
        meetings: Meetings,
        *,
        told: Mapping[str, str],
    ) -> None:
        self.frame = context.site
        self._context = context
        self._sums = sums
        self._meetings = meetings
        self._told = told
        self._filed = records_by_package(context.portal)
        self._folders = Folders(context.downloads)

    def first(self) -> list[Chapter]:
        """Return the chapters that need no files but those of packages.

        They are those of the metrics of each package, of the budget and of the articles.
        """
        context = self._context
        held = self._folders.now
        found = [
            _of_metrics(records, context, held, told=self._told[name])
            for name, records in self._filed.items()
        ]
        return [*found, *_of_budget(context, held), _of_articles(context)]

    def rest(self) -> list[Chapter]:
        """Return the chapters that need every file that there is.

        They are those of lists, reports, meetings and packages, and of what is always the same.
        """
        context = self._context
        packages = [
            _of_package(
                *(package, self._filed.get(package.name, ()), context),
                held=self._folders.now,
                sums=self._sums,
                told=self._told[package.name],
            )
            for package in context.portal.packages
        ]
        return [
            *lists.of_metrics(context),
            Chapter(lambda: packs(context, self._meetings), whole="packs"),
            Chapter(lambda: _catalogue(context, self._sums, self._folders), whole="catalogue"),
            *packages,
            *lists.of_everything(context),
            _same(context, self._folders.now().get(urls.PROFILES, {})),
        ]


def _catalogue(context: Context, sums: Mapping[str, str], folders: Folders) -> Iterator[Page]:
    portal = context.portal
    yield catalogue(
        portal,
        context.site,
        inventory(context.downloads, sums, folders),
        settings=context.settings,
        records=records_by_package(portal),
    )


def _of_metrics(records: tuple[Record, ...], context: Context, held: Held, *, told: str) -> Chapter:
    """Return the pages of the metrics of a package, each made of a context of its own."""
    nears = [related(record, context) for record in records]
    budgets = [_budget(context, record) for record in records]

    def parts() -> list[Chapter]:
        now = held()
        sizes = [_sizes(record, context, now) for record in records]
        each = zip(records, nears, sizes, budgets, strict=True)
        return [_of_metric(*own, context=context) for own in each]

    def make() -> Iterator[Page]:
        for part in parts():
            yield from part.make()

    packages = next((found for found in budgets if found), ())
    departments = context.portal.content.departments if packages else ()
    named = [_named(near) for near in nears]
    return Chapter(make, (named, told, departments), records, packages, parts=parts)


def _of_metric(
    record: Record,
    near: tuple[Anchor, ...],
    sizes: Mapping[str, int],
    packages: tuple[Package, ...],
    *,
    context: Context,
) -> Chapter:
    """Return the pages of a metric; `packages` are those of the budget, if it tells of them."""

    def make() -> Iterator[Page]:
        alone = described(record)
        own = narrowed(context, sizes, (alone,), bool(packages))
        page = metric(alone, own, near)
        yield page
        yield explore(alone, own, page.values)
        yield embed(page, alone.metric.name, own)

    portal = context.portal
    of_budget = (portal.content.departments, portal.unit_costs.get(record.metric.name))
    beside = (_named(near), sizes, of_budget if packages else ())
    return Chapter(make, beside, (record,), packages, described=True)


def _named(near: tuple[Anchor, ...]) -> list[str]:
    return [words for anchor in near for words in (anchor.title, anchor.address)]


def _sizes(
    record: Record, context: Context, held: Mapping[str, Mapping[str, int]]
) -> dict[str, int]:
    """Return the sizes of a metric's own files."""
    name = record.metric.name
    found = dict(held.get(urls.metric(name), {}))
    api = urls.api_metric(name)
    if api in context.downloads:
        found[api] = context.downloads[api]
    return found


def _of_budget(context: Context, held: Held) -> Iterator[Chapter]:
    """Yield the pages of the budget; those of a program with its metrics by themselves."""
    before = context.portal
    found = of_ledger(context)
    # Where there is a glossary pages lead to it, whatever it says.
    named = tuple(Article(article.slug, "") for article in before.content.articles)
    words = Content(before.content.departments, articles=named)
    sizes = held().get(urls.package(found[0].name), {}) if found else {}
    common = (words, context.departments, sizes)
    for part in budget.parts(context):
        names = [record.metric.name for record in part.records]
        costs = {name: before.unit_costs[name] for name in names if name in before.unit_costs}
        portal = Portal(
            before.as_of, words, found, part.records, ledger=before.ledger, unit_costs=costs
        )
        own = replace(
            narrowed(context, sizes),
            portal=portal,
            # Those of a budget are made of its package and of the departments alone.
            drawings=context.drawings,
            departments=context.departments,
        )
        yield Chapter(partial(part.make, own), (costs,), part.records, found, common=common)


def _of_package(
    package: Package,
    records: tuple[Record, ...],
    context: Context,
    *,
    held: Held,
    sums: Mapping[str, str],
    told: str,
) -> Chapter:
    department = context.portal.content.department(package.department)

    def make() -> Iterator[Page]:
        sizes = held().get(urls.package(package.name), {})
        own_sums = {address: sums[address] for address in sizes if address in sums}
        own, files = narrowed(context, sizes, records), inventory(sizes, own_sums)
        yield data.page(package, records, department, own, held=files)

    return Chapter(make, (department, told), records, (package,))


def _same(context: Context, sizes: Mapping[str, int]) -> Chapter:
    def make() -> Iterator[Page]:
        return reference(narrowed(context, sizes), SAME)

    return Chapter(make, (sizes,))


def _of_articles(context: Context) -> Chapter:
    words = Content(articles=context.portal.content.articles)

    def make() -> Iterator[Page]:
        own = narrowed(context, {})
        return reference(replace(own, portal=replace(own.portal, content=words)), (articles,))

    return Chapter(make, (words,))


def _budget(context: Context, record: Record) -> tuple[Package, ...]:
    """Return the package of the budget, where a metric names a program in it."""
    if not record.metric.program:
        return ()
    return of_ledger(context)
