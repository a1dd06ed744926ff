"""Make a new package: its files, checked before they are written, and an Excel form beside them."""

import tempfile
from datetime import date
from pathlib import Path

from performance import check, load
from performance.authoring import definition, trial
from performance.authoring.definition import Definition
from performance.authoring.template import template
from performance.city import City
from performance.draft import DESCRIPTOR_LIMIT
from performance.problem import BuildError, Exit, Problem
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


def _taken(given: Definition, datasets: Path) -> list[Problem]:
    """Return the problem of a name that another package or metric of the site has."""
    if not datasets.is_dir():
        return []
    for place in load.find([datasets]).places:
        try:
            text = load.read(place.path, DESCRIPTOR_LIMIT).decode("utf-8", "replace")
        except OSError:
            continue
        facts, _ = load.parse(text, place.file, is_yaml=place.path.suffix == ".yaml")
        metrics = facts.get("metrics")
        names = [m.get("name") for m in metrics if isinstance(m, dict)] if metrics else []
        for mine, theirs, what in (
            (given.name, [load.name_of(place, facts)], "package"),
            (definition.slug(given.metric), names, "metric"),
        ):
            if mine in theirs:
                message = f"there is a {what} of this name already"
                remedy = f"Choose another title for the {what}."
                return [Problem("name-taken", place.file, message, remedy, value=mine)]
    return []
