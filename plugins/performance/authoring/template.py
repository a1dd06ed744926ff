"""An Excel workbook to fill in for a package: a sheet for each table, and one that explains."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlsxwriter

from performance.authoring.cells import Column, column_of
from performance.model import Field, Package, Resource
from performance.period import FORMS
from performance.problem import BuildError

GUIDE = "How to fill this in"
ROWS = 2000  # Rows that are prepared: years of months, for many members.
LONGEST_LIST = 255  # Characters of a list that Excel keeps in a cell's own rule.
LONGEST_SHEET = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# The same at every making, so that the same package gives the same bytes.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel keeps no zone.


def template(package: Package) -> bytes:
    """Return the workbook. Titles are the headers, and text is never taken for a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": package.title, "created": MADE})
    formats = {
        "bold": book.add_format({"bold": True}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    tables = [resource for resource in package.resources if resource.text is not None]
    taken: set[str] = {GUIDE.casefold()}
    for table in tables:
        name = _sheet_name(table, taken)
        _table(book.add_worksheet(name), table, package, formats)
    _guide(book.add_worksheet(GUIDE), package, tables, formats)
    book.close()
    return out.getvalue()


def _sheet_name(table: Resource, taken: set[str]) -> str:
    for words in (table.title, table.name):
        name = words.translate(FORBIDDEN).strip()[:LONGEST_SHEET].strip()
        if name and name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise BuildError(f"The tables of the package need names of their own: {table.name}.")


def _table(sheet: Any, table: Resource, package: Package, formats: dict[str, Any]) -> None:
    metrics = tuple(m for m in package.metrics if m.resource == table.name)
    for place, field in enumerate(table.fields):
        column = column_of(field, metrics)
        title = field.title or field.name
        is_number = field.type in ("integer", "number")
        # As text Excel leaves 2026-09 as it is typed.
        shown = None if is_number else formats["text"]
        sheet.set_column(place, place, max(len(title) + 2, 12), shown)
        sheet.write_string(0, place, title, formats["bold"])
        rule = _rule(field, column)
        if rule:
            sheet.data_validation(1, place, ROWS, place, rule)
    sheet.freeze_panes(1, 0)


def _rule(field: Field, column: Column) -> dict[str, Any] | None:
    """Return what Excel is to accept in a column; none where it cannot be said in its terms."""
    allowed = [str(each) for each in field.constraints.get("enum", ())]
    title = (field.title or field.name)[:32]
    if allowed and len(",".join(allowed)) <= LONGEST_LIST and not any("," in a for a in allowed):
        return {
            "validate": "list",
            "source": allowed,
            "error_title": title,
            "error_message": "Choose one from the list.",
        }
    if field.type in ("integer", "number"):
        kind = "integer" if field.type == "integer" else "decimal"
        return {
            "validate": kind,
            "criteria": "between",
            "minimum": -(10**15),
            "maximum": 10**15,
            "error_title": title,
            "error_message": "A number only, without words or signs. Leave it empty where there is "
            "no value, and choose missing as the status.",
        }
    if column.frequency is not None:
        example = FORMS[column.frequency][1]
        message = f"Write it like {example}."
        return {"validate": "any", "input_title": title, "input_message": message}
    return None


def _guide(sheet: Any, package: Package, tables: list[Resource], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24, formats["wrap"])
    sheet.set_column(1, 1, 90, formats["wrap"])
    for row, (left, right) in enumerate(_words(package, tables)):
        sheet.write_string(row, 0, left, formats["bold"])
        sheet.write_string(row, 1, right, formats["wrap"])


def _words(package: Package, tables: list[Resource]) -> Iterator[tuple[str, str]]:
    folder = package.folder.name
    yield "What this is", f"The form for {package.title}: one row for each period."
    yield (
        "How to use it",
        (
            "Fill in a row for each new period below the titles, and save. Then run: portal add "
            f"{folder} FILE.xlsx, which shows what it will change before it writes. Old rows may "
            "stand or be deleted: a row that has not changed is left alone."
        ),
    )
    yield (
        "No value",
        (
            "Leave the cell empty, choose the status missing (not measured), suppressed (withheld) "
            "or not_applicable, and say why in the note. Never write 0 for it."
        ),
    )
    yield "A changed value", "Say in the note why it changed: the note is published beside it."
    for table in tables:
        metrics = tuple(m for m in package.metrics if m.resource == table.name)
        for field in table.fields:
            yield field.title or field.name, _meaning(field, column_of(field, metrics))


def _meaning(field: Field, column: Column) -> str:
    allowed = [str(each) for each in field.constraints.get("enum", ())]
    said = [field.description] if field.description else []
    if column.frequency is not None:
        said.append(f"Written like {FORMS[column.frequency][1]}.")
    elif allowed:
        said.append(f"One of: {', '.join(allowed)}.")
    elif field.type == "integer":
        said.append("A whole number, such as 1500.")
    elif field.type == "number":
        said.append("A number, such as 91.2.")
    else:
        said.append("Words; may stay empty.")
    if field.unit or column.is_percent:
        said.append(f"In {field.unit or 'percent: 91.2 for 91.2%'}.")
    return " ".join(said)
