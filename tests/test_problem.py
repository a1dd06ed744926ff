"""Problems: their words, their order and the public catalogue of their codes."""

import json

import pytest

import test_validate_budget
import test_validate_descriptor
import test_validate_rows
import test_validate_safety
import test_validate_sense
from performance.problem import CATALOGUE, BuildError, Exit, Kind, Problem, in_order

GATES = {
    "safety": test_validate_safety.CASES,
    "descriptor": {**test_validate_descriptor.CASES, **test_validate_budget.DESCRIPTOR},
    "rows": {**test_validate_rows.CASES, **test_validate_budget.ROWS},
    "sense": {**test_validate_sense.CASES, **test_validate_budget.SENSE},
}
# Asserted by a test of its own, because nothing is refused to some users that run tests.
APART = {"safety": {"unreadable"}}


def problem(**facts: object) -> Problem:
    """Return a problem with these facts laid over one of a cell."""
    given = {"code": "cell-number", "file": "a.csv", "message": "must be a number",
             "remedy": "Write 1500.", "row": 3, "column": "requests", "value": "1,500"}  # fmt: skip
    return Problem(**{**given, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize("gate", GATES)
def test_every_code_has_a_case_that_fails_with_exactly_it(gate: str) -> None:
    """No code of a gate is without a broken package that shows it."""
    codes = {code for code, entry in CATALOGUE.items() if entry.gate == gate}
    assert set(GATES[gate]) | APART.get(gate, set()) == codes


def test_every_code_belongs_to_a_gate() -> None:
    """Beside the gates: settings, content, releases, reports, meetings and the import."""
    gates = {entry.gate for entry in CATALOGUE.values()}
    others = {"settings", "content", "releases", "report", "briefings", "import"}
    assert gates == {*GATES, *others}


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_a_page_worth_reading(code: str) -> None:
    """A title without a full stop, and whole sentences for why it matters and how to mend it."""
    entry = CATALOGUE[code]
    assert entry.code == code
    assert code == code.lower().replace("_", "-").replace(" ", "-")
    assert entry.title[0].isupper() or entry.title[0] == "`"
    assert not entry.title.endswith(".")
    assert entry.why.endswith((".", "?"))
    assert entry.mend.endswith((".", "?", "…"))
    assert len(entry.why) > 40
    assert "  " not in entry.why + entry.mend + entry.title


def test_questions_are_answered_by_a_note() -> None:
    """Every question's page says that the row's note answers it."""
    questions = [entry for entry in CATALOGUE.values() if entry.kind is Kind.QUESTION]
    assert {entry.gate for entry in questions} == {"sense"}
    assert all("note" in entry.mend for entry in questions)


def test_a_problem_is_one_line_of_text() -> None:
    """Where, what is wrong, what was found, the cure and the code, in this order."""
    assert problem().as_text() == (
        'a.csv, row 3, requests: must be a number (found "1,500"). Write 1500. [cell-number]'
    )


def test_a_long_value_is_cut_and_stays_on_one_line() -> None:
    """What was found is quoted, at most 60 characters of it."""
    text = problem(value="x\ny" * 100).as_text()
    assert "\n" not in text
    assert "…" in text
    assert len(text) < 200


def test_a_problem_is_a_json_object() -> None:
    """Programs read the same facts that people do."""
    assert json.loads(problem(row=None).as_json()) == {
        "code": "cell-number", "file": "a.csv", "row": None, "column": "requests",
        "value": "1,500", "message": "must be a number", "remedy": "Write 1500.",
    }  # fmt: skip


def test_a_problem_is_an_annotation_on_github() -> None:
    """Percent signs, line breaks, colons and commas are escaped as workflow commands want."""
    shown = problem(file="a,b:c.csv", message="100%\nsure").as_github()
    assert shown.startswith("::error file=a%2Cb%3Ac.csv,line=3,title=cell-number::requests: ")
    assert "100%25%0Asure" in shown


def test_problems_are_put_in_order_without_repeats() -> None:
    """By file, row, column and code; the same problem once."""
    later, first, other = problem(row=9), problem(row=2), problem(file="0.csv", row=None)
    assert in_order([later, first, later, other]) == [other, first, later]


def test_a_code_without_a_page_is_an_error_of_the_program() -> None:
    """Every code is a link on the site."""
    with pytest.raises(KeyError, match="catalog of problems"):
        problem(code="no-such-code")


def test_a_build_error_carries_every_problem_and_the_exit_status() -> None:
    """What stops a build says everything that is wrong."""
    error = BuildError("Two problems.", [problem(), problem(row=4)])
    assert error.exitcode == Exit.PROBLEMS == 1
    assert str(error).count("[cell-number]") == 2
