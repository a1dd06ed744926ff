"""Which paths of a site are taken: each address has one author."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Set
from functools import lru_cache

from performance.problem import BuildError

# Names with a slash between them: none is empty, begins with a dot or has a backslash.
PLAIN = re.compile(r"[^./\\][^/\\]*(?:/[^./\\][^/\\]*)*")


def must_be_plain(path: str) -> None:
    """Raise BuildError where a path is no plain one below the root."""
    # What can be printed has no control character: those that cannot are looked at one by one.
    odd = () if path.isprintable() else map(unicodedata.category, path)
    if not PLAIN.fullmatch(path) or any(category in ("Cc", "Cs") for category in odd):
        raise BuildError(
            f"{path!r} cannot be an address: a path is relative, has no backslash, no control "
            "character and no name that is empty or begins with a dot."
        )


def written_twice(path: str, taken: str | None = None) -> BuildError:
    """Return the error for a path that has a file already, under the name `taken`."""
    also = f" (also as {taken})" if taken not in (None, path) else ""
    return BuildError(f"{path} is written twice{also}: each address has one author.")


class Claims:
    """The paths that are taken, as files and as folders.

    `known` are those of one site, which have been held against each other before: until another
    one is taken, it is enough that none is taken twice.
    """

    def __init__(self, known: Set[str] = frozenset()) -> None:
        self._known = known
        self._taken: set[str] = set()
        self._are_known = True
        # Under what names have in common that one file system or another takes for the same.
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        # What that is for the files in a folder, so that it is worked out once for each folder.
        self._below = {"": ""}

    def take(self, path: str) -> None:
        """Take a path; BuildError where it is taken, also by one of another case or as a folder."""
        self.take_all((path,))

    def take_all(self, paths: Collection[str]) -> None:
        """Take paths, each as `take` does."""
        if self._are_known and self._known >= set(paths) and self._is_new(paths):
            return
        if self._are_known:
            self._are_known = False
            for path in self._taken:
                self._hold(path)
        for path in paths:
            self._hold(path)

    def take_known(self, paths: Set[str]) -> None:
        """Take paths that are known, each as `take` does."""
        if not (self._are_known and self._is_new(paths)):
            self.take_all(paths)

    def _is_new(self, paths: Collection[str]) -> bool:
        """Take paths of which none is taken; whether that is so."""
        if not self._taken.isdisjoint(paths):
            return False
        self._taken.update(paths)
        return True

    def _hold(self, path: str) -> None:
        """Take a path that is held against all others."""
        folder, _, name = path.rpartition("/")
        if folder not in self._below:
            self._enter(folder, path)
        file = self._below[folder] + _key(name)
        taken = self._files.get(file) or self._folders.get(file)
        if taken is not None:
            raise written_twice(path, taken)
        self._files[file] = path

    def _enter(self, folder: str, path: str) -> None:
        """Take a folder for a file, and those that hold it."""
        above, _, name = folder.rpartition("/")
        if above not in self._below:
            self._enter(above, path)
        own = self._below[above] + _key(name)
        if own in self._files:
            raise written_twice(path, self._files[own])
        self._folders.setdefault(own, folder)
        self._below[folder] = f"{own}/"


@lru_cache(maxsize=16_384)  # Thousands of folders have files of the same names.
def _key(name: str) -> str:
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
