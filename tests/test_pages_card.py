"""Tests of a metric's card: what stands on it, and what does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html

from performance.model import (
    Attainment,
    Direction,
    Judgement,
    Lateness,
    ObsStatus,
    Record,
    Stage,
    Target,
    YearToDate,
)
from performance.pages.card import card
from performance.pages.latest import latest
from performance.period import month
from rendered import environment
from resident import (
    REQUESTS,
    SUM,
    WORDING,
    changed,
    drawing,
    fiscal_year,
    judged,
    metric,
    observed,
    record,
)


def test_a_card_has_the_facts_in_words() -> None:
    """Name, attainment, latest value with period, target, change on a year ago."""
    found = record(change=changed(observed(91.2), observed(88.1, month(2025, 9)), better=True))
    shown = card(found, drawing().spark, WORDING)
    assert shown.title == "Requests completed on time"
    assert shown.address == "metrics/requests-on-time/"
    assert shown.badge.words == "Met target"
    assert (shown.value, shown.unit, shown.period) == ("91.2%", "", "September 2026")
    assert shown.target == "Target: at least 90%"
    assert shown.change == "3.1 percentage points higher than September 2025"
    assert shown.note == ""
    assert "<svg" in shown.spark


def test_a_count_has_its_unit_in_words() -> None:
    """431 alone would say nothing."""
    target = Target(month(2025, 1), near=10, value=100)
    seen = observed(131, target=target)
    found = record(
        metric=metric(unit=REQUESTS, measure=SUM, direction=Direction.DECREASE, targets=(target,)),
        latest=seen,
        judgement=judged(Attainment.MISSED, seen),
    )
    shown = card(found, "", WORDING)
    assert (shown.value, shown.unit) == ("131", "requests")
    assert shown.target == "Target: at most 100 requests"
    assert shown.spark == ""


def test_a_value_is_not_rounded_onto_its_target() -> None:
    """The card and the sentence say the same figure."""
    seen = observed(89.96)
    found = record(latest=seen, judgement=judged(Attainment.NEAR, seen))
    assert card(found, "", WORDING).value == "89.96%"


def test_the_judged_value_is_shown_and_not_a_newer_one() -> None:
    """The badge and the value beside it are of one period."""
    newer = observed(70.0, month(2026, 10), obs_status=ObsStatus.PROVISIONAL)
    shown = card(record(latest=newer), "", WORDING)
    assert (shown.value, shown.period) == ("91.2%", "September 2026")


def test_the_last_value_is_shown_where_the_judged_one_is_absent() -> None:
    """A missing value is no value of zero."""
    absent = observed(None, obs_status=ObsStatus.MISSING)
    found = record(
        latest=observed(88.0, month(2026, 8)),
        judgement=Judgement(Attainment.NO_DATA, absent, reason="missing"),
    )
    shown = card(found, "", WORDING)
    assert (shown.badge.words, shown.value, shown.period) == ("No data", "88.0%", "August 2026")


def test_a_metric_without_values_has_none() -> None:
    """No zero, no dash, no period."""
    found = record(
        (),
        metric=metric(targets=()),
        latest=None,
        judgement=Judgement(Attainment.NO_DATA, reason="no_data"),
    )
    shown = card(found, "", WORDING)
    assert (shown.value, shown.unit, shown.period) == ("No value", "", "")
    assert (shown.target, shown.change) == ("", "")


@pytest.mark.parametrize(
    ("found", "note"),
    [
        (record(metric=metric(stage=Stage.PILOT)), "Pilot"),
        (record(metric=metric(stage=Stage.RETIRED)), "Retired"),
        (
            record(lateness=Lateness(month(2026, 8), date(2026, 9, 20), 42, 2)),
            "42 days late",
        ),
        (record(lateness=Lateness(month(2026, 8), date(2026, 9, 20), 1, 1)), "1 day late"),
        (
            record(
                judgement=judged(Attainment.MET, observed(91.2, obs_status=ObsStatus.PROVISIONAL))
            ),
            "Provisional",
        ),
    ],
)
def test_a_note_says_what_a_reader_must_know(found: Record, note: str) -> None:
    """Stage, lateness, provisional values and the year that was judged."""
    assert card(found, "", WORDING).note == note


YEARLY = Target(month(2025, 7), near=100, value=1200, basis="fiscal-year")


def of_a_year(basis: str, **properties: Any) -> Record:
    """Return a record of counts with a target of the whole year, judged by a year's value."""
    seen = observed(110, month(2026, 6), target=YEARLY)
    given: dict[str, Any] = {"basis": basis, "fiscal_year": 2026, "value": 1310}
    return record(
        metric=metric(unit=REQUESTS, measure=SUM, targets=(YEARLY,)),
        latest=observed(95, target=YEARLY),
        judgement=judged(Attainment.MET, seen, **(given | properties)),
        fiscal_years=(fiscal_year(2025, 1150.0), fiscal_year(2026, 1310.0)),
        change=changed(observed(95), observed(90, month(2025, 9))),
    )


def test_a_metric_judged_by_its_year_shows_the_year() -> None:
    """Badge, value, period and target speak of the same; the newest month is a note."""
    shown = card(of_a_year("fiscal-year"), "", WORDING)
    assert (shown.value, shown.unit, shown.period) == ("1,310", "requests", "fiscal year 2026")
    assert shown.target == "Target: at least 1,200 requests in the fiscal year"
    assert shown.change == ""
    assert shown.note == "Newest value, September 2026: 95"
    said = latest(of_a_year("fiscal-year"), WORDING)
    assert (said.label, said.earlier) == ("FY2026", "1,150")


def test_a_prorated_year_shows_the_part_of_its_target() -> None:
    """250 of 1,200 would look like a miss where 300 are due so far."""
    found = of_a_year("year-to-date", fiscal_year=2027, value=310, target_value=300.0)
    so_far = YearToDate(2027, month(2026, 9), 3, 310.0, 290.0, 20.0, 6.9, 300.0, Attainment.MET)
    said = latest(replace(found, year_to_date=so_far), WORDING)
    assert (said.value, said.period) == ("310", "fiscal year 2027 so far")
    assert said.target == "at least 1,200 requests in the fiscal year; 300 requests of it so far"
    assert (said.label, said.earlier, said.newest) == ("FY2027 so far", "290", "")


def test_the_name_is_the_only_link_and_the_sparkline_is_hidden() -> None:
    """One stop for the keyboard, one name for the ear."""
    template = environment().from_string(
        '{% from "macros/card.html" import show %}<ul>{{ show(card, "../") }}</ul>'
    )
    shown = card(record(), drawing().spark, WORDING)
    tree = html.fragment_fromstring(template.render(card=shown))
    assert tree.xpath("//a/@href") == ["../metrics/requests-on-time/"]
    assert tree.xpath("string(//h3/a)") == "Requests completed on time"
    assert tree.xpath("//*[@class='trace']/@aria-hidden") == ["true"]
    badge = tree.xpath("//*[contains(@class, 'badge')]")[0]
    assert badge.xpath(".//*[local-name()='use']/@href") == ["#icon-met"]
    assert badge.text_content().strip() == "Met target"
