"""What each thing that a metric counts cost its program, worked by hand from small budgets.

In fiscal year 2025 the program Trash spent 55.50 and Trees 44.50; of 2026 no actual amounts are
known yet. Each month of 2025 has 20 requests, of which 10 were closed in time.
"""

from pathlib import Path
from typing import Any

import pytest

import budgets
from conftest import Builder
from performance.model import UnitCost
from performance.sentences import cost_of_one, counted_one
from performance.text import Wording

MONTHS = [f"{2024 + (month < 7)}-{month:02d}" for month in (*range(7, 13), *range(1, 7))]
LATER = [f"{int(month[:4]) + 1}{month[4:]}" for month in MONTHS]
FIELDS = [
    {"name": "month", "type": "yearmonth"},
    {"name": "requests", "type": "integer", "title": "Requests due", "unit": "requests"},
    {"name": "on_time", "type": "integer", "title": "Closed in time", "unit": "requests"},
]


def table(months: list[str]) -> str:
    """Return a table with 20 requests in each month, 10 of them in time."""
    return "month,requests,on_time\n" + "".join(f"{month},20,10\n" for month in months)


@pytest.fixture
def cost(tmp_path: Path, package: Builder) -> Any:
    """Return a function that gives the costs of a metric of the program Trash by fiscal year."""

    def of(months: list[str] = MONTHS, **properties: Any) -> dict[int, UnitCost]:
        budgets.write(tmp_path)
        given = {"program": "Trash", "targets": None, **properties}
        package(table(months), fields=given.pop("fields", FIELDS), **given)
        found = budgets.portal(tmp_path)
        (record,) = found.records
        of.words = counted_one(record) if found.unit_costs else ""  # type: ignore[attr-defined]
        costs = found.unit_costs.get(record.metric.name, ())
        return {each.fiscal_year: each for each in costs}

    return of


def test_a_ratio_counts_its_numerator(cost: Any) -> None:
    """55.50 for 12 × 10 requests in time: 46.25 cents each, 46 where it is shown."""
    found = cost()
    assert found == {2025: UnitCost("requests-on-time", "Trash", 2025, 5550, 120)}
    assert found[2025].each == pytest.approx(46.25)
    assert cost_of_one(46.25, "$", Wording()) == "$0.46"
    assert cost.words == "request (closed in time)"


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_the_denominator_is_counted_where_the_metric_says_so(cost: Any, direction: str) -> None:
    """55.50 for 12 × 20 requests due: 23.125 cents each, whatever is wanted of the share."""
    found = cost(unit_cost="denominator", direction=direction)
    assert (found[2025].count, found[2025].each) == (240, pytest.approx(23.125))
    assert cost.words == "request (requests due)"


def test_a_column_called_by_its_unit_is_not_named_twice(cost: Any) -> None:
    """What is called "Scheduled requests" and counted in requests is each a scheduled request."""
    named = [FIELDS[0], FIELDS[1] | {"title": "Scheduled requests"}, FIELDS[2]]
    cost(unit_cost="denominator", fields=named)
    assert cost.words == "scheduled request"


@pytest.mark.parametrize(
    "properties",
    [
        {"unit_cost": "none"},
        {"direction": "decrease"},  # Fewer are wanted: the cost of each means nothing.
        {"measure": {"value": "on_time", "aggregation": "mean"}},
        {"measure": {"value": "on_time", "aggregation": "none"}},
        {"unit": {"name": "dollars", "symbol": "$"}},
        {"fields": [*FIELDS[:2], {"name": "on_time", "type": "integer", "unit": "dollars"}]},
        {"program": None},
    ],
)
def test_some_metrics_have_no_cost_of_each(cost: Any, properties: dict[str, Any]) -> None:
    """Where nothing is counted, or it is money, or the metric says none, there is no entry."""
    assert cost(**properties) == {}


def test_a_sum_counts_itself(cost: Any) -> None:
    """12 × 20 requests."""
    unit = {"name": "requests", "decimals": 0}
    found = cost(measure={"value": "requests", "aggregation": "sum"}, unit=unit)
    assert found[2025].count == 240
    assert cost.words == "request"


def test_a_year_that_lacks_a_month_has_no_count(cost: Any) -> None:
    """The year stays, with its spending and without a cost."""
    year = cost(MONTHS[:-1])[2025]
    assert (year.spent, year.count, year.each) == (5550, None, None)


def test_a_year_whose_actual_amounts_are_not_known_has_no_spending(cost: Any) -> None:
    """Of 2026 the budget has adopted amounts alone, which nobody has spent yet."""
    year = cost([*MONTHS, *LATER])[2026]
    assert (year.spent, year.count, year.each) == (None, 120, None)


def test_a_year_that_is_not_over_has_no_count(cost: Any) -> None:
    """On November 20, 2026, fiscal year 2027 has four months."""
    months = ["2026-07", "2026-08", "2026-09", "2026-10"]
    year = cost([*MONTHS, *LATER, *months])[2027]
    assert (year.spent, year.count) == (None, None)


def test_a_program_that_moved_is_counted_as_it_is_now(tmp_path: Path, package: Builder) -> None:
    """Trees stood in Public Works in 2025: its 44.50 are those of the program in Parks."""
    budgets.write(tmp_path)
    facts = {"department": "parks", "program": "Trees", "targets": None}
    package(table(MONTHS), fields=FIELDS, **facts)
    (found,) = budgets.portal(tmp_path).unit_costs["requests-on-time"]
    assert (found.program, found.spent, found.moved) == ("Trees", 4450, True)
