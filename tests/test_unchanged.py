"""A build that would change nothing is not run, and one that would is: nothing is overlooked."""

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from performance import unchanged
from performance.memory import Store, remember_files
from performance.unchanged import CACHE, Begun, Inputs, Look, Request
from performance.write import Staging

TODAY = "1795046400"  # November 18, 2026


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city's folder as a build has left it, with every kind of thing that goes into one."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    city = tmp_path / "city"
    for name in (
        "pelicanconf.py",
        "theme/templates/home.html",
        "theme/static/css/tokens.css",
        "above/home.html",
        "content/settings.yaml",
        "content/departments/parks.md",
        "datasets/parks/visits/datapackage.json",
        "datasets/parks/visits/visits.csv",
        ".git/HEAD",
        ".git/refs/heads/main",
    ):
        file = city / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    built(city)
    return city


def request_of(city: Path, **overrides: str) -> Request:
    """Return what a build of the city is asked for."""
    return Request(city / "pelicanconf.py", overrides)


def built(city: Path) -> None:
    """Leave what a build of the city leaves: a site, and what is known of it."""
    request = request_of(city)
    names = ("theme", "content", "datasets", "output")
    folders = (str(city / name) for name in names)
    inputs = Inputs(request.code, *folders, above=(str(city / "above"),))
    begun = Begun.now(request, inputs)
    with Store(city / CACHE) as store, Staging(city / "output") as staging:
        staging.write("index.html", b"home")
        staging.write("metrics/visits/data.csv", b"a,b\n")
        remember_files(store, city / "output", staging.commit())
        begun.remember(store)


def test_what_is_as_it_was_need_not_be_built(city: Path) -> None:
    """The site is told, and asking changes nothing."""
    before = sorted(city.rglob("*"))
    assert unchanged.look(request_of(city)).site == city / "output"
    assert unchanged.look(request_of(city)).site == city / "output"
    assert sorted(city.rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    [
        "pelicanconf.py",
        "theme/templates/home.html",
        "theme/static/css/tokens.css",
        "above/home.html",
        "content/settings.yaml",
        "content/departments/parks.md",
        "datasets/parks/visits/datapackage.json",
        "datasets/parks/visits/visits.csv",
        ".git/HEAD",
        ".git/refs/heads/main",
        "output/index.html",
        "output/metrics/visits/data.csv",
    ],
)
@pytest.mark.parametrize("deed", ["change", "remove", "rename"])
def test_any_file_that_is_not_as_it_was_needs_a_build(city: Path, name: str, deed: str) -> None:
    """Whatever goes in, and whatever came out, counts by its bytes and its name."""
    file = city / name
    if deed == "change":
        file.write_text(file.read_text(encoding="utf-8")[::-1] + "x", encoding="utf-8")
    elif deed == "remove":
        file.unlink()
    else:
        file.rename(file.with_name("other" + file.name))
    assert unchanged.look(request_of(city)).site is None


@pytest.mark.parametrize(
    "name",
    [
        "publishconf.py",
        "theme/templates/new.html",
        "above/new.html",
        "content/pages/new.md",
        "datasets/parks/new/datapackage.json",
        ".git/refs/remotes/origin/main",
        ".git/packed-refs",
        ".git/shallow",
        "output/new.html",
        "output/metrics/new/index.html",
    ],
)
def test_any_new_file_needs_a_build(city: Path, name: str) -> None:
    """What was not there goes in now, or does not belong into the site."""
    file = city / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("new", encoding="utf-8")
    assert unchanged.look(request_of(city)).site is None


def test_another_day_needs_a_build(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tomorrow something may be late."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY) + 86_400))
    assert unchanged.look(request_of(city)).site is None


def test_another_program_needs_a_build(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version, also of a library, may say something else of the same data."""
    monkeypatch.setattr(unchanged, "program", lambda: "another")
    assert unchanged.look(request_of(city)).site is None


def test_another_request_needs_a_build(city: Path) -> None:
    """What was made for one output says nothing of another."""
    assert unchanged.look(request_of(city, OUTPUT_PATH=str(city / "elsewhere"))).site is None


@pytest.mark.parametrize("name", ["output/index.html", "theme", "content/settings.yaml"])
def test_a_link_in_the_place_of_a_file_is_seen(city: Path, name: str) -> None:
    """A link is not the file that it stands for: what it leads to may change unseen."""
    place = city / name
    elsewhere = place.rename(city.parent / "elsewhere")
    place.symlink_to(elsewhere)
    if name == "output/index.html":
        assert unchanged.look(request_of(city)).site is None
        return
    # Through a link the same bytes are the same, and others are others.
    file = elsewhere / "templates" / "home.html" if elsewhere.is_dir() else elsewhere
    file.write_text("changed", encoding="utf-8")
    assert unchanged.look(request_of(city)).site is None


def test_without_a_memory_a_build_is_needed(city: Path) -> None:
    """Nothing is known where nothing, or something damaged, is kept."""
    for file in (city / CACHE).iterdir():
        file.write_bytes(b"damaged")
    assert unchanged.look(request_of(city)).site is None
    shutil.rmtree(city / CACHE)
    assert unchanged.look(request_of(city)).site is None
    assert not (city / CACHE).exists()


def test_what_changes_while_a_build_runs_is_not_taken_for_built(city: Path) -> None:
    """The inputs that count are those from before the build read anything."""
    request = request_of(city)
    names = ("theme", "content", "datasets", "output")
    begun = Begun.now(request, Inputs(request.code, *(str(city / name) for name in names)))
    (city / "datasets/parks/visits/visits.csv").write_text("meanwhile", encoding="utf-8")
    with Store(city / CACHE) as store:
        begun.remember(store)
    assert unchanged.look(request).site is None


def test_a_look_before_a_build_counts_as_its_beginning(city: Path) -> None:
    """What it read for that is not read again, unless the build reads something else."""
    request = request_of(city)
    (city / "content/settings.yaml").write_text("changed", encoding="utf-8")
    there, looked, _ = unchanged.look(request)
    assert there is None
    assert looked is not None
    (city / "datasets/parks/visits/visits.csv").write_text("meanwhile", encoding="utf-8")
    begun = Begun.now(request, looked.inputs, looked)
    assert begun is looked
    with Store(city / CACHE) as store:
        begun.remember(store)
    assert unchanged.look(request).site is None
    other = replace(looked.inputs, content=str(city / "theme"))
    assert Begun.now(request, other, looked).fingerprint not in (None, looked.fingerprint)
    assert Begun.now(request_of(city, SITENAME="Other"), looked.inputs, looked) is not looked


def test_inputs_that_cannot_be_read_are_never_unchanged(city: Path) -> None:
    """A folder behind a link may lead anywhere: the build itself says what it thinks of that."""
    (city / "content" / "link").symlink_to(city / "theme")
    built(city)
    assert unchanged.look(request_of(city)) == Look()


def test_settings_that_cannot_be_read_are_never_unchanged(city: Path) -> None:
    """A folder that is called like one of their files: the build itself says what is wrong."""
    (city / "settings.py").mkdir()
    assert unchanged.look(request_of(city)) == Look()


def test_the_history_of_a_work_tree_is_its_repositorys(tmp_path: Path, city: Path) -> None:
    """A work tree beside the repository has a file in the place of its folder."""
    shutil.rmtree(city / ".git")

    def git(*words: str, at: Path = city) -> None:
        who = ["-c", "user.name=Data desk", "-c", "user.email=data@example.org"]
        subprocess.run(["git", *who, *words], cwd=at, check=True, capture_output=True)

    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "First")
    git("worktree", "add", str(tmp_path / "beside"))
    tree = tmp_path / "beside"
    shutil.rmtree(tree / CACHE, ignore_errors=True)
    shutil.rmtree(tree / "output", ignore_errors=True)
    built(tree)
    assert unchanged.look(request_of(tree)).site == tree / "output"
    git("commit", "--allow-empty", "-m", "Second", at=tree)
    assert unchanged.look(request_of(tree)).site is None
