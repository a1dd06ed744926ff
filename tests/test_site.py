"""The published demo city as its readers and other programs meet it."""

import csv
import hashlib
import io
import itertools
import json
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import frictionless
import pyarrow.parquet as pq
import pytest
from lxml import html

import standards
from built import ROOT, files, run

METRIC_FILES = (
    "index.html",
    "data.csv",
    "data.parquet",
    "data.xlsx",
    "data.json",
    "metadata.json",
    "chart.svg",
    "chart.vl.json",
    "chart.png",
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)


def policy(page: str) -> str:
    """Return the policy of a page: only the search page compiles WebAssembly."""
    if page != "search/index.html":
        return POLICY
    return POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def descriptors() -> list[dict[str, object]]:
    return [
        json.loads(file.read_text(encoding="utf-8"))
        for file in sorted((ROOT / "datasets").rglob("datapackage.json"))
    ]


def pages(site: Path) -> list[tuple[str, html.HtmlElement]]:
    return [
        (file.relative_to(site).as_posix(), html.fromstring(file.read_bytes()))
        for file in sorted(site.rglob("*.html"))
    ]


def test_pelican_builds_the_same_bytes_in_another_time_zone(
    demo_site: Path, tmp_path: Path
) -> None:
    """`pelican content` elsewhere on earth publishes byte for byte what `portal build` did."""
    other = tmp_path / "site"
    words = ["-m", "pelican", "content", "--fatal=warnings", "-o", other]
    ended = run(words, zone="America/New_York")
    assert ended.returncode == 0, ended.stderr + ended.stdout
    first, second = files(demo_site), files(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_every_metric_has_its_page_and_files(demo_site: Path) -> None:
    """Each metric of the packages is published at its permanent addresses."""
    names = [m["name"] for d in descriptors() for m in d.get("metrics", [])]  # type: ignore[attr-defined]
    assert len(names) >= 50
    for name in names:
        for file in METRIC_FILES:
            assert (demo_site / "metrics" / name / file).stat().st_size > 0, (name, file)


def test_every_link_leads_somewhere_in_the_site(demo_site: Path) -> None:
    """Every relative link of every page is answered by a file, and its anchor by an element."""
    anchors: dict[str, set[str]] = {}
    found = pages(demo_site)
    for name, page in found:
        anchors[name] = set(page.xpath("//@id"))
    for name, page in found:
        for link in page.xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto", "tel", "data"):
                continue
            assert not link.startswith("/"), f"{name}: {link} is not relative"
            target, fragment = urldefrag(urljoin(f"http://site/{name}", link))
            path = unquote(urlsplit(target).path).lstrip("/")
            file = f"{path}index.html" if path == "" or path.endswith("/") else path
            assert (demo_site / file).is_file(), f"{name}: {link}"
            if fragment and file.endswith(".html"):
                assert fragment in anchors[file], f"{name}: {link}"


def test_every_page_is_whole(demo_site: Path) -> None:
    """Each page says its language, title, policy, banner and data date, and has one H1."""
    for name, page in pages(demo_site):
        assert page.get("lang") == "en-US", name
        assert page.xpath("string(//title)").strip(), name
        assert page.xpath("//meta[@name='description']/@content")[0].strip(), name
        said = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert said == [policy(name)], name
        assert len(page.xpath("//h1")) == 1, name
        assert "fictional city" in page.text_content(), name
        assert not page.xpath("//@style | //style"), name
        inline = page.xpath("//script[not(@src)]/@type")
        assert inline in ([], ["application/ld+json"]), name
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        steps = itertools.pairwise(levels)
        assert levels[0] == 1, name
        assert all(below - above <= 1 for above, below in steps), (name, levels)


def test_every_table_and_chart_can_be_read_aloud(demo_site: Path) -> None:
    """Tables have captions and scoped headers; every chart has a name, a description, a table."""
    for name, page in pages(demo_site):
        for table in page.xpath("//table"):
            assert table.xpath("string(caption)").strip(), name
            assert table.xpath(".//th"), name
            assert not table.xpath(".//th[not(@scope)]"), name
        for svg in page.xpath("//*[local-name()='svg'][@role='img']"):
            named = svg.get("aria-labelledby", "").split()
            assert named, name
            assert all(page.xpath(f"//*[@id='{label}']") for label in named), name
            assert page.xpath("//table"), name


def test_published_ratios_equal_the_sources(demo_site: Path) -> None:
    """For every ratio without dimensions: scale × numerator ÷ denominator of the CSV, by hand."""
    compared = 0
    for file in sorted((ROOT / "datasets").rglob("datapackage.json")):
        descriptor = json.loads(file.read_text(encoding="utf-8"))
        for metric in descriptor.get("metrics", []):
            measure = metric["measure"]
            if "numerator" not in measure or metric.get("dimensions"):
                continue
            resource = next(r for r in descriptor["resources"] if r["name"] == metric["resource"])
            rows = csv.DictReader(io.StringIO((file.parent / resource["path"]).read_text("utf-8")))
            source = {
                row[metric["period"]["field"]]: measure.get("scale", 1)
                * float(row[measure["numerator"]])
                / float(row[measure["denominator"]])
                for row in rows
                if row[measure["numerator"]] and float(row[measure["denominator"]] or 0)
            }
            text = (demo_site / "metrics" / metric["name"] / "data.csv").read_text("utf-8")
            published = {
                r["period"]: float(r["value"])
                for r in csv.DictReader(io.StringIO(text))
                if r["value"]
            }
            assert published == pytest.approx(source, rel=1e-12), metric["name"]
            compared += len(source)
    assert compared > 300


def test_the_case_studys_two_facts_are_percentage_points(demo_site: Path) -> None:
    """From 57% to 95% is 38 percentage points, from 50% to 91% is 41, and no page says percent."""
    for name, points, first in (
        ("atlanta-public-works-on-time", 38, "April 2013"),
        ("atlanta-watershed-on-time", 41, "January 2014"),
    ):
        page = html.fromstring((demo_site / "metrics" / name / "index.html").read_bytes())
        words = " ".join(page.text_content().split())
        assert f"June 2017 was {points} percentage points higher than {first}" in words
        assert f"+{points}%" not in words


def test_checksums_hold(demo_site: Path) -> None:
    """Every SHA256SUMS names every other file of its folder with its right sum."""
    lists = sorted(demo_site.glob("data/*/*/SHA256SUMS"))
    assert len(lists) >= 40
    for sums in lists:
        named = {}
        for line in sums.read_text(encoding="utf-8").splitlines():
            digest, name = line.split(maxsplit=1)
            named[name.lstrip("*")] = digest
        there = {
            file.relative_to(sums.parent).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sums.parent.rglob("*")
            if file.is_file() and file != sums
        }
        assert named == there


@pytest.mark.parametrize("number", [0, 7, -1])
def test_published_packages_pass_frictionless(demo_site: Path, tmp_path: Path, number: int) -> None:
    """A package's zip unpacks to a package that frictionless calls valid."""
    archive = sorted(demo_site.glob("data/*/latest/*.zip"))[number]
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(tmp_path)
    described = next(tmp_path.rglob("datapackage.json"))
    report = frictionless.validate(str(described), type="package")
    assert report.valid, report.flatten(["message"])


def test_csv_and_parquet_hold_the_same_values(demo_site: Path) -> None:
    """Every metric's CSV re-reads to exactly what its Parquet holds."""
    for folder in sorted((demo_site / "metrics").iterdir()):
        if not (folder / "data.parquet").exists():
            continue
        table = pq.read_table(folder / "data.parquet")
        rows = list(csv.reader(io.StringIO((folder / "data.csv").read_text("utf-8"))))
        assert rows[0] == table.column_names
        assert len(rows) - 1 == table.num_rows
        for index, column in enumerate(table.columns):
            for row, value in zip(rows[1:], column.to_pylist(), strict=True):
                cell = row[index]
                if isinstance(value, float):
                    assert float(cell) == value, (folder.name, rows[0][index])
                else:
                    assert cell == ("" if value is None else str(value)), folder.name


def test_without_an_address_every_document_is_relative_and_resolves(demo_site: Path) -> None:
    """The catalogues and descriptions lead to files; nothing claims an address that is not set."""
    assert not (demo_site / "sitemap.xml").exists()
    assert "Sitemap" not in (demo_site / "robots.txt").read_text("utf-8")
    older = json.loads((demo_site / "data.json").read_text("utf-8"))
    newer = json.loads((demo_site / "data" / "dcat-us-3.json").read_text("utf-8"))
    assert standards.dcat_us(older, whole=False) == []
    assert standards.dcat_us_3(newer, whole=False) == []
    resolved = 0
    for name, document in (("data.json", older), ("data/dcat-us-3.json", newer)):
        for dataset in document["dataset"]:
            links = [each["downloadURL"] for each in dataset["distribution"]]
            for link in (*links, dataset["landingPage"]):
                path = urlsplit(urljoin(f"http://site/{name}", link)).path.lstrip("/")
                assert (demo_site / unquote(path)).exists(), link
                resolved += 1
    assert resolved > 1000
    for name, page in pages(demo_site):
        assert not page.xpath("//link[@rel='canonical']"), name
        for told in page.xpath("//script[@type='application/ld+json']/text()"):
            assert standards.schema_org(json.loads(told)) == [], name


def test_a_failed_build_leaves_the_site_as_it_was(demo_site: Path, tmp_path: Path) -> None:
    """Bad data end with 1, list the problem, and the published site does not change."""
    before = {name: (demo_site / name).stat().st_mtime_ns for name in files(demo_site)}
    bad = tmp_path / "datasets" / "x"
    bad.mkdir(parents=True)
    (bad / "datapackage.json").write_text("{", encoding="utf-8")
    words = ["-m", "performance", "build", "--datasets", bad.parent, "--output", demo_site]
    ended = run(words)
    assert ended.returncode == 1
    assert "datapackage.json" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert {name: (demo_site / name).stat().st_mtime_ns for name in files(demo_site)} == before


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_packages_found_in_the_wild_get_pages_and_downloads(tmp_path: Path) -> None:
    """A package with no metrics, of the first version of the standard, is published as data."""
    wild = tmp_path / "wild" / "population"
    (wild / "data").mkdir(parents=True)
    (wild / "data" / "population.csv").write_text(
        "Country Name,Year,Value,Rank\nAruba,1960,54211.5,1\nAruba,1961,,2\n", encoding="utf-8"
    )
    (wild / "notes.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    fields = [
        {"name": "Country Name", "type": "string"},
        {"name": "Year", "type": "year"},
        {"name": "Value", "type": "number"},
        {"name": "Rank", "type": "any"},
    ]
    descriptor = {
        "profile": "data-package",
        "name": "population",
        "license": "PDDL-1.0",
        "sources": [{"name": "World Bank", "web": "https://example.org/"}],
        "resources": [
            {"name": "population", "path": "data/population.csv", "schema": {"fields": fields}},
            {"name": "map", "path": "notes.geojson"},
        ],
    }
    (wild / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    site = tmp_path / "site"
    words = ["-m", "performance", "build", "--datasets", wild.parent, "--output", site]
    ended = run(words)
    assert ended.returncode == 0, ended.stderr
    latest = site / "data" / "population" / "latest"
    assert (latest / "data" / "population.csv").read_bytes() == (
        wild / "data" / "population.csv"
    ).read_bytes()
    assert pq.read_table(latest / "population.parquet").column("Value").to_pylist() == [
        54211.5,
        None,
    ]
    assert "Country Name" in (site / "data" / "population" / "index.html").read_text("utf-8")
    sidecar = latest / "data" / "population.csv-metadata.json"
    assert standards.csv_on_the_web(sidecar) == []
    assert not standards.croissant(latest / "croissant.json").metadata.ctx.issues.errors
    older = json.loads((site / "data.json").read_text("utf-8"))
    # When the package was made nobody knows, and nothing is made up.
    assert standards.dcat_us(older, whole=False) == ["dataset/0: 'modified' is a required property"]
    assert older["dataset"][0]["license"] == "https://opendatacommons.org/licenses/pddl/1-0/"
