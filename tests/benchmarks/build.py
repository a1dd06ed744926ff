"""Print what a full build costs for generated cities of several sizes.

Each city has ten metrics a package, each of 120 months. Nothing is judged: figures are printed.
"""

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PER_PACKAGE = 10
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


def measure(metrics: int) -> None:
    """Build a generated city and print what it cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_city(folder, metrics)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        words = ["build", "--datasets", folder / "datasets", "--output", folder / "site"]
        command = [sys.executable, "-m", "performance", *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, cwd=os.environ.get("PORTAL_ROOT"))
        wall = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = [file for file in (folder / "site").rglob("*") if file.is_file()]
        megabytes = sum(file.stat().st_size for file in made) / 1e6
    # macOS counts memory in bytes, Linux in kilobytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    print(
        f"{metrics:>7} metrics: user {after.ru_utime - before.ru_utime:7.2f} s, "
        f"system {after.ru_stime - before.ru_stime:6.2f} s, wall {wall:7.2f} s, "
        f"largest process {after.ru_maxrss / unit:6.0f} MB, "
        f"{len(made)} files, {megabytes:.1f} MB",
        flush=True,
    )


def main() -> None:
    """Measure each size given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[50, 250, 1000])
    for size in parser.parse_args().sizes:
        measure(size)


if __name__ == "__main__":
    main()
