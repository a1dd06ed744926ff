"""Small budgets as packages on disk, for the tests of their gates, sums and pages."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from performance.check import Examined, examine
from performance.compute import compute
from performance.model import Content, Department, Ledger, Portal
from performance.settings import Settings

CONTENT = Content(
    (
        Department("public-works", "Public Works", "Keeps the city clean.", 1, programs=("Trash",)),
        Department("parks", "Parks", "Keeps the city green.", 2, spending=999, fiscal_year=2025),
        Department("finance", "Finance", "Keeps the books.", 3),
    ),
)
AS_OF = date(2026, 11, 20)
TYPES = {
    "fiscal_year": "year",
    "amount": "number",
    "population": "integer",
    "index": "number",
    "month": "yearmonth",
    "requests": "integer",
    "on_time": "integer",
}
HEADER = "fiscal_year,phase,direction,fund,department,program,account,amount,note\n"
# Two departments in three years. In fiscal year 2026 Trees moved from Public Works to Parks.
LINES = (
    HEADER
    + """\
2025,adopted,expenditure,General,Public Works,Trash,Wages,60,
2025,adopted,expenditure,General,Public Works,Trees,Wages,40,
2025,adopted,expenditure,General,Parks,Pools,Wages,100,
2025,actual,expenditure,General,Public Works,Trash,Wages,55.50,
2025,actual,expenditure,General,Public Works,Trees,Wages,44.50,
2025,actual,expenditure,General,Parks,Pools,Wages,90,
2026,adopted,expenditure,General,Public Works,Trash,Wages,66,
2026,adopted,expenditure,General,Parks,Trees,Wages,44,
2026,adopted,expenditure,General,Parks,Pools,Wages,120,
2026,adopted,expenditure,Grants,Parks,Pools,Savings,-10,
2025,adopted,revenue,General,,,Property tax,150,
2025,adopted,revenue,General,,,Fees,50,
2026,adopted,revenue,General,,,Property tax,220,
"""
)
TOTALS = """\
fiscal_year,phase,direction,amount
2025,adopted,expenditure,200
2025,actual,expenditure,190
2026,adopted,expenditure,220
2025,adopted,revenue,200
2026,adopted,revenue,220
"""
CROSSWALK = """\
fiscal_year,department,program,new_department,new_program,note
2026,Public Works,Trees,Parks,Trees,The gardeners moved.
"""
POPULATION = "fiscal_year,population\n2025,8\n2026,10\n"
PRICES = "fiscal_year,index\n2025,100\n2026,110\n"
TABLES = {
    "lines": LINES,
    "totals": TOTALS,
    "crosswalk": CROSSWALK,
    "population": POPULATION,
    "prices": PRICES,
}


def write(
    folder: Path,
    *,
    name: str = "city-budget",
    tables: Sequence[str] = ("lines",),
    types: Mapping[str, str] | None = None,
    **texts: str | None,
) -> Path:
    """Write a budget package below a folder's datasets and return its folder.

    `texts` replace the tables of `TABLES` by their names, none leaving one out; any other name is a
    further table. `tables` are those of the money.
    """
    held = {key: text for key, text in {**TABLES, **texts}.items() if text is not None}
    place = folder / "datasets" / "finance" / name
    place.mkdir(parents=True, exist_ok=True)
    budget: dict[str, Any] = {
        "tables": list(tables),
        "currency": "USD",
        "statement": "The ordinance decides.",
    }
    budget |= {key: key for key in list(TABLES)[1:] if key in held}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": "City budget",
        "version": "2026.1.0",
        "sources": [{"title": "Ledger"}],
        "contributors": [{"title": "Finance", "roles": ["publisher"]}],
        "department": "finance",
        "budget": budget,
        "resources": [_resource(key, text, types or {}) for key, text in held.items()],
    }
    for key, text in held.items():
        (place / f"{key}.csv").write_text(text, encoding="utf-8")
    (place / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    return place


def gates(folder: Path, **settings: Any) -> Examined:
    """Pass the packages of a folder through the gates."""
    chosen = Settings(**{"as_of": AS_OF, **settings})
    return examine([folder / "datasets"], CONTENT, chosen)


def portal(folder: Path, **settings: Any) -> Portal:
    """Return the portal computed of the sound packages of a folder."""
    found = gates(folder, **settings)
    assert [problem.as_text() for problem in found.problems] == []
    return compute(found.packages, CONTENT, replace(Settings(**settings), as_of=AS_OF))


def ledger(folder: Path, **texts: str | None) -> Ledger:
    """Return what is computed of a budget of these tables."""
    write(folder, **texts)
    found = portal(folder).ledger
    assert found is not None
    return found


def _resource(name: str, text: str, types: Mapping[str, str]) -> dict[str, Any]:
    header = text.split("\n", 1)[0].split(",")
    fields = [{"name": h, "type": types.get(h, TYPES.get(h, "string"))} for h in header]
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }
