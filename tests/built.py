"""Build the demo city once a test run, as its users do: by the command line, in a process."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(
    words: Sequence[str | Path], zone: str = "UTC", cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a command in a time zone and return how it ended, with what it printed."""
    environment = {**os.environ, "TZ": zone}
    command = [sys.executable, *(str(word) for word in words)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def files(site: Path) -> dict[str, bytes]:
    """Return every file of a site by its path."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }
