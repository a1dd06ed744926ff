"""The import of a budget that is published as four tables, on small tables of its own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from performance.appropriations import run
from performance.appropriations.names import mended
from performance.check import examine
from performance.cli import main
from performance.command import content_of
from performance.model import Content
from performance.problem import BuildError
from performance.settings import Settings

FILES = {
    "appropriations-by-fund.csv": (
        "fiscal_year,department_code,department,fund,amount\n"
        "2025,07,Mayor'S Office,GENERAL FUND,60\n"
        "2025,07,Mayor'S Office,Airport  Fund,40\n"
        "2026,07,Office of the Mayor,General Fund,70\n"
    ),
    "appropriations-by-category.csv": (
        "fiscal_year,department_code,department,category,amount\n"
        "2025,07,Mayor'S Office,Wages,110\n"
        "2025,07,Mayor'S Office,Savings,-10\n"
        "2026,07,Office of the Mayor,Wages,70\n"
        "2026,07,Office of the Mayor,Travel,0\n"
    ),
    "revenue-by-source.csv": (
        "fiscal_year,source,source_detail,amount\n"
        "2026,Taxes,Property tax,50\n2026,Taxes,Sales tax,20\n"
    ),
    "totals.csv": (
        "fiscal_year,start,end,gross_appropriations,operating_appropriations,total_revenue\n"
        "2025,2025-01-01,2025-12-31,100,60,\n"
        "2026,2026-01-01,2026-12-31,70,70,70\n"
    ),
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The four tables of a small city."""
    folder = tmp_path / "source"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_import_is_a_sound_budget_with_settings(source: Path, tmp_path: Path) -> None:
    """The gates find nothing; the city speaks from the newest year, which begins in January."""
    run(source, tmp_path / "portal", "Smallville")
    found = examine([tmp_path / "portal" / "datasets"], Content(), Settings())
    assert [problem.as_text() for problem in found.problems] == []
    budget = found.packages[0].budget
    assert budget is not None
    assert [cut.parts for cut in budget.cuts] == [
        ("fund", "department"),
        ("department", "account"),
        ("account", "detail"),
    ]
    settings = (tmp_path / "portal/content/settings.yaml").read_text(encoding="utf-8")
    assert 'city: "Smallville"' in settings
    assert "as_of: 2026-01-01\nfiscal_year_start: 1" in settings


def test_the_report_counts_each_fault_and_how_the_tables_add_up(
    source: Path, tmp_path: Path
) -> None:
    """Names, spaces, zeros, reductions, and totals that differ; nothing is left out."""
    report = run(source, tmp_path / "portal", "Smallville")
    assert report.balanced
    assert report.counts() == {
        "department-names": 1,
        "spelling": 1,
        "spaces": 1,
        "capital-s": 4,
        "negative": 1,
        "zero": 1,
        "gross-and-operating": 1,
        "no-revenue": 1,
    }
    (apart,) = (f for f in report.faults if f.code == "gross-and-operating")
    assert apart.found == "gross 100 − operating 60 = 40, which is exactly Airport Fund"
    assert "5 of 5 sums" in report.summary()


def test_a_sum_that_misses_its_total_is_told_by_the_report_and_the_gates(
    source: Path, tmp_path: Path
) -> None:
    """The import changes no figure: the check of the package names the difference."""
    table = source / "appropriations-by-fund.csv"
    table.write_text(FILES[table.name].replace("General Fund,70", "General Fund,69"))
    report = run(source, tmp_path / "portal", "Smallville")
    assert not report.balanced
    assert "4 of 5 sums" in report.summary()
    found = examine([tmp_path / "portal" / "datasets"], Content(), Settings()).problems
    assert {problem.code for problem in found} == {"budget-total", "budget-tables-differ"}


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("totals.csv", "fiscal_year\n2026\n", "must have the columns fiscal_year, start"),
        ("revenue-by-source.csv", FILES["revenue-by-source.csv"] + "2026,Taxes\n", "must have 4"),
        (
            "revenue-by-source.csv",
            FILES["revenue-by-source.csv"].replace(",50", ",$50"),
            "must be a whole number",
        ),
        ("totals.csv", FILES["totals.csv"].split("\n")[0] + "\n", "holds no year"),
    ],
)
def test_a_table_of_another_form_is_refused(
    source: Path, tmp_path: Path, file: str, text: str, message: str
) -> None:
    """It is told in words, and nothing is written."""
    (source / file).write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as raised:
        run(source, tmp_path / "portal", "Smallville")
    assert message in raised.value.problems[0].as_text()
    assert not (tmp_path / "portal").exists()


def test_the_command_imports_and_says_what_it_did(source: Path, tmp_path: Path) -> None:
    """`portal import budget` writes the portal; a second time its folder is not free."""
    words = ["import", "budget", str(source), str(tmp_path / "portal"), "--city", "Smallville"]
    first = CliRunner().invoke(main, words)
    assert first.exit_code == 0
    assert "none left out" in first.output
    described = json.loads(
        (tmp_path / "portal/datasets/budget/city-budget/datapackage.json").read_text("utf-8")
    )
    assert described["title"] == "Budget of Smallville"
    second = CliRunner().invoke(main, words)
    assert second.exit_code == 2
    assert "is not empty" in second.output


def test_the_imported_city_is_checked_with_its_own_settings(source: Path, tmp_path: Path) -> None:
    """It has no departments, and the content beside its datasets is its own all the same."""
    run(source, tmp_path / "portal", "Smallville")
    found = content_of(tmp_path / "portal" / "datasets", None)
    assert (found / "settings.yaml").samefile(tmp_path / "portal" / "content" / "settings.yaml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mayor'S Office", "Mayor's Office"),
        ("  Two   Spaces ", "Two Spaces"),
        ("A \x96 B", "A – B"),
        ("O'Hare", "O'Hare"),
        ("CHILDREN'S FUND", "CHILDREN'S FUND"),
        ("Department Of Law And Order", "Department of Law and Order"),
        ("Office For People With Disabilities", "Office for People with Disabilities"),
        ("The Of Fund", "The of Fund"),
        ("Of Counsel", "Of Counsel"),
        ("OFFICE OF LAW", "OFFICE OF LAW"),
    ],
)
def test_names_are_mended_and_no_more(name: str, expected: str) -> None:
    """Spaces, a broken dash, and the capitals of a program that capitalizes every word."""
    assert mended(name) == expected
