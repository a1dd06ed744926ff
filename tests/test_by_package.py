"""What is made of the metrics of each package: made once, however many builds ask for all of it."""

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from performance.by_package import ByPackage
from performance.memory import Store
from performance.memory.memory import Memory
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
        self.made = []
        portal = portal_of(*self.packages)
        with Store(self.cache) as store:
            memory = Memory(store, Settings(as_of=date(2026, 11, 20)))
            for record in portal.records:
                # As if it had been computed by this memory.
                memory._keys[id(record)] = record, record.metric.name, ""
            more = {package.name: "" for package in self.packages} | {"p-m39": beside}
            return ByPackage(portal, memory).each("tested", self.make, more)

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
