"""The meetings that staff write: what is read, what is a problem, what a month's packs hold."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from conftest import Builder, observation
from performance import briefings, city
from performance.check import Examined, examine
from performance.compute import compute
from performance.compute.packs import until
from performance.model import (
    Attainment,
    Briefing,
    Cabinet,
    Content,
    Origin,
    Package,
    Portal,
    Publication,
)
from performance.period import month, quarter
from performance.progress import steps
from performance.settings import Settings
from records import record_of

CABINET = "date: 2025-04-10\nstatus: published\nmetrics: [a, b, c]\n"
DECISION = """\
decisions:
  - date: 2025-04-10
    metric: a
    direction: Do it
    level: 90%
    owner: Commissioner of Public Works
    due: 2025-06-30
"""
SETTINGS = Settings(as_of=date(2025, 6, 20))


def write(folder: Path, name: str, facts: str, body: str = "") -> Path:
    """Write a Markdown file with front matter below a folder and return it."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{facts}---\n\n{body}\n", encoding="utf-8")
    return file


def test_each_sort_of_pack_is_read(tmp_path: Path) -> None:
    """A month's folder holds a cabinet briefing, a memo, roundtables and sheets of units."""
    write(tmp_path, "2025-03/cabinet.md", CABINET + DECISION, "Words.")
    write(tmp_path, "2025-03/memo.md", "to: Mayor\nfrom: Director\nstatus: published\n", "Hello.")
    write(tmp_path, "2025-03/roundtable-public-works.md", "focus: Streets\n")
    write(tmp_path, "2025-03/frontline/zone-3.md", "member: Zone 3\nmetrics: a\n")
    write(tmp_path, "2025-02/roundtable-fire.md", "date: 2025-03-12\n")
    found, problems = briefings.read(tmp_path)
    assert problems == []
    assert [b.key for b in found] == ["2025-02", "2025-03"]
    march = found[1]
    assert march.cabinet is not None
    assert march.cabinet.metrics == ("a", "b", "c")
    assert march.cabinet.body == "Words."
    decision = march.cabinet.decisions[0]
    assert (decision.decided, decision.due) == (date(2025, 4, 10), date(2025, 6, 30))
    assert (decision.level, decision.owner) == ("90%", "Commissioner of Public Works")
    assert decision.done is None
    assert march.memo is not None
    assert (march.memo.to, march.memo.sender) == ("Mayor", "Director")
    assert march.roundtables[0].department == "public-works"
    assert march.front_line[0].title == "Zone 3"
    assert found[0].roundtables[0].status is Publication.DRAFT


def test_no_meetings_are_no_problem(tmp_path: Path) -> None:
    """A city without the folder has no packs."""
    assert briefings.read(tmp_path / "briefings") == ((), [])


@pytest.mark.parametrize(
    ("name", "facts", "code", "row", "words"),
    [
        ("2025-3/cabinet.md", CABINET, "briefing-month", None, "not a folder named after a month"),
        ("2025-13/cabinet.md", CABINET, "briefing-month", None, "not a folder named"),
        ("2025-03/cabnet.md", CABINET, "briefing-file", None, "not a pack that is known"),
        ("2025-03/frontline/Zone 3.md", "member: x\n", "briefing-file", None, "its address"),
        ("2025-03/cabinet.md", "metrics: [a, b]\n", "briefing-metrics", 2, "3 to 6 metrics"),
        ("2025-03/cabinet.md", "metrics: [a, b, b]\n", "briefing-metrics", 2, "each once"),
        ("2025-03/cabinet.md", "metrics: [a,b,c,d,e,f,g]\n", "briefing-metrics", 2, "3 to 6"),
        ("2025-03/cabinet.md", CABINET + "room: 2\n", "briefing-form", 5, "not known here"),
        ("2025-03/cabinet.md", CABINET + "decisions: x\n", "briefing-form", 5, "not a list"),
        (
            "2025-03/cabinet.md",
            CABINET + DECISION.replace("    owner: Commissioner of Public Works\n", ""),
            "decision-incomplete",
            6,
            "no owner",
        ),
        (
            "2025-03/cabinet.md",
            CABINET + DECISION.replace("    due: 2025-06-30\n", ""),
            "decision-incomplete",
            6,
            "no due date",
        ),
        (
            "2025-03/cabinet.md",
            CABINET + DECISION.replace("2025-06-30", "in June"),
            "briefing-form",
            11,
            "not a date",
        ),
        (
            "2025-03/cabinet.md",
            CABINET + DECISION.replace("2025-06-30", "2025-04-09"),
            "briefing-form",
            11,
            "before the day of the decision",
        ),
        (
            "2025-03/cabinet.md",
            CABINET + DECISION.replace("Commissioner of Public Works", "Ms. Doe"),
            "briefing-person",
            10,
            "not a role",
        ),
        ("2025-03/memo.md", "from: desk@city.example\n", "briefing-person", 2, "not a role"),
        ("2025-03/memo.md", "status: published\n", "memo-words", 2, "needs the author's words"),
        ("2025-03/memo.md", "status: ready\n", "briefing-form", 2, "neither draft nor published"),
        ("2025-03/memo.md", "date: [1]\n", "briefing-form", 2, "not a date"),
        ("2025-03/memo.md", "to: {a: b}\n", "briefing-form", 2, "must be text"),
        ("2025-03/memo.md", "to: [b\n", "content", None, "line 2"),
        ("2025-03/frontline/x.md", "metrics: a\n", "briefing-form", 1, "member or a program"),
        ("2025-03/frontline/x.md", "member: x\n", "briefing-form", 1, "names no metric"),
        (
            "2025-03/roundtable-fire.md",
            "department: police\n",
            "briefing-form",
            2,
            "not the department of the file's name",
        ),
    ],
)
def test_each_fault_is_a_problem_on_its_line(
    tmp_path: Path, name: str, facts: str, code: str, row: int | None, words: str
) -> None:
    """A problem names the file, the line, what was found and how to mend it."""
    write(tmp_path, name, facts)
    _, problems = briefings.read(tmp_path)
    assert [(p.code, p.row) for p in problems] == [(code, row)]
    assert words in problems[0].message
    assert problems[0].remedy
    assert name.split("/")[0] in problems[0].file


@pytest.fixture
def examined(package: Builder, content: Content, tmp_path: Path) -> Examined:
    """One package with a metric by zone, from January to June 2025, sound."""
    rows = [
        observation(f"2025-{m:02d}", on_time, 100, zone=zone)
        for m, north, south in ((1, 90, 80), (2, 92, 84), (3, 95, 70), (4, 99, 60), (5, 96, 50))
        for zone, on_time in (("North", north), ("South", south))
    ]
    package(rows, dimensions=["zone"], actions=None, priority="customer-service")
    found = examine([tmp_path / "datasets"], content, SETTINGS)
    assert found.problems == []
    return found


@pytest.mark.parametrize(
    ("name", "facts", "row", "remedy"),
    [
        (
            "cabinet.md",
            "metrics: [requests-on-time, request-on-time, x]\n",
            2,
            "Did you mean requests-on-time?",
        ),
        ("roundtable-public-work.md", "focus: x\n", 1, "Did you mean public-works?"),
        ("frontline/a.md", "member: Nort\nmetrics: requests-on-time\n", 3, "Did you mean North?"),
        ("frontline/b.md", "program: Roads\nmetrics: requests-on-time\n", 2, ""),
        (
            "roundtable-fire.md",
            DECISION.replace("metric: a", "metric: x"),
            4,
            "Known: requests-on-time.",
        ),
    ],
)
def test_names_that_the_portal_does_not_have(
    tmp_path: Path,
    examined: Examined,
    content: Content,
    name: str,
    facts: str,
    row: int,
    remedy: str,
) -> None:
    """An unknown metric, department, member or program is a problem on its line."""
    write(tmp_path / "briefings", f"2025-03/{name}", facts)
    written, problems = briefings.read(tmp_path / "briefings")
    assert problems == []
    named = briefings.problems(replace(content, briefings=written), examined.packages)
    assert named[0].code == "briefing-unknown"
    assert (named[0].row, named[0].remedy) == (row, remedy or named[0].remedy)


def test_check_of_one_package_asks_nothing_of_the_others(
    tmp_path: Path, examined: Examined
) -> None:
    """Who checks a single package is not told that the metrics of the others are unknown."""
    write(
        tmp_path / "content", "briefings/2025-03/cabinet.md", "metrics: [a, b, requests-on-time]\n"
    )
    write(tmp_path / "content", "departments/public-works.md", "title: Public Works\n")
    write(tmp_path / "content", "priorities/customer-service.md", "title: Service\n")
    said = replace(city.read(tmp_path / "content", {}, ""), settings=SETTINGS)
    with steps() as shown:
        whole = city.examine([tmp_path / "datasets"], said, shown).problems
        folder = tmp_path / "datasets" / "public-works" / "service-requests"
        one = city.examine([folder], said, shown).problems
    assert [p.code for p in whole] == ["briefing-unknown"] * 2
    assert one == []


def portal(
    folder: Path, packages: tuple[Package, ...], content: Content, settings: Settings = SETTINGS
) -> Portal:
    """Return the portal of the packages with the meetings written below a folder."""
    written, problems = briefings.read(folder)
    assert problems == []
    return compute(packages, replace(content, briefings=written), settings)


def test_a_pack_holds_nothing_later_than_its_month(
    tmp_path: Path, examined: Examined, content: Content
) -> None:
    """April and May are not in March's pack; its attainment, change and trend are March's."""
    write(tmp_path / "b", "2025-03/roundtable-public-works.md", "status: published\n")
    pack = portal(tmp_path / "b", examined.packages, content).packs[0]
    seen = pack.records["requests-on-time"]
    assert seen.series["period"].tolist() == ["2025-01", "2025-02", "2025-03"]
    # 95 + 70 of 200 are 82.5%: below 85, the target less its margin.
    assert seen.latest is not None
    assert seen.latest.value == pytest.approx(82.5)
    assert seen.attainment is Attainment.MISSED
    # 92 + 84 of 200 were 88% in February.
    assert seen.previous_change is not None
    assert seen.previous_change.difference == pytest.approx(-5.5)
    north = seen.breakdowns[0].members[0]
    assert north.series["period"].tolist()[-1] == "2025-03"


def test_a_period_that_had_begun_is_not_known_before_it_ends() -> None:
    """In February nothing had been reported of the first quarter: the metric had no period yet."""
    rows = [{"quarter": "2025-Q1", "value": 7}]
    found = record_of(rows)
    assert found.lateness.expected == quarter(2025, 2)
    day = date(2025, 3, 15)
    seen = until(found, month(2025, 2), day, settings=SETTINGS)
    assert (len(seen.series), seen.latest) == (0, None)
    assert (
        seen.lateness
        == until(
            record_of([], columns=["quarter", "value"]), month(2025, 2), day, settings=SETTINGS
        ).lateness
    )


def test_a_correction_changes_an_old_pack_and_a_new_month_does_not(
    package: Builder, tmp_path: Path, content: Content
) -> None:
    """The same pack from data with one more month is the same; from corrected data it is not."""
    rows = [observation("2025-01", 90, 100), observation("2025-02", 80, 100)]
    write(tmp_path / "b", "2025-02/roundtable-public-works.md", "status: published\n")

    def february(given: list[dict[str, Any]]) -> list[float]:
        package(given)
        found = examine([tmp_path / "datasets"], content, SETTINGS)
        pack = portal(tmp_path / "b", found.packages, content).packs[0]
        values: list[float] = pack.records["requests-on-time"].series["value"].tolist()
        return values

    before = february(rows)
    assert february([*rows, observation("2025-03", 99, 100)]) == before == [90, 80]
    assert february([rows[0], observation("2025-02", 81, 100)]) == [90, 81]


def test_late_data_is_that_of_the_month_on_the_day_of_the_meeting(
    package: Builder, tmp_path: Path, content: Content
) -> None:
    """Only January is there: February was due on March 20, March on April 20."""
    package([observation("2025-01", 90, 100)])
    found = examine([tmp_path / "datasets"], content, SETTINGS)
    facts = "status: published\ndate: 2025-04-10\n"
    write(tmp_path / "b", "2025-03/roundtable-public-works.md", facts)
    late = portal(tmp_path / "b", found.packages, content).packs[0].records["requests-on-time"]
    # March 20 to April 10 are 21 days; March is not due before April 20.
    assert (late.lateness.days, late.lateness.missed) == (21, 1)
    assert late.lateness.expected == month(2025, 2)
    facts = "status: published\ndate: 2025-04-21\n"
    write(tmp_path / "b", "2025-03/roundtable-public-works.md", facts)
    late = portal(tmp_path / "b", found.packages, content).packs[0].records["requests-on-time"]
    assert late.lateness.missed == 2
    assert late.attainment is Attainment.LATE


def test_drafts_are_shown_only_where_the_settings_say_so(
    tmp_path: Path, examined: Examined, content: Content
) -> None:
    """A month of drafts has no packs, and what was decided in a draft is not carried over."""
    three = "metrics: [requests-on-time, x, y]\n"
    write(tmp_path / "b", "2025-02/cabinet.md", three + DECISION)
    write(tmp_path / "b", "2025-03/cabinet.md", "status: published\n" + three)
    public = portal(tmp_path / "b", examined.packages, content).packs
    assert [pack.briefing.key for pack in public] == ["2025-03"]
    assert public[0].carried == ()
    inside = replace(SETTINGS, publish_drafts=True)
    drafts = portal(tmp_path / "b", examined.packages, content, inside).packs
    assert [pack.briefing.key for pack in drafts] == ["2025-03", "2025-02"]
    assert [d.direction for d in drafts[0].carried] == ["Do it"]


def test_a_month_that_has_not_ended_has_no_pack(
    tmp_path: Path, examined: Examined, content: Content
) -> None:
    """The site speaks from June 20: June's meetings are still to come."""
    write(tmp_path / "b", "2025-06/roundtable-public-works.md", "status: published\n")
    assert portal(tmp_path / "b", examined.packages, content).packs == ()


def test_a_briefing_opens_with_what_is_open_then_with_what_was_done(
    tmp_path: Path, examined: Examined, content: Content
) -> None:
    """Open of every earlier month by due day; done of the last one alone, as of the meeting."""

    def log(*decisions: tuple[str, str, str]) -> str:
        lines = [
            f"  - {{date: 2025-02-01, direction: {name}, owner: Mayor, due: {due}{done}}}\n"
            for name, due, done in decisions
        ]
        return "decisions:\n" + "".join(lines)

    head = "status: published\nmetrics: [requests-on-time, x, y]\n"
    old = log(("Old open", "2025-09-01", ""), ("Old done", "2025-03-01", ", done: 2025-02-20"))
    last = log(
        ("Later", "2025-08-01", ""),
        ("Sooner", "2025-05-01", ", done: 2025-06-01"),
        ("Done", "2025-04-01", ", done: 2025-04-01"),
    )
    write(tmp_path / "b", "2025-01/cabinet.md", head + old)
    write(tmp_path / "b", "2025-02/cabinet.md", head + last)
    write(tmp_path / "b", "2025-03/cabinet.md", "date: 2025-04-15\n" + head)
    pack = portal(tmp_path / "b", examined.packages, content).packs[0]
    # On April 15 "Sooner" was still open: it was done on June 1.
    assert [d.direction for d in pack.carried] == ["Sooner", "Later", "Old open", "Done"]


def test_a_unit_sees_its_share_of_the_whole(
    tmp_path: Path, examined: Examined, content: Content
) -> None:
    """South had 100 of the 200 requests of March; 70% in time, the city 82.5%; 84% before."""
    facts = "status: published\nmember: South\nmetrics: requests-on-time\n"
    write(tmp_path / "b", "2025-03/frontline/south.md", facts)
    result = portal(tmp_path / "b", examined.packages, content).packs[0].units["south"][0]
    assert result.own.value == pytest.approx(70)
    assert result.before is not None
    assert result.before.value == pytest.approx(84)
    assert result.whole is not None
    assert result.whole.value == pytest.approx(82.5)
    assert (result.part, result.total, result.percent) == (100, 200, 50)
    assert result.counted == "requests"


def test_a_unit_that_is_withheld_shows_no_figure(
    package: Builder, tmp_path: Path, content: Content
) -> None:
    """Neither its value nor its share of the published whole is there."""
    rows = [
        observation("2025-03", 90, 100, zone="All"),
        observation("2025-03", 80, 90, zone="North"),
        {"month": "2025-03", "zone": "South", "obs_status": "suppressed", "note": "Few cases."},
    ]
    package(rows, dimensions=["zone"], total="All")
    found = examine([tmp_path / "datasets"], content, SETTINGS)
    assert found.problems == []
    facts = "status: published\nmember: South\nmetrics: requests-on-time\n"
    write(tmp_path / "b", "2025-03/frontline/south.md", facts)
    result = portal(tmp_path / "b", found.packages, content).packs[0].units["south"][0]
    assert result.own.value is None
    assert (result.part, result.total, result.percent) == (None, None, None)


def test_meetings_of_another_city_are_no_problem_of_these_packages() -> None:
    """Packages found in the wild are built with the words at hand: those name none of them."""
    named = ("elsewhere", "far-away", "unknown")
    cabinet = Cabinet(named, Publication.PUBLISHED, Origin("content/briefings/2026-10/cabinet.md"))
    strange = Briefing(month(2026, 10), cabinet=cabinet)
    assert briefings.is_strange(strange, {"requests-on-time"})
    assert not briefings.is_strange(strange, {"far-away"})
    # Two names may be slips of the pen.
    few = Briefing(month(2026, 10), cabinet=replace(cabinet, metrics=named[:2]))
    assert not briefings.is_strange(few, {"requests-on-time"})
