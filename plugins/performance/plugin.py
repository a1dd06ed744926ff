"""The only file that knows Pelican: settings in, a generator, the finished site out."""

import gc
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.generators import Generator
from pelican.log import console as pelican_console
from pelican.settings import read_settings

from performance import build, city
from performance.pages.page import Page
from performance.problem import BuildError, Exit
from performance.progress import steps
from performance.write import Staging, staging_folder

# Nearly all that a build makes lives to its end: looking for garbage less often saves a tenth.
SELDOM = (100_000, 50, 100)

# The Pelican setting under which the running build's staging stands between signals.
STAGING = "PERFORMANCE_STAGING"


class PerformanceGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types.
    """Makes every page and download of the portal from the data packages."""

    def generate_context(self) -> None:
        """Read, check and compute; a BuildError carries every problem and stops Pelican."""
        gc.freeze()
        gc.set_threshold(*SELDOM)
        self.city = city.read(
            Path(self.settings["PATH"]), self.settings.get("PERFORMANCE", {}), "pelicanconf.py"
        )
        with steps() as shown:
            self.portal = build.load(Path(self.settings["DATASETS_PATH"]), self.city, shown)

    def generate_output(self, writer: object) -> None:
        """Draw and write everything into the staging folder."""
        del writer  # It writes text alone; downloads are bytes.
        sources = [Path(self.settings[name]) for name in ("PATH", "DATASETS_PATH", "THEME")]
        staging = Staging(Path(self.settings["OUTPUT_PATH"]), protected=sources)
        with ExitStack() as on_failure, steps() as shown:
            on_failure.callback(staging.abandon)
            build.publish(self.portal, self.city.settings, self.render, into=staging, steps=shown)
            on_failure.pop_all()
        self.settings[STAGING] = staging

    def render(self, page: Page) -> str:
        """Return a page as its template of the theme shows it."""
        return str(self.env.get_template(page.template).render(page=page))


def register() -> None:
    """Connect the plugin to Pelican's signals."""
    signals.initialized.connect(_stage)
    signals.get_generators.connect(_generators)
    signals.finalized.connect(_finish)


def run(conf: Path, overrides: Mapping[str, Any]) -> Path:
    """Build a site by Pelican with the settings file `conf` and return its output folder.

    `overrides` are Pelican settings laid over the file's. Raises BuildError: for problems in the
    data with all of them, for a settings file that cannot be used with what is wrong.
    """
    try:
        chosen = read_settings(str(conf), override=dict(overrides))
    except Exception as error:
        # The settings file is the city's own Python: anything can go wrong in it.
        raise BuildError(f"{conf} cannot be used: {error}", exitcode=Exit.WRONG_USE) from error
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


def _stage(instance: Any) -> None:
    """Let Pelican write beside the output, so that the published site changes whole."""
    instance.output_path = str(staging_folder(Path(instance.settings["OUTPUT_PATH"])))


def _generators(instance: Any) -> type[PerformanceGenerator]:
    del instance
    return PerformanceGenerator


def _finish(instance: Any) -> None:
    """Swap the finished site in."""
    staging: Staging = instance.settings.pop(STAGING)
    staging.commit()
