"""Lay a published budget out as a portal: one package of money, and the words around it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from performance.appropriations.names import mended
from performance.appropriations.read import FILES, TOTALS, Source

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
FOLDER = "datasets/budget/city-budget"
KEY = ("fiscal_year", "phase", "direction")
# The columns of each table, and the source's column that each is read from.
TABLES: dict[str, dict[str, str]] = {
    "by-fund": {
        "department_code": "department_code",
        "department": "department",
        "fund": "fund",
    },
    "by-account": {
        "department_code": "department_code",
        "department": "department",
        "account": "category",
    },
    "revenue": {"account": "source", "detail": "source_detail"},
}
TITLES = {
    "by-fund": "Appropriations by department and fund",
    "by-account": "Appropriations by department and account",
    "revenue": "Revenue by source",
    "totals": "Totals that the tables add up to",
    "published-totals": "Totals as the city published them",
}
MEANINGS = {
    "fiscal_year": ("Fiscal year", "The fiscal year, named by the year in which it ends."),
    "phase": ("Phase", "How far the money has come: adopted by the council."),
    "direction": ("Direction", "Whether the money is spent or taken: expenditure or revenue."),
    "department_code": ("Department's code", "What tells the department apart in every year."),
    "department": ("Department", "The department's name in that year."),
    "fund": ("Fund", "The fund that the money is in."),
    "account": ("Account", "What the money is for, or where it comes from."),
    "detail": ("Detail", "The source of revenue within the account."),
    "amount": ("Amount", "The amount in whole dollars; a reduction is below zero."),
    "note": ("Note", "What a reader should know about the line; empty where nothing."),
    "start": ("First day", "The first day of the fiscal year."),
    "end": ("Last day", "The last day of the fiscal year."),
    "gross_appropriations": ("Gross appropriations", "Everything that is appropriated."),
    "operating_appropriations": (
        "Operating appropriations",
        "What is appropriated without transfers between funds and proceeds of debt.",
    ),
    "total_revenue": ("Total revenue", "Everything that is expected to be taken in."),
}
TYPES = {"fiscal_year": "year", "start": "date", "end": "date"}
MONEY = ("amount", "gross_appropriations", "operating_appropriations", "total_revenue")
STATEMENT = (
    "The appropriation ordinance that the council passed is the binding document; these tables are "
    "what the city published of it."
)
BANNER = "Converted from the tables that the city published; not an official site of the city."

Cells = Sequence[object]


def files(source: Source, city: str) -> dict[str, bytes]:
    """Return every file of the portal by its path below the destination."""
    tables: dict[str, tuple[tuple[str, ...], list[Cells]]] = {}
    for name, columns in TABLES.items():
        flow = "revenue" if name == "revenue" else "expenditure"
        header = (*KEY, *columns, "amount", "note")
        rows: list[Cells] = [
            (
                *(row.fiscal_year, "adopted", flow),
                *(mended(row.cells[column]) for column in columns.values()),
                *(row.amount, ""),
            )
            for row in source.lines[name]
        ]
        tables[name] = header, rows
    tables["totals"] = (*KEY, "amount"), list(_totals(source))
    tables["published-totals"] = (
        ("fiscal_year", "start", "end", *MONEY[1:]),
        [
            (t.fiscal_year, t.start, t.end, t.gross, t.operating, _blank(t.revenue))
            for t in source.totals
        ],
    )
    descriptor = _descriptor({name: header for name, (header, _) in tables.items()}, source, city)
    text = json.dumps(descriptor, indent=2, ensure_ascii=False)
    return {
        "content/settings.yaml": _settings(source, city),
        f"{FOLDER}/datapackage.json": f"{text}\n".encode(),
        **{f"{FOLDER}/{name}.csv": _csv(header, rows) for name, (header, rows) in tables.items()},
    }


def _totals(source: Source) -> Iterable[Cells]:
    for total in source.totals:
        yield total.fiscal_year, "adopted", "expenditure", total.gross
        if total.revenue is not None:
            yield total.fiscal_year, "adopted", "revenue", total.revenue


def _blank(value: int | None) -> object:
    return "" if value is None else value


def _descriptor(tables: dict[str, tuple[str, ...]], source: Source, city: str) -> dict[str, Any]:
    newest = max(total.fiscal_year for total in source.totals)
    return {
        "$schema": SCHEMA,
        "name": "city-budget",
        "title": f"Budget of {city}",
        "description": (
            "Appropriations by department and fund, the same money by department and account, and "
            "revenue by source, by fiscal year."
        ),
        "version": f"{newest}.1.0",
        "sources": [{"title": f"{', '.join(FILES.values())} and {TOTALS} as the city published"}],
        "contributors": [{"title": city, "roles": ["publisher"]}],
        "budget": {
            "tables": list(TABLES),
            "currency": "USD",
            "totals": "totals",
            "statement": STATEMENT,
        },
        "resources": [_resource(name, header) for name, header in tables.items()],
    }


def _resource(name: str, header: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": TITLES[name],
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in header]},
    }


def _field(column: str) -> dict[str, Any]:
    title, description = MEANINGS[column]
    kind = "integer" if column in MONEY else TYPES.get(column, "string")
    unit = {"unit": "dollars"} if column in MONEY else {}
    return {"name": column, "type": kind, "title": title, "description": description, **unit}


def _settings(source: Source, city: str) -> bytes:
    newest = max(source.totals, key=lambda total: total.fiscal_year)
    month = int(newest.start[5:7])
    values = {"city": city, "tagline": f"The budget of {city}", "banner": BANNER, "publisher": city}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join([*lines, f"as_of: {newest.start}", f"fiscal_year_start: {month}", ""]).encode()


def _csv(header: tuple[str, ...], rows: Iterable[Cells]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
