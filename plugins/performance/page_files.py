"""The files of pages: shown by their templates, and again only where something of that is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property

from performance import search, urls
from performance.annual_files import Printing
from performance.by_package import ByPackage
from performance.memory import Drawings, File, Files, Made, Site, digest
from performance.memory.memory import Memory
from performance.model import Portal, Record
from performance.pages.card import Glance, glance
from performance.pages.chapter import Chapter
from performance.pages.chapters import Chapters
from performance.pages.page import Page
from performance.pages.site import wording
from performance.progress import Steps
from performance.rendering import Render
from performance.settings import Settings


def glances(filed: ByPackage, drawings: Drawings, settings: Settings) -> Callable[[Record], Glance]:
    """Return what says what lists show of a metric; of all of them, where the first list asks."""
    words = wording(settings)

    def make(record: Record) -> Glance:
        return glance(record, drawings.spark(record.metric.name), words)

    @cache
    def every() -> dict[str, Glance]:
        return filed.each("glances", make)

    return lambda record: every()[record.metric.name]


class Keys:
    """What tells whether the pages of a chapter are those of an earlier build.

    `files` are those of the site; all of them are there when a chapter of everything is asked for.
    """

    def __init__(self, chapters: Chapters, portal: Portal, memory: Memory, files: Files) -> None:
        self._frame = digest(chapters.frame)
        self.memory = memory
        self._portal = portal
        self._files = files
        self._common: tuple[tuple[object, ...], str] | None = None

    def of(self, chapter: Chapter) -> str:
        """Return the digest of all that goes into the pages of a chapter but their templates."""
        memory = self.memory
        if chapter.whole:
            return digest(self._frame, self._everything, chapter.whole)
        of_record = memory.of_metric if chapter.described else memory.of_record
        records = list(map(of_record, chapter.records))
        packages = list(map(memory.of_package, chapter.packages))
        defined = list(map(memory.of_description, chapter.defined))
        common = self._of_common(chapter.common)
        return digest(self._frame, records, packages, defined, chapter.beside, common)

    @cached_property
    def _everything(self) -> tuple[str, str]:
        """The digests of the portal and of the published files, with their sizes and sums."""
        return self.memory.of_portal(self._portal), self._files.digest

    def _of_common(self, common: tuple[object, ...]) -> str:
        """Return the digest of what several chapters, one after the other, have in common."""
        if self._common is None or self._common[0] is not common:
            self._common = common, digest(common)
        return self._common[1]


class Leaves:
    """The pages of a chapter, of now or of an earlier build; `of` is the digest of what they are
    made of.

    Those of each template are kept by themselves: where a template alone has changed, the others
    are not even read, and nothing that pages are made of is. Those of a chapter that is brief, or
    into which everything may go, are made again instead: they are few and large.
    """

    def __init__(self, chapter: Chapter, keys: Keys) -> None:
        self.of = keys.of(chapter)
        self._chapter = chapter
        self._keys = keys
        self._memory = keys.memory

    @cached_property
    def parts(self) -> list[Leaves]:
        """Those of the parts of the chapter, where it is made of parts."""
        return [Leaves(part, self._keys) for part in self._chapter.parts()]

    @cached_property
    def templates(self) -> list[str]:
        """The template of each page, in the order of the chapter."""
        return self._memory.remember("templates", self.of, make=self._templates)

    def _templates(self) -> list[str]:
        if self.parts:
            return [template for part in self.parts for template in part.templates]
        return [page.template for page in self._made]

    def pages(self, template: str) -> list[Page]:
        """Return the pages of a template, in the order of the chapter."""

        def make() -> list[Page]:
            return [page for page in self._made if page.template == template]

        is_anew = self._chapter.whole or self._chapter.brief
        return make() if is_anew else self._remembered(template, make)

    def stay(self, template: str) -> None:
        """Keep the pages of a template for another build, whether this one needs them or not."""
        self._memory.use("pages", self.of, template)

    def _remembered(self, template: str, make: Callable[[], list[Page]]) -> list[Page]:
        return self._memory.remember("pages", self.of, template, make=make)

    @cached_property
    def _made(self) -> list[Page]:
        return list(self._chapter.make())


def written(
    chapters: Sequence[Chapter], keys: Keys, printing: Printing, *, site: Site, steps: Steps
) -> Iterator[Made]:
    """Write the pages of each chapter and yield them."""
    steps.begin("Writing pages", len(chapters))
    for chapter in chapters:
        yield from kept(Leaves(chapter, keys), printing, site)
        steps.advance()


def kept(leaves: Leaves, printing: Printing, site: Site) -> Iterator[Made]:
    """Write the pages of a chapter and yield them, in their order; those that are there stay."""
    found = {
        template: Made.of(_of_template(leaves, template, printing, site)).rows()
        for template in dict.fromkeys(leaves.templates)
    }
    rows = [next(found[template]) for template in leaves.templates]
    if rows:
        yield Made(*map(list, zip(*rows, strict=True)))


def _of_template(leaves: Leaves, template: str, printing: Printing, site: Site) -> list[Made]:
    theme = printing.shown_by(template)

    def make() -> Iterator[Made]:
        for part in leaves.parts:
            if template in part.templates:
                yield from _of_template(part, template, printing, site)
        if not leaves.parts:
            leaves.stay(template)
            yield from map(site.write, _shown(leaves, template, printing.render))

    # Where nobody can know all that pages are shown by, they are always shown anew.
    if not theme:
        return list(make())
    return list(site.units("pages", leaves.of, template, theme, parts=make))


def _shown(leaves: Leaves, template: str, render: Render) -> Iterator[File]:
    """Yield the file of each page of a template, with what the site's search reads of it."""
    for page in leaves.pages(template):
        html = render(page)
        sought = search.sought(html) if page.sort else ""
        yield File(page.address, urls.path(page.address), html.encode(), sought.encode())
