"""The only file that knows Pelican: settings in, a generator, the finished site out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
import pelican
from msgspec import json
from pelican import signals
from pelican.generators import Generator
from pelican.log import console as pelican_console
from pelican.settings import read_settings

from performance.building import Building, Finished
from performance.frame import Frame, Setup
from performance.memory import Store, digest
from performance.problem import BuildError, Exit
from performance.unchanged import Begun, Inputs, Request
from performance.write import staging_folder

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
FINISHED = "PERFORMANCE_FINISHED"


class PerformanceGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types.
    """Makes every page and download of the portal from the data packages."""

    def generate_context(self) -> None:
        """Read, check and compute; a BuildError carries every problem and stops Pelican."""
        chosen = self.settings
        self.building = Building(
            _setup(chosen),
            self.env,
            _store(chosen),
            verify=bool(chosen.get(VERIFY)),
            tell=chosen.get(TELL),
        )
        self.building.load()

    def generate_output(self, writer: object) -> None:
        """Draw and write everything into the staging folder."""
        del writer  # It writes text alone; downloads are bytes.
        self.settings[FINISHED] = self.building.write()


def register() -> None:
    """Connect the plugin to Pelican's signals."""
    for signal, listener in LISTENING:
        signal.connect(listener)


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
    chosen = instance.settings
    finished: Finished = chosen.pop(FINISHED)
    finished.commit()
    begun: Begun | None = chosen.pop(BEGUN, None)
    if begun is not None and finished.is_whole:
        begun.remember(finished.store, _frame(chosen, finished))
    finished.store.close()


def _setup(chosen: Mapping[str, Any]) -> Setup:
    """Return what Pelican's settings tell a build; BuildError for one that is no such thing."""
    overrides = chosen.get("PERFORMANCE") or {}
    if not isinstance(overrides, Mapping):
        raise BuildError(
            "PERFORMANCE in pelicanconf.py must be a dict of settings, by their names.",
            exitcode=Exit.WRONG_USE,
        )
    names = ("PATH", "DATASETS_PATH", "THEME", "OUTPUT_PATH", "CACHE_PATH")
    content, datasets, theme, output, cache = (str(chosen[name]) for name in names)
    return Setup(
        *(content, datasets, theme),
        above=list(chosen["THEME_TEMPLATES_OVERRIDES"]),
        output=output,
        cache=cache,
        overrides=overrides,
        before=chosen.get("PUBLISHED_PATH") or "",
        belongs=_shown_by(chosen),
        published=bool(chosen.get(PUBLISHED)),
    )


def _shown_by(chosen: Mapping[str, Any]) -> str:
    """Return the digest of what pages are shown by beside templates; "" where nobody knows it.

    Another plugin, or a city's own filters, may show anything.
    """
    if chosen["PLUGINS"] != ["performance"] or any(chosen[name] for name in UNKNOWABLE):
        return ""
    try:
        return digest(chosen["JINJA_ENVIRONMENT"])
    except TypeError:
        return ""


def _frame(chosen: Mapping[str, Any], finished: Finished) -> Frame | None:
    """Return the frame of a site that was built; none where the next one may have another.

    So it is where settings are no plain values, or where a settings file has Pelican call it.
    """
    told = dict(chosen["JINJA_ENVIRONMENT"])
    undefined = told.get("undefined")
    if undefined is not None:
        told["undefined"] = undefined.__name__
        if getattr(jinja2, undefined.__name__, None) is not undefined:
            return None
    frame = Frame(_setup(chosen), told, finished.staging.adopted)
    try:
        is_plain = frame == json.decode(json.encode(frame), type=Frame)
    except (TypeError, ValueError):
        is_plain = False
    return frame if is_plain and _is_alone() else None


def _is_alone() -> bool:
    """Whether nobody but this plugin listens to Pelican's signals."""
    receivers = (getattr(signal, "receivers", ()) for signal in vars(signals).values())
    return sum(map(len, receivers)) == len(LISTENING)


def _store(settings: Mapping[str, Any]) -> Store:
    held: Store | None = settings.get(STORE)
    if held is not None:
        return held
    return Store(Path(settings["CACHE_PATH"]) if settings.get(REMEMBER, True) else None)


# What this plugin does at which of Pelican's signals.
LISTENING = (
    (signals.initialized, _stage),
    (signals.get_generators, _generators),
    (signals.finalized, _finish),
)
