"""The journalist's script: it has the address of the served demo city, and finds everything by it.

It loads every dataset with pandas, DuckDB and pyarrow, compares the formats value by value, checks
every sum, validates every document by its standard, and follows every link.
"""

import ast
import csv
import hashlib
import io
import json
import math
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import duckdb
import openpyxl
import pandas as pd
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

import standards
from built import ROOT
from performance.catalogue.sitemap import is_listed
from served import Reader, served

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The demo city, built with the address that it is served at."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder, ROOT / "datasets", ROOT / "content", addressed=True) as reader:
        yield reader


@pytest.fixture(scope="module")
def catalogue(city: Reader) -> list[Row]:
    """Every dataset of the catalogue that the data page links to."""
    page = urljoin(city.root, "data/")
    assert page in set(city.links(city.root))
    assert urljoin(city.root, "data.json") in set(city.links(page))
    found: list[Row] = city.json(urljoin(city.root, "data.json"))["dataset"]
    return found


def distributions(catalogue: list[Row], kind: str) -> list[str]:
    return [
        each["downloadURL"]
        for dataset in catalogue
        for each in dataset["distribution"]
        if each["format"] == kind
    ]


def test_every_link_of_every_page_is_answered(city: Reader) -> None:
    """From the root on, each link of the site leads to something, and none to another's file."""
    pages = list(city.crawl())
    assert len(pages) > 200
    for page in pages:
        for link in city.links(page):
            assert not city.within(link) or city.answers(link), f"{page} links to {link}"


def test_every_address_in_every_document_is_answered(city: Reader, catalogue: list[Row]) -> None:
    """The catalogues, the interface and the pages' descriptions name nothing that is not there."""
    newer = city.json(urljoin(city.root, "data/dcat-us-3.json"))
    listed = city.json(urljoin(city.root, "api/metrics.json"))
    pages = [dataset["landingPage"] for dataset in catalogue]
    for document in (catalogue, newer, listed, *map(city.described, pages)):
        found = [text for text in texts(document) if city.within(text)]
        assert len(found) >= 2
        for address in found:
            assert city.answers(address.partition("#")[0]), address
    for entry in listed["metrics"]:
        for address in (entry["address"], entry["api"], *entry["files"].values()):
            assert city.answers(urljoin(city.root, address))


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, (list, dict)):
        for each in node.values() if isinstance(node, dict) else node:
            yield from texts(each)


def test_every_catalogue_conforms(city: Reader, catalogue: list[Row]) -> None:
    """DCAT-US 1.1 and 3 by the profiles' schemas, the newer one by its shapes as well."""
    older = city.json(urljoin(city.root, "data.json"))
    address = urljoin(city.root, "data/dcat-us-3.json")
    newer = city.json(address)
    assert standards.dcat_us(older, whole=True) == []
    assert standards.dcat_us_3(newer, whole=True) == []
    assert standards.shapes({**newer, "dataset": newer["dataset"][:12]}, address) == []
    assert [d["identifier"] for d in catalogue] == [d["@id"] for d in newer["dataset"]]
    # A document with a fault is found out: the checks do check.
    broken = json.loads(json.dumps(newer))
    del broken["dataset"][3]["title"]
    assert len(standards.dcat_us_3(broken, whole=True)) == 1
    assert standards.shapes({**broken, "dataset": broken["dataset"][3:4]}, address) != []
    del older["dataset"][3]["publisher"]
    assert len(standards.dcat_us(older, whole=True)) == 1


def test_every_page_of_a_dataset_describes_it(city: Reader, catalogue: list[Row]) -> None:
    """schema.org by its own terms: what Google requires, and what it recommends, with units."""
    wanted = {"creator", "distribution", "identifier", "includedInDataCatalog", "keywords"}
    wanted |= {"isAccessibleForFree", "license", "spatialCoverage", "temporalCoverage", "url"}
    wanted |= {"variableMeasured", "version"}
    for dataset in catalogue:
        told = city.described(dataset["landingPage"])
        assert told is not None
        assert standards.schema_org(told) == [], dataset["landingPage"]
        # The one package that is quoted from elsewhere states no licence with an address.
        lacking = wanted - set(told)
        assert lacking <= ({"license"} if "license" not in dataset else set()), lacking
        if "isPartOf" in dataset:
            assert "unitText" in told["variableMeasured"][0]
            assert told["isPartOf"] == dataset["isPartOf"]
    whole = city.described(urljoin(city.root, "data/"))
    assert whole is not None
    assert standards.schema_org(whole) == []
    assert len(whole["dataset"]) == len([d for d in catalogue if "isPartOf" not in d])


def test_every_csv_file_conforms_to_its_description(
    city: Reader, catalogue: list[Row], tmp_path: Path
) -> None:
    """Found where CSV on the Web says: at the file's address with -metadata.json behind it."""
    files = distributions(catalogue, "CSV")
    assert len(files) > 120
    for place, address in enumerate(files):
        folder = tmp_path / str(place)
        folder.mkdir()
        name = address.rpartition("/")[2]
        (folder / name).write_bytes(city.read(address))
        sidecar = folder / f"{name}-metadata.json"
        sidecar.write_bytes(city.read(f"{address}-metadata.json"))
        assert standards.csv_on_the_web(sidecar) == [], address


# What mlcroissant and the libraries below it call is to change in later versions of others.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.filterwarnings("ignore:The inplace keyword in")
def test_every_package_is_ready_for_machine_learning(city: Reader, catalogue: list[Row]) -> None:
    """Croissant without an error or a warning; its records are those of the Parquet files."""
    packages = [d for d in catalogue if "isPartOf" not in d]
    for number, package in enumerate(packages):
        address = urljoin(package["landingPage"], "latest/croissant.json")
        described = city.json(address)
        loaded = standards.croissant(described)
        issues = loaded.metadata.ctx.issues
        unlicensed = "license" not in package
        assert not issues.errors
        assert not [w for w in issues.warnings if not (unlicensed and "license" in w)]
        for file in described["distribution"]:
            data = city.read(file["contentUrl"])
            assert hashlib.sha256(data).hexdigest() == file["sha256"]
        if number % 8 == 0:
            table = described["recordSet"][0]["@id"]
            parquet = city.read(urljoin(package["landingPage"], f"latest/{table}.parquet"))
            expected = pq.read_table(io.BytesIO(parquet))
            records = list(loaded.records(table))
            assert len(records) == expected.num_rows
            column = expected.column_names[0]
            texts_of = [_text(record[f"{table}/{column}"]) for record in records]
            assert texts_of == [_text(v) for v in expected[column].to_pylist()]


def _text(value: Any) -> str:
    text = value.decode() if isinstance(value, bytes) else str(value)
    # A day comes as a moment at its beginning.
    return text.removesuffix(" 00:00:00")


def test_every_table_loads_the_same_with_pandas_duckdb_and_pyarrow(
    city: Reader, catalogue: list[Row], tmp_path: Path
) -> None:
    """Rows, columns and every number of each Parquet file, by three readers."""
    files = distributions(catalogue, "Parquet")
    assert len(files) > 120
    for address in files:
        data = city.read(address)
        arrow = pq.read_table(io.BytesIO(data))
        path = tmp_path / "table.parquet"
        path.write_bytes(data)
        frame = pd.read_parquet(path)
        duck = duckdb.read_parquet(str(path)).fetchall()
        assert arrow.num_rows == len(frame) == len(duck) > 0
        assert arrow.column_names == list(frame.columns)
        for place, name in enumerate(arrow.column_names):
            cells = arrow[name].to_pylist()
            assert cells == [row[place] for row in duck], (address, name)
            if pd.api.types.is_float_dtype(frame[name]):
                seen = [None if math.isnan(v) else v for v in frame[name].tolist()]
                assert seen == cells, (address, name)


def test_every_metrics_four_formats_hold_the_same_values(
    city: Reader, catalogue: list[Row]
) -> None:
    """CSV, Parquet, Excel and JSON, cell by cell; the API's latest value is a row of them."""
    listed = city.json(urljoin(city.root, "api/metrics.json"))["metrics"]
    metrics = [d["landingPage"] for d in catalogue if "isPartOf" in d]
    assert sorted(metrics) == sorted(entry["url"] for entry in listed)
    for entry in listed:
        files = {name: city.read(urljoin(entry["url"], name)) for name in entry["files"]}
        table = pq.read_table(io.BytesIO(files["data.parquet"]))
        rows = [_plain(row) for row in table.to_pylist()]
        assert [_from_csv(r, table) for r in _csv(files["data.csv"])] == rows
        assert json.loads(files["data.json"])["data"] == rows
        assert _excel(files["data.xlsx"]) == rows
        _assert_series(city.json(urljoin(city.root, entry["api"])), rows)


def _assert_series(document: Row, rows: list[Row]) -> None:
    """Assert that a document of the interface has the whole's rows, and the last of them."""
    names = set(rows[0]) & set(document["series"][0])
    first = {}
    for row in rows:
        first.setdefault(row["period"], row)
    assert len(document["series"]) <= len(first)
    for period in document["series"]:
        assert {n: period[n] for n in names} == {n: first[period["period"]][n] for n in names}
    latest = document["latest"]
    if latest is not None:
        row = first[latest["period"]]
        assert {n: latest[n] for n in latest if n in row} == {n: row[n] for n in latest if n in row}


def _csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def _from_csv(row: dict[str, str], table: Any) -> Row:
    kinds = {field.name: str(field.type) for field in table.schema}
    numbers = {name for name, kind in kinds.items() if kind == "double"}
    return {n: (float(v) if n in numbers else v) if v else None for n, v in row.items()}


def _plain(row: Row) -> Row:
    return {n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in row.items()}


def _excel(data: bytes) -> list[Row]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["data"]
    header, *rows = sheet.iter_rows(values_only=True)
    return [
        {
            str(n): v.date().isoformat() if hasattr(v, "date") else v
            for n, v in zip(header, r, strict=True)
        }
        for r in rows
    ]


def test_the_whole_is_the_sum_of_its_parts(city: Reader, tmp_path: Path) -> None:
    """all.parquet, and all.csv of all.zip: every row of every metric, once, in order."""
    data = city.read(urljoin(city.root, "data/all.parquet"))
    whole = pq.read_table(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(city.read(urljoin(city.root, "data/all.zip")))) as archive:
        assert archive.testzip() is None
        assert archive.read("all.parquet") == data
        assert {"README.md", "all.csv", "dictionary.csv", "licenses.csv", "metrics.json"} <= set(
            archive.namelist()
        )
        text = archive.read("all.csv")
        dictionary = [row["column"] for row in _csv(archive.read("dictionary.csv"))]
        definitions = json.loads(archive.read("metrics.json"))
        licences = _csv(archive.read("licenses.csv"))
    assert dictionary == whole.column_names
    options = pa_csv.ConvertOptions(
        column_types=whole.schema, strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    assert pa_csv.read_csv(io.BytesIO(text), convert_options=options).equals(
        whole.replace_schema_metadata(None).cast(whole.schema.remove_metadata())
    )
    listed = city.json(urljoin(city.root, "api/metrics.json"))["metrics"]
    names = sorted(entry["name"] for entry in listed)
    assert [d["name"] for d in definitions] == names
    assert len(licences) == len({entry["package"]["name"] for entry in listed})
    rows = whole.to_pylist()
    at = 0
    for name in names:
        own = pq.read_table(
            io.BytesIO(city.read(urljoin(city.root, f"metrics/{name}/data.parquet")))
        ).to_pylist()
        shared = set(own[0]) & set(rows[0])
        assert [{n: r[n] for n in shared} for r in rows[at : at + len(own)]] == [
            {n: r[n] for n in shared} for r in own
        ], name
        at += len(own)
    assert at == len(rows)


def test_every_sum_holds(city: Reader, catalogue: list[Row]) -> None:
    """SHA256SUMS of each package, the sums on its page, and those in the newer catalogue."""
    newer = city.json(urljoin(city.root, "data/dcat-us-3.json"))
    checked = 0
    for dataset in newer["dataset"]:
        for file in dataset["distribution"]:
            data = city.read(file["downloadURL"])
            assert file["byteSize"] == str(len(data))
            assert file["checksum"]["checksumValue"] == hashlib.sha256(data).hexdigest()
            checked += 1
    assert checked > 400
    for package in (d["landingPage"] for d in catalogue if "isPartOf" not in d):
        sums = city.read(urljoin(package, "latest/SHA256SUMS")).decode().splitlines()
        named = {name: digest for digest, name in (line.split(maxsplit=1) for line in sums)}
        for name, digest in named.items():
            data = city.read(urljoin(package, f"latest/{name}"))
            assert hashlib.sha256(data).hexdigest() == digest
        rows = city.page(package).xpath("//table[caption='The newest files']/tbody/tr")
        shown = {row.xpath("string(td[2])"): row.xpath("string(td[3])") for row in rows}
        assert shown.keys() == named.keys() | {"SHA256SUMS"}
        assert {name: digest for name, digest in shown.items() if name in named} == named
    assert {"data/all.zip", "data/all.parquet"} == {
        link.removeprefix(city.root)
        for link, digest in _sums_on(city, urljoin(city.root, "data/"))
        if hashlib.sha256(city.read(link)).hexdigest() == digest
    }


def _sums_on(city: Reader, page: str) -> Iterator[tuple[str, str]]:
    for row in city.page(page).xpath("//table[caption='Files with everything']/tbody/tr"):
        yield urljoin(page, row.xpath("string(th/a/@href)")), row.xpath("string(td[3])")


def test_the_interface_conforms_to_the_schemas_it_names(city: Reader) -> None:
    """Each document names its JSON Schema, which the site publishes, and follows it."""
    listed = city.json(urljoin(city.root, "api/metrics.json"))
    assert standards.interface(listed, "api-metrics.json") == []
    assert listed["$schema"] == urljoin(city.root, "profiles/1.0/api-metrics.json")
    assert city.json(listed["$schema"])["title"] == "List of metrics"
    for entry in listed["metrics"]:
        document = city.json(urljoin(city.root, entry["api"]))
        assert standards.interface(document, "api-metric.json") == []
        assert {key: document[key] for key in entry} == entry
    del listed["metrics"][0]["unit"]["name"]
    assert len(standards.interface(listed, "api-metrics.json")) == 1


@pytest.mark.parametrize("address", ["data/", "data/solid-waste-requests/", "data/airport-waits/"])
def test_the_code_on_a_page_runs(city: Reader, address: str, tmp_path: Path) -> None:
    """What the page shows for pandas and DuckDB is run as it stands, and loads the tables."""
    page = city.page(urljoin(city.root, address))
    shown = {
        page.xpath(f"string(//*[@id='{pre.get('aria-labelledby')}'])"): pre.xpath("string(code)")
        for pre in page.xpath("//pre[@aria-labelledby]")
    }
    assert set(shown) >= {"Python with pandas", "DuckDB (in Python)"}
    counts = []
    for language in ("Python with pandas", "DuckDB (in Python)"):
        code = shown[language]
        names = [n.targets[0].id for n in ast.parse(code).body if isinstance(n, ast.Assign)]  # type: ignore[attr-defined]
        told = "\n".join(f"print(len({name}))" for name in names)
        ended = subprocess.run(
            [sys.executable, "-c", f"{code}\n{told}"],
            cwd=tmp_path,
            env={k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        counts.append([int(line) for line in ended.stdout.split()])
    assert counts[0] == counts[1]
    assert all(count > 0 for count in counts[0])


def test_search_engines_find_every_page_once(city: Reader) -> None:
    """robots.txt names the sitemap, which lists the pages by their canonical addresses."""
    robots = city.read(urljoin(city.root, "robots.txt")).decode()
    assert f"Sitemap: {city.root}sitemap.xml" in robots.splitlines()
    # The sitemap is our own: nobody else's document is parsed here.
    whole = ElementTree.fromstring(city.read(urljoin(city.root, "sitemap.xml")))
    listed = [entry.findtext(f"{SITEMAP}loc") or "" for entry in whole]
    crawled = [page for page in city.crawl() if is_listed(page.removeprefix(city.root))]
    assert sorted(listed) == sorted(set(listed)) == sorted(crawled)
    days = {entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod") for entry in whole}
    assert days[f"{city.root}metrics/solid-waste-on-time/"] == "2026-11-18"
    for page in listed:
        assert city.page(page).xpath("//link[@rel='canonical']/@href") == [page]
    assert not city.page(urljoin(city.root, "404.html")).xpath("//link[@rel='canonical']")
