"""Read a package as it was: leniently, because what is past cannot be mended any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from performance import load
from performance.load.find import Place
from performance.model import Grid, Metric, Package, Resource, Rows, dialect_of
from performance.settings import Settings
from performance.validate.fault import members
from performance.validate.requests import path_fault


def restored(files: Mapping[str, bytes], today: Package, settings: Settings) -> Package | None:
    """Return the package that files of the past describe; none where they cannot be read.

    `files` are by path in the package, the descriptor's first. Rules that came later are not asked
    of it; a metric whose description cannot be used any more is left out.
    """
    name, written = next(iter(files.items()))
    place = Place(today.folder / name, today.file)
    try:
        facts, _ = load.parse(written.decode(), today.file, is_yaml=name.endswith(".yaml"))
        if not facts:
            return None
        resources = [resource(each, files) for _, each in members(facts, "resources")]
        made = load.package(
            place,
            facts,
            resources,
            department=today.department,
            metrics=metrics(facts, settings),
            written=written,
        )
    except Exception:
        return None
    return replace(made, name=today.name, file=today.file)


def is_safe(path: str) -> bool:
    """Whether a path that a past descriptor names may be written below the site."""
    return path_fault(path, ()) is None


def resource(properties: Mapping[str, Any], files: Mapping[str, bytes]) -> Resource:
    """Return a resource as it was, of the files by path.

    Raises KeyError where its file is lacking, UnicodeDecodeError where that is no text and
    `load.TableError` where its cells cannot be told apart.
    """
    data = files[properties["path"]]
    rows = None
    if load.is_table(properties):
        read = partial(_grid, properties, data)
        rows = Rows(read, read())
    return load.resource(properties, data, rows)


def _grid(properties: Mapping[str, Any], data: bytes) -> Grid:
    names = [each.name for each in load.fields(properties)]
    text = data.decode("utf-8-sig")
    dialect = dialect_of(properties)
    plain = load.plain_grid(text, dialect, names)
    return plain if plain is not None else load.grid_of(load.sheet(text, dialect, names))


def metrics(facts: Mapping[str, Any], settings: Settings) -> Iterator[Metric]:
    """Yield the metrics that a description holds, without those that cannot be used."""
    for _, each in members(facts, "metrics"):
        try:
            yield load.metric(each, settings)
        except Exception:  # noqa: S112 - see above; the release's files stay published.
            continue
