"""Show how far long work has come, on the terminal and never in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress


class Steps:
    """Takes in how far long work has come; shows nothing of it where nobody watches.

    `has_noted` is whether there was something to tell the person who runs the program.
    """

    def __init__(self) -> None:
        self.has_noted = False

    def begin(self, name: str, total: int | None = None) -> None:
        """Name the step that begins, and how many things it does where that is known."""

    def advance(self, count: int = 1) -> None:
        """Say that `count` more things are done."""

    def reach(self, done: int, total: int) -> None:
        """Say that so many things of so many are done."""

    def note(self, words: str) -> None:
        """Tell the person who runs the program something that is no fault, on standard error."""
        self.has_noted = True
        self._tell(words)

    def _tell(self, words: str) -> None:
        click.echo(words, err=True)


class _Line(Steps):
    """A line on the terminal that names the step under way and counts what is done of it."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._task = progress.add_task("Starting", total=None)

    def begin(self, name: str, total: int | None = None) -> None:
        # A task of its own: of one that had a total, it cannot be taken away again.
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=total)

    def advance(self, count: int = 1) -> None:
        self._progress.advance(self._task, count)

    def reach(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def _tell(self, words: str) -> None:
        # Above the line, which stays.
        self._progress.console.print(words, soft_wrap=True, markup=False, highlight=False)


@contextmanager
def steps() -> Iterator[Steps]:
    """Show steps on standard error while the block runs; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield Steps()
        return
    # Only here: it takes as long to import as a page to make.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Line(progress)
