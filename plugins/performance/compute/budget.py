"""A budget's lines, added up for every unit that a page or a sentence speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from performance.model import (
    Amounts,
    Budget,
    BudgetUnit,
    Content,
    Cut,
    Flow,
    Ledger,
    Move,
    Phase,
    Spelling,
    YearPhase,
    parts_of,
)

if TYPE_CHECKING:
    import pandas as pd

# Of what parts sums are made: of each kind of unit alone, and of one kind within another.
TOGETHER: tuple[tuple[str, ...], ...] = (
    (),
    ("department",),
    ("fund",),
    ("account",),
    ("department", "program"),
    ("fund", "department"),
    ("fund", "account"),
    ("department", "account"),
    ("department", "program", "fund"),
    ("department", "program", "account"),
    ("account", "detail"),
)
UNITS = ("department", "fund", "account", "program", "detail")
# Smaller funds and accounts than a thousandth of the whole, in every year, have no page: the years
# that are over do not change, so that a page that is there stays.
LEAST = 0.001
ALWAYS = ("department", "program")
# Kinds of units that have pages. A fund has one page, for what it spends and what it takes in.
PAGED = {
    Flow.EXPENDITURE: ("department", "program", "fund", "account"),
    Flow.REVENUE: ("account",),
}

Sums = Mapping[tuple[str, ...], Amounts]


def ledger(budget: Budget, content: Content) -> Ledger:
    """Return the sums and units of a budget; a department of the site lends its unit its slug."""
    columns = {flow: _columns(budget, flow) for flow in Flow}
    sums: dict[tuple[Flow, tuple[str, ...]], Sums] = {}
    units: dict[tuple[Flow, str], tuple[BudgetUnit, ...]] = {}
    for flow in Flow:
        for parts in TOGETHER:
            cut = cut_for(budget, flow, parts)
            if cut is not None:
                sums[flow, parts] = _sums(cut, flow, parts, moves=budget.moves)
        for part in UNITS:
            found = sums.get((flow, parts_of(part)))
            cut = cut_for(budget, flow, parts_of(part))
            if found and cut is not None:
                whole = sums[flow, ()][()]
                units[flow, part] = _units(
                    cut, flow, part, sums=found, whole=whole, content=content
                )
    return Ledger(budget, {f: c for f, c in columns.items() if c}, units, sums)


def cut_for(budget: Budget, flow: Flow, parts: Iterable[str]) -> Cut | None:
    """Return the first cut that has money of a direction told apart by all of `parts`."""
    wanted = set(parts)
    for cut in budget.cuts:
        lines = cut.lines[cut.lines["direction"] == flow.value]
        has_all = wanted <= set(cut.parts) and all((lines[p] != "").any() for p in wanted)
        if has_all and len(lines):
            return cut
    return None


def restated(lines: pd.DataFrame, moves: Iterable[Move]) -> pd.DataFrame:
    """Return lines with the money of each moved unit under its new one, in the years before.

    `moves` are in order of their years: a unit that moved twice ends where it is now.
    """
    if "department" not in lines.columns:
        return lines
    made = lines.copy()
    for move in moves:
        chosen = (made["fiscal_year"] < move.fiscal_year) & (made["department"] == move.department)
        if move.program:
            chosen &= made["program"] == move.program
            made.loc[chosen, "program"] = move.new_program
        made.loc[chosen, "department"] = move.new_department
    return made


def _columns(budget: Budget, flow: Flow) -> tuple[YearPhase, ...]:
    cut = cut_for(budget, flow, ())
    if cut is None:
        return ()
    lines = cut.lines[cut.lines["direction"] == flow.value]
    found = set(zip(lines["fiscal_year"].tolist(), lines["phase"].tolist(), strict=True))
    order = {phase.value: place for place, phase in enumerate(Phase)}
    ordered = sorted(found, key=lambda pair: (pair[0], order[pair[1]]))
    return tuple((year, Phase(phase)) for year, phase in ordered)


def _sums(cut: Cut, flow: Flow, parts: tuple[str, ...], *, moves: tuple[Move, ...]) -> Sums:
    lines = cut.lines[cut.lines["direction"] == flow.value]
    recorded = _added(lines, parts)
    newest = _added(restated(lines, moves), parts) if moves else recorded
    before = _added(_year_before(lines, moves), parts)
    keys = dict.fromkeys([*recorded, *newest, *before])
    return {
        key: Amounts(recorded.get(key, {}), newest.get(key, {}), before.get(key, {}))
        for key in keys
    }


def _year_before(lines: pd.DataFrame, moves: tuple[Move, ...]) -> pd.DataFrame:
    """Return the lines of each year as the year after is made, under that year's number."""
    import pandas as pd  # Imported late: what is known of a budget from before is not made anew.

    later = [
        restated(
            lines[lines["fiscal_year"] == year], [m for m in moves if m.fiscal_year == year + 1]
        )
        for year in lines["fiscal_year"].unique()
    ]
    made = pd.concat(later)
    made = made.assign(fiscal_year=made["fiscal_year"] + 1)
    return made[made["fiscal_year"].isin(lines["fiscal_year"])]


def _added(
    lines: pd.DataFrame, parts: tuple[str, ...]
) -> dict[tuple[str, ...], dict[YearPhase, int]]:
    """Return the cents of each unit by year and phase."""
    for part in parts:
        lines = lines[lines[part] != ""]
    names = [*parts, "fiscal_year", "phase"]
    sums = lines.groupby(names, sort=False)["cents"].sum()
    found: dict[tuple[str, ...], dict[YearPhase, int]] = {}
    for index, cents in zip(sums.index.tolist(), sums.tolist(), strict=True):
        *key, year, phase = index
        found.setdefault(tuple(key), {})[int(year), Phase(phase)] = int(cents)
    return found


def _units(
    cut: Cut, flow: Flow, part: str, *, sums: Sums, whole: Amounts, content: Content
) -> tuple[BudgetUnit, ...]:
    names = _names(cut.lines[cut.lines["direction"] == flow.value], part)
    for key in sums:  # A unit that only a move makes is named by it.
        names.setdefault(key, (Spelling(key[-1].capitalize(), 0, 0),))
    slugs = _slugs(names, part, content)
    found = []
    for key, amounts in sums.items():
        years = {year for year, _ in amounts.recorded} or {year for year, _ in amounts.restated}
        if not years:
            continue
        found.append(
            BudgetUnit(
                part=part,
                flow=flow,
                key=key,
                title=names[key][-1].name,
                slugs=slugs[key],
                names=names[key],
                first=min(years),
                last=max(years),
                shown=part in PAGED[flow] and (part in ALWAYS or _is_large(amounts, whole)),
            )
        )
    return tuple(sorted(found, key=lambda unit: (unit.title.casefold(), unit.key)))


def _is_large(amounts: Amounts, whole: Amounts) -> bool:
    return any(
        abs(cents) >= LEAST * abs(whole.recorded[column])
        for column, cents in amounts.recorded.items()
    )


def _names(lines: pd.DataFrame, part: str) -> dict[tuple[str, ...], tuple[Spelling, ...]]:
    """Return the names of each unit, the newest last; of two in one year the commoner is later."""
    keys = list(parts_of(part))
    name = f"{part}_name"
    counted = lines.groupby([*keys, name], sort=True)["fiscal_year"].agg(["min", "max", "size"])
    found: dict[tuple[str, ...], list[tuple[int, int, Spelling]]] = {}
    rows = zip(counted.index.tolist(), counted.to_numpy().tolist(), strict=True)
    for (*key, spelled), (first, last, size) in rows:
        if all(key):
            kept = (last, size, Spelling(spelled, first, last))
            found.setdefault(tuple(key), []).append(kept)
    return {
        key: tuple(spelling for *_, spelling in sorted(kept, key=lambda k: (k[0], k[1])))
        for key, kept in found.items()
    }


def _slugs(
    names: Mapping[tuple[str, ...], tuple[Spelling, ...]], part: str, content: Content
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the slugs of each unit: that of its department page, else of its identity.

    Those that came first keep theirs: a later unit of the same slug is numbered.
    """
    known = {d.title.casefold(): d.slug for d in content.departments}
    known |= {d.slug: d.slug for d in content.departments}
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key in sorted(names, key=lambda k: (min(s.first for s in names[k]), k)):
        is_department = part in ("department", "program")
        own = [known.get(key[0]) or slug_of(key[0])] if is_department else []
        if part != "department":
            own = [*(own if part == "program" else []), slug_of(key[-1])]
        slugs, number = tuple(own), 2
        while slugs in found.values():
            slugs, number = (*own[:-1], f"{own[-1]}-{number}"), number + 1
        found[key] = slugs
    return found


def slug_of(identity: str) -> str:
    """Return an identity as an address can have it."""
    plain = unicodedata.normalize("NFKD", identity).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))) or "unnamed"
