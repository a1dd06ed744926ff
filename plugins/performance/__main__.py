"""Run the command line: `portal`, or `python -m performance`."""

from __future__ import annotations

import atexit
import os
import sys
import threading

from performance.cli import main


def run() -> None:
    """Run the command of this process, and end it at once.

    Python would first take apart, object by object, all that a build of a large city made. Whoever
    asked to be called at the end is called; where threads still run, the end is Python's own.
    """
    try:
        main(prog_name="portal")
    except SystemExit as ended:
        if not isinstance(ended.code, int | None) or threading.active_count() > 1:
            raise
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code or 0)


if __name__ == "__main__":
    run()
