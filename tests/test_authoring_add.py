"""`portal add`: rows of a spreadsheet into a package, shown and checked before they are written."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from desk import city, made, new, portal, workbook

HEADER = ["Month", "Visits", "Status", "Note"]
TABLE = (
    "month,visits,obs_status,note\r\n"
    "2025-12,1200,final,\r\n"
    '2026-01,"1180",final,"Opened late, once"\r\n'
    "2026-02,1210,final,\r\n"
    "2026-03,1190,provisional,\r\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with three months, its table written by hand with Windows line endings."""
    made_ = made(city(tmp_path))
    (made_ / "library-visits.csv").write_bytes(TABLE.encode())
    assert portal("check", made_).exit_code == 0
    return made_


def table(folder: Path) -> str:
    return (folder / "library-visits.csv").read_bytes().decode()


def facts(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return read


def test_rows_of_a_workbook_are_added_and_the_rest_stays_byte_for_byte(
    folder: Path, tmp_path: Path
) -> None:
    """New rows have the file's own line endings; quotation marks of old ones stay."""
    file = workbook(tmp_path / "april.xlsx", [HEADER, ["2026-04", 1250, "provisional", None]])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stderr
    assert table(folder) == TABLE + "2026-04,1250,provisional,\r\n"
    assert "Added      2026-04: visits 1250" in result.stdout
    assert "open a pull request" in result.stderr
    assert portal("check", folder).exit_code == 0


def test_version_and_date_follow_and_nothing_else_of_the_descriptor(
    folder: Path, tmp_path: Path
) -> None:
    """The version is YYYY.MM.patch of the date that the site speaks from."""
    before = (folder / "datapackage.json").read_text("utf-8")
    file = workbook(tmp_path / "april.xlsx", [HEADER, ["2026-04", 1250, "provisional", None]])
    portal("add", folder, file, "--yes")
    after = (folder / "datapackage.json").read_text("utf-8")
    assert after == before.replace('"2026.6.0"', '"2026.6.1"')


def test_without_consent_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    """The change is shown; writing it takes --yes or an answer."""
    file = workbook(tmp_path / "april.xlsx", [HEADER, ["2026-04", 1250, "provisional", None]])
    result = portal("add", folder, file)
    assert result.exit_code == 2
    assert "Added" in result.stdout
    assert "--yes" in result.stderr
    assert table(folder) == TABLE


def test_a_provisional_value_is_replaced_without_a_word(folder: Path, tmp_path: Path) -> None:
    """Its status has said that it would be."""
    file = workbook(tmp_path / "march.xlsx", [HEADER, ["2026-03", 1195, "final", None]])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stderr
    assert "Revised    2026-03: visits 1190 → 1195, obs_status provisional → final" in result.stdout
    assert table(folder) == TABLE.replace("1190,provisional", "1195,final")


def test_a_final_value_is_replaced_for_a_reason_that_readers_are_told(
    folder: Path, tmp_path: Path
) -> None:
    """Refused without a reason; with one it is in the row's note, and the status is revised."""
    file = workbook(tmp_path / "january.xlsx", [HEADER, ["2026-01", 1185, "final", None]])
    refused = portal("add", folder, file, "--yes")
    assert refused.exit_code == 2
    assert "1 final value was published and would change" in refused.stderr
    assert table(folder) == TABLE
    result = portal("add", folder, file, "--yes", "--reason", "A door was not counted.")
    assert result.exit_code == 0, result.stderr
    again = portal("add", folder, file, "--yes")
    assert "nothing to change" in again.stderr
    assert table(folder) == TABLE.replace(
        '"1180",final,"Opened late, once"',
        '"1185",revised,"Opened late, once A door was not counted."',
    )


def test_rows_that_have_not_changed_are_left_alone(folder: Path, tmp_path: Path) -> None:
    """A workbook that holds the whole year again changes what is new only; 1180 is 1180.0."""
    rows = [HEADER, ["2026-01", 1180.0, "final", None], ["2026-02", "1,210", "final", None]]
    result = portal("add", folder, workbook(tmp_path / "all.xlsx", rows), "--yes")
    assert result.exit_code == 0
    assert "Unchanged  2 rows" in result.stdout
    assert "nothing to change" in result.stderr
    assert table(folder) == TABLE


@pytest.mark.parametrize(
    ("cell", "shown", "text"),
    [
        (date(2026, 4, 1), "the date 2026-04-01 was read as the month 2026-04", "2026-04"),
        (
            datetime.combine(date(2026, 4, 1), time.min),
            "the date 2026-04-01 was read as the month 2026-04",
            "2026-04",
        ),
        ("April 2026", "April 2026 was read as 2026-04", "2026-04"),
        (" 2026-04 ", "spaces around 2026-04 were removed", "2026-04"),
    ],
)
def test_how_a_month_was_understood_is_said(
    cell: Any, shown: str, text: str, folder: Path, tmp_path: Path
) -> None:
    """Nothing is converted in silence."""
    file = workbook(tmp_path / "a.xlsx", [HEADER, [cell, 1250, "final", None]])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert shown in result.stdout
    assert table(folder).endswith(f"{text},1250,final,\r\n")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["4/3/2026", 1250, "final", None], "month and day cannot be told apart"),
        (["4/14/2026", 1250, "final", None], "a date as month/day/year"),
        ([date(2026, 4, 26), 1250, "final", None], "Excel made the date 2026-04-26 of it"),
        ([datetime.combine(date(2026, 4, 1), time(9, 30)), 1250, "final", None], "a time of day"),
        (["2026-04", "1,5", "final", None], "Write 1.5 or 15"),
        (["2026-04", 12.5, "final", None], "12.5 is no whole number"),
        (["2026-04", "n/a", "final", None], "not a whole number"),
        (["2026-04", "#DIV/0!", "final", None], "a spreadsheet's error"),
        (["2026-04", "=1000+250", "final", None], "no result yet"),
        (["2026-04", True, "final", None], "TRUE or FALSE"),
        (["2026-02", None, "final", None], "the table has 1210"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_row_and_reason(
    row: list[Any], why: str, folder: Path, tmp_path: Path
) -> None:
    """With the number that Excel shows; then nothing of the file is written, not a part of it."""
    rows = [["Figures for the library", None, None, None], HEADER,
            ["2026-05", 1300, "final", None], row]  # fmt: skip
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", rows), "--yes")
    assert result.exit_code == 1
    assert "Not used   row 4" in result.stdout
    assert why in result.stdout
    assert "Nothing was written" in result.stderr
    assert table(folder) == TABLE


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["2O26-04", 1250, "final", None], "cell-date"),
        (["2026-04", 1250, "finl", None], "cell-not-allowed"),
        (["2026-04", 125000, "final", None], "value-jump"),
        (["2027-04", 1250, "final", None], "period-future"),
        (["2026-04", None, "final", None], "value-missing"),
        (["2026-04", 1250, "final", "@everyone"], "cell-formula"),
    ],
)
def test_the_check_of_the_result_speaks_of_the_spreadsheets_rows(
    row: list[Any], code: str, folder: Path, tmp_path: Path
) -> None:
    """The person has the spreadsheet open, not the table."""
    file = workbook(tmp_path / "a.xlsx", [HEADER, ["2026-02", 1210, "final", None], row])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 1
    assert "a.xlsx, row 3, " in result.stderr
    assert f"[{code}]" in result.stderr
    assert table(folder) == TABLE


def test_a_percent_cell_is_the_percentage_that_excel_shows(tmp_path: Path) -> None:
    """0.912 shown as 91.2% is 91.2 in a column of percent; in a column of visits it is refused."""
    datasets = city(tmp_path)
    folder = made(datasets, counted="value", part="Share full", unit="percent", target="90")
    rows = [["Month", "Share full", "Status"], ["2026-01", 0.912, "final"]]
    file = workbook(tmp_path / "a.xlsx", rows, formats={"B2": "0.0%"})
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stderr
    assert "91.2% (kept by Excel as 0.912) was read as 91.2" in result.stdout
    assert "2026-01,91.2,final," in table(folder)
    assert new(datasets, title="Visits", metric="Visits").exit_code == 0
    rows = [["Month", "Visits", "Status"], ["2026-01", 0.912, "final"]]
    file = workbook(tmp_path / "b.xlsx", rows, formats={"B2": "0.0%"})
    result = portal("add", datasets / "library" / "visits", file, "--yes")
    assert result.exit_code == 1
    assert "Excel shows it as 91.2%" in result.stdout


def test_binary_fractions_are_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3 in Excel, whatever the computer keeps; large numbers have no exponent."""
    from performance.authoring.cells import plain

    assert [plain(v) for v in (0.1 + 0.2, 1e15, 1180.0, 91.2, 1e-7, -0.5)] == [
        "0.3", "1000000000000000", "1180", "91.2", "0.0000001", "-0.5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Month;Visits;Status;Note\r\n2026-04;1250;final;Café\r\n".encode("cp1252"),
         ("semicolons", "Windows-1252")),
        ("Month\tVisits\tStatus\tNote\r\n2026-04\t1250\tfinal\tCafé\r\n".encode("utf-16"),
         ("tabs", "UTF-16")),
        ("Month,Visits,Status,Note\r\n2026-04,1250,final,Café\r\n".encode("utf-8-sig"),
         ("byte-order mark",)),
        (b"month,visits,obs_status,note\n2026-04,1250,final,Caf\xc3\xa9\n", ()),
    ],
    ids=["semicolons in Windows-1252", "Unicode text of Excel", "CSV UTF-8 of Excel", "plain"],
)  # fmt: skip
def test_every_csv_that_excel_writes_is_read(
    data: bytes, said: tuple[str, ...], folder: Path, tmp_path: Path
) -> None:
    """Converted, and what was done is said; the package's file stays as it is written."""
    file = tmp_path / "april.csv"
    file.write_bytes(data)
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert all(words in result.stdout for words in said)
    assert table(folder) == TABLE + "2026-04,1250,final,Café\r\n"


def test_a_packages_own_file_is_written_as_it_should_be(folder: Path) -> None:
    """Who saved the table itself from Excel gets it back in UTF-8 with commas and its own names."""
    file = folder / "library-visits.csv"
    file.write_bytes("Month;Visits;Status;Note\r\n2026-01;1180;final;Café\r\n".encode("cp1252"))
    assert portal("check", folder).exit_code == 1
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stderr
    assert file.read_bytes() == ("month,visits,obs_status,note\n2026-01,1180,final,Café\n".encode())
    assert portal("check", folder).exit_code == 0


def test_merged_cells_and_formulas_are_read_and_said(folder: Path, tmp_path: Path) -> None:
    """A merged status counts for each of its rows."""
    import openpyxl

    file = workbook(
        tmp_path / "a.xlsx",
        [HEADER, ["2026-04", 1250, "final", None], ["2026-05", 1260, None, None]],
    )
    book = openpyxl.load_workbook(file)
    book.active.merge_cells("C2:C3")
    book.save(file)
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 0, result.stderr
    assert "merged cells (C2:C3)" in result.stdout
    assert table(folder) == TABLE + "2026-04,1250,final,\r\n2026-05,1260,final,\r\n"


def test_columns_that_the_table_has_not_are_left_out_and_named(
    folder: Path, tmp_path: Path
) -> None:
    """What is not described is never published."""
    rows = [["Clerk", "Visits", "Month", "Status"], ["JB", 1250, "2026-04", "final"]]
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", rows), "--yes")
    assert result.exit_code == 0, result.stderr
    assert "left out: Clerk" in result.stdout
    assert table(folder) == TABLE + "2026-04,1250,final,\r\n"


def test_a_key_twice_in_the_spreadsheet_is_refused(folder: Path, tmp_path: Path) -> None:
    """With two values for one month nobody can say which is meant."""
    rows = [HEADER, ["2026-04", 1250, "final", None], ["2026-04", 1260, "final", None]]
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", rows), "--yes")
    assert result.exit_code == 1
    assert "Not used   row 3" in result.stdout
    assert table(folder) == TABLE


def test_a_value_is_withdrawn_by_a_status_that_says_so(folder: Path, tmp_path: Path) -> None:
    """An empty cell takes a value away only together with missing or suppressed."""
    row = ["2026-02", None, "suppressed", "Too few to publish."]
    result = portal("add", folder, workbook(tmp_path / "a.xlsx", [HEADER, row]), "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "2026-02,,suppressed,Too few to publish.\r\n" in table(folder)


def test_a_package_with_problems_is_mended_first(folder: Path, tmp_path: Path) -> None:
    """Nothing is added to what is not sound; its problems are listed."""
    (folder / "library-visits.csv").write_bytes(TABLE.replace("1210", "n/a").encode())
    file = workbook(tmp_path / "a.xlsx", [HEADER, ["2026-04", 1250, "final", None]])
    result = portal("add", folder, file, "--yes")
    assert result.exit_code == 1
    assert "row 4, visits" in result.stderr
    assert "mend them first" in result.stderr


@pytest.mark.parametrize("name", ["nothing.xlsx", "photo.png", "empty.csv"])
def test_files_that_are_no_spreadsheet_are_refused_in_words(
    name: str, folder: Path, tmp_path: Path
) -> None:
    """One sentence, never a traceback."""
    (tmp_path / name).write_bytes({"photo.png": b"\x89PNG\0\0\0"}.get(name, b""))
    result = portal("add", folder, tmp_path / name, "--yes")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_form_of_portal_new_is_filled_in_and_added(tmp_path: Path) -> None:
    """The whole journey: make, fill in, add, check; the first row's note goes with its gap."""
    import openpyxl

    folder = made(city(tmp_path), dimension="Branch=North,South")
    form = folder / "library-visits.xlsx"
    book = openpyxl.load_workbook(form)
    sheet = book["Library visits"]
    for place, row in enumerate(
        [("2026-01", "North", 600), ("2026-01", "South", 580), ("2026-02", "North", 610),
         ("2026-02", "South", 570)], 2,
    ):  # fmt: skip
        for column, value in enumerate((*row, "final"), 1):
            sheet.cell(place, column, value)
    book.save(form)
    result = portal("add", folder, form, "--yes")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert table(folder) == (
        "month,branch,visits,obs_status,note\n2026-01,North,600,final,\n2026-01,South,580,final,\n"
        "2026-02,North,610,final,\n2026-02,South,570,final,\n"
    )
    assert portal("check", folder).exit_code == 0
