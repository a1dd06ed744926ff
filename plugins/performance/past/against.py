"""Read packages as a commit has them, to be compared with what stands on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from performance import load
from performance.load import git, history
from performance.load.find import NAMES, Place
from performance.load.package import name_of_folder
from performance.model import Package
from performance.past import log
from performance.past.restore import restored
from performance.problem import shown
from performance.settings import Settings
from performance.validate.changes import Before

UNKNOWN = (
    "git knows no commit called {revision}, so that changes of published values are not checked."
)


class Compared(Struct, frozen=True):
    """Packages as a commit has them, by their names, and what a person should know."""

    packages: Mapping[str, Before] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def base(paths: Sequence[Path]) -> str | None:
    """Return the commit where the branch of the first path left the one that is published."""
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    return git.merge_base(folder)


def packages_at(paths: Sequence[Path], revision: str | None, settings: Settings) -> Compared:
    """Return the packages at or below the paths, as a commit has them, that are not so any more.

    A package whose files are on disk as the commit has them byte for byte is left out: there is
    nothing to compare. Without a `revision` it is what is checked out, where the folder is in a git
    repository; then a missing commit is nothing to speak of.
    """
    found: dict[str, Before] = {}
    notes: list[str] = []
    for path in paths:
        folder = path if path.is_dir() else path.parent
        if not folder.is_dir():
            continue
        tree = git.tree(folder, revision or "HEAD")
        if tree is None:
            notes += [UNKNOWN.format(revision=revision)] if revision else []
            continue
        with git.blobs(folder) as blobs:
            for each in _changed(folder, tree, blobs, settings):
                entries, _ = log.read(each, settings)
                # Since what is checked out there is no commit.
                own = git.messages(each.folder, revision) if revision else ()
                told = any(history.has_reason(message) for message in own)
                found.setdefault(each.name, Before(each, entries, told))
    return Compared(found, tuple(dict.fromkeys(notes)))


def _changed(
    folder: Path, tree: Mapping[str, str], blobs: git.Blobs, settings: Settings
) -> Iterator[Package]:
    """Yield the packages of a commit's tree whose files on disk are not the same."""
    limit = settings.max_file_mb * 1024 * 1024
    kept: set[str] = set()
    for path in sorted(tree):
        above, _, name = path.rpartition("/")
        if name not in NAMES:
            continue
        place = Place(folder / path, shown(folder / path))
        here = _on_disk(place.path, history.DESCRIPTOR_LIMIT, tree[path])
        written = here or blobs.read(tree[path], history.DESCRIPTOR_LIMIT)
        text = (written or b"").decode("utf-8", "replace")
        facts, _ = load.parse(text, place.file, is_yaml=name.endswith(".yaml"))
        if not facts or written is None:
            continue
        prefix = f"{above}/" if above else ""
        named = history.paths_of(facts)
        own = facts.get("name")
        title = own if isinstance(own, str) and own else name_of_folder(str(place.folder))
        ids = [(place.folder / each, tree.get(prefix + each)) for each in named]
        if here is not None and all(_on_disk(file, limit, id_) is not None for file, id_ in ids):
            kept.add(title)
        if title in kept:
            continue
        files = {name: written}
        for each in named:
            data = blobs.read(tree[prefix + each], limit) if prefix + each in tree else None
            if data is not None:
                files[each] = data
        made = restored(files, Package(title, place.folder, place.file, facts), settings)
        if made is not None:
            yield made


def _on_disk(file: Path, limit: int, id_: str | None) -> bytes | None:
    """Return the bytes of a file that a commit has under an id; none where it is another now."""
    try:
        data = load.read(file, limit) if id_ else b""
    except (OSError, ValueError):
        return None
    return data if id_ and history.blob_of(data, len(id_)) == id_ else None
