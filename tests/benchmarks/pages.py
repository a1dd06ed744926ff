"""Print what a reader's browser loads for a page of each class, and Lighthouse's mobile scores.

Nothing is judged: figures are printed beside the budgets. Bytes are those of the page with every
style sheet and script that it names: raw, and as servers send them (gzip 6, Brotli 11). Lighthouse,
where `lighthouse` is on the path (npm install --global lighthouse), opens the pages as a slow phone
does, from a server that compresses as static hosts do.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import brotli
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402  # Found by the line above.

# One page of each class; a star stands for the first by name.
CLASSES = (
    "",
    "priorities/*/",
    "departments/*/",
    "metrics/",
    "metrics/*/",
    "metrics/*/explore/",
    "embed/*/",
    "data/",
    "data/*/",
    "reporting/",
    "search/",
    "a-z/",
    "glossary/",
)
JUDGED = ("", "departments/*/", "metrics/*/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TYPES = (".html", ".css", ".js", ".json", ".svg")


class Compressed(SimpleHTTPRequestHandler):
    """Answers with the site's files, texts compressed."""

    def do_GET(self) -> None:
        """Send a file; gzip for text, as the client says it accepts."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        data = file.read_bytes()
        packed = file.suffix in TYPES and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(data, 6) if packed else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Print nothing: the table is what this program prints."""


def addresses(site: Path, patterns: tuple[str, ...]) -> Iterator[str]:
    """Yield the address of the first page of each class that the site has."""
    for pattern in patterns:
        found = sorted(f for f in site.glob(f"{pattern}index.html") if "attainment" not in f.parts)
        yield from (_address(f.parent.relative_to(site).as_posix()) for f in found[:1])


def _address(folder: str) -> str:
    return "" if folder == "." else f"{folder}/"


def loaded(site: Path, address: str) -> dict[str, bytes]:
    """Return the page and every style sheet and script that it names, by address."""
    page = (site / address / "index.html").read_bytes()
    tree = html.fromstring(page)
    named = tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    files = [urljoin(f"/{address}", name).lstrip("/") for name in named]
    return {address: page} | {name: (site / name).read_bytes() for name in files}


def print_sizes(site: Path) -> None:
    """Print the bytes of a page of each class, with all that it loads."""
    print(f"{'page':44} {'files':>5} {'raw':>8} {'gzip':>7} {'Brotli':>7} {'of it JS':>8}")
    for address in addresses(site, CLASSES):
        files = loaded(site, address)
        raw = sum(map(len, files.values()))
        zipped = sum(len(gzip.compress(data, 6)) for data in files.values())
        packed = sum(len(brotli.compress(data)) for data in files.values())
        script = sum(len(data) for name, data in files.items() if name.endswith(".js"))
        row = f"/{address:43} {len(files):5} {raw:8,} {zipped:7,} {packed:7,} {script:8,}"
        print(row)
    print("Budget of a metric page: 30,000 bytes Brotli, 3,000 bytes JavaScript.\n")


def print_scores(site: Path, runs: int) -> None:
    """Print Lighthouse's scores of home, a department and a metric: the median of some runs."""
    command = shutil.which("lighthouse")
    if command is None:
        print("Lighthouse is not on the path: npm install --global lighthouse")
        return
    server = ThreadingHTTPServer(("localhost", 0), partial(Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'page':44} " + " ".join(f"{name:>14}" for name in CATEGORIES) + "   LCP s  TBT ms")
    for address in addresses(site, JUDGED):
        url = f"http://localhost:{server.server_port}/{address}"
        found = [_lighthouse(command, url) for _ in range(max(1, runs))]
        middle = sorted(found, key=lambda f: f["largest-contentful-paint"])[len(found) // 2]
        scores = " ".join(f"{middle[name]:14.0f}" for name in CATEGORIES)
        lcp, tbt = middle["largest-contentful-paint"] / 1000, middle["total-blocking-time"]
        print(f"/{address:43} {scores} {lcp:7.2f} {tbt:7.0f}")
    server.shutdown()
    print("Budgets: 99 performance, 100 the others; LCP 1.5 s; TBT 0 ms.")


def _lighthouse(command: str, url: str) -> dict[str, float]:
    """Return the scores (0 to 100) and the timings (milliseconds) of one run."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = " ".join(["--headless=new", *chromium.FLAGS, f"--user-data-dir={folder}/profile"])
        subprocess.run(
            [
                command,
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags={flags}",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": chromium.find() or ""},
        )
        said = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: said["categories"][name]["score"] * 100 for name in CATEGORIES}
    timed = ("largest-contentful-paint", "total-blocking-time")
    return scores | {name: said["audits"][name]["numericValue"] for name in timed}


def main() -> None:
    """Read the site's folder from the command line and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "output")
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse a page")
    chosen = parser.parse_args()
    print_sizes(chosen.site)
    print_scores(chosen.site, chosen.runs)


if __name__ == "__main__":
    main()
