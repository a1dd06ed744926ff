"""The money of a report is the budget's, worked by hand from the lines of `budgets`."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from budgets import ledger
from performance.compute.annual import amounts
from performance.compute.annual_money import of_budget
from performance.model import Amount, Ledger, Phase
from reports import source

ADOPTED, ACTUAL = Phase.ADOPTED, Phase.ACTUAL


@pytest.fixture
def small(tmp_path: Path) -> Ledger:
    """The small budget, computed."""
    return ledger(tmp_path)


def test_spending_is_that_of_the_departments_made_as_in_the_year(small: Ledger) -> None:
    """Trees' 40 of 2025 count in Parks, 100 + 40, before 44 + 120 − 10; Public Works has 60."""
    assert [a for a in of_budget(small, 2026) if a.kind == "spending"] == [
        Amount("spending", "parks", 2025, 140, "Parks", ADOPTED, moved=True),
        Amount("spending", "parks", 2026, 154, "Parks", ADOPTED),
        Amount("spending", "public-works", 2025, 60, "Public Works", ADOPTED, moved=True),
        Amount("spending", "public-works", 2026, 66, "Public Works", ADOPTED),
    ]


def test_revenue_is_that_of_the_sources(small: Ledger) -> None:
    """A source that brought nothing this year stands with a zero: the budget knows all of it."""
    assert [a for a in of_budget(small, 2026) if a.kind == "revenue"] == [
        Amount("revenue", "Fees", 2025, 50, "Fees", ADOPTED),
        Amount("revenue", "Fees", 2026, 0, "Fees", ADOPTED),
        Amount("revenue", "Property tax", 2025, 150, "Property tax", ADOPTED),
        Amount("revenue", "Property tax", 2026, 220, "Property tax", ADOPTED),
    ]


def test_a_closed_year_is_told_by_its_actual_money(small: Ledger) -> None:
    """In 2025 55.50 + 44.50 and 90 were spent; nothing is known of 2024 to compare them with."""
    assert [a for a in of_budget(small, 2025) if a.kind == "spending"] == [
        Amount("spending", "parks", 2025, 90, "Parks", ACTUAL),
        Amount("spending", "public-works", 2025, 100, "Public Works", ACTUAL),
    ]


def test_a_budget_by_fund_alone_gives_the_whole(tmp_path: Path) -> None:
    """Where no table tells departments apart, the city's 220 stand before its 200."""
    lines = """\
fiscal_year,phase,direction,fund,amount,note
2025,adopted,expenditure,General,200,
2026,adopted,expenditure,General,220,
"""
    totals = "fiscal_year,phase,direction,amount\n2025,adopted,expenditure,200\n"
    found = ledger(
        tmp_path, lines=lines, totals=f"{totals}2026,adopted,expenditure,220\n", crosswalk=None
    )
    assert of_budget(found, 2026) == (
        Amount("spending", "all", 2025, 200, "All departments", ADOPTED),
        Amount("spending", "all", 2026, 220, "All departments", ADOPTED),
    )


def test_the_reports_own_money_stands_where_the_budget_has_none(small: Ledger) -> None:
    """Staff are always the report's; its spending only where there is no budget of the year."""
    own = (Amount("spending", "parks", 2026, 7), Amount("staff", "parks", 2026, 3))
    report = replace(source().report, money=own)
    assert amounts(report, None) == own
    assert amounts(replace(report, fiscal_year=2030), small) == own
    shown = amounts(report, small)
    assert own[1] in shown
    assert own[0] not in shown
