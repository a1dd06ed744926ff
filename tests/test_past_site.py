"""The past as the site publishes it: whoever has its address alone can check every byte of it."""

import csv
import hashlib
import io
import json
import os
import shutil
from pathlib import Path
from unittest import mock

import pytest
from lxml import html

from built import files, run
from repository import FIELDS, Repository
from test_past import FIRST, SECOND, traced

Sites = tuple[Repository, Path, Path]

NOON = {"2026-03-20": 1774008000, "2026-04-20": 1776686400}


def build(repository: Repository, site: Path, day: str, zone: str, *more: str | Path) -> str:
    """Build the site of a repository as on a day, in a time zone; return what went wrong."""
    content = repository.folder / "content" / "departments"
    content.mkdir(parents=True, exist_ok=True)
    text = "---\ntitle: Public Works\nslug: public-works\n---\n\nKeeps the city clean.\n"
    (content / "public-works.md").write_text(text, encoding="utf-8")
    words = ["-m", "performance", "build", "--datasets", repository.datasets, "--output", site]
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": str(NOON[day])}):
        ended = run([*words, *more], zone=zone)
    assert ended.returncode in (0, 1), ended.stderr
    return ended.stderr if ended.returncode else ""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """A repository, its site as it was built after its first commit, and after its second."""
    folder = tmp_path_factory.mktemp("past")
    repository = Repository(folder / "city")
    first, second = folder / "first", folder / "second"
    repository.package("1.0.0", FIRST)
    repository.commit("Publish February", "2026-03-20")
    assert build(repository, first, "2026-03-20", "Pacific/Auckland") == ""
    repository.package("1.1.0", SECOND)
    repository.commit("Correct February\n\nReason: Ten were counted twice.\n", "2026-04-20")
    assert build(repository, second, "2026-04-20", "America/New_York") == ""
    return repository, first, second


def versions(site: Path) -> dict[str, object]:
    """Return the published list of versions."""
    path = site / "data" / "service-requests" / "versions.json"
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_vintage_is_what_the_site_published_at_that_commit(sites: Sites) -> None:
    """The series as of version 1.0.0 is byte for byte the data.csv of the site built then."""
    _, first, second = sites
    metric = Path("metrics") / "requests-on-time"
    vintage = second / metric / "vintages" / "1.0.0.csv"
    assert vintage.read_bytes() == (first / metric / "data.csv").read_bytes()
    assert vintage.read_bytes() != (second / metric / "data.csv").read_bytes()


def test_a_version_stays_byte_for_byte(sites: Sites) -> None:
    """The folder of a version is the same before and after a newer one was published."""
    _, first, second = sites
    folder = Path("data") / "service-requests" / "v1.0.0"
    assert files(first / folder) == files(second / folder) != {}


def test_the_list_of_versions_holds_every_file_with_its_sum(sites: Sites) -> None:
    """versions.json names both versions, the newest first, and every sum in it holds."""
    _, _, second = sites
    listed = versions(second)
    each = listed["versions"]
    assert isinstance(each, list)
    assert [(v["version"], v["date"], v["is_latest"]) for v in each] == [
        ("1.1.0", "2026-04-20", True),
        ("1.0.0", "2026-03-20", False),
    ]
    for version in each:
        assert [file["path"] for file in version["files"]] == [
            "datapackage.json",
            "observations.csv",
        ]
        for file in version["files"]:
            data = (second / version["address"] / file["path"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    assert isinstance(listed["vintages"], list)
    for vintage in listed["vintages"]:
        data = (second / vintage["address"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == vintage["sha256"]
        assert vintage["releases"] == ["1.0.0"]


def test_the_past_can_be_rebuilt_from_the_present_and_the_revisions(sites: Sites) -> None:
    """Undoing revisions.csv on the latest table gives the table of the version before."""
    _, _, second = sites
    folder = second / "data" / "service-requests"
    latest = (folder / "latest" / "observations.csv").read_text(encoding="utf-8")
    table = {row["month"]: row for row in csv.DictReader(io.StringIO(latest))}
    changes = (folder / "latest" / "revisions.csv").read_text(encoding="utf-8")
    for change in csv.DictReader(io.StringIO(changes)):
        assert (change["date"], change["version"]) == ("2026-04-20", "1.1.0")
        if change["change"] == "added":
            del table[change["key"]]
        else:
            assert table[change["key"]][change["field"]] == change["new"]
            assert (change["class"], change["reason"]) == ("correction", "Ten were counted twice.")
            table[change["key"]][change["field"]] = change["old"]
    before = (folder / "v1.0.0" / "observations.csv").read_text(encoding="utf-8")
    assert list(table.values()) == list(csv.DictReader(io.StringIO(before)))


def test_pages_say_what_it_was_what_it_is_when_and_why(sites: Sites) -> None:
    """The metric page, the package page and the page of changes tell of the correction."""
    _, first, second = sites

    def words(site: Path, page: str) -> str:
        tree = html.fromstring((site / page / "index.html").read_bytes())
        return " ".join(tree.xpath("string(//main)").split())

    changes = words(second, "changes")
    assert "February 2026: was 90.0%, now 85.0%" in changes
    assert "Correction April 20, 2026" in changes
    assert "Why: Ten were counted twice." in changes
    assert "Requests completed on time: March 2026" in changes
    metric = html.fromstring((second / "metrics/requests-on-time/index.html").read_bytes())
    (table,) = metric.xpath("//table[starts-with(caption, 'Values changed after')]")
    cells = [" ".join(cell.text_content().split()) for cell in table.xpath(".//tbody//*")]
    assert [c for c in dict.fromkeys(cells) if c][1:] == [
        "Feb 2026", "90.0%", "85.0%", "April 20, 2026", "Correction: Ten were counted twice.",
    ]  # fmt: skip
    package = words(second, "data/service-requests")
    assert "1.0.0" in package
    assert "March 20, 2026" in package
    assert "No published value has been changed" in words(first, "changes")
    assert "Somebody" not in changes + package
    assert "example.org" not in changes + package


def test_another_time_zone_changes_nothing(sites: Sites, tmp_path: Path) -> None:
    """The whole site, with its past, is the same bytes on the other side of the earth."""
    repository, _, second = sites
    other = tmp_path / "other"
    assert build(repository, other, "2026-04-20", "Asia/Kolkata") == ""
    assert files(other) == files(second)


def test_a_build_is_held_to_the_site_as_it_was_published(sites: Sites, tmp_path: Path) -> None:
    """Compared with the first site all is well; with another it ends, and says what to do."""
    repository, first, _ = sites
    site = tmp_path / "site"
    assert build(repository, site, "2026-04-20", "UTC", "--published", first) == ""
    published = tmp_path / "published" / "data" / "service-requests"
    published.mkdir(parents=True)
    listed = (first / "data" / "service-requests" / "versions.json").read_text(encoding="utf-8")
    digest = hashlib.sha256((first / "data/service-requests/v1.0.0/observations.csv").read_bytes())
    text = listed.replace(digest.hexdigest(), "0" * 64)
    (published / "versions.json").write_text(text, encoding="utf-8")
    before = files(site)
    said = build(repository, site, "2026-04-20", "UTC", "--published", tmp_path / "published")
    assert "version 1.0.0 was already published with other bytes of observations.csv" in said
    assert "[version-changed]" in said
    assert files(site) == before


def test_what_was_published_may_not_vanish(sites: Sites, tmp_path: Path) -> None:
    """A cut history, and a package that is gone, are told where the published site is given."""
    repository, first, second = sites
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(shallow))
    found = traced(shallow / "datasets", site=first)
    assert [problem.code for problem in found.problems] == ["version-missing"]
    assert "fetch-depth: 0" in found.problems[0].remedy
    empty = Repository(tmp_path / "empty")
    empty.package("1.0.0", FIRST, name="another")
    gone = traced(empty.datasets, site=second).problems
    assert [problem.code for problem in gone] == ["version-missing", "version-missing"]


def test_columns_are_held_to_the_published_site_too(sites: Sites, tmp_path: Path) -> None:
    """Without any git history, a column that is renamed in a minor version is found."""
    _, _, second = sites
    made = Repository(tmp_path / "city")
    shutil.rmtree(made.folder / ".git")
    renamed = tuple({**f, "name": "due"} if f["name"] == "requests" else f for f in FIELDS)
    made.package("1.2.0", SECOND, fields=renamed, metric={})
    codes = [problem.code for problem in traced(made.datasets, site=second).problems]
    assert codes == ["version-missing", "version-missing", "columns-changed"]
    made.package("2.0.0", SECOND, fields=renamed, metric={})
    codes = [problem.code for problem in traced(made.datasets, site=second).problems]
    assert "columns-changed" not in codes


@pytest.mark.parametrize("text", ["", "[]", "{", '{"versions": [{}]}', '{"versions": 1}', "\0"])
def test_a_list_of_versions_that_cannot_be_read_is_told(
    sites: Sites, tmp_path: Path, text: str
) -> None:
    """What is no list of versions ends in words, and so does a folder without any."""
    repository, _, _ = sites
    found = traced(repository.datasets, site=tmp_path).problems
    assert [problem.code for problem in found] == ["published-unreadable"]
    folder = tmp_path / "data" / "service-requests"
    folder.mkdir(parents=True)
    (folder / "versions.json").write_text(text, encoding="utf-8")
    found = traced(repository.datasets, site=tmp_path).problems
    assert [problem.code for problem in found] == ["published-unreadable"]
