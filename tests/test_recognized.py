"""A package that was sound is read and not judged again; anything else is judged."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from msgspec.structs import asdict, replace

import performance.check
from built import ROOT
from conftest import Builder
from performance import check, content
from performance.memory import Store
from performance.memory.memory import Memory
from performance.model import Content, Department, Package, Resource
from performance.settings import Settings

SETTINGS = Settings(as_of=date(2026, 11, 20))
CITY = Content((Department("public-works", "Public Works"),))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the packages that were judged, in order."""
    found: list[str] = []
    real = performance.check.drafted

    def spy(place: Any, *rest: Any, **more: Any) -> Any:
        found.append(place.path.parent.name)
        return real(place, *rest, **more)

    monkeypatch.setattr(performance.check, "drafted", spy)
    return found


def examined(folder: Path, memory: Memory, words: Content = CITY) -> check.Examined:
    """Return what is found of the packages below a folder."""
    return check.examine([folder / "datasets"], words, memory.settings, sound=memory)


def facts(package: Package) -> dict[str, Any]:
    """Return what a package holds, without its tables and its budget."""
    found = asdict(package)
    del found["budget"]
    found["resources"] = [
        {
            each.name: getattr(resource, each.name)
            for each in fields(resource)
            if each.name not in ("text", "table", "rows")
        }
        for resource in package.resources
    ]
    return found


def test_what_is_read_again_is_what_was_judged(judged: list[str]) -> None:
    """Every package of the demo city, with its tables to the last type, and its budget."""
    words, _ = content.read(ROOT / "content")
    memory = Memory(Store(None), SETTINGS)
    first, second = (examined(ROOT, memory, words) for _ in range(2))
    assert len(judged) == len(first.packages) > 30
    assert second.problems == first.problems == []
    budgets = 0
    for one, other in zip(first.packages, second.packages, strict=True):
        assert facts(one) == facts(other)
        for mine, theirs in zip(one.resources, other.resources, strict=True):
            _same(mine, theirs)
        if one.budget is not None:
            assert other.budget is not None
            budgets += 1
            for cut, again in zip(one.budget.cuts, other.budget.cuts, strict=True):
                pd.testing.assert_frame_equal(cut.lines, again.lines)
    assert budgets == 1


def _same(one: Resource, other: Resource) -> None:
    assert one.is_table is other.is_table
    if one.text is not None and one.table is not None:
        assert other.text is not None
        assert other.table is not None
        pd.testing.assert_frame_equal(one.text, other.text)
        pd.testing.assert_frame_equal(one.table, other.table)


def test_other_files_settings_and_words_are_judged(
    package: Builder, tmp_path: Path, judged: list[str]
) -> None:
    """Whatever goes into a verdict makes another one where it changes."""
    folder = package()
    store = Store(None)
    memory = Memory(store, SETTINGS)
    examined(tmp_path, memory)
    examined(tmp_path, memory)
    assert len(judged) == 1
    examined(tmp_path, memory, Content((*CITY.departments, Department("fire", "Fire"))))
    assert len(judged) == 2
    examined(tmp_path, Memory(store, replace(SETTINGS, as_of=date(2026, 11, 21))))
    assert len(judged) == 3
    (table,) = folder.glob("*.csv")
    table.write_text(table.read_text().replace("95", "94"))
    examined(tmp_path, memory)
    assert len(judged) == 4
    described = folder / "datapackage.json"
    described.write_text(json.dumps(json.loads(described.read_text()) | {"title": "Other"}))
    examined(tmp_path, memory)
    assert len(judged) == 5
    folder.rename(folder.with_name("moved"))
    examined(tmp_path, memory)
    assert judged[5:] == ["moved"]


def test_a_package_with_a_problem_is_judged_each_time(
    package: Builder, tmp_path: Path, judged: list[str]
) -> None:
    """Its problems are told each time."""
    package("month,requests,on_time\n2025-01,100,200\n")
    memory = Memory(Store(None), SETTINGS)
    first, second = (examined(tmp_path, memory).problems for _ in range(2))
    assert first
    assert first == second
    assert len(judged) == 2


@pytest.mark.parametrize("code", ["symlink", "file-missing"])
def test_a_file_that_may_not_be_opened_any_more_is_told(
    code: str, package: Builder, tmp_path: Path
) -> None:
    """The same bytes behind a link are no file of the package, and neither is none."""
    (table,) = package().glob("*.csv")
    memory = Memory(Store(None), SETTINGS)
    assert examined(tmp_path, memory).problems == []
    table.rename(tmp_path / "elsewhere.csv")
    if code == "symlink":
        table.symlink_to(tmp_path / "elsewhere.csv")
    assert [problem.code for problem in examined(tmp_path, memory).problems] == [code]
