"""What the tests share: one builder that writes a tiny real package."""

import csv
import gc
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings

import stress
from built import ROOT, run
from performance.model import Content, Department, Priority

# No test times anything. Unattended, chance tries the same cases each time; at a desk, new ones.
settings.register_profile("portal", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("portal")

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELD_TYPES = {
    "month": "yearmonth",
    "year": "year",
    "date": "date",
    "requests": "integer",
    "on_time": "integer",
    "value": "number",
    "volume": "integer",
}


class Builder(Protocol):
    """Writes a package below the test's folder and returns its folder."""

    def __call__(
        self,
        observations: Sequence[Mapping[str, Any]] | str | bytes | None = ...,
        *,
        name: str = ...,
        department: str | None = ...,
        fields: Sequence[Mapping[str, Any]] | None = ...,
        primary_key: Sequence[str] | None = ...,
        metric: Mapping[str, Any] | None = ...,
        descriptor: Mapping[str, Any] | None = ...,
        **metric_properties: Any,
    ) -> Path: ...


def observation(month: str, on_time: int, requests: int, **more: Any) -> dict[str, Any]:
    """Return a row of the builder's default table."""
    return {"month": month, "requests": requests, "on_time": on_time, **more}


def metric_descriptor(**properties: Any) -> dict[str, Any]:
    """Return the builder's default metric (a ratio by month), with properties laid over it.

    A property given as None is left out.
    """
    metric: dict[str, Any] = {
        "name": "requests-on-time",
        "title": "Requests completed on time",
        "description": "Share of requests closed within the promised time.",
        "kind": "quality",
        "stage": "live",
        "resource": "observations",
        "period": {"field": "month", "frequency": "M", "lag": 20},
        "measure": {"numerator": "on_time", "denominator": "requests", "scale": 100},
        "unit": {"name": "percent", "symbol": "%", "decimals": 1},
        "direction": "increase",
        "targets": [{"from": "2025-01", "value": 90, "near": 5}],
    }
    metric.update(properties)
    return {key: value for key, value in metric.items() if value is not None}


def resource(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the builder's one resource, `observations`, with a Table Schema."""
    return {
        "name": "observations",
        "path": "observations.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": dict(schema),
    }


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV text whose header is every key in order of first use."""
    header = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden sites anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected")


@pytest.fixture
def package(tmp_path: Path) -> Builder:
    """A builder of packages in `tmp_path/datasets/<department>/<name>/`.

    `observations` are rows (dicts), CSV text or bytes. `fields` default to the header's columns
    with types by name (`FIELD_TYPES`, else string). `metric` replaces the default metric whole,
    keyword arguments lay properties over it; `metric={}` makes a package without metrics.
    `descriptor` lays top-level properties over the descriptor (None leaves one out).
    """

    def build(
        observations: Sequence[Mapping[str, Any]] | str | bytes | None = None,
        *,
        name: str = "service-requests",
        department: str | None = "public-works",
        fields: Sequence[Mapping[str, Any]] | None = None,
        primary_key: Sequence[str] | None = None,
        metric: Mapping[str, Any] | None = None,
        descriptor: Mapping[str, Any] | None = None,
        **metric_properties: Any,
    ) -> Path:
        if observations is None:
            observations = [observation("2025-01", 90, 100), observation("2025-02", 95, 100)]
        text = observations if isinstance(observations, (str, bytes)) else as_csv(observations)
        data = text if isinstance(text, bytes) else text.encode()
        header = data.split(b"\n", 1)[0].decode("utf-8", "replace").strip().split(",")
        chosen = metric if metric is not None else metric_descriptor(**metric_properties)
        schema: dict[str, Any] = {
            "fields": list(fields)
            if fields is not None
            else [{"name": h, "type": FIELD_TYPES.get(h, "string")} for h in header]
        }
        if primary_key is not None:
            schema["primaryKey"] = list(primary_key)
        whole: dict[str, Any] = {
            "$schema": SCHEMA,
            "name": name,
            "title": name.replace("-", " ").capitalize(),
            "version": "2025.1.0",
            "created": "2025-03-01T00:00:00Z",
            "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
            "sources": [{"title": "Work-order system"}],
            "contributors": [{"title": "Department of Public Works", "roles": ["publisher"]}],
            "department": department,
            "resources": [resource(schema)],
            "metrics": [dict(chosen)] if chosen else None,
        }
        whole.update(descriptor or {})
        whole = {key: value for key, value in whole.items() if value is not None}
        folder = tmp_path / "datasets" / (department or "other") / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "observations.csv").write_bytes(data)
        (folder / "datapackage.json").write_text(json.dumps(whole, indent=2), encoding="utf-8")
        return folder

    return build


@pytest.fixture
def content() -> Content:
    """Two departments and one priority."""
    return Content(
        (
            Department("public-works", "Public Works", "Keeps the city clean.", 1),
            Department("fire", "Fire and Rescue", "Protects life.", 2),
        ),
        (Priority("customer-service", "Customer service", "Serve residents well.", 1),),
    )


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city, built once by `portal build` in a far time zone, all of it anew."""
    output = tmp_path_factory.mktemp("demo") / "site"
    words = ["-m", "performance", "build", "--no-cache", "--output", output]
    ended = run(words, zone="Pacific/Auckland")
    assert ended.returncode == 0, ended.stderr
    return output


@pytest.fixture(scope="session")
def patterns_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of patterns with the theme's static files, as a site of its own."""
    # Drawing charts is slow to import, and few tests ask for this.
    from patterns import patterns

    output = tmp_path_factory.mktemp("patterns") / "site"
    shutil.copytree(ROOT / "theme" / "static", output / "theme")
    (output / "patterns").mkdir()
    (output / "patterns" / "index.html").write_text(patterns().text, encoding="utf-8")
    return output


@pytest.fixture(scope="session")
def stress_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city of odd cases, built once by `portal build`."""
    folder = tmp_path_factory.mktemp("stress")
    stress.write(folder / "city")
    words = [f"--{name}={folder / 'city' / name}" for name in ("content", "datasets")]
    output = folder / "site"
    ended = run(["-m", "performance", "build", *words, "--output", output])
    assert ended.returncode == 0, ended.stderr
    return output


@pytest.fixture
def as_a_process() -> Iterator[None]:
    """Give garbage collection back as it was: a build is meant to be a process of its own."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()
