"""`revisions.csv`: a past that a package writes down, checked, shown and undone."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from gates import CONTENT
from performance.check import examine
from performance.compute import compute
from performance.model import Portal, RevisionClass
from performance.past import Traced, trace
from performance.problem_catalogue import CATALOGUE
from performance.settings import Settings
from repository import Repository

SETTINGS = Settings(as_of=date(2026, 6, 30))
# As published today: February was 180 until April 20; March was new that day, April on May 20.
NOW = (
    "2026-01,100,80,final,\n2026-02,200,170,revised,Counted twice.\n2026-03,100,90,final,\n"
    "2026-04,100,95,final,\n"
)
HEADER = "date,resource,key,field,old,new,class,reason\n"
COMPLETE = (
    "2026-03-20,observations,2026-02,,,,new,\n"
    "2026-04-20,observations,2026-03,,,,new,\n"
    "2026-04-20,observations,2026-02,on_time,180,170,correction,Ten were counted twice.\n"
    "2026-04-20,,2026-02,obs_status,final,revised,correction,Ten were counted twice.\n"
    "2026-04-20,,2026-02,note,,Counted twice.,correction,Ten were counted twice.\n"
    "2026-05-20,observations,2026-04,,,,new,\n"
)


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    """Datasets that are in no repository, with one package of four months."""
    made = Repository(tmp_path / "city")
    shutil.rmtree(made.folder / ".git")
    made.package("1.0.0", NOW)
    return made.datasets


def log(datasets: Path, text: str | bytes, header: str = HEADER) -> Path:
    """Write the log of the package."""
    path = datasets / "public-works" / "service-requests" / "revisions.csv"
    path.write_bytes(text if isinstance(text, bytes) else (header + text).encode())
    return path


def traced(datasets: Path, settings: Settings = SETTINGS) -> Traced:
    """Return what is found of the past of the packages."""
    return trace(examine([datasets], CONTENT, settings).packages, [datasets], settings)


def portal(datasets: Path) -> Portal:
    """Return what is computed of the packages, whose log has no problem."""
    found = traced(datasets)
    assert found.problems == ()
    return compute(found.packages, CONTENT, SETTINGS)


def test_a_log_is_shown_as_revisions_with_its_words(datasets: Path) -> None:
    """February was 180 of 200, 90%, and is 85% since April 20, because ten were counted twice."""
    log(datasets, COMPLETE)
    (value,) = portal(datasets).records[0].revisions
    assert (value.period.key, value.old, value.new, value.date) == (
        "2026-02", 90.0, 85.0, date(2026, 4, 20),
    )  # fmt: skip
    assert (value.class_, value.reason) == (RevisionClass.CORRECTION, "Ten were counted twice.")


def test_vintages_are_rebuilt_by_undoing_the_log(datasets: Path) -> None:
    """As of March 20 there were January and February (90%); as of April 20 also March, and 85%."""
    log(datasets, COMPLETE)
    found = {v.names[0]: v.tidy for v in portal(datasets).records[0].vintages}
    assert {day: dict(zip(t["period"], t["value"], strict=True)) for day, t in found.items()} == {
        "2026-03-20": {"2026-01": 80.0, "2026-02": 90.0},
        "2026-04-20": {"2026-01": 80.0, "2026-02": 85.0, "2026-03": 90.0},
        "2026-05-20": {"2026-01": 80.0, "2026-02": 85.0, "2026-03": 90.0, "2026-04": 95.0},
    }


def test_without_new_rows_no_vintage_is_claimed(datasets: Path) -> None:
    """Where the log does not say when rows were new, its changes are told and nothing rebuilt."""
    log(datasets, "2026-04-20,,2026-02,on_time,180,170,routine,Late.\n")
    (record,) = portal(datasets).records
    assert [v.old for v in record.revisions] == [90.0]
    assert record.vintages == ()


def test_several_changes_of_one_cell_are_told_one_by_one(datasets: Path) -> None:
    """170 was 175, and 175 was 180: each with its own day."""
    log(
        datasets,
        "2026-04-20,,2026-02,on_time,180,175,routine,Late.\n"
        "2026-05-20,,2026-02,on_time,175,170,routine,Later.\n",
    )
    found = portal(datasets).records[0].revisions
    assert [(v.date.isoformat(), v.old, v.new) for v in found] == [
        ("2026-05-20", 87.5, 85.0),
        ("2026-04-20", 90.0, 87.5),
    ]


def test_the_log_goes_on_behind_the_git_history(tmp_path: Path) -> None:
    """What was written down before the first commit stands before what git tells."""
    made = Repository(tmp_path / "city")
    made.package("1.0.0", NOW)
    log(made.datasets, COMPLETE)
    made.commit("Begin", "2026-06-01")
    later = NOW.replace("2026-01,100,80", "2026-01,100,81")
    made.package("1.0.1", later)
    made.commit("Late reports", "2026-06-20")
    record = portal(made.datasets).records[0]
    assert [(v.date.isoformat(), v.old, v.new) for v in record.revisions] == [
        ("2026-06-20", 80.0, 81.0),
        ("2026-04-20", 90.0, 85.0),
    ]
    assert [v.names for v in record.vintages] == [
        ("2026-03-20",),
        ("2026-04-20",),
        ("2026-05-20", "1.0.0"),
    ]


CASES = {
    "revision-form": [
        "2026-04-20,,2026-02,on_time,180,170,wrong,x\n",
        "20-04-2026,,2026-02,on_time,180,170,routine,x\n",
        "2026-04-20,,2026-02,,180,170,routine,x\n",
        "2026-04-20,,2026-02,on_time,,,new,\n",
        "2026-04-20,2026-02\n",
        '2026-04-20,"2026-02\n',
    ],
    "revision-unknown": [
        "2026-04-20,other,2026-02,on_time,180,170,routine,x\n",
        "2026-04-20,,2025-02,on_time,180,170,routine,x\n",
        "2026-04-20,,2026-02,late,180,170,routine,x\n",
    ],
    "revision-chain": [
        "2026-04-20,,2026-02,on_time,180,171,routine,x\n",
        "2026-04-20,,2026-02,on_time,180,175,routine,x\n"
        "2026-05-20,,2026-02,on_time,176,170,routine,x\n",
    ],
    "revision-reason": ["2026-04-20,,2026-02,on_time,180,170,routine,\n"],
    "revision-future": ["2026-07-01,,2026-02,on_time,180,170,routine,x\n"],
    "revision-row": ["2026-03-20,,2026-02,,,,new,\n2026-04-20,,2026-03,,,,new,\n"],
}


@pytest.mark.parametrize(
    ("code", "text"), [(c, text) for c, each in CASES.items() for text in each]
)
def test_a_log_that_is_wrong_is_said_to_be(datasets: Path, code: str, text: str) -> None:
    """Each fault is found with its file, and stops the build."""
    path = log(datasets, text)
    found = traced(datasets).problems
    assert {problem.code for problem in found} == {code}
    assert all(problem.file == str(path) for problem in found)


def test_a_log_is_read_as_carefully_as_data(datasets: Path, tmp_path: Path) -> None:
    """A link, a header of other columns, bytes that are no text: each is said, none followed."""
    path = log(datasets, "", header="date,old,new\n")
    assert [p.code for p in traced(datasets).problems] == ["revision-form"]
    log(datasets, b"\xff\xfe\x00")
    assert [p.code for p in traced(datasets).problems] == ["encoding"]
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.csv")
    assert [p.code for p in traced(datasets).problems] == ["symlink"]


def test_a_resource_called_so_is_data(datasets: Path) -> None:
    """A package found in the wild may publish a file of this name: it is no log then."""
    log(datasets, "x\n")
    facts = (datasets / "public-works/service-requests/datapackage.json").read_text("utf-8")
    other = '"resources": [{"name": "revisions", "path": "revisions.csv"},'
    text = facts.replace('"resources": [', other)
    (datasets / "public-works/service-requests/datapackage.json").write_text(text, "utf-8")
    assert traced(datasets).problems == ()


def test_every_code_of_a_log_has_a_case() -> None:
    """No problem of a log is in the catalogue without a log that has it."""
    codes = {code for code in CATALOGUE if code.startswith("revision-")}
    assert codes == set(CASES)
