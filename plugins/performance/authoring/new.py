"""Make a new package: its files, checked before they are written, and an Excel form beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from performance import check, load
from performance.authoring import definition, trial
from performance.authoring.definition import Definition
from performance.authoring.template import template
from performance.city import City
from performance.draft import DESCRIPTOR_LIMIT
from performance.problem import BuildError, Exit, Problem
from performance.validate.fault import members
from performance.write import desk


def make(given: Definition, datasets: Path, city: City, today: date) -> Path:
    """Write a new package below a datasets folder and return its folder.

    Raises BuildError where there is one of its name, and where it would not pass the checks.
    """
    folder = datasets / given.department / given.name
    if folder.exists() or folder.is_symlink():
        raise BuildError(
            f"{folder} is there already, and nothing is ever overwritten. Choose another title.",
            exitcode=Exit.WRONG_USE,
        )
    made = definition.files(given, today)
    wrong = [*_taken(given, datasets), *trial.problems(folder, made, city)]
    if wrong:
        raise BuildError("Nothing was written: the package would not pass the check.", wrong)
    form = _form(given, made, city)
    desk.create(folder, {**made, f"{given.name}.xlsx": form})
    return folder


def _form(given: Definition, files: dict[str, bytes], city: City) -> bytes:
    """Return the Excel form of a package that is not written yet."""
    with tempfile.TemporaryDirectory(prefix="portal-") as temporary:
        folder = Path(temporary) / given.department / given.name
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        found = check.examine([folder], city.content, city.settings)
        return template(found.packages[0])


def taken(datasets: Path) -> dict[str, dict[str, str]]:
    """Return the addresses that packages ("title") and metrics ("metric") of a folder have.

    Each with the descriptor that has it. What cannot be read has none.
    """
    found: dict[str, dict[str, str]] = {"title": {}, "metric": {}}
    if not datasets.is_dir():
        return found
    for place in load.find([datasets]).places:
        try:
            text = load.read(place.path, DESCRIPTOR_LIMIT).decode("utf-8", "replace")
        except OSError:
            continue
        facts, _ = load.parse(text, place.file, is_yaml=place.path.suffix == ".yaml")
        found["title"][load.name_of(place, facts)] = place.file
        for _, metric in members(facts, "metrics"):
            found["metric"][str(metric.get("name"))] = place.file
    return found


def _taken(given: Definition, datasets: Path) -> Iterator[Problem]:
    """Yield the problems of names that another package or metric of the site has."""
    names = taken(datasets)
    for what, mine in (("package", given.name), ("metric", definition.slug(given.metric))):
        file = names["title" if what == "package" else what].get(mine)
        if file is not None:
            message = f"there is a {what} of this name already"
            remedy = f"Choose another title for the {what}."
            yield Problem("name-taken", file, message, remedy, value=mine)
