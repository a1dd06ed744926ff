"""The metric library, and the life of a definition on its metric's page."""

from datetime import date

from msgspec.structs import replace

import rendered
import resident
from performance.model import Link, Stage, StageBegun
from reference import METRIC, cells, portal, record, shown, words

HISTORY = (
    StageBegun(date(2025, 3, 1), Stage.PROPOSED, note="Asked for by residents."),
    StageBegun(date(2025, 9, 1), Stage.PILOT, "Data desk", "Counted by hand."),
)


def test_definitions_stand_by_stage_with_all_that_borrowers_need() -> None:
    """A row says what is measured, in which unit, what is wanted, since when and from whom."""
    pilot = replace(
        METRIC,
        name="pilot",
        title="A pilot",
        stage=Stage.PILOT,
        description="Share of *requests* closed in time. Counted by the day.",
        history=HISTORY,
        borrowed_from=Link("Boston, CityScore", "https://example.org/"),
    )
    main = shown("metrics/library/", portal(record(), record(pilot)))
    assert words(main.xpath("./p[@class='lead']")[0]) == (
        "2 metrics are defined. Other cities may borrow any definition."
    )
    assert main.xpath("//nav[@aria-label='Metrics by stage']//a/@href") == ["#live", "#pilot"]
    assert main.xpath("//h2/@id") == ["live", "pilot"]
    table = main.xpath("//table[caption='Pilot metrics']")[0]
    assert cells(table) == [
        [
            "A pilot", "Share of requests closed in time.", "percent", "Higher is better",
            "Quality", "Public Works", "September 1, 2025", "Boston, CityScore",
        ]
    ]  # fmt: skip
    assert table.xpath(".//a/@href") == [
        "../../metrics/pilot/", "../../departments/public-works/", "https://example.org/",
    ]  # fmt: skip


def test_an_unsafe_source_is_words_and_an_unknown_date_a_dash() -> None:
    """Nothing is claimed that a package does not say, and no link runs code."""
    odd = replace(METRIC, description="", borrowed_from=Link("Anywhere", "javascript:alert(1)"))
    main = shown("metrics/library/", portal(record(odd)))
    row = cells(main.xpath("//table[caption='Live metrics']")[0])[0]
    assert row[1] == row[6] == "–"
    assert row[7] == "Anywhere"
    assert "javascript" not in " ".join(main.xpath("//a/@href"))


def test_a_library_without_metrics_says_so() -> None:
    """The page is there from the first day."""
    main = shown("metrics/library/", replace(portal(), records=()))
    assert words(main.xpath("./p[@class='lead']")[0]) == "No metric is defined yet."
    assert not main.xpath("//table")


def test_every_page_leads_to_the_library() -> None:
    """The footer has the link."""
    page = rendered.site(resident.portal(resident.record()))[""]
    assert ("metrics/library/", "Metric library") in list(page.links())


def test_a_metrics_page_tells_the_life_of_its_definition() -> None:
    """The day, the stage, the office that agreed, and why; no person."""
    found = resident.record(metric=resident.metric(stage=Stage.PILOT, history=HISTORY))
    page = rendered.site(resident.portal(found))[f"metrics/{found.metric.name}/"]
    told = page.tree.xpath("//h3[.='Life of the definition']/following-sibling::dl[1]")[0]
    assert [(words(e.find("dt")), words(e.find("dd"))) for e in told.findall("div")] == [
        ("March 1, 2025", "Proposed. Asked for by residents."),
        ("September 1, 2025", "Pilot, agreed by Data desk. Counted by hand."),
    ]
    assert "Pilot" in page.tree.xpath("//span[@class='stage']/text()")


def test_a_metric_without_history_says_nothing_of_it() -> None:
    """No heading without words below it."""
    found = resident.record()
    page = rendered.site(resident.portal(found))[f"metrics/{found.metric.name}/"]
    assert "Life of the definition" not in page.words
