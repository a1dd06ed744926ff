"""What a city says about itself and whether its packages are sound: all that `check` needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from performance import check, clock, content, past, settings
from performance.model import Content
from performance.past.against import Compared
from performance.problem import Problem, in_order
from performance.progress import Steps
from performance.settings import Settings


@dataclass(frozen=True, slots=True)
class City:
    """What the content folder says: settings with the as-of date settled, words, problems."""

    settings: Settings
    content: Content
    problems: tuple[Problem, ...]


def read(folder: Path, overrides: Mapping[str, Any], source: str) -> City:
    """Read a content folder; `overrides` are settings laid over its own, named by `source`."""
    chosen, problems = content.read_settings(folder, Settings())
    chosen, more = settings.apply(chosen, overrides, source)
    words, yet_more = content.read(folder)
    return City(clock.settle(chosen), words, (*problems, *more, *yet_more))


def examine(
    paths: Sequence[Path],
    city: City,
    steps: Steps,
    *,
    published: Path | None = None,
    before: Compared | None = None,
) -> check.Examined:
    """Pass packages through the three gates and follow them through their past.

    The problems include those of the content. `published` is the folder of the site as it was
    published before: where the packages are sound they are held to it. `before` are packages as a
    commit has them: no metric, column, row or final value of theirs may go in silence.
    """
    for note in before.notes if before else ():
        steps.say(note)
    steps.begin("Checking packages")
    found = check.examine(
        paths,
        city.content,
        city.settings,
        before=before.packages if before else None,
        progress=lambda _name: steps.advance(),
    )
    steps.begin("Reading history")
    site = None if found.problems else published
    traced = past.trace(found.packages, paths, city.settings, site=site)
    for note in traced.notes:
        steps.say(note)
    problems = in_order([*city.problems, *found.problems, *traced.problems])
    return check.Examined(traced.packages, problems)
