"""A build without Pelican: where only data changed, with the site that Pelican's would be."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment
from pelican.generators import Generator
from pelican.settings import read_settings

from built import ROOT, files, run
from conftest import Builder
from performance import direct
from performance.unchanged import Request, look

# Runs a build as the command does, and says what was there for it of what takes long to import.
LONG = {"concurrent.futures", "pagefind", "pelican", "xlsxwriter"}
BUILD = (
    "import sys; from performance.cli import main; sys.argv = ['portal', 'build']; "
    f"main(standalone_mode=False); print(*sorted({LONG!r} & sys.modules.keys()))"
)


@pytest.fixture
def city(tmp_path: Path, package: Builder) -> Path:
    """A city's folder with one package, whose site is built."""
    package()
    departments = tmp_path / "content" / "departments"
    departments.mkdir(parents=True)
    words = "---\ntitle: Public Works\n---\nKeeps the city clean.\n"
    (departments / "public-works.md").write_text(words, encoding="utf-8")
    (tmp_path / "content" / "settings.yaml").write_text("as_of: 2025-03-20\n", encoding="utf-8")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    assert built(tmp_path)
    return tmp_path


def built(city: Path) -> bool:
    """Build the city's site; return whether Pelican was there for it."""
    return "pelican" in came(city)


def came(city: Path) -> list[str]:
    """Build the city's site; return what was there for it of what takes long to import."""
    ended = run(["-c", BUILD], cwd=city)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()[-1].split()


def is_as_anew(city: Path) -> bool:
    """Whether the site is the one that is built without any memory."""
    twin = city / "twin"
    ended = run(["-m", "performance", "build", "--no-cache", "--output", twin], cwd=city)
    assert ended.returncode == 0, ended.stderr
    return files(city / "output") == files(twin)


def count_more(city: Path) -> None:
    """Change an observation."""
    table = next((city / "datasets").rglob("*.csv"))
    lines = table.read_text(encoding="utf-8").splitlines()
    month, requests, done = lines[1].split(",")
    lines[1] = f"{month},{requests},{int(done) - 1}"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


def append(words: str, name: str) -> Callable[[Path], object]:
    """Return what adds words to a file of the city."""

    def change(city: Path) -> None:
        with (city / name).open("a", encoding="utf-8") as file:
            file.write(words)

    return change


def test_a_changed_observation_takes_no_pelican(city: Path) -> None:
    """Neither once nor again, and the site has the files of a theme that nobody touched."""
    before = files(city / "output")
    for _ in range(2):
        count_more(city)
        assert not built(city)
    after = files(city / "output")
    assert after.keys() == before.keys()
    assert after != before
    assert is_as_anew(city)
    assert look(Request(city / "pelicanconf.py", {})).site == city / "output"


def test_a_changed_observation_takes_nothing_long_to_import(city: Path) -> None:
    """A blank of the metric's workbook is kept, and its texts are plain ones; that the search's
    program runs is known from the first build, and its social card is drawn here."""
    count_more(city)
    assert came(city) == []
    assert is_as_anew(city)
    shutil.rmtree(city / ".cache")
    # The program of the search, where the system has it, makes its index.
    assert {"pelican", "xlsxwriter"} <= {*came(city)}


@pytest.mark.parametrize(
    "change",
    [
        append("\nOne sentence more.\n", "content/departments/public-works.md"),
        append("\n/* more */\n", "theme/static/css/site.css"),
        append("\n{# more #}\n", "theme/templates/home.html"),
        append("\nSITENAME = 'Other'\n", "pelicanconf.py"),
        append("/* touched */", "output/theme/css/site.css"),
        lambda city: (city / "output/theme/css/site.css").unlink(),
        lambda city: shutil.rmtree(city / ".cache"),
    ],
    ids=["words", "sheet", "template", "settings", "touched", "removed", "forgotten"],
)
def test_anything_else_that_changed_takes_pelican(
    city: Path, change: Callable[[Path], object]
) -> None:
    """Also together with data; from then on the next observation takes none again."""
    change(city)
    count_more(city)
    assert built(city)
    assert is_as_anew(city)
    count_more(city)
    assert not built(city)


@pytest.mark.parametrize(
    "settings",
    [
        "JINJA_FILTERS = {'shout': str.upper}\n",
        "def final(value): return value\nJINJA_ENVIRONMENT['finalize'] = final\n",
        "import types\nmine = types.ModuleType('mine')\nmine.register = lambda: None\n"
        "PLUGINS = ['performance', mine]\n",
        "import jinja2\nclass Mine(jinja2.StrictUndefined): pass\n"
        "JINJA_ENVIRONMENT['undefined'] = Mine\n",
        "PERFORMANCE = {'as_of': __import__('datetime').date(2025, 3, 20)}\n",
        "from pelican import signals\ndef said(pelican): print('done')\n"
        "signals.finalized.connect(said)\n",
    ],
    ids=[
        "filters",
        "a function",
        "another plugin",
        "a class of its own",
        "no plain value",
        "a listener",
    ],
)
def test_settings_that_only_pelican_can_read_always_take_it(city: Path, settings: str) -> None:
    """What a city's own Python does is never left out."""
    append(settings, "pelicanconf.py")(city)
    for _ in range(2):
        assert built(city)
        count_more(city)
    assert built(city)
    assert is_as_anew(city)


def test_a_template_that_asks_for_what_is_pelicans_takes_it(city: Path) -> None:
    """Pelican's own test is there in every build, whatever changed."""
    template = city / "theme" / "templates" / "metric.html"
    text = template.read_text(encoding="utf-8")
    mark = "{% block content %}"
    assert text.count(mark) == 1
    words = mark + "{% if page.address is not plugin_enabled %}<p>No plugin.</p>{% endif %}"
    template.write_text(text.replace(mark, words), encoding="utf-8")
    assert built(city)
    count_more(city)
    assert built(city)
    page = city / "output" / "metrics" / "requests-on-time" / "index.html"
    assert "No plugin." in page.read_text(encoding="utf-8")
    assert is_as_anew(city)


def test_templates_are_read_as_pelican_reads_them(city: Path) -> None:
    """From the same folders in the same order, by the same rules; its own filter is refused."""
    above = city / "above"
    above.mkdir()
    (above / "home.html").write_text("{% extends '!theme/home.html' %}", encoding="utf-8")
    append(f"THEME_TEMPLATES_OVERRIDES = [{str(above)!r}]\n", "pelicanconf.py")(city)
    assert built(city)
    frame = look(Request(city / "pelicanconf.py", {})).frame
    assert frame is not None
    ours = direct.environment(frame)
    chosen = read_settings(str(city / "pelicanconf.py"))
    pelicans = Generator({}, chosen, chosen["PATH"], chosen["THEME"], str(city / "output")).env
    names = pelicans.list_templates()
    assert ours.list_templates() == names
    assert {"home.html", "!theme/home.html", "!simple/archives.html", "archives.html"} <= set(names)
    for name in names:
        assert _source(ours, name) == _source(pelicans, name)
    for rule in ("autoescape", "undefined", "trim_blocks", "lstrip_blocks", "finalize"):
        assert getattr(ours, rule) == getattr(pelicans, rule)
    assert ours.extensions.keys() == pelicans.extensions.keys()
    assert ours.filters.keys() == pelicans.filters.keys()
    assert ours.tests.keys() == pelicans.tests.keys()
    with pytest.raises(direct.PelicanNeededError):
        ours.from_string("{{ day | strftime('%Y') }}").render(day=date(2026, 1, 31))


def _source(environment: Environment, name: str) -> tuple[str, str | None]:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[:2]
