"""What is made of the metrics of each package: made once, however many builds ask for all of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from performance.by_package import ByPackage
from performance.memory import Store
from performance.memory.memory import Memory, RecordKeys
from performance.memory.store import BUILDS
from performance.model import Package, Record
from performance.settings import Settings
from records import monthly, package_of, portal_of

NAMES = [f"m{n:02}" for n in range(40)]


def packages() -> list[Package]:
    found = [package_of(monthly("2026-01", [1.0]), name=name) for name in NAMES]
    return [replace(package, name=f"p-{name}") for package, name in zip(found, NAMES, strict=True)]


class City:
    """A city of forty packages with a metric each, and the metrics of which something was made."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.packages = packages()
        self.made: list[str] = []

    def build(self, beside: str = "") -> dict[str, str]:
        """Return what is made of each metric, as a build does; `beside` goes into the last one."""
        more = {package.name: "" for package in self.packages} | {"p-m39": beside}
        with self.filed() as filed:
            return filed.each("tested", self.make, more)

    @contextmanager
    def filed(self, changed: str = "") -> Iterator[ByPackage]:
        """Begin a build, before which one metric may have changed."""
        self.made = []
        portal = portal_of(*self.packages)
        with Store(self.cache) as store:
            memory = Memory(store, Settings(as_of=date(2026, 11, 20)))
            for record in portal.records:
                # As if it had been computed by this memory.
                name = record.metric.name
                keys = RecordKeys(f"{name} {name == changed}", "", "")
                memory._keys[id(record)] = record, keys
            yield ByPackage(portal, memory)

    def make(self, record: Record) -> str:
        self.made.append(record.metric.name)
        return record.metric.name.upper()


def test_each_metric_has_its_own(tmp_path: Path) -> None:
    city = City(tmp_path)
    wanted = {name: name.upper() for name in NAMES}
    assert (city.build(), city.made) == (wanted, NAMES)
    assert (city.build(), city.made) == (wanted, [])


def test_what_changes_in_one_package_is_made_of_that_alone(tmp_path: Path) -> None:
    """Also after many builds, none of which asked for the packages that are remembered with it."""
    city = City(tmp_path)
    city.build()
    for _ in range(BUILDS + 2):
        city.build()
    assert city.build("another") == {name: name.upper() for name in NAMES}
    assert city.made == ["m39"]


def test_what_is_made_of_a_package_is_made_once(tmp_path: Path) -> None:
    """However often it is asked for, in one build and in later ones."""
    city = City(tmp_path)
    for wanted in (["m07"], []):
        with city.filed() as filed:
            assert filed.of("tested", "p-m07", city.make) == ["M07"]
            assert filed.of("tested", "p-m07", city.make) == ["M07"]
        assert city.made == wanted


def test_what_is_made_of_some_packages_is_made_again_where_one_of_them_changed(
    tmp_path: Path,
) -> None:
    """Every package is in one run, in order; the others are not made of anew."""
    city = City(tmp_path)
    asked: list[list[str]] = []

    def make(packages: Sequence[str]) -> str:
        asked.append(list(packages))
        return " ".join(packages)

    def made(changed: str = "") -> str:
        asked.clear()
        with city.filed(changed) as filed:
            return " ".join(filed.runs("tested", make))

    every = " ".join(f"p-{name}" for name in NAMES)
    assert made() == every
    assert len(asked) > 1
    assert (made(), asked) == (every, [])
    assert made("m20") == every
    assert len(asked) == 1
    assert "p-m20" in asked[0]
