"""Print what `portal check` costs for generated cities, and for one table of many rows.

Nothing is judged: CPU seconds (user and system, of the command and of the git that it asks) and
memory are printed, beside what is wanted. Each command is a cold one, its imports are counted.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "plugins")]

from hypothesis import HealthCheck, given, settings  # noqa: E402

from agreement import broken, glance  # noqa: E402  # Found by the line above.
from conftest import metric_descriptor  # noqa: E402
from conftest import resource as described  # noqa: E402

MONTHS = [f"{2016 + i // 12}-{i % 12 + 1:02d}" for i in range(120)]
MEMBERS_MONTHS = 250
# The CPU seconds that are wanted, by what is checked.
WANTED = {"1,000 packages": 3, "1,000,000 rows": 3}
NAMES = ("month", "requests", "on_time", "obs_status", "note")
TYPES = {"month": "yearmonth", "requests": "integer", "on_time": "integer"}


def write(folder: Path, number: int, rows: list[str], names: tuple[str, ...]) -> None:
    """Write a package of one metric over one table."""
    folder.mkdir(parents=True)
    fields = [{"name": name, "type": TYPES.get(name, "string")} for name in names]
    dimensions = [name for name in names if name == "place"]
    schema = {"fields": fields, "primaryKey": ["month", *dimensions]}
    facts = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"package-{number:04d}",
        "title": f"Package {number}",
        "version": "1.0.0",
        "licenses": [{"name": "CC0-1.0", "title": "CC0"}],
        "department": "public-works",
        "resources": [described(schema)],
        "metrics": [
            metric_descriptor(
                name=f"metric-{number:04d}",
                targets=[{"from": "2016-01", "value": 80, "near": 5}],
                dimensions=dimensions or None,
            )
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(facts, indent=2), encoding="utf-8")
    text = "\n".join([",".join(names), *rows, ""])
    (folder / "observations.csv").write_text(text, encoding="utf-8")


def write_content(folder: Path) -> None:
    """Write the words of a city of one department."""
    departments = folder / "content" / "departments"
    departments.mkdir(parents=True)
    (departments / "public-works.md").write_text("---\ntitle: Public Works\n---\n", "utf-8")
    settings = "as_of: 2026-01-21\nmax_file_mb: 500\n"
    (folder / "content" / "settings.yaml").write_text(settings, encoding="utf-8")


def write_city(folder: Path, packages: int) -> None:
    """Write a city of packages, each of 120 rows and one metric."""
    write_content(folder)
    for number in range(packages):
        chance = random.Random(number)
        rows = []
        for index, month in enumerate(MONTHS):
            whole = int(400 + 100 * math.sin(index / 2 + number) + chance.randint(0, 60))
            rows.append(f"{month},{whole},{int(whole * chance.uniform(0.7, 0.98))},final,")
        write(folder / "datasets" / "public-works" / f"package-{number:04d}", number, rows, NAMES)


def write_table(folder: Path, rows: int) -> None:
    """Write a city of one package, a table with a row a month and place."""
    write_content(folder)
    chance = random.Random(rows)
    places = max(1, rows // MEMBERS_MONTHS)
    lines = []
    for index in range(MEMBERS_MONTHS):
        month = f"{2005 + index // 12}-{index % 12 + 1:02d}"
        for place in range(places):
            whole = 400 + chance.randint(0, 160)
            done = int(whole * chance.uniform(0.7, 0.98))
            lines.append(f"{month},Place {place},{whole},{done},final,")
    names = ("month", "place", *NAMES[1:])
    write(folder / "datasets" / "public-works" / "package-0000", 0, lines, names)


def commit(folder: Path) -> None:
    """Put a city under git, in one commit."""
    who = ("-c", "user.name=Data desk", "-c", "user.email=data@city.example")
    for words in (("init", "--quiet"), ("add", "."), (*who, "commit", "--quiet", "-m", "Begin")):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def measure(label: str, folder: Path) -> None:
    """Check a city from a cold command line and print what it cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A process of its own tells the largest memory of this command alone.
    program = (
        "import resource, subprocess, sys\n"
        "ended = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, ended.stderr.strip())\n"
        "sys.exit(ended.returncode)"
    )
    command = [sys.executable, "-m", "performance", "check", str(folder / "datasets")]
    ended = subprocess.run(
        [sys.executable, "-S", "-c", program, *command], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest, _, said = ended.stdout.partition(" ")
    # macOS counts memory in bytes, Linux in kilobytes.
    megabytes = int(largest) / (1e6 if sys.platform == "darwin" else 1e3)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    beside = f"wanted {WANTED[label]} CPU s, " if label in WANTED else ""
    verdict = said.strip().splitlines()[-1] if said.strip() else ended.stderr
    print(
        f"{label:>28}: {user + system:7.2f} CPU s (user {user:.2f}, system {system:.2f}), "
        f"{beside}{megabytes:5.0f} MB. {verdict}",
        flush=True,
    )


def compare(examples: int) -> None:
    """Break packages at random, and hold the glance to the slow way and to frictionless."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "datasets" / "public-works" / "requests"

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(broken)
        def each(given_: tuple[bytes, bytes]) -> None:
            outcomes[glance(folder, given_)] += 1

        each()
    print(f"Of {outcomes.total():,} broken packages all are judged alike: {dict(outcomes)}")


def main() -> None:
    """Measure the sizes that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, nargs="*", default=[1, 100, 1000])
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--git", action="store_true", help="the same under git, all committed")
    parser.add_argument("--keep", type=Path, help="write the cities there and keep them")
    parser.add_argument("--broken", type=int, default=0, help="compare on so many broken packages")
    asked = parser.parse_args()
    if asked.broken:
        compare(asked.broken)
    for kind, sizes in (("packages", asked.packages), ("rows", asked.rows)):
        for size in sizes:
            with tempfile.TemporaryDirectory() as name:
                folder = (asked.keep or Path(name)) / f"{kind}-{size}"
                if not folder.exists():
                    (write_city if kind == "packages" else write_table)(folder, size)
                measure(f"{size:,} {kind}", folder)
                if asked.git:
                    if not (folder / ".git").exists():
                        commit(folder)
                    measure(f"{size:,} {kind}, under git", folder)


if __name__ == "__main__":
    main()
