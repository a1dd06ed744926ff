"""Print what it costs to put a site in place of which one file changed, without making any file.

The site of the folder is copied and then written three times: all anew, and twice with nearly all
of its files kept. Nothing is judged. An example: `write.py output`
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from performance.write import MANIFEST, Left, Staging


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the CPU seconds of a block."""
    begin = time.process_time()
    yield
    print(f"  {what}: {time.process_time() - begin:.2f} CPU seconds")


def written(site: Path, sums: Mapping[str, str]) -> Left:
    """Write the site all anew, with a byte more in each file."""
    files = {path: (site / path).read_bytes() + b"\n" for path in sums}
    with timed("begin, write, commit"), Staging(site) as staging:
        for path, data in files.items():
            staging.write(path, data)
        return staging.commit()


def edited(site: Path, known: Left) -> Left:
    """Write the site with one file changed and the others kept."""
    changed = min(known.files)
    data = (site / changed).read_bytes() + b"\n"
    with timed("begin"):
        staging = Staging(site, known=known)
    with staging:
        with timed("write, has, keep"):
            staging.write(changed, data)
            kept = {path: each.sha256 for path, each in known.files.items() if path != changed}
            if staging.has(kept):
                staging.keep(kept)
        with timed("commit"):
            return staging.commit()


def main() -> None:
    """Copy the site and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    given = parser.parse_args()
    sums = json.loads((given.site / MANIFEST).read_text(encoding="utf-8"))["files"]
    with tempfile.TemporaryDirectory(dir=given.site.resolve().parent) as folder:
        site = Path(folder) / "site"
        shutil.copytree(given.site, site)
        print(f"{len(sums)} files, all written anew")
        known = written(site, sums)
        for _ in range(2):
            print("one changed")
            known = edited(site, known)


if __name__ == "__main__":
    main()
