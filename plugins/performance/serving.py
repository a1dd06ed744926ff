"""Serve a site on this computer while somebody works on it: built again after every change."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import watchfiles
from msgspec import Struct
from watchfiles import Change

from performance import direct, plugin, preview
from performance.memory import Store
from performance.preview import Early
from performance.problem import BuildError, shown
from performance.unchanged import NOTHING, Inputs, Look, Request, look

# Milliseconds without another change after which a build begins: editors write a file in pieces.
QUIET = 20

Changes = Set[tuple[Change, str]]
Say = Callable[[str], object]


def serve(request: Request, port: int, say: Say) -> None:
    """Build the site that is asked for and serve it until Ctrl-C, which raises KeyboardInterrupt.

    `say` is told where it is, and after each change what has changed and what is wrong with it:
    then the site stays as it was. Raises BuildError where the port is taken or the first build
    fails.
    """
    inputs = plugin.inputs(request)
    site, early = Path(inputs.output), Early()
    # Both begin before the build, which takes a while: what is saved meanwhile counts too.
    with (
        preview.server(site, port, early) as listening,
        watching(inputs, request.conf, say) as found,
    ):
        built = Built(request, Path(inputs.theme), early, plugin.holding(request))
        built.build()
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://localhost:{listening.server_address[1]}"
        say(f"Serving {shown(site)} at {address} (Ctrl-C stops). Changes show on reload.")
        try:
            while True:
                built.rebuild(waited_for(found), say)
        finally:
            listening.shutdown()


@contextmanager
def watching(inputs: Inputs, conf: Path, say: Say) -> Iterator[SimpleQueue[Changes]]:
    """Give a queue of what is changed in what a build reads, from now to the end of the block.

    `conf` is the settings file. Where the system cannot watch, `say` is told so.
    """
    found: SimpleQueue[Changes] = SimpleQueue()
    ends = threading.Event()

    def watch(*places: Path, only: watchfiles.BaseFilter, recursive: bool) -> None:
        try:
            for changes in watchfiles.watch(
                *(place for place in places if place.exists()),
                watch_filter=only,
                step=QUIET,
                stop_event=ends,
                raise_interrupt=False,
                recursive=recursive,
            ):
                found.put(changes)
        except (OSError, RuntimeError) as error:
            say(f"Changes are not seen here: {error}. Run the command again after one.")

    def read() -> None:
        folders = (inputs.content, inputs.datasets, inputs.theme, *inputs.above)
        watch(*map(Path, folders), only=watchfiles.DefaultFilter(), recursive=True)

    def code() -> None:
        # The folder, for an editor may put another file in place of the one that is watched.
        watch(conf.absolute().parent, only=watchfiles.PythonFilter(), recursive=False)

    threads = [threading.Thread(target=each, daemon=True) for each in (read, code)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        ends.set()


def waited_for(found: SimpleQueue[Changes]) -> tuple[Path, ...]:
    """Wait for a change; return the files of all that have come since the last one was asked for.

    Folders are left out, and what an editor or git wrote only for a moment, unless that is all.
    """
    changes = set(found.get())
    while not found.empty():
        changes |= found.get()
    paths = sorted({Path(path) for _, path in changes})
    new = {Path(path) for change, path in changes if change is Change.added}
    files = [path for path in paths if not path.is_dir() and (path.exists() or path not in new)]
    return tuple(files or paths)


class Built(Struct, frozen=True):
    """The site of a request, which is built again and again.

    `store` holds what earlier builds of this process made. New files come `early`: they are shown
    from when they are made until the site has them, or never will.
    """

    request: Request
    theme: Path
    early: Early
    store: Store

    def rebuild(self, changed: tuple[Path, ...], say: Say) -> None:
        """Build the site again, or say what is wrong and leave it as it was."""
        first, *more = changed
        also = f" and {len(more)} more" if more else ""
        what = f"{shown(first)}{also} changed"
        try:
            # Saved without a change, or changed back: then the site is right already.
            found = look(self.request)
            if found.site is None:
                self.build(changed, found)
        except BuildError as error:
            for problem in error.problems:
                say(problem.as_text())
            say(f"{what}. {error.message} The site stays as it was.")
        except OSError as error:
            # A file that was there when the build began may be gone: its editor is not done yet.
            say(f"{what}. {error}. The site stays as it was.")
        else:
            say(f"{what}: the site is {'new' if found.site is None else 'up to date'}.")

    def build(self, changed: tuple[Path, ...] = (), found: Look = NOTHING) -> None:
        """Build the site; of the build `store` alone stays in memory."""
        try:
            for file in changed:
                self._show(file)
            direct.run(self.request, found, store=self.store, tell=self.early.take)
        finally:
            self.early.let_go()
            # A build keeps the collector from what it makes, as if the process ended with it.
            gc.unfreeze()
            gc.collect()

    def _show(self, file: Path) -> None:
        """Show a style sheet or script at once: a site has those of its theme as they are."""
        static = self.theme / "static"
        if file.is_relative_to(static) and file.is_file():
            self.early.take(f"theme/{file.relative_to(static).as_posix()}", file.read_bytes())
