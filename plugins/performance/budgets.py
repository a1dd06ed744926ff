"""Pass the budget of a package through the gates, and hold the metrics' programs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from performance import load
from performance.load.budget import cents
from performance.model import Budget, Content, Resource
from performance.model.budget import identity
from performance.problem import Problem, shown
from performance.settings import Settings
from performance.validate import budget_rows, crosswalk
from performance.validate.descriptor import nearest
from performance.validate.fault import Fault, members

DIVISORS = {"population": "population", "prices": "index"}


def examined(
    name: str,
    facts: Mapping[str, Any],
    tables: Mapping[str, Resource],
    *,
    folder: Path,
    settings: Settings,
) -> tuple[Budget | None, list[Problem]]:
    """Return the budget of a package and its problems; no budget where a row cannot be read.

    `facts` is the descriptor's property `budget`, which has no fault; `tables` are the package's
    by name.
    """
    beside = (facts.get(key) for key in ("totals", "crosswalk", *DIVISORS))
    named = [*facts["tables"], *(table for table in beside if table is not None)]
    if not all(table in tables and _is_whole(tables[table]) for table in named):
        return None, []  # A file or column is missing or cannot be read: that has been told.
    files = {table: shown(folder / tables[table].path) for table in named}
    problems = list(_rows(facts, tables, files))
    if problems:
        return None, problems
    budget = load.budget(name, facts, tables)
    problems += budget_rows.sums(budget, files, files.get(facts.get("totals", ""), ""))
    problems += crosswalk.problems(budget, files.get(facts.get("crosswalk", ""), ""))
    for cut in budget.cuts:
        problems += budget_rows.early(
            cut,
            files[cut.resource],
            as_of=settings.as_of,
            first_month=settings.fiscal_year_start,
        )
    return budget, problems


def programs(
    packages: Sequence[tuple[str | None, Mapping[str, Any]]],
    budget: Budget | None,
    content: Content,
) -> Iterator[tuple[int, Fault]]:
    """Yield metrics whose program is not in the budget, with the place of their package.

    A package is its department and its descriptor.
    """
    held = _programs(budget, content)
    for place, (department, descriptor) in enumerate(packages):
        own = held.get(department or "", {})
        for number, metric in members(descriptor, "metrics"):
            program = metric.get("program")
            if isinstance(program, str) and identity(program) not in own:
                message = "the budget has no program of this name for the metric's department"
                path = ("metrics", number, "program")
                remedy = nearest(program, own.values())
                yield place, Fault("program-unknown", path, message, remedy, program)


def _is_whole(resource: Resource) -> bool:
    """Whether a table has every column that its schema describes."""
    assert resource.text is not None
    return {field.name for field in resource.fields} <= set(resource.text.columns)


def _rows(
    facts: Mapping[str, Any], tables: Mapping[str, Resource], files: Mapping[str, str]
) -> Iterator[Problem]:
    totals = [facts["totals"]] if "totals" in facts else []
    for table in [*facts["tables"], *totals]:
        resource = tables[table]
        field = next(each for each in resource.fields if each.name == "amount")
        assert resource.text is not None
        amounts = {cell: cents(cell, field) for cell in set(resource.text["amount"])}
        yield from budget_rows.lines(resource, files[table], amounts)
    for key, column in DIVISORS.items():
        if key in facts:
            yield from budget_rows.yearly(tables[facts[key]], column, files[facts[key]])
    if "crosswalk" in facts:
        yield from budget_rows.years(tables[facts["crosswalk"]], files[facts["crosswalk"]])


def _programs(budget: Budget | None, content: Content) -> dict[str, dict[str, str]]:
    """Return the names of the programs of each department, by its slug and their identities."""
    slugs = {d.title.casefold(): d.slug for d in content.departments}
    slugs |= {d.slug: d.slug for d in content.departments}
    found: dict[str, dict[str, str]] = {}
    for cut in budget.cuts if budget else ():
        for department, name in cut.programs:
            if name and department in slugs:
                found.setdefault(slugs[department], {})[identity(name)] = name
    return found
