"""The two states that a person names: folders, or what git calls commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct

from performance.load import git, snapshot
from performance.load.snapshot import Snapshot
from performance.problem import BuildError, Exit, shown

SHORT = 7


class Side(Struct, frozen=True):
    """A state: what to call it, its datasets, and the ids of the files of its content by path.

    `words` is none for datasets that have no content beside them.
    """

    name: str
    datasets: Snapshot
    words: Mapping[str, str] | None


@contextmanager
def sides(
    base: str | None, head: str | None, datasets: Path, content: Path, *, limit: int
) -> Iterator[tuple[Side, Side]]:
    """Read two states of the datasets, each with what to call it, while the block runs.

    A name is a folder, else a commit of the repository that holds `datasets`. Without `base` it is
    where this branch left the main branch, without `head` the datasets folder as it is. `content`
    is the content folder as it is; in a folder it stands in or beside the datasets. Files larger
    than `limit` bytes are not read. Raises BuildError (wrong use) for a name that is neither.
    """
    with ExitStack() as open_:
        names = (base or _main(datasets), head or str(datasets))
        first, second = (
            open_.enter_context(_side(name, datasets, content, limit=limit)) for name in names
        )
        yield first, second


@contextmanager
def _side(name: str, datasets: Path, content: Path, *, limit: int) -> Iterator[Side]:
    folder = Path(name)
    if folder.is_dir():
        inner = folder / datasets.name
        chosen = inner if inner.is_dir() else folder
        places = (folder / content.name, chosen.absolute().parent / content.name)
        beside = next((place for place in places if place.is_dir()), None)
        told = snapshot.of_folder(beside, limit).files if beside is not None else None
        yield Side(f"the folder {shown(chosen)}", snapshot.of_folder(chosen, limit), told)
        return
    commit = git.commit(datasets, name)
    if commit is None:
        raise BuildError(
            f"{name} is neither a folder nor a commit of the git repository that holds "
            f"{shown(datasets)}. In a shallow clone, fetch the history first: git fetch "
            "--unshallow.",
            exitcode=Exit.WRONG_USE,
        )
    short = commit[:SHORT]
    # HEAD^1 and main~3 say nothing to most who read it.
    is_plain = not set(name) & set("^~@{}") and not commit.startswith(name)
    called = f"{name} (commit {short})" if is_plain else f"commit {short}"
    words = snapshot.visible(git.files(content, commit)) if content.is_dir() else None
    with snapshot.of_commit(datasets, commit) as found:
        yield Side(called, found, words)


def _main(datasets: Path) -> str:
    found = git.branched_from(datasets)
    if found is None:
        raise BuildError(
            f"There is no git history with a main branch at {shown(datasets)}. Name what to "
            "compare with: a commit or a folder.",
            exitcode=Exit.WRONG_USE,
        )
    return found
