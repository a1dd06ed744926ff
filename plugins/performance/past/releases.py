"""Make releases of the states that git has kept of a package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from performance.load.git import Blobs
from performance.load.history import State, blob_of, files_of
from performance.model import Package, Release
from performance.past.restore import is_safe, restored
from performance.settings import Settings

DESCRIPTORS = ("datapackage.json", "datapackage.yaml")


class Course(Struct, frozen=True):
    """The states of a package up to now.

    `earlier` are those that were published, the oldest first, `committed` the one that the package
    on disk is, none where it was edited since. `files` are the ids of its files now.
    """

    earlier: tuple[State, ...]
    committed: State | None
    files: dict[str, str]

    @property
    def is_out(self) -> bool:
        """Whether the package as it is was published before this build."""
        now = self.committed
        return now is not None and not now.is_ahead and not now.is_newest

    def same_version(self, version: str) -> State | None:
        """Return the state that was published as a version before now; none where none was."""
        return next((s for s in self.earlier if version and s.version == version), None)


def course(package: Package, states: Sequence[State]) -> Course:
    """Return how a package came to be what it is, from the states that git has of it."""
    length = len(next(iter(states[-1].files.values()), "")) if states else 40
    files = {path: blob_of(data, length or 40) for path, data in files_of(package).items()}
    committed = states[-1] if states and states[-1].files == files else None
    before = states[:-1] if committed else states
    return Course(tuple(s for s in before if not s.is_ahead), committed, files)


def newest(package: Package, of: Course, today: date) -> Release:
    """Return the release that a package on disk is.

    Its date is that of its commit. Before it is committed it is the day that the package says it
    was created, where that is after the release before, else the day that the site speaks from.
    """
    if of.committed is not None:
        state = of.committed
        return Release(package.version, state.date, state.reason, state.class_, files_of(package))
    last = max((state.date for state in of.earlier), default=date.min)
    created = package.created_on
    if created is not None and created > last:
        return Release(package.version, created, files=files_of(package))
    return Release(package.version, max(today, last), files=files_of(package), is_dated=False)


def before(
    package: Package, of: Course, now: Release, *, blobs: Blobs, settings: Settings
) -> tuple[Release, ...]:
    """Return the releases before the newest, `now`: of each version the first state, the
    oldest first. Without versions each day has one.
    """
    kept: dict[str, Release] = {}
    for release in _releases(package, _first_of_each(of.earlier), blobs, settings=settings):
        name = release.name.casefold()
        # A version is published once; of a day the last state counts.
        if name not in kept or not release.is_addressable:
            kept[name] = release
    kept.pop(now.name.casefold(), None)
    return tuple(kept.values())


def _first_of_each(states: Sequence[State]) -> Iterator[State]:
    for place, state in enumerate(states):
        if not state.version or place == 0 or states[place - 1].version != state.version:
            yield state


def _releases(
    package: Package, states: Iterator[State], blobs: Blobs, *, settings: Settings
) -> Iterator[Release]:
    limit = settings.max_file_mb * 1024 * 1024
    for state in states:
        found = {path: blobs.read(blob, limit) for path, blob in state.files.items()}
        files = {path: data for path, data in found.items() if data is not None}
        whole = len(files) == len(found) and next(iter(files), None) in DESCRIPTORS
        yield Release(
            version=state.version,
            date=state.date,
            reason=state.reason,
            class_=state.class_,
            files=_writable(files),
            package=restored(files, package, settings) if whole else None,
        )


def _writable(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that can lie in one folder; an old descriptor may name anything."""
    kept: dict[str, bytes] = {}
    taken: set[str] = set()
    for path, data in files.items():
        parts = path.casefold().split("/")
        folders = {"/".join(parts[:n]) for n in range(1, len(parts))}
        is_free = "/".join(parts) not in taken and not folders & {k.casefold() for k in kept}
        if (path in DESCRIPTORS or is_safe(path)) and is_free:
            kept[path] = data
            taken |= {"/".join(parts), *folders}
    return kept
