"""Write a package's own file as it should be, where a spreadsheet program saved it its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from performance import load
from performance.authoring import cells, rewrite
from performance.authoring.cells import Column, UnusableError
from performance.authoring.rows import Told, said
from performance.authoring.spreadsheet import Cell, Grid, read
from performance.city import City
from performance.draft import DESCRIPTOR_LIMIT
from performance.load.table import ENDINGS
from performance.model import Metric
from performance.past.restore import metrics
from performance.validate import safety
from performance.validate.fault import members


def converted(path: Path, source: Path, city: City) -> tuple[Path, bytes, tuple[str, ...]] | None:
    """Return a package's own file as it should be written, and what was done to it.

    None where `source` is no file of the package, or stands as it should. That the package could be
    checked before is not needed: what is in the way is how the file is written. A cell that cannot
    be read in one way stays as it is: the check tells of it.
    """
    if source.suffix.lower() not in ENDINGS:
        return None
    found = load.find([path])
    if len(found.places) != 1:
        return None
    place = found.places[0]
    text = load.read(place.path, DESCRIPTOR_LIMIT).decode("utf-8", "replace")
    facts, _ = load.parse(text, place.file, is_yaml=place.path.suffix == ".yaml")
    for _, resource in members(facts, "resources"):
        own = resource.get("path")
        if isinstance(own, str) and _is_same(place.folder / own, source):
            grids = read(source, city.settings.max_file_mb * safety.MEGABYTE)
            every = metrics(facts, city.settings)
            of = tuple(metric for metric in every if metric.resource == resource.get("name"))
            data, notes = _rejoined(grids[0], resource, of)
            return (place.folder / own, data, notes) if notes else None
    return None


def _rejoined(
    grid: Grid, resource: Mapping[str, object], metrics: tuple[Metric, ...]
) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes of a table, its cells as the file should have them, and notes."""
    fields = load.fields(resource)
    names = {field.title: field.name for field in fields if field.title}
    columns = {field.name: cells.column_of(field, metrics) for field in fields}
    made: list[list[str]] = []
    told: list[Told] = []
    for place, (number, given) in enumerate(grid.rows):
        texts = [str(cell.value or "") for cell in given]
        if place == 0:
            made.append([names.get(text, text) for text in texts])
            continue
        of = [columns.get(name) for name in made[0]]
        made.append(_read(number, given, of, grid, told))
    return rewrite.joined(made).encode(), (*grid.notes, *said(told))


def _read(
    number: int,
    given: Sequence[Cell],
    columns: Sequence[Column | None],
    grid: Grid,
    told: list[Told],
) -> list[str]:
    """Return the texts of a row's cells; adds to what is told."""
    texts = [str(cell.value or "") for cell in given]
    for place, (cell, column) in enumerate(zip(given, columns, strict=False)):
        if column is None:
            continue
        try:
            found = cells.read(cell, column, has_decimal_comma=grid.has_decimal_comma)
        except UnusableError:
            continue
        texts[place] = found.text
        if found.note:
            told.append((number, column.field.title or column.field.name, found))
    return texts


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.samefile(other)
    except OSError:
        return False
