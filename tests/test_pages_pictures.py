"""Tests of the reader of a chart: how far it goes, what it reads, where it marks."""

from pathlib import Path

from performance import urls
from performance.model import Drawing
from performance.pages.parts import Reader
from performance.pages.pictures import figure, reader
from records import PERCENT, monthly, record_of
from rendered import site
from resident import portal
from resident import record as by_hand

SCRIPT = Path(__file__).parents[1] / "theme" / "static" / "js" / Path(urls.READER).name
TARGET = {"from": "2020-01", "value": 90, "near": 5}


def test_few_months_say_where_they_stand() -> None:
    """Of 2025's 365 days January's middle is day 15.5, February's 45, December's 349.5."""
    found = reader(record_of(monthly("2025-01", [90.0] * 12)))
    assert found is not None
    spots = found.spots.split()
    assert len(spots) == 12
    # 15.5/365, 45/365, 349.5/365
    assert (spots[0], spots[1], spots[11]) == ("4.2", "12.3", "95.8")


def test_many_months_are_equal_parts() -> None:
    """Over twenty years no month's middle is a pixel away from that of equal parts."""
    found = reader(record_of(monthly("2006-11", [90.0] * 240)))
    assert found == Reader(239, "requests")


def test_eight_quarters_say_where_they_stand() -> None:
    """The second's middle is day 135.5 of 730, 18.56%: 1.2 of 650 pixels from 18.75%."""
    rows = [
        {"quarter": f"{year}-Q{number}", "value": 5, "obs_status": "final"}
        for year in (2025, 2026)
        for number in (1, 2, 3, 4)
    ]
    found = reader(record_of(rows))
    assert found is not None
    assert found.spots.split()[1] == "18.6"


def test_days_are_equal_parts() -> None:
    """All days are as long as each other."""
    rows = [{"day": f"2026-10-{day:02d}", "value": 5, "obs_status": "final"} for day in range(1, 9)]
    assert reader(record_of(rows)) == Reader(7, "requests")


def test_a_hole_between_two_months_is_kept() -> None:
    """January and March of 90 days: their middles are 15.5/90 and 74.5/90 of the way."""
    rows = [*monthly("2026-01", [5.0]), *monthly("2026-03", [6.0])]
    assert reader(record_of(rows)) == Reader(1, "requests", "17.2 82.8")


def test_the_label_names_a_unit_that_the_values_do_not_show() -> None:
    """ "93.8%" shows its unit; "18" does not."""
    rows = monthly("2026-01", [5.0, 6.0])
    percent = reader(record_of(rows, unit=PERCENT))
    assert percent is not None
    assert percent.unit == ""


def test_one_period_and_no_value_are_not_read_out() -> None:
    """There is nowhere to move to, or nothing drawn to move over."""
    assert reader(record_of(monthly("2026-09", [5.0]))) is None
    assert reader(record_of(monthly("2026-08", [None, None]))) is None


def test_the_page_holds_what_the_script_reads() -> None:
    """The control is hidden until the script shows it; each column read says what goes before."""
    record = by_hand((88.1, 90.0, 91.2))
    page = site(portal(record))[urls.metric("requests-on-time")]
    control = page.tree.xpath("//figure//*[@class='reader']")[0]
    assert "hidden" in control.attrib
    assert control.xpath("string(label/@for)") == control.xpath("string(input/@id)")
    assert control.xpath("string(input/@max)") == "2"
    rows = page.tree.xpath("//*[@class='values']//tbody/tr")
    assert len(rows) == 3
    said = page.tree.xpath("//*[@class='values']//th/@data-say")
    assert said == ["", ": ", ", target ", ". "]
    assert "../../theme/js/reader.js" in page.tree.xpath("//script/@src")


def test_a_page_without_a_reader_does_not_load_it() -> None:
    """One value needs no control, and no request."""
    page = site(portal(by_hand((91.2,))))[urls.metric("requests-on-time")]
    assert page.tree.xpath("//script[contains(@src, 'reader')] | //*[@class='reader']") == []


def test_the_script_is_small() -> None:
    """A kilobyte, comment included, for whoever reads it."""
    assert SCRIPT.stat().st_size <= 1_000


def test_a_breakdown_has_no_reader() -> None:
    """Small panels are read in their table."""
    assert figure(Drawing("panels", "", "", "", "", "Words.")).reader is None
