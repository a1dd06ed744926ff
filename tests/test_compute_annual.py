"""The figures of an annual report: years, counts, changes, trends and members."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from performance.compute.annual import annual, figures
from performance.compute.annual_series import pictured
from performance.model import Attainment, Portal, YearFigures
from performance.period import Frequency
from records import monthly, package_of, portal_of, record_of
from reports import AS_OF, SETTINGS, rows, source, with_reports

NEAR = [{"from": "2020-01", "value": 90, "near": 5}]


def of(table: list[dict[str, Any]], year: int = 2026, **metric: Any) -> YearFigures:
    """Return the figures of one metric in the report of a fiscal year that begins in July."""
    record = record_of(table, **metric)
    return figures(record, year, first_month=7, asked=frozenset())


def test_years_are_those_of_the_report_and_no_later() -> None:
    """Five years up to the report's; the year after gives its target alone."""
    shares = dict.fromkeys(range(2020, 2028), 80)
    found = of(rows(shares)[:-8], targets=[*NEAR, {"from": "2026-07", "value": 95, "near": 5}])
    assert [year.year for year in found.years] == [2022, 2023, 2024, 2025, 2026]
    assert found.number == 2026
    assert found.next_target is not None
    assert found.next_target.value == 95


def test_the_change_is_that_of_two_years() -> None:
    """From 80% to 88% is 8 percentage points, and no percent of a percentage."""
    found = of(rows())
    assert (found.difference, found.percent) == (pytest.approx(8), None)
    counted = of(monthly("2024-07", [10.0] * 12 + [11.0] * 12))
    # 120 and 132: 12 more, a tenth.
    assert (counted.difference, counted.percent) == (pytest.approx(12), pytest.approx(10))


@pytest.mark.parametrize("period", ["2025-07", "2025-10", "2024-10"])
def test_years_beside_a_break_are_not_compared(period: str) -> None:
    """A break at the start of the year, within it or within the year before: no change."""
    found = of(rows(), breaks=[{"period": period, "note": "New system."}])
    assert (found.difference, found.percent) == (None, None)
    # What is redefined in the year is listed in its report.
    assert [b.note for b in found.breaks] == (["New system."] if period >= "2025-07" else [])


def test_the_trend_is_that_of_five_years() -> None:
    """Five rising years are significant (S = 10, p = 0.027); four are too few for a trend."""
    shares = {2022: 70, 2023: 74, 2024: 78, 2025: 80, 2026: 88}
    found = of(rows(shares))
    assert (found.trend.verdict, found.trend.count) == ("improving", 5)
    assert found.trend.p == pytest.approx(0.0275, abs=0.001)
    # The slopes between all pairs: their median is 4.
    assert found.trend.slope == pytest.approx(4)
    assert (
        of(rows({y: s for y, s in shares.items() if y > 2022})).trend.verdict == "too few periods"
    )


def test_years_before_a_break_are_not_in_the_trend() -> None:
    """A break in October 2022 leaves three whole years after it, which are too few."""
    shares = {2022: 70, 2023: 74, 2024: 78, 2025: 80, 2026: 88}
    found = of(rows(shares), breaks=[{"period": "2022-10", "note": "New system."}])
    assert (found.trend.verdict, found.trend.count) == ("too few periods", 3)


def test_values_that_do_not_combine_keep_their_periods() -> None:
    """A median has no value of the year: its range, its 24 months, and their trend."""
    found = of(
        monthly("2024-07", [*range(40, 28, -1), *range(28, 16, -1)]),
        measure={"value": "value", "aggregation": "none"},
        unit={"name": "days"},
        direction="decrease",
        targets=[{"from": "2020-01", "value": 20, "near": 2}],
    )
    year = found.year
    assert year is not None
    assert (year.value, year.low, year.high) == (None, 17, 28)
    # 20, 19, 18 and 17 of the last twelve are at most 20: four of twelve.
    assert (year.periods_met, year.periods_judged, found.attainment) == (4, 12, Attainment.MISSED)
    assert len(found.periods) == 24
    assert found.trend.verdict == "improving"


def test_a_metric_of_calendar_years_has_the_one_that_ended_in_the_year() -> None:
    """The report of July 2025 to June 2026 shows calendar year 2025, not 2026 nor 2024."""
    table = [{"year": year, "value": 10.0 * year} for year in (2023, 2024, 2025)]
    found = of(table)
    assert (found.number, found.year and found.year.value) == (2025, 20250)


def test_counts_are_of_counted_metrics_in_both_years() -> None:
    """80% misses 90% within 5, 88% is near; a retired metric counts in neither year."""
    assert source().annual.counts[2026][Attainment.NEAR] == 1
    assert source().annual.counts[2025][Attainment.MISSED] == 1
    assert sum(source(stage="retired").annual.counts[2026].values()) == 0


def test_a_metric_that_reported_before_and_not_in_the_year_has_no_data() -> None:
    """It is counted, so that nobody can make a miss vanish by not reporting."""
    counts = source(shares={2024: 95}).annual.counts
    assert counts[2026][Attainment.NO_DATA] == 1
    assert counts[2025][Attainment.NO_DATA] == 1


def test_a_metric_that_began_in_the_year_is_not_counted_before() -> None:
    """Last year's counts are of the metrics there were."""
    counts = source(shares={2026: 95}).annual.counts
    assert (counts[2026][Attainment.MET], sum(counts[2025].values())) == (1, 0)


def members(values: dict[str, list[float | None]], **metric: Any) -> dict[str, Any]:
    """Return the value in fiscal year 2026 of each zone, which reported from July 2025 on."""
    table = [
        row | {"zone": zone} for zone, given in values.items() for row in monthly("2025-07", given)
    ]
    found = of(table, dimensions=["zone"], **metric)
    return {m.member: (m.value, m.low, m.high) for m in found.members}


def test_members_are_worked_out_as_the_whole_is() -> None:
    """A sum needs every month; a value that does not combine gives its range."""
    assert members({"A": [1.0] * 12, "B": [2.0] * 11 + [None]}) == {
        "A": (12, None, None),
        "B": (None, None, None),
    }
    none = {"measure": {"value": "value", "aggregation": "none"}, "total": "City"}
    zones = {"A": [3.0, *[1.0] * 11], "City": [2.0] * 12}
    assert members(zones, **none) == {"A": (None, 1, 3)}
    last = {"measure": {"value": "value", "aggregation": "last"}}
    assert members({"A": [1.0] * 11 + [7.0]}, **last) == {"A": (7, None, None)}


def test_the_rate_of_a_member_is_the_ratio_of_sums() -> None:
    """1 of 2 and 30 of 100 are 31 of 102, not the mean of 50% and 30%."""
    table = [
        {"month": "2025-07", "on_time": 1, "requests": 2, "zone": "A"},
        {"month": "2025-08", "on_time": 30, "requests": 100, "zone": "A"},
    ]
    (found,) = of(table, dimensions=["zone"]).members
    assert found.value == pytest.approx(100 * 31 / 102)


def test_restated_values_of_the_year_are_listed() -> None:
    """A value marked revised is told with its note, one of another year is not."""
    table = rows()
    table[12] |= {"obs_status": "revised", "note": "Was 87, now 88."}
    table[0] |= {"obs_status": "revised", "note": "Long ago."}
    (found,) = of(table).restated
    assert (found.period, found.value, found.note) == ("2025-07", 88, "Was 87, now 88.")


def report_portal(**metric: Any) -> Portal:
    """Return a portal whose report draws its one metric."""
    from msgspec.structs import replace

    report = replace(source().report, survey=("requests-on-time",))
    return with_reports((report,), **metric)


def test_a_chart_of_the_report_shows_its_years_and_nothing_later() -> None:
    """The drawn series are the years of the report, judged as in it, under a name of its own."""
    (drawn,) = pictured(report_portal(shares={2025: 80, 2026: 88, 2027: 99}), 7)
    assert drawn.metric.frequency is Frequency.YEAR
    assert drawn.series["period"].tolist() == ["2025", "2026"]
    assert drawn.series["value"].tolist() == [pytest.approx(80), pytest.approx(88)]
    assert drawn.series["attainment"].tolist() == ["missed", "near"]
    assert drawn.metric.name == "report-2026.requests-on-time"
    # The sum of a year's denominators can be of a stock: no bars are drawn of it.
    assert np.isnan(drawn.series["denominator"]).all()


def test_no_report_gives_no_figures() -> None:
    """A city without a report pays nothing for it."""
    made = portal_of(package_of(rows()), settings=SETTINGS)
    assert made.annuals == ()
    assert pictured(made, 7) == ()
    assert date(2026, 6, 30) < AS_OF
    assert annual((), source().report, first_month=7, as_of=AS_OF).figures == {}
