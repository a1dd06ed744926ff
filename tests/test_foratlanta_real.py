"""The import of the original FOR Atlanta data, on the city's own files where they are at hand."""

import csv
import hashlib
import json
import shutil
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from performance import check, content
from performance.compute import compute
from performance.foratlanta import Report, run
from performance.settings import Settings

REAL = Path(__file__).resolve().parents[1].parent / "shared" / "real" / "foratlanta"
pytestmark = pytest.mark.skipif(
    not (REAL / "data.csv").is_file(),
    reason="the original data is not at hand: it is read from ../shared/real/foratlanta",
)

# Worked by hand from data.csv. The Results that are not published under their own month:
# six zone series and the whole city have June 2015 twice with the same value; the whole city has
# December 2012 as -0.07 (row 158) and, dated the 20th, -0.05 (row 159).
LEFT_OUT = (158, 190, 218, 246, 274, 302, 330, 358)
# 58,479,309 / 55,940,181 = 1.0454 is July's change, 67,533,260 / 64,506,915 = 1.0469 August's.
MOVED = {680: "2015-07", 681: "2015-08"}
# Zeros that cannot be true: 4 of Code Enforcement and 1 of permit inspections in July 2016, 2 × 3
# of plan review, asphalt in August 2016, bridges in August 2015, 4 × 2 of recreation in 2015.
ZEROS = 4 + 1 + 6 + 1 + 1 + 8


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    """The report of one import of the city's files, and the folder it wrote."""
    folder = tmp_path_factory.mktemp("atlanta") / "out"
    return run(REAL, folder), folder


def source() -> list[dict[str, str]]:
    """Read data.csv without the import: each row with its number, month and plain label."""
    text = (REAL / "data.csv").read_bytes().decode("windows-1252")
    rows = list(csv.DictReader(text.splitlines()))
    for number, row in enumerate(rows, 2):
        month, _, year = row["Date"].split("/")
        row["row"], row["month"] = str(number), f"{year}-{month.zfill(2)}"
        row["Metric"] = " ".join(row["Metric"].replace("\u2013", "-").split())
    return rows


def charts() -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Read every chart without the import: its group and properties by file and code."""
    found = {}
    for file in (REAL / "charts").glob("*.yml"):
        for group in yaml.safe_load(file.read_text(encoding="utf-8")):
            for chart in group["charts"]:
                found[file.stem, chart["datasource"]] = (group["group-title"], chart)
    return found


def packages(folder: Path) -> list[tuple[Path, Any]]:
    """Return every package written: its folder and description."""
    files = sorted((folder / "datasets").rglob("datapackage.json"))
    return [(file.parent, json.loads(file.read_text(encoding="utf-8"))) for file in files]


def published(folder: Path) -> dict[tuple[str, str, str], tuple[Any, list[dict[str, str]]]]:
    """Return each series' metric and rows by department, chart and plain label."""
    found = {}
    for home, package in packages(folder):
        for metric in package["metrics"]:
            (table,) = [r for r in package["resources"] if r["name"] == metric["resource"]]
            known = table["foratlanta"]
            text = (home / table["path"]).read_text(encoding="utf-8")
            rows = list(csv.DictReader(text.splitlines()))
            found[known["department"], known["chart"], known["series"]] = (metric, rows)
    return found


def named(folder: Path, name: str) -> tuple[Any, dict[str, dict[str, str]]]:
    """Return one metric by its name and its rows by month."""
    ((metric, rows),) = [pair for pair in published(folder).values() if pair[0]["name"] == name]
    return metric, {row["month"]: row for row in rows}


def test_nothing_of_the_city_is_left_out(out: tuple[Report, Path]) -> None:
    """10 departments, 54 charts and 86 series, with names unlike each other."""
    report, folder = out
    assert (report.departments, report.charts, report.series) == (10, 54, 86)
    assert len(list((folder / "content" / "departments").glob("*.md"))) == 10
    assert len(packages(folder)) == 54
    metrics = [metric["name"] for _, package in packages(folder) for metric in package["metrics"]]
    assert (len(metrics), len(set(metrics))) == (86, 86)
    assert {(r["Department"], r["Chart"], r["Metric"]) for r in source()} == set(published(folder))


def test_every_chart_stands_in_its_department_and_group(out: tuple[Report, Path]) -> None:
    """Each of the 54 charts keeps department, group and every property that is not empty."""
    found = {}
    for home, package in packages(out[1]):
        kept = package["foratlanta"]
        found[home.parent.name, kept["chart"]["datasource"]] = kept
        assert package["department"] == home.parent.name
        assert {metric["group"] for metric in package["metrics"]} == {kept["group-title"]}
    assert set(found) == set(charts())
    for key, (group, chart) in charts().items():
        assert found[key]["group-title"] == group
        for name, value in chart.items():
            if isinstance(value, str):
                assert found[key]["chart"][name] == value


def test_rows_in_are_rows_out_and_rows_reported(out: tuple[Report, Path]) -> None:
    """3,270 = 3,262 + 8: every source row is published once or stands in the report."""
    report, folder = out
    numbers = Counter(
        int(row["source_row"])
        for _, rows in published(folder).values()
        for row in rows
        if row["source_row"]
    )
    assert (report.rows_in, report.rows_out, report.rows_reported) == (3270, 3262, LEFT_OUT)
    assert report.balanced
    assert set(numbers.values()) == {1}
    assert sorted([*numbers, *LEFT_OUT]) == list(range(2, 3272))
    told = (folder / "fault-report.csv").read_text(encoding="utf-8").splitlines()
    reported = {row["row"] for row in csv.DictReader(told) if row["fault"] == "duplicate-month"}
    assert {str(number) for number in LEFT_OUT} <= reported


def test_every_figure_equals_the_source(out: tuple[Report, Path]) -> None:
    """Each series and month has the source's Result, times 100 where the unit is percent.

    Only the 21 zeros that cannot be true have no value, only two rows have another month, and only
    the inmates booked from October 2015 on have the source's Volume as their value.
    """
    series = published(out[1])
    zeros = compared = 0
    for row in source():
        number = int(row["row"])
        if number in LEFT_OUT:
            continue
        metric, rows = series[row["Department"], row["Chart"], row["Metric"]]
        month = MOVED.get(number, row["month"])
        (seen,) = [r for r in rows if r["month"] == month]
        assert int(seen["source_row"]) == number
        assert seen["source_result"] == row["Result"]
        assert seen["source_volume"] == row["Volume"]
        if seen["value"] == "":
            assert (row["Result"], seen["obs_status"]) == ("0", "missing")
            zeros += 1
            continue
        scale = 100 if metric["unit"]["name"] == "percent" else 1
        booked = row["Metric"] == "Inmates Booked" and row["month"] >= "2015-10"
        figure = row["Volume"] if booked else row["Result"]
        assert Fraction(seen["value"]) == Fraction(figure) * scale
        assert seen.get("volume") == (row["Volume"] if "volume" in metric["measure"] else None)
        compared += 1
    assert zeros == ZEROS == 21
    assert compared == 3270 - 8 - 21


@pytest.mark.parametrize(
    ("name", "month", "value", "volume"),
    [
        ("ems-first-due-response-time", "2014-06", "503", None),
        ("solid-waste-requests-on-time", "2014-01", "78", "2312"),
        ("fire-first-due-response-time", "2014-06", "482.7", None),
        ("crime-change-overall", "2010-01", "-23", ""),
        ("crime-change-overall", "2012-12", "-5", ""),
        ("passenger-volume-change", "2015-06", "4.44", "49094512"),
        ("passenger-volume-change", "2015-07", "4.54", "58479309"),
        ("passenger-volume-change", "2015-08", "4.69", "67533260"),
        ("passengers-year-to-date", "2016-09", "78059638", "8528801"),
        ("inmates-booked", "2015-09", "2240", None),
        ("inmates-booked", "2016-09", "2529", None),
        ("buildings-requests-on-time", "2015-07", "98.5972897", "8058"),
        ("estimated-bills", "2015-01", "30.1", None),
        ("inmate-detail-hours", "2011-09", "629.751", None),
        ("plan-reviews-approved-at-first-review", "2016-07", "", None),
    ],
)
def test_figures_picked_by_hand(
    out: tuple[Report, Path], name: str, month: str, value: str, volume: str | None
) -> None:
    """Figures read from data.csv by eye stand in the months they belong to."""
    row = named(out[1], name)[1][month]
    assert (row["value"], row.get("volume")) == (value, volume)


def test_bookings_are_the_months_own_number_throughout(out: tuple[Report, Path]) -> None:
    """From October 2015 the source's Result is the sum since July plus the month once more.

    October 2015: 2,644 + 2,371 + 2,240 + 2,361 = 9,616, and 9,616 + 2,361 = 11,977.
    """
    metric, rows = named(out[1], "inmates-booked")
    values = {month: int(row["value"]) for month, row in rows.items()}
    for month in (month for month in values if month >= "2015-10"):
        july = f"{int(month[:4]) - (month[5:] < '07')}-07"
        total = sum(value for m, value in values.items() if july <= m <= month)
        assert int(rows[month]["source_result"]) == total + values[month]
        assert f"Result, {total + values[month]}, is a total since July" in rows[month]["note"]
    assert metric["measure"] == {"value": "value", "aggregation": "sum"}


def test_targets_are_kept_for_27_charts(out: tuple[Report, Path]) -> None:
    """26 charts want 90 percent, estimated bills at most 2; no other metric has a target."""
    targets = {}
    for metric, _ in published(out[1]).values():
        for target in metric.get("targets", []):
            targets[metric["name"]] = (metric["direction"], target["value"], target["near"])
            assert "no tolerance" in target["reason"]
    assert len(targets) == 27
    assert targets.pop("estimated-bills") == ("decrease", 2, 0)
    assert set(targets.values()) == {("increase", 90, 0)}


def test_nothing_is_added_up_that_must_not_be(out: tuple[Report, Path]) -> None:
    """Shares, percentiles, rates and running totals have no aggregation; running totals say so."""
    cumulative = defaultdict(set)
    for (_, _, label), (metric, _) in published(out[1]).items():
        measure = metric["measure"]
        if metric["unit"]["name"] == "percent" or "90th" in label or " Per 100" in label:
            assert measure["aggregation"] == "none"
        if "cumulative" in measure:
            assert measure["aggregation"] == "none"
            cumulative[measure["cumulative"]].add(metric["name"])
        elif "YTD" in label:
            pytest.fail(f"{label} is not marked as a running total")
    assert cumulative["fiscal-year"] == {"building-permits-issued"}
    assert len(cumulative["calendar-year"]) == 7 + 2 + 2


def test_each_fault_that_is_known_is_counted(out: tuple[Report, Path]) -> None:
    """The counts of the known faults, worked from the source without the import."""
    report = out[0]
    met = defaultdict(list)
    for fault in report.faults:
        met[fault.code].append(fault)

    def places(code: str) -> set[tuple[str, str, str]]:
        return {(fault.department, fault.chart, fault.series) for fault in met[code]}

    rows = source()
    assert len(met["made-up-day"]) == 3270
    assert [fault.row for fault in met["odd-day"]] == [159]
    assert (len(places("label-byte-96")), len(met["label-byte-96"])) == (25, 300)
    assert (len(places("missing-month")), len(met["missing-month"])) == (38, report.rows_added)
    assert (len(places("duplicate-month")), len(met["duplicate-month"])) == (8, 9)
    assert [fault.row for fault in met["wrong-month"]] == [680, 681]
    assert len(met["impossible-zero"]) == ZEROS
    zeros = [row for row in rows if row["Result"] == "0"]
    # The doubled June 2015 of the whole city and of zones 1 and 4 is 0 in both rows.
    assert sum(int(row["row"]) in LEFT_OUT for row in zeros) == 3
    assert len(met["zero-kept"]) == len(zeros) - ZEROS - 3
    assert len(met["explanation"]) == sum(bool(row["Explanation"]) for row in rows) == 2
    assert len(met["constant-target"]) == len(met["no-target"]) == 27
    assert len(met["percentile"]) == 4 * 25
    assert len(met["no-department-words"]) == 10
    assert {fault.chart for fault in met["series-without-chart"]} == {"transportation_bridge"}
    assert {fault.chart for fault in met["chart-without-department"]} == {"rec_center_memberships"}
    for code in ("fraction", "year-to-date", "volume-not-additive", "column-meaning", "markup"):
        assert met[code]


def test_every_note_is_the_citys_or_marked_as_the_imports(out: tuple[Report, Path]) -> None:
    """A note begins with "Import:" unless it is one of the two explanations of the source."""
    notes = [row["note"] for _, rows in published(out[1]).values() for row in rows if row["note"]]
    citys = [note for note in notes if not note.startswith("Import: ")]
    assert sorted(note.split()[0] for note in citys) == ["No", "Spike"]


def test_no_html_is_left_in_what_readers_see(out: tuple[Report, Path]) -> None:
    """Titles and descriptions carry no tag; the street sign summary that was doubled is kept."""
    for _, package in packages(out[1]):
        for part in (package, *package["metrics"]):
            shown = f"{part['title']} {part.get('description', '')} {part.get('method', '')}"
            assert "<" not in shown
        if package["name"] == "transportation-signs":
            assert package["description"].startswith("If a street sign is reported")


def test_the_words_of_the_site_can_be_read(out: tuple[Report, Path]) -> None:
    """Settings, departments and pages have no problem; the banner says that it is not the city."""
    settings, problems = content.read_settings(out[1] / "content", Settings())
    words, more = content.read(out[1] / "content")
    assert [*problems, *more] == []
    assert (settings.city, settings.today) == ("Atlanta", date(2016, 10, 20))
    assert settings.banner.endswith("not an official site of the city.")
    assert [department.slug for department in words.departments][:2] == [
        *("atlanta-fire-rescue", "atlanta-police-department")
    ]


def test_the_source_is_read_and_never_written(tmp_path: Path) -> None:
    """The city's files have the same bytes after an import, and two imports the same report."""

    def digest(folder: Path) -> str:
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        parts = [f"{f.relative_to(folder)}".encode() + b"\0" + f.read_bytes() for f in files]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    before = digest(REAL)
    run(REAL, tmp_path / "a")
    run(REAL, tmp_path / "b")
    assert digest(REAL) == before
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_the_import_passes_the_check_and_is_computed(out: tuple[Report, Path]) -> None:
    """No gate has a problem with any of the 54 packages, and all 86 metrics are computed.

    Fiscal year 2015 has 6,906 permits; 2016 has 2,644 + 2,371 + 2,240 + 2,361 + 2,211 + 2,291 +
    2,422 + 2,517 + 2,797 + 2,316 + 2,436 + 2,517 = 29,123 bookings, and 2015 no sum of visits,
    because June 2015 is missing.
    """
    settings, _ = content.read_settings(out[1] / "content", Settings())
    words, _ = content.read(out[1] / "content")
    examined = check.examine([out[1] / "datasets"], words, settings)
    assert [problem.as_text() for problem in examined.problems] == []
    assert len(examined.packages) == 54
    portal = compute(examined.packages, words, settings)
    assert len(portal.records) == 86
    years = {
        (record.metric.name, year.year): year.value
        for record in portal.records
        for year in record.fiscal_years
    }
    assert years["building-permits-issued", 2015] == 6906
    assert years["inmates-booked", 2016] == 29123
    assert years["recreation-center-visits", 2015] is None


def test_the_checks_questions_are_answered_in_notes(
    out: tuple[Report, Path], tmp_path: Path
) -> None:
    """Without its notes the import is asked about: the notes answer, they are no decoration."""
    bare = tmp_path / "bare"
    shutil.copytree(out[1], bare)
    for file in bare.rglob("*.csv"):
        if file.name != "fault-report.csv":
            rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
                writer.writeheader()
                writer.writerows({**row, "note": ""} for row in rows)
    settings, _ = content.read_settings(bare / "content", Settings())
    asked = check.examine([bare / "datasets"], content.read(bare / "content")[0], settings)
    assert {problem.code for problem in asked.problems} == {"zero", "value-jump"}
