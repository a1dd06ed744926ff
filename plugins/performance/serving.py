"""Serve a site on this computer while somebody works on it: built again after every change."""

import threading
from collections.abc import Callable, Iterator, Set
from pathlib import Path

import watchfiles

from performance import plugin, preview
from performance.problem import BuildError, shown
from performance.unchanged import Inputs, Request

# Milliseconds without another change after which a build begins: editors write a file in pieces.
QUIET = 20

Say = Callable[[str], object]


def serve(request: Request, port: int, say: Say) -> None:
    """Build the site that is asked for and serve it until Ctrl-C, which raises KeyboardInterrupt.

    `say` is told where it is, and after each change what has changed and what is wrong with it:
    then the site stays as it was. Raises BuildError where the first build fails.
    """
    written = plugin.run(request)
    with preview.server(written, port) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://localhost:{listening.server_address[1]}"
        say(f"Serving {shown(written)} at {address} (Ctrl-C stops). Changes show on reload.")
        try:
            for changed in changes(plugin.inputs(request), request.conf):
                rebuild(request, changed, say)
        finally:
            listening.shutdown()


def changes(inputs: Inputs, conf: Path) -> Iterator[tuple[Path, ...]]:
    """Yield the files that were changed, whenever some were; raises KeyboardInterrupt."""
    folders = [Path(each) for each in (inputs.content, inputs.datasets, inputs.theme)]
    watched = [path for path in (*folders, conf) if path.exists()]
    found: Set[tuple[watchfiles.Change, str]]
    for found in watchfiles.watch(*watched, step=QUIET):
        yield tuple(sorted({Path(path) for _, path in found}))


def rebuild(request: Request, changed: tuple[Path, ...], say: Say) -> None:
    """Build the site again, or say what is wrong and leave it as it was."""
    first, *more = changed
    also = f" and {len(more)} more" if more else ""
    try:
        plugin.run(request)
    except BuildError as error:
        for problem in error.problems:
            say(problem.as_text())
        say(f"{shown(first)}{also} changed. {error.message} The site stays as it was.")
    except OSError as error:
        # A file that was there when the build began may be gone: its editor is not done yet.
        say(f"{shown(first)}{also} changed. {error}. The site stays as it was.")
    else:
        say(f"{shown(first)}{also} changed: the site is new.")
