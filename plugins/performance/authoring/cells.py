"""Read a spreadsheet's cell as the column of a table needs it, or say why it cannot be read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from performance.authoring.spreadsheet import Cell
from performance.model import Field, Metric, ObsStatus
from performance.period import Frequency
from performance.validate import spelling

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[ -](\d{4})")
# What Excel makes of 2026-09 that is typed into it, and keeps in a CSV file.
EXCELS_MONTH = re.compile(r"([A-Za-z]{3})-(\d{2})")
EXCELS_CENTURY = 30  # Of years with two digits Excel takes those below for 2000 and later.
COMMA_DECIMAL = re.compile(r"-?\d+,\d{1,2}")
NUMBERS = ("integer", "number")
PERCENT = ("%", "percent", "per cent", "percentage")


# Excel counts days from here; numbers as high as these are no years and no counts of months.
DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000


class UnusableError(ValueError):
    """A cell that cannot be read in one way only; its words say why and what to write."""


class Column(Struct, frozen=True):
    """A column of a table: its field, and the frequency of the periods in it, none in others.

    `is_percent` is whether the numbers in it are percentages; `allowed` are the only texts that
    there may be, none where any may be.
    """

    field: Field
    frequency: Frequency | None
    is_percent: bool
    allowed: tuple[str, ...] = ()


class Read(Struct, frozen=True):
    """A cell's text as the file will have it, and how it was understood where that is not plain.

    `kind` is the same for cells that were understood in the same way.
    """

    text: str
    note: str = ""
    kind: str = ""


def column_of(field: Field, metrics: tuple[Metric, ...]) -> Column:
    """Return what a column holds, by its field and the metrics that read its table."""
    frequency = next((m.frequency for m in metrics if m.period_field == field.name), None)
    valued = any(m.measure.value == field.name and m.unit.is_percent for m in metrics)
    allowed = tuple(str(each) for each in field.constraints.get("enum") or ())
    if not allowed and any(m.obs_status_field == field.name for m in metrics):
        allowed = tuple(str(status) for status in ObsStatus)
    return Column(field, frequency, valued or field.unit.lower() in PERCENT, allowed)


def read(cell: Cell, column: Column, *, has_decimal_comma: bool) -> Read:
    """Return a cell as text; UnusableError where it cannot be read, or in more than one way."""
    if cell.fault:
        raise UnusableError(cell.fault)
    value = cell.value
    if value is None:
        return Read("")
    if isinstance(value, bool):
        if column.field.type != "boolean":
            raise UnusableError("it is TRUE or FALSE, which this column does not hold")
        return Read("true" if value else "false")
    if isinstance(value, date):
        return _date(value, column)
    if isinstance(value, (int, float)):
        return _number(value, column, is_percent=cell.is_percent)
    return _text(value, column, has_decimal_comma=has_decimal_comma)


def plain(value: int | float) -> str:
    """Return a number as Excel shows it whole: at most 15 digits, never in its short form."""
    if isinstance(value, int):
        return str(value)
    exact = Decimal(f"{value:.15g}")
    return _written(exact)


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: int | float, column: Column, *, is_percent: bool) -> Read:
    text = plain(value)
    if column.frequency is not None:
        if column.frequency is Frequency.YEAR and re.fullmatch(r"\d{4}", text):
            return Read(text)
        raise UnusableError(f"{text} is no period{_as_date(value)}")
    if column.field.type not in NUMBERS:
        return Read(text)
    if is_percent:
        shown = _written(Decimal(f"{value:.15g}") * 100)
        if not column.is_percent:
            raise UnusableError(
                f"Excel shows it as {shown}%, and the column is no percentage; format it as Number"
            )
        return Read(shown, f"{shown}% (kept by Excel as {text}) was read as {shown}", "percent")
    if column.field.type == "integer" and "." in text:
        raise UnusableError(f"{text} is no whole number")
    return Read(text)


def _as_date(value: int | float) -> str:
    """Return what to do with a number in place of a period: Excel keeps dates as numbers."""
    if FIRST_SERIAL <= value <= LAST_SERIAL and value == int(value):
        shown = (DAY_ZERO + timedelta(days=int(value))).isoformat()
        return f", but how Excel keeps the date {shown}; format the column as a date"
    return "; format the column as Text and type it again"


def _date(value: date, column: Column) -> Read:
    if hasattr(value, "hour"):
        raise UnusableError("it holds a time of day; only the date is wanted")
    frequency, shown = column.frequency, value.isoformat()
    if frequency is Frequency.DAY or (frequency is None and column.field.type == "date"):
        return Read(shown)
    # The first and the last day of a period name it; any other may be meant as itself.
    ends = (value + timedelta(days=1)).day == 1 if value < date.max else False
    if frequency is Frequency.MONTH and (value.day == 1 or ends):
        text = shown[:7]
        return Read(text, f"the date {shown} was read as the month {text}", "date")
    starts_quarter = value.day == 1 and value.month % 3 == 1
    if frequency is Frequency.QUARTER and (starts_quarter or (ends and value.month % 3 == 0)):
        text = f"{value.year}-Q{(value.month + 2) // 3}"
        return Read(text, f"the date {shown} was read as the quarter {text}", "date")
    if frequency is Frequency.YEAR and (value.month, value.day) == (1, 1):
        return Read(str(value.year), f"the date {shown} was read as the year {value.year}", "date")
    raise UnusableError(
        f"Excel made the date {shown} of it; format the column as Text and type it again"
    )


def _text(value: str, column: Column, *, has_decimal_comma: bool) -> Read:
    text = " ".join(value.split()) if column.field.type in NUMBERS else value.strip()
    note = f"spaces around {text} were removed" if text != value and text else ""
    field = column.field
    if text in field.missing_values or not text:
        return Read(text, "")
    if column.frequency is Frequency.MONTH and (named := _named_month(text)):
        return Read(named, f"{text} was read as {named}", "month")
    if column.frequency is not None or field.type in spelling.EXAMPLES:
        # Whether it is one is asked when the whole table is checked, of every row.
        if spelling.SLASHED.fullmatch(text):
            raise UnusableError(_words(spelling.not_date(text, _dated(column))))
        return Read(text, note, "spaces")
    if field.type not in NUMBERS:
        return _member(text, column) or Read(text, note, "spaces")
    return _typed_number(text, column, note, has_decimal_comma=has_decimal_comma)


def _member(text: str, column: Column) -> Read | None:
    """Return a text as the column's list writes it, where only capitals tell the two apart."""
    if text in column.allowed:
        return None
    meant = [each for each in column.allowed if each.casefold() == text.casefold()]
    return Read(meant[0], f"{text} was read as {meant[0]}", "case") if len(meant) == 1 else None


def _typed_number(text: str, column: Column, note: str, *, has_decimal_comma: bool) -> Read:
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Read(text, note, "spaces")
    if not has_decimal_comma and spelling.GROUPED.fullmatch(text):
        bare = text.replace(",", "")
        return Read(bare, f"{text} was read as {bare}", "signs")
    if has_decimal_comma and COMMA_DECIMAL.fullmatch(text):
        point = text.replace(",", ".")
        return Read(point, f"{text} was read as {point}", "comma")
    if column.is_percent and re.fullmatch(r"-?\d+(\.\d+)?\s?%", text):
        bare = text.rstrip("% ")
        return Read(bare, f"{text} was read as {bare}", "signs")
    raise UnusableError(_words(spelling.not_number(text, column.field)))


def _named_month(text: str) -> str:
    found = NAMED_MONTH.fullmatch(text) or EXCELS_MONTH.fullmatch(text)
    if not found or found[1][:3].lower() not in MONTHS:
        return ""
    year = int(found[2])
    if len(found[2]) == 2:
        year += 2000 if year < EXCELS_CENTURY else 1900
    return f"{year}-{MONTHS.index(found[1][:3].lower()) + 1:02d}"


def _dated(column: Column) -> Field:
    """Return a field whose example is that of the periods that the column holds."""
    if column.field.type in spelling.EXAMPLES:
        return column.field
    kind = {Frequency.MONTH: "yearmonth", Frequency.YEAR: "year"}.get(
        column.frequency or Frequency.DAY, "date"
    )
    return Field(column.field.name, kind)


def _words(verdict: spelling.Verdict) -> str:
    _, message, remedy = verdict
    return f"{message}. {remedy}".rstrip(".")
