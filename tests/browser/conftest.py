"""A system Chromium for the browser tests, and the demo city behind a server."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import chromium
from performance.preview import server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of this machine; Playwright's own is not downloaded."""
    found = chromium.find()
    assert found, "No Chromium. Run: python tests/browser/chromium.py"
    return {**browser_type_launch_args, "executable_path": found, "args": list(chromium.FLAGS)}


@pytest.fixture(scope="session")
def base_url(demo_site: Path) -> Iterator[str]:
    """The address of the served demo city."""
    with server(demo_site, 0) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://localhost:{listening.server_address[1]}"
        listening.shutdown()
