"""Sums, moves, names and shares of a budget, worked by hand from the lines of `budgets`."""

from pathlib import Path

import pytest

from budgets import CONTENT, HEADER, ledger
from performance.compute.budget import slug_of
from performance.load.budget import cents
from performance.model import Field, Flow, Ledger, Phase
from performance.pages.budget import tables
from performance.pages.budget.ledger import Money
from performance.text import Wording

ADOPTED, ACTUAL = Phase.ADOPTED, Phase.ACTUAL
SPENT, TAKEN = Flow.EXPENDITURE, Flow.REVENUE


@pytest.fixture
def small(tmp_path: Path) -> Ledger:
    """The small budget, computed."""
    return ledger(tmp_path)


def test_totals_are_the_sums_of_the_lines(small: Ledger) -> None:
    """60 + 40 + 100, 55.50 + 44.50 + 90, and 66 + 44 + 120 − 10, in cents."""
    assert small.total(SPENT).recorded == {
        (2025, ADOPTED): 20_000,
        (2025, ACTUAL): 19_000,
        (2026, ADOPTED): 22_000,
    }
    assert small.total(TAKEN).recorded == {(2025, ADOPTED): 20_000, (2026, ADOPTED): 22_000}
    assert small.years == (2025, 2026)
    assert small.phases(SPENT, 2025) == (ADOPTED, ACTUAL)


def test_a_moved_program_counts_in_its_new_department_before_the_move_too(small: Ledger) -> None:
    """Trees' 40 of 2025 stand in Public Works as recorded, and in Parks as made now."""
    works = small.amounts(small.units[SPENT, "department"][1])
    parks = small.amounts(small.units[SPENT, "department"][0])
    assert works.recorded == {
        (2025, ADOPTED): 10_000,
        (2025, ACTUAL): 10_000,
        (2026, ADOPTED): 6_600,
    }
    assert works.restated == {(2025, ADOPTED): 6_000, (2025, ACTUAL): 5_550, (2026, ADOPTED): 6_600}
    assert parks.recorded == {
        (2025, ADOPTED): 10_000,
        (2025, ACTUAL): 9_000,
        (2026, ADOPTED): 15_400,
    }
    assert parks.restated == {
        (2025, ADOPTED): 14_000,
        (2025, ACTUAL): 13_450,
        (2026, ADOPTED): 15_400,
    }
    assert works.before[2026, ADOPTED] == 6_000
    assert parks.before[2026, ADOPTED] == 14_000


def test_a_move_is_not_growth(small: Ledger) -> None:
    """Parks grew from 140 to 154, by a tenth, not from 100 by more than a half; so did Works."""
    money = Money(small, Wording("en_US", 7))
    for unit in small.units[SPENT, "department"]:
        change = money.change(small.amounts(unit), SPENT, 2026)
        assert change is not None
        assert change.percent == pytest.approx(10)
        assert change.moved
    total = money.change(small.total(SPENT), SPENT, 2026)
    assert total is not None
    assert (total.difference, total.percent, total.moved) == (2_000, pytest.approx(10), False)


def test_a_department_that_moves_whole_takes_its_programs_along(tmp_path: Path) -> None:
    """All of the old department's lines stand under the new one; a second move carries on."""
    found = ledger(
        tmp_path,
        lines=HEADER
        + "2024,adopted,expenditure,F,Old,A,Wages,1,\n"
        + "2024,adopted,expenditure,F,Old,B,Wages,2,\n"
        + "2025,adopted,expenditure,F,New,A,Wages,3,\n"
        + "2025,adopted,expenditure,F,New,B,Wages,4,\n"
        + "2026,adopted,expenditure,F,Newest,A,Wages,5,\n"
        + "2026,adopted,expenditure,F,Newest,B,Wages,6,\n",
        totals=None,
        crosswalk="fiscal_year,department,program,new_department,new_program,note\n"
        "2026,New,,Newest,,\n2025,Old,,New,,\n",
    )
    by_program = found.sums[SPENT, ("department", "program")]
    assert by_program["newest", "a"].restated == {
        (2024, ADOPTED): 100,
        (2025, ADOPTED): 300,
        (2026, ADOPTED): 500,
    }
    # Each year before is made as the year after it, not as the newest.
    assert by_program["new", "b"].before == {(2025, ADOPTED): 200}
    assert by_program["newest", "b"].before == {(2026, ADOPTED): 400}
    old = found.unit(SPENT, "department", ("old",))
    assert old is not None
    assert (old.first, old.last) == (2024, 2024)
    assert found.amounts(old).restated == {}


def test_zero_and_negative_bases_have_no_percent(tmp_path: Path) -> None:
    """Rule 7: new money is new, and a reduction that shrinks has no percentage."""
    found = ledger(
        tmp_path,
        lines=HEADER
        + "2025,adopted,expenditure,F,D,A,Wages,10,\n"
        + "2025,adopted,expenditure,F,D,A,Savings,-4,\n"
        + "2026,adopted,expenditure,F,D,A,Wages,10,\n"
        + "2026,adopted,expenditure,F,D,A,Savings,-2,\n"
        + "2026,adopted,expenditure,F,D,A,Fuel,1,\n",
        totals=None,
        crosswalk=None,
    )
    money = Money(found, Wording("en_US", 7))
    said = {row.title: (row.change, row.share) for row in _rows(money, "account")}
    assert said == {
        "Wages": ("0.0%", "90.9%"),
        "Fuel": ("New", "9.1%"),
        "Savings": ("–", "–"),
    }
    first = money.change(found.total(SPENT), SPENT, 2025)
    assert first is None


def test_shares_are_of_the_amounts_above_zero_and_say_so(small: Ledger) -> None:
    """Wages are 230 of 230 above zero, though the total is 220."""
    money = Money(small, Wording("en_US", 7))
    table = tables.within(money, SPENT, "account", year=2026, of=None)
    assert table is not None
    assert [(row.title, row.share) for row in table.rows] == [("Wages", "100.0%"), ("Savings", "–")]
    assert tables.BELOW_ZERO in table.notes


def test_rows_beyond_the_most_are_one_row(tmp_path: Path) -> None:
    """Thirty accounts of 1 to 30: the 25 largest, and five others of 1 + 2 + 3 + 4 + 5."""
    lines = "".join(f"2026,adopted,expenditure,F,D,P,A{n},{n},\n" for n in range(1, 31))
    found = ledger(tmp_path, lines=HEADER + lines, totals=None, crosswalk=None)
    money = Money(found, Wording("en_US", 7))
    table = tables.within(money, SPENT, "account", year=2026, of=None, most=25)
    assert table is not None
    assert len(table.rows) == 26
    assert (table.rows[-1].title, table.rows[-1].amounts) == ("5 others", ("$15",))


def test_per_resident_and_in_constant_prices(small: Ledger) -> None:
    """200 for 8 residents is 25 each; 200 at an index of 100 is 220 in prices of 110."""
    money = Money(small, Wording("en_US", 7))
    assert tables.base_year(money) == 2026
    assert tables.per_resident(money, 20_000, 2025) == 2_500
    assert tables.per_resident(money, 22_000, 2026) == 2_200
    assert tables.adjusted(money, 20_000, 2025) == 22_000
    assert tables.adjusted(money, 22_000, 2026) == 22_000
    assert tables.per_resident(money, 20_000, 2024) is None
    assert tables.adjusted(money, None, 2025) is None


def test_a_code_tells_a_department_apart_whatever_it_is_called(tmp_path: Path) -> None:
    """One department of three names: the newest is shown, each with its years."""
    header = "fiscal_year,phase,direction,department_code,department,fund,amount\n"
    found = ledger(
        tmp_path,
        lines=header
        + "2024,adopted,expenditure,57,Department of Police,General,1\n"
        + "2025,adopted,expenditure,57,CPD,General,2\n"
        + "2026,adopted,expenditure,57,Police,General,3\n"
        + "2026,adopted,expenditure,58,Fire,GENERAL,4\n",
        totals=None,
        crosswalk=None,
    )
    police = found.unit(SPENT, "department", ("57",))
    assert police is not None
    assert (police.title, police.slugs) == ("Police", ("57",))
    assert [(s.name, s.first, s.last) for s in police.names] == [
        ("Department of Police", 2024, 2024),
        ("CPD", 2025, 2025),
        ("Police", 2026, 2026),
    ]
    # Capitals do not tell two funds apart.
    assert len(found.units[SPENT, "fund"]) == 1


def test_a_department_of_the_site_lends_its_address(small: Ledger) -> None:
    """The budget's Public Works is the site's; a unit of no department is addressed by its name."""
    slugs = {unit.title: unit.slugs for unit in small.units[SPENT, "department"]}
    assert slugs == {"Parks": ("parks",), "Public Works": ("public-works",)}
    programs = {unit.slugs for unit in small.units[SPENT, "program"]}
    assert ("parks", "trees") in programs
    assert {d.slug for d in CONTENT.departments} >= {"parks", "public-works"}


def test_two_names_of_one_address_are_numbered_by_age(tmp_path: Path) -> None:
    """The older keeps the address that is already public."""
    found = ledger(
        tmp_path,
        lines=HEADER
        + "2025,adopted,expenditure,F,D,P,Tools > $10,1,\n"
        + "2026,adopted,expenditure,F,D,P,Tools < $10,1,\n"
        + "2026,adopted,expenditure,F,D,P,Tools > $10,1,\n",
        totals=None,
        crosswalk=None,
    )
    slugs = {unit.title: unit.slugs[0] for unit in found.units[SPENT, "account"]}
    assert slugs == {"Tools > $10": "tools-10", "Tools < $10": "tools-10-2"}
    assert slug_of("Mayor's Office – Café") == "mayors-office-cafe"


def test_small_accounts_have_no_page_and_stay_without(tmp_path: Path) -> None:
    """A thousandth of the whole is enough, in any year: a page that is there never goes."""
    found = ledger(
        tmp_path,
        lines=HEADER
        + "2025,adopted,expenditure,F,D,P,Big,998,\n"
        + "2025,adopted,expenditure,F,D,P,Once,1.01,\n"
        + "2025,adopted,expenditure,F,D,P,Small,0.99,\n"
        + "2026,adopted,expenditure,F,D,P,Big,2000,\n"
        + "2026,adopted,expenditure,F,D,P,Once,0.01,\n",
        totals=None,
        crosswalk=None,
    )
    assert {unit.title: unit.shown for unit in found.units[SPENT, "account"]} == {
        "Big": True,
        "Once": True,
        "Small": False,
    }


def test_two_tables_of_the_same_money_are_never_added_up(tmp_path: Path) -> None:
    """By fund and by account: each answers its own question, and the total is counted once."""
    found = ledger(
        tmp_path,
        tables=("by_fund", "by_account"),  # type: ignore[arg-type]
        by_fund="fiscal_year,phase,direction,department,fund,amount\n"
        "2026,adopted,expenditure,D,General,7\n2026,adopted,expenditure,D,Grants,3\n",
        by_account="fiscal_year,phase,direction,department,account,amount\n"
        "2026,adopted,expenditure,D,Wages,10\n",
        totals="fiscal_year,phase,direction,amount\n2026,adopted,expenditure,10\n",
        crosswalk=None,
    )
    assert found.total(SPENT).recorded == {(2026, ADOPTED): 1_000}
    assert found.sums[SPENT, ("fund", "department")]["grants", "d"].recorded[2026, ADOPTED] == 300
    assert found.sums[SPENT, ("department", "account")]["d", "wages"].recorded == {
        (2026, ADOPTED): 1_000
    }
    # No table knows both, and nothing is made up.
    assert (SPENT, ("fund", "account")) not in found.sums


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("1", 100), ("-0.05", -5), ("12.30", 1230), ("1e3", 100_000), ("0.001", None), ("x", None),
     ("", None), ("NaN", None), ("1e15", 10**17), ("1e16", None), ("1e999999", None)],
)  # fmt: skip
def test_amounts_are_read_in_whole_cents(cell: str, expected: int | None) -> None:
    """Nothing is rounded: what is no amount of cents is no amount."""
    assert cents(cell, Field("amount", "number")) == expected


def _rows(money: Money, part: str) -> tuple[tables.Row, ...]:
    table = tables.within(money, SPENT, part, year=2026, of=None)
    assert table is not None
    return table.rows
