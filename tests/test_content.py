"""Content files: departments, priorities and pages, and what is wrong with them."""

from pathlib import Path

import pytest

from performance import content
from performance.settings import Settings


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_reads_each_sort_in_its_order(tmp_path: Path) -> None:
    """Departments come by order, then title, with their facts typed and their body."""
    write(
        tmp_path,
        "departments/fire.md",
        "---\ntitle: Fire\norder: 2\nspending: 2.5\nstaff: 40\nprograms: [Rescue]\n---\nProtect.\n",
    )
    write(
        tmp_path, "departments/works.md", "---\ntitle: Works\nslug: public-works\norder: 1\n---\n"
    )
    write(tmp_path, "priorities/safety.md", "---\ntitle: Safety\n---\nBe safe.")
    write(tmp_path, "pages/about.md", "---\ntitle: About\nsummary: Why\n---\nText")
    found, problems = content.read(tmp_path)
    assert problems == []
    assert [d.slug for d in found.departments] == ["public-works", "fire"]
    fire = found.departments[1]
    assert (fire.spending, fire.staff, fire.programs, fire.body) == (
        2.5,
        40.0,
        ("Rescue",),
        "Protect.",
    )
    assert found.priorities[0].body == "Be safe."
    assert found.articles[0].summary == "Why"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: Fire\n", "must begin with a line of three hyphens"),
        ("---\ntitle: Fire\n", "must close the front matter"),
        ("---\ntitle: [Fire\n---\n", "line"),
        ("---\n- Fire\n---\n", "lines of `name: value`"),
        ("---\nheadd: X\ntitle: Fire\n---\n", "headd is not known here"),
        ("---\ntitle: Fire\nstaff: many\n---\n", "staff must be a number"),
        ("---\nhead: X\n---\n", "title is missing"),
    ],
)
def test_each_fault_is_a_problem_with_its_file(tmp_path: Path, text: str, words: str) -> None:
    """A file that cannot be used is named; the others are still read."""
    bad = write(tmp_path, "departments/fire.md", text)
    write(tmp_path, "departments/works.md", "---\ntitle: Works\n---\n")
    found, problems = content.read(tmp_path)
    assert [d.title for d in found.departments] == ["Works"]
    assert [(p.code, p.file) for p in problems] == [("content", str(bad))]
    assert words in problems[0].message


def test_two_files_of_one_slug_are_a_problem(tmp_path: Path) -> None:
    """An address belongs to one file."""
    write(tmp_path, "departments/a.md", "---\ntitle: A\nslug: x\n---\n")
    write(tmp_path, "departments/b.md", "---\ntitle: B\nslug: x\n---\n")
    _, problems = content.read(tmp_path)
    assert "slug x is taken" in problems[0].message


def test_bytes_that_are_not_text_are_a_problem(tmp_path: Path) -> None:
    """A file in another encoding never ends in a traceback."""
    (tmp_path / "departments").mkdir()
    (tmp_path / "departments" / "a.md").write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    (tmp_path / "settings.yaml").write_bytes(b"city: Caf\xe9\n")
    assert len(content.read(tmp_path)[1]) == 1
    assert len(content.read_settings(tmp_path, Settings())[1]) == 1


def test_settings_file_is_laid_over(tmp_path: Path) -> None:
    """content/settings.yaml holds the city's settings; none is needed."""
    assert content.read_settings(tmp_path, Settings()) == (Settings(), [])
    write(tmp_path, "settings.yaml", "city: Port\nfiscal_year_start: 1\n")
    chosen, problems = content.read_settings(tmp_path, Settings())
    assert (chosen.city, chosen.fiscal_year_start, problems) == ("Port", 1, [])
    write(tmp_path, "settings.yaml", "- city\n")
    assert content.read_settings(tmp_path, Settings())[1][0].code == "content"
