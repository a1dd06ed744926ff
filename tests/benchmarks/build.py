"""Print what a build costs for generated cities of several sizes: whole, and after one change.

Each city has ten metrics a package, each of 120 months. Nothing is judged: figures are printed,
beside those that are wanted. What `portal check` costs is printed by `check.py`.
"""

import argparse
import json
import math
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PER_PACKAGE = 10
# The CPU seconds that are wanted, by the number of metrics and what is done.
WANTED: dict[int, dict[str, float]] = {
    1_000: {
        "full build, nothing remembered": 45,
        "nothing changed": 0.7,
        "one observation changed": 1.2,
        "style sheet changed": 4,
        "template changed": 4,
    },
    10_000: {"full build, nothing remembered": 495, "one observation changed": 2},
}
MONTHS = [f"{2016 + i // 12}-{i % 12 + 1:02d}" for i in range(120)]
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"


def metric(number: int, package: int) -> dict[str, object]:
    """Return one metric: a ratio, a count or a rate, in turn."""
    column = f"m{number}"
    forms: list[dict[str, object]] = [
        {"numerator": f"{column}_done", "denominator": f"{column}_all", "scale": 100},
        {"value": f"{column}_all", "aggregation": "sum"},
        {"value": f"{column}_done", "aggregation": "none"},
    ]
    percent = number % 3 == 0
    unit = {"name": "percent", "symbol": "%", "decimals": 1} if percent else {"name": "requests"}
    return {
        "name": f"metric-{package:04d}-{number}",
        "title": f"Measure {number} of package {package}",
        "description": "A generated measure.",
        "kind": "output",
        "resource": "observations",
        "period": {"field": "month", "frequency": "M", "lag": 20},
        "measure": forms[number % 3],
        "unit": unit,
        "direction": "increase",
        "targets": [{"from": MONTHS[0], "value": 80 if percent else 500, "near": 5}],
    }


def write_package(folder: Path, package: int, metrics: int) -> None:
    """Write one generated package of `metrics` metrics."""
    chance = random.Random(package)
    columns = [f"m{n}_{part}" for n in range(metrics) for part in ("done", "all")]
    lines = [",".join(["month", *columns])]
    for index, month in enumerate(MONTHS):
        cells = [month]
        for n in range(metrics):
            whole = int(400 + 100 * math.sin(index / 2 + n) + chance.randint(0, 60))
            cells += [str(int(whole * chance.uniform(0.7, 0.98))), str(whole)]
        lines.append(",".join(cells))
    folder.mkdir(parents=True)
    (folder / "observations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    fields = [{"name": "month", "type": "yearmonth"}]
    fields += [{"name": column, "type": "integer"} for column in columns]
    descriptor = {
        "$schema": SCHEMA,
        "name": f"package-{package:04d}",
        "title": f"Package {package}",
        "version": "1.0.0",
        "licenses": [{"name": "CC0-1.0", "title": "CC0"}],
        "department": "public-works",
        "resources": [
            {
                "name": "observations",
                "path": "observations.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": ["month"]},
            }
        ],
        "metrics": [metric(n, package) for n in range(metrics)],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def write_city(folder: Path, metrics: int) -> None:
    """Write a generated city of `metrics` metrics."""
    for package in range(math.ceil(metrics / PER_PACKAGE)):
        left = min(PER_PACKAGE, metrics - package * PER_PACKAGE)
        write_package(folder / "datasets" / f"package-{package:04d}", package, left)
    departments = folder / "content" / "departments"
    departments.mkdir(parents=True)
    (departments / "public-works.md").write_text("---\ntitle: Public Works\n---\n", "utf-8")
    (folder / "content" / "settings.yaml").write_text("as_of: 2026-01-21\n", encoding="utf-8")


@dataclass(frozen=True)
class Cost:
    """What a command took: CPU seconds of all its processes, seconds and megabytes at most."""

    cpu: float
    wall: float
    memory: float


def cost(*words: str | Path) -> Cost:
    """Run a command of the program in a process of its own, and return what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    command = [sys.executable, "-m", "performance", *map(str, words)]
    subprocess.run(command, check=True, capture_output=True, cwd=os.environ.get("PORTAL_ROOT"))
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # macOS counts memory in bytes, Linux in kilobytes. It is that of the largest process so far.
    return Cost(cpu, wall, after.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


class City:
    """A generated city with a theme and settings of its own, so that these can be changed."""

    def __init__(self, folder: Path, metrics: int) -> None:
        self.folder = folder
        write_city(folder, metrics)
        shutil.copy(ROOT / "pelicanconf.py", folder)
        shutil.copytree(ROOT / "theme", folder / "theme")
        self.count = 0

    def build(self, *words: str) -> Cost:
        """Build the site from a cold command line."""
        os.environ["PORTAL_ROOT"] = str(self.folder)
        return cost("build", *words)

    def change_observation(self) -> None:
        """Change one count in the table of the last package."""
        self.count += 1
        table = sorted((self.folder / "datasets").rglob("*.csv"))[-1]
        lines = table.read_text(encoding="utf-8").splitlines()
        cells = lines[60].split(",")
        cells[2] = str(int(cells[2]) + 1)
        lines[60] = ",".join(cells)
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def change_sheet(self) -> None:
        """Add a line to a style sheet."""
        with (self.folder / "theme/static/css/site.css").open("a", encoding="utf-8") as sheet:
            sheet.write("/* changed */\n")

    def change_template(self) -> None:
        """Change a word that stands in every metric's page."""
        template = self.folder / "theme/templates/metric.html"
        text = template.read_text(encoding="utf-8")
        template.write_text(text.replace("<p", '<p data-changed="yes"', 1), encoding="utf-8")


def measure(metrics: int, folder: Path) -> None:
    """Build a generated city in every way and print what each took, beside what is wanted."""
    city = City(folder, metrics)
    told = [("full build, nothing remembered", city.build())]
    told.append(("nothing changed", city.build()))
    city.change_observation()
    told.append(("one observation changed", city.build()))
    city.change_sheet()
    told.append(("style sheet changed", city.build()))
    city.change_template()
    told.append(("template changed", city.build()))
    told.append(("everything verified", city.build("--verify")))
    made = [file for file in (city.folder / "output").rglob("*") if file.is_file()]
    megabytes = sum(file.stat().st_size for file in made) / 1e6
    print(f"{metrics} metrics of 120 months: {len(made)} files, {megabytes:.0f} MB")
    wanted = WANTED.get(metrics, {})
    for what, took in told:
        beside = f"wanted {wanted[what]:>5} CPU s" if what in wanted else ""
        print(
            f"  {what:<32} {took.cpu:7.2f} CPU s, {took.wall:7.2f} s, "
            f"{took.memory:5.0f} MB  {beside}",
            flush=True,
        )


def main() -> None:
    """Measure each size given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000])
    # Removed at the end alone: for some minutes after thousands of files were removed, ext4 takes
    # up to ten times as long to make new ones.
    with tempfile.TemporaryDirectory() as name:
        for size in parser.parse_args().sizes:
            measure(size, Path(name) / str(size))


if __name__ == "__main__":
    main()
