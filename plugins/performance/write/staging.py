"""The staging folder: the site being written, from its first file to the swap."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from performance.problem import BuildError
from performance.write.claims import Claims, must_be_plain, written_twice
from performance.write.failure import in_words
from performance.write.folders import (
    begin,
    check_output,
    check_place,
    remove,
    staging_folder,
    write_manifest,
)
from performance.write.lock import lock, unlock
from performance.write.spare import Spare, Staged, Wanted
from performance.write.swap import recover, swap
from performance.write.tree import Facts, Known, Left, Tree, folders_of, scan

# The folder of the staging folder in which the files lie that go into the spare; no address begins
# with a full stop.
NUMBERED = ".numbered"


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
        known: Left | None = None,
        verify: bool = False,
        tell: Callable[[str, bytes], object] | None = None,
    ) -> None:
        """Take the lock, clear away what a killed build left and begin an empty site.

        `protected` are folders that must survive: the output may not be, hold or lie in one.
        `known` is how the build that wrote the published site left it: a file that has not been
        touched since need not be read to be known. To `verify` each is read all the same. `tell` is
        called with the path and the bytes of each file that `write` finds to be new.
        """
        self.output = output.resolve()
        check_place(self.output, protected)
        self.folder = staging_folder(self.output)
        self._spare = Spare(self.output)
        self._left = known or Left.unknown()
        self._verify = verify
        self._tell = tell
        self._claims = Claims(self._left.files.keys())
        # Those written have their facts, and their places in the staging folder; others are kept.
        self._sums: dict[str, str] = {}
        self._written: dict[str, Facts] = {}
        self._places: dict[str, str] = {}
        self._made: set[str] = {""}
        self._adopted: list[str] = []
        self._is_finishing = False
        with in_words(f"{self.output} cannot be built"):
            self.output.parent.mkdir(parents=True, exist_ok=True)
            self._lock: int | None = lock(self.output)
        try:
            self._published = self._begin()
            self._sound = self._as_known()
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
        modification time, and does not appear in `folder`. Raises BuildError for a path that
        leaves the site, is hidden or was written before.
        """
        must_be_plain(path)
        self._claims.take(path)
        digest = self._sums[path] = hashlib.sha256(data).hexdigest()
        with in_words(f"{path} could not be written"):
            if self._sound.get(path) == digest or self._holds(path, data):
                # Not linked: a link made now would let a careless writer reach the live site.
                return digest
            self._written[path] = self._put(path, data)
        if self._tell is not None:
            self._tell(path, data)
        return digest

    def _put(self, path: str, data: bytes) -> Facts:
        """Write a file into the staging folder and return its facts."""
        place = path
        if self._has_spare:
            # The next site is made of the spare, which mostly has the folder: to make another one
            # for each file, and to remove it, takes as long as to write the file.
            place = f"{NUMBERED}/{len(self._places)}"
        self._make_folders(place)
        whole = f"{self.folder}/{place}"
        try:
            with open(whole, "xb") as file:
                file.write(data)
        except FileExistsError:
            raise written_twice(path) from None
        self._places[path] = place
        return Facts.of(os.lstat(whole))

    def has(self, files: Mapping[str, str]) -> bool:
        """Whether the published site is known to have these files: SHA-256 by path.

        It is as it was when this build began: what is touched from then on is no more as known, and
        the next build writes it anew.
        """
        return files.items() <= self._sound.items()

    def keep(self, files: Mapping[str, str]) -> None:
        """Take files of the published site, which `has` them, into the new one."""
        self._claims.take_known(files.keys())
        self._sums.update(files)

    def adopt(self) -> Tree:
        """Register what others wrote straight into `folder`, under the rule for unchanged files.

        Return what then lies in it.

        Raises BuildError for a link or device among them, and for a file of `write` that somebody
        overwrote or removed.
        """
        with in_words("The site could not be completed"):
            staged = scan(self.folder)
            for path in sorted(staged.others):
                raise BuildError(f"{path} cannot be published: it is a link or no file.")
            for path, place in self._places.items():
                self._find(path, staged.files.get(place))
            for path in sorted(staged.files.keys() - set(self._places.values())):
                self._adopt(path, staged)
        return staged

    @property
    def adopted(self) -> Mapping[str, str]:
        """The files that others wrote, by their paths: the SHA-256 of each."""
        return {path: self._sums[path] for path in self._adopted}

    def commit(self) -> Left:
        """Put the new site in the place of the old one, whole.

        Return how it is left. Raises BuildError where a file that was to be kept is found to have
        been touched since the build began.
        """
        staged = Staged(self.folder, self.adopt(), self._places)
        published, sound = self._published, self._sound.keys()
        kept = self._sums.keys() - self._written.keys()
        wanted = Wanted(kept, published.files, self._written, folders_of(self._sums))
        self._is_finishing = True
        with in_words("The finished site could not be put in place"):
            there = None if self._verify else self._spare.as_left(self._left, published, sound)
            taken = self._spare.complete(staged, wanted, there)
            write_manifest(self._spare.folder, dict(sorted(self._sums.items())))
            swap(self._spare.folder, self.output)
        left = self._spare.folder
        try:
            with in_words(f"The new site is in place, but the old one is left in {left}"):
                dates = self._spare.renew(published, wanted, taken)
                remove(self.folder)
        finally:
            self._unlock()
        facts = ChainMap(self._written, taken, published.files)
        return Left(self._known(facts, sound & kept), dates)

    def _known(self, facts: Mapping[str, Facts], stay: Set[str]) -> dict[str, Known]:
        """Return what is known of the new site's files, which have these facts; most of all stay as
        they were known before."""
        known = dict(self._left.files)
        for path in known.keys() - stay:
            del known[path]
        for path in self._sums.keys() - stay:
            known[path] = Known(self._sums[path], facts[path].size, facts[path].modified)
        return known

    def abandon(self) -> None:
        """Remove what was written; the published site stays as it was. Harmless after `commit`."""
        if self._lock is None:
            return
        try:
            with in_words(f"{self.folder} could not be removed"):
                remove(self.folder)
                if self._is_finishing:
                    remove(self._spare.folder)
        finally:
            self._unlock()

    def _begin(self) -> Tree:
        """Begin an empty site and return what is published."""
        with in_words(f"{self.output} cannot be built"):
            recover(self.output)
            check_output(self.output)
            self._spare.check()
            self._has_spare = self._spare.is_there
            remove(self.folder)
            begin(self.folder)
            return scan(self.output) if self.output.exists() else Tree.empty()

    def _as_known(self) -> dict[str, str]:
        """Return the SHA-256 of each file of the published site that is as known, by its path."""
        there = self._published.files.get
        # As `is_as` tells, which would be called for each file of a site.
        sound = {
            path: known.sha256
            for path, known in self._left.files.items()
            if (facts := there(path)) is not None
            and facts.size == known.size
            and facts.modified == known.modified
        }
        if not self._verify:
            return sound
        return {path: sha256 for path, sha256 in sound.items() if self._digest(path) == sha256}

    def _digest(self, path: str) -> str:
        with in_words(f"{path} could not be read"), (self.output / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _holds(self, path: str, data: bytes) -> bool:
        """Whether a file of the published site has these bytes; no manifest is trusted for it."""
        facts = self._published.files.get(path)
        if facts is None or facts.size != len(data):
            return False
        try:
            with open(f"{self.output}/{path}", "rb") as file:
                return file.read() == data
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _make_folders(self, path: str) -> None:
        """Make the folders of a file in the staging folder, where they are lacking."""
        folder = path.rpartition("/")[0]
        if folder in self._made:
            return
        self._make_folders(folder)
        place = f"{self.folder}/{folder}"
        with suppress(FileExistsError):
            os.mkdir(place)
        if not stat.S_ISDIR(os.lstat(place).st_mode):
            raise BuildError(f"{path} would be written through {place}, which is no folder.")
        self._made.add(folder)

    def _find(self, path: str, facts: Facts | None) -> None:
        """Register what now lies where a file was written."""
        if facts is None:
            raise BuildError(f"{path} was removed from the site while it was built.")
        if not facts.is_as(self._written[path]):
            raise written_twice(path)
        self._written[path] = facts

    def _adopt(self, path: str, staged: Tree) -> None:
        """Register a file of the staging folder that others wrote."""
        self._claims.take(path)
        file = self.folder / path
        data = file.read_bytes()
        self._sums[path] = hashlib.sha256(data).hexdigest()
        self._adopted.append(path)
        if self._holds(path, data):
            file.unlink()
            del staged.files[path]
        else:
            self._written[path], self._places[path] = staged.files[path], path

    def _unlock(self) -> None:
        if self._lock is not None:
            unlock(self._lock)
            self._lock = None
