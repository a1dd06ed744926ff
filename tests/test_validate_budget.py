"""The gates of a budget: its description, its lines, its sums and its crosswalk."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets import AS_OF, CONTENT, CROSSWALK, HEADER, LINES, TABLES, TOTALS, gates, write
from conftest import Builder
from performance.check import examine
from performance.problem import Problem
from performance.settings import Settings

# A case writes something with one fault below a folder.
Case = Callable[[Path], object]

BY_FUND = "fiscal_year,phase,direction,department,fund,amount\n"
BY_ACCOUNT = "fiscal_year,phase,direction,department,account,amount\n"


def texts(**changed: str | None) -> Case:
    """A budget with other tables."""
    return lambda folder: write(folder, **changed)


def swapped(old: str, new: str) -> Case:
    """The budget with a piece of its lines written otherwise."""
    assert old in LINES
    return texts(lines=LINES.replace(old, new, 1))


def two_tables(folder: Path) -> Path:
    """Two tables of the same money that disagree by department."""
    return write(
        folder,
        tables=("by_fund", "by_account"),
        by_fund=BY_FUND + "2026,adopted,expenditure,Parks,General,10\n"
        "2026,adopted,expenditure,Finance,General,5\n",
        by_account=BY_ACCOUNT + "2026,adopted,expenditure,Parks,Wages,9\n"
        "2026,adopted,expenditure,Finance,Wages,6\n",
        totals="fiscal_year,phase,direction,amount\n2026,adopted,expenditure,15\n",
        crosswalk=None,
    )


def second(folder: Path) -> None:
    """Two packages that both claim to be the budget."""
    write(folder)
    write(folder, name="other-budget")


def of_text(folder: Path) -> Path:
    """Amounts in a column of text."""
    return write(folder, types={"amount": "string"})


DESCRIPTOR: dict[str, Case] = {
    "budget-column": of_text,
    "budget-second": second,
    "program-unknown": lambda folder: None,  # A metric is needed: see its own test.
}
ROWS: dict[str, Case] = {
    "budget-year": lambda folder: write(
        folder,
        types={"fiscal_year": "integer"},
        population="fiscal_year,population\n26,8\n",
    ),
    "budget-word": swapped(
        "2025,actual,expenditure,General,Parks", "2025,spent,expenditure,General,Parks"
    ),
    "budget-amount": swapped("Wages,55.50", "Wages,55.505"),
    "budget-unit-empty": swapped("General,Parks,Pools,Wages,90", "General,Parks,,Wages,90"),
    "budget-year-repeated": texts(prices="fiscal_year,index\n2025,100\n2025,101\n"),
    "budget-divisor": texts(population="fiscal_year,population\n2025,0\n"),
    "budget-total": swapped("Wages,55.50", "Wages,55.49"),
    "budget-total-missing": texts(totals=TOTALS.replace("2026,adopted,revenue,220\n", "")),
    "budget-tables-differ": two_tables,
    "crosswalk-year": texts(crosswalk=CROSSWALK.replace("2026,", "2025,")),
    "crosswalk-unit": texts(crosswalk=CROSSWALK.replace("Works,Trees", "Works,Threes")),
    "crosswalk-part": texts(crosswalk=CROSSWALK.replace("Public Works,Trees", "Parks,Pools")),
    "crosswalk-cycle": texts(
        lines=LINES.replace(
            "2026,adopted,expenditure,General,Parks,Trees",
            "2026,adopted,expenditure,General,Parks,Woods",
        ),
        crosswalk=CROSSWALK.replace("Parks,Trees", "Parks,Woods")
        + "2026,Public Works,Trees,Parks,Pools,\n",
    ),
}
SENSE: dict[str, Case] = {
    "budget-actual-early": texts(
        lines=LINES + "2027,actual,expenditure,General,Parks,Pools,Wages,1,\n",
        totals=TOTALS + "2027,actual,expenditure,1\n",
    ),
}


def problems(folder: Path) -> list[Problem]:
    """Return the problems of the packages below a folder."""
    return gates(folder).problems


def test_a_sound_budget_has_no_problem(tmp_path: Path) -> None:
    """The small budget that the cases break passes whole."""
    write(tmp_path)
    assert [problem.as_text() for problem in problems(tmp_path)] == []


@pytest.mark.parametrize("code", [c for c in DESCRIPTOR if c != "program-unknown"])
def test_each_fault_of_the_description_has_its_own_problem(code: str, tmp_path: Path) -> None:
    """It is reported with exactly its own code, in the descriptor."""
    DESCRIPTOR[code](tmp_path)
    found = problems(tmp_path)
    assert {problem.code for problem in found} == {code}
    assert all(problem.file.endswith("datapackage.json") for problem in found)


@pytest.mark.parametrize("code", [*ROWS, *SENSE])
def test_each_fault_of_the_rows_has_its_own_problem(code: str, tmp_path: Path) -> None:
    """It is reported with exactly its own code, in a table."""
    {**ROWS, **SENSE}[code](tmp_path)
    found = problems(tmp_path)
    assert {problem.code for problem in found} == {code}, [p.as_text() for p in found]
    assert all(problem.file.endswith(".csv") for problem in found)


def test_a_metric_must_name_a_program_of_its_departments_budget(
    tmp_path: Path, package: Builder
) -> None:
    """A slip is answered with the nearest name; capitals and spaces do not count."""
    write(tmp_path)
    package(program="Trahs")
    found = problems(tmp_path)
    assert [(p.code, p.value, p.remedy) for p in found] == [
        ("program-unknown", "Trahs", "Did you mean Trash?")
    ]
    package(program="trash")
    assert problems(tmp_path) == []
    package(program="Pools")  # Another department's.
    assert [p.code for p in problems(tmp_path)] == ["program-unknown"]


def test_a_program_needs_a_budget_only_where_all_packages_are_seen(
    tmp_path: Path, package: Builder
) -> None:
    """Checking one package alone cannot know what the budget has."""
    folder = package(program="Trash")
    assert [p.code for p in problems(tmp_path)] == ["program-unknown"]
    assert examine([folder], CONTENT, Settings(as_of=AS_OF)).problems == []


def test_a_total_that_is_missed_is_told_with_both_sums_and_the_difference(tmp_path: Path) -> None:
    """One cent in 190 is found, whatever floats would say."""
    ROWS["budget-total"](tmp_path)
    (found,) = problems(tmp_path)
    assert found.message == (
        "the actual expenditure of 2025 adds up to 189.99, and the total is 190.00: a difference "
        "of -0.01"
    )


def test_sums_are_exact_where_floats_are_not(tmp_path: Path) -> None:
    """Ten times 0.10 is 1.00, and 0.10 + 0.20 is 0.30, in cents."""
    rows = "".join(f"2026,adopted,expenditure,F,D,P{n},A,0.10,\n" for n in range(10))
    totals = "fiscal_year,phase,direction,amount\n2026,adopted,expenditure,1.00\n"
    write(tmp_path, lines=HEADER + rows, totals=totals, crosswalk=None)
    assert problems(tmp_path) == []


def test_two_tables_must_agree_on_what_they_share(tmp_path: Path) -> None:
    """Equal totals hide what is in the wrong department; the tables beside each other do not."""
    two_tables(tmp_path)
    found = problems(tmp_path)
    assert [(p.column, p.value) for p in found] == [
        ("department", "finance"),
        ("department", "parks"),
    ]
    assert "by_fund has 5.00 and by_account has 6.00: a difference of 1.00" in found[0].message


def test_a_note_answers_for_the_actual_amount_of_an_open_year(tmp_path: Path) -> None:
    """The row's note says why it is final already."""
    line = "2027,actual,expenditure,General,Parks,Pools,Wages,1,Closed for the year.\n"
    write(tmp_path, lines=LINES + line, totals=TOTALS + "2027,actual,expenditure,1\n")
    assert problems(tmp_path) == []


def test_a_total_of_money_that_no_table_has_is_told(tmp_path: Path) -> None:
    """A total without lines is a total that the lines miss."""
    write(tmp_path, totals=TOTALS + "2024,adopted,expenditure,5\n")
    assert [(p.code, p.value) for p in problems(tmp_path)] == [
        ("budget-total", "2024 adopted expenditure")
    ]


def test_a_resource_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    """The budget names its tables by the names of resources."""
    folder = write(tmp_path)
    facts = json.loads((folder / "datapackage.json").read_text())
    facts["budget"]["tables"] = ["line"]
    (folder / "datapackage.json").write_text(json.dumps(facts))
    (found,) = problems(tmp_path)
    assert (found.code, found.remedy) == ("resource-unknown", "Did you mean lines?")


def test_a_missing_column_is_told_by_its_name(tmp_path: Path) -> None:
    """Each table must have the columns of its sort, and a program needs its department."""
    write(
        tmp_path,
        lines="fiscal_year,phase,program,amount\n2026,adopted,Trash,1\n",
        totals=None,
        crosswalk=None,
    )
    found = problems(tmp_path)
    assert {p.code for p in found} == {"budget-column"}
    assert sorted(p.message for p in found) == [
        "the table lines has no column department",
        "the table lines has no column direction",
    ]


WEIRD = ("", "x", "-", "1e999999", "NaN", "999999999999999999999", "2025-01", "\x85", "=A1", "0")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    table=st.sampled_from(sorted(TABLES)),
    row=st.integers(1, 4),
    column=st.integers(0, 8),
    cell=st.sampled_from(WEIRD),
)
def test_whatever_a_cell_holds_is_judged_and_never_a_crash(
    tmp_path: Path, table: str, row: int, column: int, cell: str
) -> None:
    """A budget comes out of the gates as a package or as problems."""
    rows = [line.split(",") for line in TABLES[table].splitlines()]
    line = rows[min(row, len(rows) - 1)]
    line[min(column, len(line) - 1)] = cell
    write(tmp_path, **{table: "\n".join(map(",".join, rows)) + "\n"})
    examined = gates(tmp_path)
    assert examined.packages or examined.problems
