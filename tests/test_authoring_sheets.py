"""Sheets as people keep them: totals, words, second headers and files that are no sheets."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk import city, made, portal, workbook

HEADER: list[Any] = ["Month", "Branch", "Visits", "Status", "Note"]
APRIL: list[list[Any]] = [
    ["2026-04", "North", 1250, "final", None],
    ["2026-04", "South", 950, "final", None],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with one month of two branches."""
    made_ = made(city(tmp_path), dimension="Branch=North,South", first="2026-03")
    rows = "2026-03,North,1200,final,\n2026-03,South,900,final,\n"
    (made_ / "library-visits.csv").write_text(f"month,branch,visits,obs_status,note\n{rows}")
    assert portal("check", made_).exit_code == 0
    return made_


def added(folder: Path) -> list[str]:
    """Return the rows of the package's table below those of the fixture."""
    return (folder / "library-visits.csv").read_text("utf-8").splitlines()[3:]


@pytest.mark.parametrize(
    ("above", "below", "says"),
    [
        ([], [["Total", None, 2200, None, None]], "row 4 is a total (Total): passed over"),
        ([], [[None, "Grand total:", 2200, None, None]], "row 4 is a total (Grand total:)"),
        ([], [["Source: counters", None, None, None, None]], "row 4 holds words and no figures"),
        ([["(month)", "", "people", "", ""]], [], "row 2 is a second line of the header"),
        ([[None] * 5], [[None] * 5], "Added      2026-04, North: visits 1250"),
    ],
    ids=["total", "total beside no period", "words", "units", "empty rows"],
)  # fmt: skip
def test_what_is_no_row_is_passed_over_and_said(
    above: list[Any], below: list[Any], says: str, folder: Path, tmp_path: Path
) -> None:
    """A total is never taken for a value, and words are never taken for a row."""
    file = workbook(tmp_path / "april.xlsx", [HEADER, *above, *APRIL, *below])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert says in result.stdout
    assert added(folder) == ["2026-04,North,1250,final,", "2026-04,South,950,final,"]


def test_words_in_merged_cells_below_the_table_are_passed_over(
    folder: Path, tmp_path: Path
) -> None:
    """The value of merged cells counts for each of them, and is still one text."""
    file = workbook(tmp_path / "a.xlsx", [HEADER, *APRIL, [], ["Prepared by the branch office"]])
    book = openpyxl.load_workbook(file)
    book.worksheets[0].merge_cells("A5:E5")
    book.save(file)
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "row 5 holds words and no figures (Prepared by the branch office)" in result.stdout


def test_cells_that_were_read_alike_are_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    """Thirty dates are not thirty lines."""
    months = [date(2026, month, 1) for month in (4, 5)]
    rows = [[month, who, 1000, "final", None] for month in months for who in ("North", "South")]
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", [HEADER, *rows]), "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    (line,) = re.findall(r".*was read as the month.*", result.stdout)
    assert line.strip() == (
        "Read so    rows 2 to 5, Month: 4 cells like row 2, where the date 2026-04-01 was read as "
        "the month 2026-04"
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ([date(2026, 4, 30), "North", 1250, "final", None], "2026-04-30 was read as the month"),
        (["2026-04", "NORTH", 1250, "final", None], "NORTH was read as North"),
        (["2026-04", "North", 1250, "Final", None], "Final was read as final"),
    ],
    ids=["end of the month", "branch in capitals", "status in capitals"],
)
def test_what_can_be_meant_in_one_way_is_read_so_and_said(
    row: list[Any], says: str, folder: Path, tmp_path: Path
) -> None:
    """The last day of a month is that month, and capitals tell no two members apart."""
    file = workbook(tmp_path / "a.xlsx", [list(HEADER), row, APRIL[1]])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert says in result.stdout
    assert added(folder)[0] == "2026-04,North,1250,final,"


def test_the_packages_own_file_as_excel_saved_it_is_written_as_it_should_be(folder: Path) -> None:
    """A double click, a month typed, and Save: every month is another text, every number too."""
    file = folder / "library-visits.csv"
    before = file.read_text("utf-8")
    as_excel = before.replace("2026-03", "Mar-26").replace("1200", '"1,200"')
    file.write_text(as_excel.replace("final", "Final"), "utf-8")
    assert portal("check", folder).exit_code == 1
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "Mar-26 was read as 2026-03" in result.stdout
    assert file.read_text("utf-8") == before
    assert portal("check", folder).exit_code == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ([date(2026, 4, 14), "North", 1250, "final", None], "Excel made the date 2026-04-14"),
        ([46113, "North", 1250, "final", None], "how Excel keeps the date 2026-04-01"),
        (["2026-04", "North", "1.250,5", "final", None], "Write 1250.5, and make the column"),
        (["2026-04", "North", "(1250)", "final", None], "without brackets. Write -1250"),
    ],
    ids=["a day", "Excel's day number", "European number", "brackets"],
)
def test_what_cannot_be_meant_in_one_way_is_not_used(
    row: list[Any], says: str, folder: Path, tmp_path: Path
) -> None:
    """The row and the column of the sheet are named, and nothing is written."""
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", [HEADER, row]), "--yes")
    assert result.exit_code == 1
    assert says in result.stdout
    assert added(folder) == []


def test_a_column_that_is_there_twice_is_not_guessed_at(folder: Path, tmp_path: Path) -> None:
    """One of the two would have been left out."""
    rows: list[list[Any]] = [[*HEADER, "visits"], *([*row, 99] for row in APRIL)]
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", rows), "--yes")
    assert result.exit_code == 2
    assert "columns C and F of the sheet Sheet are both called Visits" in result.stderr


def test_a_sheet_without_a_column_of_the_key_is_told_which(folder: Path, tmp_path: Path) -> None:
    """It is the package's sheet, and one column short."""
    rows: list[list[Any]] = [["Month", "Library", "Visits"], ["2026-04", "North", 1250]]
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", rows), "--yes")
    assert result.exit_code == 2
    assert "The sheet Sheet has no column Branch in row 1" in result.stderr
    assert "Not known in that row: Library." in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected with a password"),
        ("a.xls", b"<html><table><tr><td>Month</td></tr></table></html>", "it is a web page"),
        ("a.numbers", b"PK\x03\x04" + b"\0" * 100, "File, Export To, then Excel"),
        ("a.ods", b"PK\x03\x04" + b"\0" * 100, "an OpenDocument spreadsheet"),
        ("a.pdf", b"%PDF-1.7\n", "a PDF document"),
        ("a.csv", b"", "it is empty"),
        ("a.csv", b"\x1f\x8b\x08\x00\x00", "a compressed file"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_what_to_do_with_it(
    name: str, data: bytes, says: str, folder: Path, tmp_path: Path
) -> None:
    """What the file is, in the words of the person who has it."""
    file = tmp_path / name
    file.write_bytes(data)
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize(("name", "says"), [("no.xlsx", "does not exist"), ("", "is a folder")])
def test_a_file_that_is_not_there_or_a_folder_is_told_so(
    name: str, says: str, folder: Path, tmp_path: Path
) -> None:
    """The words are about a workbook, not about a package."""
    result = portal("add", folder, tmp_path / name, "--yes")
    assert result.exit_code == 2
    assert says in result.stderr
