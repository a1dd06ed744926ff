"""The spare: a second tree of the published site, from which the next one is made.

Its files are those of the site under second names, so it takes no room but its folders', and a site
in which little changed is made of it by changing little. Nothing in it is believed: a file stays
where it is the very file that the next site is to have, and everything else goes. So it may be
half done, or somebody may have been at it. Each file is looked at for that, unless the folders have
the dates that they were left with. Where a file system has no links there is none.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from performance.problem import BuildError
from performance.write.folders import begin, is_ours, remove
from performance.write.tree import (
    Facts,
    Left,
    Lying,
    Tree,
    dates_of,
    facts_of,
    link,
    scan,
    settle,
)

# The dates of folders go forward in steps, of up to a hundredth of a second: what befalls a folder
# within the step of our own last change of it would not show.
STEP = 0.01


class Staged(NamedTuple):
    """What is written of a site: its folder, what lies in it, and where each written file does,
    whose place may be another than its path."""

    folder: Path
    tree: Tree
    places: Mapping[str, str]

    def settled(self) -> Tree:
        """Put each file where its path says, and return what then lies in the folder."""
        moved = {path: place for path, place in self.places.items() if place != path}
        for path, place in moved.items():
            whole = self.folder / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            os.rename(self.folder / place, whole)
        return scan(self.folder) if moved else self.tree


class Wanted(NamedTuple):
    """The files of the site that is to be, by paths: the `kept` ones are those of the output that
    `facts` tell, which may tell of more, and the others are `written`. They lie in `folders`."""

    kept: Set[str]
    facts: Mapping[str, Facts]
    written: Mapping[str, Facts]
    folders: Set[str]

    def lacking(self, there: Set[str]) -> list[str]:
        """Return the paths of its files that are not there, in order."""
        return sorted((self.kept | self.written.keys()) - there)


class Spare:
    """The spare of an output, in `folder`; whoever uses it has the lock of the output."""

    def __init__(self, output: Path) -> None:
        self.folder = output.with_name(f".{output.name}.spare")
        self._output = output

    def check(self) -> None:
        """Raise BuildError where somebody else's folder has its name."""
        if not is_ours(self.folder):
            remove(self.folder)

    @property
    def is_there(self) -> bool:
        """Whether there is one."""
        return is_ours(self.folder)

    def as_left(self, left: Left, published: Tree, sound: Set[str]) -> Lying | None:
        """Return what lies in it, without a look at each file; none where nobody can tell.

        It was `left` with the files of the site that is `published`, and so it is if its folders
        have the dates of then. One of its files that is not `sound` in that site, but was touched
        there since, may be another one here, or the same: it counts as another one.
        """
        if not left.spare or dates_of(self.folder, published.folders) != left.spare:
            return None
        return Lying(left.files.keys(), published.folders, frozenset(), sound)

    def complete(self, staged: Staged, wanted: Wanted, there: Lying | None) -> dict[str, Facts]:
        """Make the spare the new site; where there is none, the staging folder becomes it.

        `staged` has the files that were written. `there` is what lies in the spare, where that is
        known, with those of its files that are the output's. Return the facts in the new site of
        the files that it did not have and that were kept. Raises BuildError where one was touched
        since its facts were taken, and OSError.
        """
        is_new = not self.is_there
        folder = staged.folder if is_new else self.folder
        if is_new:
            there = Lying.of(staged.settled(), wanted.written)
        else:
            there = there or Lying.of(scan(self.folder), wanted.facts)
            there = there._replace(stay=there.stay & wanted.kept)
        settle(folder, there, wanted.folders)
        taken = {}
        for path in wanted.lacking(there.stay):
            if path in wanted.kept:
                taken[path] = self._take(path, wanted.facts[path], folder)
            else:
                place = staged.places.get(path, path)
                os.rename(f"{staged.folder}/{place}", f"{folder}/{path}")
        if is_new:
            staged.folder.rename(self.folder)
        return taken

    def renew(self, old: Tree, wanted: Wanted, taken: Mapping[str, Facts]) -> str:
        """Make the spare anew of the old site, which has been put in its place.

        `old` is what lay in that; the new one has what was `wanted` of it, but in place of what was
        `taken` it may have copies. Nothing that was taken out of the site is left in the spare.
        Return the dates that it is left with, for `as_left`.
        """
        copied = {path for path, facts in taken.items() if facts != wanted.facts[path]}
        there = Lying(old.files.keys(), old.folders, old.others, wanted.kept - copied)
        if not is_ours(self.folder):
            remove(self.folder)
            begin(self.folder)
            there = Lying.of(Tree.empty(), {})
        try:
            settle(self.folder, there, wanted.folders)
            for path in wanted.lacking(there.stay):
                os.link(f"{self._output}/{path}", f"{self.folder}/{path}")
        except OSError:
            # There are no links, or somebody was at the old site: the next build does without.
            remove(self.folder)
            return ""
        time.sleep(STEP)
        return dates_of(self.folder, wanted.folders)

    def _take(self, path: str, known: Facts, folder: Path) -> Facts:
        """Give a kept file its place in a folder and return its facts there."""
        old, new = f"{self._output}/{path}", f"{folder}/{path}"
        with suppress(FileNotFoundError):
            link(old, new)
        now, made = facts_of(old), facts_of(new)
        # Its number says nothing: some file systems give a file another one at times.
        if now is None or made is None or not now.is_as(known):
            raise BuildError(f"{path} of the published site was touched meanwhile. Build again.")
        return made
