"""Who has reported what, and what is late."""

from datetime import date

from msgspec.structs import replace

from performance.model import Lateness, Record, Stage, Submission
from performance.period import month
from reference import METRIC, cells, observation, portal, record, shown, words


def late(name: str, days: int, missed: int) -> Record:
    """Return the record of a metric whose August was due on September 20."""
    lateness = Lateness(month(2026, 8), date(2026, 9, 20), days, missed)
    return record(replace(METRIC, name=name, title=name.capitalize()), lateness=lateness)


def test_reporting_lists_what_is_late_by_days() -> None:
    """The longest overdue come first, with the period, the day it was due and the days."""
    # Five metrics: one retired does not count; of the four, two are late and one has no data.
    retired = replace(METRIC, name="old", title="Old", stage=Stage.RETIRED)
    empty = record(replace(METRIC, name="new", title="New"), latest=None)
    city = portal(late("one", 1, 1), late("sixty-one", 61, 2), record(), empty, record(retired))
    main = shown("reporting/", city)
    assert words(main.xpath("./p[@class='finding']")[0]) == (
        "1 of 4 metrics are up to date. 2 are late. 1 has no data yet."
    )
    table = main.xpath("//table[starts-with(caption, 'Late metrics')]")[0]
    assert cells(table) == [
        ["Sixty-one", "61", "Aug 2026", "September 20, 2026", "2", "Public Works"],
        ["One", "1", "Aug 2026", "September 20, 2026", "1", "Public Works"],
    ]
    table = main.xpath("//table[caption='Metrics of Public Works']")[0]
    told = {row[0]: row[1:4] for row in cells(table)}
    assert told["One"] == ["1 day late", "Sep 2026", "Aug 2026, was due September 20, 2026"]
    assert told["Requests on time"] == ["On time", "Sep 2026", "Oct 2026, due November 20, 2026"]
    assert told["New"][:2] == ["No data yet", "None yet"]
    assert told["Old"][0::2] == ["No longer collected: retired", "None due"]


def test_reporting_names_departments_and_packages_that_have_nothing_due() -> None:
    """A department without metrics and a package without metrics are shown as such."""
    main = shown("reporting/")
    fire = main.xpath("//h3[a='Fire and Rescue']/following-sibling::p[1]")[0]
    assert words(fire) == "No metric is collected yet."
    assert words(main.xpath("./p[@class='finding']")[0]) == "1 of 1 metric is up to date."
    assert "No value is overdue." in words(main)
    assert main.xpath("//h2[.='Packages without metrics']/following-sibling::ul[1]//a/text()") == [
        "bare"
    ]


def test_missing_value_that_was_reported_is_on_time_and_said() -> None:
    """October is expected next; the last value is of August: September was reported as missing."""
    main = shown("reporting/", portal(record(latest=observation(2026, 8, 91.0))))
    row = cells(main.xpath("//table[caption='Metrics of Public Works']")[0])[0]
    assert row[1:3] == ["On time; no value for Sep 2026", "Aug 2026"]


def test_reporting_tells_month_by_month_what_is_in_first() -> None:
    """A month is all in, has late values, or has some still to come: as icon and words."""
    submitted = (
        Submission(month(2026, 10), 2, 0, 0, 0, 1),
        Submission(month(2026, 9), 2, 1, 0, 1, 0),
        Submission(month(2026, 8), 3, 0, 2, 0, 0),
        Submission(month(2026, 7), 0, 0, 0, 0, 0),
    )
    main = shown("reporting/", portal(submissions={"public-works": submitted}))
    table = main.xpath("//table[starts-with(caption, 'Values that Public Works submitted')]")[0]
    assert cells(table) == [
        ["Oct 2026", "1 still to come", "2 of 3", "–", "–", "–", "1"],
        ["Sep 2026", "1 late", "2 of 3", "1", "–", "1", "–"],
        ["Aug 2026", "All in", "3 of 3", "–", "2", "–", "–"],
    ]
    icons = table.xpath(".//use/@href")
    assert icons == ["#icon-open", "#icon-late", "#icon-met"]
    assert len(main.xpath("//table[starts-with(caption, 'Values that')]")) == 1
