"""Golden sites: what a small city publishes, file by file.

They change only with `pytest --update-golden`, which refuses where nobody reads the difference.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from built import ROOT, files, run

CASES = sorted(folder.name for folder in (ROOT / "tests" / "sites").iterdir())
# Documents that a reviewer can read; the tables' other forms are compared with these elsewhere.
READABLE = (".html", ".csv", ".json", ".svg", ".txt")
# The same on every site, and tested where they are made.
COMMON = ("theme/", "problems/", "profiles/")
# Made by Pagefind from the pages, and another with each of its versions.
INDEX = "pagefind/"
# Parquet and Excel files are the same bytes for one wheel on one system only: what speaks of their
# bytes is left out of the comparison.
VARYING = re.compile(
    rb'[0-9a-f]{64}|(?<="bytes":) ?\d+|(?<=">)[\d.,]+ (?:KB|MB|bytes)'
    rb'|(?<="byteSize":")\d+|(?<="contentSize":")\d+|(?<="contentSize": ")\d+'
)


def readable(site: Path) -> dict[str, bytes]:
    return {
        name: VARYING.sub(b"", data)
        for name, data in files(site).items()
        if name.endswith(READABLE) and not name.startswith((*COMMON, INDEX, "."))
    }


@pytest.mark.parametrize("case", CASES)
def test_golden_site(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The readable files of a built case are byte for byte the expected ones."""
    folder = ROOT / "tests" / "sites" / case
    # Outside of this repository, whose history is not the small city's.
    shutil.copytree(folder / "input", tmp_path / "input")
    words = ["-m", "performance", "build", "--datasets", tmp_path / "input" / "datasets"]
    ended = run([*words, "--output", tmp_path / "site"])
    assert ended.returncode == 0, ended.stderr
    made = readable(tmp_path / "site")
    expected = folder / "expected"
    if request.config.getoption("--update-golden"):
        assert not os.environ.get("CI"), "Golden files are never written unattended."
        shutil.rmtree(expected, ignore_errors=True)
        for name, data in made.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(data)
    golden = files(expected)
    assert sorted(made) == sorted(golden)
    changed = [name for name in made if made[name] != golden[name]]
    assert changed == [], "Look at the difference, then: pytest --update-golden"
