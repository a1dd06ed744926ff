"""Build the site that is asked for: by Pelican, or without it where only data have changed.

Of a portal Pelican reads the settings and publishes the static files of the theme. Where both are
as they were its part of the site is there already, and to start it takes as long as all that
changes with an observation.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import jinja2
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

from performance.building import Building, Tell, TouchedError
from performance.frame import Frame
from performance.memory import Store
from performance.unchanged import Begun, Look, Request


class PelicanNeededError(Exception):
    """A template asks for what Pelican alone has."""


def run(
    request: Request,
    found: Look,
    *,
    remember: bool = True,
    verify: bool = False,
    store: Store | None = None,
    tell: Tell | None = None,
) -> Path:
    """Build the site that is asked for and return its output folder.

    `found` is what a look told before it; for the rest, and what is raised, see `plugin.run`.
    """
    if found.frame is not None and found.begun is not None and remember and not verify:
        try:
            return _without_pelican(found.frame, found.begun, store, tell)
        except (TouchedError, PelicanNeededError):
            pass
    from performance import plugin  # Imported late: with Pelican.

    begun = found.begun
    return plugin.run(
        request, remember=remember, verify=verify, store=store, tell=tell, begun=begun
    )


def _without_pelican(frame: Frame, begun: Begun, store: Store | None, tell: Tell | None) -> Path:
    held = store or Store(Path(frame.setup.cache))
    building = Building(frame.setup, environment(frame), held, tell=tell)
    building.load()
    finished = building.write(frame.files)
    finished.commit()
    if finished.is_whole:
        begun.remember(held, frame)
    held.close()
    return finished.output


def environment(frame: Frame) -> Environment:
    """Return what reads and shows templates as Pelican's own does.

    They are looked for in the same folders, the last of which are Pelican's. Its filter and its
    test, for which it would have to be there, raise PelicanNeededError.
    """
    chosen = dict(frame.environment)
    if "undefined" in chosen:
        chosen["undefined"] = getattr(jinja2, chosen["undefined"])
    own = f"{frame.setup.theme}/templates"
    simple = FileSystemLoader(_simple())
    made = Environment(  # noqa: S701  # Whether text is escaped is a setting.
        loader=ChoiceLoader(
            [
                FileSystemLoader([*frame.setup.above, own]),
                simple,
                PrefixLoader({"!simple": simple, "!theme": FileSystemLoader(own)}),
            ]
        ),
        **chosen,
    )
    made.filters["strftime"] = made.tests["plugin_enabled"] = _pelicans
    return made


def _simple() -> Path:
    """Return the folder of the templates that every theme has of Pelican, without importing it."""
    spec = find_spec("pelican")
    places = spec.submodule_search_locations if spec is not None else None
    if not places:
        raise PelicanNeededError("pelican")
    return Path(places[0]) / "themes" / "simple" / "templates"


def _pelicans(*asked: object) -> NoReturn:
    raise PelicanNeededError(asked)
