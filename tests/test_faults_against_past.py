"""What was published is held: `portal check` in a git work tree compares with a commit."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from performance.cli import main
from repository import FIELDS, Repository

ROWS = "2026-01,100,90,final,\n2026-02,110,95,final,\n2026-03,120,99,provisional,\n"


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    """A city with one package, published in January."""
    departments = tmp_path / "content" / "departments"
    departments.mkdir(parents=True)
    (departments / "public-works.md").write_text("---\ntitle: Public Works\n---\n", "utf-8")
    (tmp_path / "content" / "settings.yaml").write_text("as_of: 2026-06-30\n", "utf-8")
    made = Repository(tmp_path)
    made.package("2026.1.0", ROWS)
    made.commit("First release", "2026-04-10")
    return made


def check(city: Repository, *words: str, env: dict[str, str] | None = None) -> Result:
    """Run `portal check` on the city as a person at a desk would: outside of CI."""
    given = {"CI": None, **(env or {})}
    return CliRunner(env=given).invoke(
        main, ["check", str(city.datasets), *words], catch_exceptions=False
    )


def told(result: Result) -> list[dict[str, Any]]:
    """Return the problems of a run with --format json."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_new_month_is_no_problem(city: Repository) -> None:
    """Adding rows and replacing a provisional value needs no reason."""
    city.package("2026.2.0", ROWS.replace("99,provisional", "101,final") + "2026-04,130,120,,\n")
    assert check(city).exit_code == 0, check(city).stdout


def test_a_changed_final_value_needs_a_reason(city: Repository) -> None:
    """The row, the column, the new value, and what had been published."""
    city.package("2026.2.0", ROWS.replace("110,95", "110,94"))
    (found,) = told(check(city, "--format", "json"))
    assert (found["code"], found["row"], found["column"], found["value"]) == (
        "value-changed", 3, "on_time", "94",
    )  # fmt: skip
    assert "published as 95 and final" in found["message"]
    assert "Say why in the row's note" in found["remedy"]


def test_a_note_is_a_reason(city: Repository) -> None:
    """A note that was not there before says why."""
    city.package("2026.2.0", ROWS.replace("110,95,final,", "110,94,final,Counted twice."))
    assert check(city).exit_code == 0


def test_a_note_that_was_there_before_is_no_reason(city: Repository) -> None:
    """What the note said of the old value does not explain the new one."""
    noted = ROWS.replace("110,95,final,", "110,95,final,Strike.")
    city.package("2026.2.0", noted)
    city.commit("Second", "2026-04-20")
    city.package("2026.3.0", noted.replace("110,95", "110,94"))
    assert [p["code"] for p in told(check(city, "--format", "json"))] == ["value-changed"]


def test_the_list_of_revisions_is_a_reason(city: Repository) -> None:
    """Data without notes say it in revisions.csv."""
    folder = city.package("2026.2.0", ROWS.replace("110,95", "110,94"))
    (folder / "revisions.csv").write_text(
        "date,resource,key,field,old,new,class,reason\n"
        "2026-04-15,,2026-02,on_time,95,94,correction,Counted twice.\n",
        "utf-8",
    )
    assert check(city).exit_code == 0, check(city).stdout


def test_a_commit_that_gives_a_reason_is_one(city: Repository) -> None:
    """`Reason: …` in a commit since then, as the README has it."""
    first = city.git("rev-parse", "HEAD").strip()
    city.package("2026.2.0", ROWS.replace("110,95", "110,94"))
    city.commit("Mend a count\n\nReason: One request was counted twice.\n", "2026-04-20")
    assert check(city, "--against", first).exit_code == 0


def test_a_deleted_row_is_told_with_the_row_it_was(city: Repository) -> None:
    """The key of the row, and where it stood."""
    city.package("2026.2.0", ROWS.replace("2026-01,100,90,final,\n", ""))
    (found,) = told(check(city, "--format", "json"))
    assert (found["code"], found["column"], found["value"]) == ("row-gone", "month", "2026-01")
    assert "(row 2)" in found["message"]


def test_a_renamed_metric_is_told_with_its_new_name(city: Repository) -> None:
    """The name is the address; the line of the descriptor is given."""
    folder = city.package("2026.2.0", ROWS)
    file = folder / "datapackage.json"
    text = file.read_text("utf-8")
    file.write_text(text.replace("requests-on-time", "requests-in-time"), "utf-8")
    (found,) = told(check(city, "--format", "json"))
    assert (found["code"], found["value"]) == ("metric-gone", "requests-on-time")
    assert text.splitlines()[found["row"] - 1].strip().startswith('"metrics"')
    assert "Did you mean requests-in-time?" in found["remedy"]


def test_a_package_that_is_gone_takes_its_metrics_with_it(city: Repository) -> None:
    """Deleting a folder is not a way to take a metric off the site."""
    (folder,) = city.datasets.glob("*/*")
    city.package("2026.2.0", ROWS, folder="fire/other", name="other", metric={})
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    assert "metric-gone" in {p["code"] for p in told(check(city, "--format", "json"))}


def test_a_moved_package_keeps_its_metrics(city: Repository) -> None:
    """A package is known by its name, whatever its folder is called."""
    (folder,) = city.datasets.glob("*/*")
    folder.rename(folder.with_name("requests"))
    assert check(city).exit_code == 0, check(city).stdout


def test_reordered_columns_are_told(city: Repository) -> None:
    """Whoever reads the file by its columns would read the wrong one."""
    month, requests, on_time, *rest = FIELDS
    city.package(
        "2026.2.0",
        "2026-01,90,100,final,\n2026-02,95,110,final,\n2026-03,99,120,provisional,\n",
        fields=(month, on_time, requests, *rest),
    )
    found = told(check(city, "--format", "json"))
    assert [p["code"] for p in found] == ["columns-changed"]
    assert "another order" in found[0]["message"]


def test_the_past_and_the_present_are_told_in_one_run(city: Repository) -> None:
    """A fault of the rows does not hide a deleted row."""
    city.package("2026.2.0", ROWS.replace("2026-01,100,90,final,\n", "") + "2026-04,n/a,1,,\n")
    found = {p["code"] for p in told(check(city, "--format", "json"))}
    assert found == {"row-gone", "cell-number"}


def test_in_ci_the_branch_is_compared_with_where_it_left_main(city: Repository) -> None:
    """What a branch committed is compared too: at a desk only what is not committed yet."""
    city.git("update-ref", "refs/remotes/origin/main", "HEAD")
    city.package("2026.2.0", ROWS.replace("110,95", "110,94"))
    city.commit("Change a number", "2026-04-20")
    assert check(city).exit_code == 0
    result = check(city, "--format", "json", env={"CI": "true"})
    assert [p["code"] for p in told(result)] == ["value-changed"]


def test_a_commit_that_is_not_known_is_said(city: Repository) -> None:
    """The check goes on, and says what it did not do."""
    result = check(city, "--against", "nowhere")
    assert result.exit_code == 0
    assert "no commit called nowhere" in result.stderr


@pytest.mark.parametrize("revision", ["--output=x", "-h", "HEAD; rm -rf .", "@{upstream}", "\n"])
def test_a_revision_is_never_an_option(city: Repository, revision: str) -> None:
    """Whatever is given is the name of a commit, or of none."""
    result = check(city, f"--against={revision}")
    assert result.exit_code == 0
    assert not (city.datasets / "x").exists()
