"""Which department owes which values, as lines, as a document and as a notice."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conftest import Builder, observation
from performance.cli import main

# Rows until January 2025; a value is due 20 days after its month's last day.
ROWS = [observation("2024-12", 90, 100), observation("2025-01", 90, 100)]


def late(folder: Path, as_of: str, *words: str) -> Result:
    """List what is late below a folder on a day."""
    content = folder / "content"
    (content / "departments").mkdir(parents=True, exist_ok=True)
    for slug, title in (("public-works", "Public *Works*"), ("fire", "Fire")):
        text = f"---\ntitle: {title}\ncontact: {slug}@example.org\n---\nMission.\n"
        (content / "departments" / f"{slug}.md").write_text(text, encoding="utf-8")
    (content / "settings.yaml").write_text(f"as_of: {as_of}\n", encoding="utf-8")
    command = ["late", "--datasets", str(folder / "datasets"), *words]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def test_a_value_is_late_from_the_day_after_it_was_due(package: Builder, tmp_path: Path) -> None:
    """February ends on the 28th: it is due on March 20, and late on the 21st."""
    package(ROWS)
    assert late(tmp_path, "2025-03-20").stdout == "No value is late.\n"
    assert late(tmp_path, "2025-03-21").stdout == (
        "Public *Works*: Requests completed on time, February 2025, was due on March 20, 2025 "
        "(1 day late)\n"
    )


def test_the_document_has_every_department(package: Builder, tmp_path: Path) -> None:
    """Those that owe nothing are in it too, so that their reminders can be closed."""
    package(ROWS)
    found: list[dict[str, Any]] = json.loads(
        late(tmp_path, "2025-04-25", "--format", "json").stdout
    )
    works = next(each for each in found if each["department"] == "public-works")
    fire = next(each for each in found if each["department"] == "fire")
    assert (fire["metrics"], fire["notice"]) == ([], "")
    # March, due on April 20, is overdue too; February has been for 11 + 25 days.
    assert works["metrics"] == [
        {
            "metric": "requests-on-time",
            "title": "Requests completed on time",
            "package": "service-requests",
            "period": "2025-02",
            "due": "2025-03-20",
            "days": 36,
            "missed": 2,
        }
    ]
    assert works["contact"] == "public-works@example.org"


def test_the_notice_is_words_that_cannot_act(package: Builder, tmp_path: Path) -> None:
    """It names day, value and how late it is; titles from a package are letters only."""
    package(ROWS, title="Calls @mayor [x](y)")
    found = json.loads(late(tmp_path, "2025-04-25", "--format", "json").stdout)
    notice = next(each["notice"] for each in found if each["notice"])
    assert "overdue on April 25, 2025" in notice
    assert "Public \\*Works\\*" in notice
    assert "@mayor" not in notice
    assert "\\[x\\](y), February 2025, was due on March 20, 2025 (36 days late" in notice


@pytest.mark.parametrize("stage", ["proposed", "paused", "retired"])
def test_nothing_is_owed_of_what_is_not_collected(
    package: Builder, tmp_path: Path, stage: str
) -> None:
    """A metric that is proposed, paused or retired has no next value."""
    package(ROWS, stage=stage)
    assert late(tmp_path, "2025-04-25").stdout == "No value is late.\n"


def test_faulty_data_owe_nothing_that_could_be_told(package: Builder, tmp_path: Path) -> None:
    """Where the check finds problems they are listed and the status is 1."""
    package("month,requests,on_time\n2025-01,abc,90\n")
    result = late(tmp_path, "2025-04-25")
    assert result.exit_code == 1
    assert "abc" in result.stderr
    assert result.stdout == ""
