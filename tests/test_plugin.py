"""A build through Pelican: what a city may break in its settings file and theme, in words."""

import shutil
from pathlib import Path

import pytest

from built import ROOT, run
from conftest import Builder

DEPARTMENT = "---\ntitle: Public Works\n---\nKeeps the city clean.\n"


@pytest.fixture
def city(tmp_path: Path, package: Builder) -> Path:
    """A city's folder with one package: its settings file, content, theme and datasets."""
    package()
    (tmp_path / "content" / "departments").mkdir(parents=True)
    (tmp_path / "content" / "departments" / "public-works.md").write_text(DEPARTMENT, "utf-8")
    (tmp_path / "content" / "settings.yaml").write_text("as_of: 2025-03-20\n", encoding="utf-8")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    return tmp_path


def built(city: Path, *words: str | Path, cwd: Path | None = None) -> tuple[int, str]:
    """Build the city's site; return the exit status and what was said."""
    ended = run(["-m", "performance", "build", *words], cwd=cwd or city)
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stderr


def break_template(city: Path, name: str, old: str, new: str) -> int:
    """Replace a text that a template has once, and return the number of its line."""
    file = city / "theme" / "templates" / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_template_with_a_wrong_name_is_said_with_its_line(city: Path) -> None:
    """A name that a page has not is wrong use: page, template, line and name; nothing is left."""
    line = break_template(
        city, "home.html", "{% block content %}", "{% block content %}{{ page.mayor }}"
    )
    status, said = built(city)
    assert status == 2
    assert f"page /: theme/templates/home.html, line {line}: " in said
    assert "has no attribute 'mayor'. Correct the template." in said
    assert not (city / "output").exists()
    assert not (city / ".output.staging").exists()


def test_a_template_that_is_missing_is_named(city: Path) -> None:
    """A theme without a template that a page needs is wrong use."""
    (city / "theme" / "templates" / "metric.html").unlink()
    status, said = built(city)
    assert status == 2
    assert "page /metrics/requests-on-time/: there is no template metric.html." in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PERFORMANCE = ['city']", "PERFORMANCE in pelicanconf.py must be a dict of settings"),
        ("THEME = 'nowhere'", "pelicanconf.py cannot be used: Could not find the theme nowhere"),
        ("PATH = 'nowhere'", "PATH in it names the folder of the content"),
        ("PLUGINS = []", "pelicanconf.py must name the plugin"),
        ("1 / 0", "pelicanconf.py cannot be used: division by zero"),
    ],
)
def test_a_settings_file_that_cannot_be_used_is_said_in_words(
    city: Path, line: str, words: str
) -> None:
    """Whatever is wrong in pelicanconf.py, a sentence says it and nothing is built."""
    with (city / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    status, said = built(city)
    assert status != 0
    assert words in said
    assert not (city / "output").exists()


def test_paths_of_the_settings_file_are_from_its_folder(city: Path, tmp_path: Path) -> None:
    """The packages, like the content and the output, are found from wherever a build is started.

    DATASETS_PATH may also be left out: then it is datasets/.
    """
    conf = city / "pelicanconf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text.replace('DATASETS_PATH = "datasets"\n', ""), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    words = (
        "import sys; from pathlib import Path; from performance import plugin; "
        "from performance.unchanged import Request; "
        "print(plugin.run(Request(Path(sys.argv[1]), {})))"
    )
    ended = run(["-c", words, conf], cwd=elsewhere)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == str(city / "output")
    assert (city / "output" / "metrics" / "requests-on-time" / "index.html").is_file()


def test_a_second_build_says_that_nothing_has_changed(city: Path) -> None:
    """It answers at once, unless it is told to make all anew or to read what is there."""
    for words, said in (
        ((), "The site is in output"),
        ((), "Nothing has changed: the site is in output"),
        (("--no-cache",), "The site is in output"),
        (("--verify",), "The site is in output"),
    ):
        assert built(city, *words) == (0, f"{said}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("JINJA_FILTERS = {'say': str.upper}", "JINJA_FILTERS = {'say': str.lower}"),
        ("JINJA_ENVIRONMENT['trim_blocks'] = True", "JINJA_ENVIRONMENT['trim_blocks'] = False"),
    ],
)
def test_a_template_is_compiled_anew_by_other_settings(city: Path, before: str, after: str) -> None:
    """What Jinja worked out of a constant, or left out of a text, was by the settings of then."""
    say = "{{ 'Six' | say }}" if "say" in before else ""
    break_template(city, "home.html", "{% block content %}", "{% block content %}" + say)
    settings = (city / "pelicanconf.py").read_text(encoding="utf-8")
    for line in (before, after):
        (city / "pelicanconf.py").write_text(f"{settings}{line}\n", encoding="utf-8")
        assert built(city)[0] == 0
    assert built(city, "--no-cache", "--output", city / "twin")[0] == 0
    home = (city / "output" / "index.html").read_bytes()
    assert home == (city / "twin" / "index.html").read_bytes()
