"""Ask git for the past of a folder: read-only, without network, hooks or anybody's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from msgspec import Struct, field

# A repository is data like any other: nothing that stands in it may run a program, and what the
# user set for their own work must not change what is read.
SAFELY = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "safe.directory=*"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),
    *("-c", "log.showSignature=false"),
)
OURS = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
FILES = ("100644", "100755")
# Where the branch that is published may be known as, the surest first.
MAIN = ("origin/HEAD", "origin/main", "origin/master")
LATEST_YEAR = 2199
PIECE = 1 << 16


class Commit(Struct, frozen=True):
    """A commit that changed something below a folder.

    `date` is the day it was committed, in UTC. `changes` are the ids of the blobs by path from
    that folder, none for a file that is gone or is no plain file. `is_ahead` is whether the branch
    that is published lacks it, `is_newest` whether it is the one that is checked out.
    """

    id: str
    date: date
    message: str
    is_ahead: bool
    is_newest: bool
    changes: Mapping[str, str | None] = field(default_factory=dict)


class Log(Struct, frozen=True):
    """The commits of a folder, the oldest first; `is_cut` says that older ones are not here."""

    commits: tuple[Commit, ...]
    is_cut: bool


class UnreadableError(Exception):
    """A repository is there, and its history cannot be read."""


def log(folder: Path) -> Log | None:
    """Return the commits that changed a folder; none where it is in no repository, or a new one.

    Commits are those of the branch that is checked out, as it was published: of a merge, that the
    branch was merged, not what went on inside it (git's first parent). Raises UnreadableError where
    there is a history and git cannot read it.
    """
    if shutil.which("git") is None:
        if any((above / ".git").exists() for above in folder.resolve().parents):
            raise UnreadableError("git is not installed")
        return None
    told = _output(folder, "rev-parse", "--is-shallow-repository", "--verify", "HEAD")
    if told is None:
        return None
    lines = told.decode("ascii", "replace").split()
    if len(lines) != 2:
        return None
    raw = _output(
        folder, "log", "--first-parent", "-m", "-z", "--raw", "--root", "--no-abbrev",
        "--no-renames", "--no-color", "--relative", "-O/dev/null", "--encoding=UTF-8",
        "--format=%H%x00%ct%x00%B%x00", lines[1], "--", ".",
    )  # fmt: skip
    if raw is None:
        raise UnreadableError("the history cannot be read")
    words = raw.decode("utf-8", "surrogateescape").split("\0")
    commits = tuple(_commits(words, _ahead(folder, lines[1]), lines[1]))
    return Log(commits[::-1], lines[0] == "true")


def commit(folder: Path, name: str) -> str | None:
    """Return the id of the commit that a person calls by a name; none where there is no such."""
    return _word(folder, "rev-parse", "--quiet", "--verify", "--end-of-options", name + "^{commit}")


def branched_from(folder: Path) -> str | None:
    """Return where the checked-out branch left the main branch; none where no main is known."""
    for branch in (*MAIN, "main", "master"):
        found = commit(folder, branch)
        if found is not None:
            return _word(folder, "merge-base", found, "HEAD")
    return None


def files(folder: Path, id_: str) -> dict[str, str]:
    """Return the ids of the plain files that a commit has below a folder, by path from it."""
    told = _output(folder, "ls-tree", "-r", "-z", id_) or b""
    found = {}
    for entry in told.decode("utf-8", "surrogateescape").split("\0"):
        kind, _, path = entry.partition("\t")
        if path and kind.split()[0] in FILES:
            found[path] = kind.split()[2]
    return found


def _word(folder: Path, *words: str) -> str | None:
    told = _output(folder, *words)
    return told.decode("ascii", "replace").strip() or None if told is not None else None


def tree(folder: Path, revision: str) -> Mapping[str, str] | None:
    """Return the ids of the plain files of a commit below a folder; none without such a commit."""
    found = commit(folder, revision)
    return None if found is None else files(folder, found)


def messages(folder: Path, revision: str) -> tuple[str, ...]:
    """Return the messages of the commits since a revision that changed something in a folder."""
    since = commit(folder, revision)
    if since is None or not folder.is_dir():
        return ()
    raw = _output(
        folder, "log", "-z", "--encoding=UTF-8", "--format=%B", f"{since}..HEAD", "--", "."
    )
    return tuple((raw or b"").decode("utf-8", "replace").split("\0"))


def merge_base(folder: Path) -> str | None:
    """Return the commit where this branch left the one that is published; none where unknown."""
    bases = (_word(folder, "merge-base", f"refs/remotes/{branch}", "HEAD") for branch in MAIN)
    return next((base for base in bases if base), None)


def _ahead(folder: Path, head: str) -> frozenset[str]:
    """Return the commits of this branch that origin's main branch, where one is known, lacks."""
    for branch in MAIN:
        told = _output(folder, "rev-list", "--first-parent", f"refs/remotes/{branch}..{head}", "--")
        if told is not None:
            return frozenset(told.decode("ascii", "replace").split())
    return frozenset()


def _commits(words: Sequence[str], ahead: frozenset[str], newest: str) -> Iterator[Commit]:
    place = 0
    while place + 2 < len(words):
        name, seconds, message = words[place : place + 3]
        place += 3
        changes: dict[str, str | None] = {}
        while place < len(words) and (not words[place].strip() or words[place].lstrip()[0] == ":"):
            entry = words[place].split()
            place += 1
            if entry:
                changes[words[place]] = entry[3] if entry[1] in FILES else None
                place += 1
        yield Commit(name, _day(seconds), message, name in ahead, name == newest, changes)


def _day(seconds: str) -> date:
    """Return the day of a moment in UTC, within the years that a site can speak of."""
    try:
        on = datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        return date(1970, 1, 1)
    return min(on, date(LATEST_YEAR, 12, 31))


class Blobs:
    """The contents of files in a repository's history, by their ids, from one git process."""

    def __init__(self, ask: IO[bytes], answer: IO[bytes]) -> None:
        self._ask, self._answer = ask, answer

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a blob's bytes; none where it is not here or is larger than `limit`."""
        try:
            self._ask.write(name.encode("ascii") + b"\n")
            self._ask.flush()
            head = self._answer.readline().split()
        except OSError:
            return None
        if len(head) != 3 or not head[2].isdigit():
            return None
        size = int(head[2])
        if size > limit or head[1] != b"blob":
            self._pass_over(size + 1)
            return None
        data = self._answer.read(size + 1)
        return data[:-1] if len(data) == size + 1 else None

    def _pass_over(self, size: int) -> None:
        while size > 0 and (read := len(self._answer.read(min(size, PIECE)))):
            size -= read


@contextmanager
def blobs(folder: Path) -> Iterator[Blobs]:
    """Read blobs of the repository that holds a folder while the block runs."""
    with (
        suppress(BrokenPipeError),
        subprocess.Popen(  # noqa: S603
            ["git", *SAFELY, "cat-file", "--batch"],  # noqa: S607 - wherever it is installed.
            cwd=folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        yield Blobs(process.stdin, process.stdout)


def _output(folder: Path, *words: str) -> bytes | None:
    """Return what git prints; none where it refuses, or is not installed."""
    try:
        ended = subprocess.run(  # noqa: S603 - the words are ours, and none goes through a shell.
            ["git", *SAFELY, *words],  # noqa: S607
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except (OSError, ValueError):
        return None
    return ended.stdout if ended.returncode == 0 else None


def _environment() -> dict[str, str]:
    # Inside a hook git's own variables name another repository and index.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **OURS}
