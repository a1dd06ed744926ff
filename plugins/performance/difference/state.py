"""Read the packages of a snapshot, as far as they can be read: a fault is said and not raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from performance import load
from performance.city import City
from performance.difference.values import PackageState
from performance.load.find import NAMES, Place
from performance.load.snapshot import Snapshot
from performance.model import Resource
from performance.past.restore import metrics, resource
from performance.validate.descriptor import department_of
from performance.validate.fault import members
from performance.validate.safety import MEGABYTE

DESCRIPTOR_LIMIT = MEGABYTE
# The ids of the files below a package's folder by path from it, by the folder's path.
Folders = Mapping[str, Mapping[str, str]]


def folders(snapshot: Snapshot) -> Folders:
    """Return the folders of packages with their files; a package within one has its own."""
    found: dict[str, dict[str, str]] = {
        path.rpartition("/")[0]: {} for path in snapshot.files if path.rpartition("/")[2] in NAMES
    }
    for path, id_ in snapshot.files.items():
        above = _owner(path, found)
        if above is not None:
            found[above][path[len(above) :].lstrip("/")] = id_
    return found


def state(snapshot: Snapshot, above: str, names: Mapping[str, str], city: City) -> PackageState:
    """Return the package in a folder of a snapshot, whose files have the `names`."""
    described = next(name for name in NAMES if name in names)
    path = f"{above}/{described}".lstrip("/")
    place = Place(snapshot.folder / path, path)
    unread: list[str] = []
    facts, written = _facts(snapshot, path, unread)
    if not facts:
        name = load.name_of(place, {})
        return PackageState(name, path, None, tuple(unread))
    read = _Files(snapshot, above, city.settings.max_file_mb * MEGABYTE)
    resources = [r for _, each in members(facts, "resources") if (r := _one(each, read, unread))]
    try:
        package = load.package(
            place,
            facts,
            resources,
            department=department_of(facts, city.content, Path(above).parent.name),
            metrics=metrics(facts, city.settings),
            written=written,
        )
    except Exception:
        # Nothing of it has been checked: whatever its properties hold, the others are compared.
        unread.append(f"{path} has properties of a form that cannot be used")
        return PackageState(load.name_of(place, {}), path, None, tuple(unread))
    return PackageState(package.name, path, package, tuple(unread))


class _Files(Mapping[str, bytes]):
    """The bytes of the files of a package, read when they are asked for."""

    def __init__(self, snapshot: Snapshot, above: str, limit: int) -> None:
        self._snapshot, self._above, self._limit = snapshot, above, limit

    def __getitem__(self, path: str) -> bytes:
        plain = PurePosixPath(path).as_posix()
        data = self._snapshot.read(f"{self._above}/{plain}".lstrip("/"), self._limit)
        if data is None:
            raise KeyError(path)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._snapshot.files)

    def __len__(self) -> int:
        return len(self._snapshot.files)


def _owner(path: str, found: Mapping[str, Any]) -> str | None:
    above = path
    while above:
        above = above.rpartition("/")[0]
        if above in found:
            return above
    return None


def _facts(snapshot: Snapshot, path: str, unread: list[str]) -> tuple[Mapping[str, Any], bytes]:
    data = snapshot.read(path, DESCRIPTOR_LIMIT)
    if data is None:
        unread.append(f"{path} is larger than 1 MB")
        return {}, b""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        unread.append(f"{path} is not text in UTF-8")
        return {}, b""
    facts, problems = load.parse(text, path, is_yaml=path.endswith(".yaml"))
    if not facts:
        said = problems[0].message if problems else "it describes nothing"
        row = f" on line {problems[0].row}" if problems and problems[0].row else ""
        unread.append(f"{path} cannot be read{row}: {said}")
    return facts, data


def _one(properties: Mapping[str, Any], files: _Files, unread: list[str]) -> Resource | None:
    path = properties.get("path")
    if not isinstance(path, str):
        return None
    try:
        return resource(properties, files)
    except KeyError:
        unread.append(f"{path} is not there, or is too large")
    except UnicodeDecodeError:
        unread.append(f"{path} is not text in UTF-8")
    except load.TableError as error:
        unread.append(f"{path} cannot be read from row {error.row} on: a quotation mark is open")
    except Exception:
        unread.append(f"{path} cannot be read as its description says")
    return None
