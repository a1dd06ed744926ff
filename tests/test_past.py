"""The past of packages, read from real little git repositories and held to what was published."""

import json
import shutil
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from conftest import metric_descriptor
from gates import CONTENT
from performance import downloads
from performance.check import examine
from performance.compute import compute
from performance.load import git
from performance.model import Package, Portal, RevisionClass
from performance.past import Traced, trace
from performance.settings import Settings
from performance.write.claims import must_be_plain
from repository import FIELDS, Repository

SETTINGS = Settings(as_of=date(2026, 12, 31))
FIRST = "2026-01,100,80,final,\n2026-02,200,180,final,\n"
# Of February 180 of 200 were on time (90%), then 170 (85%); March is new.
SECOND = "2026-01,100,80,final,\n2026-02,200,170,final,\n2026-03,100,90,final,\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "city")


def traced(datasets: Path, settings: Settings = SETTINGS, site: Path | None = None) -> Traced:
    """Return what is found of the packages below a datasets folder, which pass the checks."""
    examined = examine([datasets], CONTENT, settings)
    assert examined.problems == []
    return trace(examined.packages, [datasets], settings, site=site)


def one(datasets: Path) -> Package:
    """Return the one package below a datasets folder, which keeps its promises."""
    found = traced(datasets)
    assert found.problems == ()
    return found.packages[0]


def portal(datasets: Path) -> Portal:
    """Return what is computed of the packages below a datasets folder."""
    return compute([one(datasets)], CONTENT, SETTINGS)


def codes(datasets: Path, site: Path | None = None) -> list[str]:
    """Return the codes of what the past says against the packages."""
    return [problem.code for problem in traced(datasets, site=site).problems]


def versions(package: Package) -> list[tuple[str, str]]:
    """Return the releases of a package as version and date, the oldest first."""
    assert package.history is not None
    return [(r.version, r.date.isoformat()) for r in package.history.releases]


def released(repository: Repository) -> None:
    """Publish two versions, the second of which corrects February and adds March."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish February", "2026-03-20")
    repository.package("1.1.0", SECOND)
    repository.commit("Correct February\n\nReason: Ten were counted twice.\n", "2026-04-20")


def test_each_version_is_a_release_dated_in_utc(repository: Repository) -> None:
    """A commit late in the evening of another zone is dated by the day that it is in UTC."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20T23:30:00-05:00")
    repository.package("1.1.0", SECOND)
    repository.commit("Correct", "2026-04-20")
    assert versions(one(repository.datasets)) == [("1.0.0", "2026-03-21"), ("1.1.0", "2026-04-20")]


def test_a_slip_under_a_published_version_never_takes_its_place(repository: Repository) -> None:
    """Other bytes under the same version stop every build until there is a new version; then the
    old version still has its own bytes, and the change is told.
    """
    first = repository.package("1.0.0", FIRST)
    held = (first / "observations.csv").read_bytes()
    repository.commit("Publish", "2026-03-20")
    repository.package("1.0.0", FIRST.replace("180", "170"))
    repository.commit("Slip", "2026-03-21")
    (repository.datasets / "notes.txt").write_text("x", encoding="utf-8")
    repository.commit("Something else", "2026-03-22")
    assert codes(repository.datasets) == ["version-changed"]
    repository.package("1.0.1", FIRST.replace("180", "170"))
    repository.commit("Name the version", "2026-03-23")
    found = portal(repository.datasets)
    package = found.packages[0]
    assert versions(package) == [("1.0.0", "2026-03-20"), ("1.0.1", "2026-03-23")]
    assert package.history is not None
    assert package.history.past[0].files["observations.csv"] == held
    assert [(r.old, r.new) for r in found.records[0].revisions] == [(90.0, 85.0)]


def test_commits_that_change_nothing_of_a_package_are_no_releases(repository: Repository) -> None:
    """Other files of the repository, and files that no descriptor names, release nothing."""
    folder = repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    (folder / "README.md").write_text("Ask the data desk.", encoding="utf-8")
    (repository.folder / "other.txt").write_text("x", encoding="utf-8")
    repository.commit("Explain", "2026-04-20")
    assert versions(one(repository.datasets)) == [("1.0.0", "2026-03-20")]


def test_a_changed_value_is_told_with_old_new_date_and_reason(repository: Repository) -> None:
    """February was 180 of 200, 90%, and is 170 of 200, 85%: both the cell and the rate are told."""
    released(repository)
    found = portal(repository.datasets)
    cells = [r for r in found.revisions["service-requests"] if r.change == "changed"]
    assert [(c.key, c.field, c.old, c.new) for c in cells] == [
        ((("month", "2026-02"),), "on_time", "180", "170")
    ]
    (value,) = found.records[0].revisions
    assert (value.period.key, value.old, value.new) == ("2026-02", 90.0, 85.0)
    assert (value.date, value.version) == (date(2026, 4, 20), "1.1.0")
    assert (value.class_, value.reason) == (RevisionClass.CORRECTION, "Ten were counted twice.")


def test_a_new_row_is_a_new_value_and_no_revision(repository: Repository) -> None:
    """March was not there before: it has arrived, and nothing was changed by it."""
    released(repository)
    found = portal(repository.datasets)
    added = [r for r in found.revisions["service-requests"] if r.change == "added"]
    assert [r.key for r in added] == [(("month", "2026-03"),)]
    (arrival,) = found.records[0].arrivals
    assert [period.key for period in arrival.periods] == ["2026-03"]


def test_a_removed_row_is_told_cell_by_cell(repository: Repository) -> None:
    """A row that is gone is listed with what it held, and its value as published no longer."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.1.0", FIRST.splitlines(keepends=True)[1])
    repository.commit("Withdraw January", "2026-04-20")
    found = portal(repository.datasets)
    gone = [(r.change, r.field, r.old) for r in found.revisions["service-requests"]]
    assert gone == [
        ("removed", "requests", "100"),
        ("removed", "on_time", "80"),
        ("removed", "obs_status", "final"),
    ]
    (value,) = found.records[0].revisions
    assert (value.period.key, value.old, value.new, value.new_status) == (
        "2026-01", 80.0, None, None,
    )  # fmt: skip


def test_a_number_written_otherwise_is_not_revised(repository: Repository) -> None:
    """90.0 for 90, or another order of the rows, changes nothing."""
    fields = ({"name": "month", "type": "yearmonth"}, {"name": "value", "type": "number"})
    metric = {"measure": {"value": "value", "aggregation": "sum"}, "targets": None}
    described = metric_descriptor(**metric)
    repository.package("1.0.0", "2026-01,90\n2026-02,91\n", fields=fields, metric=described)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.0.1", "2026-02,91\n2026-01,90.0\n", fields=fields, metric=described)
    repository.commit("Sort", "2026-03-21")
    found = portal(repository.datasets)
    assert found.revisions["service-requests"] == ()
    assert found.records[0].revisions == ()


@pytest.mark.parametrize(
    ("message", "class_", "reason"),
    [
        ("Add late reports", RevisionClass.ROUTINE, "Add late reports"),
        ("Fix an error in February", RevisionClass.CORRECTION, "Fix an error in February"),
        ("x\n\nReason: Late.\nClass: correction\n", RevisionClass.CORRECTION, "Late."),
        ("x\n\nclass: Methodology\n", RevisionClass.METHODOLOGY, "x"),
        ("Update, says ann@example.org", RevisionClass.ROUTINE, "Update, says"),
        (
            "Merge pull request #7 from ann/february\n\nLate reports came in\n",
            RevisionClass.ROUTINE,
            "Late reports came in",
        ),
    ],
)
def test_the_commit_says_why(
    repository: Repository, message: str, class_: RevisionClass, reason: str
) -> None:
    """Class and reason are the message's trailers, else its first line; no person is named."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.1.0", FIRST.replace("180", "170"))
    repository.commit(message, "2026-04-20")
    (value,) = portal(repository.datasets).records[0].revisions
    assert (value.class_, value.reason.removesuffix(".")) == (class_, reason.removesuffix("."))


def test_the_rows_own_note_goes_before_the_commits_message(repository: Repository) -> None:
    """A note that came with the change is what readers are told."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.1.0", "2026-01,100,80,final,\n2026-02,200,170,revised,A crew reported.\n")
    repository.commit("Update", "2026-04-20")
    (value,) = portal(repository.datasets).records[0].revisions
    assert value.reason == "A crew reported."


def test_a_new_definition_is_a_change_of_method(repository: Repository) -> None:
    """The same rows measured per thousand: every value is revised, by methodology."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    measure = {"numerator": "on_time", "denominator": "requests", "scale": 1000}
    unit = {"name": "of 1,000 requests", "decimals": 0}
    described = metric_descriptor(measure=measure, unit=unit, targets=None)
    repository.package("2.0.0", FIRST, metric=described)
    repository.commit("Count per thousand", "2026-04-20")
    found = portal(repository.datasets).records[0].revisions
    assert [(r.old, r.new) for r in found] == [(80.0, 800.0), (90.0, 900.0)]
    assert {(r.class_, r.reason) for r in found} == {
        (RevisionClass.METHODOLOGY, "Count per thousand.")
    }


def test_a_value_withheld_later_is_not_repeated(repository: Repository) -> None:
    """Where a row is now suppressed to protect privacy, the lists do not tell what it was."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.1.0", "2026-01,100,80,final,\n2026-02,,,suppressed,Too few.\n")
    repository.commit("Withhold February", "2026-04-20")
    found = portal(repository.datasets)
    (value,) = found.records[0].revisions
    assert (value.old, value.new) == (None, None)
    cells = found.revisions["service-requests"]
    assert [r.old for r in cells if r.field in ("requests", "on_time")] == ["", ""]


def test_a_package_keeps_its_past_in_a_renamed_folder(repository: Repository) -> None:
    """A package is known by its name, whatever its folder is called."""
    folder = repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    moved = repository.datasets / "public-works" / "requests"
    shutil.move(folder, moved)
    repository.commit("Rename the folder", "2026-03-25")
    repository.package("1.1.0", SECOND, folder="public-works/requests")
    repository.commit("Correct", "2026-04-20")
    assert versions(one(repository.datasets)) == [("1.0.0", "2026-03-20"), ("1.1.0", "2026-04-20")]


def test_a_merge_is_dated_by_the_merge_and_its_inside_is_no_release(
    repository: Repository,
) -> None:
    """What was tried on a branch was never published: only what the merge brought in was."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.git("checkout", "--quiet", "-b", "correction")
    repository.package("1.1.0", FIRST.replace("180", "160"))
    repository.commit("Try", "2026-04-01")
    repository.package("1.1.0", SECOND)
    repository.commit("Correct", "2026-04-02")
    repository.git("checkout", "--quiet", "main")
    repository.git(
        "merge", "--quiet", "--no-ff", "correction", "-m", "Merge pull request #1 from a/b\n\nFeb",
        at="2026-04-20T12:00:00+00:00",
    )  # fmt: skip
    package = one(repository.datasets)
    assert versions(package) == [("1.0.0", "2026-03-20"), ("1.1.0", "2026-04-20")]
    assert package.history is not None
    assert package.history.newest.reason == "Feb"


def test_an_edit_that_is_not_committed_is_the_newest_state(repository: Repository) -> None:
    """The file on disk counts, under a new version, dated by the package until it is committed."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.1.0", SECOND, created="2026-04-19T00:00:00Z")
    found = portal(repository.datasets)
    assert versions(found.packages[0]) == [("1.0.0", "2026-03-20"), ("1.1.0", "2026-04-19")]
    assert [r.new for r in found.records[0].revisions] == [85.0]


def test_without_git_there_is_one_release(repository: Repository) -> None:
    """Datasets outside of a work tree have no past, and that is no problem."""
    repository.package("1.0.0", FIRST)
    shutil.rmtree(repository.folder / ".git")
    found = traced(repository.datasets)
    assert (found.problems, found.notes) == ((), ())
    assert versions(found.packages[0]) == [("1.0.0", "2025-12-31")]


def test_a_shallow_clone_says_what_is_lost(repository: Repository, tmp_path: Path) -> None:
    """Where history is cut off a person is told so, and how to fetch it whole."""
    released(repository)
    repository.git(
        "clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(tmp_path / "shallow")
    )
    found = traced(tmp_path / "shallow" / "datasets")
    assert found.problems == ()
    assert versions(found.packages[0]) == [("1.1.0", "2026-04-20")]
    (note,) = found.notes
    assert "fetch-depth: 0" in note
    assert traced(repository.datasets).notes == ()


def test_history_that_cannot_be_read_is_a_release_without_tables(repository: Repository) -> None:
    """Whatever was once committed, today's site is built: the bytes stay, the tables do not."""
    folder = repository.package("1.0.0", FIRST)
    facts = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    facts["resources"][0]["schema"] = "elsewhere.json"
    facts["resources"].append({"name": "evil", "path": "../../evil.csv"})
    facts["metrics"] = {"no": "list"}
    (folder / "datapackage.json").write_text(json.dumps(facts), encoding="utf-8")
    repository.commit("Begin", "2026-03-01")
    (folder / "observations.csv").write_bytes(b'month,"unclosed\n\xff\x00')
    (folder / "datapackage.json").write_text(
        json.dumps({**facts, "version": "1.0.1"}), encoding="utf-8"
    )
    repository.commit("Worse", "2026-03-02")
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    repository.commit("Worst", "2026-03-03")
    repository.package("1.1.0", SECOND)
    repository.commit("Mend", "2026-04-20")
    package = one(repository.datasets)
    assert versions(package)[-1] == ("1.1.0", "2026-04-20")
    assert package.history is not None
    unreadable = package.history.past[1]
    assert unreadable.package is None
    assert set(unreadable.files) == {"datapackage.json", "observations.csv"}
    assert portal(repository.datasets).records[0].latest is not None


def test_a_hostile_repository_runs_nothing(repository: Repository, tmp_path: Path) -> None:
    """What stands in the repository's configuration is not run: neither hooks nor programs."""
    released(repository)
    trap = tmp_path / "sprung"
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "core.sshCommand"):
        repository.git("config", key, str(program))
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "diff.orderFile", "/nowhere")
    assert len(versions(one(repository.datasets))) == 2
    assert not trap.exists()


def test_a_published_version_may_not_change(repository: Repository) -> None:
    """Other bytes under a version that was committed before stop the build, committed or not."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.0.0", SECOND)
    (problem,) = traced(repository.datasets).problems
    assert problem.code == "version-changed"
    assert "1.0.0 was already published with other bytes of observations.csv" in problem.message
    assert problem.remedy == "Give the package a new version, such as 1.0.1."
    repository.commit("Slip", "2026-03-21")
    assert codes(repository.datasets) == ["version-changed"]
    repository.package("1.0.1", SECOND)
    assert codes(repository.datasets) == []


def test_a_version_of_a_branch_may_change_until_it_is_published(
    repository: Repository, tmp_path: Path
) -> None:
    """In a clone, commits that origin's main branch lacks have not been published."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", repository.folder.as_uri(), str(clone))
    own = Repository(clone)
    own.package("1.1.0", SECOND)
    own.commit("Begin", "2026-04-01")
    own.package("1.1.0", SECOND.replace("170", "171"))
    assert codes(own.datasets) == []
    own.commit("Go on", "2026-04-02")
    assert codes(own.datasets) == []
    assert versions(one(own.datasets)) == [("1.0.0", "2026-03-20"), ("1.1.0", "2026-04-02")]
    own.package("1.0.0", SECOND)
    assert codes(own.datasets) == ["version-changed"]


RENAMED = tuple({**f, "name": "due"} if f["name"] == "requests" else f for f in FIELDS)
RETYPED = tuple({**f, "type": "number"} if f["name"] == "requests" else f for f in FIELDS)
REORDERED = (FIELDS[0], FIELDS[2], FIELDS[1], *FIELDS[3:])
ADDED = (*FIELDS, {"name": "crew", "type": "string"})


@pytest.mark.parametrize(
    ("fields", "version", "expected"),
    [
        (RENAMED, "1.1.0", ["columns-changed"]),
        (RETYPED, "1.1.0", ["columns-changed"]),
        (REORDERED, "1.1.0", ["columns-changed"]),
        (FIELDS[:4], "1.1.0", ["columns-changed"]),
        (RENAMED, "2.0.0", []),
        (REORDERED, "2.0.0", []),
        (ADDED, "1.1.0", []),
    ],
)
def test_columns_change_with_a_major_version_alone(
    repository: Repository, fields: tuple[dict[str, str], ...], version: str, expected: list[str]
) -> None:
    """Renamed, retyped, reordered and dropped columns need a greater first number; new ones not."""
    row = "2026-01,100,80,final,note\n"
    repository.package("1.0.0", row, metric={})
    repository.commit("Publish", "2026-03-20")
    cells = {"month": "2026-01", "requests": "100", "due": "100", "on_time": "80",
             "obs_status": "final", "note": "note", "crew": "A"}  # fmt: skip
    changed = ",".join(cells[field["name"]] for field in fields) + "\n"
    repository.package(version, changed, fields=fields, metric={})
    assert codes(repository.datasets) == expected
    repository.commit("Change", "2026-04-20")
    assert codes(repository.datasets) == expected


def test_vintages_are_the_series_as_of_each_release(repository: Repository) -> None:
    """The values of the first release are those that its rows give: 80% and 90%."""
    released(repository)
    (vintage,) = portal(repository.datasets).records[0].vintages
    assert vintage.names == ("1.0.0",)
    assert vintage.tidy["period"].tolist() == ["2026-01", "2026-02"]
    assert vintage.tidy["value"].tolist() == [80.0, 90.0]


def test_releases_that_left_a_series_as_it_was_share_a_vintage(repository: Repository) -> None:
    """A version that changed only words gives no second file of the same values."""
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    repository.package("1.0.1", FIRST, title="Requests for service")
    repository.commit("Word it better", "2026-03-21")
    repository.package("1.1.0", SECOND)
    repository.commit("Correct", "2026-04-20")
    (vintage,) = portal(repository.datasets).records[0].vintages
    assert vintage.names == ("1.0.0", "1.0.1")


def test_many_packages_cost_few_processes(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many packages there are, git is asked the same few times."""
    asked = []
    run, popen = git.subprocess.run, git.subprocess.Popen
    monkeypatch.setattr(git.subprocess, "run", lambda *a, **k: asked.append(a) or run(*a, **k))
    monkeypatch.setattr(git.subprocess, "Popen", lambda *a, **k: asked.append(a) or popen(*a, **k))
    repository.package("1.0.0", FIRST)
    repository.commit("Publish", "2026-03-20")
    asked.clear()
    traced(repository.datasets)
    few = len(asked)
    for number in range(20):
        name = f"package-{number}"
        repository.package("1.0.0", FIRST, folder=f"fire/{name}", name=name, metric={})
    repository.commit("Publish more", "2026-03-21")
    asked.clear()
    assert len(traced(repository.datasets).packages) == 21
    assert len(asked) == few


def test_packages_are_those_that_went_in_but_for_their_history(repository: Repository) -> None:
    """Tracing adds the history and changes nothing else, in the same order."""
    released(repository)
    examined = examine([repository.datasets], CONTENT, SETTINGS).packages
    found = trace(examined, [repository.datasets], SETTINGS).packages
    assert [replace(p, history=None, resources=()) for p in found] == [
        replace(p, resources=()) for p in examined
    ]


def test_a_broken_repository_is_told_and_stops_nothing(repository: Repository) -> None:
    """Where git cannot read its own history, the build goes on without and says so."""
    released(repository)
    shutil.rmtree(repository.folder / ".git" / "objects")
    (repository.folder / ".git" / "objects").mkdir()
    found = traced(repository.datasets)
    assert found.problems == ()
    assert len(found.notes) == 1
    assert versions(found.packages[0]) == [("1.1.0", "2025-12-31")]


ODD = (None, 0, -1, True, "", "x" * 300, "../../evil", "=1+1", [], {}, [[]], {"a": 1}, "2026-99")


def oddly(facts: Any, random: Random) -> Any:
    """Return a descriptor in which one property, somewhere, is something else."""
    if isinstance(facts, dict) and facts and random.random() < 0.8:
        key = random.choice(sorted(facts))
        return {**facts, key: oddly(facts[key], random)}
    if isinstance(facts, list) and facts and random.random() < 0.8:
        place = random.randrange(len(facts))
        return [oddly(f, random) if n == place else f for n, f in enumerate(facts)]
    return random.choice(ODD)


def test_no_past_stops_the_present(repository: Repository) -> None:
    """However odd the descriptors and rows of the past, the site of today is made, with files at
    safe addresses only.
    """
    random = Random(20261126)
    folder = repository.package("1.0.0", FIRST)
    good = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rows = (folder / "observations.csv").read_bytes()
    for number in range(60):
        facts = {**good, "version": f"0.{number}.0"}
        for _ in range(random.randint(1, 3)):
            facts = oddly(facts, random)
        (folder / "datapackage.json").write_text(json.dumps(facts), encoding="utf-8")
        odd = rows[: random.randrange(len(rows))] + random.randbytes(random.randint(0, 3))
        (folder / "observations.csv").write_bytes(random.choice((rows, rows + rows, odd, b"")))
        repository.commit(f"Odd {number}", "2026-03-01")
    repository.package("1.0.0", SECOND)
    found = portal(repository.datasets)
    assert len(versions(found.packages[0])) > 20
    assert len(found.records[0].vintages) > 1
    made = list(downloads.release_files(found.packages[0], found.records))
    addresses = [address for address, _ in made]
    assert len({address.casefold() for address in addresses}) == len(addresses)
    for address in addresses:
        must_be_plain(address)
