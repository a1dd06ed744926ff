"""The import of the original FOR Atlanta data, on a tiny made-up source in the original's form."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from performance.foratlanta import Report, run
from performance.foratlanta.decisions import plain
from performance.foratlanta.decisions import read as decisions
from performance.foratlanta.series import percent
from performance.problem import BuildError

HEADER = "Department,Chart,Metric,Date,Volume,Result,Explanation"
CALLS = "AFR,fire_calls_for_service,Number of Fire Calls for Service"
SIGNS = (
    "DPW,transportation_signs,"
    "% of Service Requests Completed Within Target Timeframe {} % Signs Repair/Replacement"
)
BACKLOG = "CODE,code_compliance_complaints,Backlog: Total Open Cases With Past-Due Inspection"

FIRE = """\
- group-title: Section I - Fire
  group-description:
  charts:
    - title: Total <B>Fire</B> Calls
      summary: How many calls.<br><br>Counted each month.
      summary:
      department: AFR
      datasource: fire_calls_for_service
      targetBenchmark:
      targetSeries:
      series1-metric: Result
      series1-format: number
"""
WORKS = """\
- group-title: Section III - Transportation
  group-description: Requests from customers
  charts:
    - title: Street Signs
      summary: Signs are mended.
      note: In any given month, a total.<br><br>Hover your cursor.
      datasource: transportation_signs
      targetBenchmark: .9
      targetSeries: 2
      series1-metric: Volume
      series1-format: Number
      series2-metric: Result
      series2-format: percentage
"""
CODE = """\
- group-title: Section II - Inspection Volume
  charts:
    - title: Backlog
      department: CODE
      datasource: code_compliance_complaints
      series1-metric: Result
      series1-format: number
"""


def write(folder: Path, *rows: str, charts: Mapping[str, str] | None = None) -> Path:
    """Write a source whose data.csv holds `rows` and whose charts are the three above."""
    text = "\r\n".join([HEADER, *rows, ""])
    (folder / "charts").mkdir(parents=True)
    (folder / "data.csv").write_bytes(text.encode("cp1252"))
    files = {"atlanta-fire-rescue": FIRE, "public-works": WORKS, "code-enforcement": CODE}
    for name, words in (files if charts is None else charts).items():
        (folder / "charts" / f"{name}.yml").write_text(words, encoding="utf-8")
    return folder


def imported(tmp_path: Path, *rows: str) -> Report:
    """Import a source that holds `rows`; the result is in `tmp_path/out`."""
    return run(write(tmp_path / "source", *rows), tmp_path / "out")


def table(tmp_path: Path, series: str) -> list[dict[str, str]]:
    """Return the rows published of a series."""
    (file,) = (tmp_path / "out").rglob(f"{series}.csv")
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def package(tmp_path: Path, name: str) -> Any:
    """Return the description of a package that was written."""
    (file,) = (tmp_path / "out").glob(f"datasets/*/{name}/datapackage.json")
    return json.loads(file.read_text(encoding="utf-8"))


def faults(tmp_path: Path, code: str) -> list[dict[str, str]]:
    """Return the lines of the fault report about one fault."""
    file = tmp_path / "out" / "fault-report.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["fault"] == code]


def test_every_series_of_the_table_is_decided_once() -> None:
    """The table names 86 series in 10 departments; names and identities are unlike each other."""
    table = decisions()
    assert len(table.series) == 86
    assert len({decision.name for decision in table.series.values()}) == 86
    assert [office.code for office in table.offices] == [
        *("AFR", "APD", "DOA", "CODE", "DOC", "COURT", "DPCD", "DPR", "DPW", "DWM")
    ]
    assert all(label == plain(label) for _, _, label in table.series)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("0.57", "57"),
        ("0.29", "29"),
        ("0.985972897", "98.5972897"),
        ("-0.07", "-7"),
        ("0", "0"),
        ("-0", "0"),
        ("1", "100"),
        ("0.005", "0.5"),
    ],
)
def test_a_share_is_multiplied_exactly(share: str, expected: str) -> None:
    """Decimal arithmetic: 0.57 is 57 percent and 0.29 is 29, not 28.999999999999996."""
    assert percent(share) == expected


def test_the_day_of_a_date_is_dropped(tmp_path: Path) -> None:
    """6/10/2014 is June 2014, whatever the day; another day than the 10th is reported."""
    imported(tmp_path, f"{CALLS},6/10/2014,,759,", f"{CALLS},7/20/2014,,819,")
    rows = table(tmp_path, "fire-calls-for-service")
    assert [(row["month"], row["value"]) for row in rows] == [
        ("2014-06", "759"),
        ("2014-07", "819"),
    ]
    assert [row["source_date"] for row in rows] == ["6/10/2014", "7/20/2014"]
    assert len(faults(tmp_path, "made-up-day")) == 2
    assert [fault["row"] for fault in faults(tmp_path, "odd-day")] == ["3"]


def test_labels_that_differ_by_a_dash_or_spaces_are_one_series(tmp_path: Path) -> None:
    """The byte 0x96 and spaces too many do not split a series; both spellings are kept."""
    first, second = SIGNS.format("-"), SIGNS.format("\u2013 ") + "   "
    report = imported(tmp_path, f"{first},9/10/2015,416,0.64,", f"{second},10/10/2015,348,0.79,")
    assert report.series == 1
    rows = table(tmp_path, "street-sign-requests-on-time")
    assert [(row["value"], row["volume"]) for row in rows] == [("64", "416"), ("79", "348")]
    (resource,) = package(tmp_path, "transportation-signs")["resources"]
    assert resource["foratlanta"]["labels"] == [first.split(",")[2], second.split(",")[2]]
    assert [fault["row"] for fault in faults(tmp_path, "label-byte-96")] == ["3"]
    assert [fault["row"] for fault in faults(tmp_path, "label-spaces")] == ["3"]


def test_a_month_without_a_row_is_declared_missing(tmp_path: Path) -> None:
    """January and March without February: February is published as missing, never as 0."""
    report = imported(tmp_path, f"{CALLS},1/10/2015,,9,", f"{CALLS},3/10/2015,,8,")
    row = table(tmp_path, "fire-calls-for-service")[1]
    assert (row["month"], row["value"], row["obs_status"]) == ("2015-02", "", "missing")
    assert row["note"] == "Import: no value in the source file."
    assert row["source_row"] == ""
    assert (report.rows_in, report.rows_out, report.rows_added) == (2, 2, 1)


def test_two_rows_that_agree_are_one(tmp_path: Path) -> None:
    """Of two equal rows the first is published; the second is counted and reported."""
    report = imported(tmp_path, f"{CALLS},1/10/2015,,9,", f"{CALLS},1/10/2015,,9.0,")
    (row,) = table(tmp_path, "fire-calls-for-service")
    assert (row["value"], row["source_row"]) == ("9", "2")
    assert "row 3 with Result 9.0; both rows say the same." in row["note"]
    assert (report.rows_in, report.rows_out, report.rows_reported) == (2, 1, (3,))
    assert report.balanced


def test_of_two_rows_that_differ_the_later_is_kept_and_both_are_told(tmp_path: Path) -> None:
    """A later line is taken as the correction; the note gives the value that was left out."""
    report = imported(tmp_path, f"{CALLS},1/10/2015,,9,", f"{CALLS},1/10/2015,,11,")
    (row,) = table(tmp_path, "fire-calls-for-service")
    assert (row["value"], row["source_row"]) == ("11", "3")
    assert "row 2 with Result 9" in row["note"]
    assert report.rows_reported == (2,)
    (fault,) = faults(tmp_path, "duplicate-month")
    assert (fault["row"], fault["period"]) == ("2", "2015-01")


def test_a_zero_that_cannot_be_true_is_missing(tmp_path: Path) -> None:
    """A backlog of 0 between 1,830 and 229 cases is missing, and the note tells of the 0."""
    imported(
        tmp_path,
        f"{BACKLOG},6/10/2016,,1830,",
        f"{BACKLOG},7/10/2016,,0,",
        f"{BACKLOG},8/10/2016,,229,",
    )
    row = table(tmp_path, "past-due-inspection-backlog")[1]
    assert (row["value"], row["obs_status"], row["source_result"]) == ("", "missing", "0")
    assert row["note"].startswith("Import: the source says 0, which cannot be true")
    (fault,) = faults(tmp_path, "impossible-zero")
    assert fault["row"] == "3"


def test_a_zero_that_may_be_true_is_published_with_a_note(tmp_path: Path) -> None:
    """A 0 is not thrown away: it stays 0 and its note says that the source has it."""
    imported(tmp_path, f"{CALLS},1/10/2015,,0,", f"{CALLS},2/10/2015,,3,")
    row = table(tmp_path, "fire-calls-for-service")[0]
    assert (row["value"], row["obs_status"]) == ("0", "final")
    assert row["note"] == "Import: the source says 0."


def test_a_blank_is_never_0(tmp_path: Path) -> None:
    """A blank Result is missing and a blank Volume stays blank, with their rows reported."""
    signs = SIGNS.format("-")
    imported(tmp_path, f"{signs},1/10/2015,,0.9,", f"{signs},2/10/2015,12,,")
    first, second = table(tmp_path, "street-sign-requests-on-time")
    assert (first["value"], first["volume"]) == ("90", "")
    assert (second["value"], second["volume"], second["obs_status"]) == ("", "12", "missing")
    assert [fault["row"] for fault in faults(tmp_path, "blank-volume")] == ["2"]
    assert [fault["row"] for fault in faults(tmp_path, "blank-result")] == ["3"]


def test_a_value_far_from_those_before_is_answered_for(tmp_path: Path) -> None:
    """1,000 calls after months of 100, 90 and 110 (median 100) get a note; 200 would not."""
    rows = [
        f"{CALLS},{month}/10/2014,,{n}," for month, n in enumerate((100, 90, 110, 1000, 200), 1)
    ]
    imported(tmp_path, *rows)
    notes = [row["note"] for row in table(tmp_path, "fire-calls-for-service")]
    told = "Import: the source says 1000; the median of the 3 months before is 100."
    assert notes == ["", "", "", told, ""]


def test_the_explanation_stands_before_the_words_of_the_import(tmp_path: Path) -> None:
    """What the city wrote is the note, as the city wrote it; the import's words are marked."""
    imported(tmp_path, f"{CALLS},1/10/2015,,0,Snow storm", f"{CALLS},2/10/2015,,3,")
    note = table(tmp_path, "fire-calls-for-service")[0]["note"]
    assert note == "Snow storm. Import: the source says 0."


def test_a_chart_becomes_a_package_and_loses_no_word(tmp_path: Path) -> None:
    """Title and texts are cleaned of HTML; the chart's own properties stand beside them."""
    imported(tmp_path, f"{CALLS},1/10/2015,,9,", f"{SIGNS.format('-')},1/10/2015,9,0.95,")
    fire = package(tmp_path, "fire-calls-for-service")
    assert fire["title"] == "Total Fire Calls"
    assert fire["description"] == "How many calls.\n\nCounted each month."
    assert fire["foratlanta"]["chart"]["title"] == "Total <B>Fire</B> Calls"
    assert fire["metrics"][0]["group"] == "Section I - Fire"
    assert fire["metrics"][0]["measure"] == {"value": "value", "aggregation": "sum"}
    assert "targets" not in fire["metrics"][0]
    signs = package(tmp_path, "transportation-signs")["metrics"][0]
    (target,) = signs["targets"]
    assert (target["from"], target["value"], target["near"]) == ("2015-01", 90, 0)
    assert signs["measure"] == {"value": "value", "aggregation": "none", "volume": "volume"}
    assert signs["method"] == "In any given month, a total."
    (repeated,) = faults(tmp_path, "repeated-key")
    assert "summary (line 6)" in repeated["found"]
    assert len(faults(tmp_path, "chart-without-department")) == 1
    assert [fault["department"] for fault in faults(tmp_path, "chart-without-rows")] == ["CODE"]


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two imports of one source write the same files with the same bytes."""
    source = write(tmp_path / "source", f"{CALLS},1/10/2015,,9,")
    written = []
    for name in ("first", "second"):
        run(source, tmp_path / name)
        files = sorted(f for f in (tmp_path / name).rglob("*") if f.is_file())
        written.append([(f.relative_to(tmp_path / name), f.read_bytes()) for f in files])
    assert written[0] == written[1]


def test_an_empty_destination_is_used_and_a_full_one_is_not(tmp_path: Path) -> None:
    """An empty folder receives the import; one that holds a file is refused and kept."""
    source = write(tmp_path / "source", f"{CALLS},1/10/2015,,9,")
    out = tmp_path / "out"
    out.mkdir()
    run(source, out)
    before = (out / "fault-report.csv").read_bytes()
    with pytest.raises(BuildError, match="is not empty") as refused:
        run(source, out)
    assert refused.value.exitcode == 2
    assert (out / "fault-report.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("source", "is not a folder"),
        ("data.csv", "cannot be read"),
        ("charts", "holds no .yml file"),
        ("out", "is not a folder"),
    ],
)
def test_a_source_or_destination_that_is_not_there_is_wrong_use(
    tmp_path: Path, spoil: str, words: str
) -> None:
    """Exit status 2 and words: no source, no data.csv, no charts, a file for a destination."""
    source = write(tmp_path / "source", f"{CALLS},1/10/2015,,9,")
    out = tmp_path / "out"
    match spoil:
        case "source":
            source = tmp_path / "absent"
        case "data.csv":
            (source / "data.csv").unlink()
        case "charts":
            for file in (source / "charts").iterdir():
                file.unlink()
        case "out":
            out.write_text("a file", encoding="utf-8")
    with pytest.raises(BuildError, match=words) as refused:
        run(source, out)
    assert refused.value.exitcode == 2


def test_every_bad_row_is_listed_at_once(tmp_path: Path) -> None:
    """A bad date, number, volume and count of cells are four problems, each with its row."""
    rows = [
        f"{CALLS},13/10/2014,,1,",
        f"{CALLS},1/10/2014,,1_000,",
        f"{CALLS},2/10/2014,1.5,1,",
        f"{CALLS},3/10/2014,,1",
    ]
    with pytest.raises(BuildError) as refused:
        imported(tmp_path, *rows)
    assert refused.value.exitcode == 1
    found = [(problem.row, problem.column) for problem in refused.value.problems]
    assert found == [(2, "Date"), (3, "Result"), (4, "Volume"), (5, None)]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Department,Chart\r\nAFR,x\r\n", "the columns must be"),
        (b"", "the columns must be"),
        (HEADER.encode(), "no rows below its header"),
        (HEADER.encode() + b"\r\nAFR,\x81", "is not Windows-1252 text"),
        (HEADER.encode() + b'\r\n"AFR', "is not a table"),
        (HEADER.encode() + b"\r\n" + CALLS.encode() + b"s,1/10/2014,,1,\r\n", "is not a series"),
    ],
)
def test_a_table_that_is_not_the_original_is_refused(
    tmp_path: Path, data: bytes, words: str
) -> None:
    """Exit status 1 and a problem: other columns, no rows, other text, another series."""
    source = write(tmp_path / "source")
    (source / "data.csv").write_bytes(data)
    with pytest.raises(BuildError, match=words) as refused:
        run(source, tmp_path / "out")
    assert (refused.value.exitcode, len(refused.value.problems)) == (1, 1)


@pytest.mark.parametrize(
    ("charts", "words"),
    [
        ({"atlanta-fire-rescue": "- a: [1"}, "is not YAML at line"),
        ({"atlanta-fire-rescue": "a: b"}, "must be a list of groups"),
        ({"atlanta-fire-rescue": "- group-title: a"}, "must have a list of charts"),
        ({"atlanta-fire-rescue": "- charts: [a]"}, "a chart must be lines of"),
        ({"atlanta-fire-rescue": "- charts: [{title: a}]"}, "a chart has no datasource"),
        ({"atlanta-fire-rescue": CODE}, "is of the department CODE, not AFR"),
        ({"atlanta-fire-rescue": FIRE + FIRE}, "stands twice"),
        ({"atlanta-fire-rescue": FIRE, "elsewhere": FIRE}, "is not a department"),
        ({"code-enforcement": CODE}, "a chart that no file of charts/ describes"),
        ({"atlanta-fire-rescue": "- [? [a]: b"}, "is not YAML"),
        ({"atlanta-fire-rescue": "[" * 5000}, "cannot be imported"),
    ],
)
def test_chart_files_that_cannot_be_used_are_refused(
    tmp_path: Path, charts: Mapping[str, str], words: str
) -> None:
    """Exit status 1 and words for broken YAML, other shapes, other departments, missing charts."""
    source = write(tmp_path / "source", f"{CALLS},1/10/2015,,9,", charts=charts)
    with pytest.raises(BuildError, match=words) as refused:
        run(source, tmp_path / "out")
    assert refused.value.exitcode == 1


def test_the_report_counts_and_places_every_fault(tmp_path: Path) -> None:
    """The written report gives the balance, the count of each fault and its source rows."""
    report = imported(
        tmp_path,
        *(f"{CALLS},{month}/10/2014,,9," for month in range(1, 5)),
        f"{CALLS},4/10/2014,,9,",
    )
    text = (tmp_path / "out" / "fault-report.md").read_text(encoding="utf-8")
    assert "5 rows in = 4 rows published + 1 row reported and not published" in text
    assert "| made-up-day | 5 |" in text
    assert "| 2–6 | 5 | read as its month |" in text
    assert report.counts()["duplicate-month"] == 1
    assert report.summary().startswith("3 departments, 1 chart, 1 series.")
