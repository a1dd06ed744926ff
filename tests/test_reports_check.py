"""A report's words are held against the data: every problem with its file and line."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

import reports as written
from performance import reports
from performance.model import Amount, Phase, Portal
from performance.problem import Problem

VALUE = '{{ metric("requests-on-time").fy(2026).value }}'


def found(tmp_path: Path, files: Mapping[str, str] | None = None, **more: object) -> list[Problem]:
    """Return the problems of a report with files laid over it, read and checked."""
    written.write(tmp_path, files)
    made, problems = reports.read(tmp_path)
    if problems:
        return problems
    portal: Portal = written.with_reports(made, **more)  # type: ignore[arg-type]
    return reports.problems(portal, written.SETTINGS)


def letter(text: str) -> dict[str, str]:
    """Return a letter whose words begin on line 8."""
    return {"letter.md": f"{written.LETTER}{text}\n"}


def test_a_sound_report_has_no_problem(tmp_path: Path) -> None:
    """References, small numbers, dates, years and ordinals are words."""
    text = (
        f"On June 30, 2026 and in FY2026, four crews of 12 people in Zones 3 and 5 closed {VALUE}, "
        "for the 2nd year. See [the data](../../data/service-requests/), 2025-26, 2026-06-30."
    )
    assert found(tmp_path, letter(text)) == []


@pytest.mark.parametrize(
    ("text", "code", "line", "value"),
    [
        ("We closed 81% of them.", "report-literal", 8, "81%"),
        ("One.\n\nTwo.\nIt cost $1.2 million.", "report-literal", 11, "$1.2 million"),
        ("It rose by 4.5 points.", "report-literal", 8, "4.5"),
        ("There were 1,000 of them.", "report-literal", 8, "1,000"),
        ("There were 431 of them.", "report-literal", 8, "431"),
        ("It rose by 38 percentage points.", "report-literal", 8, "38 percentage points"),
        # 1,056 of 1,200 requests were on time: 88.0%.
        (f"Of requests {VALUE} were on time, or 91.2%.", "report-contradiction", 8, "91.2%"),
        ("Requests completed on time: 91.2 percent.", "report-contradiction", 8, "91.2 percent"),
        ("[On time](/metrics/requests-on-time/): 91%.", "report-contradiction", 8, "91%"),
        ("A {{ metric.x }} hole.", "report-reference", 8, "{{ metric.x }}"),
        ("A\n\n{{ counts.great }}", "report-reference", 10, "{{ counts.great }}"),
        ("[x](/{{ counts.met }})", "report-reference", 8, "{{ counts.met }}"),
    ],
)
def test_what_is_wrong_in_the_text_is_found_on_its_line(
    tmp_path: Path, text: str, code: str, line: int, value: str
) -> None:
    """A typed figure, a contradiction and a reference to nowhere have a file, a line, the text."""
    problems = found(tmp_path, letter(text))
    assert [(p.code, p.row, p.value) for p in problems] == [(code, line, value)]
    assert problems[0].file == str(tmp_path / "reports" / "2026" / "letter.md")
    assert problems[0].remedy


def test_a_contradiction_names_what_the_data_say(tmp_path: Path) -> None:
    """The remedy is the reference to write in its place, with the figure that it gives."""
    (problem,) = found(tmp_path, letter("Requests completed on time rose to 91.2%."))
    assert f"88.0% is {VALUE}" in problem.remedy


def test_a_typed_figure_that_the_data_say_passes(tmp_path: Path) -> None:
    """Only beside the metric that it is of: the same figure of nothing is a literal."""
    assert found(tmp_path, letter("Requests completed on time rose to 88.0%.")) == []
    (problem,) = found(tmp_path, letter("It rose to 88.0%."))
    assert problem.code == "report-literal"


def test_a_literal_with_its_source_passes(tmp_path: Path) -> None:
    """A figure from elsewhere says where it comes from."""
    assert found(tmp_path, letter('About {{ literal("38%", "state survey, 2025") }}.')) == []


def test_a_missed_target_needs_its_explanation(tmp_path: Path) -> None:
    """80% misses a target of 90% that is near from 85%; a section of its name explains it."""
    missed = {2025: 88, 2026: 80}
    (problem,) = found(tmp_path, shares=missed)
    assert problem.code == "report-explanation"
    assert problem.file.endswith("reports/2026/explanations.md")
    assert "## requests-on-time" in problem.remedy
    why = {"explanations.md": "## requests-on-time\n\nStorms.\n"}
    assert found(tmp_path, why, shares=missed) == []
    empty = {"explanations.md": "## requests-on-time\n\n"}
    assert [p.code for p in found(tmp_path, empty, shares=missed)] == ["report-explanation"]


@pytest.mark.parametrize("name", ["letter", "purpose", "money", "quality", "next"])
def test_a_required_part_without_words_is_a_problem(tmp_path: Path, name: str) -> None:
    """An empty part, and one whose file is not there, is named by its file."""
    files = {f"{name}.md": written.LETTER if name == "letter" else ""}
    (problem,) = found(tmp_path, files)
    assert (problem.code, problem.file.rpartition("/")[2]) == ("report-block", f"{name}.md")


@pytest.mark.parametrize(
    ("file", "text", "code", "words"),
    [
        (
            "priorities/customer-service.md",
            "---\nmetrics: [requests-on-time]\n---\n\nStorms.\n",
            "report-block",
            "there are no next steps",
        ),
        (
            "priorities/customer-service.md",
            written.PRIORITY.replace("requests-on-time", "requests-in-time"),
            "report-metric",
            "requests-in-time is no metric",
        ),
        (
            "priorities/customer-service.md",
            written.PRIORITY.replace("Storms bring more requests.", ""),
            "report-block",
            "what the city does not control",
        ),
        (
            "priorities/customer-service.md",
            written.PRIORITY.replace("two people", "250 people"),
            "report-literal",
            "typed",
        ),
        ("priorities/joy.md", written.PRIORITY, "report-metric", "joy is no priority"),
        ("quality.md", "---\ngrades: {x: A}\n---\nWords.\n", "report-metric", "x is no package"),
        ("money.md", "---\nstaff: {x: {2026: 3}}\n---\nW.\n", "report-metric", "no department"),
        ("explanations.md", "## nothing\n\nWhy.\n", "report-metric", "nothing is no metric"),
    ],
)
def test_names_and_parts_are_those_of_the_data(
    tmp_path: Path, file: str, text: str, code: str, words: str
) -> None:
    """What a report names is there, and each priority has what a priority needs."""
    problems = found(tmp_path, {file: text})
    assert [p.code for p in problems] == [code]
    assert words in problems[0].message


def test_a_figure_in_a_step_has_the_line_of_the_step(tmp_path: Path) -> None:
    """The second step of the file begins on its fifth line."""
    text = written.PRIORITY.replace("\n---", "\n- what: >-\n    Hire\n    250 people\n"
        "  owner: Commissioner\n  by: 2027-01-31\n---", 1)  # fmt: skip
    (problem,) = found(tmp_path, {"priorities/customer-service.md": text})
    assert (problem.code, problem.row, problem.value) == ("report-literal", 5, "250")


def test_money_that_the_budget_gives_is_not_given_twice(tmp_path: Path) -> None:
    """Two amounts of one thing would differ one day: the budget's alone is shown."""
    written.write(tmp_path)
    made, _ = reports.read(tmp_path)
    portal = written.with_reports(made)
    (annual,) = portal.annuals
    spent = Amount("spending", "public-works", 2026, 120, "Public Works", Phase.ACTUAL)
    portal = replace(portal, annuals=(replace(annual, money=(spent,)),))
    (problem,) = reports.problems(portal, written.SETTINGS)
    assert (problem.code, problem.column) == ("report-file", "spending")
    assert problem.file.endswith("money.md")
    assert "actual amounts" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cut_off: 2026-11-20", "cut_off: 2026-06-01", "before the fiscal year's end, 2026-06-30"),
        ("version: '1.0'", "version: 1.0", "version must be text"),
        ("published: 2026-11-20", "published: soon", "published must be a date"),
        ("published: 2026-11-20", "published: 2026-11-01", "must not be before cut_off"),
        ("title: Annual", "titel: Annual", "titel is not known here"),
    ],
)
def test_the_front_matter_of_the_letter_is_checked(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Dates are dates in their order, and every fact is known."""
    problems = found(tmp_path, {"letter.md": written.LETTER.replace(old, new) + "Words.\n"})
    assert len(problems) == 1
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("money.md", "---\nspending: {public-works: {26: 1}}\n---\nW.\n", "fiscal years like 2026"),
        ("money.md", "---\nspending: {public-works: {2026: -1}}\n---\nW.\n", "not be negative"),
        ("money.md", "---\nspending: {public-works: {2026: .nan}}\n---\nW.\n", "be a number"),
        ("quality.md", "---\ngrades: {service-requests: Z}\n---\nW.\n", "one of A, B, C"),
        ("next.md", "---\ntitle: X\n---\nW.\n", "title is not known here"),
        ("notes.md", "Words.\n", "it is no part of a report"),
        ("explanations.md", "Words.\n", "words stand before the first section"),
        ("explanations.md", "## a\n\nX\n\n## a\n\nY\n", "a has two sections"),
        ("priorities/customer-service.md", "---\nsteps: [x]\n---\nW.\n", "what, owner and by"),
        ("letter.md", "No front matter.\n", "title is missing"),
        ("letter.md", "---\ntitle: [\n---\n", "line 2"),
        ("frozen.json", "{", "it is not JSON"),
        ("frozen.json", "{}", "it lacks 'form'"),
        ("frozen.json", '{"form": 9}', "its form 9 is not known"),
        ("frozen.json", "[]", "changed by hand"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    """Each fault of a file is a problem in words with the file's name, never a traceback."""
    problems = found(tmp_path, {name: text})
    assert len(problems) == 1
    assert words in problems[0].message
    assert problems[0].file.endswith(name)


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    """A file in another encoding is named."""
    (written.write(tmp_path) / "next.md").write_bytes(b"Caf\xe9")
    _, problems = reports.read(tmp_path)
    assert [p.message for p in problems] == ["it is not text in UTF-8"]


def test_only_years_are_folders_of_reports(tmp_path: Path) -> None:
    """A report stands in the folder of its fiscal year."""
    (tmp_path / "reports" / "last-year").mkdir(parents=True)
    _, problems = reports.read(tmp_path)
    assert "named by a fiscal year" in problems[0].message


def test_a_year_that_has_not_ended_has_no_report(tmp_path: Path) -> None:
    """On November 20, 2026 fiscal year 2027 is not over."""
    folder = written.write(tmp_path)
    folder.rename(folder.parent / "2027")
    made, _ = reports.read(tmp_path)
    problems = reports.problems(written.with_reports(made), written.SETTINGS)
    assert any("fiscal year 2027 has not ended on 2026-11-20" in p.message for p in problems)
