"""Tests of home, the table of metrics, the departments and the priorities."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from performance import urls
from performance.model import (
    Action,
    Attainment,
    Content,
    Department,
    Lateness,
    Priority,
    Record,
    Stage,
)
from performance.pages import money
from performance.period import month
from rendered import SETTINGS, Rendered, site
from resident import (
    PUBLIC_WORKS,
    SERVICE,
    WORDING,
    judged,
    metric,
    months,
    named,
    observed,
    portal,
    record,
)

FIRE = Department("fire", "Fire and Rescue", "Protects life.", 2)
ACTION = Action(date(2026, 10, 15), "Commissioner of Public Works", "Two more *crews*.")


def of(attainment: Attainment, name: str, **more: Any) -> Record:
    """Return a record of an attainment whose name is its title."""
    value = {Attainment.MET: 91.2, Attainment.NEAR: 88.0}.get(attainment, 80.0)
    seen = observed(value, attainment=attainment, note=more.pop("note", ""))
    reason = attainment.value if attainment.value in ("late", "no_target") else ""
    given: dict[str, Any] = {
        "latest": seen,
        "judgement": judged(attainment, seen, reason=reason),
        "series": months([91.0, 91.0, value]),
    }
    defined = more.pop("metric", metric())
    return named(record(metric=defined, **(given | more)), name, name.capitalize())


def built(*records: Record, content: Content | None = None) -> dict[str, Rendered]:
    """Return the pages of a site."""
    return site(portal(*records, content=content))


def texts(page: Rendered, path: str) -> list[str]:
    """Return the words of the elements at an XPath, each on one line."""
    return [" ".join(e.text_content().split()) for e in page.tree.xpath(path)]


def test_home_says_what_this_is_and_as_of_when() -> None:
    """One sentence, the date, and the ways to find a metric."""
    home = built(record())[urls.HOME]
    assert texts(home, "//h1") == ["How Demo City performs"]
    assert home.tree.findtext(".//title") == "Focus on Results: How Demo City performs"
    assert texts(home, "//*[@class='lead']") == [
        "Focus on Results shows what Demo City has set out to do, and what came of it. "
        "Data as of November 1, 2026."
    ]
    assert ("a-z/", "Find a metric: A to Z") in list(home.links())
    assert ("metrics/", "All metrics") in list(home.links())


def test_counts_lead_to_the_metrics_they_count() -> None:
    """Rule 10: counts by attainment, late ones too; retired and proposed are not counted."""
    pages = built(
        of(Attainment.MET, "a"),
        of(Attainment.MET, "b"),
        of(Attainment.MISSED, "c"),
        of(Attainment.LATE, "d"),
        of(Attainment.MET, "e", metric=metric(stage=Stage.RETIRED)),
        of(Attainment.PENDING, "f", metric=metric(stage=Stage.PROPOSED)),
    )
    home = pages[urls.HOME]
    assert texts(home, "//section[@aria-labelledby='counts']/h2") == ["4 metrics"]
    counted = "//section[@aria-labelledby='counts']//li"
    assert texts(home, counted) == ["2 met", "0 near", "1 missed", "1 late"]
    assert home.tree.xpath(f"{counted}/a/@href") == [
        "metrics/attainment/met/",
        "metrics/attainment/near/",
        "metrics/attainment/missed/",
        "metrics/attainment/late/",
    ]
    listed = pages[urls.metrics_by("met")]
    assert texts(listed, "//tbody/tr/th") == ["A", "B"]


def test_priorities_are_rows_with_counts() -> None:
    """Each priority, in the city's order, with how its metrics stand."""
    quiet = Priority("quiet", "Quiet streets", "Less noise.", 2)
    content = Content((PUBLIC_WORKS,), (SERVICE, quiet))
    home = built(of(Attainment.MET, "a"), content=content)[urls.HOME]
    rows = texts(home, "//section[@aria-labelledby='priorities']/ul/li")
    assert rows == [
        "Customer service Serve residents well. 1 metric 1 met 0 near 0 missed",
        "Quiet streets Less noise. 0 metrics",
    ]


@pytest.mark.parametrize(
    ("values", "attainment", "expected"),
    [
        (
            [91.0, 80.0],
            Attainment.MISSED,
            ["A Missed target in September 2026; met target in August 2026."],
        ),
        (
            [80.0, 91.2],
            Attainment.MET,
            ["A Met target in September 2026; missed target in August 2026."],
        ),
        ([91.0, 91.2], Attainment.MET, []),
    ],
)
def test_what_changed_compares_with_the_period_before(
    values: list[float], attainment: Attainment, expected: list[str]
) -> None:
    """Only a change of attainment from one period to the next is news."""
    seen = observed(values[-1])
    before = Attainment.MET if values[0] >= 90 else Attainment.MISSED
    found = of(attainment, "a", latest=seen, judgement=judged(attainment, seen, before=before))
    home = built(found)[urls.HOME]
    assert texts(home, "//section[@aria-labelledby='changed']//li") == expected


def test_what_changed_leaves_a_gap_a_gap() -> None:
    """Nothing is known of the month before where it has no row."""
    seen = observed(91.2)
    found = of(Attainment.MET, "a", judgement=judged(Attainment.MET, seen, before=None))
    assert texts(built(found)[urls.HOME], "//section[@aria-labelledby='changed']//li") == []


def test_what_changed_long_ago_is_not_news() -> None:
    """As of November 1, a value of August (due on September 20) is too old; October 1 begins."""
    august = observed(80.0, month(2026, 8))
    old = of(
        Attainment.MISSED,
        "a",
        latest=august,
        judgement=judged(Attainment.MISSED, august, before=Attainment.MET),
    )
    home = built(old)[urls.HOME]
    assert texts(home, "//section[@aria-labelledby='changed']//li") == []
    assert "Values that were due on October 1, 2026 or later" in home.words


def test_falls_come_before_rises() -> None:
    """Bad news is not at the bottom."""
    met, missed = Attainment.MET, Attainment.MISSED
    fell = of(missed, "fell", judgement=judged(missed, observed(80.0), before=met))
    rose = of(met, "rose", judgement=judged(met, observed(91.2), before=missed))
    home = built(rose, fell)[urls.HOME]
    assert texts(home, "//section[@aria-labelledby='changed']//h3") == ["Fell", "Rose"]


def test_what_is_off_target_says_what_the_city_is_doing() -> None:
    """Missed first, then near: the latest action with its owner, else the row's note."""
    home = built(
        of(Attainment.MET, "fine"),
        of(Attainment.NEAR, "noted", note="a wet month"),
        of(Attainment.MISSED, "acted", metric=metric(actions=(ACTION,))),
        of(Attainment.MISSED, "silent"),
    )[urls.HOME]
    rows = "//section[@aria-labelledby='off-target']//li"
    assert texts(home, f"{rows}/h3") == ["Acted", "Silent", "Noted"]
    acted, silent, noted = texts(home, rows)
    assert "worse than the target of 90%." in acted
    assert acted.endswith(
        "What the city is doing: Two more crews. (Commissioner of Public Works, October 15, 2026)"
    )
    assert silent.endswith("The department has not said yet what it is doing.")
    assert noted.endswith("What the city is doing: A wet month. (Note of Public Works)")


def test_a_long_list_of_misses_leads_to_all_of_them() -> None:
    """Home stays readable on a phone and nothing is hidden: the rest is one link away."""
    home = built(*[of(Attainment.MISSED, f"m{place:02}") for place in range(14)])[urls.HOME]
    assert len(texts(home, "//section[@aria-labelledby='off-target']//h3")) == 6
    assert ("metrics/attainment/missed/", "All 14 that missed their target") in list(home.links())


@pytest.mark.parametrize(
    ("attainment", "said"),
    [
        (Attainment.MET, "Every metric that is judged met its target."),
        (Attainment.NO_TARGET, "No metric is judged against a target yet."),
        (Attainment.LATE, "No metric is judged against a target yet."),
    ],
)
def test_home_claims_no_success_where_nothing_is_judged(attainment: Attainment, said: str) -> None:
    """That every judged metric met its target is no news where none is judged."""
    home = built(of(attainment, "a"))[urls.HOME]
    assert texts(home, "//section[@aria-labelledby='off-target']/p") == [said]


def test_city_without_metrics_has_none_today_and_says_so() -> None:
    """The table of all metrics is empty because nothing is published, not because of a filter."""
    pages = built()
    assert "No metric has been published yet." in pages[urls.METRICS].words
    assert "There is no such metric today." in pages[urls.metrics_by("met")].words


def test_programs_of_a_department_without_a_mission_are_a_heading_below_its_name() -> None:
    """With a mission or without one, no level of headings is left out."""
    bare = replace(FIRE, body="", programs=("Rescue",))
    whole = replace(bare, slug="whole", body="Protects life.")
    pages = built(content=Content((bare, whole), ()))
    heading = "//*[self::h2 or self::h3][.='Programs']"
    assert [h.tag for h in pages["departments/fire/"].tree.xpath(heading)] == ["h2"]
    assert [h.tag for h in pages["departments/whole/"].tree.xpath(heading)] == ["h2"]


def test_spending_is_one_line_of_one_year() -> None:
    """Amounts of different years are never added up."""
    works = replace(PUBLIC_WORKS, spending=1_000_000.0, fiscal_year=2026)
    fire = replace(FIRE, spending=500_000.4, fiscal_year=2026)
    parks = Department("parks", "Parks", "", 3, spending=9_000.0, fiscal_year=2025)
    # 1,000,000 + 500,000.4 = 1,500,000.4
    assert money.in_all([works, fire], WORDING) == (
        "2 departments together: $1,500,000 in fiscal year 2026."
    )
    assert money.in_all([works, fire, parks], WORDING) == (
        "2 of 3 departments together: $1,500,000 in fiscal year 2026."
    )
    assert money.in_all([works, FIRE], WORDING) == "Public Works: $1,000,000 in fiscal year 2026."
    assert money.in_all([FIRE], WORDING) == ""


def test_staff_is_counted_in_positions() -> None:
    """Halves of a position are said; one is singular."""
    assert money.staff(12.5, WORDING) == "12.5 full-time positions"
    assert money.staff(1.0, WORDING) == "1 full-time position"
    assert money.staff(None, WORDING) == ""


def test_the_table_of_metrics_has_links_as_filters() -> None:
    """Every metric by title; proposed and retired ones apart and not counted."""
    pages = built(
        of(Attainment.MISSED, "zebra"),
        of(Attainment.MET, "Apple"),
        of(Attainment.MET, "old", metric=metric(stage=Stage.RETIRED)),
    )
    page = pages[urls.METRICS]
    assert texts(page, "//section//tbody/tr/th") == ["Old"]
    assert texts(page, "//table[caption[@id='metrics']]/tbody/tr/th") == ["Apple", "Zebra"]
    assert texts(page, "//*[@class='lead']") == ["2 metrics: 1 met, 0 near, 1 missed."]
    assert texts(page, "//nav[@aria-label='Metrics by attainment']//a") == [
        "All (2)",
        "Met (1)",
        "Near (0)",
        "Missed (1)",
        "Late (0)",
        "Not judged yet (0)",
        "With no target (0)",
        "With no data (0)",
    ]
    row = [" ".join(td.text_content().split()) for td in page.tree.xpath("(//tbody/tr)[1]/*")]
    assert row == ["Apple", "Met target", "91.2%", "Sep 2026", "at least 90%", "Public Works"]


def test_a_filter_without_metrics_says_so() -> None:
    """Its address is permanent; its list is empty today."""
    page = built(of(Attainment.MET, "a"))[urls.metrics_by("late")]
    assert texts(page, "//h1") == ["Metrics that are late"]
    assert "There is no such metric today." in page.words
    assert page.tree.xpath(
        "//nav[@aria-label='Metrics by attainment']//a[@aria-current]/@href"
    ) == ["../../../metrics/attainment/late/"]


def test_a_department_says_who_it_is_before_its_figures() -> None:
    """Mission, people, money, all metrics, cards by group, reporting record: in this order."""
    works = replace(
        PUBLIC_WORKS,
        head_title="Commissioner",
        contact="works@example.org",
        spending=1_000_000.0,
        staff=431.0,
        fiscal_year=2026,
    )
    found = [
        dataclasses.replace(of(Attainment.MET, "a"), department=works),
        dataclasses.replace(
            of(Attainment.MET, "b", metric=metric(group="Streets")), department=works
        ),
    ]
    page = built(*found, content=Content((works,), (SERVICE,)))[urls.department("public-works")]
    assert texts(page, "//h2") == [
        "Mission",
        "Money and staff",
        "2 metrics",
        "Service requests",
        "Streets",
        "Reporting record",
    ]
    facts = dict(zip(texts(page, "//dt"), texts(page, "//dd"), strict=True))
    assert facts == {
        "Head": "Commissioner",
        "Contact": "works@example.org",
        "Spending": "$1,000,000 in fiscal year 2026",
        "Staff": "431 full-time positions",
    }
    assert "mailto:works@example.org" in page.tree.xpath("//dd/a/@href")


def test_the_reporting_record_says_what_is_late() -> None:
    """On time is a finding too."""
    late = Lateness(month(2026, 8), date(2026, 9, 20), 42, 2)
    page = built(of(Attainment.LATE, "a", lateness=late), of(Attainment.MET, "b"))[
        urls.department("public-works")
    ]
    (row,) = page.tree.xpath("//table[caption[@id='reporting']]/tbody/tr")
    assert [" ".join(cell.text_content().split()) for cell in row] == [
        "Service requests",
        "1 of 2",
        "Data for August 2026 was due on September 20, 2026 and is 42 days late. "
        "In all, 2 values are overdue.",
    ]
    fine = built(of(Attainment.MET, "b"))[urls.department("public-works")]
    assert texts(fine, "//table[caption[@id='reporting']]/tbody/tr/td")[1] == "On time"


def test_a_department_without_metrics_says_so() -> None:
    """No empty table, no zero counts."""
    page = built(record(), content=Content((PUBLIC_WORKS, FIRE), (SERVICE,)))[
        urls.department("fire")
    ]
    assert "No metric of this department has been published yet." in page.words
    assert not page.tree.xpath("//table")


def test_a_department_that_only_a_package_names_has_its_page() -> None:
    """A metric's department is a link, so the page must be there."""
    stray = dataclasses.replace(record(), department=Department("stray", "stray"))
    assert urls.department("stray") in built(stray)


def test_a_priority_has_its_goal_its_cards_and_who_answers_for_them() -> None:
    """Departments responsible once each; a retired metric is apart."""
    rich = replace(SERVICE, spending=2_000_000.0, fiscal_year=2026)
    found = [
        dataclasses.replace(r, priority=rich)
        for r in (
            of(Attainment.MET, "a"),
            dataclasses.replace(of(Attainment.NEAR, "b"), department=FIRE),
            of(Attainment.MET, "c"),
            of(Attainment.MET, "old", metric=metric(stage=Stage.RETIRED)),
        )
    ]
    pages = built(*found, content=Content((PUBLIC_WORKS, FIRE), (rich,)))
    page = pages[urls.priority("customer-service")]
    assert texts(page, "//h2") == [
        "The goal",
        "3 metrics",
        "Proposed and retired metrics",
        "Departments responsible",
        "Money",
    ]
    responsible = "//section[@aria-labelledby='responsible']//a"
    assert texts(page, responsible) == ["Public Works", "Fire and Rescue"]
    assert "Spending on this priority: $2,000,000 in fiscal year 2026." in page.words
    assert texts(page, "//section[@aria-labelledby='counts']//h3") == ["A", "B", "C"]


def test_a_city_without_priorities_has_no_page_for_them() -> None:
    """Nor a link to one."""
    pages = built(dataclasses.replace(record(), priority=None), content=Content((PUBLIC_WORKS,)))
    assert urls.PRIORITIES not in pages
    assert all(words != "Priorities" for page in pages.values() for _, words in page.links())


def test_a_site_without_metrics_can_be_read() -> None:
    """An empty portal is a portal."""
    home = built(content=Content((PUBLIC_WORKS,), (SERVICE,)))[urls.HOME]
    assert texts(home, "//section[@aria-labelledby='counts']/h2") == ["0 metrics"]


def test_the_banner_is_on_every_page_when_it_is_set() -> None:
    """And on none when it is not; an embed says it in its foot."""
    whole = portal(record())
    for address, page in site(whole).items():
        assert page.tree.xpath("//aside" if not address.startswith("embed/") else "//footer")
    quiet = replace(SETTINGS, banner="")
    assert not any(p.tree.xpath("//aside") for p in site(whole, settings=quiet).values())
