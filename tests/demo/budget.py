"""The demo city's budget: five years of money that add up to what its departments spend."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from demo.course import source
from demo.descriptor import CONTACT, LICENSE, SCHEMA
from demo.plan import DEFINITIONS, DepartmentPlan

FOLDER = "datasets/finance/city-budget"
KEY = ("fiscal_year", "phase", "direction")
EXPENDITURES = (*KEY, "fund", "department", "program", "account", "amount", "note")
REVENUES = (*KEY, "fund", "account", "amount", "note")
# As of which actual amounts are known: those of the newest year are not.
PHASES = ("adopted", "amended", "actual")
WORDS: Mapping[str, tuple[str, str]] = {
    "fiscal_year": ("Fiscal year", "The fiscal year, July to June, named by the year it ends in."),
    "phase": ("Phase", "Adopted by the council, amended by it, or actually spent or taken in."),
    "direction": ("Direction", "Whether the money is spent (expenditure) or taken in (revenue)."),
    "fund": ("Fund", "The fund that the money is in."),
    "department": ("Department", "The department that spends it, as that year's budget names it."),
    "program": ("Program", "The program of the department that it is spent on."),
    "account": ("Account", "What the money is spent on, or where it comes from."),
    "amount": ("Amount", "The amount; a reduction is below zero."),
    "note": ("Note", "What a reader should know about the line; empty where nothing."),
    "new_department": ("New department", "The department that the money stands under since."),
    "new_program": ("New program", "The program since; empty where a whole department moved."),
    "population": ("Residents", "Residents in the middle of the year before the fiscal year ends."),
    "index": ("Price index", "Consumer prices, the average of the fiscal year 2023 being 100."),
}
STATEMENT = (
    "The budget ordinance of the city council is the binding document. These figures are for "
    "reading; where they differ, the ordinance decides."
)

Row = Mapping[str, Any]


def files(departments: Sequence[DepartmentPlan]) -> dict[str, str]:
    """Return the text of every file of the budget's package, by its path."""
    plan = yaml.safe_load((DEFINITIONS / "budget.yaml").read_text(encoding="utf-8"))
    spent = list(_expenditures(plan, departments))
    taken = list(_revenues(plan, spent))
    tables: dict[str, tuple[Sequence[str], Iterable[Row]]] = {
        "expenditures": (EXPENDITURES, spent),
        "revenues": (REVENUES, taken),
        "totals": ((*KEY, "amount"), _totals([*spent, *taken])),
        "crosswalk": (
            ("fiscal_year", "department", "program", "new_department", "new_program", "note"),
            plan["moves"],
        ),
        "population": (
            ("fiscal_year", "population", "note"),
            [
                {"fiscal_year": y, "population": n, "note": note}
                for y, (n, note) in plan["population"].items()
            ],
        ),
        "prices": (
            ("fiscal_year", "index"),
            [{"fiscal_year": y, "index": value} for y, value in plan["prices"].items()],
        ),
    }
    found = {f"{FOLDER}/{name}.csv": _csv(header, rows) for name, (header, rows) in tables.items()}
    described = _descriptor({name: header for name, (header, _) in tables.items()})
    text = json.dumps(described, indent=2, ensure_ascii=False)
    return {**found, f"{FOLDER}/datapackage.json": f"{text}\n"}


def _expenditures(plan: Row, departments: Sequence[DepartmentPlan]) -> Iterator[Row]:
    """Yield the lines of every year and phase; the newest adopted ones are the spending told."""
    for year in plan["years"]:
        for phase in PHASES if year != plan["years"][-1] else PHASES[:1]:
            for department in departments:
                newest = plan["years"][-1]
                whole = department.front["spending"] * plan["levels"][year]
                whole *= _grown(department.slug, newest - year)
                programs = plan["departments"][department.slug]
                shares = {
                    name: one["weight"] * _grown(name, newest - year)
                    for name, one in programs.items()
                }
                for name, amount in _shared(whole, shares, 100).items():
                    yield from _program(
                        plan, department, name, year=year, phase=phase, amount=amount
                    )


def _program(
    plan: Row, department: DepartmentPlan, name: str, *, year: int, phase: str, amount: int
) -> Iterator[Row]:
    title, spelled, note = department.front["title"], name, ""
    for move in plan["moves"]:
        if move["of"] == name and year < move["fiscal_year"]:
            title, spelled = move["department"], move["program"] or name
    funds = plan["departments"][department.slug][name]["funds"]
    for fund, of_fund in _shared(amount, funds, 100).items():
        accounts = {
            account: weight * _grown(f"{name}/{account}", plan["years"][-1] - year)
            for account, weight in plan["accounts"].items()
        }
        for account, part in _shared(of_fund, accounts, 100).items():
            factor = _factor(f"{year}/{name}/{account}", phase)
            if (year, name) == (2025, "Snow and storm response") and phase != "adopted":
                factor *= 1.38
                note = "The January snow closed streets from January 9 to 17, 2025."
            yield {
                "fiscal_year": year,
                "phase": phase,
                "direction": "expenditure",
                "fund": fund,
                "department": title,
                "program": spelled,
                "account": account,
                "amount": part if phase == "adopted" else round(part * factor),
                "note": note,
            }


def _revenues(plan: Row, spent: Sequence[Row]) -> Iterator[Row]:
    """Yield where the money of each fund comes from: what is adopted is balanced."""
    sums: Counter[tuple[int, str, str]] = Counter()
    for row in spent:
        sums[row["fiscal_year"], row["phase"], row["fund"]] += row["amount"]
    for (year, phase, fund), amount in sorted(sums.items(), key=_order):
        sources = {
            account: weight * _grown(f"{fund}/{account}", plan["years"][-1] - year)
            for account, weight in plan["revenues"][fund].items()
        }
        for account, part in _shared(amount, sources, 1).items():
            factor = _factor(f"{year}/{fund}/{account}", phase) if phase == "actual" else 1.0
            yield {
                "fiscal_year": year,
                "phase": phase,
                "direction": "revenue",
                "fund": fund,
                "account": account,
                "amount": round(part * factor),
                "note": "",
            }


def _order(item: tuple[tuple[int, str, str], int]) -> tuple[int, int, str]:
    (year, phase, fund), _ = item
    return year, PHASES.index(phase), fund


def _factor(name: str, phase: str) -> float:
    """Return how far a line moved from what was adopted, by chance seeded by its name."""
    random = source(f"budget/{name}")
    amended, spent = 1 + 0.012 * random.uniform(-0.4, 1), 1 - 0.05 * random.uniform(-0.15, 1)
    return {"adopted": 1.0, "amended": amended, "actual": amended * spent}[phase]


def _grown(name: str, years: int) -> float:
    """Return how large something was beside its size some years later, by chance: 1 for none."""
    random = source(f"budget/{name}")
    trend, wave = random.uniform(-0.022, 0.022), random.uniform(-0.012, 0.012, 6)
    return float((1 - trend) ** years * (1 + (wave[years] if years else 0)))


def _shared(whole: float, shares: Mapping[str, float], step: int) -> dict[str, int]:
    """Share an amount out in steps by weight; the first share takes what is left over."""
    weight = sum(shares.values())
    found = {name: round(whole * part / weight / step) * step for name, part in shares.items()}
    first = next(iter(found))
    found[first] += round(whole / step) * step - sum(found.values())
    return found


def _totals(rows: Iterable[Row]) -> list[Row]:
    sums: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        sums[row["fiscal_year"], row["phase"], row["direction"]] += row["amount"]
    return [
        dict(zip((*KEY, "amount"), (*key, amount), strict=True)) for key, amount in sums.items()
    ]


def _csv(header: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _descriptor(tables: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "name": "city-budget",
        "title": "City budget",
        "description": (
            "What Port Alder plans to spend and take in, what its council changed, and what came "
            "of it, by fund, department, program and account."
        ),
        "version": "2027.1.1",
        "created": "2026-10-30T00:00:00Z",
        "licenses": [LICENSE],
        "sources": [{"title": "Budget and accounting system of the city"}],
        "contributors": [
            {
                "title": "City of Port Alder, Finance, Budget and Performance",
                "roles": ["publisher"],
            },
            CONTACT,
        ],
        "department": "finance",
        "budget": {
            "tables": ["expenditures", "revenues"],
            "currency": "USD",
            "totals": "totals",
            "crosswalk": "crosswalk",
            "population": "population",
            "prices": "prices",
            "statement": STATEMENT,
            "document": {"title": "Budget ordinance of fiscal year 2027"},
        },
        "resources": [_resource(name, header) for name, header in tables.items()],
    }


TITLES = {
    "expenditures": ("Expenditures", "One row a year, phase, fund, program and account."),
    "revenues": ("Revenues", "One row a year, phase, fund and source."),
    "totals": ("Totals", "What the lines of a year, phase and direction must add up to."),
    "crosswalk": ("Reorganizations", "From its year on, a unit's money stands under the new one."),
    "population": ("Residents", "Residents by fiscal year."),
    "prices": ("Consumer prices", "A price index by fiscal year, for comparing years."),
}
SOURCES = {
    "population": "Population estimates of the Department of City Planning",
    "prices": "Consumer prices of the Port Alder area",
}


def _resource(name: str, header: Sequence[str]) -> dict[str, Any]:
    title, description = TITLES[name]
    keys = [c for c in header if c not in ("amount", "note", "population", "index")]
    if name == "crosswalk":
        keys = ["fiscal_year", "department", "new_department"]
    whole: dict[str, Any] = {
        "name": name,
        "path": f"{name}.csv",
        "title": title,
        "description": description,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": {"fields": [_field(column) for column in header], "primaryKey": keys},
    }
    if name in SOURCES:
        whole["sources"] = [{"title": SOURCES[name]}]
    return whole


def _field(column: str) -> dict[str, Any]:
    title, description = WORDS[column]
    kind = {"fiscal_year": "year", "amount": "integer", "population": "integer", "index": "number"}
    unit = {"amount": "dollars", "population": "residents", "index": "index points"}
    whole = {"name": column, "type": kind.get(column, "string"), "title": title}
    whole["description"] = description
    return {**whole, "unit": unit[column]} if column in unit else whole
