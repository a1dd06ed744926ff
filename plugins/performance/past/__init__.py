"""Follow packages through their past, and hold them to what was published of them before.

The past is the git history of their folders, and before it what they wrote down themselves. What a
version was released with is what the first commit left that carries it: a later commit with other
bytes under the same version ends the build, so it was never published. Only the site itself knows
what was: against its `versions.json`, where it is given, every version is held too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from performance.load import git, history, published
from performance.model import History, Package, Recall, anew
from performance.past import log, promises, releases
from performance.problem import Problem, shown
from performance.settings import Settings
from performance.validate.releases import gone

__all__ = ["Traced", "trace"]

CUT = (
    "The git history is cut off here (a shallow clone): releases before it, their files at "
    "/data/<package>/v<version>/, revisions and vintages are missing from this build, and a "
    "change of a published version may go unnoticed. Fetch it whole: git fetch --unshallow, or "
    "fetch-depth: 0 where GitHub checks it out."
)


UNREAD = (
    "The git history of {folder} is not used: {why}. Releases before today's, revisions and "
    "vintages are missing from this build."
)


class Traced(Struct, frozen=True):
    """Packages with their histories, what is wrong with these, what a person should know."""

    packages: tuple[Package, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def trace(
    packages: Sequence[Package],
    paths: Sequence[Path],
    settings: Settings,
    *,
    site: Path | None = None,
    recall: Recall = anew,
) -> Traced:
    """Return packages that passed the checks with their histories.

    `paths` are what was searched for them; `site` is the folder of the site as it was published
    before, to be compared with. `recall` may know the history of a package from before. Raises
    nothing for any content of the history.
    """
    found: dict[str, Package] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for folder, own in _by_folder(packages, paths):
        try:
            told = git.log(folder)
        except git.UnreadableError as error:
            notes.append(UNREAD.format(folder=shown(folder), why=error))
            told = None
        of = partial(_known, settings=settings, recall=recall)
        if told is None:
            traced = [of(package, (), None) for package in own]
        else:
            with git.blobs(folder) as blobs:
                past = history.past(told, own, blobs)
                traced = [of(p, past.states.get(p.name, ()), blobs) for p in own]
            notes += [CUT] if told.is_cut and told.commits else []
        for package, wrong in traced:
            found[package.file] = package
            problems += wrong
    made = tuple(found[package.file] for package in packages)
    if site is not None:
        problems += _held(made, site)
    return Traced(made, tuple(problems), tuple(dict.fromkeys(notes)))


def _by_folder(
    packages: Sequence[Package], paths: Sequence[Path]
) -> Iterator[tuple[Path, list[Package]]]:
    """Yield the folders that were searched, each with the packages found first in it."""
    left = {package.file: package for package in packages}
    for path in paths:
        folder = path if path.is_dir() else path.parent
        root = folder.resolve()
        # Links below a folder are not followed: what has its path stands in it.
        own = [
            package
            for package in left.values()
            if package.folder.is_relative_to(folder)
            or package.folder.resolve().is_relative_to(root)
        ]
        for package in own:
            del left[package.file]
        if own:
            yield folder, own


def _known(
    package: Package,
    states: Sequence[history.State],
    blobs: git.Blobs | None,
    *,
    settings: Settings,
    recall: Recall,
) -> tuple[Package, list[Problem]]:
    make = partial(_traced, package, states, blobs, settings=settings)
    written = log.written(package)
    # What cannot be read as a log is told anew each time.
    return make() if written is None else recall(package, ("traced", states, written), make)


def _traced(
    package: Package,
    states: Sequence[history.State],
    blobs: git.Blobs | None,
    *,
    settings: Settings,
) -> tuple[Package, list[Problem]]:
    of = releases.course(package, states)
    entries, problems = log.read(package, settings)
    now = releases.newest(package, of, settings.today)
    past = releases.before(package, of, now, blobs=blobs, settings=settings) if blobs else ()
    problems += promises.by_history(package, of, past)
    known = [release for release in past if release.package is not None]
    if not problems:
        first = known[0].package if known else package
        assert first is not None
        past = (*log.releases(first, entries, known[0].date if known else None), *past)
    return replace(package, history=History(now, past, entries)), problems


def _held(packages: Sequence[Package], site: Path) -> Iterator[Problem]:
    """Yield what the lists of versions of a published site say against the packages."""
    try:
        listed: Mapping[str, Mapping[str, Any]] = published.published(site)
    except published.UnreadableError as error:
        yield Problem(
            "published-unreadable",
            shown(error.file),
            error.message,
            "Give the folder of the site as it was published, with data/<package>/versions.json.",
        )
        return
    by_name = {package.name: package for package in packages}
    for name, facts in listed.items():
        package = by_name.get(name)
        if package is not None and package.history is not None:
            yield from promises.by_site(package, package.history, facts)
        elif package is None:
            for each in facts["versions"]:
                yield gone(each["version"], f"data/{name}/{published.NAME}")
