"""Mistakes that no list foresaw: other countries' numbers, strange files, rows that are no rows.

As with those of `test_faults_of_staff`, each is told once, on its place, with what to do.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gates import gate
from permits import DESCRIPTOR, FEMALE, GOOD, Slip, must_be, only, package, row_6


def female(permits: str) -> Callable[[str], str | bytes]:
    """Return what puts another number of permits into row 6."""
    return row_6(f"2025-03,Female,{permits},1090,final,")


def number(found: str, says: str, remedy: str, *, quoted: bool = False) -> Slip:
    """Return a mistake in the number of permits of row 6."""
    written = f'"{found}"' if quoted else found
    return Slip(female(written), "cell-number", 6, "permits", found, says, remedy)


def period(found: str, says: str, remedy: str = "Write it so") -> Slip:
    """Return a mistake in the month of row 6."""
    table = row_6(f"{found},Female,1180,1090,final,")
    return Slip(table, "cell-date", 6, "month", found, says, remedy)


def after_header(line: str) -> Callable[[str], str]:
    """Return what puts a line below the header."""
    return lambda text: text.replace("\n", f"\n{line}\n", 1)


SLIPS = {
    "column too narrow": number("####", "too narrow to show the number", "Widen the column"),
    "European number": number(
        "1.180,5", "points between thousands", "Write 1180.5, and make the column", quoted=True
    ),
    "European whole number": number("1.180,00", "a comma", "Write 1180.", quoted=True),
    "European thousands": number("1.180", "without a point", "Write 1180 if the point stands"),
    "Swiss number": number("1'180", "without an apostrophe", "Write 1180"),
    "French number": number("1\u202f180", "without spaces", "Write 1180"),
    "text in Excel": number("'1180", "without an apostrophe", "Write 1180"),
    "negative in brackets": number("(1180)", "without brackets", "Write -1180"),
    "negative in brackets, with currency": number(
        "($1,180)", "a comma, $ and brackets", "Write -1180.", quoted=True
    ),
    "sign at the end": number("1180-", "a sign at its end", "Write -1180"),
    "typographic minus": number("\u22121180", "a long minus", "Write -1180"),
    "yen": number("¥1180", "without ¥", "Write 1180"),
    "name of a currency": number("USD 1180", "without USD and spaces", "Write 1180"),
    "dollars and cents": number("$1,180.00", "a comma and $", "Write 1180.", quoted=True),
    "smart quotation marks": number("“1180”", "without quotation marks", "Write 1180"),
    "space without width": number("1180\u200b", "a sign that cannot be seen", "Write 1180"),
    "full-width digits": number("１１８０", "digits of another script", "Write 1180"),
    "footnote": number("1180*", "not a whole number alone", "say the rest in the row's note"),
    "about": number("~1180", "not a whole number alone", "say the rest in the row's note"),
    "thousands in short": number("1.2k", "not a whole number", "Write digits only"),
    "dash for none": number("-", "not a whole number", "write missing as the row's status"),
    "withheld": number("<5", "not a whole number", "write suppressed as the row's status"),
    "too large": number("1e400", "not a whole number", "Write digits only"),
    "Roman month": period("2025-III", "written like 2026-09"),
    "German month": period("März 2025", "written like 2026-09"),
    "month 13": period("2025-13", "months are 01 to 12"),
    "Excel's day number": period("45717", "Excel keeps dates as such numbers"),
    "month first": period("03/2025", "written like 2026-09"),
    "year nought": period("0000-03", "written like 2026-09"),
    "letter without width in a category": Slip(
        row_6("2025-03,Fem\u200bale,1180,1090,final,"),
        "cell-not-allowed", 6, "applicant", "Fem\u200bale", "allowed: Female, Male",
        "A sign that cannot be seen stands in it: type it again. Did you mean Female?",
    ),
    "smart quotation marks around a category": Slip(
        row_6("2025-03,“Female”,1180,1090,final,"),
        "cell-not-allowed", 6, "applicant", "“Female”", "allowed: Female, Male", "mean Female?",
    ),
    "letter without width in a header": Slip(
        lambda text: text.replace("on_time", "on\u200b_time", 1),
        "header-wrong", 1, "on_time", "on\u200b_time", "is called on_time", "exactly",
    ),
    "Numbers' title above": Slip(
        lambda text: "permits\n\n" + text,
        "header-place", 1, None, "permits", "stand in row 3", "Delete the rows above",
    ),
    "titles below the names": Slip(
        after_header("Month,Applicant,Permits due,Issued in time,Status,Note"),
        "row-stray", 2, None, "Month", "named here again", "Delete the row",
    ),
    "units below the names": Slip(
        after_header("(month),,number,number,,"),
        "row-stray", 2, None, "(month)", "second row of the header", "Delete the row",
    ),
    "two exports in one file": Slip(
        row_6(f"{GOOD.splitlines()[0]}\n{FEMALE}"),
        "row-stray", 6, None, "month", "named here again", "Delete the row",
    ),
    "total below": Slip(
        lambda text: f"{text}Grand total,,12595,11225,,\n",
        "row-stray", 12, None, "Grand total", "a total, not a row of a period", "Delete the row",
    ),
    "total beside no period": Slip(
        lambda text: f"{text},Total:,12595,11225,,\n",
        "row-stray", 12, None, "Total:", "a total, not a row of a period", "Delete the row",
    ),
    "empty rows below": Slip(
        lambda text: f"{text},,,,,\n\n,,,,,\n",
        "row-blank", 12, None, None, "the rows 12 to 14 are empty", "Delete the rows",
    ),
    "marks of git": Slip(
        row_6(f"<<<<<<< HEAD\n{FEMALE}\n=======\n{FEMALE}x\n>>>>>>> october"),
        "row-stray", 6, None, "<<<<<<< HEAD", "two people changed rows at once", "delete the lines",
    ),
    "web page": Slip(
        lambda text: "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n",
        "header-place", 1, None, "<!DOCTYPE html>", "this is a web page", "Save the table",
    ),
    "JSON": Slip(
        lambda text: '[{"month": 1}]\n',
        "header-place", 1, None, '[{"month": 1}]', "this is a JSON file", "Save the table",
    ),
    "another table": Slip(
        lambda text: "zone,trees\nNorth,12\n",
        "header-place", 1, None, "zone", "none of the columns that are described: month",
        "Save the table of this package",
    ),
    "quotation marks around rows": Slip(
        lambda text: "".join(f'"{line}"\n' for line in text.splitlines()),
        "header-place", 1, None, GOOD.splitlines()[0], "each row stands between quotation marks",
        "remove the quotation marks",
    ),
    "column twice": Slip(
        lambda text: text.replace("\n", ",1\n").replace(",1\n", ",on_time\n", 1),
        "header-repeated", 1, "on_time", None, "two columns have this name", "Rename one",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_once_on_its_place_with_its_remedy(name: str, tmp_path: Path) -> None:
    """File, row as Excel shows it, column and value; what is wrong; how to mend it; on one line."""
    slip = SLIPS[name]
    folder = package(tmp_path, slip.broken(GOOD))
    must_be(only(folder), slip, folder / "permits.csv")


def test_the_whole_of_a_dimension_is_no_total_below_the_table(tmp_path: Path) -> None:
    """A row of a period that gives the whole of its parts is a row like any other."""
    facts: dict[str, Any] = json.loads(json.dumps(DESCRIPTOR))
    facts["metrics"][0]["total"] = "Total"
    facts["resources"][0]["schema"]["fields"][1]["constraints"]["enum"] = ["F", "M", "Total"]
    rows = [f"2025-0{month},{who},1200,1100,final," for month in (1, 2) for who in ("F", "Total")]
    table = "\n".join([GOOD.splitlines()[0], *rows, ""])
    folder = package(tmp_path, table, json.dumps(facts))
    assert gate(folder).problems == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('  "title": "Permits",', '<<<<<<< HEAD\n  "title": "Permits",', "git's marks"),
        ('"title": "Permits",', '// our title\n"title": "Permits",', "no comments"),
        ('"title": "Permits",', "'title': 'Permits',", "double quotation marks"),
        ('  "title": "Permits",', '\u00a0 "title": "Permits",', "cannot be seen"),
        ('"lag": 20', '"lag": None', "small letters"),
        ('"lag": 20', '"lag": 1e400', "too large"),
        ('"value": 90', '"value": NaN', "not a number that JSON knows"),
        ('"Permit system"', f"{'[' * 10_000}1{']' * 10_000}", "more than 40 deep"),
    ],
    ids=["git", "comment", "single quotes", "hard space", "None", "1e400", "NaN", "nested"],
)
def test_what_breaks_a_descriptor_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    """One problem with its line, and never a traceback."""
    text = json.dumps(DESCRIPTOR, indent=2)
    assert text.count(old) == 1
    found = only(package(tmp_path, descriptor=text.replace(old, new)))
    assert found.code == "descriptor-syntax"
    assert says in found.message
    assert found.row is not None


def test_a_descriptor_that_breaks_off_says_so(tmp_path: Path) -> None:
    """Half a file is told as half a file."""
    text = json.dumps(DESCRIPTOR, indent=2)
    found = only(package(tmp_path, descriptor=text[: text.index('"metrics"')]))
    assert "breaks off here" in found.message


@pytest.mark.parametrize(
    ("property_", "value", "code", "remedy"),
    [
        ("resources", [], "property-value", "The files of the package"),
        ("department", "public works", "department", "Did you mean public-works?"),
        ("metrics", {}, "property-type", "The metrics that the package holds"),
    ],
)
def test_what_follows_from_a_fault_is_not_told_beside_it(
    property_: str, value: Any, code: str, remedy: str, tmp_path: Path
) -> None:
    """One mistake in the description is one line."""
    found = only(package(tmp_path, descriptor=json.dumps({**DESCRIPTOR, property_: value})))
    assert found.code == code
    assert remedy in found.remedy


def test_a_path_in_capitals_is_told_with_the_file_that_is_there(tmp_path: Path) -> None:
    """Windows calls them the same; where the site is built they are two files."""
    text = json.dumps(DESCRIPTOR).replace("permits.csv", "PERMITS.CSV")
    found = only(package(tmp_path, descriptor=text))
    assert (found.code, found.remedy) == ("file-missing", "Did you mean permits.csv?")


def test_two_packages_cannot_have_one_metric(tmp_path: Path) -> None:
    """A metric's name is its address: the second is told, and says where the first is."""
    package(tmp_path)
    folder = tmp_path / "datasets" / "fire" / "other"
    folder.mkdir(parents=True)
    (folder / "permits.csv").write_text(GOOD, encoding="utf-8")
    facts = json.dumps({**DESCRIPTOR, "name": "other", "department": "fire"}, indent=2)
    (folder / "datapackage.json").write_text(facts, encoding="utf-8")
    (found,) = gate(tmp_path / "datasets").problems
    assert (found.code, found.value) == ("name-taken", "permits-on-time")
    assert "datasets" in found.message


@pytest.mark.parametrize("name", ["my permits 2025", "Gebühren"])
def test_a_folder_may_have_a_space_or_an_umlaut(name: str, tmp_path: Path) -> None:
    """The address is the package's name, not that of its folder."""
    folder = package(tmp_path)
    assert gate(folder.rename(folder.with_name(name))).problems == []


@pytest.mark.parametrize("name", ["datapackage.json.txt", "DATAPACKAGE.JSON", "datapackage.yml"])
def test_a_descriptor_with_nearly_its_name_is_told(name: str, tmp_path: Path) -> None:
    """Notepad adds an ending that Windows does not show."""
    folder = package(tmp_path)
    (folder / "datapackage.json").rename(folder / name)
    (found,) = gate(tmp_path / "datasets").problems
    assert (found.code, found.value) == ("descriptor-name", name)
