"""Serve a built site on this computer, as a static host would."""

from __future__ import annotations

import io
import os
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from performance.problem import BuildError, Exit

# What the standard library does not know by its ending on every machine.
TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

FEED = "application/atom+xml"


# The most bytes of new files that are held while a site is written: what somebody looks at after an
# edit is among the first, and a theme that is changed makes every page of a large city anew.
MOST = 64_000_000


class Early:
    """The new files of a site that is being written: they are shown before the site is whole.

    Threads may use it at the same time.
    """

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._room = MOST

    def take(self, path: str, data: bytes) -> None:
        """Show a file, given by its path in the site, until all are let go."""
        if len(data) <= self._room:
            self._room -= len(data)
            self._files[path] = data

    def get(self, path: str) -> bytes | None:
        """Return the bytes of a file; none where it is not new, or not made yet."""
        return self._files.get(path)

    def let_go(self) -> None:
        """Show the site alone: it is whole, or stays as it was."""
        self._files, self._room = {}, MOST


class Handler(SimpleHTTPRequestHandler):
    """Answers with the site's files, and with its own page where there is none.

    Files that come `early` are shown in place of theirs.
    """

    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def __init__(self, *args: Any, early: Early, directory: str) -> None:
        self._early = early
        # The library answers while it is made.
        super().__init__(*args, directory=directory)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the head of an answer and return what follows it."""
        asked = self.translate_path(self.path)
        place = f"{asked}index.html" if asked.endswith("/") else asked
        found = self._early.get(Path(place).relative_to(self.directory).as_posix())
        if found is None:
            return super().send_head()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(place))
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        return io.BytesIO(found)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the type of a file by its name's ending: that of a feed has two parts."""
        return FEED if str(path).endswith(".atom.xml") else super().guess_type(path)

    def end_headers(self) -> None:
        """Let no browser keep what the next build replaces."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's 404 page for what it does not hold."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep the terminal for what the person did: requests are not logged."""


class Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a reader who left before the answer was whole, as a browser does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server(site: Path, port: int, early: Early | None = None) -> Server:
    """Return a server of the site on this computer alone; port 0 takes any that is free.

    Files that come `early` are shown before the site has them. Raises BuildError where the port is
    taken.
    """
    handler = partial(Handler, early=early or Early(), directory=str(site.absolute()))
    try:
        return Server(("localhost", port), handler)
    except OSError as error:
        raise BuildError(
            f"Port {port} cannot be used ({error.strerror}). Choose another with --port.",
            exitcode=Exit.WRONG_USE,
        ) from None
