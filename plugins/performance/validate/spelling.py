"""Words for a cell that is not written as its column needs: what was meant, where it can be told.

A number or date is suggested only where it can be read in one way; else both are named.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
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
EUROPEAN = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
# Currencies and quotation marks around a number, and signs between its thousands.
CODES = r"\b(?:USD|EUR|GBP|CHF|CAD)\b"
SIGNS = rf"[$€£¥%'’“”\"]|{CODES}"
RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
# Letters without width: they come with text that is copied from a web page or a chat.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
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
    if re.search(f"[{INVISIBLE}]", cell):
        hint = f"A sign that cannot be seen stands in it: type it again. {hint}"
    message = f"the value is not allowed; allowed: {listed}{more}"
    remedy = f"{hint}Write it exactly as listed; if it is new, add it to datapackage.json."
    return "cell-not-allowed", message, remedy


def not_number(cell: str, field: Field) -> Verdict:
    """Return what is wrong with a cell that is no number."""
    kind = "a whole number" if field.type == "integer" else "a plain number"
    if short := shortened(cell):
        return short
    if set(cell.strip()) == {"#"}:
        message = "the spreadsheet's column was too narrow to show the number, and it is lost"
        return "cell-number", message, "Widen the column in the spreadsheet and save again."
    if SPREADSHEET_ERROR.fullmatch(cell.strip()):
        message = "this is a spreadsheet's error message in place of a number"
        return "cell-number", message, "Mend the formula in the spreadsheet and save again."
    signs = _signs(cell)
    bare = _bare(cell)
    if is_negative := bool(re.fullmatch(r"\(.+\)|[^-]+-", bare)):
        bare = bare.strip("()-")
    if field.type == "integer":
        bare = re.sub(r"(?<=\d)\.0+$", "", bare) if signs or is_negative else bare
    if GROUPED.fullmatch(bare):
        return _dressed(kind, signs, f"Write {_meant(bare.replace(',', ''), is_negative)}.")
    if EUROPEAN.fullmatch(bare):
        point = bare.replace(".", "").replace(",", ".")
        point = re.sub(r"\.0+$", "", point)
        words = "points between thousands and a comma before decimals"
        is_whole = field.type != "integer" or "." not in point
        more = "" if is_whole else ", and make the column a number"
        return _dressed(kind, words, f"Write {_meant(point, is_negative)}{more}.")
    if DECIMAL_COMMA.fullmatch(bare):
        point, none = bare.replace(",", "."), bare.replace(",", "")
        return _dressed(kind, signs, f"Write {point} or {none}, whichever is meant.")
    if (signs or is_negative) and re.fullmatch(r"[+-]?\d+(\.\d+)?", bare):
        unit = " in the column's unit" if "%" in cell else ""
        meant = _meant(bare, is_negative)
        signs = signs or ("brackets" if "(" in cell else "a sign at its end")
        return _dressed(kind, signs, f"Write {meant}, if that is the number{unit}.")
    return _no_number(cell, kind, field)


def _no_number(cell: str, kind: str, field: Field) -> Verdict:
    """Return what is wrong with a cell that is no number, whatever signs are taken off it."""
    if field.type == "integer" and re.fullmatch(r"[+-]?\d+\.\d*", cell):
        message = "this must be a whole number, without a point"
        if re.fullmatch(r"\d{1,3}(\.\d{3})+", cell):
            none = cell.replace(".", "")
            remedy = f"Write {none} if the point stands between thousands; else make the column a "
            return "cell-number", message, f"{remedy}number."
        return "cell-number", message, "Write it without decimals, or make the column a number."
    if re.fullmatch(r"\s*[<≤]\s*\d+\s*", cell):
        remedy = "Where the value is withheld leave the cell empty, write suppressed as the row's "
        return "cell-number", f"this is not {kind}", f"{remedy}status, and the rest in its note."
    found = re.fullmatch(
        r"\s*[~≈]?\s*(\d+(?:\.\d+)?)\s*[*†‡¹²³⁴⁵ᵃᵇ]*(?:\([a-z\d]\)|[epr])?\s*", cell
    )
    if found and cell.strip() != found[1]:
        remedy = f"Write {found[1]}, if that is the number, and say the rest in the row's note."
        return "cell-number", f"this is not {kind} alone", remedy
    return "cell-number", f"this is not {kind}", NO_VALUE


def _bare(cell: str) -> str:
    """Return a cell without the signs that people put around and into a number.

    Digits and the minus of other scripts are written as those of a keyboard.
    """
    text = unicodedata.normalize("NFKC", cell) if not set(cell) & set(RAISED) else cell
    text = "".join(c if not c.isdecimal() else str(unicodedata.decimal(c)) for c in text)
    text = text.replace("\u2212", "-").replace("\u2013", "-")
    return re.sub(rf"{SIGNS}|[\s{INVISIBLE}]", "", text)


def _meant(bare: str, is_negative: bool) -> str:
    return f"-{bare}" if is_negative else bare


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
        remedy += " Or let portal add mend it: portal add PACKAGE FILE, where FILE may be this "
        remedy += "very file."
    elif re.fullmatch(r"\d{5}", cell.strip()):
        message += "; Excel keeps dates as such numbers"
    elif re.fullmatch(r"\d{4}-(00|1[3-9]|[2-9]\d)", cell):
        message += "; months are 01 to 12"
    elif (meant := cell.translate(LOOKALIKES)) != cell and _is_like(meant, example):
        remedy = f"Did you mean {meant}? A letter stands where a digit should."
    return "cell-date", message, remedy


def _is_like(text: str, example: str) -> bool:
    """Whether a text has digits where an example has them, and the same signs between."""
    return re.sub(r"\d", "0", text) == re.sub(r"\d", "0", example)


def _dressed(kind: str, signs: str, remedy: str) -> Verdict:
    return "cell-number", f"this must be {kind}, without {signs}", remedy


def _signs(cell: str) -> str:
    """Return the signs in a cell that a number cannot have, in words."""
    names = {",": "a comma", "$": "$", "€": "€", "£": "£", "¥": "¥", "%": "%", "'": "an apostrophe"}
    names |= {
        "’": "an apostrophe",
        "(": "brackets",
        "\u2212": "a long minus",
        "“": "quotation marks",
    }
    names |= {"\u2013": "a dash", '"': "quotation marks"}
    found = list(dict.fromkeys(words for sign, words in names.items() if sign in cell))
    found += [match[0] for match in [re.search(CODES, cell)] if match]
    found += ["spaces"] if re.search(r"\s", cell) else []
    found += ["a sign that cannot be seen"] if re.search(f"[{INVISIBLE}]", cell) else []
    if any(c.isdecimal() and not c.isascii() for c in cell):
        found.append("digits of another script")
    return " and ".join([*([", ".join(found[:-1])] if found[1:] else []), *found[-1:]])
