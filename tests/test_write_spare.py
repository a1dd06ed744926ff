"""The spare: the next site is made of it by changing little, and nothing in it is believed."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from performance.problem import BuildError
from performance.write import MANIFEST, Left, Staging, spare
from performance.write.tree import Tree, dates_of, scan
from staged import beside, build, site

OLD = {"same.html": b"same", "d/same.html": b"same too", "old.html": b"old", "d/e/f.html": b"f"}
NEW = {"same.html": b"same", "d/same.html": b"same too", "old.html": b"new", "d/e": b"a file"}

# What an operating system is asked to do to a file or folder, as Python's audit hooks call it.
DEEDS = ("open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir")
DIED = 9


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The output folder of a site that has been built once."""
    output = tmp_path / "site"
    build(output, OLD)
    return output


def spare_of(output: Path) -> Path:
    """Return where the spare of an output lies."""
    return output.with_name(f".{output.name}.spare")


def assert_mirrors(output: Path) -> None:
    """The spare has the same files as the site, each by a second name; but for the manifest."""
    spare = spare_of(output)
    assert [file.name for file in spare.glob(".*")] == [MANIFEST]
    assert site(spare) == site(output)
    for name in site(output):
        assert (spare / name).samefile(output / name), name
    assert not (spare / MANIFEST).samefile(output / MANIFEST)


def test_a_site_has_a_spare_from_its_first_build(output: Path) -> None:
    """It is there for the next one, says whose it is, and holds no bytes of its own."""
    assert_mirrors(output)
    assert beside(output) == [".site.spare"]


def test_the_spare_becomes_the_site_and_the_site_the_spare(output: Path) -> None:
    """Two folders take turns: what is unchanged is neither linked nor removed again."""
    first, other = output.stat().st_ino, spare_of(output).stat().st_ino
    kept = (output / "d/same.html").stat()
    turns = []
    left = None
    for number in range(2):
        left = build(output, {**OLD, "old.html": str(number).encode()}, left)
        assert_mirrors(output)
        turns.append(output.stat().st_ino)
    assert turns == [other, first]
    now = (output / "d/same.html").stat()
    assert (now.st_ino, now.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)


def test_what_was_taken_out_of_the_site_is_nowhere_left(output: Path) -> None:
    """A figure that must be withdrawn does not live on in a hidden folder."""
    build(output, {**OLD, "old.html": b"secret", "gone.html": b"secret"})
    build(output, OLD)
    left = [file for file in output.parent.rglob("*") if file.is_file()]
    assert not [file for file in left if file.read_bytes() == b"secret"]


def remove_file(spare: Path) -> None:
    """Remove a file."""
    (spare / "same.html").unlink()


def replace_file(spare: Path) -> None:
    """Put another file in the place of one."""
    remove_file(spare)
    (spare / "same.html").write_bytes(b"fake")


def exchange_files(spare: Path) -> None:
    """Give two files each other's name."""
    (spare / "same.html").rename(spare / "third")
    (spare / "d/same.html").rename(spare / "same.html")
    (spare / "third").rename(spare / "d/same.html")


def add_files(spare: Path) -> None:
    """Add files and folders, also hidden and empty ones."""
    for name in ("more.html", ".hidden", "m/o/r/e.html", f"{MANIFEST}.new", f"d/{MANIFEST}"):
        (spare / name).parent.mkdir(parents=True, exist_ok=True)
        (spare / name).write_bytes(b"more")
    (spare / "d/empty").mkdir()


def link_file(spare: Path) -> None:
    """Put a symbolic link to another file in the place of one."""
    (spare.parent / "elsewhere.html").write_bytes(b"same")
    remove_file(spare)
    (spare / "same.html").symlink_to(spare.parent / "elsewhere.html")


def link_folder(spare: Path) -> None:
    """Put a symbolic link to a folder outside in the place of one."""
    shutil.move(spare / "d", spare.parent / "elsewhere")
    (spare / "d").symlink_to(spare.parent / "elsewhere")


def put_a_pipe(spare: Path) -> None:
    """Put a pipe in the place of a file."""
    remove_file(spare)
    os.mkfifo(spare / "same.html")


def put_a_folder(spare: Path) -> None:
    """Put a folder with a file in the place of a file."""
    remove_file(spare)
    (spare / "same.html").mkdir()
    (spare / "same.html/x").write_bytes(b"x")


def put_a_file(spare: Path) -> None:
    """Put a file in the place of a folder."""
    shutil.rmtree(spare / "d")
    (spare / "d").write_bytes(b"d")


def empty(spare: Path) -> None:
    """Remove everything in it."""
    shutil.rmtree(spare)
    spare.mkdir()


@pytest.mark.parametrize(
    "deed",
    [
        *(remove_file, replace_file, exchange_files, add_files, link_file, link_folder),
        *(put_a_pipe, put_a_folder, put_a_file, empty, shutil.rmtree),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_whatever_befell_the_spare_the_next_site_is_right(
    output: Path, deed: Callable[[Path], None], is_known: bool
) -> None:
    """A file is taken from it if it is the published one; what lies elsewhere is not touched."""
    left = build(output, OLD)
    kept = (output / "same.html").stat().st_ino
    deed(spare_of(output))
    outside = {f: f.read_bytes() for f in output.parent.glob("elsewhere*/**/*") if f.is_file()}
    build(output, NEW, left if is_known else None)
    assert site(output) == NEW
    assert (output / "same.html").stat().st_ino == kept
    assert_mirrors(output)
    assert all(file.read_bytes() == data for file, data in outside.items())


def test_a_file_that_was_changed_in_the_spare_is_changed_in_the_site(output: Path) -> None:
    """It is the same file, so the next build sees it as one that was touched."""
    left = build(output, OLD)
    (spare_of(output) / "same.html").write_bytes(b"fake!")
    build(output, OLD, left)
    assert site(output) == OLD
    assert_mirrors(output)


def test_the_live_manifest_is_not_written_through_the_spares(output: Path) -> None:
    """Where somebody made one of both, the published site keeps its own."""
    before = (output / MANIFEST).read_bytes()
    (spare_of(output) / MANIFEST).unlink()
    (spare_of(output) / MANIFEST).hardlink_to(output / MANIFEST)
    with (output / MANIFEST).open("rb") as live:
        build(output, NEW)
        assert live.read() == before
    assert_mirrors(output)


def test_a_spare_that_nobody_touched_is_not_looked_at_file_by_file(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dates of its folders tell; without them, and to verify, each file is looked at."""
    looked: list[Path] = []

    def scanned(folder: Path) -> Tree:
        looked.append(folder)
        return scan(folder)

    monkeypatch.setattr(spare, "scan", scanned)
    left = build(output, OLD)
    looked.clear()
    left = build(output, NEW, left)
    assert looked == []
    assert_mirrors(output)
    left = build(output, OLD, replace(left, spare=""))
    assert looked == [spare_of(output)]
    with Staging(output, known=left, verify=True) as staging:
        staging.write("same.html", b"same")
        left = staging.commit()
    assert len(looked) == 2
    assert_mirrors(output)


def test_what_befalls_the_spare_at_once_shows(output: Path) -> None:
    """However soon after a build, a folder of it then has another date."""
    left = None
    for number in range(50):
        left = build(output, {**OLD, "d/new.html": str(number).encode()}, left)
        (spare_of(output) / "d/same.html").unlink()
        (spare_of(output) / "d/same.html").write_bytes(b"fake")
    build(output, OLD, left)
    assert site(output) == OLD
    assert_mirrors(output)


def test_folders_whose_dates_tell_too_little_tell_nothing(output: Path) -> None:
    """A system that counts in full seconds: two changes in one of them would look like one."""
    assert dates_of(output, ["d"]) != ""
    for folder in (output, output / "d"):
        os.utime(folder, ns=(1, 1_500_000_000_000_000_000))
    assert dates_of(output, ["d"]) == ""
    assert dates_of(output, ["none"]) == dates_of(output, ["same.html"]) == ""


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_no_folder_of_ours_is_not_taken_for_the_spare(output: Path, kind: str) -> None:
    """A link that leads to a site of ours, or a file, is somebody else's and stays."""
    spare = spare_of(output)
    spare.rename(output.with_name("theirs"))
    if kind == "link":
        spare.symlink_to(output.with_name("theirs"))
    else:
        spare.write_bytes(b"theirs")
    with pytest.raises(BuildError, match="not made by this program"):
        build(output, NEW)
    assert site(output) == site(output.with_name("theirs")) == OLD
    assert os.path.lexists(spare)


def test_without_links_there_is_no_spare(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where links have ceased to be possible files are copied, with their dates."""
    os.utime(output / "same.html", ns=(1, 1_500_000_000_000_000_000))

    def no_links(*_arguments: object, **_options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    for files in ({**OLD, "more.html": b"more"}, NEW):
        build(output, files)
        assert site(output) == files
        assert (output / "same.html").stat().st_mtime_ns == 1_500_000_000_000_000_000
        assert beside(output) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": b"file"}, {"a/b": b"below"}),
        ({"a": b"file"}, {"a/b/c": b"below"}),
        ({"page.html": b"1"}, {"Page.html": b"1"}),
        ({"page/index.html": b"1"}, {"Page/index.html": b"1"}),
        ({"a/b": b"1", "a/c": b"2"}, {"a/b": b"1"}),
        ({"a/b": b"1"}, {"a/b": b"2"}),
        ({"a": b"1"}, {}),
    ],
)
def test_a_site_turns_into_another_and_back(
    output: Path, one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    """A file becomes a folder, a name changes its case, a file goes: and all of it returns."""
    left = None
    for files in (one, other, one, one, other):
        left = build(output, files, left)
        assert site(output) == files
        assert_mirrors(output)
        assert [p for p in output.rglob("*") if p.is_dir() and not any(p.iterdir())] == []


def is_possible(files: dict[str, bytes]) -> bool:
    """Whether no file stands where others need a folder."""
    return not any(other.startswith(f"{name}/") for name in files for other in files)


PATHS = st.sampled_from(["a", "a/a", "a/b", "a/b/c", "b", "b/a/a", "c/d/e/f"])
SITES = st.dictionaries(PATHS, st.sampled_from([b"1", b"2", b"33"])).filter(is_possible)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(SITES, SITES), min_size=1, max_size=5))
def test_any_site_follows_upon_any_other(sites: list[tuple[dict[str, bytes], ...]]) -> None:
    """Each build leaves its files alone, whatever was there and whatever others write beside."""
    with TemporaryDirectory() as folder:
        output, left = Path(folder) / "site", None
        for ours, theirs in sites:
            files = {**theirs, **ours}
            if not is_possible(files):
                continue
            with Staging(output, known=left) as staging:
                for path in sorted(theirs.keys() - ours.keys()):
                    (staging.folder / path).parent.mkdir(parents=True, exist_ok=True)
                    (staging.folder / path).write_bytes(theirs[path])
                for path, data in ours.items():
                    staging.write(path, data)
                left = staging.commit()
            assert site(output) == files
            assert {p: k.sha256 for p, k in left.files.items()} == sums_of(output)
            assert_mirrors(output)


def sums_of(output: Path) -> dict[str, str]:
    """Return what the manifest of a site says, which is found true."""
    said: dict[str, str] = json.loads((output / MANIFEST).read_text())["files"]
    assert said == {name: sha256(data).hexdigest() for name, data in site(output).items()}
    return said


def build_until(output: Path, left: Left, deed: int) -> None:
    """Build the new site and die before something is done to the file system that many times."""
    done = 0

    def ask(event: str, _arguments: object) -> None:
        nonlocal done
        done += event in DEEDS
        if done == deed:
            os._exit(DIED)

    sys.addaudithook(ask)
    build(output, NEW, left)
    os._exit(0)


# Arrow's threads, which other tests start, have no part in a build of files alone.
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.parametrize("platform", [sys.platform, "another system"])
@pytest.mark.parametrize("befell", [None, shutil.rmtree, replace_file])
def test_a_build_may_be_killed_at_any_moment(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    befell: Callable[[Path], None] | None,
) -> None:
    """The site is the old or the new one, whole, and the next build is right."""
    monkeypatch.setattr(sys, "platform", platform)
    found = []
    for deed in count(1):
        output = tmp_path / str(deed) / "site"
        left = build(output, OLD)
        if befell is not None:
            befell(spare_of(output))
        process = get_context("fork").Process(target=build_until, args=(output, left, deed))
        process.start()
        process.join()
        if not output.exists():
            # By two renames there is no site for an instant, and the next build begins with it.
            assert platform == "another system"
            assert ".site.previous" in beside(output)
            with Staging(output):
                pass
        found.append(site(output))
        sums_of(output)
        build(output, {**NEW, "last.html": b"last"}, left)
        assert site(output) == {**NEW, "last.html": b"last"}
        assert_mirrors(output)
        assert beside(output) == [".site.spare"]
        if process.exitcode == 0:
            break
        assert process.exitcode == DIED
    assert all(files in (OLD, NEW) for files in found)
    assert found[0] == OLD
    assert found[-1] == NEW


# Which paths are taken, where those of the last site need not be held against each other again.


@pytest.mark.parametrize("path", ["Same.html", "d/e", "same.html/x", "D/same.html", "same.html"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_path_that_a_kept_file_has_is_refused(output: Path, path: str, is_first: bool) -> None:
    """As itself, in another case, as a folder of it or as what lies in it; whichever came first."""
    left = build(output, OLD)
    kept = {path: each.sha256 for path, each in left.files.items()}
    with Staging(output, known=left) as staging:
        if is_first:
            staging.write(path, b"new")
            with pytest.raises(BuildError, match="is written twice"):
                staging.keep(kept)
        else:
            staging.keep(kept)
            with pytest.raises(BuildError, match="is written twice"):
                staging.write(path, b"new")
    assert site(output) == OLD


def test_a_file_is_kept_once(output: Path) -> None:
    """Two units of one file would be two authors of one address."""
    left = build(output, OLD)
    kept = {path: each.sha256 for path, each in left.files.items()}
    with Staging(output, known=left) as staging:
        staging.keep({"same.html": kept["same.html"]})
        with pytest.raises(BuildError, match=r"same\.html is written twice"):
            staging.keep(kept)


# What is done to the published site while a build runs.


def keep_all(output: Path, meanwhile: Callable[[], object], *, is_known: bool = False) -> Left:
    """Build the same site again of kept files, while something is done to it.

    Return how it is left; whether its spare is known is said by `is_known`.
    """
    left = build(output, OLD)
    if not is_known:
        left = replace(left, spare="")
    with Staging(output, known=left) as staging:
        for path, each in left.files.items():
            assert staging.has({path: each.sha256})
            staging.keep({path: each.sha256})
        meanwhile()
        now = staging.commit()
    assert now.files == left.files
    return now


def test_a_file_that_is_changed_while_a_build_runs_ends_it(output: Path) -> None:
    """Nothing is published that was not found to be right; the next build writes it anew."""
    with pytest.raises(BuildError, match=r"same\.html of the published site was touched"):
        keep_all(output, lambda: (output / "same.html").write_bytes(b"changed"))
    assert site(output) == {**OLD, "same.html": b"changed"}
    assert beside(output) == []
    build(output, OLD)
    assert site(output) == OLD


def test_what_was_changed_while_a_build_ran_is_mended_by_the_next_one(output: Path) -> None:
    """Where the spare's files are not looked at: the file is not taken for what it should be."""
    left = keep_all(output, lambda: (output / "same.html").write_bytes(b"changed"), is_known=True)
    assert site(output) == {**OLD, "same.html": b"changed"}
    with Staging(output, known=left) as staging:
        assert not staging.has({"same.html": sha256(b"same").hexdigest()})
    build(output, OLD, left)
    assert site(output) == OLD
    assert_mirrors(output)


def test_a_file_that_is_lost_while_a_build_runs_is_still_in_the_spare(output: Path) -> None:
    """Removed or replaced: the new site has the file that was found to be right."""
    keep_all(output, (output / "same.html").unlink)
    assert site(output) == OLD
    build(output, OLD)
    (output.parent / "other").write_bytes(b"same")
    keep_all(output, lambda: (output.parent / "other").rename(output / "same.html"))
    assert site(output) == OLD
    build(output, OLD)
    assert_mirrors(output)


def test_a_file_that_is_lost_altogether_while_a_build_runs_ends_it(output: Path) -> None:
    """Without the file there is no site: that is said in words."""

    def lose() -> None:
        (output / "same.html").unlink()
        (spare_of(output) / "same.html").unlink()

    with pytest.raises(BuildError, match=r"was touched meanwhile\. Build again"):
        keep_all(output, lose)
    build(output, OLD)
    assert site(output) == OLD


def test_a_spare_that_goes_while_a_build_runs_is_done_without(output: Path) -> None:
    """The written files lie by number until then; the new site has them in their folders."""
    with Staging(output) as staging:
        for path, data in NEW.items():
            staging.write(path, data)
        shutil.rmtree(spare_of(output))
        staging.commit()
    assert site(output) == NEW
    assert_mirrors(output)


@pytest.mark.parametrize("deed", [Path.unlink, lambda file: file.write_bytes(b"theirs!")])
def test_others_who_reach_a_file_that_waits_for_the_spare_are_found(
    output: Path, deed: Callable[[Path], object]
) -> None:
    """It is not where its path says, but what befalls it there ends the build all the same."""
    with Staging(output) as staging:
        staging.write("new.html", b"new")
        (waiting,) = staging.folder.rglob("0")
        assert waiting.read_bytes() == b"new"
        deed(waiting)
        with pytest.raises(BuildError, match=r"^new.html (was removed|is written twice)"):
            staging.commit()
    assert site(output) == OLD


def test_others_who_take_the_path_of_a_file_that_waits_are_found(output: Path) -> None:
    """An address has one author, wherever its file lies meanwhile."""
    with Staging(output) as staging:
        staging.write("new.html", b"new")
        (staging.folder / "new.html").write_bytes(b"theirs")
        with pytest.raises(BuildError, match="written twice"):
            staging.commit()
    assert site(output) == OLD


def test_a_build_that_is_given_up_leaves_the_spare(output: Path) -> None:
    """Nothing of the given up site is in it, and the next build makes use of it."""
    other = spare_of(output).stat().st_ino
    with Staging(output) as staging:
        staging.write("new.html", b"new")
    assert_mirrors(output)
    build(output, NEW)
    assert output.stat().st_ino == other
