"""A system Chromium for the browser tests, and two cities behind servers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser import chromium
from performance.preview import server

Sized = dict[str, Any]


@dataclass(frozen=True)
class City:
    """A built site and the address that it is served at, without a slash at the end."""

    folder: Path
    url: str

    def address(self, pattern: str) -> str:
        """Return the full address of the first page of a class, which may have one "*"."""
        if "*" not in pattern:
            return f"{self.url}/{pattern}"
        found = sorted(p for p in self.folder.glob(f"{pattern}index.html") if page_of(p))
        return f"{self.url}/{found[0].parent.relative_to(self.folder).as_posix()}/"

    def addresses(self, pattern: str) -> list[str]:
        """Return the full addresses of every page of a class."""
        found = sorted(p for p in self.folder.glob(f"{pattern}index.html") if page_of(p))
        return [f"{self.url}/{p.parent.relative_to(self.folder).as_posix()}/" for p in found]


class Window(Protocol):
    """Opens an address in a window of a width, and returns its page."""

    def __call__(
        self, address: str, width: int = ..., *, media: str = ..., **options: Any
    ) -> Page: ...


def page_of(file: Path) -> bool:
    """Return whether a page is one of its class: lists by attainment lie among the metrics."""
    return "attainment" not in file.parts


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of this machine; Playwright's own is not downloaded."""
    found = chromium.find()
    assert found, "No Chromium. Run: python tests/browser/chromium.py"
    return {**browser_type_launch_args, "executable_path": found, "args": list(chromium.FLAGS)}


@contextmanager
def served(folder: Path) -> Iterator[City]:
    """Serve a site while the block runs."""
    with server(folder, 0) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield City(folder, f"http://localhost:{listening.server_address[1]}")
        listening.shutdown()


@pytest.fixture(scope="session")
def demo(demo_site: Path) -> Iterator[City]:
    """The demo city."""
    with served(demo_site) as city:
        yield city


@pytest.fixture(scope="session")
def stress(stress_site: Path) -> Iterator[City]:
    """The city of odd cases."""
    with served(stress_site) as city:
        yield city


@pytest.fixture(scope="session")
def patterned(patterns_site: Path) -> Iterator[City]:
    """A site of one page, that of patterns."""
    with served(patterns_site) as city:
        yield city


@pytest.fixture(scope="session", params=["demo", "stress"])
def city(request: pytest.FixtureRequest) -> City:
    """Each of the two cities in turn, or the site that a test names."""
    found: City = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def base_url(demo: City) -> str:
    """The address of the served demo city."""
    return demo.url


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Window]:
    """Opens pages; one window is kept for all that want the same, which saves most of the time.

    `options` are those of a browser's context; `media` is "screen" or "print".
    """
    kept: dict[str, tuple[BrowserContext, Page]] = {}

    def open_in(address: str, width: int = 320, *, media: str = "screen", **options: Any) -> Page:
        name = f"{width} {media} {sorted(options.items())}"
        if name not in kept:
            size: Sized = {"viewport": {"width": width, "height": 800}}
            context = browser.new_context(**size, **options)
            kept[name] = context, context.new_page()
            kept[name][1].emulate_media(media=media)  # type: ignore[arg-type]
        page = kept[name][1]
        page.goto(address)
        return page

    yield open_in
    for context, _ in kept.values():
        context.close()


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone of 320 CSS pixels, JavaScript off."""
    size: Sized = {"viewport": {"width": 320, "height": 700}}
    context = browser.new_context(**size, java_script_enabled=False, base_url=base_url)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, base_url: str) -> Iterator[Page]:
    """A screen of 1280 CSS pixels."""
    size: Sized = {"viewport": {"width": 1280, "height": 900}}
    context = browser.new_context(**size, base_url=base_url)
    yield context.new_page()
    context.close()
