"""What a city says about itself and whether its packages are sound: all that `check` needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from performance import briefings, check, clock, content, past, settings
from performance.memory import Store, folder
from performance.memory.memory import Memory
from performance.model import Content, Portal, Recall, Report, Sound, anew
from performance.past.against import Compared
from performance.problem import Problem, in_order
from performance.progress import Steps
from performance.settings import Settings


class City(Struct, frozen=True):
    """What the content folder says: settings with the as-of date settled, words, problems."""

    settings: Settings
    content: Content
    problems: tuple[Problem, ...]


def read(place: Path, overrides: Mapping[str, Any], source: str) -> City:
    """Read a content folder; `overrides` are settings laid over its own, named by `source`."""
    chosen, problems = content.read_settings(place, Settings())
    chosen, more = settings.apply(chosen, overrides, source)
    words, yet_more = content.read(place)
    years, still_more = _reports(place)
    meetings, even_more = briefings.read(place / "briefings")
    words = replace(words, reports=years, briefings=meetings)
    wrong = (*problems, *more, *yet_more, *still_more, *even_more)
    return City(clock.settle(chosen), words, wrong)


def recalled(path: Path, overrides: Mapping[str, Any], source: str, store: Store) -> City:
    """Return what `read` returns, of now or of an earlier build that `store` remembers."""

    def make() -> City:
        made = read(path, overrides, source)
        words = made.content
        if words.reports:
            written = folder(path / "reports")
            reports = tuple(replace(report, written=written) for report in words.reports)
            made = replace(made, content=replace(words, reports=reports))
        return made

    try:
        # Beside the files: the folder from which paths are told, and the day, which may be the
        # as-of date.
        of = (path, folder(path), dict(overrides), source, Path.cwd(), clock.today())
        return Memory(store, Settings()).remember("city", *of, make=make)
    except (OSError, TypeError):
        # A folder that cannot be read whole, or a value that is no setting: told in words.
        return read(path, overrides, source)


def _reports(place: Path) -> tuple[tuple[Report, ...], list[Problem]]:
    if not (place / "reports").is_dir():
        return (), []
    from performance import reports  # Imported late: Markdown and locales.

    return reports.read(place)


def examine(
    paths: Sequence[Path],
    city: City,
    steps: Steps,
    *,
    published: Path | None = None,
    before: Compared | None = None,
    sound: Sound | None = None,
    traces: Recall = anew,
) -> check.Examined:
    """Pass packages through the three gates and follow them through their past.

    The problems include those of the content. `published` is the folder of the site as it was
    published before: where the packages are sound they are held to it. `before` are packages as a
    commit has them: no metric, column, row or final value of theirs may go in silence. `sound` may
    know that nothing is wrong with a package, `traces` what its past is.
    """
    for note in before.notes if before else ():
        steps.note(note)
    steps.begin("Checking packages")
    found = check.examine(
        paths,
        city.content,
        city.settings,
        before=before.packages if before else None,
        progress=steps.reach,
        sound=sound,
    )
    steps.begin("Reading history")
    site = None if found.problems else published
    traced = past.trace(found.packages, paths, city.settings, site=site, recall=traces)
    for note in traced.notes:
        steps.note(note)
    # Of some packages alone nobody knows what the others hold.
    whole = found.whole and not found.problems
    named = briefings.problems(city.content, found.packages) if whole else []
    problems = in_order([*city.problems, *found.problems, *traced.problems, *named])
    return check.Examined(traced.packages, problems)


def strangers(examined: check.Examined, city: City) -> tuple[Report, ...]:
    """Return the reports of which no key metric is in the packages: they are of other data.

    So it is where the packages of one city are built with the words of another.
    """
    known = {metric.name for package in examined.packages for metric in package.metrics}
    return tuple(
        report
        for report in city.content.reports
        if report.key_metrics and not known.intersection(report.key_metrics)
    )


def computed(
    examined: check.Examined, city: City, recall: Recall = anew
) -> tuple[Portal, list[Problem]]:
    """Return the portal computed of sound packages, and what is wrong with the annual reports.

    The words of a report can be held against the figures only when these are known. The portal has
    no report, and no month of meetings, that is of other data: see `strangers`. `recall` may know
    the figures of a package from before.
    """
    # Imported late: `portal check` alone needs neither statistics nor the wording of figures.
    from performance import reports
    from performance.compute import compute

    known = {metric.name for package in examined.packages for metric in package.metrics}
    meetings = tuple(b for b in city.content.briefings if not briefings.is_strange(b, known))
    strange = strangers(examined, city)
    kept = tuple(report for report in city.content.reports if report not in strange)
    content = replace(city.content, reports=kept, briefings=meetings)
    portal = compute(examined.packages, content, city.settings, recall)
    return portal, in_order(reports.problems(portal, city.settings))
