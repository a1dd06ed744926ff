"""Words for a cell that is not written as its column needs: what was meant, where it can be told.

A number or date is suggested only where it can be read in one way; else both are named.
"""

import difflib
import re
from collections.abc import Collection

from performance.model import Field

# What a problem says: its code, message and remedy.
Verdict = tuple[str, str, str]

EXAMPLES = {
    "date": "2026-09-14",
    "datetime": "2026-09-14T13:30:00Z",
    "time": "13:30:00",
    "year": "2026",
    "yearmonth": "2026-09",
}
# Exactly what a spreadsheet writes when a column is too narrow: digits may be lost. It never writes
# more than five decimals so.
SHORTENED = re.compile(r"-?\d(\.\d{1,5})?E[+-]\d{2,}")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
SPREADSHEET_ERROR = re.compile(r"#[A-Z0-9/_]+[!?]?")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
NO_VALUE = "Write digits only, such as 1500; where there is no value leave the cell empty and "
NO_VALUE += "write missing as the row's status."
# Letters that are typed, or read by a scanner, in place of a digit.
LOOKALIKES = str.maketrans("lIiOo", "11100")
MOST_NAMED = 20
MONTHS_SHORT = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


def not_allowed(cell: str, allowed: Collection[str]) -> Verdict:
    """Return what is wrong with a cell that is none of a column's values."""
    named = sorted(set(allowed))
    listed = ", ".join(named[:MOST_NAMED])
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    folded = {each.casefold(): each for each in reversed(named)}
    near = difflib.get_close_matches(cell.strip().casefold(), list(folded), n=1)
    hint = f"Did you mean {folded[near[0]]}? " if near else ""
    message = f"the value is not allowed; allowed: {listed}{more}"
    remedy = f"{hint}Write it exactly as listed; if it is new, add it to datapackage.json."
    return "cell-not-allowed", message, remedy


def not_number(cell: str, field: Field) -> Verdict:
    """Return what is wrong with a cell that is no number."""
    kind = "a whole number" if field.type == "integer" else "a plain number"
    if short := shortened(cell):
        return short
    if SPREADSHEET_ERROR.fullmatch(cell.strip()):
        message = "this is a spreadsheet's error message in place of a number"
        return "cell-number", message, "Mend the formula in the spreadsheet and save again."
    signs = _signs(cell)
    bare = re.sub(r"[\s$€£%]", "", cell)
    if GROUPED.fullmatch(bare):
        return _dressed(kind, signs, f"Write {bare.replace(',', '')}.")
    if DECIMAL_COMMA.fullmatch(bare):
        point, none = bare.replace(",", "."), bare.replace(",", "")
        return _dressed(kind, signs, f"Write {point} or {none}, whichever is meant.")
    if signs and re.fullmatch(r"[+-]?\d+(\.\d+)?", bare):
        unit = " in the column's unit" if "%" in cell else ""
        return _dressed(kind, signs, f"Write {bare}, if that is the number{unit}.")
    if field.type == "integer" and re.fullmatch(r"[+-]?\d+\.\d*", cell):
        message = "this must be a whole number, without a point"
        return "cell-number", message, "Write it without decimals, or make the column a number."
    return "cell-number", f"this is not {kind}", NO_VALUE


def shortened(cell: str) -> Verdict | None:
    """Return what is wrong with a spreadsheet's short form of a number; none for another cell."""
    if not SHORTENED.fullmatch(cell):
        return None
    message = "this is a spreadsheet's short form of a number, and digits may be lost"
    remedy = "In the spreadsheet widen the column or format it as a number, and save again."
    return "cell-number", message, remedy


def not_date(cell: str, field: Field) -> Verdict:
    """Return what is wrong with a cell that is no date or period."""
    example = EXAMPLES[field.type] if field.format == "default" else field.format
    message = f"this must be written like {example}"
    remedy = "Write it so; in Excel format the column as Text first, else it changes it back."
    slashed = SLASHED.fullmatch(cell.strip())
    if slashed:
        first, second = int(slashed[1]), int(slashed[2])
        if first > 12 or second > 12:
            order = "month/day/year" if second > 12 else "day/month/year"
            message += f"; this is a date as {order}"
        else:
            message += "; month and day cannot be told apart here"
    elif re.fullmatch(rf"({MONTHS_SHORT})[a-z]*[- ]\d{{2,4}}", cell.strip(), re.IGNORECASE):
        message += "; Excel writes a month so when its column is not formatted as Text"
    elif (meant := cell.translate(LOOKALIKES)) != cell and re.fullmatch(r"[\d:T-]+", meant):
        remedy = f"Did you mean {meant}? A letter stands where a digit should."
    return "cell-date", message, remedy


def _dressed(kind: str, signs: str, remedy: str) -> Verdict:
    return "cell-number", f"this must be {kind}, without {signs}", remedy


def _signs(cell: str) -> str:
    """Return the signs in a cell that a number cannot have, in words."""
    names = {",": "a comma", "$": "$", "€": "€", "£": "£", "%": "%"}
    found = [words for sign, words in names.items() if sign in cell]
    found += ["spaces"] if re.search(r"\s", cell) else []
    return " and ".join(found)
