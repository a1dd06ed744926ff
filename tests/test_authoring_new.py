"""`portal new`: a package that passes the check, and an Excel form beside it."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from built import ROOT
from desk import ANSWERS, city, made, new, portal


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    """The datasets folder of a city without packages."""
    return city(tmp_path)


def descriptor(folder: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return facts


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"frequency": "Q", "first": "2026-Q1"},
        {"frequency": "A", "first": "2025"},
        {"frequency": "W", "first": "2026-W05"},
        {"frequency": "D", "first": "2026-05-01"},
        {"target": None, "near": None},
        {"direction": "none", "target": None, "near": None},
        {"direction": "range", "target": "40 to 60"},
        {"counted": "ratio", "part": "Closed", "whole": "Due", "unit": "percent", "target": "90"},
        {"counted": "ratio", "part": "Cost", "whole": "Tons", "unit": "dollars a ton"},
        {"dimension": "Branch=North,South"},
        {"dimension": ("Branch=North,South", "Age=Adults,Children")},
        {"counted": "value", "part": "Median wait", "unit": "minutes", "dimension": "Z=A,B"},
        {"contact": "Data desk", "licence": "CC0-1.0"},
        {"title": "Ärger & <b>Lärm</b>", "metric": "Lärm \u2013 nachts"},
        {"description": '=HYPERLINK("https://example.org")', "source": "<script>alert(1)</script>"},
    ],
    ids=lambda more: ", ".join(more) or "as it is",
)  # fmt: skip
def test_a_new_package_passes_the_check(more: dict[str, Any], datasets: Path) -> None:
    """Whatever the answers are, the package that is written is sound."""
    folder = made(datasets, **more)
    result = portal("check", datasets)
    assert (result.exit_code, result.stdout) == (0, "")
    assert {file.suffix for file in folder.iterdir()} == {".json", ".csv", ".xlsx"}


def test_the_descriptor_says_what_was_answered(datasets: Path) -> None:
    """Each answer stands in its property, by the date that the site speaks from."""
    facts = descriptor(made(datasets))
    assert (facts["name"], facts["department"]) == ("library-visits", "library")
    assert (facts["version"], facts["created"]) == ("2026.6.0", "2026-06-15T00:00:00Z")
    assert facts["contributors"][0]["email"] == "data@portalder.example"
    (metric,) = facts["metrics"]
    assert metric["name"] == "visits-to-libraries"
    assert metric["measure"] == {"value": "visits", "aggregation": "sum"}
    assert metric["targets"] == [{"from": "2026-01", "value": 1000, "near": 50}]
    assert metric["stage"] == "proposed"
    assert metric["history"] == [{"date": "2026-06-15", "stage": "proposed"}]


def test_what_options_are_missing_is_said_at_once(datasets: Path) -> None:
    """Without a terminal nobody is asked; every missing option is named in one run."""
    result = new(datasets, {"title": "Library visits", "department": "library"})
    assert result.exit_code == 2
    for option in ("metric", "counted", "unit", "direction", "first", "source", "contact"):
        assert f"--{option}" in result.stderr
    assert list(datasets.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"department": "parks"}, "--department parks is not one of fire, library"),
        ({"first": "Sept 2026"}, "Write it like 2026-09"),
        ({"target": "about 90"}, "is no number"),
        ({"direction": "range", "target": "90"}, "two numbers"),
        ({"direction": "range", "target": "60 to 40"}, "lower limit of a range comes first"),
        ({"dimension": "Branch"}, "must name two parts"),
        ({"part": "Note"}, "Two columns would have one name"),
        ({"title": "…"}, "must have letters or digits"),
        ({"near": None}, "--near"),
        ({"title": "../../etc", "department": "../library"}, "is not one of"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_in_words(
    more: dict[str, Any], says: str, datasets: Path
) -> None:
    """Nothing is written, and the sentence says what would do."""
    result = new(datasets, **more)
    assert result.exit_code == 2
    assert says in result.stderr
    assert list(datasets.iterdir()) == []


def test_nothing_is_ever_overwritten(datasets: Path) -> None:
    """A second package of the same title leaves the first as it was."""
    folder = made(datasets)
    before = {file: file.read_bytes() for file in folder.iterdir()}
    result = new(datasets, metric="Another")
    assert result.exit_code == 2
    assert "there already" in result.stderr
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_the_name_of_another_metric_is_taken(datasets: Path) -> None:
    """A metric's name is its address in the whole site, whatever package holds it."""
    made(datasets)
    result = new(datasets, title="Other visits", department="fire")
    assert result.exit_code == 1
    assert "there is a metric of this name already" in result.stderr


def test_other_packages_may_be_broken(datasets: Path) -> None:
    """What another package says of its metrics is not believed to be a list."""
    for name, text in (("a", '{"name": 5, "metrics": 5}'), ("b", "[1"), ("c", '{"metrics": [1]}')):
        folder = datasets / "fire" / name
        folder.mkdir(parents=True)
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
    result = new(datasets)
    assert result.exit_code == 0, result.stderr


def test_a_title_that_is_taken_is_said_when_it_is_given(datasets: Path, tmp_path: Path) -> None:
    """Not after all the other questions."""
    from performance import city as cities
    from performance.authoring.new import taken
    from performance.authoring.questions import Question, answered
    from performance.problem import BuildError

    made(datasets)
    said = cities.read(tmp_path / "content", {}, "")
    asked: list[tuple[str, str]] = []

    def ask(question: Question, choices: Sequence[str], why: str) -> str:
        asked.append((question.name, why))
        if question.name == "metric":
            raise BuildError("enough")
        given = {"title": "Library visits" if not why else "Loans"}
        return given.get(question.name, "library")

    with pytest.raises(BuildError, match="enough"):
        answered({}, said, ask, taken(datasets))
    again = "The address library-visits is taken already. Choose another title."
    assert asked == [("department", ""), ("title", ""), ("title", again), ("metric", "")]


def test_the_form_has_titles_lists_and_a_guide(datasets: Path) -> None:
    """Headers are titles, categories are lists, and a sheet explains every column."""
    folder = made(datasets, dimension="Branch=North,South")
    book = openpyxl.load_workbook(folder / "library-visits.xlsx")
    assert book.sheetnames == ["Library visits", "How to fill this in"]
    sheet = book["Library visits"]
    assert [cell.value for cell in sheet[1]] == ["Month", "Branch", "Visits", "Status", "Note"]
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists["B2"] == '"North,South"'
    assert lists["D2"] == (
        '"final,provisional,estimated,revised,missing,suppressed,not_applicable"'
    )
    # As text, or Excel makes a date of 2026-09 and shows Sep-26.
    assert sheet.column_dimensions["A"].width >= 12
    told = {row[0].value: row[1].value for row in book["How to fill this in"].iter_rows()}
    assert "Written like 2026-09." in str(told["Month"])
    assert "One of: North, South." in str(told["Branch"])
    assert "A whole number" in str(told["Visits"])


def test_text_in_the_form_is_never_a_formula(datasets: Path) -> None:
    """A title that begins like a formula stays text in Excel."""
    folder = made(datasets, part="=1+1 visits", dimension="+Zone=North,South")
    book = openpyxl.load_workbook(next(folder.glob("*.xlsx")))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    """Workbook, descriptor and table are made without a clock."""
    folders = [made(city(tmp_path / name)) for name in ("one", "two")]
    first, second = ({f.name: f.read_bytes() for f in folder.iterdir()} for folder in folders)
    assert first == second


def test_the_form_is_not_published(datasets: Path, tmp_path: Path) -> None:
    """It lies beside the data, and no file of the package's edition is it."""
    from performance import city as cities
    from performance.load.history import files_of
    from performance.progress import steps

    folder = made(datasets)
    with steps() as shown:
        said = cities.read(tmp_path / "content", {}, "")
        (package,) = cities.examine([folder], said, shown).packages
    assert set(files_of(package)) == {"datapackage.json", "library-visits.csv"}


def test_questions_are_asked_on_a_terminal(datasets: Path, tmp_path: Path) -> None:
    """What no option gives is asked; an answer that cannot be used is said why and asked again."""
    answers = [
        "parks", "LIBRARY", "…", "Library visits", "Visits to libraries", "People who came.",
        "Count", "Visits", "visits", "monthly", "January 2026", "2026-01", "increase", "a thousand",
        "40 to 60", "1000", "", "50", "", "Branch", "Branch = North, South", "", "",
        "Door counters", "Data desk", "",
    ]  # fmt: skip
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "performance", "new", "--datasets", str(datasets)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        text=True,
    )
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    said, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, said
    assert "It passes portal check" in said
    for why in (
        "parks is not one of", "must have letters or digits", "Write it like 2026-09",
        "is no number", "has one number", "An answer is needed", "must name two parts",
    ):  # fmt: skip
        assert why in said
    facts = descriptor(datasets / "library" / "library-visits")
    assert facts["metrics"][0]["dimensions"] == ["branch"]
    assert (datasets / "library" / "library-visits" / "datapackage.json").exists()
    assert set(ANSWERS) - {"description"}
