"""The writer: nothing outside the root, nothing twice, nothing touched that did not change."""

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from performance.problem import BuildError, Exit
from performance.write import MANIFEST, Staging, staging_folder
from performance.write.claims import must_be_plain
from staged import beside, build, site

# What lies beside a site that has been built, other than its lock.
BUILT = [".site.spare"]


def build_badly(output: Path) -> None:
    """Fail after two files of the new site were written."""
    with Staging(output) as staging:
        staging.write("a.html", b"new")
        staging.write("b.html", b"new")
        staging.write("b.html", b"again")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder that does not exist yet, with nothing beside it."""
    return tmp_path / "somewhere" / "site"


def test_the_site_holds_what_was_written(output: Path) -> None:
    """Files arrive whole, in their folders, and beside the site stay its lock and its spare."""
    build(output, {"index.html": b"home", "metrics/x/data.csv": b"a,b\n"})
    assert site(output) == {"index.html": b"home", "metrics/x/data.csv": b"a,b\n"}
    assert beside(output) == BUILT


def test_the_staging_folder_is_known_before_a_build(output: Path, tmp_path: Path) -> None:
    """Others may be told where to write before the lock is taken, also through a link."""
    link = tmp_path / "public"
    link.symlink_to(output)
    with Staging(link) as staging:
        assert staging.folder == staging_folder(link) == staging_folder(output)
    assert staging_folder(Path("/")).parent == Path("/")


def test_the_manifest_lists_every_file_by_path_with_its_sum(output: Path) -> None:
    """The manifest is sorted and its sums are the files' SHA-256."""
    build(output, {"b.txt": b"bee", "a/z.txt": b"zed"})
    files = json.loads((output / MANIFEST).read_text())["files"]
    assert list(files.items()) == [
        ("a/z.txt", sha256(b"zed").hexdigest()),
        ("b.txt", sha256(b"bee").hexdigest()),
    ]


def test_files_that_are_gone_leave_the_site(output: Path) -> None:
    """A site is what its last build wrote and nothing else."""
    build(output, {"old/page.html": b"old", "same.html": b"same"})
    build(output, {"same.html": b"same"})
    assert site(output) == {"same.html": b"same"}
    assert not (output / "old").exists()


def test_an_unchanged_file_keeps_its_inode_and_date(output: Path) -> None:
    """A second build touches only what changed, of its own files and of adopted ones."""
    for colour in (b"red", b"blue"):
        with Staging(output) as staging:
            staging.write("same.html", b"same")
            staging.write("colour.html", colour)
            (staging.folder / "theme").mkdir()
            (staging.folder / "theme/site.css").write_bytes(b"css")
            (staging.folder / "theme/colour.css").write_bytes(colour)
            staging.adopt()
            staging.commit()
        if colour == b"red":
            before = {p: (output / p).stat() for p in site(output)}
    after = {p: (output / p).stat() for p in site(output)}
    kept = {p for p in after if after[p].st_ino == before[p].st_ino}
    assert kept == {"same.html", "theme/site.css"}
    assert all(after[p].st_mtime_ns == before[p].st_mtime_ns for p in kept)
    assert (output / "theme/colour.css").read_bytes() == b"blue"


def test_without_links_an_unchanged_file_keeps_its_date(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file system has no hard links the bytes and the modification time stay the same."""
    build(output, {"same.html": b"same"})
    os.utime(output / "same.html", ns=(1, 1_500_000_000_000_000_000))

    def no_links(*_arguments: object, **_options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    build(output, {"same.html": b"same"})
    assert site(output) == {"same.html": b"same"}
    assert (output / "same.html").stat().st_mtime_ns == 1_500_000_000_000_000_000


def test_a_published_file_that_was_altered_is_written_anew(output: Path) -> None:
    """The bytes decide whether a file is unchanged; the manifest's word is not taken for it."""
    build(output, {"a.html": b"true"})
    (output / "a.html").write_bytes(b"fake")
    build(output, {"a.html": b"true"})
    assert site(output) == {"a.html": b"true"}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../outside",
        "a/../../outside",
        "a/./b",
        "a//b",
        "folder/",
        "a\\b",
        "nul\0",
        "line\nbreak",
        ".hidden",
        "a/.hidden/b",
        MANIFEST,
    ],
)
def test_a_path_that_is_no_plain_path_below_the_root_is_refused(output: Path, path: str) -> None:
    """Absolute, climbing, hidden and odd paths end the build and write nothing."""
    with pytest.raises(BuildError, match="cannot be an address"), Staging(output) as staging:
        staging.write(path, b"x")
    assert beside(output) == []
    assert not output.exists()


@settings(deadline=None)
@given(st.text(st.sampled_from("./\\a\0~é "), max_size=12))
def test_an_accepted_path_stays_below_the_root(path: str) -> None:
    """Whatever a path is made of, it is refused or leads to a place below the root."""
    try:
        must_be_plain(path)
    except BuildError:
        return
    whole = os.path.normpath(f"/site/{path}")
    assert whole == f"/site/{path}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "a.html"),
        ("A.html", "a.html"),
        ("caf\u00e9.html", "cafe\u0301.html"),
        ("a/B/c.html", "A/b/C.html"),
        ("caf\u00e9/a.html", "cafe\u0301/a.html"),
        ("a", "a/b.html"),
        ("a", "A/b/c.html"),
        ("a/b.html", "a"),
        ("a/b/c.html", "a/B"),
    ],
)
def test_a_second_write_to_one_path_is_refused(output: Path, first: str, second: str) -> None:
    """One path has one author, also where a file system takes two names for the same."""
    with Staging(output) as staging:
        staging.write(first, b"1")
        with pytest.raises(BuildError, match="written twice"):
            staging.write(second, b"1")


def test_a_second_write_is_refused_for_unchanged_files_too(output: Path) -> None:
    """That the published site has the same bytes makes no difference."""
    build(output, {"a.html": b"same"})
    with Staging(output) as staging:
        staging.write("a.html", b"same")
        with pytest.raises(BuildError, match="written twice"):
            staging.write("a.html", b"same")


def test_writing_over_what_others_wrote_is_refused(output: Path) -> None:
    """A file that the static generator put there is not overwritten."""
    with Staging(output) as staging:
        (staging.folder / "a.html").write_bytes(b"theirs")
        with pytest.raises(BuildError, match="written twice"):
            staging.write("a.html", b"ours")


def test_others_who_write_over_a_written_file_are_found(output: Path) -> None:
    """What was written and then overwritten by somebody else ends the build."""
    with Staging(output) as staging:
        staging.write("a.html", b"ours")
        (staging.folder / "a.html").write_bytes(b"theirs!")
        with pytest.raises(BuildError, match="written twice"):
            staging.adopt()


def test_others_who_write_over_an_unchanged_file_cannot_reach_the_live_site(output: Path) -> None:
    """The collision is found and the published file keeps its bytes."""
    build(output, {"a.html": b"same"})
    with Staging(output) as staging:
        staging.write("a.html", b"same")
        (staging.folder / "a.html").write_bytes(b"theirs")
        with pytest.raises(BuildError, match="written twice"):
            staging.adopt()
    assert site(output) == {"a.html": b"same"}


def test_a_written_file_that_somebody_removed_is_found(output: Path) -> None:
    """A manifest never lists a file that is not there."""
    with Staging(output) as staging:
        staging.write("a.html", b"ours")
        (staging.folder / "a.html").unlink()
        with pytest.raises(BuildError, match="was removed"):
            staging.commit()
    assert not output.exists()


def test_a_folder_that_is_a_link_is_not_written_through(output: Path, tmp_path: Path) -> None:
    """A symbolic link in the staging folder cannot lead a file out of the site."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Staging(output) as staging:
        (staging.folder / "metrics").symlink_to(elsewhere)
        with pytest.raises(BuildError, match="no folder"):
            staging.write("metrics/x.html", b"x")
    assert list(elsewhere.iterdir()) == []


def test_links_are_not_adopted(output: Path, tmp_path: Path) -> None:
    """A link among what others wrote is refused: it could publish any file of the machine."""
    with Staging(output) as staging:
        (staging.folder / "secret").symlink_to(tmp_path)
        with pytest.raises(BuildError, match="secret cannot be published"):
            staging.adopt()


def test_hidden_files_of_others_are_adopted(output: Path) -> None:
    """A city's own static files may be hidden ones, as .well-known/security.txt has to be."""
    with Staging(output) as staging:
        (staging.folder / ".well-known").mkdir()
        (staging.folder / ".well-known/security.txt").write_bytes(b"Contact: us")
        staging.commit()
    assert list(site(output)) == [".well-known/security.txt"]


def test_a_failed_build_leaves_the_site_as_it_was(output: Path) -> None:
    """An exception removes the staging folder and nothing of the site changes."""
    build(output, {"a.html": b"old"})
    before = (output / "a.html").stat()
    with pytest.raises(BuildError, match="written twice"):
        build_badly(output)
    assert site(output) == {"a.html": b"old"}
    assert (output / "a.html").stat().st_mtime_ns == before.st_mtime_ns
    assert beside(output) == BUILT


def test_a_block_without_commit_publishes_nothing(output: Path) -> None:
    """Only `commit` publishes."""
    with Staging(output) as staging:
        staging.write("a.html", b"new")
    assert not output.exists()


def test_a_second_build_at_the_same_time_is_refused(output: Path) -> None:
    """Two builds never write one site; when the first has ended, the next may begin."""
    with Staging(output):
        with pytest.raises(BuildError, match="Another build") as refused:
            Staging(output)
        assert refused.value.exitcode == Exit.WRONG_USE
    build(output, {"a.html": b"a"})


KILLED = """
import os, sys, time
from pathlib import Path
from performance.write import Staging
staging = Staging(Path(sys.argv[1]))
staging.write("a.html", b"new")
staging.write("b/c.html", b"new")
alive, tell = os.pipe()
if os.fork() == 0:
    os.write(tell, b".")
    time.sleep(60)
os.read(alive, 1)
print("ready", flush=True)
time.sleep(60)
"""


def test_a_killed_build_leaves_the_site_and_the_next_clears_up(output: Path) -> None:
    """After SIGKILL the old site stands; workers that live on do not keep the lock."""
    build(output, {"a.html": b"old"})
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(output)], stdout=subprocess.PIPE, start_new_session=True
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"ready\n"
        killed.kill()
        killed.wait()
        try:
            assert site(output) == {"a.html": b"old"}
            assert beside(output) == [*BUILT, ".site.staging"]
            build(output, {"a.html": b"newer"})
        finally:
            os.killpg(killed.pid, signal.SIGKILL)
    assert site(output) == {"a.html": b"newer"}
    assert beside(output) == BUILT


NO_ROOM = """
import resource, sys
from pathlib import Path
from performance.problem import BuildError
from performance.write import Staging
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    with Staging(Path(sys.argv[1])) as staging:
        staging.write("a.html", b"x" * 5000)
except BuildError as error:
    print(error.exitcode, error)
"""


def test_what_the_file_system_refuses_is_said_in_words(output: Path) -> None:
    """A file that cannot be written ends the build with its path and the reason."""
    build(output, {"a.html": b"old"})
    said = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(output)], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("2 a.html could not be written: ")
    assert "File too large" in said
    assert site(output) == {"a.html": b"old"}
    assert beside(output) == BUILT


def test_a_full_disk_is_said_in_words(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENOSPC becomes a sentence that says what to do."""

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with Staging(output) as staging:
        monkeypatch.setattr(os, "mkdir", full)
        with pytest.raises(BuildError, match=r"the disk is full\. Make room"):
            staging.write("a/b.html", b"x")


@pytest.mark.parametrize("platform", [sys.platform, "another system"])
def test_the_swap_also_works_by_two_renames(
    output: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """Where two folders cannot be exchanged in one step the result is the same."""
    monkeypatch.setattr(sys, "platform", platform)
    build(output, {"a.html": b"old", "b.html": b"same"})
    build(output, {"a.html": b"new", "b.html": b"same"})
    assert site(output) == {"a.html": b"new", "b.html": b"same"}
    assert beside(output) == BUILT


def test_an_interrupted_swap_by_two_renames_is_undone(output: Path) -> None:
    """Killed between the two renames, the old site returns at the next start."""
    build(output, {"a.html": b"old"})
    output.rename(output.with_name(".site.previous"))
    with Staging(output):
        assert site(output) == {"a.html": b"old"}
    assert beside(output) == BUILT


def test_what_a_finished_swap_by_two_renames_left_is_removed(output: Path) -> None:
    """Killed after the second rename, the new site stands and the old one goes."""
    build(output, {"a.html": b"old"})
    new = output.with_name(".site.spare")
    (new / "a.html").unlink()
    (new / "a.html").write_bytes(b"new")
    output.rename(output.with_name(".site.previous"))
    new.rename(output)
    with Staging(output):
        assert beside(output) == [".site.staging"]
    assert site(output) == {"a.html": b"new"}


def test_an_interrupted_removal_is_taken_up_again(output: Path) -> None:
    """Of a staging folder half removed the manifest is left, so the next build clears it."""
    build(output, {"a.html": b"old"})
    stale = output.with_name(".site.staging")
    stale.mkdir()
    (stale / MANIFEST).write_text("{}")
    (stale / "left.html").write_text("left")
    build(output, {"a.html": b"new"})
    assert site(output) == {"a.html": b"new"}
    assert beside(output) == BUILT


def test_an_empty_output_is_taken(output: Path) -> None:
    """A folder with nothing in it may be replaced."""
    output.mkdir(parents=True)
    build(output, {"a.html": b"a"})
    assert site(output) == {"a.html": b"a"}
    assert beside(output) == BUILT


def test_somebody_elses_folder_is_never_replaced(output: Path) -> None:
    """A folder without our manifest is refused, with what to do, and stays as it is."""
    output.mkdir(parents=True)
    (output / "letters.txt").write_text("dear")
    with pytest.raises(BuildError, match="Choose another output folder") as refused:
        Staging(output)
    assert refused.value.exitcode == Exit.WRONG_USE
    assert site(output) == {"letters.txt": b"dear"}
    assert beside(output) == []


@pytest.mark.parametrize("name", [".site.staging", ".site.spare", ".site.previous"])
def test_somebody_elses_folder_beside_the_output_is_never_removed(output: Path, name: str) -> None:
    """A folder that only has the name of one of ours is left alone."""
    theirs = output.with_name(name)
    theirs.mkdir(parents=True)
    (theirs / "letters.txt").write_text("dear")
    with pytest.raises(BuildError, match="not made by this program"):
        Staging(output)
    assert (theirs / "letters.txt").exists()


def test_a_site_that_became_a_git_repository_is_not_replaced(output: Path) -> None:
    """History that somebody keeps in the published folder is not lost with it."""
    build(output, {"a.html": b"a"})
    (output / ".git").mkdir()
    with pytest.raises(BuildError, match="git repository"):
        Staging(output)


def test_a_file_in_the_place_of_the_output_is_refused(output: Path) -> None:
    """An output that is a file is not replaced."""
    output.parent.mkdir()
    output.write_text("a file")
    with pytest.raises(BuildError, match="not made by this program"):
        Staging(output)
    assert output.read_text() == "a file"


def test_an_output_that_is_or_holds_or_lies_in_what_must_survive_is_refused(tmp_path: Path) -> None:
    """The root, the home folder, and the city's own folders are refused in either direction."""
    datasets = tmp_path / "city" / "datasets"
    datasets.mkdir(parents=True)
    for output in (Path("/"), Path.home(), datasets, datasets.parent, datasets / "output"):
        with pytest.raises(BuildError, match="is not replaced") as refused:
            Staging(output, protected=[datasets])
        assert refused.value.exitcode == Exit.WRONG_USE
    assert list(tmp_path.rglob("*.lock")) == []


def test_an_output_that_is_a_link_is_followed(output: Path, tmp_path: Path) -> None:
    """The link stays and leads to the new site: `site -> /srv/www` is a way to publish."""
    link = tmp_path / "public"
    link.symlink_to(output)
    build(link, {"a.html": b"1"})
    build(link, {"a.html": b"2"})
    assert link.is_symlink()
    assert site(output) == {"a.html": b"2"}


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    """An output below a file is refused in words, not with a trace."""
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError, match="cannot be built"):
        Staging(tmp_path / "file" / "below" / "site")


def test_files_are_readable_as_the_umask_allows(output: Path) -> None:
    """A web server of another user may read the site: no private temporary permissions."""
    before = os.umask(0o022)
    try:
        build(output, {"a/b.html": b"x"})
    finally:
        os.umask(before)
    assert (output / "a/b.html").stat().st_mode & 0o777 == 0o644
    assert (output / "a").stat().st_mode & 0o777 == 0o755
    assert output.stat().st_mode & 0o777 == 0o755
