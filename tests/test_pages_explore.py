"""The explore page as a value and as HTML without its script."""

from msgspec.structs import replace

from performance import urls
from performance.model import Drawing
from performance.pages.context import context
from performance.pages.explore import explore
from performance.pages.page import POLICY
from performance.pages.series import tables
from rendered import SETTINGS, Rendered, files, render
from resident import drawing, fiscal_year, months, portal, record


def page(found=None, drawn: dict[str, Drawing] | None = None) -> Rendered:  # type: ignore[no-untyped-def]
    """Return the explore page of a record."""
    whole = portal(found or record(fiscal_years=(fiscal_year(2026, 91.2),)))
    made = whole.records[0]
    drawings = {made.metric.name: drawing(made.metric.name)} if drawn is None else drawn
    own = context(whole, drawings, files(whole), SETTINGS)
    return render(explore(made, own, tables(made, own.wording)[0]))


def test_it_loads_the_library_then_its_own_script() -> None:
    """The scripts in their order, the style of the controls, and the site's policy unchanged."""
    made = page()
    assert made.page.scripts == (urls.VEGA, urls.EXPLORE_SCRIPT)
    assert made.page.stylesheets[-1] == urls.EXPLORE_STYLES
    assert made.page.policy == POLICY
    assert made.tree.xpath("//script/@src") == [
        "../../../assets/vega.js",
        "../../../theme/js/explore.js",
    ]


def test_it_leads_to_the_metric_and_its_data() -> None:
    """Back to the metric, what the script reads, and the files for a reader without it."""
    made = page()
    links = dict(made.links())
    assert links["../../../metrics/requests-on-time/"] in (
        "Back to the metric",
        "Requests completed on time",
    )
    assert links["../../../metrics/requests-on-time/data.csv"] == "All values (CSV)"
    holder = made.tree.get_element_by_id("explore")
    assert holder.get("data-view") == "../../../metrics/requests-on-time/explore/explore.json"
    assert holder.get("data-rows") == "../../../metrics/requests-on-time/data.json"


def test_without_its_script_it_says_so_and_has_chart_and_values() -> None:
    """The controls are hidden; the words, both drawings and the newest values are not."""
    made = page()
    assert "needs JavaScript" in made.words
    assert made.tree.get_element_by_id("explore").get("hidden") is not None
    assert len(made.tree.xpath("//*[local-name()='svg'][@role='img']")) == 2
    assert "Sep\N{NO-BREAK SPACE}2026" in made.tree.xpath("string(//table)")


def test_every_control_has_a_label() -> None:
    """Each select, radio and field is named by a label."""
    tree = page().tree
    for control in tree.xpath("//main//select | //main//input"):
        own = f"//label[@for='{control.get('id')}']"
        assert control.xpath("ancestor::label") or tree.xpath(own), control.get("id")
    assert all(box.xpath("legend") for box in tree.xpath("//fieldset"))


def test_years_are_offered_only_where_there_are_some() -> None:
    """No fiscal year with a value, no choice; calendar years are called years."""
    assert page().tree.xpath("//input[@name='by']/@value") == ["period", "fiscal-year"]
    assert page().page.years == "Fiscal years"  # type: ignore[attr-defined]
    none = page(record(fiscal_years=(fiscal_year(2026, None, periods=3),)))
    assert none.tree.xpath("//input[@name='by']") == []
    whole = portal(record(fiscal_years=(fiscal_year(2026, 91.2),)))
    calendar = context(whole, {}, files(whole), replace(SETTINGS, fiscal_year_start=1))
    assert explore(whole.records[0], calendar, None).years == "Years"


def test_a_metric_without_values_has_a_page_without_a_script() -> None:
    """Nothing to choose from: no control, no script, no claim that one is missing."""
    made = page(record((), series=months([]), latest=None))
    assert made.page.scripts == ()
    assert not made.tree.xpath("//form[@id='choices']")
    assert "JavaScript" not in made.words
