"""The states that packages went through, as the history of their folder tells.

A package is known by its name, whatever its folder is called. Every commit that changes the
descriptor or a file that it names is a state. Files of a state are read when somebody asks: most
packages have had one state, which is the one on disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from performance.load.find import NAMES
from performance.load.git import Blobs, Commit, Log
from performance.load.package import name_of_folder
from performance.load.syntax import parse
from performance.model import Package, RevisionClass

DESCRIPTOR_LIMIT = 1024 * 1024
TRAILER = re.compile(r"^(reason|class):[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
MERGED = re.compile(r"Merge (?:pull request|branch|remote-tracking branch|tag|commit)\b")
ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
LONGEST_REASON = 300


class State(Struct, frozen=True):
    """A package as a commit left it.

    `files` are the ids of its blobs by path in the package, the descriptor's first; a file that
    the descriptor names and the commit lacks is not in it. `is_ahead` and `is_newest` are as in
    `git.Commit`.
    """

    version: str
    date: date
    reason: str
    class_: RevisionClass | None
    files: Mapping[str, str]
    is_ahead: bool
    is_newest: bool


class Past(Struct, frozen=True):
    """What history tells of the packages below a folder.

    `states` are each package's by its name, the oldest first; `is_cut` says that history begins
    later than the packages, as in a shallow clone.
    """

    states: Mapping[str, Sequence[State]] = field(default_factory=dict)
    is_cut: bool = False


class _Described(Struct, frozen=True):
    """What a descriptor says that history needs: name, version and the files it names."""

    name: str
    version: str
    paths: tuple[str, ...]


class _Reader:
    """Reads descriptors of the past by their blobs; those of today's packages are known."""

    def __init__(self, blobs: Blobs, known: Mapping[str, Package]) -> None:
        self._blobs = blobs
        self._known = {blob: _of_package(package) for blob, package in known.items()}

    def described(self, blob: str, path: str) -> _Described | None:
        """Return what a descriptor says; none where it is too large or says nothing."""
        if blob not in self._known:
            data = self._blobs.read(blob, DESCRIPTOR_LIMIT)
            text = "" if data is None else data.decode("utf-8", "replace")
            facts, _ = parse(text, path, is_yaml=path.endswith(".yaml"))
            self._known[blob] = _of_facts(facts, path) if facts else None
        return self._known[blob]


def past(told: Log, packages: Sequence[Package], blobs: Blobs) -> Past:
    """Return what the log of a datasets folder tells of the packages in it.

    `packages` are those of today.
    """
    length = len(told.commits[0].id) if told.commits else 40
    reader = _Reader(blobs, {blob_of(p.written, length): p for p in packages if p.written})
    files: dict[str, str] = {}
    states: dict[str, list[State]] = {}
    for commit in told.commits:
        for path, blob in commit.changes.items():
            if blob is None:
                files.pop(path, None)
            else:
                files[path] = blob
        for name, state in _touched(commit, files, reader):
            own = states.setdefault(name, [])
            if not own or own[-1].files != state.files:
                own.append(state)
    return Past(states, told.is_cut)


def blob_of(data: bytes, length: int = 40) -> str:
    """Return the id that git gives to a file's bytes, of as many hexadecimal digits."""
    whole = b"blob %d\0" % len(data) + data
    # Git's own ids: they find bytes, and guard nothing.
    made = hashlib.sha256(whole) if length == 64 else hashlib.sha1(whole, usedforsecurity=False)
    return made.hexdigest()


def files_of(package: Package) -> dict[str, bytes]:
    """Return the files of a package as they stand: its descriptor and what that names."""
    described = Path(package.file).name
    return {described: package.written, **{r.path: r.data for r in package.resources}}


def _touched(
    commit: Commit, files: Mapping[str, str], reader: _Reader
) -> Iterator[tuple[str, State]]:
    """Yield the packages that a commit touched, each with its name, in the order of their paths."""
    folders = {found for path in commit.changes if (found := _package_of(path, files)) is not None}
    for above in sorted(folders):
        name = next(n for n in NAMES if above + n in files)
        described = reader.described(files[above + name], above + name)
        if described is None:
            continue
        own = (name, *described.paths)
        held = {path: files[above + path] for path in own if above + path in files}
        reason, class_ = said(commit.message)
        yield (
            described.name,
            State(
                version=described.version,
                date=commit.date,
                reason=reason,
                class_=class_,
                files=held,
                is_ahead=commit.is_ahead,
                is_newest=commit.is_newest,
            ),
        )


def _package_of(path: str, files: Mapping[str, str]) -> str | None:
    """Return the folder of the package that a path is in, with a slash after it; none for none."""
    above = path
    while above:
        above = above.rpartition("/")[0]
        folder = f"{above}/" if above else ""
        if any(folder + name in files for name in NAMES):
            return folder
    return None


def said(message: str) -> tuple[str, RevisionClass | None]:
    """Return the reason that a commit's message gives, and its class where it names one.

    Lines `Reason: …` and `Class: correction` say both. Without them the reason is the first line;
    of a merge, whose first line is git's own and names a person's branch, the first line of what
    follows. E-mail addresses are left out.
    """
    trailers = {key.lower(): text.strip() for key, text in TRAILER.findall(message)}
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if lines and MERGED.match(lines[0]):
        lines = [line for line in lines[1:] if not re.match(r"[A-Za-z-]+: ", line)]
    reason = trailers.get("reason") or (lines[0] if lines else "")
    plain = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    plain = ADDRESS.sub("", plain).strip()
    if len(plain) > LONGEST_REASON:
        plain = plain[: LONGEST_REASON - 1] + "…"
    return plain, as_class(trailers.get("class", ""))


def has_reason(message: str) -> bool:
    """Whether a commit's message gives a reason on a line of its own: `Reason: …`."""
    return any(key.lower() == "reason" for key, _ in TRAILER.findall(message))


def as_class(word: str) -> RevisionClass | None:
    """Return the class that a word names; none where it is none."""
    known = {each.value: each for each in RevisionClass}
    return known.get(word.strip().lower())


def _of_package(package: Package) -> _Described | None:
    return _Described(package.name, package.version, tuple(r.path for r in package.resources))


def _of_facts(facts: Mapping[str, Any], path: str) -> _Described:
    name, version = facts.get("name"), facts.get("version")
    return _Described(
        name if isinstance(name, str) and name else name_of_folder(path.rpartition("/")[0]),
        version if isinstance(version, str) else "",
        paths_of(facts),
    )


def paths_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the files that a descriptor names, each once."""
    resources = facts.get("resources")
    named = [
        each["path"]
        for each in (resources if isinstance(resources, list) else ())
        if isinstance(each, Mapping) and isinstance(each.get("path"), str)
    ]
    return tuple(dict.fromkeys(named))
