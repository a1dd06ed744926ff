"""The third gate: the file, its header, its rows and each of its cells."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Builder
from gates import (
    FIELDS,
    Case,
    changed,
    codes,
    descriptor_of,
    plain,
    problems,
    with_metric,
    with_resource,
    with_rows,
    write,
)
from performance.period import Frequency

HEADER = "month,requests,on_time\n"
STATUS = "month,requests,on_time,obs_status\n"
ZONES = "month,zone,requests,on_time\n"


def number(cell: str, **properties: Any) -> Case:
    """A table of one column of numbers that holds this cell, beside a good one."""
    return plain(f"x,y\n1,a\n{cell},b\n", [{"name": "x", "type": "number", **properties}, Y])


Y = {"name": "y", "type": "string"}
CODE = {"name": "code", "type": "string"}


def text(cell: str, **properties: Any) -> Case:
    """A table of one column of text that holds this cell, beside a good one."""
    return plain(f"x,y\na,a\n{cell},b\n", [{"name": "x", "type": "string", **properties}, Y])


def reference(package: Builder) -> Path:
    """A code that the table of codes does not hold."""
    folder = package("code,x\nA,1\nB,2\n", metric={})
    facts = descriptor_of(folder)
    (folder / "codes.csv").write_text("code\nA\n")
    table = facts["resources"][0]
    key = {"fields": ["code"], "reference": {"resource": "codes", "fields": ["code"]}}
    table["schema"]["foreignKeys"] = [key]
    fields = [{"name": "code", "type": "string"}]
    facts["resources"].append({"name": "codes", "path": "codes.csv", "schema": {"fields": fields}})
    return write(folder, facts)


CASES: dict[str, Case] = {
    "file-empty": with_rows(b"", [{"name": "month", "type": "yearmonth"}], metric={}),
    "no-rows": with_rows(HEADER),
    "quotes": with_rows(HEADER + '2025-01,100,90\n2025-02,"100,90\n'),
    "delimiter": with_rows(
        "month;requests;on_time\n2025-01;100;90\n",
        [
            {"name": "month", "type": "yearmonth"},
            {"name": "requests", "type": "integer"},
            {"name": "on_time", "type": "integer"},
        ],
    ),
    "header-blank": plain("x,,y\n1,,2\n", [{"name": "x"}, {"name": "y"}]),
    "header-place": with_rows("Requests of 2025,,\n" + HEADER + "2025-01,100,90\n", FIELDS),
    "header-repeated": plain("x,x,y\n1,2,3\n", [{"name": "x"}, {"name": "y"}]),
    "header-extra": plain("x,y,secret\n1,2,3\n", [{"name": "x"}, {"name": "y"}]),
    "header-missing": plain("x\n1\n", [{"name": "x"}, {"name": "notes"}]),
    "header-order": plain("y,x\n1,2\n", [{"name": "x"}, {"name": "y"}]),
    "header-wrong": plain("Zone ,y\n1,2\n", [{"name": "zone"}, {"name": "y"}]),
    "row-blank": with_rows(HEADER + "2025-01,100,90\n\n2025-02,100,95\n"),
    "row-stray": with_rows(HEADER + "2025-01,100,90\n2025-02,100,95\nTotal,200,185\n"),
    "row-length": with_rows(HEADER + "2025-01,100,90,1\n2025-02,100,95\n2025-01,100,90\n"),
    "key-repeated": plain("code,x\nA,1\nA,2\n", [CODE, {"name": "x"}], {"primaryKey": "code"}),
    "key-empty": plain("code,x\nA,1\nA,\n", [CODE, {"name": "x"}], {"primaryKey": ["code", "x"]}),
    "value-repeated": plain("code,y\nA,1\nA,2\n", [{**CODE, "constraints": {"unique": True}}, Y]),
    "reference-missing": reference,
    "period-repeated": with_rows(HEADER + "2025-01,100,90\n2025-01,100,95\n"),
    "member-empty": with_rows(ZONES + "2025-01,North,10,9\n2025-01,,20,18\n", dimensions=["zone"]),
    "total-unknown": with_rows(
        ZONES + "2025-01,North,10,9\n2025-01,South,20,18\n", dimensions=["zone"], total="City"
    ),
    "obs-status": with_rows(STATUS + "2025-01,100,90,done\n"),
    "value-missing": with_rows(HEADER + "2025-01,100,\n"),
    "value-unexpected": with_rows(STATUS + "2025-01,100,90,final\n2025-02,,3,suppressed\n"),
    "denominator-negative": with_rows(
        HEADER + "2025-01,-100,-190\n",
        measure={"numerator": "on_time", "denominator": "requests", "scale": 10},
        unit={"name": "units"},
    ),
    "cell-number": number('"1,500"'),
    "cell-date": with_rows(HEADER + "2025-1,100,90\n"),
    "cell-type": plain("x,y\nmaybe,b\n", [{"name": "x", "type": "boolean"}, Y]),
    "cell-empty": text("", constraints={"required": True}),
    "cell-not-allowed": text("c", constraints={"enum": ["a", "b"]}),
    "cell-limit": number("11", constraints={"maximum": 10}),
    "cell-space": with_rows("month,requests,on_time,place\n2025-01,100,90,b \n"),
    "cell-formula": text("=1+1"),
}


@pytest.mark.parametrize("code", CASES)
def test_each_fault_of_a_table_has_its_own_problem(code: str, package: Builder) -> None:
    """A fault of the rows is reported with exactly its own code, in the table's file."""
    found = problems(CASES[code](package))
    assert {problem.code for problem in found} == {code}
    assert all(problem.file.endswith("observations.csv") for problem in found)


def test_a_problem_says_where_what_is_allowed_and_the_cure(package: Builder) -> None:
    """The place is the row and column that a spreadsheet shows."""
    (found,) = problems(with_rows(HEADER + '2025-01,100,90\n2025-02,"1,500",95\n')(package))
    assert (found.row, found.column, found.value) == (3, "requests", "1,500")
    assert found.message == "this must be a whole number, without a comma"
    assert found.remedy == "Write 1500."


def test_a_line_break_in_a_cell_does_not_shift_the_rows(package: Builder) -> None:
    """A spreadsheet counts records, not lines; so do problems."""
    table = 'x,y\n1,"two\nlines"\n1,"a\r\nb\r\nc"\nx,d\n'
    (found,) = problems(plain(table, [{"name": "x", "type": "integer"}, Y])(package))
    assert found.row == 4


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending: str, package: Builder) -> None:
    """Unix, Windows and old Macintosh files have the same rows."""
    table = ending.join(["x,y", "1,a", "z,b", ""])
    (found,) = problems(plain(table.encode(), [{"name": "x", "type": "integer"}, Y])(package))
    assert found.row == 3


@pytest.mark.parametrize(
    ("cell", "kind", "good"),
    [
        ("1500", "integer", True),
        ("-3", "integer", True),
        ("+3", "integer", True),
        ("007", "integer", True),
        ("1_000", "integer", False),
        ("1.0", "integer", False),
        ('"1,500"', "integer", False),
        ("$5", "integer", False),
        ("n/a", "integer", False),
        ("-", "integer", False),
        ("٣", "integer", False),
        ("9223372036854775807", "integer", True),
        ("9223372036854775808", "integer", False),
        ("9" * 5000, "integer", False),
        ("1.5", "number", True),
        (".5", "number", True),
        ("1e-7", "number", True),
        ("1e+05", "number", True),
        ("1.0E+05", "number", True),
        ("2.407605402157E-06", "number", True),
        ("1.7e308", "number", True),
        ("1.8e308", "number", False),
        ("-1e400", "number", False),
        ("NaN", "number", False),
        ("INF", "number", False),
        ("-inf", "number", False),
        ("1_0.5", "number", False),
        ("95%", "number", False),
        ("1 500", "number", False),
        ("2025-01", "yearmonth", True),
        ("2025-1", "yearmonth", False),
        ("2025-13", "yearmonth", False),
        ("202501", "yearmonth", False),
        ("01/2025", "yearmonth", False),
        ("Jan 2025", "yearmonth", False),
        ("2025-01-31", "date", True),
        ("2025-1-31", "date", False),
        ("2025-02-29", "date", False),
        ("1/31/2025", "date", False),
        ("20250131", "date", False),
        ("0000-01-01", "date", False),
        ("9999-12-31", "date", True),
        ("2025", "year", True),
        ("25", "year", False),
        ("-202", "year", False),
        ("2025.0", "year", False),
        ("true", "boolean", True),
        ("yes", "boolean", False),
        ("2025-01-01T10:00:00Z", "datetime", True),
        ("2025-01-01 10:00", "datetime", False),
        ("10:00:00", "time", True),
        ("25:00:00", "time", False),
        ("P1Y", "duration", True),
        ("a year", "duration", False),
        ('"90.5,45"', "geopoint", True),
        ('"900,45"', "geopoint", False),
        ("[1]", "array", True),
        ("{}", "array", False),
        ("{}", "object", True),
        ("[" * 3000, "array", False),
        ('"1,2"', "list", True),
        ("anything", "any", True),
        ("=A1", "number", False),
        ("@x", "string", False),
        ("+1 555", "string", False),
        ("-5 degrees", "string", True),
    ],
)
def test_cells_are_judged_strictly_by_type(
    cell: str, kind: str, good: bool, package: Builder
) -> None:
    """Only the spelling that every program reads alike passes."""
    found = codes(plain(f"x,y\n{cell},b\n", [{"name": "x", "type": kind}, Y])(package))
    assert (found == set()) is good
    if not good:
        assert len(found) == 1


def test_a_header_row_that_is_not_there_is_told(package: Builder) -> None:
    """The file is not empty: its description looks for the header in the wrong row."""
    (found,) = problems(with_resource(dialect={"headerRows": [9]})(package))
    assert found.code == "file-empty"
    assert "no row 9" in found.message


@pytest.mark.parametrize(
    ("cell", "good"),
    [
        ("1E+05", False),
        ("1.23457E+11", False),
        ("-2.5E-06", False),
        ("2.407605402157E-06", True),
        ("1e+05", True),
        ("999999999999999.5", True),
        ("-1000000000000000.1", False),
        ("1e300", False),
        ("1e-15", True),
        ("-1e-300", False),
        ("0e-300", True),
    ],
)
def test_numbers_that_lose_digits_are_a_fault_in_packages_with_metrics(
    cell: str, good: bool, package: Builder
) -> None:
    """A narrow column shows five decimals at most; beyond 15 places sums are not exact."""
    months = f"month,requests,on_time,x\n2025-01,100,90,{cell}\n"
    types = {"month": "yearmonth", "requests": "integer", "on_time": "integer", "x": "number"}
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    found = codes(with_rows(months, fields)(package))
    assert found == (set() if good else {"cell-number"})


def test_signs_that_a_column_allows_are_read(package: Builder) -> None:
    """A column may say that its numbers have a currency sign, group and decimal signs."""
    fields = [{"name": "x", "type": "number", "bareNumber": False, "groupChar": ".",
               "decimalChar": ","}, Y]  # fmt: skip
    assert codes(plain('x,y\n"€ 1.234,5",b\n', fields)(package)) == set()


@pytest.mark.parametrize("kind", ["number", "integer"])
def test_long_cells_do_not_hang_the_check(kind: str, package: Builder) -> None:
    """Frictionless's expression for dressed numbers takes the square of a cell's length."""
    fields = [{"name": "x", "type": kind, "bareNumber": False}, Y]
    assert codes(plain(f"x,y\n{'a' * 400_000},b\n", fields)(package)) == {"cell-type"}


@pytest.mark.parametrize(
    "categories", [["a", "b"], [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]]
)
def test_categories_are_enforced(categories: list[Any], package: Builder) -> None:
    """Frictionless lets any value of a categorical column pass."""
    assert codes(text("c", categories=categories)(package)) == {"cell-not-allowed"}
    assert codes(text("b", categories=categories)(package)) == set()


def test_unique_keys_are_enforced(package: Builder) -> None:
    """Frictionless does not look at uniqueKeys; equal numbers are equal however written."""
    fields = [{"name": "x", "type": "number"}, Y]
    table = "x,y\n1.0,a\n1,a\n,b\n,b\n"
    found = problems(plain(table, fields, {"uniqueKeys": [["x", "y"]]})(package))
    assert [(p.code, p.row) for p in found] == [("value-repeated", 3)]
    assert "row 2" in found[0].message


@pytest.mark.parametrize("given_", ["", "A"])
def test_a_half_empty_key_is_found(given_: str, package: Builder) -> None:
    """Frictionless lets a composite key with one empty part pass."""
    fields = [CODE, {"name": "x", "type": "integer"}]
    table = f"code,x\n{given_},\n"
    found = codes(plain(table, fields, {"primaryKey": ["code", "x"]})(package))
    assert found == ({"key-empty"} if given_ else {"no-rows"})


def test_missing_values_are_those_of_the_schema(package: Builder) -> None:
    """A text that stands for no value is not judged as one."""
    fields = [{"name": "x", "type": "integer"}, Y]
    schema = {"missingValues": ["", {"value": "-", "label": "withheld"}]}
    assert codes(plain("x,y\n-,b\n", fields, {"missingValues": ["", "-"]})(package)) == set()
    schema = {"missingValues": [{"value": "-", "label": "withheld"}]}
    assert codes(plain("x,y\n-,b\n", fields, schema)(package)) == set()


def test_a_header_that_is_nearly_right_is_paired(package: Builder) -> None:
    """One slip in a name is one problem, with the name that was meant."""
    fields = [{"name": "month", "type": "yearmonth"}, {"name": "requests"}, {"name": "on_time"}]
    found = problems(plain("Month,requests,On time\n2025-01,1,1\n", fields)(package))
    assert [(p.code, p.column, p.value) for p in found] == [
        ("header-wrong", "month", "Month"),
        ("header-wrong", "on_time", "On time"),
    ]


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_other_delimiters_are_named(sign: str, name: str, package: Builder) -> None:
    """A file of a spreadsheet in another country is recognised at its header."""
    (found,) = problems(plain(f"x{sign}y\n1{sign}2\n", [{"name": "x"}, {"name": "y"}])(package))
    assert found.code == "delimiter"
    assert name in found.message


def test_a_declared_delimiter_is_followed(package: Builder) -> None:
    """A file with semicolons passes where its dialect says so, and one with commas does not."""
    folder = with_resource(dialect={"delimiter": ";"})(package)
    assert codes(folder) == {"delimiter"}
    table = (folder / "observations.csv").read_text().replace(",", ";")
    (folder / "observations.csv").write_text(table)
    assert codes(folder) == set()


def test_many_rows_with_one_fault_are_told_briefly(package: Builder) -> None:
    """The first 25 are listed and the last of them says how many more there are."""
    rows = "".join(f"x{n},a\n" for n in range(100))
    found = problems(plain("x,y\n" + rows, [{"name": "x", "type": "integer"}, Y])(package))
    assert len(found) == 25
    assert [p.row for p in found] == list(range(2, 27))
    assert found[-1].message.endswith("; 75 more rows have the same fault")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("100,90,final", set()),
        ("100,90,", set()),
        ("100,90,provisional", set()),
        (",,missing", set()),
        (",,suppressed", set()),
        (",,not_applicable", set()),
        (",,", {"value-missing"}),
        (",,final", {"value-missing"}),
        ("100,,estimated", {"value-missing"}),
        ("100,90,missing", {"value-unexpected"}),
        ("0,0,suppressed", {"value-unexpected"}),
        ("0,0,final", set()),
    ],
)
def test_values_agree_with_their_status(row: str, expected: set[str], package: Builder) -> None:
    """A value is there exactly where the status says so; 0 is a value."""
    assert codes(with_rows(f"{STATUS}2025-01,{row}\n")(package)) == expected


def test_a_status_column_of_another_name_is_used(package: Builder) -> None:
    """Two metrics of one table can each have their own status."""
    table = "month,requests,on_time,state\n2025-01,,,missing\n"
    assert codes(with_rows(table, obs_status="state")(package)) == set()
    assert codes(with_rows(table)(package)) == {"value-missing"}


@pytest.mark.parametrize(
    ("frequency", "kind", "good", "bad"),
    [
        (Frequency.QUARTER, "string", "2025-Q1", "2025-Q5"),
        (Frequency.WEEK, "string", "2025-W05", "2025-W5"),
        (Frequency.WEEK, "string", "2025-W05", "2025-W53"),
        (Frequency.DAY, "string", "2025-01-31", "20250131"),
        (Frequency.DAY, "date", "2025-01-31", "0999-01-31"),
        (Frequency.YEAR, "integer", "2025", "25"),
        (Frequency.YEAR, "year", "2025", "0005"),
        (Frequency.MONTH, "string", "2025-01", "2025-1"),
        (Frequency.MONTH, "yearmonth", "2025-01", ""),
    ],
)
def test_periods_are_of_the_metrics_frequency(
    frequency: Frequency, kind: str, good: str, bad: str, package: Builder
) -> None:
    """A cell that is not a period of the frequency is told once, whatever its column's type."""
    fields = [{"name": "when", "type": kind}, {"name": "value", "type": "number"}]
    period = {"field": "when", "frequency": str(frequency), "lag": 1}
    for cell, expected in ((good, []), (bad, ["cell-date"])):
        folder = package(
            f"when,value\n{cell},1\n", fields=fields, period=period, targets=None,
            measure={"value": "value", "aggregation": "sum"}, unit={"name": "requests"},
        )  # fmt: skip
        assert [p.code for p in problems(folder)] == expected


def test_a_second_dimension_must_be_named(package: Builder) -> None:
    """Two rows of one period and member are a repeat unless a dimension tells them apart."""
    table = "month,zone,kind,requests,on_time\n2025-01,N,bin,10,9\n2025-01,N,bag,20,18\n"
    assert codes(with_rows(table, dimensions=["zone"])(package)) == {"period-repeated"}
    assert codes(with_rows(table, dimensions=["zone", "kind"])(package)) == set()


def test_a_table_without_a_schema_is_text(package: Builder) -> None:
    """A package found in the wild need not describe its columns."""
    folder = package("x,y\n1,NaN\n", metric={})
    facts = descriptor_of(folder)
    del facts["resources"][0]["schema"]
    assert codes(write(folder, facts)) == set()


def test_faults_of_different_sorts_come_in_one_run(package: Builder) -> None:
    """Nobody has to mend one fault to see the next."""
    table = (
        "month,requests,on_time\n2025-1,100,90\n2025-02,x,95\n2025-03,100,95,9\n\n2025-04,100,\n"
        "2025-06,100,90\n"
    )
    assert codes(with_rows(table)(package)) == {
        "cell-date", "cell-number", "row-length", "row-blank", "value-missing", "period-gap",
    }  # fmt: skip


GOOD = (HEADER + "2025-01,100,90\n2025-02,100,95\n2025-03,100,96\n").encode()


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_bytes_break_the_check(package: Builder, data: st.DataObject) -> None:
    """Bytes of a good table, cut, doubled and exchanged at random, give problems or none."""
    raw = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        match data.draw(st.sampled_from(["set", "insert", "delete", "repeat"])):
            case "set" if raw:
                raw[place] = data.draw(st.integers(0, 255))
            case "insert":
                signs = st.sampled_from([b'"', b",", b"\n", b"\r", b";", b"=", b"-", b"9", b" "])
                raw[place:place] = data.draw(signs | st.binary(max_size=4))
            case "delete":
                del raw[place : place + data.draw(st.integers(1, 20))]
            case _:
                raw[place:place] = raw[place : place + data.draw(st.integers(1, 40))]
    folder = package()
    (folder / "observations.csv").write_bytes(bytes(raw))
    for problem in problems(folder):
        problem.as_text().encode()


def test_a_metric_without_its_columns_is_left_alone(package: Builder) -> None:
    """Where a column is missing from the file that is the one problem told."""
    folder = with_metric()(package)
    (folder / "observations.csv").write_text("month,on_time\n2025-01,90\n")
    assert codes(folder) == {"header-missing"}


def test_a_change_of_columns_keeps_other_checks(package: Builder) -> None:
    """An extra column does not hide a wrong cell."""
    folder = changed(lambda facts: None)(package)
    (folder / "observations.csv").write_text("month,requests,on_time,x\n2025-01,n/a,90,1\n")
    assert codes(folder) == {"header-extra", "cell-number"}
