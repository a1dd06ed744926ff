"""A published report is frozen: it keeps its figures, and what changes later is listed."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

import reports as written
from built import ROOT
from conftest import Builder, as_csv
from performance import reports
from performance.cli import main
from performance.content import read as read_content
from performance.model import Amount, Annual, Phase, Portal, UnitCost
from performance.reports.freeze import thawed
from performance.settings import Settings

STATUS = {"obs_status": "final", "note": ""}


def annual(shares: dict[int, int] | None = None, **metric: Any) -> tuple[Annual, Portal]:
    """Return the figures of a report whose one metric has `shares` on time in a hundred."""
    made = written.with_reports((written.source().report,), shares or written.SHARES, **metric)
    return made.annuals[0], made


@pytest.mark.parametrize(
    "metric",
    [
        {},
        {"direction": "range", "targets": [{"from": "2020-01", "low": 1, "high": 90, "near": 5}]},
        {"breaks": [{"period": "2025-10", "note": "New."}], "stage": "paused"},
        {
            "benchmarks": [
                {"title": "X", "value": 3, "source": {"title": "Y"}, "comparability": "."}
            ]
        },
    ],
)
def test_what_is_frozen_is_thawed_as_it_was(metric: dict[str, Any]) -> None:
    """Every figure survives the file: values, targets, ranges, breaks, trends, periods."""
    figures, portal = annual(**metric)
    file = reports.frozen(written.source().report, figures, portal)
    kept = thawed(file.decode(), "frozen.json")
    assert kept.annual == figures
    assert kept.titles == {"requests-on-time": "Requests completed on time"}
    assert (kept.version, kept.on) == ("1.0", written.AS_OF)


def test_money_is_thawed_as_it_was() -> None:
    """Amounts of the budget keep their names and their phase, and all their currency."""
    figures, portal = annual()
    spent = Amount("spending", "parks", 2025, 1.5, "Parks", Phase.ACTUAL, moved=True)
    own = Amount("staff", "parks", 2026, 3)
    figures = replace(figures, money=(spent, own), currency="EUR")
    file = reports.frozen(written.source().report, figures, portal)
    assert thawed(file.decode(), "frozen.json").annual == figures


def costed(spent: int, *, moved: bool = False) -> Annual:
    """Return figures whose metric counts 1,056 requests in 2026, of a program that spent cents."""
    cost = UnitCost("requests-on-time", "Trash", 2026, spent, 1056, moved)
    return replace(annual()[0], currency="USD", unit_costs=(cost,))


def test_costs_are_thawed_as_they_were() -> None:
    """A report that was frozen before there were costs is read too, and shows none."""
    figures, portal = costed(5550), annual()[1]
    file = reports.frozen(written.source().report, figures, portal).decode()
    assert thawed(file, "frozen.json").annual == figures
    document = json.loads(file)
    del document["unit_costs"]
    assert thawed(json.dumps(document), "frozen.json").annual == replace(figures, unit_costs=())


def test_a_changed_cost_is_a_correction_and_a_reorganization_is_none() -> None:
    """55.50 or 66.00 for 1,056 requests: 5.26 cents or 6.25, shown as 5 or 6."""
    found = {c.what: (c.was, c.now) for c in reports.corrections(costed(5550), costed(6600))}
    assert found == {
        "actual spending of the program": (55.5, 66),
        "cost for each": (0.05, 0.06),
    }
    assert reports.corrections(costed(5550), costed(6600, moved=True)) == ()


def test_the_same_figures_are_the_same_bytes() -> None:
    """A frozen file can be made again and compared."""
    figures, portal = annual()
    report = written.source().report
    assert reports.frozen(report, figures, portal) == reports.frozen(report, figures, portal)


def test_nothing_is_corrected_where_nothing_changed() -> None:
    """The figures of today are those of the report."""
    figures, _ = annual()
    assert reports.corrections(figures, figures) == ()


def test_a_later_change_is_listed_and_never_edited_in() -> None:
    """88 of 100 becomes 87 in one month: 1,056 of 1,200 are 88.0%, 1,055 of 1,200 are 87.9%."""
    before, _ = annual()
    table = written.rows()
    table[-1] = table[-1] | {"on_time": 87}
    after = written.source()  # The words stay; the data of June 2026 change.
    from performance.compute.annual import annual as computed
    from records import package_of, portal_of

    given = {"targets": [{"from": "2020-01", "value": 90, "near": 5}]}
    portal = portal_of(
        package_of(table, priority="customer-service", **given), settings=written.SETTINGS
    )
    now = computed(portal.records, after.report, first_month=7, as_of=written.AS_OF)
    found = {(c.what, c.of): (c.was, c.now) for c in reports.corrections(before, now)}
    assert found == {
        ("value", "2026"): (pytest.approx(88.0), pytest.approx(87.9166667)),
        ("value", "2026-06"): (88.0, 87.0),
    }


def test_a_changed_target_and_a_lost_metric_are_corrections() -> None:
    """What was published as the target stays published; what is gone is none now."""
    before, _ = annual()
    later, _ = annual(targets=[{"from": "2020-01", "value": 85, "near": 5}])
    found = {(c.what, c.of): (c.was, c.now) for c in reports.corrections(before, later)}
    assert found[("target", "2026")] == (90, 85)
    assert found[("attainment", "2026")] == ("near", "met")
    gone = replace(later, figures={})
    assert all(c.now is None for c in reports.corrections(before, gone))


@pytest.fixture
def city(tmp_path: Path, package: Builder) -> Path:
    """A city in files with one package and a report that has not been frozen."""
    table = [row | STATUS for row in written.rows()]
    package(
        table, priority="customer-service", targets=[{"from": "2020-01", "value": 90, "near": 5}]
    )
    content = tmp_path / "content"
    for name, text in (
        ("settings.yaml", "as_of: 2026-11-20\n"),
        ("departments/public-works.md", "---\ntitle: Public Works\n---\nWe clean.\n"),
        ("priorities/customer-service.md", "---\ntitle: Service\n---\nServe.\n"),
    ):
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    written.write(content)
    return tmp_path


def run(city: Path, *words: str) -> tuple[int, str]:
    """Run `portal` on the city; return the exit status and what was said."""
    where = ["--datasets", str(city / "datasets"), "--content", str(city / "content")]
    ended = CliRunner().invoke(main, [*words, *where])
    return ended.exit_code, ended.output


def test_freeze_writes_the_figures_once(city: Path) -> None:
    """`portal freeze 2026` writes frozen.json; a second time it refuses, and changes nothing."""
    assert run(city, "freeze", "2026")[0] == 0
    file = city / "content" / "reports" / "2026" / "frozen.json"
    before = file.read_bytes()
    kept = thawed(before.decode(), "frozen.json")
    year = kept.annual.figures["requests-on-time"].year
    assert year is not None
    assert year.value == pytest.approx(88)
    status, said = run(city, "freeze", "2026")
    assert status == 2
    assert "is frozen as version 1.0" in said
    assert file.read_bytes() == before


def test_freeze_says_which_report_there_is_not(city: Path) -> None:
    """A year without a report is wrong use, and says where its words would stand."""
    status, said = run(city, "freeze", "2019")
    assert status == 2
    assert "There is no report of fiscal year 2019" in said


def test_freeze_refuses_a_report_with_problems(city: Path) -> None:
    """Nothing is frozen that could not be published; the problems are listed."""
    letter = city / "content" / "reports" / "2026" / "letter.md"
    letter.write_text(f"{written.LETTER}We closed 81%.\n", encoding="utf-8")
    status, said = run(city, "freeze", "2026")
    assert status == 1
    assert "[report-literal]" in said
    assert not (letter.parent / "frozen.json").exists()


def test_a_metric_that_is_gone_from_the_data_is_a_problem(city: Path, package: Builder) -> None:
    """What was published stays: the metric is put back with the stage retired."""
    assert run(city, "freeze", "2026")[0] == 0
    content, _ = read_content(city / "content")
    years, problems = reports.read(city / "content")
    assert problems == []
    portal = Portal(
        written.AS_OF, replace(content, reports=years), (), (), annuals=_empty(years[0])
    )
    found = reports.problems(portal, Settings(as_of=written.AS_OF))
    assert [p.code for p in found if p.code == "report-frozen"] == ["report-frozen"]
    assert any("no longer in the data" in p.message for p in found)


def _empty(report: Any) -> tuple[Annual, ...]:
    return (Annual(report.fiscal_year, written.AS_OF, {}, {2026: {}, 2025: {}}),)


def test_a_frozen_file_goes_with_the_version_of_its_words(city: Path) -> None:
    """A new version of the words needs its own figures."""
    assert run(city, "freeze", "2026")[0] == 0
    letter = city / "content" / "reports" / "2026" / "letter.md"
    letter.write_text(letter.read_text("utf-8").replace("'1.0'", "'1.1'"), encoding="utf-8")
    _, problems = reports.read(city / "content")
    assert "it is of version 1.0, the report of 1.1" in problems[0].message


def test_the_demo_report_is_frozen_and_uncorrected() -> None:
    """The committed figures of fiscal year 2026 are those that its data give."""
    from performance import city
    from performance.progress import steps

    said = city.read(ROOT / "content", {}, "")
    with steps() as shown:
        examined = city.examine([ROOT / "datasets"], said, shown)
    portal, problems = city.computed(examined, said)
    assert problems == []
    (report,) = portal.content.reports
    assert report.frozen is not None
    assert reports.corrections(report.frozen.annual, portal.annuals[0]) == ()
    file = ROOT / "content" / "reports" / "2026" / "frozen.json"
    assert reports.frozen(report, portal.annuals[0], portal) == file.read_bytes()


def test_the_builder_of_these_tests_writes_a_sound_city(city: Path) -> None:
    """The table of the city is the one that the figures by hand are of."""
    text = (city / "datasets/public-works/service-requests/observations.csv").read_text("utf-8")
    assert text == as_csv([row | STATUS for row in written.rows()])


def test_a_report_of_other_data_is_left_out_and_said(city: Path, tmp_path: Path) -> None:
    """Packages built with the words of another city have no report, and a line says so."""
    name = "priorities/customer-service.md"
    other = written.PRIORITY.replace("requests-on-time", "potholes-filled")
    written.write(city / "content", {name: other})
    site = tmp_path / "site"
    status, said = run(city, "build", "--output", str(site))
    assert status == 0, said
    assert not (site / "reports").exists()
    assert "was left out: none of its key metrics is in these packages." in said
