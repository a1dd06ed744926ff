"""The only file that knows Pelican: settings in, a generator, the finished site out."""

import gc
import traceback
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pelican
from jinja2 import TemplateError, TemplateNotFound
from pelican import signals
from pelican.generators import Generator
from pelican.log import console as pelican_console
from pelican.settings import read_settings

from performance import build, city
from performance.annual_files import Printing
from performance.pages.page import Page
from performance.problem import BuildError, Exit, shown
from performance.progress import steps
from performance.write import Cache, Staging, staging_folder

# Nearly all that a build makes lives to its end: looking for garbage less often saves a tenth.
SELDOM = (100_000, 50, 100)

# The sheets of the theme by which reports are printed, in order.
PAPER = ("tokens.css", "paper.css")

# The Pelican setting of a site that is published: it must lack nothing.
PUBLISHED = "PERFORMANCE_PUBLISH"

# The Pelican setting under which the running build's staging stands between signals.
STAGING = "PERFORMANCE_STAGING"


class PerformanceGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types.
    """Makes every page and download of the portal from the data packages."""

    def generate_context(self) -> None:
        """Read, check and compute; a BuildError carries every problem and stops Pelican."""
        gc.freeze()
        gc.set_threshold(*SELDOM)
        overrides = self.settings.get("PERFORMANCE") or {}
        if not isinstance(overrides, Mapping):
            raise BuildError(
                "PERFORMANCE in pelicanconf.py must be a dict of settings, by their names.",
                exitcode=Exit.WRONG_USE,
            )
        self.city = city.read(Path(self.settings["PATH"]), overrides, "pelicanconf.py")
        with steps() as progress:
            before = self.settings.get("PUBLISHED_PATH")
            self.portal = build.load(
                Path(self.settings["DATASETS_PATH"]),
                self.city,
                progress,
                published=Path(before) if before else None,
            )

    def generate_output(self, writer: object) -> None:
        """Draw and write everything into the staging folder."""
        del writer  # It writes text alone; downloads are bytes.
        sources = [Path(self.settings[name]) for name in ("PATH", "DATASETS_PATH", "THEME")]
        staging = Staging(Path(self.settings["OUTPUT_PATH"]), protected=sources)
        with ExitStack() as on_failure, steps() as progress:
            on_failure.callback(staging.abandon)
            printing = Printing(
                self.render,
                self.paper_style(),
                Cache(Path(self.settings["CACHE_PATH"])),
                published=bool(self.settings.get(PUBLISHED)),
            )
            build.publish(self.portal, self.city.settings, printing, into=staging, steps=progress)
            on_failure.pop_all()
        self.settings[STAGING] = staging

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
            raise _unshown(page, error) from error


def register() -> None:
    """Connect the plugin to Pelican's signals."""
    signals.initialized.connect(_stage)
    signals.get_generators.connect(_generators)
    signals.finalized.connect(_finish)


def run(conf: Path, overrides: Mapping[str, Any]) -> Path:
    """Build a site by Pelican with the settings file `conf` and return its output folder.

    `overrides` are Pelican settings laid over the file's. Its relative paths are from its folder.
    Raises BuildError: for problems in the data with all of them, for a settings file that cannot be
    used with what is wrong.
    """
    try:
        chosen = read_settings(str(conf), override=dict(overrides))
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
    site = pelican.Pelican(chosen)
    if "performance" not in chosen["PLUGINS"]:
        # Pelican itself only logs a plugin that cannot be loaded, and would publish nothing.
        raise BuildError(f"{conf} must name the plugin: PLUGINS = ['performance']")
    # Pelican would report on articles, of which a portal has none.
    pelican_console.quiet = True
    try:
        site.run()
    finally:
        pelican_console.quiet = False
    return Path(chosen["OUTPUT_PATH"])


def _unshown(page: Page, error: TemplateError) -> BuildError:
    """Return the error of a template, with the file and line where the theme went wrong."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{shown(Path(f.filename))}, line {f.lineno}: " for f in frames if _is_template(f)]
    words = f"there is no template {error}" if isinstance(error, TemplateNotFound) else str(error)
    return BuildError(
        f"The theme cannot show the page /{page.address}: {where[-1] if where else ''}{words}. "
        "Correct the template.",
        exitcode=Exit.WRONG_USE,
    )


def _is_template(frame: traceback.FrameSummary) -> bool:
    return frame.filename.endswith(".html")


def _stage(instance: Any) -> None:
    """Let Pelican write beside the output, so that the published site changes whole."""
    instance.settings.setdefault("DATASETS_PATH", "datasets")
    instance.output_path = str(staging_folder(Path(instance.settings["OUTPUT_PATH"])))


def _generators(instance: Any) -> type[PerformanceGenerator]:
    del instance
    return PerformanceGenerator


def _finish(instance: Any) -> None:
    """Swap the finished site in."""
    staging: Staging = instance.settings.pop(STAGING)
    staging.commit()
