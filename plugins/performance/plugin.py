"""The only file that knows Pelican: settings in, a generator, the finished site out."""

import gc
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pelican
from jinja2 import TemplateError
from msgspec import Struct
from pelican import signals
from pelican.generators import Generator
from pelican.log import console as pelican_console
from pelican.settings import read_settings

from performance import build, city
from performance.annual_files import Printing
from performance.garbage import seldom
from performance.memory import (
    LostError,
    Store,
    digest,
    known_files,
    remember_files,
)
from performance.memory.memory import Memory
from performance.memory.templates import Templates
from performance.pages.page import Page
from performance.problem import BuildError, Exit
from performance.progress import Steps, steps
from performance.template_sources import Sources, unshown
from performance.unchanged import Begun, Inputs, Request
from performance.write import Staging, staging_folder

# The sheets of the theme by which reports are printed, in order.
PAPER = ("tokens.css", "paper.css")

# The Pelican setting of a site that is published: it must lack nothing.
PUBLISHED = "PERFORMANCE_PUBLISH"

# Whether earlier builds are made use of, and whether every file kept of them is read to be sure.
REMEMBER = "PERFORMANCE_REMEMBER"
VERIFY = "PERFORMANCE_VERIFY"

# What is told of each new file.
TELL = "PERFORMANCE_TELL"

# Pelican's settings that may change what a template shows, and whose content nobody can tell.
UNKNOWABLE = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")

# The Pelican settings under which the running build's beginning, what it remembers and its result
# stand between signals.
BEGUN = "PERFORMANCE_BEGUN"
STORE = "PERFORMANCE_STORE"
STAGING = "PERFORMANCE_STAGING"


class Finished(Struct, frozen=True):
    """A site that waits to be swapped in: its staging, what remembers it, and where it goes.

    `is_whole` is whether nothing had to be said of it, such as that something is lacking.
    """

    staging: Staging
    store: Store
    output: Path
    is_whole: bool


class PerformanceGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types.
    """Makes every page and download of the portal from the data packages."""

    def generate_context(self) -> None:
        """Read, check and compute; a BuildError carries every problem and stops Pelican."""
        gc.freeze()
        seldom()
        self.store = _store(self.settings)
        self.city = self._city()
        self.env.bytecode_cache = Templates(self.store)
        # A site is shown by the templates as they are when its build first reads them.
        self.env.auto_reload = False
        above = map(Path, self.settings["THEME_TEMPLATES_OVERRIDES"])
        own = Path(self.settings["THEME"]) / "templates"
        self.env.loader = self.sources = Sources(
            self.env, self.store, belongs=self.shown_by(), folders=(*above, own)
        )
        with steps() as progress:
            try:
                self._load(progress)
            except LostError:
                self._begin_anew(progress)

    def _city(self) -> city.City:
        """Return what the city says of itself."""
        overrides = self.settings.get("PERFORMANCE") or {}
        if not isinstance(overrides, Mapping):
            raise BuildError(
                "PERFORMANCE in pelicanconf.py must be a dict of settings, by their names.",
                exitcode=Exit.WRONG_USE,
            )
        return city.recalled(Path(self.settings["PATH"]), overrides, "pelicanconf.py", self.store)

    def generate_output(self, writer: object) -> None:
        """Draw and write everything into the staging folder."""
        del writer  # It writes text alone; downloads are bytes.
        with steps() as progress:
            try:
                self._write(progress)
            except LostError:
                self._begin_anew(progress)
                self._write(progress)

    def _begin_anew(self, progress: Steps) -> None:
        """Do without what is kept: somebody else took it away or damaged it meanwhile."""
        progress.note("What was kept of earlier builds is damaged: all is made anew.")
        self.store.begin_anew()
        self._load(progress)

    def _load(self, progress: Steps) -> None:
        """Check and compute, by what is remembered."""
        self.memory = Memory(self.store, self.city.settings)
        before = self.settings.get("PUBLISHED_PATH")
        with ExitStack() as on_failure:
            on_failure.push(self.store)
            self.portal = build.load(
                Path(self.settings["DATASETS_PATH"]),
                self.city,
                progress,
                memory=self.memory,
                before=Path(before) if before else None,
            )
            self.has_noted = progress.has_noted
            on_failure.pop_all()

    def _write(self, progress: Steps) -> None:
        """Draw and write, by what is remembered."""
        sources = [Path(self.settings[name]) for name in ("PATH", "DATASETS_PATH", "THEME")]
        output = Path(self.settings["OUTPUT_PATH"])
        staging = Staging(
            output,
            protected=sources,
            known=known_files(self.store, output),
            verify=bool(self.settings.get(VERIFY)),
            tell=self.settings.get(TELL),
        )
        with ExitStack() as on_failure:
            on_failure.callback(staging.abandon)
            on_failure.push(self.store)
            printing = Printing(
                self.render,
                self.paper_style(),
                self.store,
                shown_by=self.sources.key,
                published=bool(self.settings.get(PUBLISHED)),
            )
            build.publish(self.portal, printing, self.memory, into=staging, steps=progress)
            on_failure.pop_all()
        whole = not (self.has_noted or progress.has_noted) and bool(self.shown_by())
        self.settings[STAGING] = Finished(staging, self.store, output, is_whole=whole)

    def shown_by(self) -> str:
        """Return the digest of what pages are shown by beside templates; "" where nobody knows it.

        Another plugin, or a city's own filters, may show anything.
        """
        chosen = self.settings
        if chosen["PLUGINS"] != ["performance"] or any(chosen[name] for name in UNKNOWABLE):
            return ""
        try:
            return digest(chosen["JINJA_ENVIRONMENT"])
        except TypeError:
            return ""

    def paper_style(self) -> str:
        """Return the CSS of what is printed: the city's tokens and the theme's sheet for paper."""
        folder = Path(self.settings["THEME"]) / "static" / "css"
        try:
            return "\n".join((folder / name).read_text(encoding="utf-8") for name in PAPER)
        except OSError as error:
            raise BuildError(
                f"The theme has no {error.filename}, by which reports are printed.",
                exitcode=Exit.WRONG_USE,
            ) from error

    def render(self, page: Page) -> str:
        """Return a page as its template of the theme shows it.

        Raises BuildError with the template's place where the theme cannot show it.
        """
        try:
            return str(self.env.get_template(page.template).render(page=page))
        except TemplateError as error:
            raise unshown(page, error) from error


def register() -> None:
    """Connect the plugin to Pelican's signals."""
    signals.initialized.connect(_stage)
    signals.get_generators.connect(_generators)
    signals.finalized.connect(_finish)


def holding(request: Request) -> Store:
    """Return what remembers earlier builds, for many builds of this process."""
    return Store(Path(_read(request)["CACHE_PATH"]), holds=True)


def run(
    request: Request,
    *,
    remember: bool = True,
    verify: bool = False,
    store: Store | None = None,
    tell: Callable[[str, bytes], object] | None = None,
    begun: Begun | None = None,
) -> Path:
    """Build the site that is asked for by Pelican and return its output folder.

    The overrides of the request are Pelican settings laid over its file's, in which relative paths
    are from its folder. What earlier builds made is made use of where `remember` says so; to
    `verify` every file of theirs is read first. `store` is what `holding` returned. `tell` is
    called with the path and the bytes of each new file, once made. `begun` is what a look before
    it told. Raises BuildError: for problems in the data with all of them, for a settings file that
    cannot be used with what is wrong.
    """
    code = request.code
    chosen = _read(request)
    if "performance" not in chosen["PLUGINS"]:
        # Pelican itself only logs a plugin that cannot be loaded, and would publish nothing.
        raise BuildError(f"{request.conf} must name the plugin: PLUGINS = ['performance']")
    chosen |= {REMEMBER: remember, VERIFY: verify, STORE: store, TELL: tell}
    chosen[BEGUN] = Begun.now(request, _inputs(chosen, code), begun)
    site = pelican.Pelican(chosen)
    # Pelican would report on articles, of which a portal has none.
    pelican_console.quiet = True
    try:
        site.run()
    finally:
        pelican_console.quiet = False
    return Path(chosen["OUTPUT_PATH"])


def inputs(request: Request) -> Inputs:
    """Return what a build that is asked for reads, and where its site is."""
    return _inputs(_read(request), request.code)


def _read(request: Request) -> dict[str, Any]:
    """Return Pelican's settings for a request; BuildError where they cannot be read."""
    conf = request.conf
    try:
        chosen: dict[str, Any] = read_settings(str(conf), override=dict(request.overrides))
    except Exception as error:
        # The settings file is the city's own Python: anything can go wrong in it.
        raise BuildError(
            f"{conf} cannot be used: {error}. Correct it; PATH in it names the folder of the "
            "content, THEME that of the theme.",
            exitcode=Exit.WRONG_USE,
        ) from error
    # Pelican itself does so with the other paths, and keeps nothing in the cache itself.
    chosen["DATASETS_PATH"] = str(conf.parent / str(chosen.get("DATASETS_PATH", "datasets")))
    chosen["CACHE_PATH"] = str(conf.parent / str(chosen["CACHE_PATH"]))
    return chosen


def _inputs(chosen: Mapping[str, Any], code: str) -> Inputs:
    names = ("THEME", "PATH", "DATASETS_PATH", "OUTPUT_PATH")
    places = [*(chosen[name] for name in names), *chosen["THEME_TEMPLATES_OVERRIDES"]]
    theme, content, data, output, *above = (str(Path(place).absolute()) for place in places)
    return Inputs(code, theme, content, data, output, above)


def _stage(instance: Any) -> None:
    """Let Pelican write beside the output, so that the published site changes whole."""
    instance.settings.setdefault("DATASETS_PATH", "datasets")
    instance.output_path = str(staging_folder(Path(instance.settings["OUTPUT_PATH"])))


def _generators(instance: Any) -> type[PerformanceGenerator]:
    del instance
    return PerformanceGenerator


def _finish(instance: Any) -> None:
    """Swap the finished site in."""
    finished: Finished = instance.settings.pop(STAGING)
    files = finished.staging.commit()
    remember_files(finished.store, finished.output, files)
    begun: Begun | None = instance.settings.pop(BEGUN, None)
    if begun is not None and finished.is_whole:
        begun.remember(finished.store)
    finished.store.close()


def _store(settings: Mapping[str, Any]) -> Store:
    held: Store | None = settings.get(STORE)
    if held is not None:
        return held
    return Store(Path(settings["CACHE_PATH"]) if settings.get(REMEMBER, True) else None)
