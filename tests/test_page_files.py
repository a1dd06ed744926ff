"""The pages of a theme that is edited: those by a changed template are shown anew, and no other."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from built import ROOT, files
from performance import city, page_files, pages, urls
from performance.annual_files import Printing
from performance.memory import Site, Store, known_files, remember_files
from performance.memory.memory import Memory
from performance.page_files import Keys, Leaves
from performance.pages.chapter import Chapter
from performance.pages.page import Page
from performance.progress import steps
from performance.settings import Settings
from performance.template_sources import Sources
from performance.write import Staging
from rebuilding import City
from templates import EVERY, THEME, changed, uses

# How many pages of a template are shown here.
EACH = 2
# The edits below that change no page: what they include is not there, or there already.
UNSEEN = (6, 8)


class OneKey(Keys):
    """Keys of chapters of which there is one."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def of(self, chapter: Chapter) -> str:
        """Return the same key for any chapter."""
        del chapter
        return "of"


class Showing:
    """Pages, and the theme in a folder that they are shown by."""

    def __init__(self, folder: Path, shown: Sequence[Page]) -> None:
        self.folder = folder
        self.pages = shown
        self.templates = folder / "templates"
        shutil.copytree(THEME, self.templates)
        self.compiled = folder / "compiled"
        self.compiled.mkdir()
        # How often the pages were made.
        self.made = 0

    def build(self) -> list[str]:
        """Write the site upon the one that is there; return the pages that were shown anew."""
        output, anew = self.folder / "output", []
        environment = self.environment()
        with (
            Store(self.folder / "cache") as store,
            Staging(output, known=known_files(store, output)) as staging,
        ):
            folders = (self.templates,)
            sources = Sources(environment, store, belongs="settings", folders=folders)
            environment.loader = sources

            def render(page: Page) -> str:
                anew.append(page.address)
                return environment.get_template(page.template).render(page=page)

            printing = Printing(render, "", store, shown_by=sources.key)
            leaves = Leaves(Chapter(self.make, ()), OneKey(Memory(store, Settings())))
            found = page_files.kept(leaves, printing, Site(store, staging, "base"))
            addresses = [address for made in found for address in made.addresses]
            assert addresses == [page.address for page in self.pages]
            remember_files(store, output, staging.commit())
        return anew

    def make(self) -> Iterator[Page]:
        """Make the pages."""
        self.made += 1
        return iter(self.pages)

    def environment(self) -> Environment:
        """Return Jinja as the site uses it."""
        return Environment(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=FileSystemLoader(self.templates),
            bytecode_cache=FileSystemBytecodeCache(str(self.compiled)),
        )

    def differences(self) -> list[str]:
        """Return the pages that are not as their templates show them now."""
        environment = self.environment()
        return [
            page.address
            for page in self.pages
            if (self.folder / "output" / urls.path(page.address)).read_text(encoding="utf-8")
            != environment.get_template(page.template).render(page=page)
        ]


@pytest.fixture(scope="module")
def shown() -> list[Page]:
    """Pages of the demo city, a few by each template."""
    said = city.read(ROOT / "content", {}, "a test")
    with steps() as progress:
        examined = city.examine([ROOT / "datasets"], said, progress)
    portal, problems = city.computed(examined, said)
    assert not problems
    found: dict[str, list[Page]] = {}
    for page in pages.build(portal, {}, {}, said.settings):
        if len(found.setdefault(page.template, [])) < EACH:
            found[page.template].append(page)
    return [page for same in zip(*found.values(), strict=False) for page in same]


@pytest.mark.parametrize("first", [0, 1])
def test_each_template_of_the_theme_changes_its_own_pages_alone(
    tmp_path: Path, shown: list[Page], first: int
) -> None:
    """Whatever template is edited: the site is that of its theme, and no page was shown in vain."""
    showing = Showing(tmp_path, shown)
    assert showing.build() != []
    for name in EVERY[first::2]:
        file = showing.templates / name
        file.write_text(changed(file.read_text(encoding="utf-8"), f"n{first}"), encoding="utf-8")
        anew = showing.build()
        assert set(anew) == {p.address for p in shown if name in uses(p.template)}, name
        assert showing.differences() == []
    assert showing.build() == []
    assert showing.made == 1


def edit(city_: City, name: str, old: str, new: str) -> None:
    """Put words in the place of others in a template."""
    file = city_.folder / "theme" / "templates" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("as_a_process")
def test_a_site_is_that_of_its_theme_whatever_is_edited_there(tmp_path: Path) -> None:
    """A frame, a macro, what is included; an override that comes, changes and goes; a template that
    begins to include another, by its name and by an expression, and ends it."""
    city_ = City(tmp_path, Random(7))
    own, over = tmp_path / "theme" / "templates", tmp_path / "over"
    with (tmp_path / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"\nTHEME_TEMPLATES_OVERRIDES = [{str(over)!r}]\n")
    over.mkdir()
    metric, note = (own / "metric.html").read_text("utf-8"), own / "note.html"
    end = "</main>\n"
    edits = (
        lambda: edit(city_, "base.html", end, f"<p>One</p>{end}"),
        lambda: edit(city_, "macros/table.html", "<table", "<table data-two"),
        lambda: edit(city_, "macros/icon.html", "<link", "<link data-three"),
        lambda: (over / "metric.html").write_text(metric.replace("<h2", "<h2 data-four"), "utf-8"),
        lambda: (over / "metric.html").write_text(metric.replace("<h2", "<h2 data-five"), "utf-8"),
        lambda: (over / "metric.html").unlink(),
        lambda: edit(
            city_, "embed.html", "<main>", '{% include "note.html" ignore missing %}<main>'
        ),
        lambda: note.write_text("<p>Six</p>", "utf-8"),
        lambda: edit(city_, "embed.html", '"note.html"', 'page.site.city and "note.html"'),
        lambda: note.write_text("<p>Seven</p>", "utf-8"),
        note.unlink,
    )
    assert city_.build() == ""
    before = files(city_.output)
    for number, change in enumerate(edits):
        change()
        assert city_.build() == ""
        assert city_.build(remember=False) == ""
        assert city_.differences() == [], number
        after = files(city_.output)
        assert (after == before) == (number in UNSEEN), number
        before = after
