"""Digests of values: equal for equal content, whatever object holds it."""

from __future__ import annotations

import hashlib
import marshal
import os
import struct
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from types import FunctionType, NoneType
from typing import Any

from msgspec import Struct

SIZE = 20
PROGRAM = Path(__file__).parents[1]


def digest(*parts: object) -> str:
    """Return the digest of values: texts, numbers, bytes, dates, paths, enumerations, containers,
    structs and dataclasses of these.

    Mappings count in their order, sets sorted. Raises TypeError for anything else: what has no
    content that can be told, such as an open file, cannot be part of a key.
    """
    pieces: list[bytes] = []
    _gather(parts, pieces)
    # With their lengths pieces end where they end: ("ab", "c") is not ("a", "bc").
    count = len(pieces)
    # Processors have SHA-256 built in: it takes half as long as what else is as safe.
    told = hashlib.sha256(struct.pack(f">{count + 1}Q", count, *map(len, pieces)))
    told.update(b"".join(pieces))
    return told.hexdigest()[: 2 * SIZE]


def folder(path: Path) -> str:
    """Return the digest of the files below a folder, or of a file: their paths and bytes.

    Raises OSError where one cannot be read, and for a link to a folder, which may lead anywhere.
    """
    if path.is_file():
        return digest(path.read_bytes())
    return digest(*_files(str(path)))


def _files(path: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files below a folder by their path from it, in order; OSError as for `folder`."""
    for above, below, names in os.walk(path, onerror=_raised):
        below[:] = sorted(name for name in below if name != "__pycache__")
        if any(os.path.islink(os.path.join(above, name)) for name in below):
            raise OSError(f"{above} holds a link to a folder")
        for name in sorted(names):
            if not name.endswith(".pyc"):
                place = os.path.join(above, name)
                with open(place, "rb") as file:
                    yield place.removeprefix(path).replace(os.sep, "/"), file.read()


def _raised(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


@lru_cache(maxsize=1)
def program() -> str:
    """Return the digest of this program, of Python and of the libraries that are installed."""
    installed = {
        name
        for place in map(Path, filter(None, sys.path))
        if place.is_dir()  # It may be a ZIP file, or lead nowhere.
        for name in os.listdir(place)  # Names alone, of thousands.
        if name.endswith((".dist-info", ".egg-info"))
    }
    return digest(folder(PROGRAM), sys.version, sys.platform, installed)


def _gather(value: Any, out: list[bytes]) -> None:
    """Add the pieces that tell a value to a list; TypeError where nothing tells it."""
    kind: Any = type(value)
    name, told = _way(kind)
    out.append(name)
    told(value, out)


@lru_cache(maxsize=1_024)
def _way(kind: type) -> tuple[bytes, Callable[[Any, list[bytes]], None]]:
    """Return the name of a type, and what adds the pieces of its values."""
    name = kind.__name__.encode()
    for known, told in _WAYS:
        if issubclass(kind, known):
            return name, told
    names = [(field, field.encode()) for field in _fields(kind)]

    def of_fields(value: Any, out: list[bytes]) -> None:
        for field, piece in names:
            out.append(piece)
            _gather(getattr(value, field), out)
        out.append(b")")

    return name, of_fields


def _fields(kind: type) -> Sequence[str]:
    """Return the names of a type's fields; TypeError where it is no struct and no dataclass."""
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    if not is_dataclass(kind):
        raise TypeError(f"a {kind.__name__} has no digest")
    return [field.name for field in fields(kind)]


def _of_mapping(value: Mapping[Any, Any], out: list[bytes]) -> None:
    kinds = set(map(type, value.values()))
    if len(value) > 1 and set(map(type, value)) == {str} and kinds in ({int}, {str}):
        # Those of files, with their sizes or sums, are long: all names at once, then the rest.
        out.append(b"{" + kinds.pop().__name__.encode())
        _of_list(list(value), out)
        _of_list(list(map(str, value.values())), out)
    else:
        for key, each in value.items():
            _gather(key, out)
            _gather(each, out)
    out.append(b"}")


def _of_list(value: Sequence[Any], out: list[bytes]) -> None:
    if len(value) > 1 and set(map(type, value)) == {str}:
        # Lists of keys are long: all texts at once, with what none of them has in between, or
        # after the length of each.
        text = "\0".join(value)
        if text.count("\0") >= len(value):
            out.append(",".join(map(str, map(len, value))).encode())
        out.append(text.encode("utf-8", "surrogatepass"))
    else:
        for each in value:
            _gather(each, out)
    out.append(b"]")


# The kinds of values, of which the first that fits counts; then come structs and dataclasses.
_WAYS: tuple[tuple[Any, Callable[[Any, list[bytes]], None]], ...] = (
    (Enum, lambda value, out: out.append(str(value.value).encode())),
    (str, lambda value, out: out.append(value.encode("utf-8", "surrogatepass"))),
    (bytes, lambda value, out: out.append(value)),
    (
        (NoneType, bool, int, float, complex, date),
        lambda value, out: out.append(repr(value).encode()),
    ),
    (Path, lambda value, out: out.append(os.fsencode(value))),
    (Mapping, _of_mapping),
    ((list, tuple), _of_list),
    (Set, lambda value, out: _gather(sorted(digest(each) for each in value), out)),
    (FunctionType, lambda value, out: out.append(marshal.dumps(value.__code__))),
    (type, lambda value, out: out.append(f"{value.__module__}.{value.__qualname__}".encode())),
)
