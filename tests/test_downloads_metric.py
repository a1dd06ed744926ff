"""A metric's files: four formats that hold exactly the same rows, and its definition."""

import dataclasses
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from frames import frame_of
from performance import downloads
from performance.downloads import keys
from performance.model import (
    Action,
    Aggregation,
    Attainment,
    Benchmark,
    Break,
    Breakdown,
    Contributor,
    Department,
    Direction,
    Field,
    Judgement,
    Kind,
    Lateness,
    Link,
    Measure,
    Member,
    Metric,
    Observation,
    ObsStatus,
    Package,
    Priority,
    Record,
    Resource,
    Target,
    Trend,
    Unit,
)
from performance.period import Frequency, month
from performance.settings import Settings
from performance.text import Wording

SETTINGS = Settings(as_of=date(2026, 11, 20), site_url="https://performance.example.gov/city/")
WORDING = Wording()
NUMBERS = ("value", "numerator", "denominator", "target")

METRIC = Metric(
    name="requests-on-time",
    title="Requests completed on time",
    resource="requests",
    period_field="month",
    frequency=Frequency.MONTH,
    lag=20,
    measure=Measure(Aggregation.RATIO, "on_time", "requests", scale=100),
    unit=Unit("percent", "%", 1),
    direction=Direction.INCREASE,
    kind=Kind.QUALITY,
    description="Share of *requests* closed in time.",
    targets=(Target(month(2025, 1), near=5, value=90, reason="Council"),),
    baseline=month(2025, 1),
    dimensions=("zone",),
    breaks=(Break(month(2025, 2), "New system"),),
    benchmarks=(Benchmark("Peer cities", 85, Link("Study", "https://example.org"), "Close"),),
    actions=(Action(date(2026, 10, 15), "Commissioner of Public Works", "Two more crews"),),
    related=("other-metric",),
)

JANUARY = ("2025-01", date(2025, 1, 1), date(2025, 1, 31))
FEBRUARY = ("2025-02", date(2025, 2, 1), date(2025, 2, 28))

ROWS = [
    (*JANUARY, None, 91.25, 73.0, 80.0, 90.0, "met", ""),
    (*JANUARY, 'Zone "3", a', 0.1 + 0.2, 1.0, 3.0, 90.0, "", ""),
    (*FEBRUARY, "=1+1", 12.0, -0.0, None, None, "", "two\nlines"),
    (*FEBRUARY, "Łódź", None, None, None, 90.0, "no_data", "a\rb"),
]


def tidy(rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return a published table of rows: period, its days, zone, numbers, attainment, note."""
    columns = ["period", "period_start", "period_end", "zone", *NUMBERS, "attainment", "note"]
    frame = pd.DataFrame(list(rows), columns=columns)
    frame.insert(0, "metric", METRIC.name)
    frame.insert(len(frame.columns) - 1, "obs_status", "final")
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype(dict.fromkeys(NUMBERS, "float64"))


def record(rows: Sequence[Sequence[Any]] = ROWS, **changes: Any) -> Record:
    """Return a record with this published table; `changes` are laid over the record."""
    fields = (
        Field("month", "yearmonth"),
        Field("zone", title="Zone", description="Collection zone."),
        Field("on_time", "integer", title="Closed in time", unit="requests"),
        Field("requests", "integer", title="Requests due", unit="requests"),
    )
    package = Package(
        "service-requests",
        folder=None,  # type: ignore[arg-type]  # Nothing here reads the folder.
        file="datapackage.json",
        descriptor={},
        title="Service requests",
        version="2025.1.0",
        created="2025-03-01T00:00:00Z",
        licenses=(Link("Attribution 4.0", "https://licence.example.org", "CC-BY-4.0"),),
        sources=(Link("Work-order system"),),
        contributors=(Contributor("Department of Public Works", ("publisher",)),),
        resources=(Resource("requests", "requests.csv", b"", "", fields=fields),),
        metrics=(METRIC,),
    )
    latest = Observation(
        month(2025, 1), 91.25, 73, 80, None, METRIC.targets[0], Attainment.MET, ObsStatus.FINAL, ""
    )
    table = frame_of(tidy(rows))
    made = Record(
        metric=METRIC,
        package=package,
        department=Department("public-works", "Public Works"),
        priority=Priority("customer-service", "Customer service"),
        series=table,
        tidy=table,
        breakdowns=(Breakdown("zone", "Zone", (Member("Zone 3", table, None),)),),
        latest=latest,
        judgement=Judgement(
            Attainment.MET, latest, value=91.25, target=METRIC.targets[0], target_value=90
        ),
        lateness=Lateness(month(2025, 3), date(2025, 4, 20), 579, 19),
        change=None,
        previous_change=None,
        baseline_change=None,
        trend=Trend("too few periods"),
        fiscal_years=(),
        year_to_date=None,
    )
    return dataclasses.replace(made, **changes)


def files(made: Record, chosen: Settings = SETTINGS) -> dict[str, bytes]:
    """Return a record's files by name."""
    found = downloads.metric_files(made, WORDING, chosen)
    return {address.removeprefix("metrics/requests-on-time/"): data for address, data in found}


def parquet(made: Mapping[str, bytes]) -> pa.Table:
    """Return the published Parquet file's table."""
    return pq.read_table(io.BytesIO(made["data.parquet"]))


def from_csv(made: Mapping[str, bytes]) -> pa.Table:
    """Return the published CSV file as Arrow reads it with the dictionary's types."""
    types = {"string": pa.string(), "date": pa.date32(), "number": pa.float64()}
    fields = json.loads(made["metadata.json"])["fields"]
    return pv.read_csv(
        io.BytesIO(made["data.csv"]),
        parse_options=pv.ParseOptions(newlines_in_values=True),
        convert_options=pv.ConvertOptions(
            column_types={f["name"]: types[f["type"]] for f in fields},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


def sheet(made: Mapping[str, bytes], name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet of the published workbook."""
    book = openpyxl.load_workbook(io.BytesIO(made["data.xlsx"]))
    return list(book[name].iter_rows(values_only=True))


def excel(cell: Any) -> Any:
    """Return a cell as Excel has it: a day is a day, a carriage return one character."""
    if isinstance(cell, datetime):
        return cell.date()
    return cell.replace("_x000D_", "\r") if isinstance(cell, str) else cell


def test_a_metric_has_its_files_at_its_address() -> None:
    """The addresses are those of the public API."""
    found = [address for address, _ in downloads.metric_files(record(), WORDING, SETTINGS)]
    assert sorted(found) == [
        f"metrics/requests-on-time/{name}"
        for name in (
            *("data.csv", "data.csv-metadata.json", "data.json", "data.parquet", "data.xlsx"),
            "metadata.json",
        )
    ]


def test_the_csv_is_as_its_rules_say() -> None:
    """No mark, line feeds, quotes where needed, whole numbers bare, nothing for no value."""
    assert files(record())["data.csv"].decode() == (
        "metric,period,period_start,period_end,zone,value,numerator,denominator,target,"
        "attainment,obs_status,note\n"
        "requests-on-time,2025-01,2025-01-01,2025-01-31,,91.25,73,80,90,met,final,\n"
        'requests-on-time,2025-01,2025-01-01,2025-01-31,"Zone ""3"", a",0.30000000000000004,1,3,90'
        ",,final,\n"
        "requests-on-time,2025-02,2025-02-01,2025-02-28,=1+1,12,0,,,,final,"
        '"two\nlines"\n'
        "requests-on-time,2025-02,2025-02-01,2025-02-28,Łódź,,,,90,no_data,final,"
        '"a\rb"\n'
    )


def test_the_parquet_is_typed_and_described() -> None:
    """Texts, days and 64-bit floats; one row group; each field and the whole in words."""
    made = files(record())
    file = pq.ParquetFile(io.BytesIO(made["data.parquet"]))
    schema = file.schema_arrow
    types = {field.name: str(field.type) for field in schema}
    assert types["period"] == "string"
    assert types["period_start"] == types["period_end"] == "date32[day]"
    assert {types[name] for name in NUMBERS} == {"double"}
    assert file.metadata.num_row_groups == 1
    assert file.metadata.row_group(0).column(0).compression == "SNAPPY"
    assert schema.field("zone").metadata == {b"description": b"Collection zone."}
    described = json.loads(schema.metadata[b"datapackage"])
    assert described["name"] == "requests-on-time"
    assert [field["name"] for field in described["schema"]["fields"]] == schema.names


def test_parquet_holds_the_rows() -> None:
    """No value is null, never NaN; a negative zero is zero."""
    rows = parquet(files(record())).to_pylist()
    assert [row["value"] for row in rows] == [91.25, 0.30000000000000004, 12.0, None]
    assert [row["note"] for row in rows] == [None, None, "two\nlines", "a\rb"]
    assert rows[0]["period_end"] == date(2025, 1, 31)
    assert str(rows[2]["numerator"]) == "0.0"


texts = st.one_of(
    st.none(),
    st.sampled_from(["", '"', ",", "\n", "\r\n", "\r", " a ", "NA", "null", "NaN", "=A1", "-"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
rows_at_random = st.lists(
    st.builds(
        lambda zone, note, n: (
            *(*JANUARY, zone),
            *(*n, "met", note),
        ),
        texts,
        texts,
        st.tuples(numbers, numbers, numbers, numbers),
    ),
    max_size=5,
)


@settings(deadline=None)
@given(rows_at_random)
def test_the_csv_reads_back_as_exactly_what_the_parquet_holds(rows: list[Any]) -> None:
    """Whatever the floats and texts are, Arrow reads the same from both, and pandas too."""
    made = files(record(rows))
    expected = parquet(made)
    assert from_csv(made).equals(expected.replace_schema_metadata(None))
    by_pandas = pd.read_csv(
        io.BytesIO(made["data.csv"]),
        dtype=dict.fromkeys(["metric", "period", "zone", "attainment", "obs_status", "note"], str),
        parse_dates=["period_start", "period_end"],
        keep_default_na=False,
        na_values=[""],
        lineterminator="\n",
    )
    for name in (*NUMBERS, "zone", "note"):
        cells = [None if pd.isna(cell) else cell for cell in by_pandas[name]]
        assert cells == expected[name].to_pylist(), name


@settings(deadline=None)
@given(rows_at_random)
def test_the_json_holds_what_the_parquet_holds(rows: list[Any]) -> None:
    """One object a row with every column; null for no value; days as ISO text."""
    made = files(record(rows))
    expected = parquet(made).to_pylist()
    for row in expected:
        row["period_start"] = row["period_start"].isoformat()
        row["period_end"] = row["period_end"].isoformat()
    assert json.loads(made["data.json"])["data"] == expected


def test_the_json_says_what_its_keys_promise() -> None:
    """The keys are those of the published dictionary, the unit and the day are there."""
    document = json.loads(files(record())["data.json"])
    assert list(document) == list(keys.DATA_KEYS)
    assert document["unit"] == {"name": "percent", "symbol": "%", "decimals": 1}
    assert document["as_of"] == "2026-11-20"
    assert document["data"][2]["value"] == 12
    zone = next(field for field in document["fields"] if field["name"] == "zone")
    assert zone == {
        "name": "zone",
        "type": "string",
        "title": "Zone",
        "description": "Collection zone.",
    }


def test_no_value_that_json_lacks_is_ever_written() -> None:
    """An infinite value is an error of the program, not a file that no reader can parse."""
    row = [*ROWS[0][:4], float("inf"), *ROWS[0][5:]]
    with pytest.raises(ValueError):
        files(record([row]))


def test_the_workbook_holds_what_the_parquet_holds() -> None:
    """Numbers are numbers with all their digits, days are dates, a formula is text."""
    made = files(record())
    header, *rows = sheet(made, "data")
    expected = parquet(made)
    assert list(header) == expected.column_names
    for number, name in enumerate(header):
        cells = [excel(row[number]) for row in rows]
        assert cells == expected[name].to_pylist(), name


def test_the_workbook_is_ready_to_read() -> None:
    """The header stays in view and filters the rows; a formula-looking text is text."""
    book = openpyxl.load_workbook(io.BytesIO(files(record())["data.xlsx"]))
    assert book.sheetnames == ["data", "dictionary", "readme"]
    data = book["data"]
    assert data.freeze_panes == "A2"
    assert data.auto_filter.ref == "A1:L5"
    assert data["E4"].value == "=1+1"
    assert data["E4"].data_type == "s"
    assert data["F2"].number_format == "#,##0.0"
    assert data["C2"].is_date
    # The as-of date of the site, not the day of the build.
    assert book.properties.created == datetime(2026, 11, 20)  # noqa: DTZ001


def test_the_workbook_explains_its_columns() -> None:
    """The dictionary has a row for each column: type, unit and description."""
    made = files(record())
    header, *rows = sheet(made, "dictionary")
    assert header == ("column", "type", "unit", "description")
    assert [row[0] for row in rows] == parquet(made).column_names
    by_name = {row[0]: row for row in rows}
    assert by_name["value"][1:3] == ("number", "percent")
    assert by_name["numerator"] == (
        "numerator",
        "number",
        "requests",
        "What the value counts. Closed in time.",
    )


def test_the_workbook_says_what_it_is_and_how_to_cite_it() -> None:
    """The readme has title, source, licence, day, citation and address."""
    readme = dict(sheet(files(record()), "readme"))
    assert readme["Title"] == "Requests completed on time"
    assert readme["Description"] == "Share of requests closed in time."
    assert readme["Measured as"] == (
        "100 × Closed in time ÷ Requests due. Several values are combined as the ratio of their "
        "sums."
    )
    assert readme["Source"] == "Work-order system"
    assert readme["License"] == "Attribution 4.0 https://licence.example.org"
    assert readme["As of"] == "November 20, 2026"
    assert readme["How to cite"] == (
        "Department of Public Works. “Requests completed on time.” Focus on Results. Data package "
        "service-requests, version 2025.1.0. Data as of November 20, 2026. "
        "https://performance.example.gov/city/metrics/requests-on-time/"
    )


def test_without_a_public_address_none_is_invented() -> None:
    """A site that does not say where it stands cites no address."""
    made = files(record(), replace(SETTINGS, site_url=""))
    readme = dict(sheet(made, "readme"))
    assert "Address" not in readme
    assert readme["How to cite"].endswith("Data as of November 20, 2026.")
    assert json.loads(made["metadata.json"])["url"] is None


@pytest.mark.parametrize(
    "text", ["<r>a</r>", "<r><t>x</t></r>", "a & <b>", "_x0041_", "x" * 32_767]
)
def test_no_text_is_taken_for_markup_in_the_workbook(text: str) -> None:
    """Texts that look like a workbook's own markup arrive as they are."""
    row = (*ROWS[0][:-1], text)
    note = sheet(files(record([row])), "data")[1][-1]
    assert note.replace("x005F_", "") == text


def test_a_text_longer_than_excel_can_hold_is_cut_short_visibly() -> None:
    """Excel holds 32,767 UTF-16 units; the cut shows, and the other formats have the whole."""
    text = "\N{GRINNING FACE}" * 20_000
    made = files(record([(*ROWS[0][:-1], text)]))
    note = sheet(made, "data")[1][-1]
    # 32,766 units are 16,383 faces of two units each, and one unit is left for the ellipsis.
    assert note == "\N{GRINNING FACE}" * 16_383 + "…"
    assert parquet(made)["note"].to_pylist() == [text]


def test_days_before_excels_calendar_are_text() -> None:
    """Excel's calendar begins in 1900; an older day is its ISO text."""
    row = ("1890-01", date(1890, 1, 1), date(1890, 1, 31), *ROWS[0][3:])
    made = files(record([row]))
    assert sheet(made, "data")[1][2:4] == ("1890-01-01", "1890-01-31")
    assert parquet(made)["period_start"].to_pylist() == [date(1890, 1, 1)]


def test_a_table_without_rows_is_published_with_its_header() -> None:
    """A metric without observations has files that readers can open."""
    made = files(record([]))
    assert made["data.csv"].count(b"\n") == 1
    assert parquet(made).num_rows == 0
    assert json.loads(made["data.json"])["data"] == []
    assert len(sheet(made, "data")) == 1


def test_the_metadata_is_what_its_dictionary_promises() -> None:
    """Every key is explained, every explained key is there."""
    document = json.loads(files(record())["metadata.json"])
    assert sorted(document) == sorted(keys.METADATA_KEYS)


def test_the_metadata_holds_the_definition_and_the_verdict() -> None:
    """Programs get the target, what was judged and what it was judged against."""
    document = json.loads(files(record())["metadata.json"])
    assert document["targets"] == [
        {
            "from": "2025-01",
            "value": 90,
            "low": None,
            "high": None,
            "near": 5,
            "reason": "Council",
            "basis": "period",
            "prorate": False,
        }
    ]
    assert document["attainment"] == {
        "attainment": "met",
        "reason": "",
        "basis": "period",
        "period": "2025-01",
        "fiscal_year": None,
        "value": 91.25,
        "target": 90,
        "target_low": None,
        "target_high": None,
        "near": 5,
        "obs_status": "final",
    }
    assert document["latest"]["value"] == 91.25
    assert document["lateness"] == {
        "expected": "2025-03",
        "due": "2025-04-20",
        "days": 579,
        "missed": 19,
    }
    assert document["measure"]["numerator"] == "on_time"
    assert document["actions"][0]["date"] == "2026-10-15"
    assert document["licenses"][0]["name"] == "CC-BY-4.0"
    assert document["package"]["version"] == "2025.1.0"


def test_the_metadata_lists_the_files_with_their_sums() -> None:
    """A reader can check that a download is whole."""
    made = files(record())
    listed = json.loads(made["metadata.json"])["files"]
    assert {file["name"] for file in listed} == set(made) - {
        *("metadata.json", "data.csv-metadata.json"),
    }
    for file in listed:
        data = made[file["name"]]
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_metric_without_data_has_metadata() -> None:
    """Nothing judged and nothing observed are nulls."""
    bare = record([], latest=None, judgement=Judgement(Attainment.NO_DATA, reason="no_data"))
    document = json.loads(files(dataclasses.replace(bare, priority=None))["metadata.json"])
    assert document["latest"] is None
    assert document["priority"] is None
    assert document["attainment"]["value"] is None


def test_a_column_that_nobody_describes_is_an_error() -> None:
    """A new column of the published table needs its words here first."""
    table = tidy(ROWS).assign(surprise=1.0)
    with pytest.raises(ValueError, match="surprise"):
        files(record(tidy=frame_of(table)))


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure(Aggregation.RATIO, "on_time", "requests"), "Closed in time ÷ Requests due. "),
        (
            Measure(Aggregation.RATIO, "on_time", "requests", scale=0.5),
            "0.5 × Closed in time ÷ Requests due. ",
        ),
        (
            Measure(Aggregation.RATIO, "on_time", "requests", scale=100_000),
            "100,000 × Closed in time ÷ Requests due. ",
        ),
        (Measure(Aggregation.SUM, value="requests"), "Requests due. Several values are added up."),
        (
            Measure(Aggregation.MEAN, value="on_time", weight="requests"),
            "Closed in time. Several values are averaged, weighted by Requests due.",
        ),
        (
            Measure(Aggregation.NONE, value="requests", cumulative="fiscal-year"),
            "Requests due. Values are not additive: they are never combined. Each value counts "
            "from the start of the fiscal year.",
        ),
    ],
)
def test_the_measure_is_said_in_words(measure: Measure, words: str) -> None:
    """How a value comes about is a sentence with the columns' titles."""
    made = files(record(metric=replace(METRIC, measure=measure)))
    assert json.loads(made["metadata.json"])["measure"]["in_words"].startswith(words)


def test_two_runs_make_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the time zone gets into a file."""
    before = {name: hashlib.sha256(data).hexdigest() for name, data in files(record()).items()}
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        after = {name: hashlib.sha256(data).hexdigest() for name, data in files(record()).items()}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert after == before


def test_another_process_makes_the_same_bytes() -> None:
    """Hash seeds and time zones of a process do not show in the files."""
    code = (
        "import hashlib, test_downloads_metric as t\n"
        "print({n: hashlib.sha256(d).hexdigest() for n, d in t.files(t.record()).items()})"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": paths, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "America/New_York"), ("2", "Asia/Kolkata"))
    ]
    assert said[0] == said[1]
    assert "data.xlsx" in said[0]
