"""The files of pages: shown by their templates, and again only where something of that is new."""

from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from performance import search, urls
from performance.annual_files import Printing
from performance.memory import File, Made, Site
from performance.memory.memory import Memory
from performance.pages.chapters import Chapter
from performance.pages.page import Page
from performance.rendering import Render


class Leaves:
    """The pages of a chapter, of now or of an earlier build; `of` is the digest of what they are
    made of.

    Those of each template are kept by themselves: where a template alone has changed, the others
    are not even read, and nothing that pages are made of is.
    """

    def __init__(self, chapter: Chapter, of: str, memory: Memory) -> None:
        self.of = of
        self._chapter = chapter
        self._memory = memory

    @cached_property
    def templates(self) -> list[str]:
        """The template of each page, in the order of the chapter."""
        return self._memory.remember(
            "templates", self.of, make=lambda: [page.template for page in self._made]
        )

    def pages(self, template: str) -> list[Page]:
        """Return the pages of a template, in the order of the chapter."""
        return self._memory.remember(
            *("pages", self.of, template),
            make=lambda: [page for page in self._made if page.template == template],
        )

    def stay(self, template: str) -> None:
        """Keep the pages of a template for another build, whether this one needs them or not."""
        self._memory.use("pages", self.of, template)

    @cached_property
    def _made(self) -> list[Page]:
        return list(self._chapter.make())


def kept(leaves: Leaves, printing: Printing, site: Site) -> Iterator[Made]:
    """Write the pages of a chapter and yield each, in their order; those that are there stay."""
    found = {
        template: iter(_of_template(leaves, template, printing, site))
        for template in dict.fromkeys(leaves.templates)
    }
    for template in leaves.templates:
        yield next(found[template])


def _of_template(leaves: Leaves, template: str, printing: Printing, site: Site) -> list[Made]:
    show = partial(_shown, leaves, template, printing.render)
    leaves.stay(template)
    theme = printing.shown_by(template)
    # Where nobody can know all that pages are shown by, they are always shown anew.
    if not theme:
        return [site.write(file) for file in show()]
    return list(site.unit("pages", leaves.of, template, theme, make=show))


def _shown(leaves: Leaves, template: str, render: Render) -> Iterator[File]:
    return shown(leaves.pages(template), render)


def shown(pages: Iterable[Page], render: Render) -> Iterator[File]:
    """Yield the file of each page, with what the site's search reads of it."""
    for page in pages:
        html = render(page)
        sought = search.sought(html) if page.sort else ""
        yield File(page.address, urls.path(page.address), html.encode(), sought.encode())
