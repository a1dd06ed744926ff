"""What merging changes, told of real little repositories; every figure is worked out by hand."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from conftest import metric_descriptor, resource
from gates import CONTENT
from performance import difference
from performance.city import City
from performance.difference.markdown import LONGEST, escaped, markdown
from performance.difference.report import Report
from performance.difference.section import Chapter
from performance.problem import BuildError, Exit
from performance.settings import Settings
from repository import FIELDS, Repository

CITY = City(Settings(as_of=date(2026, 4, 30)), CONTENT, ())
TARGET = [{"from": "2026-01", "value": 90, "near": 5}]
METRIC = metric_descriptor(targets=TARGET)
# January 80 of 100 (80%, missed), February 180 of 200 (90%, met).
FIRST = "2026-01,100,80,final,\n2026-02,200,180,final,\n"
# February 170 of 200 (85%: within 5 points of 90%, near), March 90 of 100 (90%, met).
SECOND = "2026-01,100,80,final,\n2026-02,200,170,revised,Ten twice.\n2026-03,100,90,final,\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose main branch has published January and February."""
    made = Repository(tmp_path / "city")
    made.package("1.0.0", FIRST, metric=METRIC)
    made.commit("Publish February", "2026-03-20")
    return made


def told(repository: Repository, *names: str | None, form: str = "json") -> str:
    """Return what changes between two names of states, by default main and the files."""
    base, head = (*names, None, None)[:2]
    return difference.told(
        base, head, repository.datasets, repository.content, city=CITY, form=form
    )


def document(repository: Repository, *names: str | None) -> dict[str, Any]:
    """Return what changes as the document for programs."""
    facts: dict[str, Any] = json.loads(told(repository, *names))
    return facts


def test_sentences_come_first(repository: Repository) -> None:
    """A new month and a corrected one: rows, figures, periods and the attainment, in words."""
    repository.package("1.1.0", SECOND, metric=METRIC)
    assert document(repository)["summary"] == [
        "1 package changes: 1 row is added (March 2026), 1 figure is revised, "
        "2 other cells are changed.",
        "One attainment changes: Requests completed on time goes from met to near "
        "in February 2026.",
    ]
    assert "It is late now, and no longer after merging." in told(repository, form="markdown")


def test_cells_and_values_are_told_old_and_new(repository: Repository) -> None:
    """180 → 170 is 10 of 180 less, 5.6%; 90% → 85% is 5 percentage points, never a percentage."""
    repository.package("1.1.0", SECOND, metric=METRIC)
    (package,) = document(repository)["packages"]
    (table,) = package["tables"]
    assert (table["added"], table["removed"]) == (["2026-03"], [])
    cell = table["cells"][0]
    assert (cell["key"], cell["row"], cell["column"]) == ("2026-02", 3, "on_time")
    assert (cell["old"], cell["new"]) == ("180", "170")
    assert cell["percent"] == pytest.approx(-100 / 18)
    (metric,) = package["metrics"]
    assert [(v["period"], v["old"], v["new"]) for v in metric["values"]] == [
        ("2026-02", 90.0, 85.0)
    ]
    assert metric["arrived"] == ["2026-03"]
    page = told(repository, form="markdown")
    assert "| Feb 2026 | 90.0% | 85.0% | −5.0 percentage points |" in page
    assert "| 2026-02 | on\\_time | 180 | 170 | −5.6% |" in page
    # 90 of 100, against the target of 90.
    assert "First values: March 2026 90.0% (met)." in page


def test_the_last_values_are_drawn_on_one_scale(repository: Repository) -> None:
    """Of 80, 90 before and 80, 85, 90 after: the lowest block is 80 in both, the highest 90."""
    repository.package("1.1.0", SECOND, metric=METRIC)
    page = told(repository, form="markdown")
    assert "Values from 80.0% (lowest) to 90.0% (highest)." in page
    assert "- Now: ▁█ Jan 2026 to Feb 2026, last 90.0%" in page
    assert "- After merging: ▁▅█ Jan 2026 to Mar 2026, last 90.0%" in page


def test_nothing_changed_is_said(repository: Repository) -> None:
    """The same files, and a file that no package names, change no figure."""
    assert document(repository)["summary"] == ["No data package changes."]
    assert document(repository)["packages"] == []


def test_words_that_change_are_named(repository: Repository, tmp_path: Path) -> None:
    """Files of the content folder are listed; settings may change any figure, and that is said."""
    (repository.content / "pages").mkdir(parents=True)
    for name in ("settings.yaml", "pages/about.md", "pages/same.md"):
        (repository.content / name).write_text("one", encoding="utf-8")
    repository.commit("Words", "2026-03-21")
    (repository.content / "settings.yaml").write_text("two", encoding="utf-8")
    (repository.content / "pages" / "about.md").unlink()
    found = document(repository)
    assert found["words"] == ["pages/about.md", "settings.yaml"]
    assert found["summary"] == [
        "No data package changes.",
        "Of the words and settings 2 files are changed: pages/about.md and settings.yaml.",
        "The settings of the site change, which may change any figure; here both states are "
        "worked out with those after merging.",
    ]
    before = tmp_path / "before"
    repository.git("worktree", "add", "--quiet", str(before), "HEAD")
    assert document(repository, str(before))["words"] == found["words"]


def test_rows_in_another_order_and_numbers_written_otherwise_are_no_change(
    repository: Repository,
) -> None:
    """Rows are known by their key, and 0200 or 200 is the same number."""
    repository.package("1.0.1", "2026-02,0200,180,final,\n2026-01,100,80,final,\n", metric=METRIC)
    (package,) = document(repository)["packages"]
    assert (package["tables"], package["metrics"]) == ([], [])


@pytest.mark.parametrize(
    ("version", "is_allowed"), [("1.1.0", False), ("2.0.0", True), ("1.0.0", False)]
)
def test_a_renamed_column_is_breaking(
    repository: Repository, version: str, is_allowed: bool
) -> None:
    """A column that readers know needs a greater first number: 2.0.0 after 1.0.0."""
    fields = [{**each, "name": "asked"} if each["name"] == "requests" else each for each in FIELDS]
    measure = {"numerator": "on_time", "denominator": "asked", "scale": 100}
    metric = metric_descriptor(targets=TARGET, measure=measure)
    repository.package(version, FIRST, fields=fields, metric=metric)
    (package,) = document(repository)["packages"]
    assert package["breaking"] == [
        "observations.csv: the column requests is gone or has another name"
    ]
    assert (package["needs"], package["is_allowed"]) == ("2.0.0", is_allowed)
    page = told(repository, form="markdown")
    assert "BREAKING for readers of Service requests" in page
    assert ("such as 2.0.0" in page) is not is_allowed


@pytest.mark.parametrize(
    "fields",
    [
        [FIELDS[0], FIELDS[2], FIELDS[1], *FIELDS[3:]],
        [FIELDS[0], {"name": "requests", "type": "number"}, *FIELDS[2:]],
        [*FIELDS[:3], FIELDS[4]],
    ],
    ids=["reordered", "retyped", "removed"],
)
def test_other_changes_of_columns_are_breaking_too(
    repository: Repository, fields: list[dict[str, str]]
) -> None:
    """Another order, another type and a column that is gone break what reads the file."""
    row = ["2026-01", "100", "80", "final", ""][: len(fields)]
    repository.package("1.1.0", ",".join(row) + "\n", fields=fields, metric=METRIC)
    (package,) = document(repository)["packages"]
    assert package["needs"] == "2.0.0"


def test_a_column_after_the_others_is_not_breaking(repository: Repository) -> None:
    """What readers have stays where it is."""
    fields = [*FIELDS, {"name": "zone", "type": "string"}]
    repository.package("1.1.0", FIRST.replace("\n", ",\n"), fields=fields, metric=METRIC)
    (package,) = document(repository)["packages"]
    assert (package["breaking"], package["tables"][0]["new_columns"]) == ([], ["zone"])


def test_changed_files_want_a_new_version(repository: Repository) -> None:
    """1.0.0 was published with other bytes: the next one is 1.0.1."""
    repository.package("1.0.0", FIRST.replace("180", "170"), metric=METRIC)
    (package,) = document(repository)["packages"]
    assert package["wants"] == "1.0.1"


def test_a_new_definition_is_told_with_what_it_was(repository: Repository) -> None:
    """Another target and direction are shown old beside new, and the attainments they change."""
    targets = [{"from": "2026-01", "value": 95, "near": 2, "reason": "Council, June."}]
    repository.package("1.0.1", FIRST, metric=metric_descriptor(targets=targets))
    page = told(repository, form="markdown")
    assert (
        "| Targets | from January 2026 at least 90%, near within 5 | "
        "from January 2026 at least 95%, near within 2 (Council, June.) |"
    ) in page
    assert "Attainment goes from met to missed in February 2026." in page


def test_packages_that_are_new_or_removed_are_told(repository: Repository) -> None:
    """A package of its own, and one that is gone with its published versions."""
    other = metric_descriptor(name="calls-on-time", title="Calls answered in time", targets=None)
    folder = repository.package("1.0.0", FIRST, metric=METRIC)
    repository.package("1.0.0", FIRST, folder="fire/calls", name="calls", metric=other)
    for file in folder.iterdir():
        file.unlink()
    new, gone = sorted(document(repository)["packages"], key=lambda p: p["change"])
    assert (new["name"], new["change"], new["breaking"]) == ("calls", "new", [])
    assert (gone["name"], gone["change"]) == ("service-requests", "removed")
    assert gone["breaking"] != []
    assert not gone["is_allowed"]


@pytest.mark.parametrize("path", ["../../../secret.csv", "/etc/hostname", "link.csv"])
def test_files_outside_of_the_package_are_not_read(repository: Repository, path: str) -> None:
    """A descriptor that names another file of the machine, or a link to one, gets nothing of it."""
    secret = repository.folder / "secret.csv"
    secret.write_text("month,requests\n2026-01,4711\n", encoding="utf-8")
    table = {**resource({"fields": list(FIELDS), "primaryKey": ["month"]}), "path": path}
    folder = repository.package("1.1.0", FIRST, metric=METRIC, resources=[table])
    (folder / "link.csv").symlink_to(secret)
    assert "4711" not in told(repository)
    (package,) = document(repository)["packages"]
    assert package["after"]["unread"] == [f"{path} is not there, or is too large"]


def test_a_package_in_another_folder_is_the_same_package(repository: Repository) -> None:
    """A package is known by its name, whatever its folder is called."""
    folder = repository.package("1.0.1", FIRST.replace("180", "170"), metric=METRIC)
    folder.rename(folder.parent / "requests")
    (package,) = document(repository)["packages"]
    assert package["change"] == "changed"
    assert package["tables"][0]["figures_revised"] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("datapackage.json", b"{", "datapackage.json cannot be read"),
        ("datapackage.json", b"[]", "datapackage.json cannot be read"),
        ("datapackage.json", b"\xff", "is not text in UTF-8"),
        ("observations.csv", b'month,requests\n"2026', "a quotation mark is open"),
        ("observations.csv", b"\xff\xfe", "observations.csv is not text in UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_raised(
    repository: Repository, name: str, content: bytes, said: str
) -> None:
    """A broken file ends no comparison: it is named, and so is where it broke."""
    folder = repository.package("1.1.0", SECOND, metric=METRIC)
    (folder / name).write_bytes(content)
    (package,) = document(repository)["packages"]
    assert any(said in each for each in package["after"]["unread"]), package["after"]
    assert "After merging," in told(repository, form="markdown")
    # The other way round the old state is the one that cannot be read.
    repository.commit("Break it", "2026-03-21")
    (package,) = document(repository, "HEAD", "HEAD~1")["packages"]
    assert package["before"]["unread"] != []


def test_questions_of_unusual_values_are_told_once_asked(repository: Repository) -> None:
    """A tenfold value is a question; one that stood there before is not this change's."""
    rows = "".join(f"2025-{m:02},100,80,final,\n" for m in range(1, 13))
    repository.package("1.1.0", rows, metric=METRIC)
    repository.commit("A year", "2026-03-21")
    repository.package("1.2.0", rows + "2026-01,1000,800,final,\n", metric=METRIC)
    (package,) = document(repository)["packages"]
    questions = package["metrics"][0]["questions"]
    assert [(q["code"], q["row"]) for q in questions] == [("value-jump", 14)]
    repository.commit("Tenfold", "2026-03-22")
    more = "2026-01,1000,800,final,\n2026-02,100,80,final,\n"
    repository.package("1.3.0", rows + more, metric=METRIC)
    (package,) = document(repository, "HEAD")["packages"]
    assert "value-jump" not in {q["code"] for q in package["metrics"][0]["questions"]}


def test_what_is_withheld_now_is_not_told_again(repository: Repository) -> None:
    """A row that is suppressed to protect privacy shows neither its old cells nor its value."""
    repository.package("1.1.0", FIRST.replace("200,180,final", ",,suppressed"), metric=METRIC)
    for form in difference.FORMS:
        assert "180" not in told(repository, form=form).replace("height", "")
        assert "withheld" in told(repository, form=form)


def test_rows_without_a_key_are_compared_whole(repository: Repository) -> None:
    """Where nothing tells rows apart a changed one is one gone and one new, and that is said."""
    fields = ({"name": "street", "type": "string"}, {"name": "holes", "type": "integer"})
    plain = {"fields": fields, "metric": {}, "name": "streets", "folder": "public-works/streets"}
    resources = [{"name": "observations", "path": "observations.csv", "type": "table",
                  "schema": {"fields": list(fields)}}]  # fmt: skip
    repository.package("1.0.0", "Elm,1\nElm,1\nOak,2\n", resources=resources, **plain)
    repository.commit("Streets", "2026-03-21")
    repository.package("1.0.1", "Elm,1\nElm,1\nOak,3\n", resources=resources, **plain)
    (package,) = document(repository, "HEAD")["packages"]
    (table,) = package["tables"]
    assert (table["added"], table["removed"]) == (["Oak / 3"], ["Oak / 2"])
    assert table["is_keyed"] is False


def test_states_are_commits_branches_or_folders(repository: Repository, tmp_path: Path) -> None:
    """The same change is told of every way to name its two states; nothing is checked out."""
    repository.git("checkout", "--quiet", "-b", "march")
    repository.package("1.1.0", SECOND, metric=METRIC)
    commit = repository.commit("Publish March", "2026-04-20")
    before = tmp_path / "before"
    repository.git("worktree", "add", "--quiet", str(before), "main")
    found = [
        document(repository, *names)["packages"]
        for names in (
            (), ("main",), ("main", "march"), ("HEAD~1", commit[:12]), (str(before), "HEAD"),
            (str(before / "datasets"), str(repository.datasets)),
        )
    ]  # fmt: skip
    assert found[0] != []
    assert all(each == found[0] for each in found)
    assert repository.git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["nowhere", "--all", "main..HEAD", "HEAD:datasets", ""])
def test_a_name_that_is_no_state_is_wrong_use(repository: Repository, name: str) -> None:
    """What is neither a folder nor a commit ends with 2 and says so."""
    if not name:
        # Without a name it is the main branch, and here there is none.
        repository.git("branch", "--move", "trunk")
    with pytest.raises(BuildError) as caught:
        told(repository, name or None)
    assert caught.value.exitcode == Exit.WRONG_USE
    assert "commit" in caught.value.message


HOSTILE = [
    "@mayor please",
    "see #123 and port-alder/portal#4 or GH-7",
    "`code` ``more``",
    "a | b || c",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "https://evil.example www.evil.example mailto:a@evil.example",
    "line\nbreak\r\n\r\n# heading\n- item",
    "zero\u200bwidth \u202ereversed\u202c \u2066isolated\u2069",
    "<!-- comment --> --> &lt;b&gt; &#64;mayor",
    "*bold* _it_ ~~gone~~ $$x^2$$ :tada:",
    "\\",
    "```",
    "1. first",
    "=== --- ***",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_a_stranger_does_nothing_in_markdown(text: str) -> None:
    """In a table of a comment it is one cell of plain letters: no link, picture, mention or tag."""
    rendered = (
        MarkdownIt("commonmark")
        .enable("table")
        .enable("strikethrough")
        .render(f"| a | b |\n| --- | --- |\n| {escaped(text)} | end |\n")
    )
    tree = lxml_html.fromstring(rendered)
    cells = tree.xpath("//tbody/tr/td")
    assert len(cells) == 2
    assert cells[0].xpath(".//*[not(self::comment())]") == []
    # A mention or a reference is made of one run of letters; comments part them.
    pieces = cells[0].xpath(".//text()")
    assert not any(sign in piece for piece in pieces for sign in ("@m", "#1", "#4", "://", "www."))
    shown = "".join(pieces)
    assert shown.isprintable()
    plain = " ".join(text.split())
    if plain.isprintable():
        assert shown == plain


def test_hostile_cells_reach_no_form_alive(repository: Repository) -> None:
    """As notes of rows and as the title of a metric, in every form."""
    notes = ['"' + text.replace('"', '""') + '"' for text in HOSTILE]
    rows = "".join(f"{2010 + n}-01,100,80,final,{note}\n" for n, note in enumerate(notes))
    metric = metric_descriptor(targets=TARGET, title=" ".join(HOSTILE))
    repository.package("1.0.1", rows.replace(",80,", ",70,"), metric=METRIC)
    repository.commit("Before", "2026-03-21")
    plain = "".join(f"{2010 + n}-01,100,70,final,\n" for n in range(len(HOSTILE)))
    repository.package("1.0.2", plain, metric=METRIC)
    repository.commit("Plain", "2026-03-22")
    repository.package("1.0.3", rows, metric=metric)
    (package,) = document(repository, "HEAD")["packages"]
    assert package["tables"][0]["cells_changed"] == 2 * len(HOSTILE)
    tree = lxml_html.fromstring(told(repository, "HEAD", form="html"))
    assert (
        tree.xpath("//script | //a | //*[@onerror] | //img[not(starts-with(@src, 'data:'))]") == []
    )
    comment = told(repository, "HEAD", form="markdown")
    assert not any(sign in comment for sign in ("@mayor", "<script", "<img", "://evil", "\u202e"))
    tags = lxml_html.fromstring(MarkdownIt("commonmark").enable("table").render(comment))
    assert tags.xpath("//a | //img | //script | //code") == []


def test_a_comment_is_never_longer_than_github_takes(repository: Repository) -> None:
    """Long lists are cut and say how many rows more there are; the sentences stay."""
    rows = "".join(f"{1000 + n},100,80,final,\n" for n in range(900))
    fields = ({"name": "year", "type": "year"}, *FIELDS[1:])
    metric = metric_descriptor(targets=None, period={"field": "year", "frequency": "A", "lag": 20})
    table = resource({"fields": list(fields), "primaryKey": ["year"]})
    names = {"fields": fields, "metric": metric, "name": "years", "folder": "fire/years"}
    names["resources"] = [table]
    repository.package("1.0.0", rows, **names)
    repository.commit("Years", "2026-03-21")
    repository.package("1.0.1", rows.replace(",80,", ",70,"), **names)
    comment = told(repository, "HEAD", form="markdown")
    assert len(comment) <= LONGEST
    assert "900 figures are revised" in comment
    assert "… and 880 more rows." in comment


def test_what_does_not_fit_is_left_out_from_the_end() -> None:
    """Whole blocks go, and the end of the comment says that there was more."""
    chapters = tuple(Chapter(f"Package {n}", (), ("word " * 150,)) for n in range(200))
    made = markdown(Report(("First of all.",), chapters, "Compared."), 10_000)
    assert len(made) <= 10_000
    assert made.startswith("## What merging changes\n\nFirst of all.")
    assert made.endswith("the whole is in the artifact of this run.*\n")


def test_the_page_stands_alone_with_both_charts(repository: Repository) -> None:
    """It loads nothing, and has the chart of each touched metric before and after, in words too."""
    repository.package("1.1.0", SECOND, metric=METRIC)
    tree = lxml_html.fromstring(told(repository, form="html"))
    pictures = tree.xpath("//figure/img")
    assert [p.getparent().xpath("string(figcaption)") for p in pictures] == [
        "Now", "After merging",
    ]  # fmt: skip
    assert len({p.get("src") for p in pictures}) == 2
    assert all(p.get("src").startswith("data:image/svg+xml;base64,") for p in pictures)
    assert all(p.get("alt") for p in pictures)
    assert tree.xpath("//link | //script | //iframe") == []


def test_git_reads_and_runs_nothing_of_the_repository(repository: Repository) -> None:
    """Hooks, filters and text converters that a repository names are not run."""
    marker = repository.folder / "ran"
    for name in ("core.fsmonitor", "diff.x.textconv", "filter.x.smudge"):
        repository.git("config", name, f"touch {marker}")
    (repository.folder / ".gitattributes").write_text("*.csv diff=x filter=x\n", encoding="utf-8")
    repository.package("1.1.0", SECOND, metric=METRIC)
    assert document(repository)["packages"] != []
    assert not marker.exists()


def test_the_command_prints_what_changes(repository: Repository) -> None:
    """`portal diff` ends with 0 whatever changed, with 2 and words for a name that is none."""
    from click.testing import CliRunner

    from performance.cli import main

    repository.package("1.1.0", SECOND, metric=METRIC)
    words = ["diff", "main", "--datasets", str(repository.datasets)]
    good = CliRunner().invoke(main, words)
    assert good.exit_code == 0
    assert good.stdout.startswith("## What merging changes\n\n1 package changes: 1 row is added")
    wrong = CliRunner().invoke(main, ["diff", "nothing", *words[2:]])
    assert wrong.exit_code == 2
    assert "nothing is neither a folder nor a commit" in wrong.stderr


def test_subprocesses_are_not_needed_for_folders(tmp_path: Path) -> None:
    """Two folders that git knows nothing of are compared like commits."""
    made = Repository(tmp_path / "one")
    made.package("1.0.0", FIRST, metric=METRIC)
    other = Repository(tmp_path / "two")
    other.package("1.1.0", SECOND, metric=METRIC)
    for each in (made, other):
        subprocess.run(["rm", "-rf", str(each.folder / ".git")], check=True)
    (package,) = document(other, str(made.datasets))["packages"]
    assert package["metrics"][0]["arrived"] == ["2026-03"]
