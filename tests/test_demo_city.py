"""The demo city: its committed files are what its generator writes, and show every case."""

import csv
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import demo_city
from demo import rows
from demo.plan import departments, priorities
from performance.check import Examined, examine
from performance.compute import compute
from performance.content import read, read_settings
from performance.load import recorded
from performance.model import (
    Aggregation,
    Attainment,
    Direction,
    Kind,
    ObsStatus,
    Portal,
    Stage,
    counts,
)
from performance.period import Frequency
from performance.settings import Settings

CONTENT = demo_city.ROOT / "content"
DATASETS = demo_city.ROOT / "datasets"
BUDGET = DATASETS / "finance" / "city-budget"
PRIORITIES = {
    "public-safety",
    "fiscal-stability",
    "youth-development",
    "economic-development",
    "city-infrastructure",
    "customer-service",
}


@cache
def descriptors() -> dict[Path, dict[str, Any]]:
    """Return the committed description of every package, by its folder."""
    files = sorted(DATASETS.rglob("datapackage.json"))
    return {file.parent: json.loads(file.read_text(encoding="utf-8")) for file in files}


@cache
def metrics() -> tuple[dict[str, Any], ...]:
    """Return the committed description of every metric."""
    return tuple(
        metric for package in descriptors().values() for metric in package.get("metrics", ())
    )


@cache
def tables() -> dict[Path, tuple[dict[str, str], ...]]:
    """Return the committed rows of every table, by its file."""
    return {file: _rows(file) for file in _files()}


def _files() -> list[Path]:
    return [file for file in sorted(DATASETS.rglob("*.csv")) if file.name != recorded.NAME]


def _rows(file: Path) -> tuple[dict[str, str], ...]:
    with file.open(encoding="utf-8", newline="") as text:
        return tuple(csv.DictReader(text))


@cache
def examined() -> Examined:
    """Return the committed packages as the gates of the build judge them."""
    content, _ = read(CONTENT)
    settings, _ = read_settings(CONTENT, Settings())
    return examine([DATASETS], content, settings)


@cache
def portal() -> Portal:
    """Return the portal computed from the committed packages."""
    content, _ = read(CONTENT)
    settings, _ = read_settings(CONTENT, Settings())
    return compute(examined().packages, content, settings)


def test_committed_files_are_those_of_the_generator() -> None:
    """The generator writes the committed files byte for byte, and no other."""
    wanted = demo_city.files()
    assert demo_city.committed() == set(wanted)
    changed = [
        path
        for path, text in wanted.items()
        if (demo_city.ROOT / path).read_bytes() != text.encode()
    ]
    assert changed == []


def test_city_has_ten_departments_and_the_six_priorities() -> None:
    """The words of the city can be read: ten departments with money and staff, six priorities."""
    content, problems = read(CONTENT)
    assert problems == []
    assert len(content.departments) == 10
    assert {priority.slug for priority in content.priorities} == PRIORITIES == set(priorities())
    for department in content.departments:
        assert department.body
        assert department.head_title
        assert department.contact.endswith("@portalder.example")
        assert department.spending
        assert department.staff
        assert department.fiscal_year == 2027


def test_money_of_priorities_is_that_of_departments() -> None:
    """Each dollar of the departments belongs to one priority."""
    content, _ = read(CONTENT)
    departments_ = sum(department.spending or 0 for department in content.departments)
    assert departments_ == sum(priority.spending or 0 for priority in content.priorities)


def test_settings_say_that_the_city_is_fictional() -> None:
    """The banner says so, and the site speaks from a fixed day."""
    settings, problems = read_settings(CONTENT, Settings())
    assert problems == []
    assert settings.city == "Port Alder"
    assert "fictional" in settings.banner
    assert settings.today.isoformat() == "2026-11-20"


def test_city_has_enough_packages_and_metrics() -> None:
    """At least 20 packages and 48 metrics; each department has two packages and four metrics."""
    assert len(descriptors()) >= 20
    assert len({metric["name"] for metric in metrics()}) == len(metrics()) >= 48
    packages = Counter(package["department"] for package in descriptors().values())
    held: Counter[str] = Counter()
    for package in descriptors().values():
        held[package["department"]] += len(package.get("metrics", ()))
    assert len(packages) == 10
    assert min(packages.values()) >= 2
    assert min(held.values()) >= 4


def test_each_priority_has_four_metrics() -> None:
    """No priority is left without at least four metrics."""
    counts = Counter(metric["priority"] for metric in metrics())
    assert set(counts) == PRIORITIES
    assert min(counts.values()) >= 4


def test_every_word_of_the_vocabulary_occurs() -> None:
    """Every kind, direction, stage, frequency, aggregation and status of a row is shown."""
    assert {metric["kind"] for metric in metrics()} == set(Kind)
    assert {metric["direction"] for metric in metrics()} == set(Direction)
    assert {metric["stage"] for metric in metrics()} == set(Stage)
    assert {metric["period"]["frequency"] for metric in metrics()} == set(Frequency)
    measures = [metric["measure"] for metric in metrics()]
    assert {m.get("aggregation", "ratio") for m in measures} == set(Aggregation)
    assert {m.get("cumulative") for m in measures} == {None, "fiscal-year", "calendar-year"}
    means = [m for m in measures if m.get("aggregation") == "mean"]
    assert {"weight" in m for m in means} == {True, False}
    assert any("volume" in m for m in measures)
    statuses = {row["obs_status"] for table in _of_metrics().values() for row in table}
    assert statuses == set(ObsStatus)


def test_two_series_are_broken() -> None:
    """A change of system and a change of definition are declared."""
    broken = [metric["name"] for metric in metrics() if metric.get("breaks")]
    assert broken == ["fire-turnout", "solid-waste-on-time"]


def test_every_metric_is_explained() -> None:
    """Each metric says what it is, why it matters, how it is worked out and what it lacks."""
    for metric in metrics():
        for word in ("title", "description", "why", "method", "limitations", "group", "unit"):
            assert metric[word], (metric["name"], word)


def test_every_target_says_how_near_is_near() -> None:
    """Each target has its own tolerance, and a raised one its reason."""
    for metric in metrics():
        targets = metric.get("targets", [])
        assert all("near" in target for target in targets), metric["name"]
        assert all(target.get("reason") for target in targets[1:]), metric["name"]


def test_related_metrics_exist() -> None:
    """No metric points to one that is not there."""
    names = {metric["name"] for metric in metrics()}
    assert {name for metric in metrics() for name in metric.get("related", [])} <= names


def test_rows_without_a_figure_say_why() -> None:
    """A row of a metric has its figures, or none at all and a note."""
    for file, table in _of_metrics().items():
        schema = _schema(file)
        figures = [f["name"] for f in schema["fields"] if f["type"] in ("integer", "number")]
        for row in table:
            present = {bool(row[name]) for name in figures}
            assert present == {ObsStatus(row["obs_status"]).has_value}, (file, row)
            assert row["obs_status"] in ("final", "estimated") or row["note"], (file, row)


def _of_metrics() -> dict[Path, tuple[dict[str, str], ...]]:
    """Return the tables of metrics: all but those of the budget."""
    return {file: table for file, table in tables().items() if file.parent != BUDGET}


def _schema(file: Path) -> dict[str, Any]:
    resources = descriptors()[file.parent]["resources"]
    found: dict[str, Any] = next(r["schema"] for r in resources if r["path"] == file.name)
    return found


def test_every_column_is_described() -> None:
    """Each column has a title, a type and a sentence, and counts name what they count."""
    for package in descriptors().values():
        for resource in package["resources"]:
            assert resource["schema"]["primaryKey"]
            for field in resource["schema"]["fields"]:
                assert field["title"]
                assert field["description"].endswith(".")
                assert field["type"] not in ("integer", "number") or field["unit"]


def test_a_withheld_figure_cannot_be_worked_out() -> None:
    """Where a total is published, a period has no withheld member or at least two."""
    table = tables()[DATASETS / "police/violent-crime/youth-gunfire.csv"]
    withheld = Counter(row["quarter"] for row in table if row["obs_status"] == "suppressed")
    assert withheld
    assert min(withheld.values()) >= 2
    totals = [row for row in table if row["area"] == "Citywide"]
    assert all(row["injured"] for row in totals)


def test_a_published_total_is_the_sum_of_its_members() -> None:
    """The violent crimes of the city are those of its zones, in every month."""
    table = tables()[DATASETS / "police/violent-crime/violent-crimes.csv"]
    sums: Counter[str] = Counter()
    for row in table:
        sums[row["month"]] += int(row["crimes"]) * (-1 if row["zone"] == "Citywide" else 1)
    assert set(sums.values()) == {0}


def test_revised_values_say_what_they_were() -> None:
    """A revised row's note names the value that was published before and the one of now."""
    revised = [
        row for table in _of_metrics().values() for row in table if row["obs_status"] == "revised"
    ]
    assert len(revised) >= 3
    assert all("Was " in row["note"] and ", now " in row["note"] for row in revised)


def test_published_figures_are_those_of_the_case_study() -> None:
    """The package of real figures holds the four of the case study and nothing made up."""
    folder = DATASETS / "finance/published-atlanta-figures"
    found = {
        file.stem: [(r["month"], r["on_time_percent"]) for r in table if r["on_time_percent"]]
        for file, table in tables().items()
        if file.parent == folder
    }
    assert found == {
        "public-works": [("2013-04", "57"), ("2017-06", "95")],
        "watershed-management": [("2014-01", "50"), ("2017-06", "91")],
    }
    package = descriptors()[folder]
    assert all(metric["stage"] == "retired" for metric in package["metrics"])
    assert all("targets" not in metric for metric in package["metrics"])


def test_making_the_rows_twice_gives_the_same() -> None:
    """Chance is seeded by names: nothing depends on what was made before."""
    table = departments()[0].packages[0].tables[0]
    assert rows.as_csv(table) == rows.as_csv(table)


def test_definitions_name_no_metric_twice() -> None:
    """The definitions hold each metric once, so that its seed is its own."""
    names = [
        metric["name"]
        for department in departments()
        for package in department.packages
        for table in package.tables
        for metric in table.metrics
    ]
    assert len(names) == len(set(names)) == len(metrics())


def test_front_matter_is_plain() -> None:
    """No person is named: departments are headed by an office."""
    for file in sorted((CONTENT / "departments").glob("*.md")):
        front = yaml.safe_load(file.read_text(encoding="utf-8").split("---")[1])
        assert "head" not in front


def test_no_gate_finds_a_problem() -> None:
    """Every package passes safety, descriptor, rows and sense checks."""
    assert [problem.as_text() for problem in examined().problems] == []
    assert len(examined().packages) == len(descriptors())


def test_every_attainment_occurs() -> None:
    """The counted metrics show every attainment, about half of them met."""
    found = counts(portal().records)
    assert min(found.values()) >= 1
    judged = found[Attainment.MET] + found[Attainment.NEAR] + found[Attainment.MISSED]
    assert 0.4 <= found[Attainment.MET] / judged <= 0.6
    assert 0.15 <= found[Attainment.MISSED] / judged <= 0.35


def test_one_department_alone_is_late() -> None:
    """Corrections has stopped publishing, so its metrics are late; nobody else is."""
    late = {record.department.slug for record in portal().records if record.lateness.days}
    assert late == {"corrections"}
    corrections = portal().of_department("corrections")
    assert {record.attainment for record in corrections} == {Attainment.LATE}


def test_every_missed_metric_says_what_the_city_does() -> None:
    """A live metric that misses its target has a dated action with an owner."""
    missed = [
        record.metric
        for record in portal().records
        if record.counted and record.attainment is Attainment.MISSED
    ]
    assert [metric.name for metric in missed if not metric.actions] == []


def test_the_budget_adds_up_to_what_the_departments_say() -> None:
    """The newest adopted amounts are the spending of the departments' front matter, one by one."""
    content, _ = read(CONTENT)
    sums: Counter[str] = Counter()
    for row in tables()[BUDGET / "expenditures.csv"]:
        if (row["fiscal_year"], row["phase"]) == ("2027", "adopted"):
            sums[row["department"]] += int(row["amount"])
    assert sums == {d.title: d.spending for d in content.departments}


def test_the_budget_has_five_years_and_actual_amounts_of_those_that_are_over() -> None:
    """Fiscal years 2023 to 2027; the newest is adopted alone."""
    rows_ = tables()[BUDGET / "totals.csv"]
    years = {year: {r["phase"] for r in rows_ if r["fiscal_year"] == year} for year in
             sorted({r["fiscal_year"] for r in rows_})}  # fmt: skip
    all_phases = {"adopted", "amended", "actual"}
    assert years == {**dict.fromkeys(("2023", "2024", "2025", "2026"), all_phases),
                     "2027": {"adopted"}}  # fmt: skip
    assert any(int(row["amount"]) < 0 for row in tables()[BUDGET / "expenditures.csv"])
    assert {row["program"] == "" for row in tables()[BUDGET / "crosswalk.csv"]} == {True, False}


def test_the_budget_has_every_program_that_the_departments_name() -> None:
    """A program that a department's page lists leads to its money."""
    ledger = portal().ledger
    assert ledger is not None
    for department in portal().content.departments:
        for program in department.programs:
            assert ledger.program(department.slug, program), program


def test_metrics_name_their_programs() -> None:
    """More than ten metrics stand beside money, in at least eight departments."""
    named = [record for record in portal().records if record.metric.program]
    assert len(named) >= 10
    assert len({record.department.slug for record in named}) >= 8
