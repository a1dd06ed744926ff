"""Pages are made again where something that they are made of is new, and stay where nothing is.

A metric is made of a record and the description of its package, and of no other data of it; the
pages of a department are made of its own metrics, and the library of definitions.
"""

import json
from pathlib import Path

import pytest

from built import ROOT
from conftest import Builder, metric_descriptor
from performance import city as cities
from performance import direct
from performance.building import Building
from performance.model import Record
from performance.model.described import defined, described
from performance.pages.page import Page
from performance.progress import steps
from performance.unchanged import Request, look

ROWS = "month,requests,on_time,volume\n2025-01,100,90,7\n2025-02,110,95,8\n"
WORDS = "---\ntitle: Public Works\n---\nKeeps the city clean.\n"


@pytest.fixture
def city(tmp_path: Path, package: Builder) -> Path:
    """A city's folder with a package of two metrics, each of columns of its own."""
    volume = metric_descriptor(name="volume", measure={"value": "volume", "aggregation": "sum"})
    package(ROWS, descriptor={"metrics": [metric_descriptor(), volume]})
    departments = tmp_path / "content" / "departments"
    departments.mkdir(parents=True)
    (departments / "public-works.md").write_text(WORDS, encoding="utf-8")
    (tmp_path / "content" / "settings.yaml").write_text("as_of: 2025-03-20\n", encoding="utf-8")
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    conf = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(conf, encoding="utf-8")
    return tmp_path


def records(city: Path) -> tuple[Record, ...]:
    """Return the records of a city."""
    said = cities.read(city / "content", {}, "a test")
    with steps() as progress:
        examined = cities.examine([city / "datasets"], said, progress)
    portal, problems = cities.computed(examined, said)
    assert not problems
    return portal.records


def built(city: Path) -> set[str]:
    """Build the city's site; return the paths of the files that are new."""
    told: dict[str, bytes] = {}
    request = Request(city / "pelicanconf.py", {})
    direct.run(request, look(request), tell=told.__setitem__)
    return set(told)


def shown(city: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build the city's site; return the addresses of the pages that were shown anew."""
    addresses = []
    render = Building._render

    def noted(building: Building, page: Page) -> str:
        addresses.append(page.address)
        return render(building, page)

    with monkeypatch.context() as patch:
        patch.setattr(Building, "_render", noted)
        built(city)
    return addresses


def change(city: Path, old: str, new: str) -> None:
    """Change the text of the table."""
    (table,) = (city / "datasets").rglob("*.csv")
    text = table.read_text(encoding="utf-8")
    assert text.count(old) == 1
    table.write_text(text.replace(old, new), encoding="utf-8")


def test_a_described_record_has_none_of_its_packages_data(city: Path) -> None:
    """Nobody who is given it can make anything of data that its key says nothing of."""
    for record in records(city):
        alone = described(record)
        assert alone.package.title == record.package.title
        assert alone.package.descriptor == record.package.descriptor
        assert alone.series.equals(record.series)
        (own,), (before,) = alone.package.resources, record.package.resources
        assert (own.data, own.sha256, own.rows, own.height) == (b"", "", None, 0)
        assert (own.fields, own.raw, own.primary_key) == (before.fields, before.raw, ())
        assert before.height == 2
        history = alone.package.history
        assert history is None or not history.newest.files
        assert alone.package.budget is None


@pytest.mark.usefixtures("as_a_process")
def test_only_the_metric_whose_column_changed_is_made_again(city: Path) -> None:
    """The other one of the same package keeps its files and its pages; what tells of both does not.

    A description of the package that says something else is part of both.
    """
    assert {"metrics/volume/data.csv", "metrics/requests-on-time/index.html"} <= built(city)
    change(city, ",8\n", ",9\n")
    new = built(city)
    assert {"metrics/volume/data.csv", "metrics/volume/index.html", "data/all.parquet"} <= new
    assert not [path for path in new if path.startswith("metrics/requests-on-time/")]
    change(city, "95", "96")
    new = built(city)
    assert {"metrics/requests-on-time/data.xlsx", "index.html"} <= new
    assert not [path for path in new if path.startswith("metrics/volume/")]
    (file,) = (city / "datasets").rglob("datapackage.json")
    facts = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(facts | {"version": "2025.2.0"}), encoding="utf-8")
    new = built(city)
    assert {"metrics/requests-on-time/data.xlsx", "metrics/volume/data.xlsx"} <= new


def test_a_defined_record_has_nothing_that_was_computed(city: Path) -> None:
    """Whoever asks for more than its key tells of does not get it."""
    for record in records(city):
        alone = defined(record)
        assert (alone.metric, alone.department) == (record.metric, record.department)
        for name in ("series", "tidy", "latest", "attainment", "lateness", "package"):
            with pytest.raises((AttributeError, KeyError)):
                getattr(alone, name)


@pytest.mark.usefixtures("as_a_process")
def test_lists_of_others_are_not_shown_again(
    city: Path, package: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A department's page stays where another's figures change, and the library where any do; where
    the words of a definition change, what says them does not."""
    for kind, one, other in (("departments", "Fire", "fire"), ("priorities", "Safety", "safety")):
        folder = city / "content" / kind
        folder.mkdir(exist_ok=True)
        (folder / f"{other}.md").write_text(f"---\ntitle: {one}\n---\nOf fires.\n", "utf-8")
    metric = metric_descriptor(name="fires", title="Fires put out", priority="safety")
    package(ROWS, name="fires", department="fire", descriptor={"metrics": [metric]})
    first = shown(city, monkeypatch)
    definitions = {"metrics/library/", "search/", "a-z/"}
    groups = {"departments/public-works/", "departments/fire/", "priorities/safety/"}
    assert definitions | groups | {""} <= {*first}
    ours = next(p for p in (city / "datasets").rglob("*.csv") if "fires" not in str(p))
    ours.write_text(ROWS.replace("95", "96"), encoding="utf-8")
    again = shown(city, monkeypatch)
    assert {"", "metrics/", "departments/", "departments/public-works/"} <= {*again}
    assert not {*again} & (definitions | groups - {"departments/public-works/"})
    described = ours.with_name("datapackage.json")
    text = described.read_text(encoding="utf-8")
    assert "Requests completed on time" in text
    described.write_text(text.replace("completed on time", "closed in time"), encoding="utf-8")
    named = shown(city, monkeypatch)
    assert definitions | {"departments/public-works/"} <= {*named}
    assert not {*named} & {"departments/fire/", "priorities/safety/"}
    for page in ("metrics/library", "a-z", "search", "departments/public-works"):
        html = (city / "output" / page / "index.html").read_text(encoding="utf-8")
        assert "Requests closed in time" in html
