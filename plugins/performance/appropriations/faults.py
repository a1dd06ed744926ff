"""The faults of a published budget: what an import met, and what it did about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from performance.appropriations.names import CAPITAL_S, DASH, SMALL_WORD, mended
from performance.appropriations.read import Line, Source
from performance.appropriations.report import Fault
from performance.model.budget import identity

NAMED = {
    "by-fund": ("department", "fund"),
    "by-account": ("department", "category"),
    "revenue": ("source", "source_detail"),
}


def faults(source: Source) -> Iterator[Fault]:
    """Yield every fault of the source, table by table."""
    for table, rows in source.lines.items():
        for row in rows:
            yield from _cells(table, row)
        for column in NAMED[table]:
            yield from _small_words(table, column, rows)
            if column != "department":
                yield from _spellings(table, column, rows)
    yield from _departments(source)
    yield from _totals(source)


def _cells(table: str, row: Line) -> Iterator[Fault]:
    place = (table, f"{row.fiscal_year}")
    for column in NAMED[table]:
        cell = row.cells[column]
        if DASH in cell:
            yield Fault("broken-dash", *place, row.number, f"{column} U+0096", mended(cell))
        if cell != " ".join(cell.split()):
            done = "published with single spaces"
            yield Fault("spaces", *place, row.number, f"{column} “{cell}”", done)
        elif CAPITAL_S.search(cell):
            yield Fault("capital-s", *place, row.number, f"{column} “{cell}”", mended(cell))
    if row.amount < 0:
        done = "published as it is: a reduction"
        yield Fault("negative", *place, row.number, f"{row.amount:,}", done)
    if row.amount == 0:
        yield Fault("zero", *place, row.number, "0", "published as 0")


def _small_words(table: str, column: str, rows: tuple[Line, ...]) -> Iterator[Fault]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        name = " ".join(row.cells[column].split())
        if SMALL_WORD.search(name):
            found[name].append(row.fiscal_year)
    for name, years in found.items():
        spelled = f"{column} “{name}” {_years(years)}"
        yield Fault("small-words", table, column, None, spelled, mended(name))


def _spellings(table: str, column: str, rows: tuple[Line, ...]) -> Iterator[Fault]:
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        name = mended(row.cells[column])
        found[identity(name)][name].append(row.fiscal_year)
    for names in found.values():
        if len(names) > 1:
            spelled = "; ".join(f"“{name}” {_years(years)}" for name, years in names.items())
            done = "one unit, shown by its newest spelling"
            yield Fault("spelling", table, column, None, spelled, done)


def _departments(source: Source) -> Iterator[Fault]:
    names: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for table in ("by-fund", "by-account"):
        for row in source.lines[table]:
            names[row.cells["department_code"]][mended(row.cells["department"])].append(
                row.fiscal_year
            )
    for code, spelled in names.items():
        if len(spelled) > 1:
            found = "; ".join(f"“{name}” {_years(years)}" for name, years in spelled.items())
            done = "one department, known by its code; its names are listed on its page"
            yield Fault("department-names", "by-fund, by-account", code, None, found, done)


def _totals(source: Source) -> Iterator[Fault]:
    for total in source.totals:
        year = f"{total.fiscal_year}"
        if total.gross != total.operating:
            found = f"gross {total.gross:,} − operating {total.operating:,} = "
            found += f"{total.gross - total.operating:,}"
            made = _funds_of(source, total.fiscal_year, total.gross - total.operating)
            found += f", which is exactly {' and '.join(made)}" if made else ""
            done = "the lines are held to the gross total"
            yield Fault("gross-and-operating", "totals", year, None, found, done)
        if total.revenue is None:
            done = "no revenue is shown for the year"
            yield Fault("no-revenue", "totals", year, None, "total_revenue is empty", done)
        elif total.revenue != total.operating:
            found = f"revenue {total.revenue:,}, operating appropriations {total.operating:,}"
            done = "both are shown; neither is made to fit the other"
            yield Fault("revenue-apart", "totals", year, None, found, done)


def _funds_of(source: Source, year: int, amount: int) -> tuple[str, ...]:
    """Return the one or two funds that make an amount in a year, where only they do."""
    sums: dict[str, int] = defaultdict(int)
    for row in source.lines["by-fund"]:
        if row.fiscal_year == year:
            sums[mended(row.cells["fund"])] += row.amount
    ways = [
        chosen
        for size in (1, 2)
        for chosen in combinations(sorted(sums), size)
        if sum(sums[name] for name in chosen) == amount
    ]
    return ways[0] if len(ways) == 1 else ()


def _years(years: list[int]) -> str:
    first, last = min(years), max(years)
    return f"{first}" if first == last else f"{first}–{last}"
