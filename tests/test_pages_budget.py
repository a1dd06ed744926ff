"""The pages of the budget as HTML: addresses, figures, words, joins, and what is left out."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import html
from msgspec.structs import replace

from budgets import AS_OF, HEADER, LINES, portal, write
from conftest import Builder
from performance import chart
from performance.chart.money import plans
from performance.model import Portal
from performance.pages.budget.treemap import tiles
from performance.text import Wording
from rendered import SETTINGS, Rendered, site

SOLD = (
    "month,requests,on_time\n"
    + "".join(f"2024-{month:02d},20,10\n" for month in range(7, 13))
    + "".join(f"2025-{month:02d},20,10\n" for month in range(1, 7))
)


def pages(found: Portal) -> Mapping[str, Rendered]:
    """Return every page of a portal, with the budget's true charts left out."""
    return site(found, settings=replace(SETTINGS, as_of=AS_OF))


@pytest.fixture
def small(tmp_path: Path) -> Mapping[str, Rendered]:
    """The pages of the small budget."""
    write(tmp_path)
    return pages(portal(tmp_path))


def rows(page: Rendered, name: str) -> list[list[str]]:
    """Return the cells of the table that a caption of this id names."""
    found = page.tree.xpath(f"//table[caption[@id='{name}']]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def test_every_unit_has_its_permanent_address(small: Mapping[str, Rendered]) -> None:
    """Years, lists, departments, programs, funds, accounts, revenue, and the two measures."""
    assert {address for address in small if address.startswith("budget/")} == {
        "budget/",
        "budget/2025/",
        "budget/2026/",
        "budget/departments/",
        "budget/departments/parks/",
        "budget/departments/parks/programs/pools/",
        "budget/departments/parks/programs/trees/",
        "budget/departments/public-works/",
        "budget/departments/public-works/programs/trash/",
        "budget/departments/public-works/programs/trees/",
        "budget/funds/",
        "budget/funds/general/",
        "budget/funds/grants/",
        "budget/programs/",
        "budget/accounts/",
        "budget/accounts/wages/",
        "budget/accounts/savings/",
        "budget/revenue/",
        "budget/revenue/property-tax/",
        "budget/revenue/fees/",
        "budget/per-resident/",
        "budget/inflation-adjusted/",
    }


def test_the_overview_says_the_newest_total_and_what_came_of_the_last(
    small: Mapping[str, Rendered],
) -> None:
    """220 of 2026 is a tenth more than 200; 190 of the 200 of 2025 were spent; 220 ÷ 10 is 22."""
    words = small["budget/"].words
    assert (
        "The adopted budget of fiscal year 2026 for Demo City is $220, 10.0% more than the year "
        "before. That is $22 for each resident. In fiscal year 2025, $190 was spent, 95.0% of the "
        "adopted amount."
    ) in words
    assert "The revenue in the adopted budget of fiscal year 2026 for Demo City is $220" in words


def test_a_year_shows_its_own_book_with_phases_side_by_side(small: Mapping[str, Rendered]) -> None:
    """In 2025 Trees' 40 stood in Public Works: 60 + 40, of which 55.50 + 44.50 was spent."""
    assert rows(small["budget/2025/"], "by-expenditure-department") == [
        ["Parks", "$100", "$90", "50.0%", "–"],
        ["Public Works", "$100", "$100", "50.0%", "–"],
    ]
    assert rows(small["budget/2026/"], "by-expenditure-department") == [
        ["Parks", "$154", "70.0%", "+10.0% after moves"],
        ["Public Works", "$66", "30.0%", "+10.0% after moves"],
    ]


def test_a_department_tells_of_its_moves_and_of_its_own_books(
    small: Mapping[str, Rendered],
) -> None:
    """Years are comparable, and what the year's own budget said stands beside it."""
    page = small["budget/departments/parks/"]
    assert (
        "Since FY2026 the money of Trees (Public Works) stands under Trees (Parks); changes and "
        "the table of years count it as if it always had. The gardeners moved."
    ) in page.words
    assert rows(page, "years") == [
        ["FY2026", "$154", "–", "+10.0%", "$154", "$15.40", "$154"],
        ["FY2025", "$140", "$134.50", "–", "$100", "$17.50", "$154"],
    ]


def test_a_unit_that_moved_away_keeps_its_page(small: Mapping[str, Rendered]) -> None:
    """Its address stays, and says where the money is now."""
    page = small["budget/departments/public-works/programs/trees/"]
    assert "The budget has no money under this name after fiscal year 2025." in page.words
    assert "stands under Trees (Parks)" in page.words
    assert rows(page, "years")[0][:3] == ["FY2025", "$40", "$44.50"]


def test_reductions_are_told_and_have_no_bar(small: Mapping[str, Rendered]) -> None:
    """A share of a negative amount would mean nothing."""
    page = small["budget/departments/parks/programs/pools/"]
    assert rows(page, "by-expenditure-account") == [
        ["Wages", "$120", "100.0%", "+20.0%"],
        ["Savings", "−$10", "–", "New"],
    ]
    bars = page.tree.xpath("//table[caption[@id='by-expenditure-account']]//rect/@width")
    assert bars == ["100.00%"]
    assert "Amounts below zero are reductions" in page.words


def test_measures_say_their_source_and_base_year(small: Mapping[str, Rendered]) -> None:
    """200 ÷ 8 and 220 ÷ 10; 200 × 110 ÷ 100."""
    each = small["budget/per-resident/"]
    assert rows(each, "all-expenditure") == [["FY2026", "$22", "–"], ["FY2025", "$25", "$23.75"]]
    assert "Source of the number: population." in each.words
    real = small["budget/inflation-adjusted/"]
    assert rows(real, "all-expenditure") == [["FY2026", "$220", "–"], ["FY2025", "$220", "$209"]]
    assert "in prices of fiscal year 2026" in real.words
    assert "Source of the index: prices." in real.words


def test_measures_exist_only_where_their_figures_are_given(tmp_path: Path) -> None:
    """Without residents and prices there is no page, no column and no link to them."""
    write(tmp_path, population=None, prices=None)
    made = pages(portal(tmp_path))
    assert "budget/per-resident/" not in made
    assert "budget/inflation-adjusted/" not in made
    assert "resident" not in made["budget/"].words.lower()


def test_every_page_ends_with_the_document_that_decides_and_the_words(
    small: Mapping[str, Rendered],
) -> None:
    """The definitive source, the package, the glossary's words and the budget's own styles."""
    for address, page in small.items():
        if address.startswith("budget/"):
            assert "The ordinance decides." in page.words
            assert "The amount that the council set before the year began." in page.words
            links = [href for href, _ in page.links()]
            assert any(href.endswith("data/city-budget/") for href in links)
            assert page.tree.xpath("//link[contains(@href, 'budget.css')]")
        else:
            assert not page.tree.xpath("//link[contains(@href, 'budget.css')]")


def test_every_link_of_the_budget_leads_to_a_page(small: Mapping[str, Rendered]) -> None:
    """Within the site; fund and account of a row lead to their own pages."""
    for address, page in small.items():
        if not address.startswith("budget/"):
            continue
        for href, _ in page.links():
            if href.startswith(("#", "http", "mailto:")):
                continue
            parts = address.rstrip("/").split("/")
            steps = href.split("/")
            up = steps.count("..")
            target = "/".join([*parts[: len(parts) - up], *steps[up:]]).split("#")[0]
            assert target in small or target == "./" or "/latest/" in target, href


def test_the_department_and_home_speak_from_the_budget(small: Mapping[str, Rendered]) -> None:
    """Front matter says 999 for Parks: the budget wins, and no page shows both."""
    parks = small["departments/parks/"]
    assert "Adopted budget$154 in fiscal year 2026" in parks.words
    assert "999" not in parks.words
    home = small[""]
    assert "The adopted budget of fiscal year 2026 for Demo City is $220" in home.words
    assert ("budget/", "Explore the budget") in list(home.links())
    works = small["departments/public-works/"]
    assert ("../../budget/departments/public-works/programs/trash/", "Trash") in list(works.links())


def test_a_city_without_a_budget_keeps_its_front_matter(tmp_path: Path, package: Builder) -> None:
    """No budget page, no link to one, and spending as the department's file says."""
    package()
    made = pages(portal(tmp_path))
    assert not [address for address in made if address.startswith("budget/")]
    assert "Budget" not in made[""].tree.xpath("string(//header)")
    assert "Spending$999 in fiscal year 2025" in made["departments/parks/"].words


def test_a_program_stands_beside_its_metrics_with_the_cost_of_each(
    tmp_path: Path, package: Builder
) -> None:
    """120 requests in time in fiscal year 2025; 55.50 spent: 46.25 cents each, shown as 46."""
    write(tmp_path)
    fields = [
        {"name": "month", "type": "yearmonth"},
        {"name": "requests", "type": "integer", "unit": "requests"},
        {"name": "on_time", "type": "integer", "title": "Closed in time", "unit": "requests"},
    ]
    package(SOLD, fields=fields, program="Trash", targets=None)
    made = pages(portal(tmp_path))
    program = made["budget/departments/public-works/programs/trash/"]
    assert rows(program, "result-requests-on-time") == [
        ["FY2025", "$60", "$55.50", "50.0%", "No target", "$0.46"]
    ]
    assert "Cost for each request (closed in time)" in program.words
    assert "it is not the price of one more" in program.words
    metric = made["metrics/requests-on-time/"]
    assert "The work behind this metric is the program Trash of the budget." in metric.words
    assert (
        "The program's cost for each request (closed in time)$0.46 in fiscal year 2025"
        in metric.words
    )
    assert ("../../budget/departments/public-works/programs/trash/", "Trash") in list(
        metric.links()
    )


@pytest.mark.parametrize(
    ("properties", "rows_"),
    [
        ({"direction": "decrease"}, SOLD),  # Fewer are wanted: the cost of each means nothing.
        ({}, SOLD.replace("2025-06,20,10\n", "")),  # A month is missing.
    ],
)
def test_no_cost_where_fewer_are_wanted_or_the_year_is_not_whole(
    tmp_path: Path, package: Builder, properties: dict[str, str], rows_: str
) -> None:
    """The row stays, the quotient does not."""
    write(tmp_path)
    package(rows_, program="Trash", targets=None, **properties)
    made = pages(portal(tmp_path))
    program = made["budget/departments/public-works/programs/trash/"]
    assert "Cost for each" not in program.words
    assert rows(program, "result-requests-on-time")[0][:3] == ["FY2025", "$60", "$55.50"]


def test_the_chart_has_the_actual_amounts_as_a_line_and_the_adopted_as_steps(
    tmp_path: Path,
) -> None:
    """The picture of each page is called by its address, and described in a sentence."""
    lines = LINES + "2024,adopted,expenditure,General,Parks,Pools,Wages,80,\n"
    lines += "2024,actual,expenditure,General,Parks,Pools,Wages,75,\n"
    write(tmp_path, lines=lines, totals=None)
    found = portal(tmp_path)
    drawn = dict(chart.draw_all(found.records, Wording("en_US", 7), ledger=found.ledger, workers=1))
    whole = drawn["budget/departments/parks/programs/pools/"]
    assert whole.description == (
        "Actual amounts by year: 75 dollars in fiscal year 2024, then 90 dollars in fiscal year "
        "2025; the steps are what was adopted, 110 dollars in fiscal year 2026."
    )
    picture = html.fromstring(whole.wide)
    assert "Adopted 110" in picture.text_content()
    assert "Target" not in picture.text_content()
    assert "budget/revenue/" in drawn
    assert "budget/revenue/fees/" not in drawn  # One year is no line.


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((8_000, 9_999), "8,000 dollars in fiscal year 2025, then 9,999 dollars"),
        ((8_000, 12_340), "8.0 thousand dollars in fiscal year 2025, then 12.3 thousand dollars"),
        ((950_000, 1_230_000), "1.0 million dollars in fiscal year 2025, then 1.2 million dollars"),
        (
            (950_000_000, 1_095_500_000),
            "950.0 million dollars in fiscal year 2025, then 1,095.5 million dollars",
        ),
        (
            (9_100_000_000, 18_668_568_460),
            "9.10 billion dollars in fiscal year 2025, then 18.67 billion dollars",
        ),
    ],
)
def test_a_chart_counts_in_the_unit_that_it_names(
    tmp_path: Path, amounts: tuple[int, int], words: str
) -> None:
    """Dollars, thousands, millions or billions: the value drawn is the amount in that unit."""
    lines = "".join(
        f"{year},adopted,expenditure,F,D,P,Wages,{amount},\n"
        for year, amount in zip((2025, 2026), amounts, strict=True)
    )
    write(tmp_path, lines=HEADER + lines, totals=None, crosswalk=None)
    ledger = portal(tmp_path).ledger
    assert ledger is not None
    made = {plan.name: plan for plan in plans(ledger, Wording("en_US", 7))}["budget/"]
    assert made.drawing.description == f"Adopted amounts by year: {words} in fiscal year 2026."
    unit = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
    size = next((unit[word] for word in unit if word in words), 1.0)
    drawn = [row["value"] for row in made.pictures[0].filling.tables["values"]]
    assert [value * size for value in drawn] == pytest.approx(amounts, rel=0.06)


def test_the_treemap_is_a_decoration_in_proportion() -> None:
    """Areas are the shares; nobody is read it out, and a name without room is left out."""
    made = tiles([("A", 60), ("B", 30), ("C", 10), ("Less", -5)])
    areas = [float(t.width[:-1]) * float(t.height[:-1]) / 100 for t in made]
    assert areas == pytest.approx([60, 30, 10], abs=0.01)
    assert tiles([]) == ()
    long = "A name that nobody could fit into so small a tile, however hard they tried to do it"
    assert [t.title for t in tiles([("A", 99), (long, 1)])] == ["A", ""]


def test_the_treemap_is_hidden_from_readers_of_the_page(small: Mapping[str, Rendered]) -> None:
    """It says nothing that the table does not."""
    (picture,) = small["budget/"].tree.xpath("//svg[@class='treemap']")
    assert picture.get("aria-hidden") == "true"
    assert small["budget/"].tree.xpath("//table[caption[@id='by-expenditure-department']]")


def test_small_units_stand_in_tables_without_a_link(tmp_path: Path) -> None:
    """An account below a thousandth of the whole has a row and no page."""
    lines = "2026,adopted,expenditure,F,D,P,Large,10000,\n2026,adopted,expenditure,F,D,P,Small,1,\n"
    write(tmp_path, lines=HEADER + lines, totals=None, crosswalk=None)
    made = pages(portal(tmp_path))
    assert "budget/accounts/small/" not in made
    assert rows(made["budget/accounts/"], "by-expenditure-account")[1] == [
        "Small",
        "$1",
        "under 0.1%",
        "–",
    ]


def test_a_city_with_a_budget_alone_speaks_of_its_money_first(
    small: Mapping[str, Rendered], tmp_path: Path, package: Builder
) -> None:
    """No count of metrics, no news of them, and no link to them where there is none."""
    home = small[""]
    assert "shows what Demo City spends, and where the money comes from." in home.words
    assert "metrics" not in home.tree.xpath("string(//main)").lower().replace("find a metric", "")
    assert "Not on target" not in home.words
    assert "metrics/" not in home.tree.xpath("//header//nav//a/@href")
    package()
    both = pages(portal(tmp_path))[""]
    assert "1 metric" in both.words
    assert "Not on target" in both.words
    assert "metrics/" in both.tree.xpath("//header//nav//a/@href")
