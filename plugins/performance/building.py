"""One build: from what the settings say to a finished site that waits to be swapped in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from jinja2 import Environment, TemplateError
from msgspec import Struct

from performance import build, city
from performance.annual_files import Printing
from performance.frame import Setup
from performance.garbage import seldom
from performance.memory import LostError, Store, known_files, remember_files
from performance.memory.memory import Memory
from performance.memory.templates import Templates
from performance.pages.page import Page
from performance.problem import BuildError, Exit
from performance.progress import Steps, steps
from performance.template_sources import Sources, unshown
from performance.write import Staging

# The sheets of the theme by which reports are printed, in order.
PAPER = ("tokens.css", "paper.css")

# What is told of each new file: its path and its bytes.
Tell = Callable[[str, bytes], object]


class TouchedError(Exception):
    """A file of the published site that was to stay is not as it was."""


class Finished(Struct, frozen=True):
    """A site that waits to be swapped in: its staging, what remembers it, and where it goes.

    `is_whole` is whether nothing had to be said of it, such as that something is lacking.
    """

    staging: Staging
    store: Store
    output: Path
    is_whole: bool

    def commit(self) -> None:
        """Swap the site in, and note down how it was left."""
        remember_files(self.store, self.output, self.staging.commit())


class Building:
    """Makes every page and download of a portal from its data packages: `load`, then `write`.

    `environment` reads the templates. To `verify` every file that is kept is read first. `tell` is
    called with each new file, once made.
    """

    def __init__(
        self,
        setup: Setup,
        environment: Environment,
        store: Store,
        *,
        verify: bool = False,
        tell: Tell | None = None,
    ) -> None:
        gc.freeze()
        seldom()
        self._setup = setup
        self._environment = environment
        self._store = store
        self._verify = verify
        self._tell = tell
        if setup.belongs:
            environment.bytecode_cache = Templates(store, setup.belongs)
        # A site is shown by the templates as they are when its build first reads them.
        environment.auto_reload = False
        own = Path(setup.theme) / "templates"
        environment.loader = self._sources = Sources(
            environment, store, belongs=setup.belongs, folders=(*map(Path, setup.above), own)
        )
        self._city = city.recalled(Path(setup.content), setup.overrides, "pelicanconf.py", store)

    def load(self) -> None:
        """Read, check and compute; a BuildError carries every problem."""
        with steps() as progress:
            try:
                self._load(progress)
            except LostError:
                self._begin_anew(progress)

    def write(self, kept: Mapping[str, str] | None = None) -> Finished:
        """Draw and write everything, and return the site.

        `kept` are the SHA-256 of further files of the published site, which stay. Raises
        TouchedError where it has one of them no more as it was.
        """
        with steps() as progress:
            try:
                return self._write(progress, kept or {})
            except LostError:
                self._begin_anew(progress)
                return self._write(progress, kept or {})

    def _begin_anew(self, progress: Steps) -> None:
        """Do without what is kept: somebody else took it away or damaged it meanwhile."""
        progress.note("What was kept of earlier builds is damaged: all is made anew.")
        self._store.begin_anew()
        self._load(progress)

    def _load(self, progress: Steps) -> None:
        """Check and compute, by what is remembered."""
        self._memory = Memory(self._store, self._city.settings)
        before = self._setup.before
        with ExitStack() as on_failure:
            on_failure.push(self._store)
            self._portal = build.load(
                Path(self._setup.datasets),
                self._city,
                progress,
                memory=self._memory,
                before=Path(before) if before else None,
            )
            self._has_noted = progress.has_noted
            on_failure.pop_all()

    def _write(self, progress: Steps, kept: Mapping[str, str]) -> Finished:
        """Draw and write, by what is remembered."""
        setup, store = self._setup, self._store
        output = Path(setup.output)
        staging = Staging(
            output,
            protected=[Path(each) for each in (setup.content, setup.datasets, setup.theme)],
            known=known_files(store, output),
            verify=self._verify,
            tell=self._tell,
        )
        with ExitStack() as on_failure:
            on_failure.callback(staging.abandon)
            on_failure.push(store)
            if not staging.has(kept):
                raise TouchedError(f"{output} has not all of {', '.join(kept)} as they were")
            staging.keep(kept)
            printing = Printing(
                self._render,
                self._paper_style(),
                store,
                shown_by=self._sources.key,
                published=setup.published,
            )
            build.publish(self._portal, printing, self._memory, into=staging, steps=progress)
            on_failure.pop_all()
        whole = not (self._has_noted or progress.has_noted) and bool(setup.belongs)
        return Finished(staging, store, output, is_whole=whole)

    def _paper_style(self) -> str:
        """Return the CSS of what is printed: the city's tokens and the theme's sheet for paper."""
        folder = Path(self._setup.theme) / "static" / "css"
        try:
            return "\n".join((folder / name).read_text(encoding="utf-8") for name in PAPER)
        except OSError as error:
            raise BuildError(
                f"The theme has no {error.filename}, by which reports are printed.",
                exitcode=Exit.WRONG_USE,
            ) from error

    def _render(self, page: Page) -> str:
        """Return a page as its template of the theme shows it.

        Raises BuildError with the template's place where the theme cannot show it.
        """
        try:
            return str(self._environment.get_template(page.template).render(page=page))
        except TemplateError as error:
            raise unshown(page, error) from error
