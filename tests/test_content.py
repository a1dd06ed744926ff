"""Content files: departments, priorities and pages, and what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest

from performance import content
from performance.settings import Settings

# In Python's own words, which differ from one version to the next.
with pytest.raises(ValueError, match="range") as raised:
    date(2026, 2, 30)
IMPOSSIBLE = str(raised.value)


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
        ("---\ntitle: Fire\nstaff: -1\n---\n", "staff must not be negative"),
        ("---\ntitle: Fire\norder: 1.5\n---\n", "order must be a whole number"),
        ("---\ntitle: Fire\nslug: ../fire\n---\n", "small letters, digits and hyphens"),
        ("---\ntitle: ' '\n---\n", "title is missing"),
        ("---\ntitle: [Fire, Rescue]\n---\n", "title must be text"),
        ("---\ntitle: Fire\nprograms: {a: b}\n---\n", "programs must be text"),
        ("---\ntitle: Fire\nspending: .inf\n---\n", "spending must be a number"),
        ("---\ntitle: Fire\nspending: .nan\n---\n", "spending must be a number"),
        ("---\ntitle: Fire\nspending: -1\n---\n", "spending must not be negative"),
        ("---\ntitle: Fire\norder: .inf\n---\n", "order must be a number"),
        ("---\ntitle: Fire\nfiscal_year: 27\n---\n", "fiscal_year must be a year like 2027"),
        ("---\ntitle: Fire\nslug: ../fire\n---\n", "its address would be '../fire'"),
        ("---\ntitle: Fire\nslug: Fire!\n---\n", "its address would be 'Fire!'"),
        ("---\ntitle: Fire\nhead: 2026-02-30\n---\n", IMPOSSIBLE),
        ("---\ntitle: Fire\nhead: " + "[" * 5_000 + "\n---\n", "too deep"),
        # The bracket opens on the file's third line and nothing closes it.
        ("---\ntitle: Fire\nhead: [X\n---\n", "at line 3, column 9"),
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


@pytest.mark.parametrize("slug", ["data", "metrics", "a-z", "profiles", "theme"])
def test_a_page_takes_no_address_of_the_site(tmp_path: Path, slug: str) -> None:
    """A page of words cannot stand where the site has its own; the file is named."""
    write(tmp_path, f"pages/{slug}.md", "---\ntitle: X\n---\n")
    found, problems = content.read(tmp_path)
    assert found.articles == ()
    assert f"the address {slug}/ is the site's own" in problems[0].message


def test_one_program_needs_no_list(tmp_path: Path) -> None:
    """A department's only program may be written as a text."""
    write(tmp_path, "departments/fire.md", "---\ntitle: Fire\nprograms: Rescue\n---\n")
    assert content.read(tmp_path)[0].departments[0].programs == ("Rescue",)


def test_hidden_files_are_no_content(tmp_path: Path) -> None:
    """What a system leaves beside the files (._fire.md on macOS) is passed over."""
    write(tmp_path, "departments/._fire.md", "\0\0")
    assert content.read(tmp_path)[1] == []


def test_a_folder_in_the_place_of_a_file_and_the_other_way_round(tmp_path: Path) -> None:
    """Neither ends in a traceback; each is named."""
    (tmp_path / "settings.yaml").mkdir()
    (tmp_path / "departments" / "fire.md").mkdir(parents=True)
    write(tmp_path, "pages", "")
    files = [Path(problem.file).name for problem in content.read(tmp_path)[1]]
    assert files == ["fire.md", "pages"]
    assert "is a directory" in content.read_settings(tmp_path, Settings())[1][0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("as_of: 2026-02-30\n", IMPOSSIBLE),
        ("city: [Port\n", "line"),
        ("city: " + "[" * 5_000, "too deep"),
    ],
)
def test_settings_that_cannot_be_read_are_a_problem(tmp_path: Path, text: str, words: str) -> None:
    """A slip in settings.yaml is said in words, with the file and a cure for it."""
    file = write(tmp_path, "settings.yaml", text)
    chosen, problems = content.read_settings(tmp_path, Settings())
    assert chosen == Settings()
    assert [p.file for p in problems] == [str(file)]
    assert words in problems[0].message
    assert problems[0].remedy == "Write one setting a line, as in `city: Port Alder`."


def test_settings_file_is_laid_over(tmp_path: Path) -> None:
    """content/settings.yaml holds the city's settings; none is needed."""
    assert content.read_settings(tmp_path, Settings()) == (Settings(), [])
    write(tmp_path, "settings.yaml", "city: Port\nfiscal_year_start: 1\n")
    chosen, problems = content.read_settings(tmp_path, Settings())
    assert (chosen.city, chosen.fiscal_year_start, problems) == ("Port", 1, [])
    write(tmp_path, "settings.yaml", "- city\n")
    assert content.read_settings(tmp_path, Settings())[1][0].code == "content"


def test_a_page_of_words_cannot_take_a_folder_of_the_site(tmp_path: Path) -> None:
    """A page at metrics/ would stand in the way of the metrics."""
    write(tmp_path, "pages/metrics.md", "---\ntitle: Metrics\n---\n")
    _, problems = content.read(tmp_path)
    assert "the site's own" in problems[0].message
