"""Print how long `portal serve` takes to show a change of the demo city, beside what is wanted.

Each change is saved into a copy of the city that is served; seconds are counted from there to the
moment at which a reader gets the page anew. Nothing is judged.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("content", "datasets", "theme", "pelicanconf.py")
WANTED = 0.5
PATIENCE = 60  # seconds after which a change is taken to be never shown
EACH = 0.02  # seconds between two looks
REST = 1.5  # seconds until the next change: the build is done, and nobody saves more often

SHEET = ("theme/static/css/site.css", "theme/css/site.css")
TEMPLATE = ("theme/templates/metric.html", "metrics/potholes-filled-on-time/")
WORDS = ("content/pages/about.md", "about/")
DATA = ("datasets/public-works/street-maintenance/potholes.csv", TEMPLATE[1])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the city in a folder and give its address, which ends with a slash."""
    with subprocess.Popen(
        [sys.executable, "-m", "performance", "serve", "--port", "0"],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if found := re.search(r"http://localhost:\d+", line):
                    yield f"{found.group()}/"
                    return
            raise SystemExit("The site was not served: see `portal build`.")
        finally:
            process.send_signal(signal.SIGTERM)


def page(address: str) -> bytes:
    """Return a page as it is now."""
    with urllib.request.urlopen(address) as answer:
        found: bytes = answer.read()
        return found


def change(file: Path, count: int) -> None:
    """Change a file: a count in a table, else a word or a rule more."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        lines = text.splitlines()
        cells = lines[-1].split(",")
        cells[2] = str(int(cells[2]) + 1)
        text = "\n".join([*lines[:-1], ",".join(cells)])
    elif file.suffix == ".html":
        text = re.sub(r'<h1( data-count="\d+")?', f'<h1 data-count="{count}"', text, count=1)
    elif file.suffix == ".css":
        text += f"/* {count} */"
    else:
        text += f"\nWord {count}."
    file.write_text(f"{text}\n", encoding="utf-8")


def shown(file: Path, address: str, count: int) -> float:
    """Change a file and return the seconds until a page is another one."""
    before = page(address)
    change(file, count)
    begin = time.perf_counter()
    while page(address) == before:
        if time.perf_counter() - begin > PATIENCE:
            raise SystemExit(f"{file} was changed, and {address} stays as it was.")
        time.sleep(EACH)
    took = time.perf_counter() - begin
    time.sleep(REST)
    return took


def main() -> None:
    """Measure each kind of change several times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in PARTS:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, folder / part)
        with served(folder) as root:
            for what, (file, address) in {
                "style sheet changed": SHEET,
                "template of the metrics changed": TEMPLATE,
                "words changed": WORDS,
                "data changed": DATA,
            }.items():
                took = sorted(shown(folder / file, root + address, n) for n in range(times))
                print(
                    f"  {what:<32} {took[0]:5.2f} to {took[-1]:.2f} s until the page is new, "
                    f"wanted {WANTED} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
