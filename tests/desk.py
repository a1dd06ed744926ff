"""A small city at a desk: its content, the answers that make a package, and workbooks of Excel."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from performance.cli import main

ANSWERS = {
    "department": "library",
    "title": "Library visits",
    "metric": "Visits to libraries",
    "description": "People who came through a library's door.",
    "counted": "count",
    "part": "Visits",
    "unit": "visits",
    "direction": "increase",
    "target": "1000",
    "near": "50",
    "first": "2026-01",
    "source": "Door counters",
    "contact": "data@portalder.example",
}


def city(folder: Path) -> Path:
    """Write the content of a city with two departments and return its datasets folder."""
    departments = folder / "content" / "departments"
    departments.mkdir(parents=True)
    for slug, title in (("library", "Library"), ("fire", "Fire and Rescue")):
        (departments / f"{slug}.md").write_text(f"---\ntitle: {title}\n---\n", "utf-8")
    (folder / "content" / "settings.yaml").write_text("as_of: 2026-06-15\n", "utf-8")
    (folder / "datasets").mkdir()
    return folder / "datasets"


def portal(*words: str | Path, stdin: str | None = None) -> Result:
    """Run a command outside of CI."""
    runner = CliRunner(env={"CI": None})
    return runner.invoke(main, [str(w) for w in words], input=stdin, catch_exceptions=False)


def new(datasets: Path, answers: Mapping[str, Any] = ANSWERS, **more: Any) -> Result:
    """Run `portal new` with answers; one that is none is left out."""
    words: list[str | Path] = ["new", "--datasets", datasets]
    for name, value in {**answers, **more}.items():
        for each in value if isinstance(value, tuple) else (value,):
            words += [f"--{name}", each] if each is not None else []
    return portal(*words)


def made(datasets: Path, **more: Any) -> Path:
    """Make the package of the answers and return its folder."""
    result = new(datasets, **more)
    assert result.exit_code == 0, result.stderr
    (folder,) = datasets.glob("*/*")
    return folder


def workbook(
    file: Path, rows: Sequence[Sequence[Any]], *, formats: Mapping[str, str] | None = None
) -> Path:
    """Write a workbook of one sheet as Excel does; `formats` are number formats by cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for place, shown in (formats or {}).items():
        sheet[place].number_format = shown
    out = io.BytesIO()
    book.save(out)
    file.write_bytes(out.getvalue())
    return file
