"""The staging folder: the site being written, from its first file to the swap."""

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from performance.problem import BuildError
from performance.write.exchange import exchange
from performance.write.failure import in_words
from performance.write.files import holds, key, link, parts_of, walk, written_twice
from performance.write.folders import (
    MANIFEST,
    check_output,
    check_place,
    is_ours,
    is_vacant,
    remove,
    staging_folder,
    write_manifest,
)
from performance.write.lock import lock, unlock


@dataclass(frozen=True, slots=True)
class Known:
    """A file of a site as it was when it was registered; `modified` is in nanoseconds."""

    sha256: str
    size: int
    modified: int


class Staging:
    """The site being written, from its first file to the swap; one at a time for an output.

    `folder` is where it is written. As a context manager it leaves the published site untouched
    unless `commit` was reached. Raises BuildError where the output may not be replaced, where
    another build is running and where the file system refuses, each with what to do.
    """

    def __init__(
        self,
        output: Path,
        *,
        protected: Sequence[Path] = (),
        known: Mapping[str, Known] | None = None,
        verify: bool = False,
    ) -> None:
        """Take the lock, clear away what a killed build left and begin an empty site.

        `protected` are folders that must survive: the output may not be, hold or lie in one.
        `known` are the files of the published site, by their paths, as the build that wrote them
        left them: one that has not been touched since need not be read to be known. To `verify`
        each is read all the same.
        """
        self.output = output.resolve()
        check_place(self.output, protected)
        self.folder = staging_folder(self.output)
        self._previous = self.output.with_name(f".{self.output.name}.previous")
        self._known = known or {}
        self._verify = verify
        self._written: dict[str, Known] = {}
        self._unchanged: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._made: set[Path] = {self.folder}
        with in_words(f"{self.output} cannot be built"):
            self.output.parent.mkdir(parents=True, exist_ok=True)
            self._lock: int | None = lock(self.output)
        try:
            self._begin()
        except BaseException:
            self._unlock()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def write(self, path: str, data: bytes) -> str:
        """Write a file of the site and return its SHA-256.

        `path` is relative to the site's root, with forward slashes.

        A file whose bytes are those of the published site keeps that file, with its inode and
        modification time; it appears in `folder` at `adopt`. Raises BuildError for a path that
        leaves the site, is hidden or was written before.
        """
        self._claim(path, parts_of(path))
        digest = hashlib.sha256(data).hexdigest()
        with in_words(f"{path} could not be written"):
            if self.has(path, digest) or holds(self.output / path, data):
                # Linked later: a link made now would let a careless writer reach the live site.
                self._unchanged[path] = digest
                return digest
            self._make_folders(path)
            try:
                with (self.folder / path).open("xb") as file:
                    file.write(data)
            except FileExistsError:
                raise written_twice(path) from None
            self._register(path, digest)
        return digest

    def has(self, path: str, sha256: str) -> bool:
        """Whether the published site is known to have a file with these bytes."""
        known = self._known.get(path)
        if known is None or known.sha256 != sha256:
            return False
        try:
            facts = (self.output / path).lstat()
        except OSError:
            return False
        same = (facts.st_size, facts.st_mtime_ns) == (known.size, known.modified)
        if not same or not stat.S_ISREG(facts.st_mode):
            return False
        return not self._verify or self._digest(path) == sha256

    def keep(self, path: str, sha256: str) -> None:
        """Take a file of the published site, which `has` it, into the new one."""
        self._claim(path, parts_of(path))
        self._unchanged[path] = sha256

    def read(self, path: str) -> bytes:
        """Return the bytes of a file that was written or kept."""
        with in_words(f"{path} could not be read"):
            folder = self.output if path in self._unchanged else self.folder
            return (folder / path).read_bytes()

    def adopt(self) -> None:
        """Register what others wrote straight into `folder`, under the rule for unchanged files.

        Raises BuildError for a link or device among them, and for a file of `write` that somebody
        overwrote or removed.
        """
        with in_words("The site could not be completed"):
            for path, digest in self._unchanged.items():
                self._make_folders(path)
                self._link(path)
                self._register(path, digest)
            self._unchanged.clear()
            found = dict(walk(self.folder))
            found.pop(MANIFEST, None)
            for path, facts in sorted(found.items()):
                self._adopt(path, facts)
            for path in self._written.keys() - found.keys():
                raise BuildError(f"{path} was removed from the site while it was built.")

    def commit(self) -> Mapping[str, Known]:
        """Put the new site in the place of the old one, whole, and remove the old one.

        Return its files by their paths.
        """
        self.adopt()
        sums = {path: self._written[path].sha256 for path in sorted(self._written)}
        with in_words("The finished site could not be put in place"):
            write_manifest(self.folder, sums)
            old = self._swap()
        try:
            with in_words(f"The new site is in place, but the old one is left in {old}"):
                if old is not None:
                    remove(old)
        finally:
            self._unlock()
        return self._written

    def abandon(self) -> None:
        """Remove what was written; the published site stays as it was. Harmless after `commit`."""
        if self._lock is None:
            return
        try:
            with in_words(f"{self.folder} could not be removed"):
                remove(self.folder)
        finally:
            self._unlock()

    def _begin(self) -> None:
        with in_words(f"{self.output} cannot be built"):
            if os.path.lexists(self._previous):
                self._recover()
            check_output(self.output)
            remove(self.folder)
            self.folder.mkdir()
            # From its first moment the folder says whose it is, so that a killed build's can go.
            write_manifest(self.folder, {})

    def _recover(self) -> None:
        """Settle a swap by two renames that was interrupted: without a new site the old returns."""
        if is_ours(self._previous) and is_vacant(self.output):
            self._previous.rename(self.output)
        else:
            remove(self._previous)

    def _swap(self) -> Path | None:
        """Swap the new site in and return where the old one is now."""
        if not self.output.exists():
            self.folder.rename(self.output)
            return None
        if exchange(self.folder, self.output):
            return self.folder
        self.output.rename(self._previous)
        try:
            self.folder.rename(self.output)
        except OSError:
            self._previous.rename(self.output)
            raise
        return self._previous

    def _digest(self, path: str) -> str:
        with in_words(f"{path} could not be read"), (self.output / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _claim(self, path: str, parts: Sequence[str]) -> None:
        """Take a path; BuildError where it is taken, also by one of another case or as a folder."""
        keys = [key("/".join(parts[: n + 1])) for n in range(len(parts))]
        *folders, file = keys
        taken = self._files.get(file) or self._folders.get(file)
        taken = taken or next((self._files[f] for f in folders if f in self._files), None)
        if taken is not None:
            raise written_twice(path, taken)
        self._files[file] = path
        for number, folder in enumerate(folders, 1):
            self._folders.setdefault(folder, "/".join(parts[:number]))

    def _make_folders(self, path: str) -> None:
        folder = self.folder
        for part in path.split("/")[:-1]:
            folder = folder / part
            if folder in self._made:
                continue
            with suppress(FileExistsError):
                folder.mkdir()
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise BuildError(f"{path} would be written through {folder}, which is no folder.")
            self._made.add(folder)

    def _link(self, path: str) -> None:
        """Give an unchanged file of the published site its place in the new one."""
        try:
            link(self.output / path, self.folder / path)
        except FileExistsError:
            raise written_twice(path) from None

    def _register(self, path: str, digest: str) -> None:
        facts = (self.folder / path).lstat()
        self._written[path] = Known(digest, facts.st_size, facts.st_mtime_ns)

    def _adopt(self, path: str, facts: os.stat_result) -> None:
        written = self._written.get(path)
        if written is not None:
            if (written.size, written.modified) != (facts.st_size, facts.st_mtime_ns):
                raise written_twice(path)
            return
        self._claim(path, path.split("/"))
        file = self.folder / path
        data = file.read_bytes()
        if holds(self.output / path, data):
            file.unlink()
            self._link(path)
        self._register(path, hashlib.sha256(data).hexdigest())

    def _unlock(self) -> None:
        if self._lock is not None:
            unlock(self._lock)
            self._lock = None
