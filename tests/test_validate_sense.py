"""Sense checks: slips that are possible values, asked about until the row's note answers."""

from datetime import date
from typing import Any

import pytest

from conftest import Builder, metric_descriptor, observation
from gates import Case, codes, is_judged, problems, values, with_rows

HEADER = "month,requests,on_time,note\n"
ZONES = [
    {"name": "month", "type": "yearmonth"},
    {"name": "zone", "type": "string"},
    {"name": "requests", "type": "integer"},
    {"name": "on_time", "type": "integer"},
    {"name": "obs_status", "type": "string"},
]
PERCENT = {
    "measure": {"value": "value", "aggregation": "none"},
    "unit": {"name": "percent", "symbol": "%", "decimals": 1},
}

CASES: dict[str, Case] = {
    "period-gap": with_rows(HEADER + "2025-01,100,90,\n2025-03,100,90,\n"),
    "numerator-over-denominator": with_rows(HEADER + "2025-01,100,101,\n"),
    "percent-range": values(91.2, 912, **PERCENT),
    "value-jump": values(100, 110, 120, 130, 1200),
    "period-future": with_rows(HEADER + "2025-01,100,90,\n2052-02,100,90,\n"),
    "zero": values(*[50] * 9, 0, 50),
}


@pytest.mark.parametrize("code", CASES)
def test_each_question_has_its_own_problem(code: str, package: Builder) -> None:
    """A value that makes no sense is asked about with exactly its own code."""
    assert codes(CASES[code](package)) == {code}


def test_a_gap_is_told_with_the_period_that_is_missing(package: Builder) -> None:
    """The row before the gap is named, and every missing period."""
    table = HEADER + "2025-01,100,90,\n2025-04,100,90,\n"
    found = problems(with_rows(table)(package))
    assert [(p.row, p.value) for p in found] == [(2, "2025-02"), (2, "2025-03")]


def test_a_declared_gap_is_none(package: Builder) -> None:
    """A row with a status and no value tells that nothing was measured."""
    table = "month,requests,on_time,obs_status\n2025-01,9,9,\n2025-02,,,missing\n2025-03,9,9,\n"
    assert codes(with_rows(table)(package)) == set()


def test_members_may_begin_late_but_must_be_told_to_end(package: Builder) -> None:
    """From a member's first period to the metric's last there is a row, or a last word."""
    rows = (
        "month,zone,requests,on_time,obs_status\n"
        "2025-01,North,10,9,\n2025-02,North,10,9,\n2025-03,North,10,9,\n"
        "2025-02,South,10,9,\n2025-03,South,10,9,\n"
        "2025-01,West,10,9,\n"
    )
    found = problems(with_rows(rows, ZONES, dimensions=["zone"])(package))
    assert [(p.code, p.row, p.value) for p in found] == [
        ("period-gap", 7, "2025-02"),
        ("period-gap", 7, "2025-03"),
    ]
    assert all("for West" in p.message for p in found)
    ended = rows + "2025-02,West,,,not_applicable\n"
    assert codes(with_rows(ended, ZONES, dimensions=["zone"])(package)) == set()


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        # The median of 100, 110, 120, 130 is 115: 1150 is ten times, 1149 is not.
        ([100, 110, 120, 130, 1150], True),
        ([100, 110, 120, 130, 1149], False),
        # A tenth of 115 is 11.5.
        ([100, 110, 120, 130, 11.5], True),
        ([100, 110, 120, 130, 12], False),
        # Three earlier values have no usual size.
        ([100, 110, 120, 5000], False),
        # Below 20 of the smallest step (1 request) tenfold changes are chance.
        ([1, 1, 1, 1, 19], False),
        ([1, 1, 1, 1, 20], True),
        # A sign that all values share changes nothing of their size.
        ([-100, -110, -120, -130, -1500], True),
        # Two of five values are below 0: these are changes, which come near 0 by chance.
        ([-100, -110, 120, 130, 1500], False),
        # Only the last 12 count: their median is 90, and 9 is a tenth of it.
        ([10] * 12 + [30] * 12 + [90] * 12 + [9], True),
        # Of all 36 the median would be 30: 300 is ten times that, but not of the last 12.
        ([10] * 12 + [30] * 12 + [90] * 12 + [300], False),
    ],
)
def test_jumps_are_measured_against_the_median(
    cells: list[float], asked: bool, package: Builder
) -> None:
    """Ten times or a tenth of the median of up to 12 values before is asked about."""
    found = problems(values(*cells)(package), as_of=date(2030, 1, 1))
    assert [p.row for p in found if p.code == "value-jump"] == ([len(cells) + 1] if asked else [])


def test_a_jump_is_asked_about_once(package: Builder) -> None:
    """Values that stay at the new level follow a jump that the note has answered."""
    cells = [100, 100, 100, 100, 2000, 2100, 2000]
    assert [p.row for p in problems(values(*cells)(package))] == [6]
    assert codes(values(*cells, notes={4: "New intake."})(package)) == set()


def test_a_slip_in_both_parts_of_a_ratio_is_asked_about(package: Builder) -> None:
    """90 of 100 and 9,000 of 10,000 are the same rate, and not the same year."""
    rows = [observation(f"2024-{number:02d}", 90, 100) for number in range(1, 8)]
    rows[5] = observation("2024-06", 9000, 10000)
    found = problems(package(rows))
    assert [(p.code, p.row, p.column) for p in found] == [("value-jump", 7, "requests")]
    rows[5] = observation("2024-06", 9000, 10000, note="The call center closed its backlog.")
    assert problems(package(rows)) == []


def test_values_before_a_break_do_not_count(package: Builder) -> None:
    """A declared change of system is not a slip."""
    cells = [100, 100, 100, 100, 2000, 2100]
    breaks = [{"period": "2024-05", "note": "New system."}]
    assert codes(values(*cells, breaks=breaks)(package)) == set()


def test_decimals_say_what_is_small(package: Builder) -> None:
    """With one decimal the smallest step is 0.1, so 2.0 is no longer chance."""
    unit = {"name": "minutes", "decimals": 1}
    assert codes(values(0.2, 0.2, 0.2, 0.2, 2.0, unit=unit)(package)) == {"value-jump"}
    assert codes(values(0.1, 0.1, 0.1, 0.1, 1.9, unit=unit)(package)) == set()


@pytest.mark.parametrize(
    ("cells", "properties", "rows"),
    [
        ([50, 100, 0], PERCENT, []),
        ([50, 100.1, 50], PERCENT, [3]),
        ([50] * 9 + [60, -1], PERCENT, [12]),
        # Two of four values are negative: this is a percent change, not a share.
        ([5, -3, 4, -9], PERCENT, []),
        ([5, 120, 4, 9], {**PERCENT, "measure": {
            "value": "value", "aggregation": "none", "cumulative": "fiscal-year"}}, []),
        ([500, 1200], {}, []),
    ],
)  # fmt: skip
def test_shares_in_percent_lie_within_all_and_nothing(
    cells: list[float], properties: dict[str, Any], rows: list[int], package: Builder
) -> None:
    """A bare value in percent is a share unless it is year to date or often negative."""
    found = problems(values(*cells, **properties)(package))
    assert [p.row for p in found if p.code == "percent-range"] == rows


def test_a_ratio_that_is_no_share_may_exceed_one(package: Builder) -> None:
    """Dollars a mile have a numerator that is larger than the denominator."""
    measure = {"numerator": "on_time", "denominator": "requests"}
    table = HEADER + "2025-01,100,9000,\n"
    unit = {"name": "dollars"}
    assert codes(with_rows(table, measure=measure, unit=unit)(package)) == set()


def test_a_negative_part_is_asked_about(package: Builder) -> None:
    """Less than nothing on time is not possible."""
    assert codes(with_rows(HEADER + "2025-01,100,-1,\n")(package)) == {"percent-range"}


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([50] * 10 + [0], [12]),
        ([50] * 19 + [0, 0] + [50], [21, 22]),
        ([0] + [50] * 10, []),
        # Two of nine, 22%, are 0: zero is an ordinary value here.
        ([3, 0, 2, 0, 1, 1, 2, 3, 1], []),
        ([50] * 8 + [0], []),
    ],
)
def test_zeros_are_asked_about_where_they_are_rare(
    cells: list[float], rows: list[int], package: Builder
) -> None:
    """A 0 after other values, at most one value in ten, is a question; the newest row too."""
    found = problems(values(*cells)(package))
    assert [p.row for p in found if p.code == "zero"] == rows


@pytest.mark.parametrize(("month", "asked"), [("2025-06", False), ("2025-07", True)])
def test_the_future_begins_after_the_as_of_date(month: str, asked: bool, package: Builder) -> None:
    """A period that has begun by 30 June is not in the future, even if it is not over."""
    table = HEADER + f"{month},100,90,\n"
    assert ("period-future" in codes(with_rows(table)(package))) is asked


def test_without_an_as_of_date_nothing_is_in_the_future(package: Builder) -> None:
    """The check asks no clock."""
    assert codes(CASES["period-future"](package), as_of=None) == {"period-gap"}


@pytest.mark.parametrize(
    "table",
    [
        HEADER + "2025-01,100,101,Transfers of May are included.\n",
        HEADER + "2052-01,100,90,A forecast.\n",
        HEADER + "2025-01,100,-1,A correction.\n",
    ],
)
def test_a_note_answers_a_question(table: str, package: Builder) -> None:
    """A row whose note says why is not asked about."""
    assert codes(with_rows(table)(package)) == set()


def test_a_note_of_spaces_answers_nothing(package: Builder) -> None:
    """Only words are an answer."""
    assert "numerator-over-denominator" in codes(
        with_rows(HEADER + "2025-01,100,101,  \n")(package)
    )


def test_another_note_column_is_used(package: Builder) -> None:
    """Two metrics of one table can each have their own notes."""
    table = "month,requests,on_time,remark\n2025-01,100,101,Late entries.\n"
    assert codes(with_rows(table, note="remark")(package)) == set()
    assert codes(with_rows(table)(package)) == {"numerator-over-denominator"}


@pytest.mark.parametrize("cell", ["9e307", "-9e307", "1e308", "5e-324", "0.0"])
def test_extreme_numbers_break_nothing(cell: str, package: Builder) -> None:
    """The largest and smallest numbers are judged without a warning."""
    for properties in ({}, PERCENT):
        assert is_judged(values(*[cell] * 6, 3, 1, cell, **properties)(package))


@pytest.mark.parametrize("month", ["1000-01", "9999-12", "9999-11"])
def test_the_ends_of_the_calendar_break_nothing(month: str, package: Builder) -> None:
    """The first and last years that can be written are judged like any other."""
    assert is_judged(with_rows(HEADER + f"{month},100,90,\n2025-01,100,90,\n")(package))
    for cell, frequency in (
        ("9999-12-31", "D"),
        ("9999", "A"),
        ("9999-Q4", "Q"),
        ("9999-W52", "W"),
    ):
        metric = metric_descriptor(
            period={"field": "when", "frequency": frequency, "lag": 1},
            measure={"value": "value", "aggregation": "sum"},
            unit={"name": "requests"},
            targets=None,
        )
        fields = [{"name": "when", "type": "string"}, {"name": "value", "type": "number"}]
        for as_of in (date(9999, 12, 31), date(2025, 1, 1), None):
            folder = package(f"when,value\n{cell},1\n", fields=fields, metric=metric)
            assert is_judged(folder, as_of=as_of)
