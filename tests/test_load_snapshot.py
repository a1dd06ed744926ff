"""A datasets folder as it is and as a commit has it: the same files, and nothing beside them."""

from pathlib import Path

import pytest

from performance.load import git, snapshot
from repository import Repository

LIMIT = 100


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with plain, hidden, large and linked files, all committed."""
    made = Repository(tmp_path / "city")
    outside = tmp_path / "outside.csv"
    outside.write_text("secret", encoding="utf-8")
    (made.datasets / "works" / ".hidden").mkdir(parents=True)
    for name, text in (
        ("works/a.csv", "a"),
        ("works/ü b.csv", "a"),
        ("works/.hidden/c.csv", "c"),
        (".d.csv", "d"),
        ("large.csv", "x" * (LIMIT + 1)),
    ):
        (made.datasets / name).write_text(text, encoding="utf-8")
    (made.datasets / "link.csv").symlink_to(outside)
    (made.datasets / "folder").symlink_to(tmp_path)
    made.commit("Files", "2026-01-01")
    return made


def test_a_folder_and_its_commit_have_the_same_files(repository: Repository) -> None:
    """Links and hidden files are in neither; equal bytes have equal ids, in both."""
    here = snapshot.of_folder(repository.datasets, LIMIT)
    commit = git.commit(repository.datasets, "main")
    assert commit is not None
    with snapshot.of_commit(repository.datasets, commit) as there:
        assert set(here.files) == set(there.files) == {"works/a.csv", "works/ü b.csv", "large.csv"}
        assert here.files["works/a.csv"] == there.files["works/ü b.csv"]
        assert here.read("works/a.csv", LIMIT) == there.read("works/a.csv", LIMIT) == b"a"


def test_what_is_not_in_a_snapshot_is_not_read(repository: Repository) -> None:
    """No path leads outside, and nothing larger than asked for comes back."""
    here = snapshot.of_folder(repository.datasets, LIMIT)
    commit = git.commit(repository.datasets, "HEAD")
    assert commit is not None
    with snapshot.of_commit(repository.datasets, commit) as there:
        for found in (here, there):
            for path in (
                "large.csv",
                "link.csv",
                "folder/outside.csv",
                "../../outside.csv",
                "none",
            ):
                assert found.read(path, LIMIT) is None, path


@pytest.mark.parametrize("name", ["", "-h", "--all", "main..main", "HEAD:datasets", "x\0y"])
def test_what_names_no_commit_is_none(repository: Repository, name: str) -> None:
    """Options, ranges and trees are no commits; nothing of them reaches git as an option."""
    assert git.commit(repository.datasets, name) is None
