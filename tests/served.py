"""A reader who has nothing but a site's address: asks, follows, and resolves what it finds."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from lxml import html

from built import ROOT, run
from performance.preview import server


@dataclass(frozen=True)
class Reader:
    """Reads a site by its address; what was read once is kept."""

    root: str
    kept: dict[str, bytes] = field(default_factory=dict)

    def read(self, address: str) -> bytes:
        """Return what the site answers at a whole address; HTTPError where it has nothing."""
        if address not in self.kept:
            with urlopen(address) as answer:
                self.kept[address] = answer.read()
        return self.kept[address]

    def json(self, address: str) -> Any:
        return json.loads(self.read(address))

    def page(self, address: str) -> html.HtmlElement:
        return html.fromstring(self.read(address))

    def answers(self, address: str) -> bool:
        """Whether there is something at a whole address."""
        try:
            self.read(address)
        except HTTPError as error:
            error.close()
            return False
        return True

    def within(self, address: str) -> bool:
        """Whether a whole address is one of this site's."""
        return address.startswith(self.root)

    def described(self, address: str) -> Mapping[str, Any] | None:
        """Return what a page says of itself in JSON-LD; none where it says nothing."""
        found = self.page(address).xpath("//script[@type='application/ld+json']/text()")
        return json.loads(found[0]) if found else None

    def links(self, address: str) -> Iterator[str]:
        """Yield every address that a page leads to, whole and without its fragment."""
        for link in self.page(address).xpath("//@href | //@src"):
            if urlsplit(link).scheme in ("", "http", "https"):
                yield urldefrag(urljoin(address, link))[0]

    def crawl(self) -> Iterator[str]:
        """Yield the address of every page that links lead to, from the root on."""
        waiting, seen = [self.root], {self.root}
        while waiting:
            address = waiting.pop(0)
            yield address
            for link in self.links(address):
                if self.within(link) and link not in seen and link.endswith(("/", ".html")):
                    seen.add(link)
                    waiting.append(link)


@contextmanager
def served(folder: Path, datasets: Path, content: Path, *, addressed: bool) -> Iterator[Reader]:
    """Build a city and serve it; `addressed` is whether its settings say where it stands."""
    site = folder / "site"
    site.mkdir(parents=True)
    with server(site, 0) as listening:
        root = f"http://localhost:{listening.server_address[1]}/"
        words = copytree(content, folder / "content")
        if addressed:
            with (words / "settings.yaml").open("a", encoding="utf-8") as settings:
                settings.write(f"\nsite_url: {root}\n")
        command = ["-m", "performance", "build", "--datasets", datasets, "--content", words]
        ended = run([*command, "--output", site], cwd=ROOT)
        assert ended.returncode == 0, ended.stderr
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield Reader(root)
        listening.shutdown()
