"""A package's files: what a reader downloads is whole, described, typed and checkable."""

import dataclasses
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from frames import rows_of
from performance import downloads
from performance.load.dtypes import DTYPES, typed_grid
from performance.model import Contributor, Field, Link, Package, Resource
from performance.settings import Settings
from performance.write import Staging

SETTINGS = Settings(as_of=date(2026, 11, 20), site_url="https://performance.example.gov")
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

CSV = (
    "month,requests,share,open,day,seen,hour\n"
    "2025-01,100,0.5,true,2025-01-31,2025-01-31T10:00:00Z,08:00:00\n"
    "2025-02,,,,,,\n"
)
TYPES = {
    "month": "yearmonth",
    "requests": "integer",
    "share": "number",
    "open": "boolean",
    "day": "date",
    "seen": "datetime",
    "hour": "time",
}
TABLE = {
    "month": pd.Series(["2025-01", "2025-02"], dtype="string"),
    "requests": pd.Series([100, None], dtype="Int64"),
    "share": pd.Series([0.5, None], dtype="float64"),
    "open": pd.Series([True, None], dtype="boolean"),
    "day": pd.Series(["2025-01-31", None], dtype="datetime64[s]"),
    "seen": pd.Series(["2025-01-31T10:00:00", None], dtype="datetime64[us]"),
    "hour": pd.Series(["08:00:00", None], dtype="string"),
}


def text() -> pd.DataFrame:
    """Return the cells of `CSV`."""
    return pd.read_csv(io.StringIO(CSV), dtype=str, keep_default_na=False)


def table(path: str = "requests.csv", name: str = "requests") -> Resource:
    """Return the table `CSV` as a resource."""
    fields = [{"name": name, "type": kind} for name, kind in TYPES.items()]
    fields[1] |= {"title": "Requests due", "description": "Requests due in the month."}
    return Resource(
        name,
        path,
        CSV.encode(),
        hashlib.sha256(CSV.encode()).hexdigest(),
        title="Requests",
        fields=tuple(
            Field(f["name"], f["type"], description=f.get("description", ""), raw=f) for f in fields
        ),
        rows=rows_of(text()),
        raw={
            "name": name,
            "path": path,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields},
        },
    )


def document(path: str = "notes/map.geojson", name: str = "map") -> Resource:
    """Return a resource that is not a table."""
    data = b'{"type":"FeatureCollection","features":[]}'
    return Resource(
        name, path, data, hashlib.sha256(data).hexdigest(), raw={"name": name, "path": path}
    )


def package(resources: Sequence[Resource] = (), **descriptor: Any) -> Package:
    """Return a package of these resources (a table and a map), `descriptor` laid over its own."""
    held = tuple(resources) or (table(), document())
    described = {
        "$schema": V2,
        "name": "service-requests",
        "title": "Service requests",
        "version": "2025.1.0",
        "metrics": [{"name": "requests"}],
        "resources": [dict(resource.raw) for resource in held],
        **descriptor,
    }
    return Package(
        "service-requests",
        folder=Path("datasets"),
        file="datapackage.json",
        descriptor={key: value for key, value in described.items() if value is not None},
        title="Service requests",
        description="What residents ask for.",
        version=str(described["version"] or ""),
        licenses=(Link("Attribution 4.0", "https://licence.example.org", "CC-BY-4.0"),),
        sources=(Link("Work-order system"),),
        contributors=(Contributor("Department of Public Works", ("publisher",)),),
        resources=held,
    )


def edition(made: Package, name: str = "latest") -> dict[str, bytes]:
    """Return the files of one edition of a package, by name."""
    folder = f"data/service-requests/{name}/"
    found = downloads.package_files(made, SETTINGS)
    return {a.removeprefix(folder): data for a, data in found if a.startswith(folder)}


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the edition's archive."""
    with zipfile.ZipFile(io.BytesIO(files["service-requests.zip"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write an edition as the site has it, and return its folder."""
    with Staging(folder) as staging:
        for path, data in files.items():
            staging.write(path, data)
        staging.commit()
    return folder


def test_an_edition_has_the_files_of_the_public_api() -> None:
    """The descriptions, each resource as it is, tables as Parquet, the archive and the sums."""
    assert sorted(edition(package())) == [
        "SHA256SUMS",
        "croissant.json",
        "datapackage.json",
        "notes/map.geojson",
        "requests.csv",
        "requests.csv-metadata.json",
        "requests.parquet",
        "service-requests.zip",
    ]


def test_the_version_holds_what_was_committed_and_nothing_that_a_library_makes() -> None:
    """No setting and no other library changes a byte of it; every table is as in the latest."""
    made = replace(package(), written=b'{"name": "service-requests"}\n')
    held, latest = edition(made, "v2025.1.0"), edition(made)
    assert sorted(held) == ["SHA256SUMS", "datapackage.json", "notes/map.geojson", "requests.csv"]
    assert held["datapackage.json"] == made.written
    assert held["requests.csv"] == latest["requests.csv"] == CSV.encode()
    sums = held.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(held[n]).hexdigest()}  {n}" for n in sorted(held)]


def test_a_description_in_yaml_has_one_in_json_beside_it() -> None:
    """The file that was committed stays, and programs that know no YAML read the same."""
    made = replace(package(), file="a/datapackage.yaml", written=b"name: service-requests\n")
    held = edition(made, "v2025.1.0")
    assert held["datapackage.yaml"] == b"name: service-requests\n"
    assert json.loads(held["datapackage.json"])["name"] == "service-requests"


@pytest.mark.parametrize("version", [None, "../../index", "1 0", ".5"])
def test_without_a_version_for_an_address_there_is_only_the_latest(version: str | None) -> None:
    """A missing version, or one that could lead elsewhere, makes no folder."""
    found = downloads.package_files(package(version=version), SETTINGS)
    assert {address.split("/")[2] for address, _ in found} == {"latest"}


def test_originals_are_published_byte_for_byte() -> None:
    """Nobody's file is rewritten on the way to the reader."""
    files = edition(package())
    assert files["requests.csv"] == CSV.encode()
    assert files["notes/map.geojson"] == document().data


def test_the_descriptor_carries_sizes_and_sums_and_keeps_the_rest() -> None:
    """Custom properties stay; each resource has its bytes and SHA-256."""
    made = json.loads(edition(package())["datapackage.json"])
    assert made["$schema"] == V2
    assert made["metrics"] == [{"name": "requests"}]
    assert made["resources"][0]["bytes"] == len(CSV)
    assert made["resources"][0]["hash"] == f"sha256:{hashlib.sha256(CSV.encode()).hexdigest()}"
    assert made["resources"][0]["schema"] == table().raw["schema"]


def test_an_old_descriptor_is_not_made_a_new_one() -> None:
    """A package of version 1 of the standard keeps its profile and gets no schema."""
    made = json.loads(
        edition(package(**{"$schema": None}, profile="data-package"))["datapackage.json"]
    )
    assert made["profile"] == "data-package"
    assert "$schema" not in made


def test_dates_of_a_yaml_descriptor_become_text() -> None:
    """YAML reads a date as a date; JSON has it as ISO text."""
    made = json.loads(edition(package(created=date(2025, 3, 1)))["datapackage.json"])
    assert made["created"] == "2025-03-01"


@pytest.mark.parametrize(
    "descriptor",
    [
        {},
        {"$schema": None, "profile": "data-package"},
        {"$schema": None, "profile": "tabular-data-package"},
    ],
)
def test_what_is_published_passes_frictionless(tmp_path: Path, descriptor: dict[str, Any]) -> None:
    """The edition's folder and the unpacked archive are valid, and their sums are checked."""
    resource = table()
    if descriptor.get("profile") == "tabular-data-package":
        resource = dataclasses.replace(
            resource, raw={**resource.raw, "profile": "tabular-data-resource"}
        )
    files = edition(package([resource], **descriptor))
    for name, held in (("folder", files), ("archive", unpacked(files))):
        folder = write(held, tmp_path / name)
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["type", "message"])
        (folder / "requests.csv").write_bytes(CSV.replace("100", "101").encode())
        assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_a_list_of_fields_match_does_not_break_frictionless(tmp_path: Path) -> None:
    """The new standard's list is left out, because frictionless 5 takes it for a broken schema."""
    resource = table()
    schema = {**resource.raw["schema"], "fieldsMatch": ["exact"]}
    files = edition(
        package([dataclasses.replace(resource, raw={**resource.raw, "schema": schema})])
    )
    folder = write(files, tmp_path / "site")
    assert frictionless.validate(str(folder / "datapackage.json")).valid


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_sums_check_every_file(tmp_path: Path) -> None:
    """`sha256sum -c SHA256SUMS` passes in the edition's folder and names every file of it."""
    files = edition(package([table("data folder/a table.csv"), document("données/carte.json")]))
    folder = write(files, tmp_path / "site")
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    named = files["SHA256SUMS"].decode().splitlines()
    assert sorted(line[66:] for line in named) == sorted(set(files) - {"SHA256SUMS"})
    assert checked.stdout.count(": OK\n") == len(named)


def test_pandas_has_the_table_as_its_schema_types_it() -> None:
    """Each cell of the file as a value of its column's type; absent ones as that type has them."""
    resource = table()
    typed = typed_grid(rows_of(text())(), {field.name: field for field in resource.fields})
    pd.testing.assert_frame_equal(typed, pd.DataFrame(TABLE), check_column_type=False)


def test_every_type_that_load_accepts_can_be_converted() -> None:
    """A column of any Table Schema type, with a value or without any, has its place in Parquet."""
    for kind in DTYPES:
        fields = (Field("column", kind),)
        blank = pd.DataFrame({"column": ["", ""]}, dtype="str")
        made = dataclasses.replace(table(), fields=fields, rows=rows_of(blank))
        read = pq.read_table(io.BytesIO(edition(package([made]))["requests.parquet"]))
        assert read["column"].to_pylist() == [None, None], kind


def test_the_parquet_has_the_types_of_the_table_schema() -> None:
    """Whole numbers, floats, yes or no, days, moments; a month and a time as the file has them."""
    made = pq.read_table(io.BytesIO(edition(package())["requests.parquet"]))
    assert {field.name: str(field.type) for field in made.schema} == {
        "month": "string",
        "requests": "int64",
        "share": "double",
        "open": "bool",
        "day": "date32[day]",
        "seen": "timestamp[us]",
        "hour": "string",
    }
    first, second = made.to_pylist()
    assert first == {
        "month": "2025-01",
        "requests": 100,
        "share": 0.5,
        "open": True,
        "day": date(2025, 1, 31),
        "seen": datetime(2025, 1, 31, 10),  # noqa: DTZ001 - Written with an offset, kept in UTC.
        "hour": "08:00:00",
    }
    assert second == {**dict.fromkeys(first), "month": "2025-02"}


def test_the_parquet_is_described() -> None:
    """Fields carry their description, the file its resource's descriptor."""
    file = pq.ParquetFile(io.BytesIO(edition(package())["requests.parquet"]))
    assert file.schema_arrow.field("requests").metadata == {
        b"description": b"Requests due in the month."
    }
    assert json.loads(file.schema_arrow.metadata[b"datapackage"]) == table().raw
    assert file.metadata.num_row_groups == 1


def test_text_that_says_there_is_no_value_is_null() -> None:
    """What the schema calls missing is missing in every type, texts too."""
    resource = table()
    fields = [
        replace(field, missing_values=("", "n/a") if field.name == "hour" else ("",))
        for field in resource.fields
    ]
    rows = rows_of(text().assign(hour=["08:00:00", "n/a"]))
    marked = dataclasses.replace(resource, fields=tuple(fields), rows=rows)
    made = pq.read_table(io.BytesIO(edition(package([marked]))["requests.parquet"]))
    assert made["hour"].to_pylist() == ["08:00:00", None]


def test_the_archive_holds_the_package_and_a_readme() -> None:
    """The archive is a data package on its own."""
    files = edition(package())
    packed = unpacked(files)
    assert sorted(packed) == ["README.md", "datapackage.json", "notes/map.geojson", "requests.csv"]
    assert all(packed[name] == files[name] for name in packed if name != "README.md")


def test_the_readme_says_what_a_reader_must_know() -> None:
    """Title, version, publisher, source, licence, how to cite, and what each file is."""
    assert unpacked(edition(package()))["README.md"].decode() == (
        "# Service requests\n\n"
        "What residents ask for.\n\n"
        "- Version: 2025.1.0\n"
        "- Publisher: Department of Public Works\n"
        "- Sources: Work-order system\n"
        "- License: Attribution 4.0 https://licence.example.org\n"
        "- How to cite: Department of Public Works: Service requests, version 2025.1.0. "
        "https://performance.example.gov/data/service-requests/\n\n"
        "## Files\n\n"
        "- requests.csv: Requests\n"
        "- notes/map.geojson: map\n"
        "- datapackage.json: what the files hold, for programs\n"
    )


def test_the_archive_is_the_same_whenever_it_is_made() -> None:
    """No date, no order of chance and no machine's permissions are in it."""
    files = edition(package())
    assert edition(package())["service-requests.zip"] == files["service-requests.zip"]
    with zipfile.ZipFile(io.BytesIO(files["service-requests.zip"])) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}


def test_another_day_changes_no_file_of_an_edition() -> None:
    """A version stays the same from build to build, whatever the as-of date."""
    later = replace(SETTINGS, as_of=date(2027, 1, 1))
    assert dict(downloads.package_files(package(), later)) == dict(
        downloads.package_files(package(), SETTINGS)
    )


@pytest.mark.parametrize(
    "path",
    [
        "datapackage.json",
        "DataPackage.json",
        "SHA256SUMS",
        "README.md",
        "service-requests.zip",
        "requests.parquet",
        "croissant.json",
        ".hidden.csv",
        ".data/requests.csv",
        "datapackage.json/requests.csv",
    ],
)
def test_a_resource_with_the_name_of_a_made_file_gets_another(path: str, tmp_path: Path) -> None:
    """No file of a package can take the place of its description, its sums or its archive."""
    files = edition(package([table(path)]))
    described = json.loads(files["datapackage.json"])["resources"][0]
    assert described["path"].startswith("files/requests")
    assert files[described["path"]] == CSV.encode()
    write(files, tmp_path / "site")


def test_a_document_gives_way_to_the_description_of_a_table(tmp_path: Path) -> None:
    """A package from elsewhere that has a description in CSVW of its own keeps it, moved aside."""
    own = document("requests.csv-metadata.json", "own")
    files = edition(package([table(), own]))
    described = json.loads(files["datapackage.json"])["resources"][1]
    assert described["path"] == "files/own.json"
    assert files["files/own.json"] == own.data
    assert json.loads(files["requests.csv-metadata.json"])["url"] == "requests.csv"


def test_two_resources_may_share_a_file() -> None:
    """One file described twice is published once, and both find it."""
    files = edition(package([table(), table(name="again")]))
    described = json.loads(files["datapackage.json"])["resources"]
    assert [resource["path"] for resource in described] == ["requests.csv", "requests.csv"]
    assert {"requests.parquet", "again.parquet"} <= set(files)
