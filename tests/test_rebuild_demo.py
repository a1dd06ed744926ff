"""The demo city, built upon earlier builds of itself, is the one that is built all anew.

It has what the small cities of `test_rebuild` lack: a budget with programs that metrics name, packs
of meetings, a report with frozen figures, and metrics by zone.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from built import ROOT, files
from performance import direct, plugin
from performance.unchanged import Request, look

STREETS = Path("datasets") / "public-works" / "street-maintenance"
MONEY = Path("datasets") / "finance" / "city-budget" / "expenditures.csv"


pytestmark = pytest.mark.usefixtures("as_a_process")


def _cells(file: Path, change: Callable[[list[list[str]]], None]) -> None:
    rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
    change(rows)
    file.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")


def _one_more(rows: list[list[str]]) -> None:
    rows[-1][2] = str(int(rows[-1][2]) + 1)


def _moved(rows: list[list[str]]) -> None:
    # Between two lines of one program: every sum above stays what the city has published.
    place = rows[0].index("amount")
    for row, change in ((rows[1], -100), (rows[2], 100)):
        row[place] = str(int(row[place]) + change)


def count(city: Path) -> None:
    """One pothole more in the newest month, of which a meeting speaks and a program tells."""
    _cells(city / STREETS / "potholes.csv", _one_more)


def money(city: Path) -> None:
    """A hundred dollars from the salaries of a program to its benefits."""
    _cells(city / MONEY, _moved)


def words(city: Path) -> None:
    """A sentence more about a department."""
    _add(city / "content" / "departments" / "public-works.md")


def title(city: Path) -> None:
    """Another title of a metric that a program has."""
    _describe(city, lambda metric: metric.update(title=f"{metric['title']}, again"))


def memo(city: Path) -> None:
    """A sentence more in what was written for a meeting."""
    _add(city / "content" / "briefings" / "2026-10" / "memo.md")


def apart(city: Path) -> None:
    """A metric that names its program no more."""
    _describe(city, lambda metric: [metric.pop(name, None) for name in ("program", "unit_cost")])


def _add(file: Path) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.write("\nOne sentence more.\n")


def _describe(city: Path, change: Callable[[dict[str, object]], object]) -> None:
    file = city / STREETS / "datapackage.json"
    facts = json.loads(file.read_text(encoding="utf-8"))
    change(next(metric for metric in facts["metrics"] if "program" in metric))
    file.write_text(json.dumps(facts, indent=2), encoding="utf-8")


def test_a_remembered_demo_city_is_that_of_a_clean_build(tmp_path: Path) -> None:
    """Money, counts, words, meetings: whatever changes, nothing of before is left anywhere.

    Most builds are of one process, as in `portal serve`, every third is of another one.
    """
    for name in ("content", "datasets", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    conf = tmp_path / "pelicanconf.py"
    goes_on = plugin.holding(Request(conf, {}))
    plugin.run(Request(conf, {}), store=goes_on)
    before, builds = files(tmp_path / "output"), 0
    for edits in ((count, money), (words, title), (memo, apart)):
        for edit in edits:
            edit(tmp_path)
            builds += 1
            request = Request(conf, {})
            direct.run(request, look(request), store=goes_on if builds % 3 else None)
        plugin.run(Request(conf, {"OUTPUT_PATH": str(tmp_path / "twin")}), remember=False)
        made, anew = files(tmp_path / "output"), files(tmp_path / "twin")
        assert [n for n in made | anew if made.get(n) != anew.get(n)] == [], edits
        assert made != before
        before = made
