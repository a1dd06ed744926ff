"""The pages of the packs of meetings."""

import dataclasses
from collections.abc import Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from performance import pages, urls
from performance.model import (
    Action,
    Attainment,
    Briefing,
    Cabinet,
    Decision,
    Department,
    Drawing,
    FrontLine,
    Lateness,
    Memo,
    Mover,
    ObsStatus,
    Origin,
    Pack,
    Portal,
    Publication,
    Record,
    Roundtable,
    Rule,
    Trend,
    UnitResult,
)
from performance.pages.packs.cabinet import CabinetPage
from performance.pages.packs.roundtable import RoundtablePage
from performance.period import month
from rendered import SETTINGS, Rendered, files, render
from resident import drawing, judged, metric, months, named, observed, portal, record

PUBLIC = Publication.PUBLISHED
ORIGIN = Origin("content/briefings/2026-09/cabinet.md")
SEPTEMBER = month(2026, 9)
HOSTILE = '<script>alert("x")</script>'


def decision(text: str, **facts: object) -> Decision:
    """Return a decision of September 10, 2026 that is open."""
    given: dict[str, object] = {
        "decided": date(2026, 9, 10),
        "owner": "Commissioner of Public Works",
        "due": date(2026, 12, 31),
        "metric": "requests-on-time",
        "level": "at least 92%",
    }
    return Decision(direction=text, **(given | facts))  # type: ignore[arg-type]


def missed() -> Record:
    """Return a metric that missed its target in September, with an action before and one after."""
    value = observed(84.0, attainment=Attainment.MISSED)
    actions = (
        Action(date(2026, 9, 1), "Director", "Two **more** crews."),
        Action(date(2026, 10, 30), "Director", "Too late for the meeting."),
    )
    return record(
        [90.0] * 15 + [84.0],
        metric=metric(actions=actions),
        judgement=judged(Attainment.MISSED, value),
        latest=value,
    )


def city(briefing: Briefing, *records: Record, **facts: object) -> Portal:
    """Return a portal with one month's packs over records."""
    found = records or (missed(),)
    pack = Pack(briefing, {r.metric.name: r for r in found}, **facts)  # type: ignore[arg-type]
    return replace(portal(*found), packs=(pack,))


def made(
    found: Portal, drawings: Mapping[str, Mapping[str, Drawing]] | None = None
) -> dict[str, Rendered]:
    """Return the pages of the meetings, by address."""
    own = {r.metric.name: drawing(r.metric.name) for r in found.records}
    drawn = drawings if drawings is not None else {"2026-09": own}
    built = pages.build(found, own, files(found), SETTINGS, meetings=drawn)
    return {p.address: render(p) for p in built if p.address.startswith(urls.BRIEFINGS)}


def table(page: Rendered, name: str) -> list[list[str]]:
    """Return the words of the body of the table with an id."""
    rows = page.tree.xpath(f"//table[caption[@id='{name}']]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


CABINET = Cabinet(
    ("requests-on-time",),
    PUBLIC,
    ORIGIN,
    date=date(2026, 10, 20),
    decisions=(decision(f"Do it {HOSTILE}"),),
    body="Welcome.",
)


def test_without_packs_there_is_no_page_and_no_link() -> None:
    """A city that meets in private shows nothing of it, not even a list."""
    assert made(portal(record())) == {}
    site = {p.address: p for p in pages.build(portal(record()), {}, {}, SETTINGS)}
    assert urls.BRIEFINGS not in [link.address for link in site[""].site.footer]
    shown = {
        p.address: p
        for p in pages.build(city(Briefing(SEPTEMBER, cabinet=CABINET)), {}, {}, SETTINGS)
    }
    assert urls.BRIEFINGS in [link.address for link in shown[""].site.footer]
    assert f'href="../{urls.BRIEFINGS}"' in render(shown[urls.REPORTING]).text


def test_the_list_and_the_month_lead_to_every_pack() -> None:
    """Each pack is linked from both, with the day of its meeting, and a draft is marked."""
    sheet = FrontLine("zone-3", "Zone 3", ("requests-on-time",), PUBLIC, ORIGIN, member="Zone 3")
    table_ = Roundtable("public-works", Publication.DRAFT, ORIGIN)
    memo = Memo(PUBLIC, ORIGIN, body="Words.")
    found = made(city(Briefing(SEPTEMBER, (table_,), CABINET, memo, (sheet,))))
    packs = {
        "briefings/2026-09/cabinet/",
        "briefings/2026-09/memo/",
        "briefings/2026-09/roundtable/public-works/",
        "briefings/2026-09/front-line/zone-3/",
    }
    assert set(found) == {"briefings/", "briefings/2026-09/", *packs}
    for address, root in (("briefings/", "../"), ("briefings/2026-09/", "../../")):
        page = found[address]
        assert {f"{root}{pack}" for pack in packs} <= {href for href, _ in page.links()}
        assert "Meeting: October 20, 2026." in page.words
        assert page.words.count("Draft") == 1
    assert "This pack is not public" in found["briefings/2026-09/roundtable/public-works/"].words
    assert "This pack is not public" not in found["briefings/2026-09/cabinet/"].words


def test_the_cabinets_briefing_opens_with_the_last_log_then_a_page_a_metric() -> None:
    """Carried decisions with their state in words, each metric's finding, chart, notes and log."""
    carried = (
        decision("Late", due=date(2026, 10, 1)),
        decision("Open"),
        decision("Done", done=date(2026, 10, 2)),
    )
    found = city(Briefing(SEPTEMBER, cabinet=CABINET), carried=carried)
    page = made(found)["briefings/2026-09/cabinet/"]
    assert isinstance(page.page, CabinetPage)
    states = [(row[0], row[-1]) for row in table(page, "carried")]
    assert states == [
        ("Late.", "Open, past its day"),
        ("Open.", "Open"),
        ("Done.", "Done on October 2, 2026"),
    ]
    assert table(page, "carried")[1][1:5] == [
        "Requests completed on time",
        "at least 92%",
        "Commissioner of Public Works",
        "December 31, 2026",
    ]
    sheets = page.tree.xpath("//section[@class='sheet']")
    assert len(sheets) == 2
    words = " ".join(sheets[0].text_content().split())
    assert "The result was 84.0% in September 2026, worse than the target of 90%." in words
    assert "Two more crews." in words
    assert "Too late" not in words
    assert len(sheets[0].xpath(".//svg[contains(@class, 'chart')]")) == 2
    assert table(page, "decided-requests-on-time")[0][0].startswith("Do it")
    assert "Values up to the end of September 2026 and no later" in page.words
    assert HOSTILE not in page.text


def test_the_roundtable_has_misses_late_data_actions_and_every_metric() -> None:
    """Misses stand first and lead to the metric below; each metric has its newest 13 periods."""
    late = named(
        record(),
        "late",
        "Late one",
        lateness=Lateness(month(2026, 8), date(2026, 9, 20), 30, 1),
        judgement=judged(Attainment.LATE),
    )
    written = Roundtable(
        "public-works",
        PUBLIC,
        ORIGIN,
        date=date(2026, 10, 20),
        focus="Streets",
        decisions=(decision("Agreed", level=""),),
        body="What helps?",
    )
    found = city(
        Briefing(SEPTEMBER, (written,)), missed(), late, open={"public-works": (decision("Open"),)}
    )
    page = made(found)["briefings/2026-09/roundtable/public-works/"]
    assert isinstance(page.page, RoundtablePage)
    assert table(page, "behind") == [
        ["Requests completed on time", "Missed target", "84.0%", "Sep 2026", "at least 90%"]
    ]
    anchor = page.tree.xpath("//table[caption[@id='behind']]//a/@href")[0]
    assert page.tree.xpath(f"//h3[@id='{anchor.split('#')[1]}']")
    assert table(page, "late")[0][:3] == ["Late one", "30", "Aug 2026"]
    assert table(page, "carried")[0][0] == "Open."
    # No decision of this meeting names a level: there is no empty column.
    assert "–" not in table(page, "agreed")[0]
    rows = table(page, "values-requests-on-time")
    assert len(rows) == 13
    assert rows[0] == ["Sep 2026", "84.0%", "90%", "Missed target"]
    assert "In focus: Streets" in page.words
    assert page.tree.xpath("//h3[.='Late one']")
    assert len(page.tree.xpath("//div[@class='lines']")) == 3


def test_a_memo_has_the_authors_words_and_what_moved_by_rule() -> None:
    """Each mover says in words why it is there, with the figures that decide it."""
    found = record(
        [95.0, 84.0], trend=Trend("improving", 2.5, 0.01, month(2024, 10), SEPTEMBER, 24)
    )
    movers = (
        Mover("requests-on-time", Rule.TREND),
        Mover("requests-on-time", Rule.ATTAINMENT, month(2026, 8), SEPTEMBER, score=-2),
        Mover(
            "requests-on-time",
            Rule.CHANGE,
            month(2025, 9),
            SEPTEMBER,
            difference=-11.0,
            usual=0.5,
            spread=2.0,
            count=24,
            score=-5.75,
        ),
    )
    memo = Memo(PUBLIC, ORIGIN, to="Mayor", sender="Director", body="## Look\n\nAt **this**.")
    page = made(city(Briefing(SEPTEMBER, memo=memo), found, movers=movers))[
        "briefings/2026-09/memo/"
    ]
    assert (
        "Improving from October 2024 to September 2026: up about 2.5 percentage points a year"
        in (page.words)
    )
    assert (
        "Missed target in September 2026 (84.0%), after met target in August 2026 (95.0%)."
        in page.words
    )
    assert (
        "September 2026 was 11.0 percentage points lower than September 2025. The middle one of "
        "the 24 year-on-year changes before it was 0.5 percentage points up. This change lies 5.8 "
        "times their usual spread (2.0 percentage points) away from it." in page.words
    )
    assert page.tree.xpath("//h2[.='Look']")
    assert "To Mayor" in " ".join(page.tree.xpath("string(//dl)").split()).replace("ToM", "To M")


def test_a_memo_without_movers_says_so() -> None:
    """Nothing that moved is told as such, by each rule."""
    memo = Memo(Publication.DRAFT, ORIGIN)
    page = made(city(Briefing(SEPTEMBER, memo=memo)))["briefings/2026-09/memo/"]
    assert "No metric has a significant trend." in page.words
    assert "No change is out of the usual." in page.words
    assert "The author's words are still to be written." in page.words


SHEET = FrontLine("zone-3", "Zone 3", ("requests-on-time",), PUBLIC, ORIGIN, member="Zone 3")


def test_a_sheet_has_the_units_result_beside_the_whole() -> None:
    """Its value, its attainment, the whole's, its share of what was counted, the month before."""
    result = UnitResult(
        "requests-on-time",
        observed(94.1),
        observed(92.0, month(2026, 8)),
        observed(93.6),
        part=212,
        total=1941,
        percent=100 * 212 / 1941,
        counted="requests",
    )
    found = city(Briefing(SEPTEMBER, front_line=(SHEET,)), units={"zone-3": (result,)})
    page = made(found)["briefings/2026-09/front-line/zone-3/"]
    for words in (
        "94.1% September 2026",
        "Met target Target: at least 90%.",
        "The whole city: 93.6%.",
        # 212 ÷ 1,941 = 10.92%.
        "Requests due: 212 of the city's 1,941 (10.9%).",
        "August 2026: 92.0%.",
    ):
        assert words in page.words


def test_a_sheet_shows_no_figure_of_what_is_withheld() -> None:
    """The words stand in the place of the value; there is neither share nor verdict."""
    own = observed(
        None, attainment=Attainment.NO_DATA, obs_status=ObsStatus.SUPPRESSED, target=None
    )
    result = UnitResult("requests-on-time", own, whole=observed(93.6))
    found = city(Briefing(SEPTEMBER, front_line=(SHEET,)), units={"zone-3": (result,)})
    page = made(found)["briefings/2026-09/front-line/zone-3/"]
    section = " ".join(page.tree.xpath("string(//section)").split())
    assert section == (
        "Requests completed on time Withheld to protect privacy September 2026 "
        "The whole city: 93.6%."
    )


@pytest.mark.parametrize("address", ["cabinet/", "roundtable/parks/"])
def test_a_pack_of_metrics_without_a_value_is_a_page(address: str) -> None:
    """Before the first value there is a page that says so."""
    empty = record((), series=months([]), judgement=judged(Attainment.NO_DATA))
    empty = dataclasses.replace(empty, department=Department("parks", "Parks"))
    briefing = Briefing(
        SEPTEMBER, (Roundtable("parks", PUBLIC, ORIGIN),), replace(CABINET, decisions=())
    )
    page = made(city(briefing, empty))[f"briefings/2026-09/{address}"]
    assert "No value has been published yet." in page.words
