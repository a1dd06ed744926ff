"""Tests of a metric's page: its order, its tables and its words."""

from datetime import date
from typing import Any

import pytest
from lxml import html
from markupsafe import escape
from msgspec.structs import replace

from frames import frame_of
from performance import urls
from performance.model import (
    Action,
    Attainment,
    Breakdown,
    Direction,
    Link,
    Member,
    ObsStatus,
    Portal,
    Record,
    Stage,
    Target,
    Trend,
    Unit,
)
from performance.pages import fiscal
from performance.pages import series as values
from performance.pages.context import context
from performance.pages.metric import MetricPage, related
from performance.pages.metric import metric as page_of
from performance.pages.parts import Table
from performance.pages.value_table import ValueTable
from performance.period import Frequency, month
from performance.settings import Settings
from rendered import SETTINGS, Rendered, files, render
from resident import (
    RATIO,
    REQUESTS,
    SUM,
    WORDING,
    changed,
    drawing,
    fiscal_year,
    judged,
    metric,
    months,
    named,
    observed,
    portal,
    record,
    series,
)


def shown(found: Record, *others: Record, settings: Settings = SETTINGS) -> MetricPage:
    """Return the page of a record that has a chart and all its downloads."""
    whole: Portal = portal(found, *others)
    drawings = {r.metric.name: drawing() for r in whole.records}
    known = context(whole, drawings, files(whole), settings)
    first = whole.records[0]
    return page_of(first, known, related(first, known))


def cells(table: Table | ValueTable | None) -> list[list[str]]:
    """Return the words of a table's cells, a badge by its words, wherever lines may break."""
    assert table is not None
    body = html.fromstring(f"<table>{table.body('', lambda badge: escape(badge.words))}</table>")
    words = [[cell.text_content() for cell in row] for row in body.iter("tr")]
    return [[" ".join(cell.split()) for cell in row] for row in words]


def columns(table: Table | ValueTable | None) -> list[str]:
    """Return the titles of a table's columns."""
    assert table is not None
    return [column.title for column in table.columns]


def full() -> Record:
    """Return a record with something in every part of its page."""
    defined = metric(
        why="It matters.",
        limitations="Closed is not solved.",
        dimensions=("zone",),
        actions=(Action(date(2026, 6, 1), "Commissioner of Public Works", "New trucks."),),
    )
    zones = (Member("Zone 1", frame_of(months([88.0, 91.0])), None),)
    return record(
        metric=defined,
        change=changed(observed(91.2), observed(88.1, month(2025, 9)), better=True),
        trend=Trend("improving", 1.2, 0.001, month(2021, 7), month(2026, 9), 63, True),
        breakdowns=(Breakdown("zone", "Zone", zones),),
        fiscal_years=(fiscal_year(2026, 90.4),),
    )


def test_the_page_is_in_the_order_of_its_readers() -> None:
    """The finding first, the number second, the chart third; the reference last."""
    page = render(shown(full(), named(record(), "other", "Other")))
    assert page.tree.xpath("string(//h1)") == "Requests completed on time"
    assert page.tree.xpath("string(//main/*[2])").startswith("Priority: Customer service")
    assert page.tree.xpath("string(//*[@class='finding'])") == (
        "The result was 91.2% in September 2026, better than the target of 90%. "
        "That is 3.1 percentage points higher than September 2025."
    )
    headings = [h.text_content() for h in page.tree.xpath("//h2")]
    assert headings == [
        "Improving over the last 63 months",
        "The values",
        "By zone",
        "Year by year",
        "What the city is doing",
        "What it measures",
        "Why it matters",
        "How it is calculated",
        "Download",
        "Cite this",
        "Embed this chart",
        "Related metrics",
    ]
    first_heading, finding = page.text.index("<h2"), page.text.index('class="finding"')
    assert page.text.index("<h1") < finding < first_heading < page.text.index("<figure")


def test_parts_without_content_are_left_out() -> None:
    """No heading stands over nothing."""
    bare = record((), metric=metric(description="", targets=()), latest=None, priority=None)
    page = render(replace(shown(bare), downloads=(), figure=None))
    headings = [h.text_content() for h in page.tree.xpath("//h2")]
    assert headings == [
        "No value has been published yet",
        "How it is calculated",
        "Cite this",
        "Embed this chart",
    ]


def test_the_chart_has_two_widths_and_a_source() -> None:
    """CSS shows one; the caption is the chart's own sentence."""
    tree = render(shown(record())).tree
    pictures = tree.xpath("//figure/div[@class='charts']/*/*[local-name()='title']")
    assert [title.text_content() for title in pictures] == ["x wide", "x narrow"]
    assert tree.xpath("string(//figcaption)") == "A line that rises. Source: Work-order system."
    assert "https://example.org/orders" in tree.xpath("//figcaption//a/@href")


def test_the_table_has_every_period_the_newest_first() -> None:
    """Value, target, attainment and what the value is made of, under the data's own titles."""
    newest, older = values.tables(record([84.0, 91.2]), WORDING)
    assert older is None
    assert columns(newest) == [
        "Period",
        "Value",
        "Target",
        "Attainment",
        "Closed in time",
        "Requests due",
    ]
    # Closed in time is 10 × the value of the builder: 912 of 1,000 is 91.2%.
    assert cells(newest) == [
        ["Sep 2026", "91.2%", "90%", "Met target", "912", "1,000"],
        ["Aug 2026", "84.0%", "90%", "Missed target", "840", "1,000"],
    ]


def test_a_long_table_is_folded_and_whole() -> None:
    """13 months stand open, the others in the same page below a fold."""
    found = record([80.0 + place for place in range(20)])
    newest, older = values.tables(found, WORDING)
    assert newest is not None
    assert older is not None
    assert (newest.count, older.count) == (13, 7)
    page = render(shown(found))
    assert len(page.tree.xpath("//details//tbody/tr")) == 7
    assert page.tree.xpath("string(//details//caption)") == (
        "Requests completed on time: older months"
    )


def test_status_and_note_have_columns_where_there_are_any() -> None:
    """What is not final is said in words; what is absent says why, and is no zero."""
    rows = [
        {"period": month(2026, 7), "value": 12, "note": "A strike."},
        {"period": month(2026, 8), "obs_status": "suppressed", "attainment": "no_data"},
        {"period": month(2026, 9), "value": 14, "obs_status": "provisional"},
    ]
    found = record([14], metric=metric(unit=REQUESTS, measure=SUM, targets=()), series=series(rows))
    newest, _ = values.tables(found, WORDING)
    assert columns(newest) == ["Period", "Value (requests)", "Status of the value", "Note"]
    assert cells(newest) == [
        ["Sep 2026", "14", "Provisional", ""],
        ["Aug 2026", "withheld to protect privacy", "Withheld to protect privacy", ""],
        ["Jul 2026", "12", "Final", "A strike."],
    ]


def test_a_missed_value_is_not_rounded_onto_its_target_in_the_table() -> None:
    """89.96 near a target of 90 is not written 90.0."""
    newest, _ = values.tables(record([89.96, 90.04]), WORDING)
    assert [row[1:4] for row in cells(newest)] == [
        ["90.0%", "90%", "Met target"],
        ["89.96%", "90%", "Near target"],
    ]


def test_a_range_is_one_cell() -> None:
    """Both ends of a target stand in its column."""
    rows = [{"period": month(2026, 9), "value": 7.5, "target_low": 7, "target_high": 8.5}]
    found = record([7.5], metric=metric(unit=Unit("pH", decimals=1)), series=series(rows))
    newest, _ = values.tables(found, WORDING)
    assert cells(newest)[0][2] == "7 to 8.5"


def test_members_are_shown_for_the_newest_period_and_a_year_before() -> None:
    """A member without a value then says so; a suppressed one is explained."""
    withheld = months([90.0] * 13)
    withheld.loc[12, ["value", "obs_status", "attainment"]] = [
        float("nan"),
        "suppressed",
        "no_data",
    ]
    zones = (
        Member("Zone 1", frame_of(months([80.0 + place for place in range(13)])), None),
        Member("Zone 2", frame_of(withheld), None),
        Member("Zone 3", frame_of(months([77.0], month(2026, 8))), None),
    )
    page = shown(record(breakdowns=(Breakdown("zone", "Zone", zones),)))
    (part,) = page.breakdowns
    assert part.title == "By zone"
    assert part.table.caption == "Requests completed on time by zone, September 2026"
    assert cells(part.table) == [
        ["Zone 1", "92.0%", "80.0%"],
        ["Zone 2", "withheld to protect privacy", "90.0%"],
        ["Zone 3", "–", "–"],
    ]
    assert part.note.startswith("Some values are withheld")


def test_members_are_not_shown_for_a_period_that_has_not_ended() -> None:
    """Part of a month beside a whole one would be no comparison (as of November 1)."""
    zones = (Member("Zone 1", frame_of(months([80.0, 85.0, 40.0], month(2026, 11))), None),)
    (part,) = shown(record(breakdowns=(Breakdown("zone", "Zone", zones),))).breakdowns
    assert part.table.caption == "Requests completed on time by zone, October 2026"
    assert cells(part.table) == [["Zone 1", "85.0%", "–"]]


def test_a_range_for_the_year_is_shown_whole_while_a_part_of_it_is_judged() -> None:
    """A year's 1,200 to 2,400 requests are 300 to 600 after three months of twelve."""
    year = Target(month(2025, 7), near=0, low=1200, high=2400, basis="fiscal-year", prorate=True)
    part = replace(year, low=300, high=600)
    defined = metric(unit=REQUESTS, measure=SUM, direction=Direction.RANGE, targets=(year,))
    seen = observed(150)
    judgement = judged(
        Attainment.MET, seen, basis="year-to-date", fiscal_year=2027, value=450, target=part
    )
    page = shown(record([100, 150, 200], metric=defined, latest=seen, judgement=judgement))
    assert page.finding.startswith(
        "The result was 450 requests in fiscal year 2027 up to September 30, 2026, "
        "within the target range of 300 requests to 600 requests: the year's target in proportion"
    )
    goal = {fact.term: fact.words for fact in page.goal}
    assert goal["Target"] == "1,200 requests to 2,400 requests in the fiscal year"


def test_a_volume_that_is_the_denominator_is_shown_once() -> None:
    """Two columns with the same title and the same figures would be a riddle."""
    measure = replace(RATIO, volume="requests")
    table = months([84.0, 91.2]).assign(volume=1000.0)
    newest, _ = values.tables(record(series=table, metric=metric(measure=measure)), WORDING)
    once, _ = values.tables(record([84.0, 91.2]), WORDING)
    assert columns(newest) == columns(once)
    assert measure.columns == ("on_time", "requests")


def test_fiscal_years_are_the_last_five_and_the_current_one() -> None:
    """New York's form: value, target, attainment, how much of the year there is."""
    years = [fiscal_year(year, 80.0 + year - 2019) for year in range(2019, 2027)]
    years.append(fiscal_year(2027, 91.5, ended=False, periods=3, attainment=Attainment.PENDING))
    table = fiscal.table(record(fiscal_years=tuple(years)), WORDING)
    assert [row[0] for row in cells(table)] == [
        "2027 so far",
        "2026",
        "2025",
        "2024",
        "2023",
        "2022",
    ]
    assert cells(table)[0] == ["2027 so far", "91.5%", "90%", "Not judged yet", "3 of 12"]
    assert cells(table)[1] == ["2026", "87.0%", "90%", "Met target", "12 of 12"]


@pytest.mark.parametrize(
    ("properties", "value", "attainment"),
    [
        (
            {
                "low": 88.0,
                "high": 93.1,
                "basis": "share of periods",
                "periods_met": 9,
                "periods_judged": 12,
            },
            "88.0% to 93.1% (not additive)",
            "Met target (met in 9 of 12 months)",
        ),
        ({"low": 88.0, "high": 88.0}, "88.0% (not additive)", "Met target"),
        ({"periods": 10}, "Incomplete", "Met target"),
    ],
)
def test_a_year_without_an_aggregate_says_why(
    properties: dict[str, Any], value: str, attainment: str
) -> None:
    """A value that does not add up is a range, and an incomplete sum is no sum."""
    table = fiscal.table(record(fiscal_years=(fiscal_year(2026, None, **properties),)), WORDING)
    assert cells(table)[0][1] == value
    assert cells(table)[0][3] == attainment


def test_years_without_a_value_have_no_table() -> None:
    """A table of dashes helps nobody."""
    assert fiscal.table(record(fiscal_years=(fiscal_year(2026, None, periods=0),)), WORDING) is None
    assert fiscal.table(record(), WORDING) is None


def test_actions_are_dated_owned_and_the_newest_first() -> None:
    """What the city is doing, by whom, since when."""
    actions = (
        Action(date(2026, 6, 1), "Commissioner of Public Works", "New trucks."),
        Action(date(2026, 10, 15), "Deputy Commissioner", "Two more *crews*."),
    )
    page = render(shown(record(metric=metric(actions=actions))))
    notes = page.tree.xpath("//section[@aria-labelledby='doing']//li")
    assert [" ".join(n.text_content().split()) for n in notes] == [
        "October 15, 2026 · Deputy Commissioner Two more crews.",
        "June 1, 2026 · Commissioner of Public Works New trucks.",
    ]
    assert page.tree.xpath("//time/@datetime") == ["2026-10-15", "2026-06-01"]


def test_revisions_are_listed_with_their_notes() -> None:
    """A changed value is not hidden in the series."""
    table = months([84.0, 91.2])
    table.loc[0, ["obs_status", "note"]] = [ObsStatus.REVISED.value, "Was 83.0: late reports."]
    page = shown(record([84.0, 91.2], series=table))
    assert cells(page.method.revisions) == [["Aug 2026", "84.0%", "Was 83.0: late reports."]]
    assert shown(record()).method.revisions is None


def test_the_facts_say_what_is_wanted_and_what_is_next() -> None:
    """Target and direction beside the value; frequency, kind, and the next value's day."""
    page = shown(record())
    assert {fact.term: str(fact.words) for fact in page.goal} == {
        "Target": "At least 90%",
        "Wanted": "Higher is better",
    }
    assert {fact.term: str(fact.words) for fact in page.facts} == {
        "Reported": "Monthly; due within 20 days of the end of the month",
        "Kind of metric": "Quality: how well it is done",
        "Next value": "October 2026, due November 20, 2026",
    }


def test_nothing_more_is_expected_of_a_retired_metric() -> None:
    """No next value, and the stage beside the badge."""
    page = shown(record(metric=metric(stage=Stage.RETIRED)))
    assert page.stage == "Retired"
    assert "Next value" not in {fact.term for fact in page.facts}


def test_a_borrowed_definition_names_its_source() -> None:
    """Where a definition comes from elsewhere it is a link."""
    borrowed = metric(borrowed_from=Link("Other City", "https://example.org/d"))
    facts = {fact.term: fact.words for fact in shown(record(metric=borrowed)).facts}
    assert facts["Definition borrowed from"] == '<a href="https://example.org/d">Other City</a>'


def test_downloads_are_those_that_were_made_with_their_sizes() -> None:
    """A file that the build did not make is not offered."""
    whole = portal(record())
    made = {
        urls.metric("requests-on-time", "data.csv"): 431,
        urls.metric("requests-on-time", "chart.svg"): 12_345,
    }
    page = page_of(whole.records[0], context(whole, {}, made, SETTINGS), ())
    assert [(d.title, d.size) for d in page.downloads] == [
        ("All values (CSV)", "431 bytes"),
        ("The chart (SVG)", "12 KB"),
    ]
    assert page.figure is None


def test_the_citation_names_publisher_edition_date_and_address() -> None:
    """What a journalist needs to be checked by others."""
    assert shown(record()).citation == (
        "Demo City. “Requests completed on time.” Focus on Results. "
        "Data package service-requests, version 2026.9.0. Data as of November 1, 2026."
    )
    public = replace(SETTINGS, site_url="https://example.org/p/", publisher="City Hall")
    assert shown(record(), settings=public).citation == (
        "City Hall. “Requests completed on time.” Focus on Results. "
        "Data package service-requests, version 2026.9.0. Data as of November 1, 2026. "
        "https://example.org/p/metrics/requests-on-time/"
    )


def test_related_metrics_are_those_named_then_those_nearby() -> None:
    """The package's own choice first; never the metric itself, never a retired neighbour."""
    found = record(metric=metric(related=("third", "unknown")))
    others = [named(record(), name, name.capitalize()) for name in ("second", "third")]
    gone = record(metric=metric(name="gone", stage=Stage.RETIRED))
    page = shown(found, *others, gone)
    assert [link.title for link in page.related] == ["Third", "Second"]


def test_the_description_is_the_finding() -> None:
    """A search engine shows the number, not a slogan."""
    page: Rendered = render(shown(record()))
    (description,) = page.tree.xpath("//meta[@name='description']/@content")
    assert description == (
        "Requests completed on time: the result was 91.2% in September 2026, "
        "better than the target of 90%."
    )


def test_a_page_of_counts_shows_no_ratio() -> None:
    """The formula, the columns and the units are those of the measure."""
    target = Target(month(2025, 1), near=10, value=100)
    seen = observed(131, target=target)
    found = record(
        [131],
        metric=metric(unit=REQUESTS, measure=SUM, targets=(target,)),
        latest=seen,
        judgement=judged(Attainment.MET, seen),
    )
    page = shown(found)
    assert page.method.formula == (
        "Requests due, added up; over several periods the sum of their values."
    )
    assert page.method.columns == ("requests",)
    assert columns(page.values)[1] == "Value (requests)"


@pytest.mark.parametrize(("year_start", "kind"), [(1, "Year"), (7, "Fiscal year")])
def test_a_yearly_metric_is_shown_by_its_own_years(year_start: int, kind: str) -> None:
    """A count of a calendar year is never called that of a fiscal year."""
    yearly = replace(record().metric, frequency=Frequency.YEAR, year_start=year_start)
    table = fiscal.table(record(metric=yearly, fiscal_years=(fiscal_year(2025, 80.0),)), WORDING)
    assert table is not None
    assert table.columns[0].title == kind
