"""The command line as a person uses it: its words, its formats and its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from built import run
from conftest import Builder, observation
from performance.cli import main

DEPARTMENT = "---\ntitle: Public Works\n---\nKeeps the city clean.\n"


def portal(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    """A content folder beside the builder's datasets."""
    folder = tmp_path / "content"
    (folder / "departments").mkdir(parents=True)
    (folder / "departments" / "public-works.md").write_text(DEPARTMENT, encoding="utf-8")
    (folder / "settings.yaml").write_text("as_of: 2025-03-20\n", encoding="utf-8")
    return folder


@pytest.mark.usefixtures("content_folder")
def test_good_packages_exit_with_0(package: Builder) -> None:
    """A good package is said to be good; the content folder beside the datasets is found."""
    result = portal("check", package())
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No problems in 1 package." in result.stderr


@pytest.mark.parametrize("kind", ["datasets", "package", "descriptor"])
def test_a_path_is_a_folder_of_packages_a_package_or_a_descriptor(
    package: Builder, content_folder: Path, kind: str
) -> None:
    """All three ways to name packages lead to the same verdict."""
    folder = package([observation("2025-01", 120, 100)])
    path = {
        "datasets": folder.parents[1],
        "package": folder,
        "descriptor": folder / "datapackage.json",
    }[kind]
    result = portal("check", path, "--content", content_folder)
    assert result.exit_code == 1
    assert "row 2" in result.stdout
    assert "1 problem in 1 file." in result.stderr


def test_json_is_one_object_a_problem(package: Builder, content_folder: Path) -> None:
    """Each line of --format json holds exactly the seven keys."""
    folder = package("month,requests,on_time\n2025-01,abc,90\n2025-02,100,x\n")
    result = portal("check", folder, "--content", content_folder, "--format", "json")
    assert result.exit_code == 1
    problems = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(problems) >= 2
    for problem in problems:
        assert list(problem) == ["code", "file", "row", "column", "value", "message", "remedy"]
    assert {(p["row"], p["column"], p["value"]) for p in problems} >= {
        (2, "requests", "abc"),
        (3, "on_time", "x"),
    }


def test_github_annotations_name_file_and_line(package: Builder, content_folder: Path) -> None:
    """--format github puts a problem on its line."""
    folder = package("month,requests,on_time\n2025-01,abc,90\n")
    result = portal("check", folder, "--content", content_folder, "--format", "github")
    assert result.stdout.startswith("::error file=")
    assert ",line=2," in result.stdout


def test_one_bad_package_does_not_hide_another(package: Builder, content_folder: Path) -> None:
    """All faults of all packages come out in one run."""
    package("month,requests,on_time\n2025-01,abc,90\n", name="first")
    second = package(name="second", metric={})
    (second / "datapackage.json").write_text('{"name": "second",\n  "resources": [}', "utf-8")
    result = portal("check", second.parents[1], "--content", content_folder)
    assert "first" in result.stdout
    assert "second" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nowhere"), "nowhere"),
        (("check", "--content", "nowhere"), "nowhere is not a folder"),
        (("check", "--format", "xml"), "xml"),
        (("diff", "--datasets", "nowhere"), "nowhere"),
        (("diff", "--format", "pdf"), "pdf"),
        (("late", "--datasets", "nowhere"), "nowhere"),
        (("import", "foratlanta", "nowhere", "out"), "nowhere"),
        (("publish",), "publish"),
    ],
)
def test_wrong_use_exits_with_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """A wrong path, option or command ends with 2 and says what was wrong, without a traceback."""
    monkeypatch.chdir(tmp_path)
    result = portal(*words)
    assert result.exit_code == 2
    assert said in result.output


def test_ctrl_c_ends_with_a_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A build that is stopped says so, with the status of a shell, not that of bad data."""
    monkeypatch.chdir(tmp_path)
    # The settings file is Python: here it does what Ctrl-C would while it is read.
    (tmp_path / "pelicanconf.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    result = portal("build")
    assert (result.exit_code, result.stderr) == (130, "Stopped.\n")


def test_an_output_that_cannot_be_written_to_ends_in_words(
    package: Builder, content_folder: Path
) -> None:
    """Where standard output is closed to writing, a sentence says so and no traceback."""
    folder = package([observation("2025-01", 120, 100)])
    words = [sys.executable, "-m", "performance", "check", folder, "--content", content_folder]
    with Path(os.devnull).open("rb") as closed:
        ended = subprocess.run(words, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.stderr == "The system refused: Bad file descriptor.\n"
    assert ended.returncode == 2


@pytest.mark.parametrize(
    "words",
    [(), ("check",), ("diff",), ("late",), ("build",), ("serve",), ("import", "foratlanta")],
)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    """--help answers for every command; those that do something show an example."""
    result = portal(*words, "--help")
    assert result.exit_code == 0
    assert not words or "Example: portal" in result.output


def test_a_wrong_setting_fails_the_check(package: Builder, content_folder: Path) -> None:
    """Settings and content are checked with the packages."""
    (content_folder / "settings.yaml").write_text("citi: X\nas_of: 2025-03-20\n", encoding="utf-8")
    (content_folder / "departments" / "fire.md").write_text("no front matter", encoding="utf-8")
    result = portal("check", package(), "--content", content_folder)
    assert result.exit_code == 1
    assert "Did you mean city?" in result.stdout
    assert "fire.md" in result.stdout


# What is left to a process that ends: somebody who asked to be called, and a line without an end.
ENDING = """
import atexit, sys, threading, time
from performance.__main__ import run
atexit.register(print, "called at the end")
sys.stdout.write("said before, ")
if "thread" in sys.argv:
    threading.Thread(target=lambda: (time.sleep(0.2), print("a thread ended"))).start()
sys.argv = ["portal", *sys.argv[2:]]
run()
"""


@pytest.mark.parametrize(("words", "status"), [(("--version",), 0), (("build", "--nothing"), 2)])
@pytest.mark.parametrize("kind", ["alone", "thread"])
def test_a_process_ends_with_all_that_was_to_be_said(
    words: tuple[str, ...], status: int, kind: str
) -> None:
    """Its status, what waits to be written, and whoever asked to be called or is not done yet."""
    ended = run(["-c", ENDING, kind, *words])
    assert ended.returncode == status
    assert ended.stdout.startswith("said before, ")
    assert ended.stdout.endswith("called at the end\n")
    assert ("a thread ended" in ended.stdout) == (kind == "thread")
