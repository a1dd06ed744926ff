"""The index of the search page, made from the rendered pages by Pagefind's own program.

It runs beside this one and reads each page while the next is rendered, over a pipe: a message is
JSON in base64, ended by a comma, and is answered by one. Pagefind's Python interface speaks the
same, but waits a tenth of a second for every answer.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any, Self

from performance.problem import BuildError, Exit

# What pages hold but nobody searches for: tables, whose cells would run into one word, pictures,
# the names of facts, lists of other pages' names, files and code. With every number in it the index
# would be three times as large.
IGNORED = (
    ".scroll",
    "figure",
    "details",
    "pre",
    "dt",
    ".cards",
    ".counts",
    ".downloads",
    "[aria-labelledby=cite]",
    "[aria-labelledby=related]",
)

# Two thirds of Pagefind's work is to read the largest of these, so they are not even sent: the same
# index comes out. Nor are the parts that the templates mark as no words to find a page by: what
# they say of the newest values would make the whole index anew for each of them.
LARGEST = ("table", "figure", "svg")
UNSENT = re.compile(
    r"<(p|h2|dl|ul)\b[^>]*\sdata-pagefind-ignore\b.*?</\1>"
    r'|<ul class="(?:cards|counts|downloads)\b.*?</ul>',
    re.DOTALL,
)
# Of a tag's attributes only those are sent that the index asks about: how a page looks is not its
# concern.
TAG = re.compile(r"<[a-z][^<>\s]*\s[^<>]*>")
ASKED = re.compile(
    r"\s(?:id|aria-labelledby|data-pagefind[a-z-]*)(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?(?=[\s>])"
    r'|\sclass="(?:scroll|cards|counts|downloads)\b[^"]*"'
)
BEGIN = re.compile(r"<html\b[^>]*>")

UNUSABLE = (
    "The search page is a plain list: Pagefind's program cannot be run on this system. "
    "Install the package pagefind-bin to have a search box."
)

# The interface of Pagefind in the browser. The ready-made boxes that come with it are not used.
SCRIPT = "pagefind.js"
ENTRY = "pagefind-entry.json"


class Index:
    """An index in the making: pages go in, then files come out.

    `usable` is whether this system can run Pagefind; where it cannot, nothing is made. Ends the
    program when used as a context manager. Raises BuildError where the program breaks off.
    """

    def __init__(self) -> None:
        """Start Pagefind."""
        self._received = bytearray()
        self._sent = 0
        self._unanswered = 0
        self._process = _start()
        self.usable = self._process is not None and self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._process is not None:
            self._process.kill()
            # Reads what is left and closes the pipes.
            self._process.communicate()

    def add(self, address: str, html: str) -> None:
        """Put a page in, whole or what is `sought` in it, where its main part is marked for it."""
        if not self.usable:
            return
        self._send(type="AddFile", url=address, file_contents=html, file_path=None)
        # The answer to the page before has come while this one was rendered: nobody waits.
        self._receive(but=1)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path below `urls.PAGEFIND` and the bytes of each file, in order of the paths.

        They are the same for the same pages in the same order.
        """
        if not self.usable:
            return
        self._receive()
        self._send(type="GetFiles")
        answer = self._receive()
        contents = {f["path"]: base64.b64decode(f["content"]) for f in answer["files"]}
        needed = _needed(contents[ENTRY])
        for path in sorted(contents):
            if "/" in path or path in needed or path.endswith(".pf_meta"):
                yield path, contents[path]

    def _begin(self) -> bool:
        """Return whether the program answers: one that is for another system starts and ends."""
        try:
            self._send(type="NewIndex", config={"exclude_selectors": IGNORED})
            self._receive()
        except BuildError:
            return False
        return True

    def _send(self, **payload: Any) -> None:
        self._sent += 1
        self._unanswered += 1
        # Of the one index of this process.
        message = {"message_id": self._sent, "payload": {"index_id": 0, **payload}}
        try:
            self._pipe("stdin").write(base64.b64encode(json.dumps(message).encode()) + b",")
            self._pipe("stdin").flush()
        except OSError as error:
            raise _broken(str(error)) from error

    def _receive(self, but: int = 0) -> dict[str, Any]:
        """Return the last answer when all `but` so many messages are answered."""
        payload: dict[str, Any] = {}
        while self._unanswered > but:
            payload = json.loads(base64.b64decode(self._message()))["payload"]
            self._unanswered -= 1
            if payload["type"] == "Error":
                raise _broken(str(payload["message"]))
        return payload

    def _message(self) -> bytes:
        while (end := self._received.find(b",")) < 0:
            read = self._pipe("stdout").read1(1 << 20)  # type: ignore[attr-defined]
            if not read:
                raise _broken("the program ended")
            self._received += read
        message = bytes(self._received[:end])
        del self._received[: end + 1]
        return message

    def _pipe(self, name: str) -> IO[bytes]:
        pipe: IO[bytes] = getattr(self._process, name)
        return pipe


def sought(html: str) -> str:
    """Return all that the index is made of in a page: the same comes out as of the whole page."""
    begin, end = html.find("<main"), html.rfind("</main>")
    told = BEGIN.search(html)
    if told is None or not 0 <= begin < end:
        return html
    main = UNSENT.sub("", "".join(_small(html, begin, end)))
    main = TAG.sub(lambda tag: _asked(tag[0]), main)
    return f"{told[0]}<body>{main}</main></body></html>"


def _small(html: str, begin: int, end: int) -> Iterator[str]:
    """Yield the parts of a page that lie between its largest elements."""
    places = {name: html.find(f"<{name}", begin, end) for name in LARGEST}
    while found := [(place, name) for name, place in places.items() if place >= 0]:
        place, name = min(found)
        yield html[begin:place]
        closing = f"</{name}>"
        closed = html.find(closing, place, end)
        begin = end if closed < 0 else closed + len(closing)
        for each, last in places.items():
            if 0 <= last < begin:
                places[each] = html.find(f"<{each}", begin, end)
    yield html[begin:end]


@lru_cache(maxsize=4_096)  # pages say the same with most of their tags
def _asked(tag: str) -> str:
    name, *_ = tag[1:].split(None, 1)
    return f"<{name}{''.join(ASKED.findall(tag))}>"


def program() -> str | None:
    """Return where Pagefind's program is; none where it is not installed."""
    # Imported late: it brings asyncio, which nothing else here uses.
    from pagefind.service import get_executable

    found = get_executable()
    return None if found is None else str(found)


def is_usable() -> bool:
    """Whether this system can run Pagefind."""
    with Index() as index:
        return index.usable


def _start() -> subprocess.Popen[bytes] | None:
    try:
        found = program()
        if found is None:
            return None
        return subprocess.Popen(  # noqa: S603  # Pagefind's own program, from its package.
            [found, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def _needed(entry: bytes) -> set[str]:
    """Return the files at the top of Pagefind's folder that a browser asks for."""
    languages = json.loads(entry)["languages"].values()
    return {SCRIPT, ENTRY, *(f"wasm.{each['wasm'] or 'unknown'}.pagefind" for each in languages)}


def _broken(why: str) -> BuildError:
    return BuildError(
        f"The index of the search page could not be made: {why}. Build again; if it stays so, "
        "install the package pagefind-bin again.",
        exitcode=Exit.WRONG_USE,
    )
