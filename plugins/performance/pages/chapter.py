"""A chapter of the site: pages that are made together, with everything that goes into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from performance.model import Content, Package, Portal, Record
from performance.pages.context import Context, glance_of
from performance.pages.page import Page


class Chapter(Struct, frozen=True):
    """Pages that are made together.

    `records` and `packages` are those that go in, `defined` packages of which only the description
    does, and `beside` what else, beside the settings, the theme and the frame that is common to
    all; `common` goes into several chapters, each of which has the same tuple. Where everything may
    go in these are left out, and `whole` is a name for the chapter. `make` yields the pages. A
    chapter that is `described` has nothing of the data of its records' packages but the records.
    One that is `brief` takes less time to make than to remember. One may be made of `parts`, one
    after the other.
    """

    make: Callable[[], Iterator[Page]]
    beside: tuple[object, ...] = ()
    records: tuple[Record, ...] = ()
    packages: tuple[Package, ...] = ()
    defined: tuple[Package, ...] = ()
    common: tuple[object, ...] = ()
    whole: str = ""
    described: bool = False
    brief: bool = False
    parts: Callable[[], Sequence[Chapter]] = tuple


def narrowed(
    context: Context,
    sizes: Mapping[str, int],
    records: tuple[Record, ...] = (),
    ledger: bool = False,
) -> Context:
    """Return a context that holds some records, the budget where it is wanted, and nothing else."""
    before = context.portal
    names = [record.metric.name for record in records]
    costs = {name: before.unit_costs[name] for name in names if name in before.unit_costs}
    portal = Portal(before.as_of, Content(), (), records)
    if ledger:
        portal = replace(portal, ledger=before.ledger, unit_costs=costs)
    found = {name: context.drawings.get(name) for name in names}
    drawings = {name: drawing for name, drawing in found.items() if drawing is not None}
    return replace(
        context,
        portal=portal,
        drawings=drawings,
        glance=partial(glance_of, drawings, context.wording),
        downloads=sizes,
        departments=(),
        by_name={},
        by_department={},
        by_priority={},
    )


def listing(context: Context, records: tuple[Record, ...]) -> Context:
    """Return a context for lists of some records, which holds these, the budget, and nothing else.

    Of drawings it has what lists show.
    """
    own = narrowed(context, {})
    before = context.portal
    portal = Portal(before.as_of, Content(), (), records, ledger=before.ledger)
    return replace(own, portal=portal, glance=context.glance)


def of_ledger(context: Context) -> tuple[Package, ...]:
    """Return the packages that the budget is made from."""
    if context.portal.ledger is None:
        return ()
    return tuple(p for p in context.portal.packages if p.budget is not None)


def reference(context: Context, modules: tuple[object, ...]) -> Iterator[Page]:
    """Yield the pages of modules that are made of a whole context."""
    for module in modules:
        yield from module.pages(  # type: ignore[attr-defined]
            context.portal, context.site, context.downloads, context.settings
        )
