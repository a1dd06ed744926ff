"""Read packages as a commit has them, to be compared with what stands on disk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Compared:
    """Packages as a commit has them, by their names, and what a person should know."""

    packages: Mapping[str, Before] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def base(paths: Sequence[Path]) -> str | None:
    """Return the commit where the branch of the first path left the one that is published."""
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    return git.merge_base(folder)


def packages_at(paths: Sequence[Path], revision: str | None, settings: Settings) -> Compared:
    """Return the packages at or below the paths, as a commit has them.

    Without a `revision` it is what is checked out, where the folder is in a git repository; then
    a missing commit is nothing to speak of.
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
            for each in _packages(folder, tree, blobs, settings):
                entries, _ = log.read(each, settings)
                own = git.messages(each.folder, revision or "HEAD")
                told = any(history.has_reason(message) for message in own)
                found.setdefault(each.name, Before(each, entries, told))
    return Compared(found, tuple(dict.fromkeys(notes)))


def _packages(
    folder: Path, tree: Mapping[str, str], blobs: git.Blobs, settings: Settings
) -> Iterator[Package]:
    limit = settings.max_file_mb * 1024 * 1024
    for path in sorted(tree):
        above, _, name = path.rpartition("/")
        if name not in NAMES:
            continue
        written = blobs.read(tree[path], history.DESCRIPTOR_LIMIT)
        place = Place(folder / path, shown(folder / path))
        text = (written or b"").decode("utf-8", "replace")
        facts, _ = load.parse(text, place.file, is_yaml=name.endswith(".yaml"))
        if not facts or written is None:
            continue
        prefix = f"{above}/" if above else ""
        files = {name: written}
        for named in history.paths_of(facts):
            data = blobs.read(tree[prefix + named], limit) if prefix + named in tree else None
            if data is not None:
                files[named] = data
        own = facts.get("name")
        title = own if isinstance(own, str) and own else name_of_folder(str(place.folder))
        today = Package(title, place.folder, place.file, facts)
        made = restored(files, today, settings)
        if made is not None:
            yield made
