"""The page of the annual report: its parts, its order, its words."""

import csv
import io
import json
import zipfile
from pathlib import Path

import frictionless
import pytest
from lxml import html

import reports as written
from performance import pages, urls
from performance.model import Annual, Portal, Report
from performance.pages.report import checklist
from performance.pages.report.page import ReportPage

PARTS = [
    "letter", "glance", "purpose", "reading", "priorities", "departments", "survey", "comparisons",
    "breakdowns", "money", "changes", "quality", "next", "feedback",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(demo_site: Path) -> html.HtmlElement:
    """The demo city's report."""
    return html.fromstring((demo_site / "reports" / "2026" / "index.html").read_bytes())


@pytest.fixture(scope="module")
def package(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo report's data package, unpacked."""
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(demo_site / "reports" / "2026" / "report.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.extractall(folder)
    return folder


def rows(package: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of the package."""
    with (package / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report_page(tmp_path: Path, published: Annual | None = None) -> ReportPage:
    """Return the page of the small report, shown with figures that it was published with."""
    written.write(tmp_path)
    portal: Portal = written.portal(tmp_path)
    if published is not None:
        from msgspec.structs import replace

        from performance.model import Frozen

        report: Report = portal.content.reports[0]
        kept = Frozen("frozen.json", "1.0", written.AS_OF, published)
        frozen = replace(report, frozen=kept)
        portal = replace(portal, content=replace(portal.content, reports=(frozen,)))
    found = [p for p in pages.build(portal, {}, {}, written.SETTINGS) if isinstance(p, ReportPage)]
    return found[0]


def test_the_parts_stand_in_their_order(page: html.HtmlElement) -> None:
    """Every part is there, in the order that readers are promised, and in the contents."""
    assert page.xpath("//div[@class='report-body']//h2/@id") == PARTS
    links = page.xpath("//nav[@aria-labelledby='contents']/ol/li/a/@href")
    assert links == [f"#{part}" for part in PARTS]


def test_misses_come_first_and_each_is_explained_once(page: html.HtmlElement) -> None:
    """In every priority the missed key metrics lead; each miss of the city has its reasons."""
    order = {"missed": 0, "near": 1, "met": 2}
    for block in page.xpath("//*[contains(@class,'keys')]"):
        classes = [key.get("class").split()[-1] for key in block.xpath("./section")]
        assert 3 <= len(classes) <= 6
        assert classes == sorted(classes, key=lambda name: order[name])
    key = page.xpath("//p[@class='why-label']")
    others = page.xpath("//h4[starts-with(., 'Why the target was missed')]")
    missed = page.xpath("//ul[contains(@class,'tiles')]/li[@class='missed']//*[@class='figure']")
    assert len(key) + len(others) == int(missed[0].text)


def test_every_figure_of_the_text_leads_to_its_row(page: html.HtmlElement) -> None:
    """The links of the letter lead to rows that hold the very figure."""
    links = page.xpath("//section[@aria-labelledby='letter']//a[starts-with(@href, '#metric-')]")
    assert len(links) > 8
    for link in links:
        (row,) = page.xpath(f"//tr[@id='{link.get('href')[1:]}']")
        number = link.text.split()[0]
        if "percentage" not in link.text:
            assert number in row.text_content(), link.text


def test_the_new_york_form_has_five_years_and_two_targets(page: html.HtmlElement) -> None:
    """Five years' actuals, this target, the next, the trend and what is wanted."""
    heads = page.xpath("//table[caption[@id='form-public-safety']]/thead//th/text()")
    assert heads == [
        "Metric", "FY2022", "FY2023", "FY2024", "FY2025", "FY2026", "Target FY2026",
        "Target FY2027", "Five-year trend", "Wanted",
    ]  # fmt: skip


def test_a_department_shows_its_money_beside_last_years(page: html.HtmlElement) -> None:
    """1.0% more than 140.7 million: the 153.8 of 2025 less the call desk's 13.0, which moved."""
    facts = page.xpath("//section[@aria-labelledby='department-public-works']//dd")
    words = [fact.text_content() for fact in facts]
    assert words[0] == (
        "$142,168,678, 1.0% more than in fiscal year 2025, counted as if it had been made as it is "
        "now"
    )
    assert words[1] == "1,001 full-time positions, 1.3% more than in fiscal year 2025"


def cost_rows(page: html.HtmlElement, slug: str) -> dict[tuple[str, str], list[str]]:
    """Return the cells of a department's table of costs by program and what is counted."""
    found = page.xpath(f"//table[caption[@id='costs-{slug}']]/tbody/tr")
    cells = [[" ".join(cell.text_content().split()) for cell in row] for row in found]
    return {(row[0], row[1]): row[2:] for row in cells}


def test_a_department_shows_what_a_unit_of_its_output_cost(page: html.HtmlElement) -> None:
    """Worked with a calculator from expenditures.csv and the tables of the metrics.

    Solid waste: 45,669,220 ÷ 169,704 tons = 269.11, and ÷ 10,247,647 collections = 4.46. Fire
    inspections: 8,497,864 ÷ 5,173 = 1,642.73. Reentry lacks a quarter of 2026: no count, no cost.
    """
    works = cost_rows(page, "public-works")
    tons = works["Solid waste and recycling", "Short ton (all streams)"]
    assert (tons[:2], tons[3]) == (["$45,669,220", "169,704"], "$269.11")
    stops = works["Solid waste and recycling", "Scheduled collection"]
    assert (stops[1], stops[3]) == ("10,247,647", "$4.46")
    assert cost_rows(page, "fire-rescue")["Fire prevention", "Inspection"] == [
        "$8,497,864", "5,173", "$1,722.38", "$1,642.73", "−4.6%",
    ]  # fmt: skip
    (reentry,) = cost_rows(page, "corrections").values()
    assert reentry[1:] == ["–", "$10,649.84", "–", "–"]
    assert "not the price of one more" in page.text_content()


def test_every_department_says_its_cost_or_that_it_is_not_known(page: html.HtmlElement) -> None:
    """A table of programs, a metric of cost, or a sentence: never nothing."""
    offices = page.xpath("//section[contains(@class, 'office')]")
    assert len(offices) == 10
    for office in offices:
        assert "Cost per unit of output" in office.text_content()


def test_costs_of_the_page_are_those_of_the_package_and_the_budget(
    demo_site: Path, package: Path, page: html.HtmlElement
) -> None:
    """unit-costs.csv has each row of the tables; the program's own page gives the same cost."""
    kept = {(r["metric"], r["fiscal_year"]): r for r in rows(package, "unit-costs")}
    shown = page.xpath("//tr[starts-with(@id, 'cost-')]")
    assert len(shown) == len({name for name, _ in kept}) > 8
    for row in shown:
        cells = [cell.text_content() for cell in row]
        cost = kept[row.get("id").removeprefix("cost-"), "2026"]
        assert cells[2].replace("$", "").replace(",", "") == cost["spending"]
        figure = cells[5].replace("$", "").replace(",", "")
        assert figure == (f"{float(cost['cost']):.2f}" if cost["cost"] else "–")
        if cost["cost"]:
            link = row.xpath("th/a/@href")[0]
            file = demo_site / link.replace("../../", "") / "index.html"
            assert cells[5] in html.fromstring(file.read_bytes()).text_content()


@pytest.mark.parametrize(
    ("kind", "caption", "sums"),
    [
        ("revenue", "Actual revenue by source", ["$974,979,874", "$1,008,992,006"]),
        ("spending", "Actual spending by department", ["$999,975,701", "$1,037,971,056"]),
    ],
)
def test_money_is_the_actual_money_of_the_budget(
    page: html.HtmlElement, kind: str, caption: str, sums: list[str]
) -> None:
    """The sums are those of the package's table of totals, and the phase is named."""
    table = page.xpath(f"//table[caption[@id='money-of-{kind}']]")[0]
    assert table.findtext("caption") == caption
    assert [cell.text for cell in table.xpath("tbody/tr[last()]/td")[:2]] == sums


def test_the_report_and_the_budget_give_the_same_amounts(
    demo_site: Path, page: html.HtmlElement
) -> None:
    """Each department's spending in the report is the one of its page in the budget."""
    rows = page.xpath("//table[caption[@id='money-of-spending']]/tbody/tr[@id]")
    assert len(rows) == 10
    for row in rows:
        slug = row.get("id").removeprefix("money-")
        file = demo_site / "budget" / "departments" / slug / "index.html"
        shown = html.fromstring(file.read_bytes()).text_content()
        for amount in (cell.text for cell in row.xpath("td")[:2]):
            assert amount in shown, (slug, amount)


def test_changes_after_moves_are_marked_and_explained(page: html.HtmlElement) -> None:
    """Four departments had a part in the moves of 2026; the sentence stands below their table."""
    table = page.xpath("//table[caption[@id='money-of-spending']]")[0]
    marked = table.xpath("tbody/tr[td[contains(., 'after moves')]]/@id")
    slugs = ("corrections", "finance", "parks-recreation", "public-works")
    assert marked == [f"money-{slug}" for slug in slugs]
    below = table.getparent().getnext()
    assert "compares with the year before" in below.text_content()


def test_totals_of_money_are_sums(page: html.HtmlElement) -> None:
    """The last row of the spending table is the sum of the others, to the dollar."""
    table = page.xpath("//table[caption[@id='money-of-spending']]")[0]
    figures = [
        [int(cell.text.replace("$", "").replace(",", "")) for cell in row.xpath("td")[:2]]
        for row in table.xpath("tbody/tr")
    ]
    assert figures[-1] == [sum(column) for column in zip(*figures[:-1], strict=True)]


def test_the_checklist_leads_to_parts_that_are_there(
    demo_site: Path, page: html.HtmlElement
) -> None:
    """Every element of GASB, GFOA and AGA has its place in the report."""
    found = html.fromstring((demo_site / "reports/2026/checklist/index.html").read_bytes())
    links = found.xpath("//td/a/@href")
    elements = sum(len(each) for each in checklist.FRAMEWORKS.values())
    assert len(links) == elements >= 28
    for link in links:
        assert page.xpath(f"//*[@id='{link.partition('#')[2]}']"), link


def test_an_element_that_a_report_lacks_is_said_to_be_lacking(tmp_path: Path) -> None:
    """A report without a survey does not claim one."""
    written.write(tmp_path)
    (report,) = written.portal(tmp_path).content.reports
    tables = checklist.tables(report, frozenset({"cover"}))
    words = {row[0].words: row[1].words for row in tables[0].rows}
    assert words["What residents and customers perceive"] == (
        "Not in this report: what residents say"
    )


def test_home_and_navigation_lead_to_the_report(demo_site: Path) -> None:
    """A reader finds it from the first page, and the list has every year."""
    home = html.fromstring((demo_site / "index.html").read_bytes())
    assert "reports/2026/" in home.xpath("//main//a/@href")
    assert "reports/" in home.xpath("//header//a/@href")
    listed = html.fromstring((demo_site / "reports" / "index.html").read_bytes())
    assert listed.xpath("//main//h2/a/@href") == ["../reports/2026/"]


def test_a_city_without_a_report_has_no_such_page_and_no_link() -> None:
    """No page, no link, no entry of the index."""
    made = list(pages.build(written.with_reports(()), {}, {}, written.SETTINGS))
    assert not [p for p in made if p.address.startswith(urls.REPORTS)]
    assert urls.REPORTS not in [link.address for link in made[0].site.navigation]


def test_a_published_report_shows_what_it_was_published_with(tmp_path: Path) -> None:
    """Published with 91 of 100 a month, now 88: the page says 91.0% and lists the correction."""
    then = written.with_reports((written.source().report,), {2025: 80, 2026: 91}).annuals[0]
    page = report_page(tmp_path, then)
    (row,) = page.departments[0].form.rows  # type: ignore[union-attr]
    assert [cell.words for cell in row.cells][4:6] == ["80.0%", "91.0%"]
    assert page.corrected is not None
    said = {row[1].words: (row[2].words, row[3].words) for row in page.corrected.rows}
    assert said["Value, 2026"] == ("91.0%", "88.0%")
    assert said["Attainment, 2026"] == ("Met target", "Near target")


def test_a_report_that_is_not_frozen_says_that_it_is_a_draft(tmp_path: Path) -> None:
    """Only frozen figures stay."""
    page = report_page(tmp_path)
    assert page.corrected is None
    assert "draft" in page.cover[2].words


def test_the_package_is_valid(package: Path) -> None:
    """frictionless finds nothing wrong with the data package; every file of it is described."""
    found = frictionless.Package(str(package / "datapackage.json"))
    report = found.validate()
    assert report.valid, report.flatten(["fieldName", "message"])
    described = {resource.path for resource in found.resources}
    assert described == {file.name for file in package.glob("*.csv")}
    whole = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert (whole["version"], whole["licenses"][0]["name"]) == ("1.0", "CC-BY-4.0")


def test_the_package_holds_the_figures_of_the_tables(package: Path, page: html.HtmlElement) -> None:
    """Each year of each row of the departments' tables is in years.csv, to the shown decimals."""
    known = {(r["metric"], r["fiscal_year"]): r for r in rows(package, "years")}
    compared = 0
    for row in page.xpath("//tr[starts-with(@id, 'metric-')]"):
        name = row.get("id").removeprefix("metric-")
        if "years to December" in row.text_content():
            continue
        for year, cell in zip(range(2022, 2027), row.xpath("td"), strict=False):
            shown = cell.text.split()[0].strip("$%").replace(",", "").replace("−", "-")
            if shown in ("–", "Incomplete"):
                continue
            kept = known[(name, str(year))]
            value = float(kept["value"] or kept["low"])
            places = len(shown.partition(".")[2])
            assert abs(float(shown) - value) <= 0.5 * 10**-places + 1e-9, (name, year)
            compared += 1
    assert compared > 250


def test_the_package_holds_no_later_figure(package: Path) -> None:
    """Nothing of fiscal year 2027 but its targets: exactly the report's numbers."""
    later = [r for r in rows(package, "years") if r["fiscal_year"] > "2026"]
    assert later
    assert all(r["value"] == r["attainment"] == r["periods"] == "" for r in later)
    assert {r["fiscal_year"] for r in rows(package, "amounts")} == {"2025", "2026"}
    counts = {
        (r["fiscal_year"], r["attainment"]): int(r["metrics"]) for r in rows(package, "counts")
    }
    assert counts[("2026", "missed")] == 19


def test_text_can_be_read_back(package: Path) -> None:
    """Cells with commas and quotation marks survive."""
    text = (
        (package / "restated.csv").read_text("utf-8")
        if (package / "restated.csv").exists()
        else (package / "years.csv").read_text("utf-8")
    )
    widths = {len(row) for row in csv.reader(io.StringIO(text))}
    assert len(widths) == 1


def test_each_sort_of_change_is_listed_or_said_to_be_none(page: html.HtmlElement) -> None:
    """The demo city added, dropped and aimed otherwise; it redefined and restated nothing."""
    (part,) = page.xpath("//section[@aria-labelledby='changes']")
    words = part.text_content()
    assert "No metric was redefined. No figure of the year was restated." in words
    assert "No metric was added." not in words
    assert len(part.xpath(".//table")) == 3


def test_the_survey_stands_in_the_new_york_form(page: html.HtmlElement) -> None:
    """Its five years are in its own part, though it is a key metric of a priority too."""
    cells = page.xpath("//table[caption[@id='form-survey']]/tbody/tr/td/text()")
    assert cells[:7] == ["54.5%", "55.7%", "57.7%", "58.6%", "62.9%", "65%", "65%"]


def test_data_say_how_often_they_are_reported(page: html.HtmlElement) -> None:
    """Source, owner, frequency, completeness, grade and limits."""
    table = page.xpath("//table[caption[@id='quality-of-data']]")[0]
    heads = ["Data", "Source", "Owner", "Reported", "Complete", "Grade", "Limits"]
    assert table.xpath("thead//th/text()") == heads
    often = dict(
        zip(table.xpath("tbody/tr/th//text()"), table.xpath("tbody/tr/td[3]/text()"), strict=True)
    )
    assert often["Pavement condition survey"] == "Yearly"
