"""The mistakes that people make with Excel: each is told once, on its place, in plain words.

One package, broken in the way that a person breaks it. Asserted is the whole place (file, row as
Excel shows it, column), what was found, and what the sentence and its remedy say.
"""

import json
import re
from pathlib import Path

import pytest

from gates import gate, problems
from permits import DESCRIPTOR, FEMALE, GOOD, Slip, every_line, must_be, only, package, row_6

SLIPS = {
    "text in a number": Slip(
        row_6("2025-03,Female,unknown,1090,final,"),
        "cell-number", 6, "permits", "unknown", "not a whole number", "leave the cell empty",
    ),
    "1,500": Slip(
        row_6('2025-03,Female,"1,180",1090,final,'),
        "cell-number", 6, "permits", "1,180", "without a comma", "Write 1180.",
    ),
    "a decimal comma is not guessed at": Slip(
        row_6('2025-03,Female,"11,8",10,final,'),
        "cell-number", 6, "permits", "11,8", "without a comma", "Write 11.8 or 118",
    ),
    "n/a": Slip(
        row_6("2025-03,Female,n/a,1090,final,"),
        "cell-number", 6, "permits", "n/a", "not a whole number", "write missing",
    ),
    "space after a category": Slip(
        row_6("2025-03,Female ,1180,1090,final,"),
        "cell-space", 6, "applicant", "Female ", "begins or ends with a space", "Write Female",
    ),
    "space before a category": Slip(
        row_6("2025-03, Female,1180,1090,final,"),
        "cell-space", 6, "applicant", " Female", "begins or ends with a space", "Write Female",
    ),
    "a space that cannot be seen": Slip(
        row_6("2025-03,Female\u00a0,1180,1090,final,"),
        "cell-space", 6, "applicant", "Female\u00a0", "begins or ends with a space", "Write Female",
    ),
    "misspelt category": Slip(
        row_6("2025-03,Femal,1180,1090,final,"),
        "cell-not-allowed", 6, "applicant", "Femal", "allowed: Female, Male", "mean Female?",
    ),
    "category in small letters": Slip(
        row_6("2025-03,female,1180,1090,final,"),
        "cell-not-allowed", 6, "applicant", "female", "allowed: Female, Male", "mean Female?",
    ),
    "wrong header": Slip(
        lambda text: text.replace("on_time", "on time"),
        "header-wrong", 1, "on_time", "on time", "is called on_time", "as on_time, exactly",
    ),
    "title in place of the name": Slip(
        lambda text: text.replace("on_time", "Issued in time"),
        "header-wrong", 1, "on_time", "Issued in time", "is called on_time", "as on_time, exactly",
    ),
    "semicolons": Slip(
        lambda text: text.replace(",", ";"),
        "delimiter", 1, None, "month;applicant;permits;on_time;obs_status;note",
        "separated by semicolons, not by commas", "portal add",
    ),
    "tabs": Slip(
        lambda text: text.replace(",", "\t"),
        "delimiter", 1, None, "month\tapplicant\tpermits\ton_time\tobs_status\tnote",
        "separated by tabs, not by commas", "portal add",
    ),
    "row too short": Slip(
        row_6("2025-03,Female,1180,1090"),
        "row-length", 6, None, "4", "fewer cells than the 6 columns", "one cell for each column",
    ),
    "comma in a note": Slip(
        row_6("2025-03,Female,1180,1090,final,counted by hand, twice"),
        "row-length", 6, None, "7", "more cells than the 6 columns", "between quotation marks",
    ),
    "Windows-1252": Slip(
        lambda text: text.replace(FEMALE, FEMALE + "Café moved").encode("cp1252"),
        "encoding", 6, None, None, "looks like Windows-1252", "Notepad",
    ),
    "UTF-16": Slip(
        lambda text: text.encode("utf-16"),
        "encoding", 1, None, None, "looks like UTF-16", "Notepad",
    ),
    "CSV UTF-8 of Excel": Slip(
        lambda text: text.encode("utf-8-sig"),
        "byte-order-mark", 1, None, None, "invisible mark", "not UTF-8 with BOM",
    ),
    "empty file": Slip(
        lambda text: "", "file-empty", None, None, None, "the file is empty", "Save the table",
    ),
    "only a header": Slip(
        lambda text: text.split("\n")[0] + "\n",
        "no-rows", 1, None, None, "a header but no rows", "Export",
    ),
    "blank header": Slip(
        every_line(",", ","),
        "header-blank", 1, "column G", None, "has no name", "It is empty",
    ),
    "blank header above values": Slip(
        every_line(",", ",x"),
        "header-blank", 1, "column G", None, "has no name", "give it a name",
    ),
    "extra column": Slip(
        every_line(",clerk", ",JB"),
        "header-extra", 1, "clerk", None, "not described", "Delete it from the file",
    ),
    "column left out": Slip(
        lambda text: re.sub(r",[^,\n]*$", "", text, flags=re.MULTILINE),
        "header-missing", 1, "note", None, "no column of this name", "Add the column",
    ),
    "columns moved": Slip(
        lambda text: re.sub(r"^(.*?),(.*?),", r"\2,\1,", text, flags=re.MULTILINE),
        "header-order", 1, None, None, "another order", "in this order",
    ),
    "same key, same values": Slip(
        lambda text: text.replace("2025-03,Male,1290,1130", "2025-03,Female,1180,1090"),
        "key-repeated", 7, "month, applicant", "2025-03, Female",
        "row 6 has the same month and applicant, and is the same in every column",
        "Delete this row.",
    ),
    "same key, other value": Slip(
        lambda text: text.replace("2025-03,Male", "2025-03,Female"),
        "key-repeated", 7, "month, applicant", "2025-03, Female",
        "with another permits: 1180 there, 1290 here", "Correct what tells the two apart",
    ),
    "letter in a period": Slip(
        row_6("20l5-03,Female,1180,1090,final,"),
        "cell-date", 6, "month", "20l5-03", "written like 2026-09", "Did you mean 2015-03?",
    ),
    "20150": Slip(
        row_6("20150,Female,1180,1090,final,"),
        "cell-date", 6, "month", "20150", "written like 2026-09", "format the column as Text",
    ),
    "Excel's month": Slip(
        row_6("Mar-25,Female,1180,1090,final,"),
        "cell-date", 6, "month", "Mar-25", "Excel writes a month so", "format the column as Text",
    ),
    "US date": Slip(
        row_6("3/14/2025,Female,1180,1090,final,"),
        "cell-date", 6, "month", "3/14/2025", "a date as month/day/year", "Write it so",
    ),
    "date that can be read in two ways": Slip(
        row_6("3/4/2025,Female,1180,1090,final,"),
        "cell-date", 6, "month", "3/4/2025", "month and day cannot be told apart", "Write it so",
    ),
    "period in the future": Slip(
        lambda text: text + "2026-05,Female,1230,1115,final,\n",
        "period-future", 12, "month", "2026-05", "begins after 2025-06-30", "the row's note",
    ),
    "100 times the usual": Slip(
        lambda text: text.replace("1230,1115", "123000,111500"),
        "value-jump", 10, "permits", "123000", "102 times the usual 1205", "decimal point",
    ),
    "part above the whole": Slip(
        row_6("2025-03,Female,1180,1190,final,"),
        "numerator-over-denominator", 6, "on_time", "1190", "more than 100%", "the row's note",
    ),
    "formula": Slip(
        row_6("2025-03,Female,1180,=C6-90,final,"),
        "cell-formula", 6, "on_time", "=C6-90", "spreadsheet formula", "Paste Special, Values",
    ),
    "Excel's short number": Slip(
        row_6("2025-03,Female,1.0E+05,1090,final,"),
        "cell-number", 6, "permits", "1.0E+05", "digits may be lost", "widen the column",
    ),
    "Excel's error": Slip(
        row_6("2025-03,Female,#REF!,1090,final,"),
        "cell-number", 6, "permits", "#REF!", "a spreadsheet's error message", "Mend the formula",
    ),
    "percent sign": Slip(
        row_6("2025-03,Female,1180,92%,final,"),
        "cell-number", 6, "on_time", "92%", "without %", "in the column's unit",
    ),
    "merged title above": Slip(
        lambda text: "Permits by applicant,,,,,\n" + text,
        "header-place", 1, None, "Permits by applicant", "stand in row 2", "Delete the rows above",
    ),
    "merged cells": Slip(
        lambda text: text.replace("2025-03,Male", ",Male"),
        "key-empty", 7, "month", None, "the cell is empty", "unmerge them first",
    ),
    "quotation mark left open": Slip(
        row_6('2025-03,Female,1180,1090,final,"moved'),
        "quotes", 6, None, None, "not closed", "Close it",
    ),
    "workbook with the wrong name": Slip(
        lambda text: b"PK\x03\x04" + b"\0" * 200,
        "not-text", None, None, None, "it is an Excel workbook", "Save as",
    ),
}  # fmt: skip


def test_the_package_is_good_before_it_is_broken(tmp_path: Path) -> None:
    """What the cases break has no fault of its own."""
    assert problems(package(tmp_path)) == []


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_once_on_its_place_with_its_remedy(name: str, tmp_path: Path) -> None:
    """File, row as Excel shows it, column and value; what is wrong; how to mend it; on one line."""
    slip = SLIPS[name]
    folder = package(tmp_path, slip.broken(GOOD))
    must_be(only(folder), slip, folder / "permits.csv")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_of_other_systems_are_no_fault(ending: str, tmp_path: Path) -> None:
    """A file saved on Windows or an old Mac is read as it is."""
    assert problems(package(tmp_path, GOOD.replace("\n", ending))) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"title": "Permits",', '"title": "Permits"', 5, "a comma is missing before this place"),
        (
            '"title": "Permit system"',
            '"title": "Permit system",',
            15,
            "after the last property is one too many",
        ),
        ('"title": "Permits",', "“title”: “Permits”,", 4, "curly quotation marks"),
        ('"title": "Permits",', '"title": "Permits,', 4, "quotation mark"),
    ],
    ids=["comma missing", "comma too many", "curly quotation marks", "open quotation mark"],
)
def test_a_broken_descriptor_names_line_and_column(
    old: str, new: str, line: int, says: str, tmp_path: Path
) -> None:
    """Where JSON breaks off, the line and the column of the file are told."""
    text = json.dumps(DESCRIPTOR, indent=2)
    assert text.count(old) == 1
    found = only(package(tmp_path, descriptor=text.replace(old, new)))
    assert found.code == "descriptor-syntax"
    assert found.row == line
    assert re.fullmatch(r"column \d+", found.column or "")
    assert says in found.message
    assert f"datapackage.json, line {line}, column" in found.as_text()


def test_an_unknown_property_is_told_with_the_nearest_known_one(tmp_path: Path) -> None:
    """A misspelt property is one mistake: not also the one that is missing."""
    text = json.dumps(DESCRIPTOR, indent=2).replace('"direction"', '"dirction"')
    found = only(package(tmp_path, descriptor=text))
    assert (found.code, found.column) == ("property-unknown", "metrics[permits-on-time].dirction")
    assert found.remedy == "Did you mean direction?"


def test_every_slip_of_one_file_is_told_in_one_run(tmp_path: Path) -> None:
    """Nobody mends one fault to be told the next."""
    table = (
        GOOD.replace("2025-02,Female,1250", "2025-02,Female,n/a")
        .replace("2025-02,Male", "2025-02,Male ")
        .replace("2025-04,Female,1210,1105", "2025-04,Female,1210,1305")
        .replace("2025-05,Male,1320", '2025-05,Male,"1,320"')
    )
    found = {(p.row, p.code) for p in problems(package(tmp_path, table))}
    assert found == {
        (4, "cell-number"), (5, "cell-space"), (8, "numerator-over-denominator"),
        (11, "cell-number"),
    }  # fmt: skip


def test_a_wrong_row_of_one_package_does_not_hide_the_others(tmp_path: Path) -> None:
    """The faults of every package come in one run, broken descriptors and all."""
    package(tmp_path, GOOD.replace("1180,1090", "n/a,1090"))
    for name, text in (("other", GOOD.replace("Female", "Femal")), ("third", GOOD)):
        folder = tmp_path / "datasets" / "fire" / name
        folder.mkdir(parents=True)
        (folder / "permits.csv").write_text(text, encoding="utf-8")
        facts = json.dumps({**DESCRIPTOR, "name": name, "department": "fire"}, indent=2)
        facts = facts.replace("permits-on-time", f"{name}-on-time")
        facts = facts.replace('"resources": [', '"resources": ') if name == "third" else facts
        (folder / "datapackage.json").write_text(facts, encoding="utf-8")
    found = gate(tmp_path / "datasets").problems
    by_package = {Path(p.file).parent.name: p.code for p in found}
    assert by_package == {
        "permits": "cell-number", "other": "cell-not-allowed", "third": "descriptor-syntax",
    }  # fmt: skip


def test_a_true_gap_is_told_beside_a_misspelt_row(tmp_path: Path) -> None:
    """A slip hides the gap that it makes, and no other."""
    table = GOOD.replace("2025-03,Female,", "2025-03,Femal,").replace(
        "2025-04,Male,1305,1175,final,\n", ""
    )
    found = {(p.code, p.value) for p in problems(package(tmp_path, table))}
    assert found == {("cell-not-allowed", "Femal"), ("period-gap", "2025-04")}


def test_an_annotation_stands_on_the_line_of_the_diff(tmp_path: Path) -> None:
    """A cell with a new line in it moves the lines below it, and not the rows of a spreadsheet."""
    table = GOOD.replace("1100,final,", '1100,final,"Counted\nby hand"').replace(
        "1180,1090", "n/a,1090"
    )
    found = only(package(tmp_path, table))
    assert found.row == 6
    assert ",line=7," in found.as_github()
