"""What the pages of a template are shown by: everything that may show in them, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.ext import Extension

from performance.memory import Store
from performance.template_sources import Sources
from templates import EVERY, THEME, uses


class Reading(Environment):
    """Jinja that counts the templates that it reads through."""

    count = 0

    def parse(self, *given: object, **more: object) -> nodes.Template:
        """Count, and read."""
        self.count += 1
        return super().parse(*given, **more)  # type: ignore[arg-type]


class Foreign(Extension):
    """An extension of a city's own, which may read whatever it likes."""


class Theme:
    """A theme in two folders, of which `over` counts before `own`."""

    def __init__(self, folder: Path) -> None:
        self.own, self.over = folder / "own", folder / "over"
        self.own.mkdir(exist_ok=True)
        self.store = Store(None)

    def write(self, name: str, text: str, *, over: bool = False) -> None:
        """Write a template."""
        file = (self.over if over else self.own) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def sources(self, belongs: str = "settings", **options: object) -> Sources:
        """Return the theme as a build that begins now has it."""
        folders = (self.over, self.own)
        environment = Reading(loader=FileSystemLoader(folders), **options)  # type: ignore[arg-type]
        return Sources(environment, self.store, belongs=belongs, folders=folders)

    def key(self, name: str, belongs: str = "settings", **options: object) -> str:
        """Return the key of a template as a build that begins now has it."""
        return self.sources(belongs, **options).key(name)


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """A theme whose page extends a frame, imports a macro and may include a note."""
    found = Theme(tmp_path)
    found.write("frame.html", "<body>{% block content %}{% endblock %}")
    found.write("macros/badge.html", "{% macro badge() %}{% include 'icon.html' %}{% endmacro %}")
    found.write("icon.html", "<svg></svg>")
    found.write(
        "page.html",
        "{% extends 'frame.html' %}{% from 'macros/badge.html' import badge %}{% block content %}"
        "{% if page.new %}{% include ['note.html', 'icon.html'] ignore missing %}{% endif %}"
        "{{ badge() }}{% endblock %}",
    )
    found.write("other.html", "<p>{% for each in page.all %}{{ each }}{% endfor %}</p>")
    return found


def test_each_template_of_the_theme_counts_where_it_is_named(tmp_path: Path) -> None:
    """A changed file changes the keys of those that come to it by their names, and no other."""
    shutil.copytree(THEME, tmp_path / "own", dirs_exist_ok=True)
    theme = Theme(tmp_path)
    before = {name: theme.key(name) for name in EVERY}
    used = {name: uses(name) for name in EVERY}
    for changed in EVERY:
        text = (theme.own / changed).read_text(encoding="utf-8")
        theme.write(changed, f"{text}\n")
        after = theme.sources()
        found = {name for name in EVERY if after.key(name) != before[name]}
        assert found == {name for name in EVERY if changed in used[name]}
        theme.write(changed, text)


def _change_frame(theme: Theme) -> None:
    theme.write("frame.html", "<main>{% block content %}{% endblock %}")


def _change_included(theme: Theme) -> None:
    theme.write("icon.html", "<svg><path></svg>")


def _add_note(theme: Theme) -> None:
    theme.write("note.html", "New")


def _remove_icon(theme: Theme) -> None:
    (theme.own / "icon.html").unlink()


def _remove_page(theme: Theme) -> None:
    (theme.own / "page.html").unlink()


def _lay_over(theme: Theme) -> None:
    theme.write("macros/badge.html", "{% macro badge() %}else{% endmacro %}", over=True)


@pytest.mark.parametrize(
    "change",
    [_change_frame, _change_included, _add_note, _remove_icon, _remove_page, _lay_over],
)
def test_whatever_may_show_in_a_page_counts(theme: Theme, change: Callable[[Theme], None]) -> None:
    """At any depth, in any folder, there or not; a page that names none of it is as it was."""
    page, other = theme.key("page.html"), theme.key("other.html")
    assert theme.key("page.html") == page
    change(theme)
    assert theme.key("page.html") != page
    assert theme.key("other.html") == other


def test_what_a_page_begins_to_name_counts_from_then_on(theme: Theme) -> None:
    """Another template is of no concern before it is named, and again after it is not."""
    theme.write("late.html", "1")
    before = theme.key("other.html")
    theme.write("late.html", "2")
    assert theme.key("other.html") == before
    theme.write("other.html", "{% include 'late.html' %}")
    named = theme.key("other.html")
    theme.write("late.html", "3")
    assert len({before, named, theme.key("other.html")}) == 3


def test_a_template_that_lies_below_an_override_is_of_no_concern(theme: Theme) -> None:
    """What is laid over a template alone is shown; the one below it may change."""
    theme.write("icon.html", "over", over=True)
    before = theme.key("page.html")
    theme.write("icon.html", "below")
    assert theme.key("page.html") == before
    theme.write("icon.html", "over it", over=True)
    assert theme.key("page.html") != before


@pytest.mark.parametrize(
    "text",
    [
        "{% include page.part %}",
        "{% include ['icon.html', page.part] %}",
        "{% extends 'frame.html' if page.new else 'other.html' %}",
        "{% import 'macros/' ~ page.part as parts %}",
        "{% include 'icon.html' %",
        "{% nonsense %}",
    ],
)
def test_every_template_counts_where_nobody_can_tell_which(theme: Theme, text: str) -> None:
    """So it is for a name that only the page knows, and for what Jinja cannot read."""
    theme.write("deep.html", text)
    theme.write("shallow.html", "{% include 'deep.html' ignore missing %}")
    before = theme.key("shallow.html")
    theme.write("new.html", "of no concern, as far as anybody knows")
    after = theme.key("shallow.html")
    theme.write("new.html", "laid over", over=True)
    assert len({before, after, theme.key("shallow.html")}) == 3


def test_every_template_counts_where_one_is_no_text(theme: Theme) -> None:
    """A file in another encoding ends the search for names."""
    (theme.own / "icon.html").write_bytes(b"\xff\xfe")
    before = theme.key("page.html")
    theme.write("new.html", "new")
    assert theme.key("page.html") != before


@pytest.mark.parametrize("options", [{"extensions": [Foreign]}, {"finalize": str}])
def test_every_template_counts_where_a_city_has_code_in_them(
    theme: Theme, options: dict[str, object]
) -> None:
    """An extension, or what ends every expression, may read any template."""
    before = theme.key("other.html", **options)
    theme.write("new.html", "new")
    assert theme.key("other.html", **options) != before
    before = theme.key("other.html", extensions=["jinja2.ext.do"])
    theme.write("new.html", "newer")
    assert theme.key("other.html", extensions=["jinja2.ext.do"]) == before


def test_what_else_pages_are_shown_by_counts(theme: Theme) -> None:
    """Other settings show another page; where nobody knows them all, no page has a key."""
    assert theme.key("page.html", "others") != theme.key("page.html")
    assert theme.key("page.html", "") == ""


def test_a_link_to_a_folder_leaves_it_unknown(theme: Theme, tmp_path: Path) -> None:
    """It may lead anywhere, and is not looked into: what only all templates tell is not known."""
    theme.write("any.html", "{% include page.part %}")
    assert theme.key("any.html") != ""
    (theme.own / "link").symlink_to(tmp_path)
    assert theme.key("any.html") == ""


def test_templates_that_name_each_other_come_to_an_end(theme: Theme) -> None:
    """A tree may be shown by a template that includes itself."""
    theme.write("a.html", "{% if page.deep %}{% include 'b.html' %}{% endif %}")
    theme.write("b.html", "{% include 'a.html' %}")
    before = theme.key("a.html")
    theme.write("b.html", "{% include 'a.html' %}!")
    assert theme.key("a.html") != before


def test_a_page_is_shown_by_the_text_that_its_key_tells(theme: Theme) -> None:
    """Somebody edits the theme during a build: its pages are those of the theme as it was."""
    environment = Environment(loader=FileSystemLoader(theme.own))
    sources = Sources(environment, theme.store, belongs="settings", folders=(theme.own,))
    environment.loader = sources
    key = sources.key("page.html")
    theme.write("icon.html", "later")
    theme.write("note.html", "later")
    shown = environment.get_template("page.html").render(page={"new": True})
    assert shown == "<body><svg></svg><svg></svg>"
    assert sources.key("page.html") == key


def test_what_a_template_names_is_read_out_of_it_once(theme: Theme) -> None:
    """A later build of the same texts reads no template through."""
    for count in (4, 0):
        environment = Reading(loader=FileSystemLoader(theme.own))
        sources = Sources(environment, theme.store, belongs="settings", folders=(theme.own,))
        assert sources.key("page.html")
        assert environment.count == count
