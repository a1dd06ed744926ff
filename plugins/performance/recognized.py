"""Packages in which an earlier check found nothing wrong: they are read, and not judged again.

A check is a pure function of a package's files, of where they stand, of the content and of the
settings. Whether the files may be opened at all is asked each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from performance import budgets, load
from performance.draft import Draft, reopen, reread_descriptor
from performance.model import Budget, Content, Sound
from performance.settings import Settings
from performance.validate.fault import members


def recognized(
    place: load.Place, content: Content, settings: Settings, sound: Sound
) -> Draft | None:
    """Return a package that `sound` knows to be so; none where that is not known."""
    draft = Draft(place)
    # Only of a description that was sound is it known that its paths lead to files of its own.
    if not reread_descriptor(draft, lambda: sound.has(*_description(draft, content))):
        return None
    for number, properties in members(draft.descriptor, "resources"):
        reopen(draft, number, properties, settings=settings)
    known = (*_description(draft, content), _files(draft))
    if draft.problems or draft.faults or not sound.has(*known):
        return None
    draft.metrics = tuple(
        load.metric(facts, settings) for _, facts in members(draft.descriptor, "metrics")
    )
    if "budget" in draft.descriptor:
        draft.budget = sound.remember("budget", *known, make=partial(_budget, draft, settings))
    return draft


def _budget(draft: Draft, settings: Settings) -> Budget | None:
    name, folder = load.name_of(draft.place, draft.descriptor), draft.place.folder
    tables = {r.name: r for r in draft.resources.values() if r.is_table}
    facts = draft.descriptor["budget"]
    found, _ = budgets.examined(name, facts, tables, folder=folder, settings=settings)
    return found


def note(draft: Draft, content: Content, sound: Sound) -> None:
    """Note down what has been found of a package, where nothing is wrong with it by itself."""
    if draft.is_read and not draft.problems and not draft.faults:
        described = _description(draft, content)
        sound.note(*described)
        sound.note(*described, _files(draft))


def _description(draft: Draft, content: Content) -> Sequence[object]:
    place = draft.place
    # Nothing else of the content is asked where a package is judged by itself.
    words = [[each.slug for each in of] for of in (content.departments, content.priorities)]
    return place.path.absolute(), place.file, draft.written, words


def _files(draft: Draft) -> Sequence[object]:
    return [(number, r.path, r.sha256) for number, r in draft.resources.items()]
