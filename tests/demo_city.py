"""Write the demo city: `datasets/`, `content/departments/` and `content/priorities/`.

Run `python tests/demo_city.py`. The same definitions give the same bytes on every machine: all
chance is seeded by the names of metrics.
"""

from pathlib import Path

from demo import budget, descriptor, log, plan, rows, words
from performance.load import recorded

ROOT = Path(__file__).parents[1]
OWNED = ("datasets", "content/departments", "content/priorities")


def files() -> dict[str, str]:
    """Return the text of every file of the demo city, by its path below the repository's root."""
    found: dict[str, str] = {}
    for department in plan.departments():
        found[f"content/departments/{department.slug}.md"] = words.department(department)
        for package in department.packages:
            folder = f"datasets/{department.slug}/{package.name}"
            found[f"{folder}/datapackage.json"] = descriptor.as_json(package, department)
            for table in package.tables:
                found[f"{folder}/{table.name}.csv"] = rows.as_csv(table)
            if text := log.as_csv(package):
                found[f"{folder}/{recorded.NAME}"] = text
    found |= budget.files(plan.departments())
    for slug, priority in plan.priorities().items():
        found[f"content/priorities/{slug}.md"] = words.priority(priority)
    return found


def committed() -> set[str]:
    """Return the paths of the files that are in the demo city's folders now."""
    paths = (path for folder in OWNED for path in (ROOT / folder).rglob("*"))
    return {path.relative_to(ROOT).as_posix() for path in paths if path.is_file()}


def write() -> int:
    """Write the demo city in place of the one that is there; return the number of its files."""
    wanted = files()
    for stale in committed() - wanted.keys():
        (ROOT / stale).unlink()
    for path, text in wanted.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return len(wanted)


if __name__ == "__main__":
    print(f"{write()} files written")
