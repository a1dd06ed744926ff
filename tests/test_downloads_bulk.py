"""The table of every metric: its columns, its order, and what stands for the whole and a part."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from performance import downloads
from performance.downloads import bulk
from performance.model import Package, Portal, Record
from performance.settings import Settings
from performance.text import Wording
from records import AS_OF, monthly, package_of, portal_of, record_of

SETTINGS = Settings(city="Port Alder", publisher="City of Port Alder", as_of=AS_OF)
WORDING = Wording()
COLUMNS = (
    *("metric", "title", "department", "priority", "package", "unit", "direction", "frequency"),
    *("period", "period_start", "period_end", "dimension", "member"),
    *("value", "numerator", "denominator", "volume", "target", "target_low", "target_high"),
    *("attainment", "obs_status", "note"),
)


def made(portal: Portal) -> dict[str, bytes]:
    return dict(downloads.bulk_files(portal, WORDING, SETTINGS))


def rows(portal: Portal) -> list[dict[str, Any]]:
    """Return the rows of the Parquet file."""
    data = made(portal)["data/all.parquet"]
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return found


def unpacked(portal: Portal) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made(portal)["data/all.zip"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def two_dimensions() -> Portal:
    """Return a city with one metric by zone and by kind, of one month."""
    cells = [("Zone 1", "bins", 1), ("Zone 1", "other", 2), ("Zone 2", "bins", 4)]
    observed = [
        {"month": "2026-09", "zone": zone, "kind": kind, "value": value}
        for zone, kind, value in cells
    ]
    return portal_of(package_of(observed, dimensions=["zone", "kind"]))


def test_every_site_has_the_same_columns() -> None:
    """With metrics of any form, or without any: the table's columns are part of the interface."""
    empty = Portal(AS_OF, portal_of().content, (), ())
    for city in (two_dimensions(), portal_of(package_of(monthly("2026-01", [1.0]))), empty):
        table = pq.read_table(io.BytesIO(made(city)["data/all.parquet"]))
        assert tuple(table.column_names) == COLUMNS
        files = unpacked(city)
        assert files["all.csv"].decode().splitlines()[0] == ",".join(COLUMNS)
        dictionary = csv.DictReader(io.StringIO(files["dictionary.csv"].decode()))
        assert tuple(row["column"] for row in dictionary) == COLUMNS


def test_a_row_says_what_part_it_is() -> None:
    """The whole has no dimension; parts of several dimensions name them all, in order."""
    found = rows(two_dimensions())
    parts = {(row["dimension"], row["member"]): row["value"] for row in found}
    # 1 + 2 + 4 by hand.
    assert parts[None, None] == 7
    assert parts["zone × kind", "Zone 1 × other"] == 2
    assert parts["zone × kind", "Zone 2 × bins"] == 4
    assert len(parts) == len(found)


def test_the_whole_under_a_name_of_its_own_is_still_the_whole() -> None:
    """A package may call its rows of the whole as it likes."""
    observed = [
        {"month": "2026-09", "zone": zone, "value": value}
        for zone, value in (("Citywide", 10), ("North", 4), ("South", 6))
    ]
    city = portal_of(package_of(observed, dimensions=["zone"], total="Citywide"))
    assert [(r["dimension"], r["member"], r["value"]) for r in rows(city)] == [
        (None, None, 10.0),
        ("zone", "North", 4.0),
        ("zone", "South", 6.0),
    ]


def test_a_row_stands_by_itself() -> None:
    """Title, department, priority, unit and target are in every row: no second file is needed."""
    one = record_of(
        [{"month": "2026-09", "on_time": 91, "requests": 100, "note": 'So, "late"\nit was'}],
        targets=[{"from": "2026-01", "value": 90, "near": 5}],
        priority="customer-service",
    )
    (row,) = bulk.rows_of(one).to_pylist()
    assert row == {
        "metric": "requests-on-time",
        "title": "Requests completed on time",
        "department": "Public Works",
        "priority": "Customer service",
        "package": "service-requests",
        "unit": "percent",
        "direction": "increase",
        "frequency": "M",
        "period": "2026-09",
        "period_start": date(2026, 9, 1),
        "period_end": date(2026, 9, 30),
        "dimension": None,
        "member": None,
        "value": 91.0,
        "numerator": 91.0,
        "denominator": 100.0,
        "volume": None,
        "target": 90.0,
        "target_low": None,
        "target_high": None,
        "attainment": "met",
        "obs_status": "final",
        "note": 'So, "late"\nit was',
    }


def test_the_csv_reads_back_exactly() -> None:
    """Every digit of a number, quotes and line breaks of a note, nothing for no value."""
    package = package_of(
        [
            {"month": "2026-08", "value": 0.1 + 0.2, "note": 'a "b"\nc, d'},
            {"month": "2026-09", "value": None, "obs_status": "missing"},
        ]
    )
    text = unpacked(portal_of(package))["all.csv"].decode()
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert float(first["value"]) == 0.1 + 0.2
    assert first["note"] == 'a "b"\nc, d'
    assert (second["value"], second["obs_status"]) == ("", "missing")


def test_metrics_are_in_order_of_their_names_whatever_gathers_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows are the same whether many metrics are written at once or each alone."""
    series = [package_of(monthly("2026-01", [1.0, 2.0]), name=name) for name in ("b", "a", "c")]
    packages = [replace(p, name=f"p{n}") for n, p in enumerate(series)]
    city = portal_of(*packages)
    together = rows(city)
    assert [row["metric"] for row in together] == ["a", "a", "b", "b", "c", "c"]
    monkeypatch.setattr(bulk, "ROWS", 1)
    monkeypatch.setattr(bulk, "METRICS", 1)
    assert rows(city) == together
    data = made(city)["data/all.parquet"]
    told = pq.ParquetFile(io.BytesIO(data)).metadata
    assert told.num_row_groups == 3
    # A reader of one metric passes over the groups of the others.
    bounds = [told.row_group(n).column(0).statistics for n in range(3)]
    assert [(each.min, each.max) for each in bounds] == [("a", "a"), ("b", "b"), ("c", "c")]


def test_a_metric_that_comes_changes_its_own_run_alone() -> None:
    """So what is known of all others from before still holds, and the files are the same."""
    names = [f"m{n:03}" for n in range(120)]
    packages = [package_of(monthly("2026-01", [1.0]), name=name) for name in names]
    packages = [replace(p, name=f"p{n}") for n, p in enumerate(packages)]

    def runs(*wanted: Package) -> dict[tuple[str, ...], bulk.Run]:
        seen: dict[tuple[str, ...], bulk.Run] = {}

        def run(records: Sequence[Record]) -> bulk.Run:
            made = bulk.run_of(records, WORDING, SETTINGS)
            seen[tuple(record.metric.name for record in records)] = made
            return made

        files = dict(downloads.bulk_files(portal_of(*wanted), WORDING, SETTINGS, run))
        assert files == made(portal_of(*wanted))
        return seen

    before, after = runs(*packages[:60], *packages[61:]), runs(*packages)
    assert [name for run in after for name in run] == names
    (own,) = after.keys() - before.keys()
    assert "m060" in own
    assert all(after[run] == before[run] for run in after.keys() - {own})


def test_the_archive_says_what_may_be_done_with_it() -> None:
    """Licences in plain words, each metric's definition, how to cite, and no day but the as-of."""
    files = unpacked(two_dimensions())
    assert b"No license is stated: ask the publisher" in files["licenses.csv"]
    (definition,) = json.loads(files["metrics.json"])
    assert definition["name"] == "requests-on-time"
    assert definition["measure"]["in_words"]
    readme = files["README.md"].decode()
    assert "Port Alder" in readme
    assert "Data as of November 20, 2026." in readme
    whole = made(two_dimensions())
    assert files["all.parquet"] == whole["data/all.parquet"]
    with zipfile.ZipFile(io.BytesIO(whole["data/all.zip"])) as archive:
        assert archive.getinfo("all.parquet").compress_type == zipfile.ZIP_STORED
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_interface_has_the_headline_series_and_its_last_value() -> None:
    """A year's target is not set against a month; the values by member are left to data.json."""
    observed = [
        {"month": f"2026-0{m}", "zone": zone, "value": m * part}
        for m in (7, 8)
        for zone, part in (("North", 1), ("South", 2))
    ]
    package = package_of(
        observed,
        dimensions=["zone"],
        targets=[{"from": "2026-07", "value": 100, "near": 5, "basis": "fiscal-year"}],
    )
    city = portal_of(package)
    published = {"metrics/requests-on-time/data.csv": 1}
    files = dict(downloads.api_files(city, published, SETTINGS))
    document = json.loads(files["api/metrics/requests-on-time.json"])
    # 7 × (1 + 2) and 8 × (1 + 2), by hand.
    assert [(p["period"], p["value"], p["target"]) for p in document["series"]] == [
        ("2026-07", 21, None),
        ("2026-08", 24, None),
    ]
    assert (document["latest"]["period_end"], document["latest"]["value"]) == ("2026-08-31", 24)
    assert document["latest"]["target"] is None
    assert document["files"] == {"data.csv": "metrics/requests-on-time/data.csv"}
    assert document["$schema"] == "../../profiles/1.0/api-metric.json"
    (entry,) = json.loads(files["api/metrics.json"])["metrics"]
    assert entry.items() <= document.items()
