"""Whatever ends a build early, the published site stays whole and the next build is right."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from built import files
from performance.memory.form import NAME
from performance.unchanged import CACHE
from performance.write import MANIFEST
from rebuilding import City

# How often a build is killed, at moments that chance settles.
KILLED = 30


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A small city that has been published once."""
    city = City(tmp_path_factory.mktemp("city"), Random(1))
    assert run(city).returncode == 0
    return city


def command(city: City, *words: str) -> list[str]:
    """Return the command that builds a city's site."""
    del city
    return [sys.executable, "-m", "performance", "build", *words]


def run(city: City, *words: str, **how: object) -> "subprocess.CompletedProcess[str]":
    """Build a city's site in a process of its own."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command(city, *words), cwd=city.folder, capture_output=True, text=True, check=False, **how
    )


def assert_next_is_right(city: City) -> None:
    """The next build is that of a clean one, and beside the site are its lock and spare alone."""
    ended = run(city)
    assert ended.returncode == 0, ended.stderr
    assert run(city, "--no-cache", "--output", str(city.twin)).returncode == 0
    assert city.differences() == []
    beside = [f.name for f in city.folder.iterdir() if f.name.startswith(".output")]
    assert sorted(beside) == [".output.lock", ".output.spare"]


def assert_whole(site: Path) -> None:
    """Every file of a site is the one that its manifest names, and there is no other."""
    named = json.loads((site / MANIFEST).read_text(encoding="utf-8"))["files"]
    found = files(site)
    del found[MANIFEST]
    assert {name: sha256(data).hexdigest() for name, data in found.items()} == named


def test_a_killed_build_leaves_a_whole_site(city: City) -> None:
    """Killed at any moment, also while it swaps: the site is the old one or the new one, whole."""
    chance = random.Random(7)
    begin = time.monotonic()
    assert run(city, "--no-cache").returncode == 0
    length = time.monotonic() - begin
    for number in range(KILLED):
        # Half of them change what everything is made of, so that all is made anew.
        (city.setting if number % 2 else city.change_cell)()
        with subprocess.Popen(
            command(city), cwd=city.folder, stderr=subprocess.DEVNULL, start_new_session=True
        ) as build:
            time.sleep(chance.uniform(0, length))
            os.kill(build.pid, signal.SIGKILL)
        assert_whole(city.output)
    assert_next_is_right(city)


def test_two_builds_at_once_leave_a_whole_site(city: City) -> None:
    """One builds; the other says that it does, or builds after it."""
    city.setting()
    builds = [
        subprocess.Popen(command(city), cwd=city.folder, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [build.communicate()[1] for build in builds]
    assert min(build.returncode for build in builds) == 0
    for build, words in zip(builds, said, strict=True):
        assert build.returncode == 0 or "Another build of" in words
    assert_next_is_right(city)


def test_a_full_disk_leaves_the_published_site(city: City) -> None:
    """Where nothing more can be written, a sentence says so, and the site is as it was."""
    city.template()
    before = files(city.output)

    def full() -> None:
        # No file may grow beyond this: that is what a full disk looks like from within.
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = run(city, preexec_fn=full)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "could not be" in ended.stderr
    assert files(city.output) == before
    assert_next_is_right(city)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_leaves_the_published_site(city: City) -> None:
    """A table that the system keeps back is a problem with its name."""
    table = next((city.folder / "datasets").rglob("*.csv"))
    before, mode = files(city.output), table.stat().st_mode
    table.chmod(0)
    ended = run(city)
    table.chmod(mode)
    assert ended.returncode == 1
    assert table.name in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files(city.output) == before
    assert_next_is_right(city)


@pytest.mark.parametrize("damage", ["cut", "zeros", "a letter", "a folder", "gone"])
def test_a_damaged_memory_changes_nothing(city: City, damage: str) -> None:
    """What is kept of earlier builds is believed where it is sound, and else made anew."""
    file = city.folder / CACHE / NAME
    data = file.read_bytes()
    if damage in ("a folder", "gone"):
        file.unlink()
    if damage == "a folder":
        file.mkdir()
    elif damage != "gone":
        half = len(data) // 2
        made = {"cut": data[:half], "zeros": data[:half] + bytes(half), "a letter": b"Dear city"}
        file.write_bytes(made[damage])
    city.change_cell()
    assert_next_is_right(city)
    if damage == "a folder":
        file.rmdir()
        assert_next_is_right(city)
