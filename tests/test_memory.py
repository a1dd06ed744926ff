"""What is remembered is what was put in, or nothing: never half, never something else."""

import dataclasses
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from built import ROOT
from performance.memory import (
    Drawings,
    File,
    Files,
    LostError,
    Made,
    Site,
    Store,
    digest,
    folder,
    known_files,
    remember_files,
)
from performance.memory.form import NAME
from performance.memory.memory import Memory, drawable
from performance.memory.store import AT_ONCE, BUILDS, WAITING
from performance.model import Budget, Cut, Drawing, Figures, Frame, Package, Record
from performance.settings import Settings
from performance.write import Staging
from records import monthly, package_of, portal_of

SETTINGS = Settings(as_of=date(2026, 11, 20))
DRAWING = Drawing("line", "<svg>wide</svg>", "<svg>narrow</svg>", "<svg/>", "{}", "Up.")


def record() -> Record:
    """Return a record as it is computed of a package."""
    (found,) = portal_of(package_of(monthly("2025-01", [1, 2, 3, 4, 5, 6, 7, 8, 9]))).records
    return found


class Colour(Enum):
    """Something enumerated."""

    RED = "red"


@dataclass(frozen=True)
class Pair:
    """Something with two parts."""

    one: object
    two: object


class Slim(Struct, frozen=True):
    """Something with two fields, of which one may be left out."""

    one: object
    two: tuple[object, ...] = ()


class Single(Struct, frozen=True):
    """Something with one field, which may be a tuple itself."""

    only: object


class Nothing(Struct, frozen=True):
    """Something without fields."""


class Named(Struct, frozen=True, kw_only=True):
    """Something whose fields go by their names."""

    two: object = None
    one: object


# The store.


def test_what_was_kept_is_there_in_the_next_build(tmp_path: Path) -> None:
    """Bytes come back under their key alone, also in another process's time."""
    with Store(tmp_path / "cache") as store:
        store.put("a", b"one")
        assert store.get("a") == b"one"
    with Store(tmp_path / "cache") as store:
        assert (store.get("a"), store.has("a")) == (b"one", True)
        assert (store.get("b"), store.has("b")) == (None, False)


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    """A store of one build alone remembers for that build."""
    with Store(None) as store:
        store.put("a", b"one")
        assert store.get("a") == b"one"
    assert list(tmp_path.iterdir()) == []


def test_whoever_only_reads_makes_nothing(tmp_path: Path) -> None:
    """Looking into a folder that is not there leaves it so, and a file that is there as it was."""
    with Store(tmp_path / "cache", reads=True) as store:
        assert store.get("a") is None
    assert not (tmp_path / "cache").exists()
    with Store(tmp_path / "cache") as store:
        store.put("a", b"one")
    before = (tmp_path / "cache" / NAME).read_bytes()
    with Store(tmp_path / "cache", reads=True) as store:
        assert store.get("a") == b"one"
    assert (tmp_path / "cache" / NAME).read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"this is no database at all, it is a letter" * 100,
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + bytes(len(data) - 100),
    ],
    ids=["empty", "a letter", "half", "zeros"],
)
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Whatever stands in its place, nothing is believed and the next build keeps again."""
    with Store(tmp_path) as store:
        for number in range(100):
            store.put(str(number), bytes(1000))
    file = tmp_path / NAME
    file.write_bytes(damage(file.read_bytes()))
    with Store(tmp_path) as store:
        for number in range(100):
            assert store.get(str(number)) in (None, bytes(1000))
        store.put("new", b"one")
    with Store(tmp_path) as store:
        store.put("newer", b"two")
    with Store(tmp_path) as store:
        assert store.get("newer") == b"two"


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_believed(
    place: float, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each answer is the bytes that were put in, or none."""
    here = tmp_path_factory.mktemp("store")
    put = {str(n): bytes([n]) * 500 for n in range(40)}
    with Store(here) as store:
        for key, data in put.items():
            store.put(key, data)
    file = here / NAME
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    file.write_bytes(data)
    with Store(here) as store:
        for key, data_ in put.items():
            assert store.get(key) in (None, data_)


def test_a_folder_that_cannot_be_made_is_as_good_as_none(tmp_path: Path) -> None:
    """A file in its place stops no build."""
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    with Store(tmp_path / "cache") as store:
        store.put("a", b"one")
    with Store(tmp_path / "cache") as store:
        assert store.get("a") is None
    assert (tmp_path / "cache").read_text(encoding="utf-8") == "in the way"


def test_what_is_of_no_use_is_forgotten_and_what_is_stays(tmp_path: Path) -> None:
    """After so many builds that did not ask for it, a result goes; one that is asked for stays."""
    with Store(tmp_path) as store:
        store.put("used", b"one")
        store.put("unused", b"two")
    for _ in range(BUILDS):
        with Store(tmp_path) as store:
            assert store.has("used")
    with Store(tmp_path) as store:
        assert (store.get("used"), store.get("unused")) == (b"one", None)


def test_many_keys_are_asked_for_at_once(tmp_path: Path) -> None:
    """Those that wait and those that were written, however many; all count as being of use."""
    keys = [f"key {n}" for n in range(2 * AT_ONCE + 1)]
    with Store(tmp_path) as store:
        for key in keys[::2]:
            store.put(key, b"")
    with Store(tmp_path) as store:
        store.put("key 1", b"")
        with store.noting() as used:
            assert store.having(keys) == {*keys[::2], "key 1"}
        assert used == {*keys[::2], "key 1"}
        assert store.having([]) == set()


def test_of_a_damaged_file_no_key_is_there(tmp_path: Path) -> None:
    """It is begun anew with what is put in later."""
    with Store(tmp_path) as store:
        store.put("a", b"one")
    place = tmp_path / NAME
    place.write_bytes(place.read_bytes()[:100] + b"damaged" * 10_000)
    with Store(tmp_path) as store:
        assert store.having(["a", "b"]) == set()
        store.put("b", b"two")
        assert store.having(["a", "b"]) == {"b"}


def test_on_a_full_disk_nothing_of_the_running_build_is_lost(tmp_path: Path) -> None:
    """What does not fit into the file is there until the build ends, and not in the next."""
    with Store(tmp_path) as store:
        store.put("a", b"one")
        store.flush()
        database = store._database
        assert database is not None
        database.execute("PRAGMA max_page_count = 1")
        large = bytes(WAITING)
        store.put("b", large)
        assert store.get("b") == large
        store.put("c", b"three")
        assert (store.get("b"), store.get("c")) == (large, b"three")
    with Store(tmp_path) as store:
        assert (store.get("a"), store.get("b")) == (b"one", None)


def test_the_file_of_an_earlier_form_goes(tmp_path: Path) -> None:
    """Nobody would read it again; what else lies in the folder stays."""
    (tmp_path / "memory-0.sqlite3").write_bytes(b"old")
    (tmp_path / "other.sqlite3").write_bytes(b"somebody else's")
    with Store(tmp_path) as store:
        store.put("a", b"one")
    assert sorted(file.name for file in tmp_path.iterdir()) == [NAME, "other.sqlite3"]


def test_everything_can_be_forgotten(tmp_path: Path) -> None:
    """Then the store keeps anew."""
    with Store(tmp_path) as store:
        store.put("a", b"one")
        store.flush()
        store.put("b", b"two")
        store.begin_anew()
        assert (store.get("a"), store.get("b")) == (None, None)
        store.put("c", b"three")
    with Store(tmp_path) as store:
        assert (store.get("a"), store.get("c")) == (None, b"three")


def test_two_builds_keep_at_the_same_time(tmp_path: Path) -> None:
    """Neither fails, and both remember."""
    with Store(tmp_path) as one, Store(tmp_path) as other:
        one.put("a", b"one")
        other.put("b", b"two")
        one.flush()
        other.flush()
        assert (one.get("b"), other.get("a")) == (b"two", b"one")


def test_a_store_that_another_build_has_locked_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is made again by the next build."""
    monkeypatch.setattr("performance.memory.store.PATIENCE", 0.01)
    with Store(tmp_path) as store:
        store.put("a", b"one")
    locked = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    locked.execute("BEGIN EXCLUSIVE")
    with Store(tmp_path) as store:
        store.put("b", b"two")
    locked.execute("ROLLBACK")
    locked.close()
    with Store(tmp_path) as store:
        assert (store.get("a"), store.get("b")) == (b"one", None)


def test_much_is_written_on_the_way(tmp_path: Path) -> None:
    """A build that is killed leaves to the next one nearly all that it had made."""
    store = Store(tmp_path)
    store.put("large", bytes(WAITING))
    store.put("small", b"one")
    with Store(tmp_path, reads=True) as other:
        assert other.get("large") == bytes(WAITING)
        assert other.get("small") is None
    store.close()


# Digests.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (([],), ((),)),
        (([1], 2), ([1, 2],)),
        (("1",), (1,)),
        ((1,), (1.0,)),
        ((True,), (1,)),
        ((None,), ("None",)),
        ((b"a",), ("a",)),
        (("red",), (Colour.RED,)),
        ((Pair(1, 2),), (Pair(2, 1),)),
        (({"a": 1, "b": 2},), ({"b": 2, "a": 1},)),
        (({"a": 1, "b": 2},), ({"a": "1", "b": "2"},)),
        (({"a": "1", "b": "2"},), ({"a": "12", "b": ""},)),
        (({"a": "b", "c": "d"},), ({"ac": "", "": "bd"},)),
        (({"a": True, "b": 2},), ({"a": 1, "b": 2},)),
        (({"a": 1, "b": 2.0},), ({"a": 1, "b": 2},)),
        (({"a": 1, "b": 2},), (["a", "b"], ["1", "2"])),
        ((Path("a"),), ("a",)),
        ((date(2026, 1, 1),), ("2026-01-01",)),
        (([[], []],), ([[[]]],)),
        ((["a", "b"],), (["a\0b"],)),
        ((["a\0", "b"],), (["a", "\0b"],)),
        ((["a\0", "b"],), (["a", "", "b"],)),
        ((["", "", ""],), (["", ""],)),
    ],
)
def test_different_values_have_different_digests(one: tuple[object], other: tuple[object]) -> None:
    """Types, order, nesting and the places where texts end all count."""
    assert digest(*one) != digest(*other)


def test_equal_values_have_one_digest_in_any_process() -> None:
    """A digest does not hang on the process's own seed of hashes, nor on the order of a set."""
    words = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'plugins')!r}); "
        "from performance.memory import digest; "
        "print(digest({'a', 'b', 'c', 'd'}, {'x': [1.5, None]}))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", words],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_what_has_no_content_has_no_digest() -> None:
    """An object that nobody can tell from another one cannot be part of a key."""
    with pytest.raises(TypeError, match="a object has no digest"):
        digest(object())


def test_a_folder_is_its_files(tmp_path: Path) -> None:
    """Its digest changes with a name and with a byte; what Python compiles beside it is nothing."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("one", encoding="utf-8")
    first = folder(tmp_path)
    (tmp_path / "a" / "__pycache__").mkdir()
    (tmp_path / "a" / "__pycache__" / "c.pyc").write_bytes(b"compiled")
    assert folder(tmp_path) == first
    (tmp_path / "a" / "b" / "c.txt").write_text("two", encoding="utf-8")
    second = folder(tmp_path)
    (tmp_path / "a" / "b" / "c.txt").rename(tmp_path / "a" / "b" / "d.txt")
    assert len({first, second, folder(tmp_path)}) == 3


def test_a_link_to_a_folder_has_no_digest(tmp_path: Path) -> None:
    """It may lead anywhere, so nothing is known of what stands below it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OSError, match="link to a folder"):
        folder(tmp_path / "here")


# Figures and drawings.


def test_figures_are_made_once() -> None:
    """The second time nothing is made, and the package stands in the records as it is now."""
    found = record()
    asked = []

    def make() -> Figures:
        asked.append(1)
        return Figures((found,))

    memory = Memory(Store(None), SETTINGS)
    (first,) = memory.recall(found.package, "now", make).records
    second = memory.recall(found.package, "now", make)
    assert asked == [1]
    (again,) = second.records
    assert (again.covers, again.trend) == (found.covers, found.trend)
    assert again.package is found.package
    assert (again.department, again.priority) == (found.department, found.priority)
    assert again.metric == found.metric
    assert again.tidy.equals(found.tidy)
    assert again.series.equals(found.series)
    assert memory.of_record(again) == memory.of_record(first)
    assert memory.of_drawing(again) == memory.of_drawing(found)


@pytest.mark.parametrize(
    "value",
    [
        *(Pair(1, "a"), Slim((1, 2), (Slim(None),)), Single((1, 2)), Single(()), Nothing()),
        *(Named(one=Slim(Colour.RED), two=[Single(Nothing())]), {"a": (Slim(1), Pair(2, 3))}),
    ],
)
def test_what_is_remembered_comes_back_as_it_was(value: object, tmp_path: Path) -> None:
    """Whatever the fields of something are, and however they are given."""
    for _ in range(2):
        with Store(tmp_path) as store:
            found = Memory(store, SETTINGS).remember("value", make=lambda: value)
            assert found == value
            assert type(found) is type(value)
    assert found is not value


def test_other_inputs_are_other_figures() -> None:
    """Settings, what belongs to the package and its own files are all part of the key."""
    found = record()
    store, asked = Store(None), []

    def recall(package: Package, of: str = "now", settings: Settings = SETTINGS) -> None:
        def make() -> Figures:
            asked.append(1)
            return Figures((dataclasses.replace(found, package=package),))

        Memory(store, settings).recall(package, of, make)

    recall(found.package)
    recall(found.package, "until October")
    recall(found.package, settings=replace(SETTINGS, fiscal_year_start=1))
    recall(replace(found.package, version="2"))
    recall(replace(found.package, written=b"{}"))
    (resource,) = found.package.resources
    recall(replace(found.package, resources=(dataclasses.replace(resource, sha256="0"),)))
    assert len(asked) == 5  # The version stands in the descriptor's bytes, which are the key.


def test_a_drawing_depends_on_nothing_but_what_is_drawn() -> None:
    """Another version of the package leaves the key; another value or name of a column does not."""
    memory = Memory(Store(None), SETTINGS)
    found = record()
    key = memory.of_drawing(found)
    assert (
        memory.of_drawing(dataclasses.replace(found, package=replace(found.package, version="9")))
        == key
    )
    other_words = replace(found.department, body="Other words.")
    assert memory.of_drawing(dataclasses.replace(found, department=other_words)) == key
    more = Frame({**found.series.columns, "value": found.series["value"] + 1})
    assert memory.of_drawing(dataclasses.replace(found, series=more)) != key
    (resource,) = found.package.resources
    titled = tuple(replace(field, title="Other") for field in resource.fields)
    other = replace(
        found.package, written=b"{}", resources=(dataclasses.replace(resource, fields=titled),)
    )
    assert memory.of_drawing(dataclasses.replace(found, package=other)) != key


def test_what_is_drawn_knows_nothing_else_of_the_package() -> None:
    """The key can leave out the package because the drawing is made without it."""
    found = record()
    assert drawable(found).package.descriptor == {}
    assert drawable(found).package.written == b""
    assert (drawable(found).department.title, drawable(found).priority) == ("", None)
    assert [r.name for r in drawable(found).package.resources] == [found.metric.resource]


def test_a_drawing_that_is_lost_is_no_page_without_a_chart(tmp_path: Path) -> None:
    """What was there when the build began and is not any more is an error of its own."""
    store = Store(tmp_path)
    drawings = Drawings(store)
    assert drawings.find({"m": "key"}) == {"m"}
    drawings.keep("m", "key", DRAWING)
    assert (drawings["m"], list(drawings), len(drawings)) == (DRAWING, ["m"], 1)
    store.close()
    with sqlite3.connect(tmp_path / NAME) as database:
        database.execute("UPDATE kept SET data = X'00'")
    database.close()
    with Store(tmp_path) as store:
        again = Drawings(store)
        assert again.find({"m": "key", "other": "another"}) == {"other"}
        with pytest.raises(LostError):
            again.get("m")
        assert again.get("other") is None


# What a process keeps at hand.


def test_a_process_that_goes_on_reads_nothing_twice(tmp_path: Path) -> None:
    """What one build made is the very thing that the next one gets, with its keys."""
    found, asked = record(), []

    def make() -> Figures:
        asked.append(1)
        return Figures((found,))

    store = Store(tmp_path, holds=True)
    seen = []
    for _ in range(3):
        with store:
            memory = Memory(store, SETTINGS)
            (one,) = memory.recall(found.package, "now", make).records
            pair = memory.remember("pair", make=lambda: Pair(1, "a"))
            past = memory.hold(found.package, "past", lambda: [asked.append(1)])
            seen.append((one, pair, past, memory.of_record(one), memory.of_drawing(one)))
    assert asked == [1, 1]
    for other in seen[1:]:
        assert all(this is that for this, that in zip(seen[0][:3], other[:3], strict=True))
        assert other[3:] == seen[0][3:]


def test_what_a_build_did_not_ask_for_is_not_held(tmp_path: Path) -> None:
    """A process that builds all day does not grow all day."""
    store = Store(tmp_path, holds=True)
    made = []

    def make() -> list[int]:
        made.append(1)
        return [len(made)]

    with store:
        assert store.hold("one", make) == [1]
    with store:
        assert store.hold("two", make) == [2]
    with store:
        assert store.hold("one", make) == [3]
    with store:
        store.begin_anew()
        assert store.hold("one", make) == [4]


def test_what_is_held_keeps_what_it_is_made_of_from_being_forgotten(tmp_path: Path) -> None:
    """A table that nobody has read for a day is there when somebody reads it."""
    found = record()
    store = Store(tmp_path, holds=True)
    for _ in range(BUILDS + 2):
        with store:
            memory = Memory(store, SETTINGS)
            figures = memory.recall(found.package, "now", lambda: Figures((found,)))
    with Store(tmp_path) as other:
        again = Memory(other, SETTINGS).recall(found.package, "now", _never)
        assert again.records[0].tidy.equals(found.tidy)
    assert figures.records[0].series.equals(found.series)


def _never() -> Figures:
    raise AssertionError("it is remembered")


# The published site.


def test_the_digest_of_files_tells_what_they_are() -> None:
    """Each address, size and checksum counts, and what is only expected yet."""

    def told(*files: tuple[str, int, str], expected: str = "") -> str:
        found = Files()
        found.take(Made([a], [a], [size], [sha256], [""]) for a, size, sha256 in files)
        if expected:
            found.expect(expected)
        return found.digest

    one, other = ("a", 1, "aa"), ("b", 2, "bb")
    differing = [
        *(told(), told(one), told(other), told(one, other), told(other, one)),
        *(told(("a", 1, "ab")), told(("a", 2, "aa")), told(one, expected="b")),
    ]
    assert len(set(differing)) == len(differing)
    assert told(one, other) == told(one, other)


class City:
    """A site that is built again and again, with what it asked for."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "site"
        self.cache = folder / "cache"
        self.asked: list[str] = []

    def build(self, texts: dict[str, str], *, base: str = "", verify: bool = False) -> None:
        """Build a site of a unit for each text, which is its file's whole content."""
        self.asked.clear()
        with Store(self.cache) as store:
            known = known_files(store, self.output)
            with Staging(self.output, known=known, verify=verify) as staging:
                site = Site(store, staging, base)
                for name, text in texts.items():
                    list(site.unit(name, text, make=lambda n=name, t=text: self._made(n, t)))  # type: ignore[misc]
                remember_files(store, self.output, staging.commit())

    def _made(self, name: str, text: str) -> Iterator[File]:
        self.asked.append(name)
        yield File(name, f"{name}.txt", text.encode(), sought=b"words" if name == "a" else b"")

    @property
    def texts(self) -> dict[str, str]:
        """The texts that are published."""
        return {file.stem: file.read_text() for file in self.output.glob("*.txt")}


@pytest.fixture
def city(tmp_path: Path) -> City:
    """A site of two units, built once."""
    city = City(tmp_path)
    city.build({"a": "one", "b": "two"})
    assert city.asked == ["a", "b"]
    return city


def test_only_what_changed_is_made_again(city: City) -> None:
    """What is as it was keeps its file; what is gone goes; another base makes all anew."""
    inode = (city.output / "a.txt").stat().st_ino
    city.build({"a": "one", "b": "three", "c": "four"})
    assert city.asked == ["b", "c"]
    assert city.texts == {"a": "one", "b": "three", "c": "four"}
    assert (city.output / "a.txt").stat().st_ino == inode
    city.build({"c": "four"})
    assert (city.asked, city.texts) == ([], {"c": "four"})
    city.build({"c": "four"}, base="another program")
    assert city.asked == ["c"]


def test_a_file_that_was_touched_is_made_again(city: City) -> None:
    """Changed, emptied, replaced by a link or gone: the next site has it as it should be."""
    secret = city.output.parent / "secret.txt"
    secret.write_text("one")
    for touch in ("change", "remove", "link"):
        file = city.output / "a.txt"
        if touch == "change":
            file.write_text("else")
        else:
            file.unlink()
        if touch == "link":
            file.symlink_to(secret)
        city.build({"a": "one", "b": "two"})
        assert city.asked == ["a"], touch
        assert city.texts == {"a": "one", "b": "two"}
        assert not (city.output / "a.txt").is_symlink()


def test_a_file_changed_behind_its_date_is_found_by_verifying(city: City) -> None:
    """With its size and its date kept, only reading it tells."""
    file = city.output / "a.txt"
    facts = file.stat()
    file.write_text("ONE")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    city.build({"a": "one", "b": "two"}, verify=True)
    assert (city.asked, city.texts["a"]) == (["a"], "one")


def test_what_is_known_of_a_file_comes_back_with_it(tmp_path: Path) -> None:
    """A unit that is not made again tells the same of its files as one that is."""
    told: list[list[Made]] = []
    for _ in range(2):
        with Store(tmp_path / "cache") as store:
            known = known_files(store, tmp_path / "site")
            with Staging(tmp_path / "site", known=known) as staging:
                site = Site(store, staging, "")
                assert site.has("u") is bool(told)
                file = File("a/", "a/index.html", b"page", sought=b"words")
                told.append(list(site.unit("u", make=lambda f=file: [f])))  # type: ignore[misc]
                assert site.sought(told[-1][0].sought[0]) == b"words"
                remember_files(store, tmp_path / "site", staging.commit())
    assert told[0] == told[1]
    assert told[0][0].sought


def test_what_files_are_made_of_stays_while_they_do(city: City) -> None:
    """Many builds change something else: what took long to make is there when one file lacks."""
    made: list[str] = []

    def files(store: Store) -> Iterator[File]:
        kept = store.get("slow")
        if kept is None:
            made.append("slow")
            kept = b"slowly made"
            store.put("slow", kept)
        yield File("slow", "slow.txt", kept)

    def build(number: int) -> None:
        with Store(city.cache) as store:
            known = known_files(store, city.output)
            with Staging(city.output, known=known) as staging:
                site = Site(store, staging, "")
                list(site.unit("slow", make=lambda: files(store)))
                list(site.unit("other", number, make=lambda: [File("o", "o.txt", b"%d" % number)]))
                remember_files(store, city.output, staging.commit())

    for number in range(BUILDS + 3):
        build(number)
    (city.output / "slow.txt").unlink()
    build(0)
    assert (city.texts["slow"], made) == ("slowly made", ["slow"])


def test_the_lines_of_a_budget_are_loaded_when_somebody_asks(tmp_path: Path) -> None:
    """Its years and names are there without them; what has no totals has none."""
    lines = pd.DataFrame({"fiscal_year": [2025, 2026], "cents": [1, 2]}, index=[2, 3])
    cut = Cut("spending", ("department",), lines, (2025, 2026), (("Fire", "Rescue"),))
    given = Budget("budget", "USD", (cut,), totals=None)
    for _ in range(2):
        with Store(tmp_path) as store:
            found = Memory(store, SETTINGS).remember("budget", make=lambda: given)
    (again,) = found.cuts
    assert (again.years, again.programs) == (cut.years, cut.programs)
    assert callable(vars(again)["_lines"])
    pd.testing.assert_frame_equal(again.lines, lines)
    assert again.lines is again.lines
    assert found.totals is None
